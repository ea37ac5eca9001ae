"""What any mix can reach: the plane is filled where it can be, and nothing is run twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.advice import mixes, pattern
from experiments.advice.mixes import Plan
from experiments.advice.pattern import Grid, aimed, grid_of, hull
from experiments.advice.reach import Reach, proposed, reach
from experiments.requests import UsageError
from tests.planted_mixes import LEVERS, counts, tried_mixes
from tests.sweep_files import thbsim

SMALL = Plan(runs=8, mixes=6, years=(2011, 2011))
points = st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=1, max_size=20)


@given(points, st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_every_point_lies_in_its_cell(given_points, width, height):
    grid = Grid(width, height)
    for (x, y), cell in zip(given_points, grid.cells(given_points), strict=True):
        left, right, bottom, top = grid.bounds(cell)
        assert left - 1e-9 <= x <= right + 1e-9
        assert bottom - 1e-9 <= y <= top + 1e-9


@given(points)
def test_the_hull_holds_every_point(given_points):
    array = np.array(given_points)
    corners = hull(array)
    assert corners.min(axis=0) == pytest.approx(array.min(axis=0))
    assert corners.max(axis=0) == pytest.approx(array.max(axis=0))


def test_a_grid_has_about_ten_cells_each_way_of_round_size():
    grid = grid_of(np.array([[0.0, 0.0], [-37.0, 6.0]]))
    assert (grid.width, grid.height) == (5.0, 1.0)


def test_each_empty_cell_is_aimed_at_once_before_any_is_made_cheaper():
    grid = Grid(1.0, 1.0)
    tried = np.array([[0.5, 0.5], [1.5, 0.5]]), np.array([100.0, 100.0])
    candidates = np.array([[0.4, 0.4], [2.4, 0.4], [2.6, 0.6], [1.4, 2.4], [1.6, 0.6]]), np.array([90.0, 5, 5, 5, 20])
    places = aimed(grid, tried, candidates, 4)
    assert {grid.cells(candidates[0])[place] for place in places[:2]} == {(2, 0), (1, 2)}
    assert places[2:] == [4, 0]  # saves 80, then 10


def test_a_round_aims_only_where_no_mix_has_been_while_such_cells_are_foretold():
    found = Reach(planted())
    new = proposed(found, Plan(mixes=20))
    response = np.stack([-prevented(new), identified(new)], axis=1)
    known = set(found.grid.cells(found.points[found.own]))
    empty = [cell not in known for cell in found.grid.cells(response)]
    assert np.mean(empty) > 0.7  # the rest by the luck of the surface
    assert len(new) == 10


def prevented(sizes):
    return 10.0 * sizes[:, 0] + 2.0 * sizes[:, 1]


def identified(sizes):
    return 6.0 * sizes[:, 1] - 3.0 * sizes[:, 0]


def planted():
    """One lever prevents and hides, the other finds; between them lies a parallelogram."""
    sizes = np.concatenate([mixes.singles(LEVERS[:2], 1.0), mixes.even(2, 16, 1.0)])
    return tried_mixes(sizes, prevented, lambda at: 1e6 * at.sum(axis=1), identified)


def test_rounds_fill_more_of_what_can_be_reached():
    first = planted()
    found = Reach(first)
    sizes = np.concatenate([first.sizes, proposed(found, Plan(mixes=40))])
    again = Reach(tried_mixes(sizes, prevented, lambda at: 1e6 * at.sum(axis=1), identified))
    assert again.table.height > found.table.height
    assert area(again.hull) >= area(found.hull) - 1.0


def area(corners):
    x, y = corners.T
    return 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))


def test_mixes_that_lower_victim_years_are_counted_by_what_becomes_of_the_identified():
    told = Reach(planted()).sentence()
    known = Reach(planted()).mixes
    fewer = known.filter(known["victim_years_high"] < 0.0)
    rise = fewer.filter(fewer["identified_low"] > 0.0).height
    fall = fewer.filter(fewer["identified_high"] < 0.0).height
    assert rise > 0 < fall
    assert f"identified victims clearly rise in {rise}, clearly fall in {fall}" in told


def test_the_cheapest_mix_of_a_cell_is_no_dearer_than_the_others_in_it():
    found = Reach(planted())
    cells = found.grid.cells(found.points[found.own])
    costs = found.tried.means("public_cost")[found.own]
    own = {cell: min(cost for cost, one in zip(costs, cells, strict=True) if one == cell) for cell in cells}
    rows = found.table.select("victim_years_from", "identified_from", "cost_eur", "mixes").rows()
    assert sum(row[3] for row in rows) == len(found.own)
    for left, bottom, cost, _ in rows:
        assert cost == pytest.approx(own[round(left / found.grid.width), round(bottom / found.grid.height)])


def test_the_world_of_now_is_in_the_picture_and_in_the_table():
    found = Reach(planted())
    assert "baseline" in found.table["cheapest"].to_list()
    assert "now (baseline)" in found.plot().to_json()


def test_mixes_that_all_lie_on_a_line_are_drawn_as_well():
    found = Reach(tried_mixes(np.array([[0.5], [1.0]]), lambda at: at[:, 0], lambda at: 1e5 * at[:, 0], noise=0.0))
    assert found.plot().to_json()
    assert pattern.hull(found.points).shape == (3, 2)


@pytest.fixture(scope="module")
def lived(compiled, tmp_path_factory):
    store = tmp_path_factory.mktemp("reach") / "store.sqlite"
    return store, reach(["hotline", "online-monitoring"], plan=SMALL, store=str(store), rounds=1)


def test_a_reach_is_found_again_by_its_levers_and_by_its_experiment(lived):
    store, first = lived
    before = counts(store)
    again = reach(["hotline", "online-monitoring"], plan=SMALL, store=str(store), rounds=1)
    by_id = reach(again.tried.pairs.experiment, store=str(store))
    assert counts(store) == before
    assert again.table.equals(first.table)
    assert by_id.table.equals(first.table)
    assert len(first.tried.places) > 2 + 7  # levers alone, the first mixes, and a round


def test_an_experiment_can_be_gone_on_with(lived):
    store, _ = lived
    first = reach(1, store=str(store))
    further = reach(1, store=str(store), rounds=1)
    assert len(further.tried.places) > len(first.tried.places)
    assert set(first.tried.pairs.names) <= set(further.tried.pairs.names)


def test_the_command_tells_of_a_stored_experiment(lived, tmp_path):
    store, found = lived
    status, out, _ = thbsim(
        "reach", found.tried.pairs.experiment, "--store", store, "--out", tmp_path, "--language", "nl"
    )
    assert status == 0
    assert "Dit zijn resultaten van een simulatie" in out.replace("\n", " ")
    assert {"reach.csv", "reach.png", "reach.txt", "mixes.csv"} <= {path.name for path in tmp_path.iterdir()}


def test_what_cannot_be_asked_is_told(lived):
    store, _ = lived
    with pytest.raises(UsageError, match="--outcome identified is the other axis"):
        reach(1, "identified", store=str(store))
    assert thbsim("reach", "--store", store)[2] == "give --levers, or an experiment's id\n"
    assert thbsim("reach", 99, "--store", store)[0] == 2
