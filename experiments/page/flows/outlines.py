"""Windows on the map, and what is drawn in them beneath the cities: outlines of countries and of Belgian regions."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

import experiments
from sim.geography import cities
from sim.names import COUNTRIES

DATA = Path(experiments.__file__).parent / "data"
WIDTH = 1000.0  # of every window, in its own unit
MARGIN = 30.0  # beyond the window's edge, so that edges where outlines were cut are out of sight
GRAIN = 1.0  # to which corners are rounded


class Window(NamedTuple):
    """A part of the world in Mercator's projection; x and y are from the upper left corner."""

    west: float  # [degrees]
    south: float
    east: float
    north: float

    @property
    def height(self):
        return self.place(self.east, self.south)[1]

    def place(self, longitude, latitude):
        """Where degrees are, or arrays of them: (x, y)."""
        scale = WIDTH / np.radians(self.east - self.west)
        north, here = (np.arcsinh(np.tan(np.radians(degrees))) for degrees in (self.north, latitude))
        return scale * np.radians(longitude - self.west), scale * (north - here)

    def cities(self):
        """{row: (x, y)} of the cities in the window."""
        places = {row: self.place(city.longitude, city.latitude) for row, city in enumerate(cities())}
        return {
            row: (float(x), float(y))
            for row, (x, y) in places.items()
            if 0.0 < x < WIDTH and 0.0 < y < self.height
        }  # fmt: skip


WINDOWS = {"near": Window(2.3, 49.4, 7.75, 52.7), "all": Window(2.3, 47.3, 15.4, 55.1)}


@cache
def outline_rows(window):
    """All outlines in a window: {ring, of, order, x, y}, the last three of each corner.

    `of` is modelled or other for countries, region for the borders between the Belgian regions.
    """
    lines = [(_of_country(properties["country"]), ring) for properties, ring in rings(_read("outlines"), "countries")]
    lines += [("region", line) for line in shared_lines(_read("regions"), "regions")]
    rows: list[dict] = []
    for of, line in lines:
        x, y = _corners(line, window)
        if x:
            rows.append({"ring": len(rows), "of": of, "order": list(range(len(x))), "x": x, "y": y})
    return rows


def _read(name):
    return json.loads((DATA / f"{name}.topojson").read_text(encoding="utf-8"))


def _of_country(country):
    return "modelled" if country in COUNTRIES else "other"


def _corners(line, window):
    """x and y of one line's corners, without those that nobody would see; none where the line is out of sight."""
    x, y = window.place(*line.T)
    if x.max() < 0.0 or x.min() > WIDTH or y.max() < 0.0 or y.min() > window.height:
        return [], []
    held = np.clip(np.stack([x, y]), -MARGIN, [[WIDTH + MARGIN], [window.height + MARGIN]])
    corners = np.round(held / GRAIN) * GRAIN
    kept = np.append(True, (np.diff(corners) != 0.0).any(axis=0))
    return corners[0, kept].tolist(), corners[1, kept].tolist()


def rings(topology, name):
    """Rings of a TopoJSON object's polygons: (properties, [corner, (longitude, latitude)])."""
    arcs = _arcs(topology)
    for geometry in topology["objects"][name]["geometries"]:
        for ring in _rings_of(geometry):
            parts = [arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring]  # ~n is arc n backwards
            yield geometry["properties"], np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def shared_lines(topology, name):
    """Lines along which two polygons of a TopoJSON object meet [corner, (longitude, latitude)]."""
    geometries = topology["objects"][name]["geometries"]
    used = Counter(max(arc, ~arc) for geometry in geometries for ring in _rings_of(geometry) for arc in ring)
    return [line for arc, line in enumerate(_arcs(topology)) if used[arc] > 1]


def _rings_of(geometry):
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def _arcs(topology):
    scale, shift = (np.array(topology["transform"][part]) for part in ("scale", "translate"))
    return [np.cumsum(arc, axis=0) * scale + shift for arc in topology["arcs"]]
