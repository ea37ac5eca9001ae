"""Pairs of a store are the runs that share draw and seed, and their joint samples are as wide as the intervals."""

import json

import numpy as np
import pytest

from experiments import Experiment
from experiments.advice import asking
from experiments.advice.chances import chances
from experiments.advice.pairs import check_pairs
from experiments.requests import UsageError
from sim.definitions import BELGIUM
from tests.planted_pairs import planted
from tests.sweep_files import carried_out, write_design

LUCK = np.random.default_rng(5)
KEEP = '{ outcomes = ["victim_years", "identified"], by = ["total", "region"] }'


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A store with three experiments: on the baseline's values, on draws of seeds, draws crossed with seeds."""
    folder = tmp_path_factory.mktemp("pairs")
    ways = ('{ method = "baseline" }', '{ method = "posterior" }', '{ method = "posterior", number = 3 }')
    for place, draws in enumerate(ways):
        changed = {"title": f'"{place}"', "draws": draws, "seeds": "{ number = 4 }", "keep": KEEP}
        carried_out(write_design(folder, changed, f"{place}.toml"), folder / "store.sqlite")
    return folder / "store.sqlite"


@pytest.mark.parametrize(("experiment", "pairs", "crossed"), [(1, 4, False), (2, 4, False), (3, 12, True)])
def test_what_is_read_gives_the_effects_that_the_store_gives(stored, experiment, pairs, crossed):
    found = asking.stored(experiment, stored)
    assert (found.number, found.crossed, found.left_out, found.state) == (pairs, crossed, 0, "finished")
    effects = {(one.outcome, one.area): one for one in Experiment(str(stored), experiment).effects.found}
    for outcome in ("victim_years", "identified"):
        assert found.effect(1, outcome) == effects[outcome, BELGIUM]


def test_the_table_of_draws_is_that_with_which_the_runs_were_lived(stored):
    found = asking.stored(3, stored)
    own = json.loads(Experiment(str(stored), 3).runs.filter(draw=2)["parameters"][0])
    assert len(found.points) == 3
    assert found.points.values(2) | own == found.points.values(2)
    assert len(own) > 300


def test_regions_add_up_to_the_whole(stored):
    found = asking.stored(2, stored)
    regions = found.yearly("victim_years", "BE+NL+DE", "region").sum(axis=1)
    assert regions == pytest.approx(found.yearly("victim_years", "BE+NL+DE")[:, 0])


def test_what_is_not_kept_is_told(stored):
    found = asking.stored(1, stored)
    for key, sentence in (
        (
            ("hidden", "BE", "total"),
            "experiment 1 does not keep hidden in BE by total; make a design whose keep.outcomes",
        ),
        (("victim_year", "BE", "total"), "there is no outcome victim_year; did you mean victim_years"),
        (("victim_years", "BE", "body"), "victim_years is not there for BE by body; it is for BE+NL+DE, by channel;"),
    ):
        with pytest.raises(UsageError) as raised:
            found.yearly(*key)
        assert str(raised.value).startswith(sentence)


def test_samples_are_as_wide_as_the_interval():
    gap = LUCK.normal(-2.0, 1.0, 200)
    pairs = planted({"victim_years": [np.zeros(200), gap]})
    effect, samples = pairs.effect(1, "victim_years"), pairs.samples(pairs.differences("victim_years"))[:, 1]
    low, high = np.quantile(samples, (0.025, 0.975))
    assert (samples.mean(), low, high) == pytest.approx((effect.difference, effect.low, effect.high), abs=0.02)


def test_samples_on_draws_hold_ignorance_and_not_the_luck_of_single_runs():
    draw = np.repeat(np.arange(500), 2)
    true = LUCK.normal(-2.0, 1.0, 500)
    gap = true[draw] + LUCK.normal(0.0, 2.0, 1000)
    pairs = planted({"victim_years": [np.zeros(1000), gap]}, list(draw), {"exits.x": true}, of_seeds=True)
    samples = pairs.samples(pairs.differences("victim_years"))[:, 1]
    assert 0.7 < samples.std() < 1.3  # 1.0 is ignorance; the mean of a draw's two runs lies 1.7 off
    assert samples.mean() == pytest.approx(-2.0, abs=0.5)


@pytest.mark.parametrize("scenarios", [2, 12])
def test_samples_are_as_wide_as_the_interval_however_many_scenarios_stand_beside(scenarios):
    draw = np.repeat(np.arange(30), 2)
    found = []
    for _ in range(40):
        values = LUCK.normal(0.0, 1.0, (scenarios, 30))[:, draw] + LUCK.normal(0.0, 2.0, (scenarios, 60))
        pairs = planted({"victim_years": values - values[0]}, list(draw), {"exits.x": np.zeros(30)}, of_seeds=True)
        spread = pairs.samples(pairs.differences("victim_years"))[:, 1].std()
        alone = pairs.parts(pairs.differences("victim_years")[1][None]).both[0, 0] ** 0.5
        found.append(spread / alone)
    assert 0.9 < np.median(found) < 1.15


def test_a_scenario_that_changes_nothing_is_better_with_probability_one_half():
    before = LUCK.normal(100.0, 5.0, 50)
    found = chances(planted({"victim_years": [before, before, before - 3.0]}), "victim_years", BELGIUM)
    assert found.better[1, 0] == found.better[0, 1] == 0.5
    assert found.better[2, 0] > 0.999
    assert found.best.sum() == pytest.approx(1.0)
    assert found.ranks.sum(axis=1) == pytest.approx(6.0)


def test_probabilities_of_two_scenarios_add_up_to_one():
    found = chances(planted({"identified": LUCK.normal(100.0, 5.0, (4, 30))}), "identified", BELGIUM)
    assert found.better + found.better.T == pytest.approx(np.ones((4, 4)))


def test_too_few_scenarios_or_pairs_are_told():
    with pytest.raises(UsageError, match="has 1 scenario, and 2 are needed"):
        check_pairs(planted({"victim_years": np.ones((1, 9))}))
    with pytest.raises(UsageError, match="has 1 whole pair of runs, and an interval needs 2 at least"):
        check_pairs(planted({"victim_years": np.ones((2, 1))}))


def test_an_outcome_that_does_not_say_what_is_better_is_told():
    with pytest.raises(UsageError, match="--outcome exits: it does not say which of two policies is better"):
        chances(planted({"exits": np.ones((2, 3))}), "exits", BELGIUM)
