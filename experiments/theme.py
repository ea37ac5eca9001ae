"""How charts look: colours and shapes that everyone can tell apart, sizes of text, the frame around panels."""

from textwrap import wrap

import altair as alt

INK, GREY = "#222222", "#666666"
BLUE, VERMILLION, GREEN = "#0072B2", "#D55E00", "#009E73"
COLOURS = ("#000000", "#E69F00", "#56B4E9", GREEN, BLUE, VERMILLION, "#CC79A7")  # Okabe and Ito, without the yellow
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
PIXELS_PER_LETTER = {11: 6.0, 12: 6.5, 13: 7.5}  # by font size, the wider letters counted in
PANEL_GAP = 60  # between two panels, their axes counted in [px]

AXIS = {
    "labelFontSize": 11,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "labelColor": INK,
    "titleColor": INK,
    "gridColor": "#e6e6e6",
    "domainColor": "#999999",
    "tickColor": "#999999",
}
TITLE = {"fontSize": 13, "subtitleFontSize": 11, "color": INK, "subtitleColor": GREY, "anchor": "start", "offset": 8}
LEGEND = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": INK, "labelLimit": 0, "symbolSize": 70}
MENU = {"actions": {"export": True, "source": False, "compiled": False, "editor": False}}  # no sending to an editor


def palette(labels):
    """The colours and shapes of labels, in their order; they begin anew after the last."""
    places = range(len(labels))
    colours, shapes = ([kind[place % len(kind)] for place in places] for kind in (COLOURS, SHAPES))
    return alt.Scale(domain=labels, range=colours), alt.Scale(domain=labels, range=shapes)


def lines(text, width, font_size):
    """Text broken into lines of a width [px]."""
    return wrap(text, int(width / PIXELS_PER_LETTER[font_size]))


def columns(panels):
    """How many of so many panels stand side by side."""
    return {1: 1, 2: 2, 4: 2}.get(panels, 3)


def panels(charts, width):
    """Charts of one width [px] as panels: (the whole, its width)."""
    across = columns(len(charts))
    return alt.concat(*charts, columns=across, spacing=24, align="each"), across * (width + PANEL_GAP)


def finished(chart, title, subtitle, width):
    """A chart with its title, a subtitle broken to a width [px], and the look of all charts."""
    heading = alt.TitleParams(
        title, subtitle=lines(subtitle, width, 12), fontSize=17, subtitleFontSize=12, subtitlePadding=6, offset=16
    )
    return chart.properties(
        title=heading, background="white", padding=16, usermeta={"embedOptions": MENU}
    ).configure(
        axis=AXIS, title=TITLE, legend=LEGEND, view={"stroke": None}, font="Helvetica, Arial, sans-serif"
    )  # fmt: skip
