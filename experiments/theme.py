"""How charts look: colours and shapes that everyone can tell apart, sizes of text, the frame around panels."""

from textwrap import wrap

import altair as alt
import polars.selectors as cs

INK, GREY, PALE = "#222222", "#666666", "#999999"
GREEN, BLUE, VERMILLION = "#009E73", "#0072B2", "#D55E00"
COLOURS = ("#000000", "#E69F00", "#56B4E9", GREEN, BLUE, VERMILLION, "#CC79A7")  # Okabe and Ito, without the yellow
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
PIXELS_PER_LETTER = {12: 6.2, 13: 7.2}  # by font size: most texts need less
PANEL_GAP = 70  # from one panel to the next, axis and space together [px]

AXIS = {
    "labelFontSize": 11,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "labelColor": INK,
    "titleColor": INK,
    "gridColor": "#e6e6e6",
    "domainColor": PALE,
    "tickColor": PALE,
    "labelFlush": False,
}
TITLE = {
    "fontSize": 13,
    "subtitleFontSize": 12,
    "color": INK,
    "subtitleColor": GREY,
    "anchor": "start",
    "frame": "group",
    "offset": 8,
}
LEGEND = {
    "labelFontSize": 12,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "labelColor": INK,
    "titleColor": INK,
    "labelLimit": 0,
    "titleLimit": 0,
    "symbolSize": 70,
    "symbolOpacity": 1,
}
MENU = {
    "actions": {"export": True, "source": False, "compiled": False, "editor": False}
}  # the editor is another host's


def palette(labels):
    """Scales of colour and of shape for labels, in their order; after the last colour they begin anew."""
    colours, shapes = ([kind[place % len(kind)] for place in range(len(labels))] for kind in (COLOURS, SHAPES))
    return alt.Scale(domain=labels, range=colours), alt.Scale(domain=labels, range=shapes)


def columns(number):
    """How many of so many panels stand side by side."""
    return {1: 1, 2: 2, 4: 2}.get(number, 3)


def panels(charts, width):
    """Charts of one width [px] as panels: (the whole, its width)."""
    across = columns(len(charts))
    return alt.concat(*charts, columns=across, spacing=24, align="each"), across * (width + PANEL_GAP)


def panel_title(text, width, unit=""):
    """A title that is broken to the width of its panel [px], the unit below it."""
    return alt.TitleParams(wrap(text, int(width / PIXELS_PER_LETTER[13])), subtitle=unit)


def finished(chart, title, subtitle, width):
    """A chart with its title, a subtitle that is broken to a width [px], and the look of all charts."""
    lines = wrap(subtitle, int(width / PIXELS_PER_LETTER[12]))
    heading = alt.TitleParams(title, subtitle=lines, fontSize=17, subtitlePadding=6, offset=16, frame="bounds")
    look = {"axis": AXIS, "title": TITLE, "legend": LEGEND, "view": {"stroke": None}}
    frame = {"background": "white", "padding": 16, "usermeta": {"embedOptions": MENU}}
    return chart.properties(title=heading, **frame).configure(font="Helvetica, Arial, sans-serif", **look)


def values(table):
    """Rows as data of a chart, however many; what is no number is null."""
    return alt.Data(values=table.with_columns(cs.float().fill_nan(None)).to_dicts())


def tooltips(names, number_format):
    return [alt.Tooltip(f"{name}:Q", title=name.replace("_", " "), format=number_format) for name in names]


def labels(texts, spots, size):
    """Where texts begin beside their dots; one that would cover another, or a dot, is left out.

    Args:
        texts: In the order in which they may choose their places.
        spots: {text: (x, y)} of all dots [px].
        size: Width and height of the picture [px].
    """
    taken = [(x - 3, y - 3, x + 3, y + 3) for x, y in spots.values()]
    for text in texts:
        free = [box for box in _boxes(text, *spots[text], *size) if not any(_overlap(box, other) for other in taken)]
        if free:
            taken.append(free[0])
            yield {"text": text, "x": free[0][0], "y": (free[0][1] + free[0][3]) / 2.0}


def _boxes(text, x, y, width, height):
    """Where a text beside a dot may stand, the better places first: (left, top, right, bottom) [px]."""
    long = len(text) * PIXELS_PER_LETTER[13]
    starts = [(x + dx, y + dy) for dy in (0, -10, 10) for dx in (7, -7 - long)]
    starts += [(x - long / 2, y - 13), (x - long / 2, y + 13)]
    boxes = [(left, middle - 7, left + long, middle + 7) for left, middle in starts]
    return [box for box in boxes if box[0] > 0 and box[1] > 0 and box[2] < width and box[3] < height]


def _overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
