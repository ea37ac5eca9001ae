"""What every outcome, label and column means, made from the code: outcomes.csv, and docs/outcomes.md.

`python -m experiments.dictionary` writes the page anew.
"""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from experiments import runner
from scenarios.catalogue import load
from sim.definitions import OUTCOMES
from sim.weeks import FIRST_YEAR

PAGE = Path(__file__).parent.parent / "docs" / "outcomes.md"
OF_OUTCOME = "as the outcome"
MOST_LABELS = 20  # of a dimension that the page names; of longer ones the first and the last


class Column(NamedTuple):
    unit: str  # empty for words
    meaning: str


SUMMARY = ("mean", "low", "high", "standard_error")
KEYS = ("area", "dimension", "label", "year", "unit")
FLOW = ("scenario", "origin", "destination", "persons", "low", "high")
DIFFERENCE = ("reference_mean", "scenario_mean", "difference", "low", "high")
FILES = {
    "runs.parquet": ("scenario", "seed", "outcome", *KEYS, "value"),
    "summary.csv, summary.parquet": ("scenario", "outcome", *KEYS, *SUMMARY),
    "outcomes/*.csv": ("scenario", *KEYS, *SUMMARY),
    "flows.csv": FLOW,
    "arrivals.csv": FLOW,
    "effects.csv": (
        *("outcome", "area", "dimension", "label", "unit", "scenario", "reference", "runs", *DIFFERENCE),
        *("share_of_ignorance", "variance_ratio_unpaired_to_paired"),
        *("percent", "percent_low", "percent_high", "unpaired_runs_for_the_same_interval", "words"),
    ),
    "leakage.csv": (
        *("scenario", "reference", "runs", "kind", "aim", "unaimed", "place", "outcome", "unit", *DIFFERENCE),
        *("leaked_share", "leaked_share_low", "leaked_share_high", "words"),
    ),
    "outcomes.csv": ("kind", "file", "name", "title", "unit", "meaning", "area", "dimension", "labels"),
}  # what --out leaves, and the columns in their order
RUN = ("scenario", "draw", "seed")
EXPORTED = {
    "values.csv, values.parquet": (*RUN, "outcome", *KEYS, "value"),
    "runs.csv, runs.parquet": (*RUN, "state", "error", "seconds", "began", "key"),
    "draws.csv, draws.parquet": ("draw", "..."),
    "summary.csv, summary.parquet": ("scenario", "outcome", *KEYS, "runs", "mean", "low", "high", "standard_deviation"),
    "effects.csv, effects.parquet": FILES["effects.csv"],
    "outcomes.csv": FILES["outcomes.csv"],
}  # what an export of a stored experiment leaves
COLUMNS = {
    "scenario": Column("", "the scenario's name"),
    "seed": Column("1", "luck of the run; runs of two scenarios with the same seed are a pair"),
    "outcome": Column("", "the outcome's name, as under Outcomes"),
    "area": Column("", "BE is Belgium, BE+NL+DE all three countries; of networks active in Belgium only"),
    "dimension": Column("", "what the labels tell apart; total where nothing is told apart"),
    "label": Column("", "one of the dimension's labels"),
    "year": Column("calendar year", "made of whole weeks (ISO 8601)"),
    "unit": Column("", "unit of the numbers in the row"),
    "value": Column(OF_OUTCOME, "what this run gave in this year"),
    "mean": Column(OF_OUTCOME, "mean over the runs"),
    "low": Column(OF_OUTCOME, "below it lie 2.5 % of the runs"),
    "high": Column(OF_OUTCOME, "above it lie 2.5 % of the runs"),
    "standard_error": Column(OF_OUTCOME, "of the mean over the runs; NaN from a single run"),
    "destination": Column("", "city entered"),
    "reference": Column("", "the scenario that this one is compared with"),
    "runs": Column("1", "pairs of runs compared"),
    "reference_mean": Column(OF_OUTCOME, "yearly mean over years and runs of the reference"),
    "scenario_mean": Column(OF_OUTCOME, "the same of the scenario"),
    "difference": Column(OF_OUTCOME, "mean paired difference: scenario less reference"),
    "share_of_ignorance": Column(
        "1",
        "ignorance of parameters, as a share of the interval's variance; empty if none was drawn, or luck hides it",
    ),
    "variance_ratio_unpaired_to_paired": Column(
        "1", "variance of a difference without shared luck, over that with it; empty where the pairs differ by nothing"
    ),
    "percent": Column("%", "the difference, of the reference's mean; empty where that is 0"),
    "percent_low": Column(
        "%", "lower bound of it; on draws of the parameters, as far below as their own percentages lie"
    ),
    "percent_high": Column("%", "upper bound of it, in the same way"),
    "unpaired_runs_for_the_same_interval": Column("1", "runs of each world that it would take without shared luck"),
    "words": Column("", "the row in words"),
    "kind": Column("", "what is told apart by the aim: markets, channels or origins"),
    "aim": Column("", "keys and labels that the policy's changes name"),
    "unaimed": Column("", "parameters that the policy changes without such an aim"),
    "place": Column("", "inside, outside, a part of the outside, or total"),
    "leaked_share": Column("1", "-(difference outside) / (difference inside); empty where the inside is not clear"),
    "leaked_share_low": Column("1", "lower bound of the share with 95 % confidence (Fieller)"),
    "leaked_share_high": Column("1", "upper bound of the share with 95 % confidence (Fieller)"),
    "draw": Column("1", "which draw of parameters, from 0 on; runs with the same draw have the same parameters"),
    "state": Column("", "finished or failed"),
    "error": Column("", "of a failed run, the kind of error"),
    "seconds": Column("s", "time of one processor"),
    "began": Column("", "JSON: the weeks in which changes that react began; empty where none reacts"),
    "parameters": Column("", "JSON: what the draw changes, {path: value}; all else is as in the baseline's file"),
    "key": Column("", "digest of code, scenario, parameters, seed, years and scale"),
    "...": Column(
        "as the parameter", "a column for each parameter that is drawn; empty where it is the baseline's own"
    ),
    "standard_deviation": Column(OF_OUTCOME, "of the runs"),
    "file": Column("", "file in which the outcome or column stands"),
    "name": Column("", "as the files write it"),
    "title": Column("", "as readers read it"),
    "meaning": Column("", "definition of the outcome, or what the column holds"),
    "labels": Column("", "of the dimension, separated by semicolons"),
}
LOW, HIGH = "lower bound of the difference with 95 % confidence", "upper bound of the difference with 95 % confidence"
BOUNDS = {"low": Column(OF_OUTCOME, LOW), "high": Column(OF_OUTCOME, HIGH)}
RANGE = {
    "low": Column("persons/year", COLUMNS["low"].meaning),
    "high": Column("persons/year", COLUMNS["high"].meaning),
}
OWN = {
    "flows.csv": RANGE | {
        "origin": Column("", "city left"),
        "persons": Column("persons/year", "moved from one city to the other, mean over years and runs"),
    },
    "arrivals.csv": RANGE | {
        "origin": Column("", "region from which the persons come"),
        "persons": Column("persons/year", "brought to the city, mean over years and runs"),
    },
    "effects.csv": BOUNDS,
    "effects.csv, effects.parquet": BOUNDS,
    "leakage.csv": BOUNDS | {
        "words": Column("", "the leaked share in words, or why none is given; beside what is outside"),
    },
    "outcomes.csv": {
        "kind": Column("", "outcome: one row for each area and dimension; column: one row for each column of a file"),
        "area": Column("", "areas in which the outcome is given"),
        "unit": Column("", "of the outcome, or of the column"),
    },
    "summary.csv, summary.parquet": {"runs": Column("1", "runs that gave the number")},
}  # columns that mean something of their own in one file  # fmt: skip


def columns(file, files=FILES):  # constant
    """The columns of a file of FILES or EXPORTED, in their order: {name: Column}."""
    known = COLUMNS | OWN.get(file, {})
    return {name: known[name] for name in files[file]}


def table(index, files=FILES, stands_in="outcomes/{}.csv"):  # constant
    """The dictionary as one table.

    Args:
        index: Measures of a run, by which it is known what tells each outcome apart.
        files: FILES or EXPORTED, or some of either.
        stands_in: The file of an outcome.
    """
    outcomes = [
        ("outcome", stands_in.format(name), name, *OUTCOMES[name], area, dimension, "; ".join(labels))
        for name, area, dimension, labels, _ in sorted(index, key=lambda measure: list(OUTCOMES).index(measure.outcome))
    ]
    of_files = [
        ("column", file, name, None, column.unit, column.meaning, None, None, None)
        for file in files
        for name, column in columns(file, files).items()
    ]
    return pl.DataFrame([*outcomes, *of_files], dict.fromkeys(FILES["outcomes.csv"], pl.String), orient="row")


def page(index):
    """The dictionary as a page for readers.  Args as for `table`."""
    return "\n".join([
        "# Outcomes and columns",
        "",
        "Written by `python -m experiments.dictionary`: do not change it by hand. What the words mean and how to read",
        "the intervals stands in [results.md](results.md).",
        "",
        "## Outcomes",
        "",
        "Each in `runs.parquet`, `summary.csv` and a table of its own, `outcomes/NAME.csv`. In brackets the area.",
        "",
        *_rows(("name", "outcome", "unit", "meaning", "told apart by"), map(_outcome(index), OUTCOMES)),
        "",
        "## Dimensions and their labels",
        "",
        *_rows(("dimension", "labels"), _dimensions(index).items()),
        *(line for file in FILES for line in _file(file, FILES)),
        "",
        "# What an export of a stored experiment leaves",
        "",
        "`thbsim experiments export`; how to read it stands in [sweeps.md](sweeps.md).",
        *(line for file in EXPORTED for line in _file(file, EXPORTED)),
        "",
    ])  # fmt: skip


def _outcome(index):
    def row(name):
        title, unit, text = OUTCOMES[name]
        areas: dict[str, list[str]] = {}
        for measure in index:
            if measure.outcome == name:
                areas.setdefault(measure.area, []).append(measure.dimension)
        told = "; ".join(f"{', '.join(dimensions)} ({area})" for area, dimensions in areas.items())
        return f"`{name}`", title, unit, text, told

    return row


def _dimensions(index):
    """Labels of each dimension, those of all its measures; of a long one the first and the last."""
    found: dict[str, dict[str, None]] = {}
    for measure in index:
        found.setdefault(measure.dimension, {}).update(dict.fromkeys(measure.labels))
    return {dimension: _labels(list(labels)) for dimension, labels in found.items()}


def _labels(labels):
    if len(labels) <= MOST_LABELS:
        return ", ".join(labels)
    return f"{len(labels)} labels, from {labels[0]} to {labels[-1]}: all stand in `outcomes.csv`"


def _file(file, files):
    rows = [(f"`{name}`", column.unit or "–", column.meaning) for name, column in columns(file, files).items()]
    heading = ", ".join(f"`{name}`" for name in file.split(", "))
    return ["", f"## {heading}", "", *_rows(("column", "unit", "meaning"), rows)]


def _rows(heading, rows):
    return [f"| {' | '.join(cells)} |" for cells in (heading, ["---"] * len(heading), *rows)]


def shortest_index():
    """Measures of the shortest run that there is."""
    return runner.plan(load("baseline"), FIRST_YEAR, FIRST_YEAR).live(1)[0]


if __name__ == "__main__":
    PAGE.write_text(page(shortest_index()), encoding="utf-8")
    print(f"{PAGE} written")
