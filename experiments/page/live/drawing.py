"""The map of a watched world as a bokeh figure whose points are replaced week by week."""

from functools import cache

import numpy as np
from bokeh.core.properties import value
from bokeh.events import Tap
from bokeh.models import ColumnDataSource, HoverTool, Range1d, Scatter
from bokeh.plotting import figure

from experiments import theme
from experiments.page.flows.outlines import WIDTH, WINDOWS, outline_rows
from experiments.page.live.marks import MARKS
from experiments.page.live.rows import places_of, queues
from experiments.page.live.scene import BAND, RINGS, SEATS, city_places, origin_places
from experiments.reports import words
from sim import names
from sim.geography import cities, city_names

LAND, BEYOND, SEA, BORDER = "#f1f1f1", "#fafafa", "#ffffff", "#b0b0b0"
CLICK = 14.0  # how far from an agent a click may be [of WIDTH]
LABELLED, EDGE = 12, 45.0  # cities with a name; how near to the edge none stands [of WIDTH]
FONT = "Helvetica, Arial, sans-serif"


class Picture:
    """One visitor's map.

    Args:
        session: The visitor's Session.
        window: Of experiments.page.flows.outlines.WINDOWS.
        clicked: Called with a place in the window's unit, (x, y).
    """

    def __init__(self, session, window, clicked):
        self.session, self.window = session, window
        self.figure = _paper(WINDOWS[window].height)
        self._outlines()
        self.sources = {mark.name: self._sort(mark) for mark in MARKS}
        self.centres = self._labels("x", "y", "text", text_align="center", text_baseline="side")
        self.chosen = ColumnDataSource({"x": [], "y": []})
        self.figure.scatter("x", "y", source=self.chosen, size=18, fill_alpha=0, line_color=theme.INK, line_width=2.5)
        self._names()
        self.figure.on_event(Tap, lambda event: clicked(event.x, event.y))

    def show(self, scene, watched, chosen):
        """Draw a Scene of a Watched world; `chosen` is (agent, key) or None."""
        for name, spots in scene.spots.items():
            data = {"x": spots.x.astype(np.float32), "y": spots.y.astype(np.float32)}
            if name == "sector":
                held = scene.world.markets["held"][spots.keys]
                data["size"] = (4.0 + 2.2 * np.sqrt(held)).astype(np.float32)
            self.sources[name].data = data
        self.cities.data = self.cities.data | {"held": _held(scene.world)[self.rows]}
        self.centres.data = _occupancy(scene, watched)
        place = scene.place(*chosen) if chosen else None
        self.chosen.data = {"x": [place[0]], "y": [place[1]]} if place else {"x": [], "y": []}

    def _outlines(self):
        rows = outline_rows(WINDOWS[self.window])
        for of, fill in (("other", BEYOND), ("modelled", LAND)):
            x, y = ([row[axis] for row in rows if row["of"] == of] for axis in "xy")
            self.figure.patches(x, y, fill_color=fill, line_color=BORDER, line_width=0.8)
        x, y = ([row[axis] for row in rows if row["of"] == "region"] for axis in "xy")
        self.figure.multi_line(x, y, line_color=BORDER, line_width=0.8)
        height = WINDOWS[self.window].height
        self.figure.quad(
            left=-1, right=WIDTH + 1, top=height, bottom=height + BAND + 1, fill_color=SEA, line_color=BORDER
        )

    def _sort(self, mark):
        source = ColumnDataSource({"x": [], "y": []} | ({"size": []} if mark.name == "sector" else {}))
        size = "size" if mark.name == "sector" else mark.size
        look = Scatter(
            marker=mark.shape, size=size, fill_color=mark.fill, line_color=mark.line, line_width=1.0, fill_alpha=0.95
        )
        self.figure.add_glyph(source, look)
        return source

    def _labels(self, x, y, text, **style):
        source = ColumnDataSource({x: [], y: [], text: [], "side": []})
        self.figure.text(
            x, y, text, source=source, text_font_size="11px", text_font=value(FONT), text_color=theme.INK,
            background_fill_color="white", background_fill_alpha=0.75, **style,
        )  # fmt: skip
        return source

    def _names(self):
        """Names of the largest cities, of all when hovered, and of the origins of those who are on the way."""
        language, (x, y) = self.session.language, city_places(self.window)
        inside = WINDOWS[self.window].cities()
        self.rows = np.array(list(inside))
        labels = [words.label(language, "city", cities()[row].name) for row in self.rows]
        self.cities = ColumnDataSource(
            {"x": x[self.rows], "y": y[self.rows], "city": labels, "held": np.zeros(self.rows.size, np.int32)}
        )
        dots = self.figure.scatter("x", "y", source=self.cities, size=3, color=theme.INK)
        tips = [("", "@city"), (self.session.say("page_watch.hidden"), "@held")]
        self.figure.add_tools(HoverTool(renderers=[dots], tooltips=tips, point_policy="snap_to_data"))
        named = self._labels("x", "y", "text", text_align="center", text_baseline="top")
        named.data = _city_labels(self.rows, labels, x, y + 1.35 * RINGS[self.window])
        origins = self._labels("x", "y", "text", x_offset=16, text_baseline="middle")
        places = np.array(origin_places(WINDOWS[self.window].height))
        told = [words.label(language, "origin", one) for one in names.ORIGINS]
        origins.data = {"x": places[:, 0], "y": places[:, 1], "text": told}


@cache
def _largest(rows):
    """Cities with a name on the map, the most inhabitants first, none too near another."""
    kept = []
    for row in sorted(rows, key=lambda row: -cities()[row].population):
        here = cities()[row]
        far = [
            abs(here.latitude - cities()[other].latitude) > 0.12
            or abs(here.longitude - cities()[other].longitude) > 0.6
            for other in kept
        ]
        if all(far) and len(kept) < LABELLED:
            kept.append(row)
    return tuple(kept)


def _city_labels(rows, labels, x, y):
    named = dict(zip(rows.tolist(), labels, strict=True))
    kept = list(_largest(tuple(rows[(x[rows] > EDGE) & (x[rows] < WIDTH - EDGE)].tolist())))
    return {"x": x[kept], "y": y[kept], "text": [named[row] for row in kept]}


def _held(world):
    """Persons in exploitation in each city."""
    return np.bincount(world.markets["place"], world.markets["held"], len(cities())).astype(np.int32)


def _occupancy(scene, watched):
    """What stands above each centre: occupied of places, and who waits."""
    x, y = np.array(scene.centre_places()).T
    is_below = y > scene.city_y[[city_names().index(SEATS[name]) if name in SEATS else 0 for name in names.CENTRES]]
    y = y + np.where(is_below, 1.3, -1.3) * scene.ring
    places, queue = places_of(scene.world, watched.model.parameters), queues(scene.world)
    text = [
        f"{taken}/{round(all_places)}" + (f" +{waiting}" if waiting else "")
        for taken, all_places, waiting in zip(scene.world.centres["occupied"], places, queue, strict=True)
    ]
    return {"x": x, "y": y, "text": text, "side": np.where(is_below, "top", "bottom").tolist()}


def _paper(height):
    """An empty figure in the window's unit, y from above."""
    paper = figure(
        x_range=Range1d(start=0, end=WIDTH), y_range=Range1d(start=height + BAND, end=0),
        width=1000, height=round(height + BAND), sizing_mode="scale_width", tools="tap", toolbar_location=None,
        min_border=0, outline_line_color=BORDER, output_backend="canvas", background_fill_color=SEA,
    )  # fmt: skip
    paper.axis.visible = False
    paper.grid.visible = False
    return paper
