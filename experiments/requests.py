"""What is asked of the command line, checked before any time is spent."""

FIRST_REPORTED, LAST_REPORTED = 2009, 2050
FEWEST_ON_DRAWS = 3
DRAWN, GIVEN = "posterior", "baseline"  # what --parameters may say


class UsageError(ValueError):
    """Options that contradict each other, or ask for what is not there; one sentence on a line for each problem."""


def check_years(first_year, last_year):
    if not FIRST_REPORTED <= first_year <= LAST_REPORTED:
        raise UsageError(
            f"--from {first_year}: the world needs the years before {FIRST_REPORTED} to settle; give a year from"
            f" {FIRST_REPORTED} to {LAST_REPORTED}"
        )
    if not first_year <= last_year <= LAST_REPORTED:
        raise UsageError(f"--to {last_year}: give a year from {first_year} (--from) to {LAST_REPORTED}")


def check_comparison(names, runs, parameters):
    if len(names) < 2:
        raise UsageError(f"compare was given {names[0]} only; name the reference and at least one other scenario")
    if runs < 2:
        raise UsageError(f"--runs {runs}: an interval needs at least 2 runs; 60 or more are usual")
    if runs < FEWEST_ON_DRAWS and parameters != GIVEN:
        raise UsageError(
            f"--runs {runs}: an interval over draws of the parameters, two runs on each, needs at least"
            f" {FEWEST_ON_DRAWS} runs; give more, or --parameters baseline"
        )


def refuse_namesakes(schedules):
    digests: dict[str, str] = {}
    for schedule in schedules:
        if digests.setdefault(schedule.name, schedule.digest) != schedule.digest:
            raise UsageError(f"two different scenarios are called {schedule.name}; rename one of the files")
