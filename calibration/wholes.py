"""Figures of one file that cannot both be true: a part that is larger than its whole."""

import numpy as np

TOO_MANY = 3.0  # standard deviations, by which a part must not exceed its whole


def parts_above_wholes(targets):
    """A sentence for each part that is larger than its whole, by more than both can be unsure."""
    for part in targets:
        for whole in targets:
            if not _is_part(part.entry, whole.entry):
                continue
            more = part.entry.value - whole.entry.value
            if more > TOO_MANY * np.hypot(part.entry.uncertainty, whole.entry.uncertainty):
                yield (
                    f"{part.name}: value is {part.shown}, more than the {whole.shown} of {whole.name}, of which it is a"
                    " part in the same years; correct one of them"
                )


def _is_part(part, whole):
    """Whether one counts some labels of what the other counts in all."""
    if part.out_of or whole.out_of or part.scale != "linear" or whole.scale != "linear":
        return False
    if part.years != whole.years or part.factor != whole.factor or len(part.count) != 1 or len(whole.count) != 1:
        return False
    one, all_of_it = part.count[0], whole.count[0]
    same = (one.outcome, one.area) == (all_of_it.outcome, all_of_it.area)
    return same and bool(one.labels) and not all_of_it.labels
