"""What goes with every result: what its intervals hold, what is missing from it, how few pairs there are."""

FEW_PAIRS = 20


def notes(pairs):
    """Sentences on some Pairs."""
    if pairs.points.paths:
        yield "Intervals (95 %) hold luck and ignorance: chance, and what is not known of the parameters."
    else:
        yield "Intervals (95 %) hold luck only, not what is uncertain in the parameters."
    if pairs.looks:
        yield f"{pairs.stopped} Intervals hold however often that rule looked, every {pairs.looks} seeds.".lstrip()
    if pairs.number < FEW_PAIRS:
        yield f"Few pairs: intervals from fewer than {FEW_PAIRS} are rough; 60 or more are usual."
    if pairs.state != "finished":
        yield (
            f"Experiment {pairs.experiment} is {pairs.state}; its {pairs.number} whole pairs are used. Go on with"
            f" thbsim sweep --expand {pairs.experiment} --resume."
        )
    elif pairs.left_out:
        yield f"Left out: {pairs.left_out} pairs of which a run failed or is missing."
    yield from dict.fromkeys(pairs.cautions)
