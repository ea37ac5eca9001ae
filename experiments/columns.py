"""What each column of the tables means, with its unit."""

from typing import NamedTuple

OF_OUTCOME = "as the outcome"


class Column(NamedTuple):
    unit: str  # empty for words
    meaning: str


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
    "better_than_reference": Column("1", "probability of being better than the reference; 0.5 where they tie"),
    "best": Column("1", "probability that it is the best of all scenarios compared, the reference among them"),
    "mean_rank": Column("1", "its mean rank among them, 1 the best"),
    "rank_low": Column("1", "below it lie 5 % of its ranks"),
    "rank_high": Column("1", "above it lie 5 % of its ranks"),
    "settled": Column(
        "", "same, clear, or open: more, many (pairs it takes), ignorance (no number will do), hidden (not to be told)"
    ),
    "pairs_needed": Column("1", "pairs in all that would leave zero out; empty but where more would do"),
    "than": Column("", "the scenario that it is compared with"),
    "better": Column("1", "probability that the one is better than the other"),
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
    "compare.csv": BOUNDS,
    "compare-years.csv": BOUNDS,
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
