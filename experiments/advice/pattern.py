"""Filling a plane of two outcomes: its cells, and mixes that aim where none has been.

Source: Chérel, Cottineau & Reuillon 2015 (pattern space exploration), who vary what was in rare cells at random; here a
response surface says what mixes to try.
"""

from dataclasses import dataclass

import numpy as np

from experiments.advice.acceptability import rounded_up

CELLS = 10  # along an axis, about


@dataclass(frozen=True)
class Grid:
    """Cells of one size [unit of x, unit of y], one of whose corners is the reference."""

    width: float
    height: float

    def scaled(self, points):
        """Points [point, 2] in cells from the reference."""
        return np.asarray(points, float) / (self.width, self.height)

    def cells(self, points):
        """The cell of each point, by its lower left corner [(column, row)]."""
        return [tuple(cell) for cell in np.floor(self.scaled(points)).astype(int).tolist()]

    def bounds(self, cell):
        """(left, right, bottom, top) of a cell."""
        column, row = cell
        return column * self.width, (column + 1) * self.width, row * self.height, (row + 1) * self.height


def grid_of(points):
    """The Grid in which points [point, 2] reach over about so many cells each way."""
    return Grid(*(rounded_up(reach / CELLS) if reach > 0.0 else 1.0 for reach in np.ptp(points, axis=0).tolist()))


def aimed(grid, tried, candidates, number):
    """Which candidates to try next [place]: in cells that none has reached, the farthest from all first; where no
    candidate is foretold to be in such a cell, those that are foretold to save most in cells that were reached.

    Args:
        grid: A Grid.
        tried: (points [mix, 2], costs [mix]) of what was tried.
        candidates: The same, as it is foretold.
        number: How many at most.
    """
    points, costs = candidates
    cells = grid.cells(points)
    cheapest = _cheapest(grid.cells(tried[0]), tried[1])
    apart = _distance(grid.scaled(points), grid.scaled(tried[0]))
    new = np.array([cell not in cheapest for cell in cells])
    found: list[int] = []
    while len(found) < number and new.any():
        place = int(np.where(new, apart, -1.0).argmax())
        found.append(place)
        new &= np.array([cell != cells[place] for cell in cells])
        apart = np.minimum(apart, _distance(grid.scaled(points), grid.scaled(points[[place]])))
    return [*found, *_cheaper(cells, costs, cheapest, number - len(found))]


def _cheaper(cells, costs, known, number):
    """In each cell that was reached the candidate that is foretold to be the cheapest; where that saves most first."""
    foretold: dict[tuple, int] = {}
    for place, cell in enumerate(cells):
        if cell in known and (cell not in foretold or costs[place] < costs[foretold[cell]]):
            foretold[cell] = place
    savings = {place: known[cell] - costs[place] for cell, place in foretold.items()}
    return sorted((place for place in savings if savings[place] > 0.0), key=lambda place: -savings[place])[:number]


def _cheapest(cells, costs):
    """{cell: the lowest cost in it}."""
    found: dict[tuple, float] = {}
    for cell, cost in zip(cells, costs, strict=True):
        found[cell] = min(found.get(cell, np.inf), cost)
    return found


def _distance(points, others):
    """From each point to the nearest of others [point]."""
    return np.sqrt(((points[:, None] - others[None]) ** 2).sum(axis=2)).min(axis=1)


def hull(points):
    """Corners of the smallest convex region that holds all points [corner, 2]; all points where they lie on a line."""
    from scipy.spatial import ConvexHull, QhullError

    try:
        return points[ConvexHull(points).vertices]
    except QhullError:
        return points
