"""What a unit of effect costs, which options are efficient, and at what price each is worth it."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from experiments import language
from experiments.advice.acceptability import acceptability, rounded_up
from experiments.advice.cost import cost
from experiments.advice.ratios import frontier_of, ratio_of, standings
from experiments.requests import UsageError
from tests.planted_mixes import effects, forget, planted
from tests.sweep_files import carried_out, thbsim, write_design

NAMES = ["baseline", "awareness", "hotline", "child-focus"]


def plain(columns):
    """Pairs of two scenarios whose cost and effect differ by columns [2, pair]."""
    nothing = np.zeros_like(columns)
    return planted(NAMES[:2], {"public_cost": np.stack([nothing[0], columns[0]])})


def fieller(costs, values):
    """The closed form of Fieller 1954."""
    n = costs.size
    a, b, covariance = costs.mean(), values.mean(), np.cov(costs, values) / n
    reach = student.ppf(0.975, n - 1) ** 2
    u, v, w = b**2 - reach * covariance[1, 1], a * b - reach * covariance[0, 1], a**2 - reach * covariance[0, 0]
    half = np.sqrt(v**2 - u * w)
    return (v - half) / u, (v + half) / u


@pytest.mark.parametrize("seed", range(4))
def test_a_ratio_of_even_intervals_has_the_bounds_of_fieller(seed):
    luck = np.random.default_rng(seed)
    costs = luck.normal(100.0, 60.0, 25)
    values = 0.02 * costs + luck.normal(3.0, 2.0, 25)
    found = ratio_of(plain(np.stack([costs, values])), costs, values)
    assert found.value == pytest.approx(costs.mean() / values.mean())
    assert (found.low, found.high) == pytest.approx(fieller(costs, values), rel=1e-6)


def test_the_bounds_of_a_ratio_hold_the_truth_in_nineteen_of_twenty_worlds():
    inside = 0
    for seed in range(100):
        luck = np.random.default_rng(seed)
        costs, values = luck.normal(50.0, 40.0, 20), luck.normal(5.0, 3.0, 20)
        found = ratio_of(plain(np.stack([costs, values])), costs, values)
        inside += found is None or found.low <= 10.0 <= found.high
    assert 89 <= inside <= 99


def test_no_ratio_is_given_of_an_effect_that_may_be_nothing():
    found = cost(effects([-0.1], [5e5], spread=1.0, names=NAMES[:2]))
    assert found.options[1].ratio is None
    assert found.options[1].position == ("unclear", "dearer")
    assert "no ratio of cost to effect is given, since the interval of its effect includes zero" in found.sentence()


@pytest.mark.parametrize(
    ("victim_years", "money", "words"),
    [
        (-5.0, -3e5, "dominates the reference"),
        (5.0, 3e5, "dominated by the reference"),
        (-5.0, 3e5, "costs more, is better"),
        (5.0, -3e5, "saves money, is worse"),
        (-5.0, 0.0, "is better; whether it costs or saves is not clear"),
        (0.0, 3e5, "costs more; whether it is better is not clear"),
    ],
)
def test_every_place_on_the_plane_is_told_in_words(victim_years, money, words):
    found = cost(effects([victim_years], [money], spread=0.5, names=NAMES[:2]))
    assert found.table["position"][1].startswith(words)
    assert (found.options[1].ratio is not None) == (victim_years < 0.0 and money >= 0.0)


def test_a_policy_that_does_nothing_is_said_to_be_the_same():
    found = cost(effects([0.0], [0.0], names=NAMES[:2]))
    assert found.table["position"].to_list() == ["the same as the reference"] * 2
    assert found.acceptability["probability"].to_list() == [0.5] * found.acceptability.height


def test_the_ratio_of_exact_runs_is_exact():
    found = cost(effects([-5.0], [4e5], [2.0], names=NAMES[:2]))
    row = found.table.row(1, named=True)
    assert [row[f"eur_per_unit{end}"] for end in ("", "_low", "_high")] == pytest.approx([8e4] * 3)
    assert row["eur_per_identified"] == pytest.approx(2e5)


def test_the_frontier_of_a_worked_example_leaves_out_what_is_dominated():
    costs, values = [0.0, 10.0, 25.0, 30.0, 40.0], [0.0, 5.0, 6.0, 4.0, 10.0]
    assert frontier_of(costs, values) == [0, 1, 4]
    found = standings(costs, values)
    assert [one.after for one in found] == [None, 0, None, None, 1]
    assert found[2].beaten_by == (1, 4)  # a mixture of both reaches 6 for 16
    assert found[3].beaten_by == (1,)


numbers = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=1, max_size=12)


@given(numbers)
def test_along_the_frontier_each_further_unit_costs_more_and_no_option_lies_below(options):
    costs, values = (np.array(column, float) for column in zip(*options, strict=True))
    places = frontier_of(costs, values)
    slopes = np.diff(costs[places]) / np.diff(values[places])
    assert (np.diff(values[places]) > 0.0).all()
    assert (np.diff(slopes) > 0.0).all()
    inside = (values >= values[places[0]]) & (values <= values[places[-1]])
    assert (costs[inside] >= np.interp(values[inside], values[places], costs[places]) - 1e-9).all()
    for place, standing in enumerate(standings(costs, values)):
        assert standing.on_frontier == (place in places)
        assert standing.on_frontier or standing.beaten_by


@given(numbers, st.floats(0.0, 1e6))
def test_whose_expected_net_benefit_is_the_greatest_lies_on_the_frontier(options, worth):
    costs, values = (np.array(column, float) for column in zip(*options, strict=True))
    names = [str(place) for place in range(costs.size)]
    table = acceptability(names, (costs, values), (costs[None], values[None]), [worth])
    best = costs - worth * values
    on_frontier = [best[place] for place in frontier_of(costs, values)]
    assert min(on_frontier) == pytest.approx(best.min())
    assert table["probability"].sum() == pytest.approx(1.0)


def test_for_nothing_the_cheapest_is_the_best_and_for_a_fortune_the_most_effective():
    found = cost(effects([-1.0, -4.0, -8.0], [-2e5, 3e5, 9e5], spread=0.3, names=NAMES), worth=(0.0, 1e9))
    assert found.best["scenario"].to_list() == ["awareness", "child-focus"]
    assert found.best["probability"].min() > 0.99


def test_no_probability_is_told_to_be_certain():
    found = cost(effects([-1.0, -4.0, -8.0], [-2e5, 3e5, 9e5], spread=0.3, names=NAMES), worth=(0.0, 1e9))
    assert found.best["probability"].max() == 1.0
    assert "100 %" not in found.sentence()
    assert "it has the greatest of all with a probability of more than 99 %." in found.sentence()


def test_few_draws_of_the_parameters_make_no_probability_sure():
    draw = np.repeat(np.arange(9), 2)
    worlds = {"victim_years": [0.0, -5.0], "public_cost": [0.0, 1e6], "identified": [0.0, 0.0]}
    luck = np.random.default_rng(1)
    values = {
        name: np.array(means)[:, None] * (1.0 + 0.01 * luck.standard_normal(draw.size))
        for name, means in worlds.items()
    }
    found = cost(planted(NAMES[:2], values, draw), worth=(1e9,))
    assert "with a probability of more than 90 %." in found.sentence()


def test_samples_keep_what_cost_and_effect_have_in_common():
    luck = np.random.default_rng(1)
    common = luck.standard_normal(60)
    worlds = {
        "victim_years": np.stack([np.zeros(60), -5.0 - common]),
        "public_cost": np.stack([np.zeros(60), 1e6 + 1e5 * common]),
        "identified": np.zeros((2, 60)),
    }
    found = cost(planted(NAMES[:2], worlds))
    assert np.corrcoef(found.samples[0][:, 1], found.samples[1][:, 1])[0, 1] == pytest.approx(1.0, abs=1e-6)


@given(st.floats(1e-3, 1e9))
def test_a_curve_ends_at_a_round_amount_that_is_no_smaller(amount):
    found = rounded_up(amount)
    assert amount * (1.0 - 1e-6) <= found <= 2.5 * amount
    assert re.match(r"[125](\.0)?e", f"{found:e}".replace("00000e", "e"))


@pytest.mark.parametrize("name", language.LANGUAGES)
def test_a_result_is_told_in_every_language(name):
    found = cost(effects([-5.0, 3.0, -6.0], [4e5, 2e5, -3e5], spread=0.5, names=NAMES))
    text = found.sentence(name)
    assert "{" not in text
    assert all(policy in text for policy in NAMES)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"outcome": "public_cost"}, "is what effects are held against"),
        ({"outcome": "victims"}, "there is no such outcome; did you mean victim_years"),
        ({"outcome": "exits"}, "it does not say which of two policies is better"),
        ({"worth": -1.0}, "--worth -1: give an amount in EUR from 0 on"),
    ],
)
def test_what_cannot_be_asked_is_told(fields, sentence):
    with pytest.raises(UsageError, match=re.escape(sentence)):
        cost(effects([-5.0], [4e5], names=NAMES[:2]), **fields)


def test_a_stored_experiment_is_told_on_the_screen_and_left_as_files(compiled, tmp_path):
    store = tmp_path / "store.sqlite"
    carried_out(write_design(tmp_path / "design", {"seeds": "{ number = 4 }"}), store)
    status, out, _ = thbsim("cost", 1, "--store", store, "--out", tmp_path / "out", "--worth", 50000)
    assert status == 0
    assert "undiscounted" in out
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"cost.csv", "cost.png", "cost.txt", "acceptability.csv", "acceptability.png"} <= left
    assert thbsim("cost", 2, "--store", store)[0] == 2


def test_an_experiment_that_was_stopped_says_so_and_how_to_go_on(compiled, tmp_path):
    store = tmp_path / "store.sqlite"
    carried_out(write_design(tmp_path / "design", {"seeds": "{ number = 5 }"}), store)
    forget(store, "seed = 3 AND place = 1")
    found = cost(1, store=str(store))
    assert found.pairs.number == 4
    told = " ".join(found.lines())
    assert "1 pair left out for want of a run; thbsim sweep --expand 1 --resume goes on with it." in told


def test_one_scenario_has_no_costs_to_compare(compiled, tmp_path):
    store = tmp_path / "store.sqlite"
    carried_out(write_design(tmp_path / "design", {"scenarios": '["baseline"]'}), store)
    status, out, error = thbsim("cost", 1, "--store", store)
    assert (status, out) == (2, "")
    assert error.startswith("experiment 1 has 1 scenario, and 2 are needed")
