"""What stands below the table of a comparison: how to read it, what is open, what to be careful about."""

from experiments.advice.better import MORE, way_of
from experiments.advice.enough import CLEAR, sentences
from experiments.comparison import noun
from experiments.printing import FEW_DRAWS, FEW_RUNS, number
from experiments.sweeps.effects import BOTH, DRAWS, LUCK, NESTED

LUCK_ONLY, WITH_IGNORANCE = "chance only, not the parameters", "chance and what is not known of the parameters"


def over(pairs):
    """Years and pairs, for a title."""
    return f", {pairs.years[0]}-{pairs.years[1]}, {pairs.number} pairs"


def held(pairs):
    """What an interval holds, in a few words."""
    return WITH_IGNORANCE if len(set(pairs.draw.tolist())) > 1 else LUCK_ONLY


def lines(found):
    """All lines of a Comparison, in their order."""
    pairs, first = found.pairs, found.effects[0]
    better = "more" if way_of(found.outcome) == MORE else "fewer"
    yield (
        f"{first.title}: yearly means {pairs.years[0]}-{pairs.years[1]}, {pairs.number} pairs with {first.reference}."
        f" Better means {better} {noun(found.outcome)}: with what probability than {first.reference}; best of all and"
        f" rank (1 the best): among the {len(pairs.names)} scenarios, {first.reference} among them."
    )
    yield _interval(pairs)
    yield from _looks(found)
    yield from _few(pairs)
    yield from _unfinished(pairs)
    yield from _other_words(found)
    yield from _open(found)
    if way_of(found.outcome) == MORE:
        yield (
            "More of them may also mean more trafficking, not only more looking: thbsim paradox tells the two apart."
        )
    yield from pairs.cautions


def _interval(pairs):
    if pairs.crossed:
        holds = BOTH
    elif len(set(pairs.draw.tolist())) < 2:
        holds = LUCK
    else:
        holds = NESTED if pairs.points.of_seeds else DRAWS
    return (
        f"{holds[0].upper()}{holds[1:]}. So do probabilities and ranks. A policy may be better with a high probability"
        " though its interval includes zero: 95 % leave 2.5 % on either side, and the draws on the wrong side are few."
    )


def _looks(found):
    """What became of a stopping rule, and what its looking does to the intervals."""
    pairs = found.pairs
    if pairs.looks:
        yield pairs.stopped
        widths = [2.0 * pairs.parts(one[None]).half for one in pairs.differences(found.outcome, found.area)[1:]]
        yield (
            f"Intervals hold however often that rule looked, every {pairs.looks} seeds (a confidence sequence);"
            f" probabilities and ranks take no account of it. The widest interval of luck is {number(max(widths))}."
        )


def _few(pairs):
    if pairs.number < FEW_RUNS:
        yield f"Few pairs: intervals from fewer than {FEW_RUNS} are rough; 60 or more are usual."
    draws = len(set(pairs.draw.tolist()))
    if 1 < draws < FEW_DRAWS:
        yield f"There are {draws} draws only, so the outermost decide: {FEW_DRAWS} or more are usual."


def _unfinished(pairs):
    if pairs.state != "finished":
        yield (
            f"Experiment {pairs.experiment} is {pairs.state}; what is whole of it is compared. Go on with: thbsim sweep"
            f" --expand {pairs.experiment} --resume"
        )
    if pairs.left_out > 0:
        yield f"{pairs.left_out} pairs are left out: a run of them is missing or failed."


def _other_words(found):
    """Where the percentages, which other tables go by, are clear and the numbers are not, or the other way about."""
    for effect in found.effects:
        by_number = not effect.low <= 0.0 <= effect.high
        if effect.in_percent is not None and effect.clear != by_number:
            amounts = "{:+.1f} % ({:+.1f} to {:+.1f})".format(*effect.in_percent).replace("-", "−")
            clear, open_ = ("numbers", "percent") if by_number else ("percent", "numbers")
            yield (
                f"{effect.scenario}: in {clear} the interval leaves zero out, in {open_} it does not ({amounts} of each"
                " draw's own reference). This table, its chart and its sentences go by numbers."
            )


def _open(found):
    yield from sentences([one for one in found.enough if one.state != CLEAR], found.pairs.experiment)
    if found.best_two is not None:
        (best,) = sentences([found.best_two], found.pairs.experiment)
        yield f"The best two: {best}"
