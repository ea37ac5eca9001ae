"""Sentences for documents in four languages, and numbers as readers of each language write them.

Texts stand in languages/*.toml: words.toml has the names, every other file the sentences of one kind of result.
"""

import tomllib
from functools import cache
from math import ceil
from pathlib import Path

from experiments.requests import UsageError
from scenarios.errors import did_you_mean

FOLDER = Path(__file__).parent / "languages"
LANGUAGES = ("en", "nl", "fr", "de")  # ISO 639
WORDS = "words"
SUREST = 0.01  # a probability from samples is told to be no nearer to 0 or 1


@cache
def texts(topic):
    """The file of one kind of result: {language: {key: text}}."""
    return tomllib.loads((FOLDER / f"{topic}.toml").read_text(encoding="utf-8"))


def check(language):
    """Raises UsageError where there is no such language."""
    if language not in LANGUAGES:
        raise UsageError(
            f"there is no language {language}; choose {', '.join(LANGUAGES)}{did_you_mean(language, LANGUAGES)}"
        )


def say(language, text, **words):
    """One sentence.

    Args:
        language: Of LANGUAGES.
        text: File and key, as in "compare.fewer".
        words: What is filled in; numbers as `number` writes them.
    """
    check(language)
    topic, _, key = text.partition(".")
    return texts(topic)[language][key].format(**words)


def named(language, table, key):
    """A name of words.toml, as in its tables `outcomes` and `places`; where it has none, the key in plain words."""
    check(language)
    return texts(WORDS)[language][table].get(key, key.replace("_", " "))


def number(value, language, digits=None):
    """A number as readers of a language write it, to three significant digits or to so many decimals."""
    check(language)
    size = abs(value)
    if digits is None:
        digits = 0 if size >= 100.0 else 1 if size >= 1.0 or value == 0.0 else 2
    own = texts(WORDS)[language]
    plain = f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", "−")
    return plain.translate(str.maketrans({",": own["thousands"], ".": own["decimal"]}))


def signed(value, language, digits):
    """A change with its sign, as readers of a language write it, to so many decimals."""
    plus = "+" if round(value, digits) > 0.0 else ""
    return plus + number(value, language, digits)


def percent(share, language, digits=0):
    """A share in percent."""
    return f"{number(100.0 * share, language, digits)} %"


def chance(probability, language, surest=SUREST):
    """A probability in percent; one that was estimated is never certain: more than 99 %, less than 1 %.

    Args:
        probability: From 0 to 1.
        language: Of LANGUAGES.
        surest: How near to 0 or 1 it is told at most.
    """
    own, least = texts(WORDS)[language], _least(surest)
    if probability > 1.0 - least:
        return own["above"].format(share=percent(1.0 - least, language))
    if probability < least:
        return own["below"].format(share=percent(least, language))
    return percent(probability, language)


def chance_cell(probability, surest=SUREST):
    """The same in a table or a chart: > 99 %, < 1 %."""
    least = _least(surest)
    if not least <= probability <= 1.0 - least:
        return f"> {percent(1.0 - least, 'en')}" if probability > 0.5 else f"< {percent(least, 'en')}"
    return percent(probability, "en")


def _least(surest):
    """In whole percent, on the safe side."""
    return ceil(round(100.0 * surest, 6)) / 100.0
