"""What every outcome, label and column means, made from the code: outcomes.csv, and docs/outcomes.md.

`python -m experiments.dictionary` writes the page anew.
"""

from pathlib import Path

import polars as pl

from experiments import runner
from experiments.columns import COLUMNS, OWN
from scenarios.catalogue import load
from sim.definitions import OUTCOMES
from sim.weeks import FIRST_YEAR

PAGE = Path(__file__).parent.parent / "docs" / "outcomes.md"
MOST_LABELS = 20  # of a dimension that the page names; of longer ones the first and the last


SUMMARY = ("mean", "low", "high", "standard_error")
KEYS = ("area", "dimension", "label", "year", "unit")
FLOW = ("scenario", "origin", "destination", "persons", "low", "high")
DIFFERENCE = ("reference_mean", "scenario_mean", "difference", "low", "high")
EFFECT = (
    *("outcome", "area", "dimension", "label", "unit", "scenario", "reference", "runs", *DIFFERENCE),
    *("share_of_ignorance", "variance_ratio_unpaired_to_paired"),
    *("percent", "percent_low", "percent_high", "unpaired_runs_for_the_same_interval", "words"),
)
FILES = {
    "runs.parquet": ("scenario", "seed", "outcome", *KEYS, "value"),
    "summary.csv, summary.parquet": ("scenario", "outcome", *KEYS, *SUMMARY),
    "outcomes/*.csv": ("scenario", *KEYS, *SUMMARY),
    "flows.csv": FLOW,
    "arrivals.csv": FLOW,
    "effects.csv": EFFECT,
    "compare.csv": (
        *EFFECT,
        *("better_than_reference", "best", "mean_rank", "rank_low", "rank_high", "settled", "pairs_needed"),
    ),
    "compare-years.csv": EFFECT,
    "compare-pairwise.csv": ("scenario", "than", "better"),
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
