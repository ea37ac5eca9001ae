"""Held-out counts are set beside the simplest forecasts, and errors are scaled as the literature has it."""

import pytest

from calibration.targets import Entry, Target
from experiments.forecasts import forecasts, lines


def target(value, *years, use="fit", own=False, outcome="identified"):
    entry = Entry(
        title="Counted", value=value, uncertainty=1.0, years=(years[0], years[-1]), count={"outcome": outcome},
        use=use, source="X", definition="A count.",
    )  # fmt: skip
    return Target(f"counted_{years[-1]}", entry, own)


def of(*targets, model=120.0):
    return list(forecasts(targets, [model] * len(targets)))


def test_with_one_mean_the_models_error_is_set_against_that_of_the_mean():
    (found,) = of(target(130.0, 2009, 2012), target(116.0, 2013, use="held out"), target(152.0, 2015, use="held out"))
    assert found["mean_absolute_error"] == pytest.approx({"model": (4 + 32) / 2, "mean": (14 + 22) / 2})
    assert found["model_to_naive"] == pytest.approx({"mean": 1.0})
    assert found["scale"] is None
    assert found["scaled_error"] is None


def test_with_single_years_last_value_mean_and_trend_are_three_forecasts():
    yearly = [target(100.0 + 10.0 * year, 2009 + year) for year in range(4)]
    (found,) = of(*yearly, target(150.0, 2013, use="held out"))
    (one,) = found["held_out"]
    assert one["foretold"] == pytest.approx({"model": 120.0, "last value": 130.0, "mean": 115.0, "trend": 140.0})
    assert found["scale"] == pytest.approx(10.0)
    assert found["scaled_error"] == pytest.approx({"model": 3.0, "last value": 2.0, "mean": 3.5, "trend": 1.0})
    assert any("Mean absolute scaled errors" in line for line in lines([found]))


def test_years_that_do_not_stand_together_give_forecasts_but_no_scale():
    (found,) = of(target(100.0, 2009), target(120.0, 2012), target(150.0, 2013, use="held out"))
    assert set(found["mean_absolute_error"]) == {"model", "last value", "mean", "trend"}
    assert found["scale"] is None


def test_a_naive_forecast_that_is_right_leaves_no_ratio():
    (found,) = of(target(130.0, 2009, 2012), target(130.0, 2013, use="held out"))
    assert found["model_to_naive"] == {"mean": None}


def test_small_counts_of_ones_own_do_not_show_in_errors():
    assert not of(target(130.0, 2009, 2012, own=True), target(3.0, 2013, use="held out", own=True))


def test_counts_of_other_things_are_no_series():
    assert not of(target(130.0, 2009, 2012), target(45.0, 2013, use="held out", outcome="detected"))
