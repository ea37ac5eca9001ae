"""What an experiment must have kept, and lived to its end, before a paper can be made of it."""

from experiments.comparison import TOTAL
from experiments.requests import UsageError

FINISHED = "finished"


def check(pairs, needed):
    """Raises UsageError, one sentence that names all that is missing and what to do.

    Args:
        pairs: Pairs.
        needed: Keys (outcome, area, dimension).
    """
    missing = [key for key in needed if key not in pairs.kept]
    if not missing:
        return
    outcomes, dimensions = (list(dict.fromkeys(key[place] for key in missing)) for place in (0, 2))
    what = "; ".join(
        f"{dimension} of {', '.join(dict.fromkeys(key[0] for key in missing if key[2] == dimension))}"
        for dimension in dimensions
    )
    raise UsageError(
        f"{pairs.where} does not keep what this paper needs: {what}; make a design whose keep.outcomes has"
        f" {_quoted(outcomes)} and keep.by {_quoted(dimensions)}, as experiments/designs/report.toml has, and thbsim"
        " sweep it"
    )


def check_finished(pairs):
    """Raises UsageError where runs of a stored experiment are still to be lived."""
    if pairs.state == FINISHED:
        return
    whole = pairs.number + pairs.left_out
    raise UsageError(
        f"{pairs.where} is not finished ({pairs.state}: {pairs.number:,} of {whole:,} pairs of runs are whole); go on"
        f" with thbsim sweep --expand {pairs.experiment} --resume"
    )


def keeps(pairs, outcome, area, dimension=TOTAL):
    """Whether a number is there, for what a paper tells only if it is."""
    return (outcome, area, dimension) in pairs.kept


def _quoted(names):
    return ", ".join(f'"{name}"' for name in names)
