"""Readers of every language find names that they know: labels, outcomes, owners, parameters, and what policies say."""

import shutil

import pytest

from experiments import dictionary, odd, translations
from experiments.language import LANGUAGES, catalogue, texts
from experiments.reports import words
from experiments.reports.overstated import overstates
from scenarios.baseline import read_baseline
from scenarios.catalogue import CATALOGUE, load, names
from scenarios.policy import OWNERS
from scenarios.selection import declared
from sim import names as sim_names
from sim.definitions import OUTCOMES
from sim.geography import city_names
from tests.scenario_files import baseline_of, schedule_of

TRANSLATED = LANGUAGES[1:]
SHIPPED = names()[1:]


def shipped():
    return [policy for name in SHIPPED for policy in load(name).policies]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_every_outcome_and_its_unit_have_words(language):
    for measure in dictionary.shortest_index():
        told = [words.label(language, measure.dimension, label) for label in measure.labels]
        assert all(told)
        assert len(set(told)) == len(told), told
        assert words.unit(language, OUTCOMES[measure.outcome].unit)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_a_parameter_and_its_unit_have_words(language):
    for dimension, labels in {**sim_names.DIMENSIONS, "city": city_names()}.items():
        assert all(words.label(language, dimension, label) for label in labels)
    assert all(words.unit(language, unit) for unit, _ in declared().values())


def test_a_combination_of_lists_is_told_by_their_names():
    assert words.label("nl", "combination", "prosecutors+child_focus") == "parketten + Child Focus"
    assert words.label("de", "combination", "none") == "auf keiner Liste"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_has_a_title_of_its_own_and_a_definition(language):
    titles = [words.outcome(language, name) for name in OUTCOMES]
    assert len(set(titles)) == len(OUTCOMES)
    assert all(title[0].isupper() for title in titles)
    assert all(words.definition(language, name) for name in OUTCOMES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_of_the_platform_has_its_official_name(language):
    assert len({words.owner(language, key) for key in OWNERS}) == len(OWNERS)


def test_english_texts_that_stand_elsewhere_are_what_the_program_says_now():
    for topic, english in translations.elsewhere().items():
        stale = f"{topic}.pot is stale: write it anew with python -m experiments.translations"
        assert catalogue(topic, "en").read_bytes() == translations.template(english), stale


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_that_a_shipped_policy_says_is_translated(language):
    for policy in shipped():
        told = [words.title_of(language, policy), words.question(language, policy), words.why(language, policy)]
        told += [*words.leaves_out(language, policy)]
        told += [words.change_why(language, policy, which) for which, _ in enumerate(policy.changes, 1)]
        own = [policy.title, policy.question, policy.why, *policy.leaves_out, *(c.why for c in policy.changes)]
        assert len(told) == len(own)
        assert not set(told) & set(own)


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_policies_say_alike_is_translated_alike(language):
    english, own = texts("policies", "en"), texts("policies", language)
    assert len(set(own.values())) == len(set(english.values()))
    assert len({(english[key], own[key]) for key in own}) == len(set(english.values()))


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("topic", ["labels", "outcomes", "owners", "parameters", "policies", "words"])
def test_no_name_and_no_text_foretells_or_names_a_cause(topic, language):
    assert not {key: text for key, text in texts(topic, language).items() if overstates(text, language)}


def test_the_baseline_has_a_title_and_a_question_too():
    schedule = load("baseline")
    assert (
        words.title("de", schedule) == "Ausgangsszenario: Belgien, wie die Quellen es beschreiben, ohne neue Maßnahme"
    )
    assert words.title("en", schedule) == schedule.baseline.title
    assert words.question("fr", schedule.baseline).endswith("si rien ne change ?")


def test_a_combination_has_the_titles_of_its_policies():
    assert words.title("nl", load("online-monitoring+hotline")) == (
        "Een hulplijn die goed bekend is en altijd bereikbaar + Twee keer zoveel onlinemonitoring"
    )


def test_a_version_says_how_much_or_which_part_of_the_policy_it_is():
    plain = words.title("fr", load("hotline"))
    assert words.title("fr", load("hotline@0.5")) == f"{plain} (à 50 % de son ampleur)"
    assert words.title("de", load("hotline@0.125")).endswith(" (im Umfang von 12,5 %)")
    assert words.title("fr", load("hotline@looking")).startswith(f"{plain} (seulement ce qui touche à la recherche")
    assert words.title("en", load("awareness@trafficking")).endswith(" (only what concerns trafficking itself)")


def test_a_policy_in_no_catalogue_keeps_its_own_texts_and_is_translated_where_it_says_what_a_shipped_one_says(tmp_path):
    known = "Twice the online monitoring"
    schedule = schedule_of(tmp_path, baseline_of(tmp_path), {}, head={"title": f'"{known}"'})
    (policy,) = schedule.policies
    assert words.title("nl", schedule) == "Twee keer zoveel onlinemonitoring"
    assert words.why("nl", policy) == "To see."
    assert words.leaves_out("nl", policy) == ("Much.",)
    assert words.change_why("nl", policy, 1) == "To see."


def test_whoever_edits_a_policy_sees_its_translation_go_missing(tmp_path, monkeypatch):
    shutil.copy(CATALOGUE / "targeting.toml", tmp_path)
    file = tmp_path / "targeting.toml"
    english = translations.of_policies(tmp_path)
    shutil.copy(catalogue("policies", "nl"), tmp_path / "policies.nl")
    before = texts("policies", "nl")
    file.write_text(file.read_text(encoding="utf-8").replace("likelier places", "better places"), encoding="utf-8")
    edited = translations.of_policies(tmp_path)
    assert [key for key in english if english[key] != edited[key]] == ["targeting.title"]

    monkeypatch.setattr(translations, "catalogue", lambda topic, language: tmp_path / f"{topic}.{language}")
    monkeypatch.setattr("experiments.language.catalogue", lambda topic, language: tmp_path / f"{topic}.{language}")
    (tmp_path / "policies.en").write_bytes(translations.template(edited))
    (tmp_path / "policies.nl").write_bytes(translations.updated("policies", "nl"))
    texts.cache_clear()
    after = texts("policies", "nl")
    texts.cache_clear()
    assert "targeting.title" in before
    assert set(english) - set(after) == {"targeting.title"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_of_the_baseline_has_words_and_no_two_have_the_same(language):
    told = [words.parameter(language, path) for path in read_baseline().quantities]
    assert len(set(told)) == len(told)
    assert len({words.parameter(language, name) for name in declared()}) == len(declared())


def test_one_value_of_a_parameter_is_told_with_its_labels():
    assert words.parameter("en", "reception.places.payoke").endswith("at a time (Payoke)")
    assert words.parameter("de", "population.origin_share.sexual.africa").endswith(" (sexuelle Ausbeutung, Afrika)")
    assert words.parameter("nl", "inspection.follow_up_weeks") == "hoelang zulke bijkomende bezoeken doorgaan"


def test_a_path_that_no_rule_has_comes_back_as_it_stands():
    assert words.parameter("nl", "reception.beds") == "reception.beds"


def test_the_words_of_each_parameter_were_written_for_what_the_code_says_of_it_now():
    template = {message.context: message for message in translations.read("parameters", "en") if message.context}
    assert list(template) == list(declared())
    for name, message in template.items():
        rule, _, parameter = name.partition(".")
        said = odd.meanings(odd.file_of(rule))[parameter]
        look = f"{name}: the code says something else now; look at its words in parameters.pot, then copy what it says"
        assert " ".join(message.auto_comments) == said, look


def test_cities_have_the_names_that_readers_give_them():
    told = [tuple(words.label(language, "city", "Liège") for language in LANGUAGES)]
    told += [tuple(words.label(language, "city", "Aachen") for language in LANGUAGES)]
    assert told == [("Liège", "Luik", "Liège", "Lüttich"), ("Aachen", "Aken", "Aix-la-Chapelle", "Aachen")]
