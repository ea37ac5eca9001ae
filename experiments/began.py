"""When the changes began that react to what the authorities see: in words, and as plain values."""

from sim.weeks import date_of


def _days(runs):
    """{name of the change: the Monday on which it began, None if never [each run]}."""
    columns = zip(*runs.began, strict=True)
    return {
        name: [None if week is None else date_of(week) for week in weeks]
        for name, weeks in zip(runs.schedule.reacting_names, columns, strict=True)
    }


def _median(days):
    """The day by which it had begun in half of the runs in which it did; None if in none."""
    known = sorted(day for day in days if day)
    return known[(len(known) - 1) // 2] if known else None


def sentences(all_runs):
    """A line for each change that reacts, such as "places-when-waiting: began in 42 of 60 runs, median 2012-03-05"."""
    for runs in {runs.name: runs for runs in all_runs}.values():
        for name, days in _days(runs).items():
            begun = sum(day is not None for day in days)
            which = f", {name}" if len(runs.schedule.reacting) > 1 else ""
            median = f", median {_median(days)}" if begun else ""
            yield f"{runs.name}{which}: began in {begun} of {len(days)} runs{median}"


def record(all_runs):
    """The same as plain values: {scenario: [{"change", "runs", "median", "days"}]}, days in the order of the seeds."""
    return {
        runs.name: [
            {
                "change": name,
                "runs": sum(day is not None for day in days),
                "median": _plain(_median(days)),
                "days": [_plain(day) for day in days],
            }
            for name, days in _days(runs).items()
        ]
        for runs in all_runs
        if runs.schedule.reacting
    }


def _plain(day):
    return None if day is None else day.isoformat()
