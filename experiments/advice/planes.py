"""Pictures of options on a plane of two quantities: dots with their names beside them, legible without colour."""

from typing import Any

import altair as alt
import numpy as np

from experiments import theme

WIDTH, HEIGHT = 620, 420  # [px]
MARGIN = 0.08  # of the range, around the outermost
CORNERS = 60  # of an ellipse
DASHES = ((1, 0), (8, 3), (2, 3), (10, 3, 2, 3), (5, 2), (12, 5), (2, 6))  # of lines, told apart without colour
STYLE: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 12}
APART = 15  # of names at the ends of lines, from one to the next [px]


def domain_of(values, zero=True):
    """A range that holds all values, and zero where it is to, with a margin."""
    known = [float(value) for value in values if np.isfinite(value)] + [0.0] * zero
    low, high = min(known), max(known)
    margin = MARGIN * (high - low) or 1.0
    return [low - margin, high + margin]


def axis(name, title, domain, number_format=""):
    """The encoding of one axis of a plane, "x" or "y"."""
    kind = alt.X if name == "x" else alt.Y
    look = alt.Axis(tickCount=6, format=number_format) if number_format else alt.Axis(tickCount=6)
    return kind(f"{name}:Q", title=title, scale=alt.Scale(domain=domain, nice=False, zero=False), axis=look)


def zero_lines():
    """Where nothing changes, across and down."""
    rule: dict[str, Any] = {"color": theme.PALE, "strokeDash": [3, 3]}
    nothing = alt.Chart(alt.Data(values=[{}]))
    return nothing.mark_rule(**rule).encode(y=alt.datum(0.0)), nothing.mark_rule(**rule).encode(x=alt.datum(0.0))


def names(texts, spots, domains):
    """Layers with names beside their dots; one that would cover another is left out.

    Args:
        texts: In the order in which they may choose their places.
        spots: {text: (x, y)} of all dots, in the units of the axes.
        domains: Of x and of y.
    """
    (left, right), (bottom, top) = domains
    across, up = WIDTH / (right - left), HEIGHT / (top - bottom)
    pixels = {text: ((x - left) * across, (top - y) * up) for text, (x, y) in spots.items()}
    rows = [
        {"text": one["text"], "x": left + one["x"] / across, "y": top - one["y"] / up}
        for one in theme.labels(texts, pixels, (WIDTH, HEIGHT))
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(x="x:Q", y="y:Q", text="text:N")
    halo = base.mark_text(stroke="white", strokeWidth=3, strokeJoin="round", opacity=0.9, **STYLE)
    return halo, base.mark_text(color=theme.INK, **STYLE)


def ellipse(x, y, share=0.95):
    """Points of the ellipse around joint samples that holds so much of them [{"x", "y", "order"}]; () where flat."""
    both = np.stack([x, y])
    covariance = np.cov(both)
    if np.linalg.matrix_rank(covariance / (np.abs(covariance).max() or 1.0)) != 2:
        return ()
    root = np.linalg.cholesky(covariance)
    middle = both.mean(axis=1, keepdims=True)
    distance = np.sqrt((np.linalg.solve(root, both - middle) ** 2).sum(axis=0))
    angle = np.linspace(0.0, 2.0 * np.pi, CORNERS + 1)
    edge = middle + root @ (np.quantile(distance, share) * np.stack([np.cos(angle), np.sin(angle)]))
    return [{"x": float(a), "y": float(b), "order": place} for place, (a, b) in enumerate(edge.T)]


def spread(heights, size=HEIGHT):
    """Heights of names at the ends of lines, moved apart so that none covers another [px], in the same order."""
    order = np.argsort(heights)
    moved = np.asarray(heights, float)[order]
    for place in range(1, moved.size):
        moved[place] = max(moved[place], moved[place - 1] + APART)
    for place in range(moved.size - 1, -1, -1):
        below = size if place == moved.size - 1 else moved[place + 1] - APART
        moved[place] = min(moved[place], below)
    found = np.empty_like(moved)
    found[order] = moved
    return found
