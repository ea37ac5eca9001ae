"""Luck shrinks with more runs, ignorance does not; and the interval that holds both holds the truth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from experiments.comparison import effect_of
from experiments.uncertainty import by_luck, crossed, nested

KEY, NAMES = ("victim_years", "BE", "total", "total"), ("a", "b")


def draws_of(number, each=2):
    return np.repeat(np.arange(number), each)


def of_draws(luck, ignorance, chance, number=60, each=2):
    """An effect that is `ignorance` times a normal number on each draw, and runs that scatter about it by `chance`."""
    there = ignorance * luck.normal(size=number)
    return np.repeat(there, each) + chance * luck.normal(size=number * each)


# What shares their parameters


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20))
def test_with_shared_parameters_the_interval_is_students(values):
    values = np.array(values)
    found = by_luck(values[None])
    half = stats.t.ppf(0.975, values.size - 1) * values.std(ddof=1) / np.sqrt(values.size)
    assert found.interval == pytest.approx((values.mean(), values.mean() - half, values.mean() + half), abs=1e-6)
    assert found.ignorance_share is None


# Draws with seeds of their own


def test_variances_of_balanced_draws_are_those_of_the_analysis_of_variance():
    """Two draws of two runs, worked out by hand: means 1 and 5, within 2 and 2."""
    found = nested(np.array([[0.0, 2.0, 4.0, 6.0]]), draws_of(2))
    within, of_means = 2.0, 8.0
    assert found.luck[0, 0] == pytest.approx(within / 4)
    assert found.ignorance[0, 0] == pytest.approx((of_means - within / 2) * (1 + 1 / 2))
    assert not found.told_apart  # two draws of two runs are too few to tell


def test_draws_of_uneven_numbers_of_runs_are_told_apart_as_truly():
    """On average over many studies: ignorance 4, luck 9, with 1 to 5 runs on a draw."""
    luck = np.random.default_rng(1)
    draws = np.repeat(np.arange(40), luck.integers(1, 6, 40))
    found = [
        nested((2.0 * luck.normal(size=40)[draws] + 3.0 * luck.normal(size=draws.size))[None], draws)
        for _ in range(2000)
    ]
    sizes = np.bincount(draws)
    more = 1.0 + (sizes**2).sum() / draws.size**2
    assert np.mean([one.luck[0, 0] for one in found]) == pytest.approx(9.0 / draws.size, rel=0.02)
    assert np.mean([one.ignorance[0, 0] for one in found]) == pytest.approx(4.0 * more, rel=0.04)


def test_more_runs_take_luck_away_and_leave_ignorance():
    luck = np.random.default_rng(2)
    few, many = (nested(of_draws(luck, 1.0, 1.0, number)[None], draws_of(number)) for number in (50, 5000))
    assert many.luck[0, 0] < few.luck[0, 0] / 50
    assert many.interval[2] - many.interval[1] == pytest.approx(2 * 1.96, rel=0.06)
    assert many.ignorance_share > 0.999


@pytest.mark.statistical
@pytest.mark.parametrize(("number", "chance"), [(5, 0.1), (20, 0.5), (60, 1.0), (500, 1.0)])
def test_the_interval_holds_the_effect_on_a_further_draw_in_some_95_of_100_studies(number, chance):
    luck, held = np.random.default_rng(3), 0
    for _ in range(1000):
        _, low, high = nested(of_draws(luck, 1.0, chance, number)[None], draws_of(number)).interval
        held += low <= luck.normal() <= high
    assert 0.91 <= held / 1000 <= 0.98


@pytest.mark.statistical
def test_an_effect_that_is_never_negative_is_not_said_to_be():
    """Exponential over draws: an interval that is even about the mean would reach below nothing."""
    luck = np.random.default_rng(4)
    there = luck.exponential(size=400)
    _, low, high = nested(np.repeat(there, 2)[None], draws_of(400)).interval
    assert 0.0 < low < 0.1
    assert 3.0 < high < 5.0


def test_where_every_draw_has_one_run_luck_and_ignorance_are_not_told_apart():
    found = nested(np.array([[1.0, 2.0, 4.0]]), np.arange(3))
    assert found.ignorance_share is None
    assert found.interval[1] < 1.0 < 4.0 < found.interval[2]


# Draws that all have the same seeds


@pytest.mark.statistical
@pytest.mark.parametrize(("of_draws", "of_seeds"), [(1.0, 1.0), (1.0, 0.1), (2.0, 1.0)])
def test_with_seeds_in_common_the_interval_holds_the_effect_on_a_further_draw(of_draws, of_seeds):
    luck, held = np.random.default_rng(5), 0
    for _ in range(1000):
        noise = luck.normal(size=(40, 6))
        pairs = of_draws * luck.normal(size=(40, 1)) + of_seeds * luck.normal(size=(1, 6)) + noise
        _, low, high = crossed(pairs[None]).interval
        held += low <= of_draws * luck.normal() <= high
    assert held / 1000 >= 0.93


def test_what_a_seed_does_in_every_draw_is_not_averaged_away_by_more_draws():
    luck = np.random.default_rng(6)
    pairs = np.repeat(luck.normal(size=(1, 5)), 400, axis=0)
    assert crossed(pairs[None]).interval == pytest.approx(by_luck(pairs[:1]).interval)


# Percentages on draws


def test_a_share_that_is_the_same_on_all_draws_is_known_however_far_the_numbers_lie_apart():
    """Ten to a thousand persons by draw, a tenth fewer on each."""
    before = np.repeat(np.geomspace(10.0, 1000.0, 50), 2)
    found = effect_of(before, 0.9 * before, KEY, NAMES, tuple(draws_of(50)))
    assert found.in_percent == pytest.approx((-10.0, -10.0, -10.0))
    assert found.low < -90.0 < -2.0 < found.high < 0.0


def test_a_draw_without_anybody_before_does_not_break_the_percentages():
    before, after = np.array([0.0, 0.0, 10.0, 12.0, 8.0, 9.0]), np.array([0.0, 1.0, 9.0, 11.0, 8.0, 7.0])
    found = effect_of(before, after, KEY, NAMES, (0, 0, 1, 1, 2, 2))
    assert np.isfinite(found.in_percent).all()
    assert found.in_percent[0] == pytest.approx(100.0 * (after.sum() / before.sum() - 1.0))


def test_shared_luck_is_held_against_luck_of_ones_own_within_draws():
    """What draws differ by is no luck, and does not make shared luck look better."""
    luck = np.random.default_rng(7)
    alone = luck.normal(size=100)
    before = 1000.0 * np.repeat(luck.normal(size=50), 2) + alone
    found = effect_of(before, before + luck.normal(size=100), KEY, NAMES, tuple(draws_of(50)))
    assert found.variance_ratio_unpaired_to_paired == pytest.approx(3.0, rel=0.3)
