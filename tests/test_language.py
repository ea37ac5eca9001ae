"""Every sentence is there in every language, with the same places to fill in."""

import datetime
import re

import pytest

from experiments import translations
from experiments.language import LANGUAGES, WORDS, catalogue, check, date, named, number, percent, texts
from experiments.requests import UsageError
from sim.definitions import ALL, BELGIUM, OUTCOMES

TOPICS = translations.topics()
TRANSLATED = LANGUAGES[1:]


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("topic", TOPICS)
def test_translations_are_up_to_date_with_nothing_missing_or_fuzzy(topic, language):
    assert catalogue(topic, language).read_bytes() == translations.updated(topic, language)
    assert list(texts(topic, language)) == list(texts(topic, "en"))


@pytest.mark.parametrize("topic", TOPICS)
def test_each_language_has_the_same_texts_with_the_same_places(topic):
    places = [
        {key: sorted(set(re.findall(r"{(\w*)", text))) for key, text in texts(topic, language).items()}
        for language in LANGUAGES
    ]
    assert all(one == places[0] for one in places[1:])


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic != WORDS])
def test_no_two_languages_say_the_same(topic):
    whole = [texts(topic, language) for language in LANGUAGES]
    for sentences in ([one[key] for one in whole] for key in whole[0]):
        assert min(map(len, sentences)) <= 20 or len(set(sentences)) == len(LANGUAGES), sentences


def test_numbers_are_written_as_readers_write_them():
    assert [number(1234.5, language) for language in LANGUAGES] == ["1,234", "1.234", "1\u202f234", "1.234"]
    assert [number(-0.25, language) for language in LANGUAGES] == ["−0.25", "−0,25", "−0,25", "−0,25"]
    assert number(-0.001, "en", 1) == "0.0"
    assert percent(0.125, "fr", 1) == "12,5 %"


def test_days_are_written_as_readers_write_them():
    days = ["1 March 2026", "1 maart 2026", "1er mars 2026", "1. März 2026"]
    assert [date(datetime.date(2026, 3, 1), language) for language in LANGUAGES] == days


def test_a_translation_of_what_was_said_before_is_fuzzy_and_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "catalogue", lambda topic, language: tmp_path / f"{topic}.{language}")
    monkeypatch.setattr("experiments.language.catalogue", lambda topic, language: tmp_path / f"{topic}.{language}")
    english = 'msgid ""\nmsgstr ""\n\nmsgctxt "count"\nmsgid "{number} %s persons"\nmsgstr ""\n'
    (tmp_path / "kept.en").write_text(english % "new")
    (tmp_path / "kept.nl").write_text((english % "old").replace('msgstr ""\n', 'msgstr "{number} personen"\n')[:-1])
    changed = translations.updated("kept", "nl").decode()
    assert "fuzzy" in changed
    assert "old" not in changed
    (tmp_path / "kept.nl").write_text(changed)
    assert texts("kept", "nl") == {}


def test_names_are_there_for_places_and_outcomes():
    for language in LANGUAGES:
        assert named(language, "places", BELGIUM) != named(language, "places", ALL)
        assert all(f"outcomes.{name}" in texts(WORDS, language) for name in OUTCOMES)
    assert named("de", "outcomes", "border_relocations") == "Verlegungen über Grenzen"
    assert named("de", "outcomes", "of_nobody") == "of nobody"


def test_a_language_that_is_not_there_is_told():
    with pytest.raises(UsageError, match="there is no language xx; choose en, nl, fr, de"):
        check("xx")
