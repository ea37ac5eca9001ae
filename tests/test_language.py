"""Every sentence is there in every language, with the same places to fill in."""

import re

import pytest

from experiments.language import FOLDER, LANGUAGES, WORDS, check, named, number, percent, texts
from experiments.requests import UsageError
from sim.definitions import ALL, BELGIUM

TOPICS = sorted(path.stem for path in FOLDER.glob("*.toml"))


def flat(table, above=""):
    """{path: text} of a table of tables."""
    found = {}
    for key, value in table.items():
        found |= flat(value, f"{above}{key}.") if isinstance(value, dict) else {above + key: value}
    return found


@pytest.mark.parametrize("topic", TOPICS)
def test_each_language_has_the_same_texts_with_the_same_places(topic):
    assert tuple(texts(topic)) == LANGUAGES
    places = [
        {key: sorted(set(re.findall(r"{(\w*)", text))) for key, text in flat(texts(topic)[language]).items()}
        for language in LANGUAGES
    ]
    assert all(one == places[0] for one in places[1:])


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic != WORDS])
def test_no_two_languages_say_the_same(topic):
    whole = [flat(texts(topic)[language]) for language in LANGUAGES]
    for sentences in ([one[key] for one in whole] for key in whole[0]):
        assert min(map(len, sentences)) <= 20 or len(set(sentences)) == len(LANGUAGES), sentences


def test_numbers_are_written_as_readers_write_them():
    assert [number(1234.5, language) for language in LANGUAGES] == ["1,234", "1.234", "1 234", "1.234"]
    assert [number(-0.25, language) for language in LANGUAGES] == ["−0.25", "−0,25", "−0,25", "−0,25"]
    assert number(-0.001, "en", 1) == "0.0"
    assert percent(0.125, "fr", 1) == "12,5 %"


def test_names_are_there_for_places_and_outcomes():
    for language in LANGUAGES:
        assert named(language, "places", BELGIUM) != named(language, "places", ALL)
        assert named(language, "outcomes", "victim_years") != "victim years"
    assert named("de", "outcomes", "border_relocations") == "border relocations"


def test_a_language_that_is_not_there_is_told():
    with pytest.raises(UsageError, match="there is no language xx; choose en, nl, fr, de"):
        check("xx")
