"""Who looks at the runs again and again may believe the sequence of intervals, and not the usual interval."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from experiments.looks import BEST_AT, reach_of_sequence
from experiments.uncertainty import by_luck

MISS, EVERY, MOST, STUDIES = 0.05, 10, 400, 2000
LOOKS = np.arange(EVERY, MOST + 1, EVERY)


def weight():
    """Where 2 (1 + 1/v) log(sqrt(1 + v) / miss) is smallest, found by trying."""
    v = np.linspace(1.0, 30.0, 200_000)
    return v[np.argmin((1.0 + 1.0 / v) * np.log(np.sqrt(1.0 + v) / MISS))]


def test_of_many_runs_the_sequence_is_robbins_normal_mixture():
    number, every = 10_000_000, 1_000_000
    v = weight() * number / (BEST_AT * every)
    robbins = math.sqrt(2.0 * (1.0 + 1.0 / v) * math.log(math.sqrt(1.0 + v) / MISS))
    assert reach_of_sequence(number, number - 1, every, MISS) == pytest.approx(robbins, rel=1e-5)


@pytest.mark.parametrize(("number", "every"), [(8, 4), (20, 10), (60, 10)])
def test_at_its_end_the_mixture_of_means_is_twenty_times_as_likely_as_none(number, every):
    """A normal weight over the mean in standard deviations, and the chance of Student's t on each, summed up."""
    t, scale = reach_of_sequence(number, number - 1, every, MISS), math.sqrt(weight() / (BEST_AT * every))
    mixed, _ = integrate.quad(
        lambda mean: stats.nct.pdf(t, number - 1, mean * math.sqrt(number)) * stats.norm.pdf(mean, scale=scale),
        -8.0 * scale, 8.0 * scale, limit=200,
    )  # fmt: skip
    assert mixed / stats.t.pdf(t, number - 1) == pytest.approx(1.0 / MISS, rel=1e-3)


@given(st.integers(2, 10**6), st.integers(2, 1000))
def test_to_look_again_and_again_has_its_price(number, every):
    assert reach_of_sequence(number, number - 1, every, MISS) > stats.t.ppf(0.975, number - 1)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_first_runs_bound_nothing(number):
    assert reach_of_sequence(number, number - 1, 2, MISS) == math.inf


def test_runs_that_give_the_same_are_known_at_once():
    assert by_luck(np.ones((1, 2))).half == 0.0


def walks(seed, draw):
    """Of many studies, the error of the mean in standard errors at each look [study, look]."""
    values = draw(np.random.default_rng(seed), (STUDIES, MOST))
    means = values.cumsum(axis=1)[:, LOOKS - 1] / LOOKS
    spread = np.array([values[:, :number].std(axis=1, ddof=1) for number in LOOKS]).T
    return means / (spread / np.sqrt(LOOKS)), spread / np.sqrt(LOOKS)


SKEWED = stats.gamma(4.0)


def skewed(luck, size):
    return (SKEWED.rvs(size, random_state=luck) - SKEWED.mean()) / SKEWED.std()


def normal(luck, size):
    return luck.standard_normal(size)


def reaches():
    sequence = np.array([reach_of_sequence(number, number - 1, EVERY, MISS) for number in LOOKS])
    return sequence, stats.t.ppf(1.0 - MISS / 2.0, LOOKS - 1)


@pytest.mark.statistical
@pytest.mark.parametrize("draw", [normal, skewed])
def test_all_intervals_of_the_sequence_hold_the_mean_together_and_those_of_student_do_not(draw):
    errors, _ = walks(1, draw)
    sequence, student = reaches()
    assert (np.abs(errors) <= sequence).all(axis=1).mean() >= 0.95
    assert (np.abs(errors) <= student).all(axis=1).mean() < 0.8


@pytest.mark.statistical
@pytest.mark.parametrize("draw", [normal, skewed])
def test_who_stops_as_soon_as_zero_is_left_out_is_misled_by_student_and_not_by_the_sequence(draw):
    """The true difference is nothing, and some think to have found one."""
    errors, _ = walks(2, draw)
    sequence, student = reaches()
    assert (np.abs(errors) > sequence).any(axis=1).mean() <= 0.05
    assert (np.abs(errors) > student).any(axis=1).mean() > 0.2


@pytest.mark.statistical
@pytest.mark.parametrize("width", [0.6, 1.0])
def test_who_stops_at_a_narrow_interval_holds_the_mean_by_the_sequence_and_less_often_by_student(width):
    """Blocks of four: an early spread that is small by chance ends the study too soon."""
    luck, looks = np.random.default_rng(3), np.arange(4, 201, 4)
    values = luck.standard_normal((6000, 200))
    means = values.cumsum(axis=1)[:, looks - 1] / looks
    error = np.array([values[:, :number].std(axis=1, ddof=1) / np.sqrt(number) for number in looks]).T
    sequence = np.array([reach_of_sequence(number, number - 1, 4, MISS) for number in looks])
    held = {}
    for name, reach in (("sequence", sequence), ("student", stats.t.ppf(1.0 - MISS / 2.0, looks - 1))):
        half = reach * error
        stop = np.argmax(2.0 * half <= width, axis=1)
        rows = np.arange(len(values))
        held[name] = (np.abs(means[rows, stop]) <= half[rows, stop]).mean()
    assert held["sequence"] >= 0.95
    assert held["student"] < 0.94
