"""An effect is the mean paired difference, with Student's interval, in numbers and in words."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from experiments import comparison, runner
from experiments.comparison import Effect, PairingError, effect, effects
from scenarios.catalogue import load
from sim.definitions import ALL, BELGIUM

FIRST, LAST, SEEDS = 2009, 2012, range(1, 7)


@pytest.fixture(scope="module")
def executor():
    with runner.threads() as threads:
        yield threads


@pytest.fixture(scope="module")
def baseline(executor):
    return runner.run(load("baseline"), FIRST, LAST, SEEDS, executor)


@pytest.fixture(scope="module")
def inspections(executor):
    return runner.run(load("sector-inspections"), FIRST, LAST, SEEDS, executor)


def made(difference, low, high, outcome="victim_years", mean=200.0, ratio=4.0):
    percent = tuple(100.0 * value / mean for value in (difference, low, high)) if mean else None
    return Effect(
        outcome,
        BELGIUM,
        "total",
        "total",
        "victim-years/year",
        "b",
        "a",
        10,
        mean,
        mean + difference,
        difference,
        low,
        high,
        percent,
        None,
        ratio,
    )


def test_the_same_scenario_twice_differs_by_exactly_nothing(baseline, executor):
    again = runner.run(load("baseline"), FIRST, LAST, SEEDS, executor)
    assert np.array_equal(baseline.values, again.values)
    for found in effects(baseline, again):
        assert found.difference == found.low == found.high == 0.0
        assert found.variance_ratio_unpaired_to_paired is None
        assert found.words.endswith(": the same in every run")


def test_the_number_of_threads_changes_no_digit(baseline):
    with runner.threads(1) as one:
        alone = runner.run(load("baseline"), FIRST, LAST, SEEDS, one)
    assert np.array_equal(baseline.values, alone.values)


def test_the_interval_is_that_of_a_paired_t_test(baseline, inspections):
    found = effect(baseline, inspections, "victim_years", ALL)
    before, after = (runs.of("victim_years", ALL)[:, 0].mean(axis=1) for runs in (baseline, inspections))
    expected = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.difference == pytest.approx((after - before).mean())
    ratio = (before.var(ddof=1) + after.var(ddof=1)) / (after - before).var(ddof=1)
    assert found.variance_ratio_unpaired_to_paired == pytest.approx(ratio)
    assert found.unpaired_runs == int(np.ceil(6 * ratio))


def test_percentages_are_those_of_a_ratio_of_means(baseline, inspections):
    """Against the delta method written out: the error of the mean before counts, too."""
    found = effect(baseline, inspections, "victim_years", ALL)
    before, after = (runs.of("victim_years", ALL)[:, 0].mean(axis=1) for runs in (baseline, inspections))
    ratio, moments = after.mean() / before.mean(), np.cov(before, after)
    error = np.sqrt(moments[1, 1] - 2.0 * ratio * moments[0, 1] + ratio**2 * moments[0, 0]) / before.mean() / 6**0.5
    half = 100.0 * stats.t.ppf(0.975, 5) * error
    assert found.in_percent == pytest.approx(
        (100.0 * (ratio - 1.0), *(100.0 * (ratio - 1.0) + np.array([-half, half])))
    )


def test_shared_luck_needs_fewer_runs_than_luck_of_ones_own(baseline, inspections):
    ratios = [found.variance_ratio_unpaired_to_paired for found in effects(baseline, inspections)]
    assert all(ratio > 2.0 for ratio in ratios)


def test_more_inspections_leave_fewer_persons_hidden_and_cost_more(baseline, inspections):
    found = {(one.outcome, one.area): one for one in effects(baseline, inspections)}
    assert found["hidden", ALL].high < 0.0
    assert found["victim_years", BELGIUM].high < 0.0
    assert found["identified", BELGIUM].low > 0.0
    assert found["public_cost", BELGIUM].low > 0.0


@pytest.mark.parametrize(
    ("difference", "low", "high", "words"),
    [
        (-6.2, -7.6, -4.8, "fewer victim-years: 3.1 % (2.4 to 3.8)"),
        (6.2, 4.8, 7.6, "more victim-years: 3.1 % (2.4 to 3.8)"),
        (-0.6, -2.4, 1.2, "victim-years: no clear difference, −0.3 % (−1.2 to 0.6)"),
        (0.1, -0.08, 0.28, "victim-years: no clear difference, 0.05 % (−0.04 to 0.14)"),
        (-2.0, -2.1, -1.9, "fewer victim-years: 1.00 % (0.95 to 1.05)"),
        (-0.02, -0.42, 0.38, "victim-years: no clear difference, 0.0 % (−0.2 to 0.2)"),
        (0.0, 0.0, 0.0, "victim-years: the same in every run"),
        (0.0, -1.0, 1.0, "victim-years: no clear difference, 0.0 % (−0.5 to 0.5)"),
    ],
)
def test_an_effect_is_said_in_words(difference, low, high, words):
    assert made(difference, low, high).words == words


def test_public_cost_is_higher_or_lower_not_more_or_fewer():
    assert made(20.0, 10.0, 30.0, "public_cost").words == "higher public cost: 10.0 % (5.0 to 15.0)"
    assert made(-20.0, -30.0, -10.0, "public_cost").words == "lower public cost: 10.0 % (5.0 to 15.0)"


def test_without_a_reference_the_words_give_the_amount_itself():
    assert made(2.0, 1.0, 3.0, mean=0.0).words == "more victim-years: 2.0 victim-years/year (1.0 to 3.0)"
    assert made(2.0, 1.0, 3.0, mean=0.0).as_record()["percent"] is None


@given(
    difference=st.floats(-1e6, 1e6),
    half=st.floats(0, 1e6),
    mean=st.floats(1e-3, 1e6),
    outcome=st.sampled_from(list(comparison.PHRASES)),
)
def test_words_never_claim_a_direction_that_the_interval_does_not_show(difference, half, mean, outcome):
    found = made(difference, difference - half, difference + half, outcome, mean)
    more, fewer = comparison.PHRASES[outcome]
    assert found.words.startswith(more + ":") == (found.low > 0.0)
    assert found.words.startswith(fewer + ":") == (found.high < 0.0)


def test_runs_that_do_not_share_their_luck_are_not_compared(baseline, inspections):
    with pytest.raises(PairingError) as caught:
        effects(baseline, replace(inspections, seeds=tuple(range(11, 17))))
    assert str(caught.value) == "sector-inspections and baseline differ in seeds, years or scale; run both alike"
    single = replace(baseline, seeds=(1,), values=baseline.values[:1])
    with pytest.raises(PairingError) as caught:
        effects(single, single)
    assert str(caught.value) == "an interval needs at least 2 runs; give --runs 2 or more (60 is usual)"
