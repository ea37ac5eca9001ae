"""Sentences for documents in four languages, and numbers, dates and shares as readers of each language write them.

Texts stand in gettext catalogues, one for each kind of text: languages/TOPIC.pot has the English ones, each with its
key as context; languages/LANGUAGE/TOPIC.po has the translations.  `python -m experiments.translations` brings these up
to date.
"""

from functools import cache
from math import ceil
from pathlib import Path

from experiments.requests import UsageError
from scenarios.errors import did_you_mean

FOLDER = Path(__file__).parent / "languages"
LANGUAGES = ("en", "nl", "fr", "de")  # ISO 639
LOCALES = {"en": "en_GB", "nl": "nl_BE", "fr": "fr_BE", "de": "de_BE"}
WORDS = "words"
SUREST = 0.01  # a probability from samples is told to be no nearer to 0 or 1


def catalogue(topic, language):
    """Where the texts of one topic stand in one language."""
    return FOLDER / f"{topic}.pot" if language == "en" else FOLDER / language / f"{topic}.po"


@cache
def texts(topic, language):
    """All of one topic in one language: {key: text}; what is not translated, or no longer for sure, is not there."""
    check(language)
    from babel.messages.pofile import read_po  # takes long to import

    with catalogue(topic, language).open("rb") as file:
        messages = [message for message in read_po(file) if message.context]
    if language == "en":
        return {message.context: message.id for message in messages}
    return {message.context: message.string for message in messages if message.string and not message.fuzzy}


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
    topic, _, key = text.partition(".")
    return texts(topic, language)[key].format(**words)


def named(language, table, key):
    """A name of the topic words, such as outcomes.hidden or places.BE; where it has none, the key in plain words."""
    return texts(WORDS, language).get(f"{table}.{key}", key.replace("_", " "))


def number(value, language, digits=None):
    """A number as readers of a language write it, to three significant digits or to so many decimals."""
    check(language)
    size = abs(value)
    if digits is None:
        digits = 0 if size >= 100.0 else 1 if size >= 1.0 or value == 0.0 else 2
    from babel.numbers import format_decimal  # takes long to import

    pattern = "#,##0" + "." * (digits > 0) + "0" * digits
    return format_decimal(round(value, digits) + 0.0, pattern, LOCALES[language]).replace("-", "−")


def date(day, language):
    """A day with its month as a word."""
    check(language)
    from babel.dates import format_date  # takes long to import

    told = format_date(day, "long", LOCALES[language])
    return told.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else told


def signed(value, language, digits):
    """A change with its sign, as readers of a language write it, to so many decimals."""
    plus = "+" if round(value, digits) > 0.0 else ""
    return plus + number(value, language, digits)


def percent(share, language, digits=0):
    """A share in percent, with a space before the sign in every language, as the Union's institutions write it."""
    return f"{number(100.0 * share, language, digits)} %"


def chance(probability, language, surest=SUREST):
    """A probability in percent; one that was estimated is never certain: more than 99 %, less than 1 %.

    Args:
        probability: From 0 to 1.
        language: Of LANGUAGES.
        surest: How near to 0 or 1 it is told at most.
    """
    own, least = texts(WORDS, language), nearest(surest)
    if probability > 1.0 - least:
        return own["above"].format(share=percent(1.0 - least, language))
    if probability < least:
        return own["below"].format(share=percent(least, language))
    return percent(probability, language)


def chance_cell(probability, surest=SUREST):
    """The same in a table or a chart: > 99 %, < 1 %."""
    least = nearest(surest)
    if not least <= probability <= 1.0 - least:
        return f"> {percent(1.0 - least, 'en')}" if probability > 0.5 else f"< {percent(least, 'en')}"
    return percent(probability, "en")


def nearest(surest):
    """How near to 0 or 1 a probability is told: whole percents, on the safe side."""
    return ceil(round(100.0 * surest, 6)) / 100.0
