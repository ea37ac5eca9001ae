"""How sure a finding is, in the same words for the same probabilities in every language.

Source: the scale of likelihood of Mastrandrea et al. 2010, Guidance note for lead authors of the IPCC fifth assessment
report on consistent treatment of uncertainties, table 1; here its bands do not overlap, so that a probability has one
word.
"""

from typing import NamedTuple

from experiments.language import SUREST, chance, nearest, percent, say

JUST = 1e-9


class Grade(NamedTuple):
    """One step of the scale."""

    key: str  # of the topic "certainty" of the catalogues
    least: float  # the lowest probability that is called so
    most: float  # the highest


SCALE = (
    Grade("virtually_certain", 0.99, 1.0),
    Grade("very_likely", 0.90, 0.99),
    Grade("likely", 0.66, 0.90),
    Grade("as_likely_as_not", 0.33, 0.66),
    Grade("unlikely", 0.10, 0.33),
    Grade("very_unlikely", 0.01, 0.10),
    Grade("exceptionally_unlikely", 0.0, 0.01),
)


def grade(probability):
    """The Grade of a probability; on a border, the more careful one.  Raises ValueError beyond 0 and 1."""
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"{probability} is no probability")
    fitting = [one for one in SCALE if one.least <= probability <= one.most]
    return min(fitting, key=lambda one: abs(one.least + one.most - 1.0))


def word(probability, language):
    """What a probability is called."""
    return say(language, f"certainty.{grade(probability).key}")


def graded(probability, language, surest=SUREST):
    """The word and the probability: very likely (94 %).

    Args:
        probability: From 0 to 1.
        language: Of LANGUAGES.
        surest: How near to 0 or 1 it is told at most; the word keeps to that, too.
    """
    least = nearest(surest)
    told = min(max(probability, least - JUST), 1.0 - least + JUST)  # "more than 99 %" is beyond 99 %
    return f"{word(told, language)} ({chance(probability, language, surest)})"


def scale_rows(language):
    """The scale as rows of a table: word, range of probability."""
    for one in SCALE:
        bounds = f"{percent(one.least, language)} – {percent(one.most, language)}"
        yield say(language, f"certainty.{one.key}"), bounds
