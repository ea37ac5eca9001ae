"""Draws of parameters are spread as their method says, within their ranges, and stay where more are added."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import qmc

from experiments.sweeps.draws import Draws, drawn
from scenarios.baseline import SHARES, read_baseline, with_values
from scenarios.errors import Problems

BASELINE = read_baseline()
WIDE = tuple(path for path, one in BASELINE.quantities.items() if one.low < one.high and not path.startswith(SHARES))
RULES = tuple(dict.fromkeys(path.partition(".")[0] for path in WIDE))
NUMBERS = st.lists(st.integers(1, 40), min_size=1, max_size=3)
SEEDS = st.integers(0, 2**62)
SOME = st.lists(st.sampled_from(WIDE), min_size=1, max_size=6, unique=True)


def points_of(folder=Path(), **fields):
    """The Points of draws that are sound."""
    problems = Problems("a test")
    points = drawn(Draws.model_validate(fields), BASELINE, problems, folder)
    assert problems.sentences == []
    return points


def units_of(points):
    """The same as shares of each parameter's range [draw, path]."""
    low, high = (
        np.array([getattr(BASELINE.quantities[path], end) for path in points.paths]) for end in ("low", "high")
    )
    return (points.table - low) / (high - low)


def posterior_of(folder, rows, weights=None):
    """Write a posterior file of one parameter, as many rows as there are weights."""
    quantity = BASELINE.quantities[WIDE[0]]
    columns = {WIDE[0]: np.linspace(quantity.low, quantity.high, rows)}
    pl.DataFrame(columns | ({} if weights is None else {"weight": weights})).write_parquet(folder / "posterior.parquet")
    return columns[WIDE[0]]


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 200), SEEDS, SOME)
def test_a_latin_hypercube_has_one_point_in_each_layer_of_each_parameter(number, seed, parameters):
    points = points_of(method="latin-hypercube", number=number, seed=seed, parameters=parameters)
    layers = np.floor(units_of(points) * number * (1 - 1e-12)).astype(int)
    assert np.array_equal(np.sort(layers, axis=0), np.tile(np.arange(number)[:, None], len(parameters)))


@settings(deadline=None, max_examples=50)
@given(NUMBERS, st.integers(1, 40), SEEDS, SOME, st.sampled_from(["latin-hypercube", "sobol"]))
def test_draws_that_are_added_leave_the_first_ones_as_they_are(numbers, more, seed, parameters, method):
    given_ = {"method": method, "seed": seed, "parameters": parameters}
    before, after = (points_of(number=blocks, **given_) for blocks in (numbers, [*numbers, more]))
    assert len(after) == len(before) + more
    assert np.array_equal(after.table[: len(before)], before.table)


@settings(deadline=None, max_examples=50)
@given(numbers=NUMBERS, more=st.integers(1, 40), seed=SEEDS)
def test_draws_that_are_added_to_a_posterior_leave_the_first_ones_as_they_are(numbers, more, seed, folder):
    posterior_of(folder, 9, np.arange(9.0))
    before, after = (
        points_of(folder, method="posterior", file="posterior.parquet", number=blocks, seed=seed)
        for blocks in (numbers, [*numbers, more])
    )
    assert len(after) == len(before) + more
    assert np.array_equal(after.table[: len(before)], before.table)


@settings(deadline=None, max_examples=50)
@given(NUMBERS, SEEDS, SOME, st.sampled_from(["latin-hypercube", "sobol"]))
def test_the_same_seed_gives_the_same_draws_and_another_seed_others(numbers, seed, parameters, method):
    given_ = {"method": method, "number": numbers, "parameters": parameters}
    one, same, other = (points_of(seed=luck, **given_) for luck in (seed, seed, seed + 1 if seed < 2**62 else 0))
    assert np.array_equal(one.table, same.table)
    assert not np.array_equal(one.table, other.table)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 100), min_size=1, max_size=4), SEEDS)
def test_sobol_is_one_scrambled_sequence_which_goes_on(numbers, seed):
    parameters = list(WIDE[:5])
    found = units_of(points_of(method="sobol", number=numbers, seed=seed, parameters=parameters))
    sequence = qmc.Sobol(5, scramble=True, rng=np.random.default_rng(seed)).random_base2(9)
    assert found == pytest.approx(sequence[: sum(numbers)], abs=1e-9)


def test_sobol_fills_the_cube_more_evenly_than_chance():
    found = units_of(points_of(method="sobol", number=256, parameters=list(WIDE[:4])))
    chance = np.random.default_rng(1).random(found.shape)
    assert qmc.discrepancy(np.clip(found, 0, 1)) < 0.2 * qmc.discrepancy(chance)


def test_a_grid_is_each_value_with_each_in_the_order_of_the_file():
    first, second = WIDE[0], WIDE[1]
    (low, high), (bottom, top) = ((BASELINE.quantities[path].low, BASELINE.quantities[path].high) for path in WIDE[:2])
    middle = (bottom + top) / 2.0
    points = points_of(method="grid", values={second: [top, bottom, middle], first: [low, high]})
    assert points.paths == (second, first)
    assert points.table.tolist() == [[s, f] for s in (top, bottom, middle) for f in (low, high)]
    assert points.values(3) == {second: bottom, first: high}


def test_without_draws_there_is_one_which_changes_nothing():
    points = points_of()
    assert (len(points), points.values(0)) == (1, {})


@pytest.mark.parametrize("method", ["latin-hypercube", "sobol"])
def test_every_quantity_of_the_baseline_that_is_no_share_can_be_drawn_within_its_range(method):
    points = points_of(method=method, number=64, seed=3, parameters=list(WIDE))
    assert points.paths == WIDE
    for path, column in zip(points.paths, points.table.T, strict=True):
        quantity = BASELINE.quantities[path]
        assert (quantity.low <= column).all(), path
        assert (column <= quantity.high).all(), path
        assert np.ptp(column) > 0.9 * (quantity.high - quantity.low), path
    for draw in range(0, 64, 16):
        with_values(BASELINE, points.values(draw))


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(["latin-hypercube", "sobol"]), st.integers(1, 64), SEEDS, SOME)
def test_no_draw_ever_leaves_its_range(method, number, seed, parameters):
    units = units_of(points_of(method=method, number=number, seed=seed, parameters=parameters))
    assert (units >= 0.0).all()
    assert (units <= 1.0).all()


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_stands_for_all_its_parameters_that_are_uncertain(rule):
    own = tuple(path for path in WIDE if path.startswith(f"{rule}."))
    if any(path.startswith(f"{rule}.") for path in SHARES):
        return
    assert points_of(method="sobol", number=1, parameters=[rule]).paths == own


def test_a_parameter_that_is_named_twice_is_drawn_once():
    path = next(path for path in WIDE if path.startswith("exits."))
    twice = points_of(method="sobol", number=4, parameters=[path, "exits", path])
    assert len(set(twice.paths)) == len(twice.paths) > 1


def test_a_posterior_is_drawn_by_its_weights(tmp_path):
    weights = np.array([0.0, 1.0, 2.0, 3.0, 0.0, 4.0])
    rows = posterior_of(tmp_path, 6, weights)
    points = points_of(tmp_path, method="posterior", file="posterior.parquet", number=4000, seed=5)
    counts = np.array([(points.table[:, 0] == row).sum() for row in rows])
    assert counts.sum() == 4000
    assert (counts[weights == 0.0] == 0).all()
    expected = 4000 * weights[weights > 0.0] / weights.sum()
    assert stats.chisquare(counts[weights > 0.0], expected).pvalue > 1e-3


def test_a_posterior_without_weights_is_drawn_evenly(tmp_path):
    rows = posterior_of(tmp_path, 8)
    points = points_of(tmp_path, method="posterior", file="posterior.parquet", number=4000)
    counts = [(points.table[:, 0] == row).sum() for row in rows]
    assert stats.chisquare(counts).pvalue > 1e-3


def test_a_posterior_with_one_weight_gives_that_row_alone(tmp_path):
    rows = posterior_of(tmp_path, 5, [0, 0, 7, 0, 0])
    points = points_of(tmp_path, method="posterior", file="posterior.parquet", number=[3, 4])
    assert points.table.tolist() == [[rows[2]]] * 7


def test_the_rows_of_a_posterior_stay_together(tmp_path):
    paths = WIDE[:3]
    ends = {path: (BASELINE.quantities[path].low, BASELINE.quantities[path].high) for path in paths}
    pl.DataFrame({path: np.linspace(*ends[path], 50) for path in paths}).write_parquet(tmp_path / "posterior.parquet")
    points = points_of(tmp_path, method="posterior", file="posterior.parquet", number=200)
    units = units_of(points)
    assert points.paths == paths
    assert units == pytest.approx(np.repeat(units[:, :1], 3, axis=1), abs=1e-9)


def test_latin_blocks_that_are_added_are_each_spread_over_all_layers():
    found = units_of(points_of(method="latin-hypercube", number=[8, 16], parameters=list(WIDE[:3])))
    for block, number in ((found[:8], 8), (found[8:], 16)):
        layers = np.sort(np.floor(block * number * (1 - 1e-12)).astype(int), axis=0)
        assert (layers == np.arange(number)[:, None]).all()
