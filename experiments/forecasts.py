"""Held-out counts foretold by the model, and by the simplest forecasts from the figures that were used.

Where the figures used bring single years, last value, mean and trend of these are forecasts, and errors can be scaled
by the error of the forecast "as last year" within these years (MASE; Hyndman & Koehler 2006, International Journal of
Forecasting 22).  Where there is one mean only, all three are that mean and there is no such scale: errors are then set
against the mean's own.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from calibration.targets import HELD_OUT, used


@dataclass(frozen=True)
class Series:
    """Targets that ask for the same count: those used, by year, and those held out with their places."""

    used: tuple
    held_out: tuple

    @property
    def single(self):
        """Those used that are of a single year, if there are two or more."""
        found = tuple(target for target in self.used if target.entry.years[0] == target.entry.years[1])
        return found if len({target.entry.years for target in found}) > 1 else ()


def forecasts(targets, medians):
    """Plain values, one entry for each count with figures used and held out.

    A count of one's own under 5 would show in its error, so that no forecast is told of its series.

    Args:
        targets: All Targets.
        medians: What the model foretells of each, on the target's own scale [target].
    """
    found: dict[str, list] = {}
    for target, median in zip(targets, medians, strict=True):
        entry = target.entry
        found.setdefault(repr((entry.count, entry.out_of, entry.factor)), []).append((target, float(median)))
    for same in found.values():
        series = _series(same)
        few = any(isinstance(target.shown, str) for target, _ in same)
        if series.used and series.held_out and not few:
            yield _told(series)


def _series(same):
    ordered = sorted(same, key=lambda one: one[0].entry.years)
    return Series(used(target for target, _ in ordered), tuple(one for one in ordered if one[0].entry.use == HELD_OUT))


def _told(series):
    methods = naive_of(series.single) if series.single else {"mean": _mean(series.used)}
    held_out = [_held_out(target, median, methods) for target, median in series.held_out]
    errors = {name: float(np.mean([one["errors"][name] for one in held_out])) for name in ("model", *methods)}
    scale = _scale(series.single)
    return {
        "title": series.used[0].entry.title,
        "years_used": [list(target.entry.years) for target in series.used],
        "held_out": held_out,
        "mean_absolute_error": errors,
        "model_to_naive": {name: errors["model"] / errors[name] if errors[name] else None for name in methods},
        "scale": scale,
        "scaled_error": {name: error / scale for name, error in errors.items()} if scale else None,
    }


def _held_out(target, median, methods):
    """One figure beside all forecasts of it, and how far off each is."""
    entry = target.entry
    foretold = {"model": float(target.plain(median))}
    foretold |= {name: float(at(np.mean(entry.years))) for name, at in methods.items()}
    errors = {name: abs(value - entry.value) for name, value in foretold.items()}
    return {
        "name": target.name,
        "title": entry.title,
        "years": list(entry.years),
        "observed": entry.value,
        "foretold": foretold,
        "errors": errors,
    }


def naive_of(single):
    """The simplest forecasts from figures of single years: {name: function of the year}."""
    years = np.array([target.entry.years[0] for target in single], float)
    values = np.array([target.entry.value for target in single])
    slope, level = np.polyfit(years - years.mean(), values, 1)
    return {
        "last value": lambda year: values[-1],
        "mean": lambda year: values.mean(),
        "trend": lambda year: level + slope * (year - years.mean()),
    }


def _mean(used):
    value = float(np.mean([target.entry.value for target in used]))
    return lambda year: value


def _scale(single):
    """Mean absolute change from each year to the next within the years used; None where no two stand together."""
    steps = [
        abs(after.entry.value - before.entry.value)
        for before, after in pairwise(single)
        if after.entry.years[0] == before.entry.years[0] + 1
    ]
    return float(np.mean(steps)) if steps and np.mean(steps) > 0.0 else None


def lines(found):
    """Forecasts for readers."""
    for series in found:
        for one in series["held_out"]:
            told = ", ".join(f"{name} {value:.1f}" for name, value in one["foretold"].items())
            yield f"{one['title']}: observed {one['observed']:.4g}; foretold by {told}."
        for name, ratio in series["model_to_naive"].items():
            if ratio is not None:
                yield f"The model's mean absolute error is {ratio:.2f} of that of the {name} of the years used."
        if series["scaled_error"]:
            told = ", ".join(f"{name} {value:.2f}" for name, value in series["scaled_error"].items())
            yield f"Mean absolute scaled errors: {told}."
