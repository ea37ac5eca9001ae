"""One JSON object for what a run or a comparison gave; every mean with low and high."""

from experiments import began, tables
from experiments.printing import PER_YEAR
from sim.definitions import ALL, BELGIUM

RANGE = "low and high hold the middle 95 % of the runs"
INTERVAL = "low and high bound the mean paired difference with 95 % confidence: "
BY_LUCK = "chance only, not parameters"
BY_BOTH = (
    "chance and what is not known of the parameters (the difference on a further draw); share_of_ignorance is the share"
    " of the latter in its variance, null where luck hides it"
)
GIVEN = "those of the baseline"
DRAWN = "every two runs in a row live on a draw of the posterior of their own"


def _plain(found):
    return None if found is None else found._asdict()


def _by(runs, outcome, area, dimension):
    return {label: _plain(found) for label, found in tables.by_label(runs, outcome, area, dimension).items()}


def _yearly(runs, outcome, area):
    return _plain(tables.by_label(runs, outcome, area)["total"])


def of_run(runs):
    """What `thbsim run --json` prints.  Belgium, unless the name says otherwise; recruited: by all networks."""
    return {
        "scenario": runs.name,
        "title": runs.schedule.title,
        **runs.request,
        "range": RANGE,
        "parameters": DRAWN if runs.draws else GIVEN,
        "identified_per_year": _yearly(runs, "identified", BELGIUM),
        "share_labour": _plain(tables.share(runs, "labour")),
        "share_sexual": _plain(tables.share(runs, "sexual")),
        "share_other": _plain(tables.share(runs, "other")),
        "hidden_at_end": _plain(tables.at_end(runs, "hidden", BELGIUM)),
        "hidden_at_end_three_countries": _plain(tables.at_end(runs, "hidden", ALL)),
        "victim_years_per_year": _yearly(runs, "victim_years", BELGIUM),
        "victim_years_per_year_three_countries": _yearly(runs, "victim_years", ALL),
        "recruited_per_year": _yearly(runs, "recruited", ALL),
        "exits_per_year": _yearly(runs, "exits", BELGIUM),
        "relocations_over_borders_per_year": _yearly(runs, "border_relocations", BELGIUM),
        "public_cost_eur_per_year": _yearly(runs, "public_cost", BELGIUM),
        "by_form": _by(runs, "identified", BELGIUM, "form"),
        "by_centre": _by(runs, "taken_in", ALL, "centre"),
        "by_region": _by(runs, "identified", ALL, "region"),
        "by_sector": _by(runs, "identified", BELGIUM, "sector"),
        "by_origin": _by(runs, "identified", BELGIUM, "origin"),
        "by_sex": _by(runs, "identified", BELGIUM, "sex"),
        "by_age_group": _by(runs, "identified", BELGIUM, "age_group"),
        "hidden_by_form": _by(runs, "hidden", BELGIUM, "form"),
        "hidden_by_sector": _by(runs, "hidden", BELGIUM, "sector"),
        "hidden_by_region": _by(runs, "hidden", ALL, "region"),
        "years": _years(runs),
        "flows": tables.flows(runs).to_dicts(),
        "arrivals": tables.arrivals(runs).to_dicts(),
        "began": began.record([runs]),
    }


def _years(runs):
    columns = {outcome: tables.by_year(runs, outcome, area) for outcome, area, _ in PER_YEAR}
    return [
        {"year": year} | {outcome: _plain(found[year]) for outcome, found in columns.items()} for year in runs.years
    ]


def _day(day):
    return None if day is None else day.isoformat()


def of_comparison(all_runs, effects, leakages):
    """What `thbsim compare --json` prints."""
    return {
        "reference": all_runs[0].name,
        "scenarios": [runs.name for runs in all_runs[1:]],
        **all_runs[0].request,
        "interval": INTERVAL + (BY_BOTH if all_runs[0].draws else BY_LUCK),
        "parameters": DRAWN if all_runs[0].draws else GIVEN,
        "first_days": {runs.name: _day(runs.schedule.first_day) for runs in all_runs[1:]},
        "effects": [effect.as_record() for effect in effects],
        "leakage": [leak.as_record() for leak in leakages],
        "began": began.record(all_runs),
    }
