"""Draws for screening have one axis for each parameter, and are made again from what is stored."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.priors import is_uncertain, parameter_of
from experiments import Experiment
from experiments.sweeps.draws import Draws, drawn
from experiments.sweeps.screening import factors_of
from scenarios.baseline import SHARES, read_baseline, with_values
from scenarios.errors import Problems
from tests.sweep_files import runs_of, thbsim, values_of, write_design

BASELINE = read_baseline()
RULES = tuple(dict.fromkeys(path.partition(".")[0] for path in BASELINE.quantities))
NAMES = tuple(dict.fromkeys([*RULES, *map(parameter_of, BASELINE.quantities), *BASELINE.quantities, "all"]))
METHODS = ("morris", "saltelli")
EXITS = ("exits.escape_hazard", "exits.release_hazard", "exits.own_report_chance")
MORRIS = '{ method = "morris", number = 2, parameters = ["exits"] }'


def points_of(**fields):
    """The Points of draws, and what is wrong with them."""
    problems = Problems("a test")
    points = drawn(Draws.model_validate(fields), BASELINE, problems, None)
    return points, [sentence.removeprefix("a test: ") for sentence in problems.sentences]


def units_of(points, names):
    """How far along its range the first path of each factor lies [draw, factor]."""
    firsts = [own[0] for own in factors_of(names, BASELINE).values()]
    low, high = (np.array([getattr(BASELINE.quantities[path], end) for path in firsts]) for end in ("low", "high"))
    return (points.table[:, [points.paths.index(path) for path in firsts]] - low) / (high - low)


@pytest.mark.parametrize("seed", [0, 1, 2**62])
def test_a_trajectory_moves_each_parameter_once_by_two_thirds_of_its_range(seed):
    points, wrong = points_of(method="morris", number=5, seed=seed, parameters=["all"])
    assert not wrong
    factors = len(points.factors)
    assert len(points) == 5 * (factors + 1)
    steps = np.diff(units_of(points, ["all"]).reshape(5, factors + 1, factors), axis=1)
    moved = np.abs(steps) > 1e-9
    assert (moved.sum(axis=1) == 1).all()
    assert (moved.sum(axis=2) == 1).all()
    assert np.abs(steps[moved]) == pytest.approx(2 / 3)


def test_a_base_sample_takes_each_parameter_in_turn_from_the_other_point():
    points, _ = points_of(method="saltelli", number=7, parameters=["exits", "placement"])
    factors = len(points.factors)
    blocks = units_of(points, points.factors).reshape(7, factors + 2, factors)
    for place in range(factors):
        expected = blocks[:, 0].copy()
        expected[:, place] = blocks[:, -1, place]
        assert blocks[:, 1 + place] == pytest.approx(expected)


@pytest.mark.parametrize("method", METHODS)
def test_all_entries_of_a_parameter_move_together_within_their_own_ranges(method):
    points, _ = points_of(method=method, number=4, parameters=["all"])
    factors = factors_of(["all"], BASELINE)
    assert points.factors == tuple(factors)
    place = {path: column for column, path in enumerate(points.paths)}
    for paths in factors.values():
        own = points.table[:, [place[path] for path in paths]]
        low, high = (np.array([getattr(BASELINE.quantities[path], end) for path in paths]) for end in ("low", "high"))
        assert ((own >= low) & (own <= high)).all()
        along = (own - low) / (high - low)
        assert along == pytest.approx(np.repeat(along[:, :1], len(paths), axis=1), abs=1e-9)
    with_values(BASELINE, points.values(1))


def test_all_stands_for_what_is_ignorance_and_for_nothing_else():
    wanted = {
        path for path, one in BASELINE.quantities.items() if is_uncertain(one) and parameter_of(path) not in SHARES
    }
    assert {path for own in factors_of(["all"], BASELINE).values() for path in own} == wanted


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6))
def test_naming_the_factors_gives_the_same_factors(chosen):
    factors = factors_of(chosen, BASELINE)
    assert factors_of(tuple(factors), BASELINE) == factors
    paths = [path for own in factors.values() for path in own]
    assert len(paths) == len(set(paths))


def test_an_entry_that_is_named_moves_on_its_own():
    escape = [path for path in BASELINE.quantities if path.startswith("exits.escape_hazard.")]
    factors = factors_of(["exits", escape[1]], BASELINE)
    assert factors[escape[1]] == [escape[1]]
    assert factors["exits.escape_hazard"] == [path for path in escape if path != escape[1]]


@settings(deadline=None, max_examples=20)
@given(
    st.sampled_from(METHODS), st.lists(st.integers(1, 9), min_size=1, max_size=3), st.integers(1, 9), st.integers(0, 99)
)
def test_draws_that_are_added_leave_the_first_ones_as_they_are(method, numbers, more, seed):
    given_ = {"method": method, "seed": seed, "parameters": ["exits", "interview"]}
    before, after = (points_of(number=blocks, **given_)[0] for blocks in (numbers, [*numbers, more]))
    assert len(after) * sum(numbers) == len(before) * (sum(numbers) + more)
    assert np.array_equal(after.table[: len(before)], before.table)


@pytest.mark.parametrize("method", METHODS)
def test_what_cannot_be_drawn_is_told(method):
    given_ = {"method": method, "number": 2}
    neutral = next(p for p, q in BASELINE.quantities.items() if q.low < q.high and not is_uncertain(q))
    assert points_of(**given_, parameters=["exts"])[1] == [
        "draws.parameters: no parameter is called exts; did you mean exits?"
    ]
    assert points_of(**given_, parameters=["population.form_share"])[1][0].startswith("draws: population.form_share")
    certain = (p for p, q in BASELINE.quantities.items() if q.low == q.high and parameter_of(p) not in SHARES)
    for nothing in (neutral, *certain):
        assert points_of(**given_, parameters=[nothing])[1] == [
            "draws.parameters: all that it names is certain, a share, or moved by policies only; name others"
        ]
    assert "make more than 20,000,000 numbers; draw fewer" in points_of(
        method=method, number=10**6, parameters=["all"]
    )[1][0]  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_without_salib_the_way_to_install_it_is_told(method, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "SALib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "SALib", None)
    assert points_of(method=method, number=2, parameters=["exits"])[1] == [
        f'draws: {method} needs SALib, which is not installed; run pip install "thbsim[advice]"'
    ]


def test_a_stored_screening_is_told_enlarged_and_reproduced_to_the_last_digit(tmp_path, compiled):
    store, bundle = tmp_path / "store.sqlite", tmp_path / "bundle.zip"
    path = write_design(tmp_path, {"draws": MORRIS, "seeds": "{ number = 1 }"})
    assert thbsim("sweep", path, "--store", store, "--dry-run")[1].startswith("A test: 16 runs")
    assert thbsim("sweep", path, "--store", store)[0] == 0
    assert Experiment(str(store), 1).overview["state"] == "finished"
    before = runs_of(store)
    assert thbsim("sweep", "--expand", 1, "--add-draws", 1, "--store", store)[0] == 0
    after = runs_of(store)
    assert (before.height, after.height) == (16, 24)
    assert after.filter(after["draw"] < 8)["parameters"].to_list() == before["parameters"].to_list()
    assert thbsim("experiments", "bundle", 1, "--out", bundle, "--store", store)[0] == 0
    status, out, error = thbsim("reproduce", bundle)
    assert status == 0, (out, error)
    assert "24 of 24 runs are the same to the last digit" in out
    assert values_of(store)["value"].is_finite().all()


def test_a_dry_run_says_which_shares_stay_as_they_are(tmp_path, compiled):
    draws = '{ method = "morris", number = 1, parameters = ["population"] }'
    path = write_design(tmp_path, {"draws": draws, "seeds": "{ number = 1 }"})
    out = thbsim("sweep", path, "--store", tmp_path / "s.sqlite", "--dry-run")[1]
    assert "Not drawn, as shares that add up to 1 cannot be drawn alone: population.form_share" in out
