"""How agents look on the map: a shape and a colour for each sort, and the same in the legend."""

from html import escape
from typing import NamedTuple

from experiments.theme import BLUE, GREEN, INK, VERMILLION

WHITE, BROWN, DIM = "#ffffff", "#7a5c00", "#6b6b6b"


class Mark(NamedTuple):
    """One sort of agents on the map."""

    name: str  # in the catalogue page_watch, behind mark_
    agent: str  # of AGENTS
    shape: str  # of bokeh, and of SHAPES
    fill: str
    line: str
    size: float  # [px]


AGENTS = ("victim", "recruiter", "sector", "inspector", "centre")
MARKS = (
    Mark("sector", "sector", "diamond", "#f0e2b6", BROWN, 6),
    Mark("inspection", "inspector", "square", BLUE, WHITE, 7),
    Mark("police", "inspector", "square", WHITE, BLUE, 7),
    Mark("online_cell", "inspector", "square_dot", WHITE, BLUE, 9),
    Mark("travelling", "victim", "circle", WHITE, INK, 5),
    Mark("exploited", "victim", "circle", VERMILLION, VERMILLION, 4),
    Mark("waiting", "victim", "x", INK, INK, 6),
    Mark("accompanied", "victim", "circle", GREEN, GREEN, 5),
    Mark("at_risk", "victim", "circle_x", WHITE, VERMILLION, 7),
    Mark("active", "recruiter", "triangle", INK, WHITE, 8),
    Mark("arrested", "recruiter", "triangle", WHITE, INK, 8),
    Mark("convicted", "recruiter", "inverted_triangle", WHITE, DIM, 8),
    Mark("centre", "centre", "hex", "#d5efe6", INK, 13),
)  # in the order in which they are drawn

SHAPES = {
    "circle": '<circle cx="8" cy="8" r="5"/>',
    "circle_x": '<circle cx="8" cy="8" r="5.5"/><path d="M4 4L12 12M4 12L12 4"/>',
    "x": '<path d="M3 3L13 13M3 13L13 3"/>',
    "square": '<rect x="3" y="3" width="10" height="10"/>',
    "square_dot": '<rect x="2" y="2" width="12" height="12"/><circle cx="8" cy="8" r="1.5"/>',
    "triangle": '<path d="M8 2L14 13H2Z"/>',
    "inverted_triangle": '<path d="M8 14L14 3H2Z"/>',
    "diamond": '<path d="M8 1L13 8L8 15L3 8Z"/>',
    "hex": '<path d="M1 8L4.5 2H11.5L15 8L11.5 14H4.5Z"/>',
}  # in a box of 16 by 16


def legend(say):
    """What each shape means, as HTML, agent by agent.

    Args:
        say: A text of the catalogues by its key.
    """
    groups = "".join(
        f"<div><b>{escape(say(f'page_watch.agents_{agent}'))}</b>{_items(agent, say)}</div>" for agent in AGENTS
    )
    return f"<div class='thbsim-legend'>{groups}</div>"


def _items(agent, say):
    return "".join(
        f"<span>{_drawn(mark)} {escape(say(f'page_watch.mark_{mark.name}'))}</span>"
        for mark in MARKS
        if mark.agent == agent
    )


def _drawn(mark):
    line = mark.line if mark.line != WHITE else mark.fill
    style = f"fill='{mark.fill}' stroke='{line}' stroke-width='1.5'"
    return f"<svg aria-hidden='true' width='16' height='16' viewBox='0 0 16 16' {style}>{SHAPES[mark.shape]}</svg>"
