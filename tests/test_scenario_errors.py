"""Whatever is wrong with a file is said in whole sentences, all of it at once, and in no other way."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import catalogue
from scenarios.baseline import BASELINE, Quantity, read_baseline, with_values
from scenarios.errors import MOST_LISTED, ScenarioError, listed
from scenarios.policy import OWNERS, read_policy
from scenarios.selection import KEYS, declared
from scenarios.shapes import MOST_BYTES
from scenarios.sources import Source, read_sources
from tests.scenario_files import CHANGE, HEAD, lines, policy_text, write_baseline, write_policy

OWNERS_LISTED = ", ".join(OWNERS)
KEYS_LISTED = "country, region, city, sector, form, origin, channel, body, centre, end, sign, list"
COST_FORMS = '{ eur = ..., per = "year", source = ... }, or { counted_by = ... } if the model counts the cost itself'
EVIDENCE = "that range in baseline.toml is what the evidence allows: ask for less, or widen it there with a source"
SYNTAX = "correct the file there (texts stand in quotes, dates without, as 2011-01-31)"


@pytest.fixture(scope="module")
def sources(folder, baseline):
    return read_sources(folder / "sources.toml")


def problems_of(read, *args, **kwargs):
    with pytest.raises(ScenarioError) as caught:
        read(*args, **kwargs)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


def sentences_of(path, read, *args):
    """The problems without the name of the file, with which each of them begins."""
    found = problems_of(read, *args)
    assert all(problem.startswith(f"{path}: ") for problem in found)
    return [problem.removeprefix(f"{path}: ") for problem in found]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty; copy a file of scenarios/catalogue and change it"),
        (b" \r\n\n", "the file is empty; copy a file of scenarios/catalogue and change it"),
        (b"#" * (MOST_BYTES + 1), "larger than 1 MB, so hardly a scenario; give the TOML file itself"),
        (b'title = "x"\nwhy = "\xe9"\n', "line 2 is not UTF-8 text; save the file as UTF-8"),
        ('title = "x"'.encode("utf-16"), "line 1 is not UTF-8 text; save the file as UTF-8"),
        (b"why = " + b"[" * 5000, "brackets are nested too deeply; close the ones left open"),
        (b"why = 1" + b"0" * 5000, "has a number of too many digits; write it shorter"),
        (b"title = Free text", f"not valid TOML: Invalid value (at line 1, column 9); {SYNTAX}"),
        (
            b"title",
            f"not valid TOML: Expected '=' after a key in a key/value pair (at end of document); {SYNTAX}",
        ),
        (
            b'title = "x"\ntitle = "y"',
            f"not valid TOML: Cannot overwrite a value (at end of document); {SYNTAX}",
        ),
        (b"[[change]]\nfrom = 2011-02-30", f"not valid TOML: Invalid date or datetime (at line 2, column 8); {SYNTAX}"),
    ],
    ids=["empty", "blank", "large", "Latin 1", "UTF-16", "nested", "digits", "no quotes", "no sign", "twice", "day"],
)
def test_a_file_that_is_no_toml_is_told_in_one_sentence(content, sentence, folder, baseline, sources):
    path = folder / "policy.toml"
    path.write_bytes(content)
    assert sentences_of(path, read_policy, path, baseline, sources) == [sentence]
    assert sentences_of(path, read_sources, path) == [sentence]
    assert sentences_of(path, read_baseline, path, folder / "sources.toml") == [sentence]


def test_a_byte_order_mark_and_the_line_ends_of_windows_do_no_harm(folder, baseline, sources):
    path = folder / "policy.toml"
    path.write_bytes(b"\xef\xbb\xbf" + policy_text({}).replace("\n", "\r\n").encode())
    assert read_policy(path, baseline, sources).text == policy_text({})


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (".", "is a folder; give the TOML file inside it"),
        ("nowhere.toml", "there is no such file; check the path"),
        ("no\0name.toml", "there is no such file; check the path"),
        ("/dev/null", "is not a regular file; give a TOML file"),
    ],
)
def test_a_path_that_leads_to_no_file_is_told_in_one_sentence(name, sentence, folder, baseline, sources):
    path = folder / name
    assert problems_of(read_policy, path, baseline, sources) == (f"{path}: {sentence}",)
    assert problems_of(read_policy, str(path), baseline, sources) == (f"{path}: {sentence}",)


def test_a_file_that_the_system_keeps_back_is_told_in_one_sentence(folder, baseline, sources, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    path = write_policy(folder, policy_text({}))
    monkeypatch.setattr(Path, "open", refuse)
    assert sentences_of(path, read_policy, path, baseline, sources) == [
        "cannot be read (Permission denied); check its path and permissions"
    ]


def test_files_of_the_project_are_named_from_its_folder_on(baseline, sources):
    path = BASELINE.parent / "catalogue" / "nowhere.toml"
    assert problems_of(read_policy, path, baseline, sources) == (
        "scenarios/catalogue/nowhere.toml: there is no such file; check the path",
    )


@pytest.mark.parametrize(
    ("head", "sentences"),
    [
        ({"title": None}, ["title is missing; it must be a text, what the policy is in a few words"]),
        ({"title": '" "'}, ["title is ' ', but must be a text, what the policy is in a few words"]),
        ({"title": "true"}, ["title is true, but must be a text, what the policy is in a few words"]),
        ({"titel": '"x"'}, ["there is no field titel; did you mean title?"]),
        ({'"ti\\u001btel"': '"x"'}, ["there is no field ti\\x1btel; did you mean title?"]),
        (
            {"xyz": '"x"'},
            [
                "there is no field xyz; choose from title, owner, question, why, source, leaves_out, starts_from, size,"
                " only"
            ],
        ),
        ({"owner": None}, ['owner is missing; it must be a member of the ICP, such as "federal_police"']),
        ({"owner": "7"}, ['owner is 7, but must be a member of the ICP, such as "federal_police"']),
        (
            {"owner": '"federal_polcie"'},
            ["owner is 'federal_polcie', who is not a member of the ICP; did you mean federal_police?"],
        ),
        ({"owner": '"me"'}, [f"owner is 'me', who is not a member of the ICP; choose from {OWNERS_LISTED}"]),
        (
            {"question": "[1, 2]"},
            ["question is [1, 2], but must be a text, the question that the comparison is to answer"],
        ),
        ({"why": "1.5"}, ["why is 1.5, but must be a text, why this policy is considered"]),
        ({"why": f'"{"x" * 99}"', "question": None}, [
            "question is missing; it must be a text, the question that the comparison is to answer",
        ]),
        ({"source": None}, ["source is missing; it must be a key of sources.toml, or a list of keys"]),
        ({"source": "[]"}, ["source is [], but must be a key of sources.toml, or a list of keys"]),
        ({"source": '["A1", 3]'}, ["source is 3, but must be a key of sources.toml, or a list of keys"]),
        (
            {"source": '{ key = "A1", of = [true, 2011-01-01, 10:00:00] }'},
            [
                "source is { key = 'A1', of = [true, 2011-01-01, 10:00:00] },"
                " but must be a key of sources.toml, or a list of keys"
            ],
        ),
        ({"source": '"TXT"'}, ["cites TXT, but sources.toml has no such key; did you mean TEXT?"]),
        (
            {"source": '["ZZZZ", "QQQQ", "A1"]'},
            [
                "cites ZZZZ, but sources.toml has no such key; choose from A1, TEXT",
                "cites QQQQ, but sources.toml has no such key; choose from A1, TEXT",
            ],
        ),
        (
            {"leaves_out": "{}"},
            ["leaves_out is {}, but must be a list of texts, what the policy would do that the model does not show"],
        ),
        (
            {"starts_from": '"awareness"'},
            ["starts_from is 'awareness', but must be \"baseline\", as no other start is known yet"],
        ),
    ],
)  # fmt: skip
def test_what_stands_above_the_changes_is_checked(head, sentences, folder, baseline, sources):
    path = write_policy(folder, policy_text({}, head=head))
    assert sentences_of(path, read_policy, path, baseline, sources) == sentences


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "there is no change; write at least one [[change]], or run the baseline itself"),
        ("change = []\n", "there is no change; write at least one [[change]], or run the baseline itself"),
        ("change = 3\n", "change is 3, but must be tables: write [[change]] and its fields below"),
        ("change = [1, {}]\n", "change is [1, {}], but must be tables: write [[change]] and its fields below"),
        ("[change]\ntimes = 2\n", "[change] stands in single brackets; write [[change]], as there may be several"),
    ],
)
def test_there_must_be_changes_in_double_brackets(text, sentence, folder, baseline, sources):
    path = write_policy(folder, policy_text() + text)
    assert sentences_of(path, read_policy, path, baseline, sources) == [sentence]


DATE = "but must be a date without quotes, such as 2011-01-01"
UNTIL = "but must be a date without quotes, such as 2016-12-31: the last day in force"
RAMP = "but must be a whole number of weeks, 0 to 1040"
TIMES = "but must be a finite number: by how much the value is multiplied"
WHERE = 'but where must be a table such as { country = "BE", sector = ["car_wash", "cleaning"] }'
VISITS = {"parameter": '"inspection.volume"'}
ONE_NUMBER = {"parameter": '"detection.repeat_gain"', "times": "1.0"}
REPEAT_GAIN = {"parameter": '"detection.repeat_gain"'}
FIELDS = "parameter, where, from, until, when, ramp_weeks, set, times, add, unit_cost, why, size"


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        ({"wher": "{}"}, ["there is no field wher; did you mean where?"]),
        ({"first_day": "2011-01-01"}, [f"there is no field first_day; choose from {FIELDS}"]),
        ({"why": None}, ["why is missing; it must be a text, why this change would do what is hoped"]),
        ({"from": None}, ["from is missing; it must be a date without quotes, such as 2011-01-01"]),
        ({"from": '"2011-01-01"'}, [f"from is '2011-01-01', {DATE}"]),
        ({"from": "2011-01-01T08:00:00"}, [f"from is 2011-01-01T08:00:00, {DATE}"]),
        ({"from": "2011"}, [f"from is 2011, {DATE}"]),
        ({"from": "2000-12-31"}, [
            "from is 2000-12-31, before the world starts; give a date from 2001-01-01 on",
        ]),
        ({"from": "2211-01-01"}, [
            "from is 2211-01-01, later than any run can last; give a date up to 2100-12-31",
        ]),
        ({"until": "false"}, [f"until is false, {UNTIL}"]),
        ({"until": "2010-12-31"}, [
            "until is 2010-12-31, which is before from (2011-01-01);"
            " exchange them, or leave until out to stay in force",
        ]),
        ({"until": "2011-01-01"}, [
            "from 2011-01-01 until 2011-01-01 covers no whole week, which is the step of the model;"
            " let until be 2011-01-06 or later",
        ]),
        ({"from": "2011-01-07", "until": "2011-01-12"}, [
            "from 2011-01-07 until 2011-01-12 covers no whole week, which is the step of the model;"
            " let until be 2011-01-13 or later",
        ]),
        ({"ramp_weeks": "2.5"}, [f"ramp_weeks is 2.5, {RAMP}"]),
        ({"ramp_weeks": "-1"}, [f"ramp_weeks is -1, {RAMP}"]),
        ({"ramp_weeks": "1041"}, [f"ramp_weeks is 1041, {RAMP}"]),
        ({"times": None}, [
            "says neither set, times nor add; write one of them, to say what becomes of the value",
        ]),
        ({"add": "1.0"}, [
            "says times and add; write one of them only, and a further [[change]] for the rest",
        ]),
        ({"set": "2.0", "add": "1.0"}, [
            "says set and times and add; write one of them only, and a further [[change]] for the rest",
        ]),
        ({"times": '"2"'}, [f"times is '2', {TIMES}"]),
        ({"times": "nan"}, [f"times is nan, {TIMES}"]),
        ({"times": "1" + 400 * "0"}, [f"times is 1{59 * '0'}..., {TIMES}"]),
        ({"times": "0x1" + 5000 * "0"}, [f"times is too large to show, {TIMES}"]),
        ({"times": "true"}, [f"times is true, {TIMES}"]),
        ({"times": None, "set": "inf"}, ["set is inf, but must be a finite number: the value itself"]),
        ({"times": None, "add": "-inf"}, ["add is -inf, but must be a finite number: what is added to the value"]),
        ({"parameter": None}, [
            'parameter is missing; it must be a parameter of the baseline, such as "monitoring.capacity"',
        ]),
        ({"parameter": '"monitoring.capcity"'}, [
            "no rule has a parameter monitoring.capcity; did you mean monitoring.capacity?",
        ]),
        ({"parameter": '"Monitoring.Capacity"'}, [
            "no rule has a parameter Monitoring.Capacity; did you mean monitoring.capacity?",
        ]),
        ({"parameter": '"capacity"'}, ["no rule has a parameter capacity; did you mean monitoring.capacity?"]),
        ({"parameter": '"monitoring.qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"'}, [
            "no rule has a parameter monitoring.qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq; choose from"
            " monitoring.capacity, monitoring.found_hazard, monitoring.investigated_share, monitoring.takedown_weeks,"
            " monitoring.silent_weeks",
        ]),
        ({"parameter": '"xyz"'}, [
            f"no rule has a parameter xyz; choose from {', '.join(list(declared())[:MOST_LISTED])}"
            f" and {len(declared()) - MOST_LISTED} more",
        ]),
        ({"parameter": '"monitoring.capacity.BE"'}, [
            "no rule has a parameter monitoring.capacity.BE;"
            ' write parameter = "monitoring.capacity" and where = { country = "BE" }',
        ]),
        ({"parameter": '"inspection.volume.Brussels.car_wash"'}, [
            "no rule has a parameter inspection.volume.Brussels.car_wash;"
            ' write parameter = "inspection.volume" and where = { city = "Brussels", sector = "car_wash" }',
        ]),
        ({"parameter": '"inspection.volume.carwash"'}, [
            "no rule has a parameter inspection.volume.carwash;"
            ' write parameter = "inspection.volume", and narrow it by city or body or sector in where',
        ]),
        ({"parameter": '"detection.repeat_gain.labour"'}, [
            "no rule has a parameter detection.repeat_gain.labour;"
            ' detection.repeat_gain is one number for all: write parameter = "detection.repeat_gain"',
        ]),
        ({"parameter": '"population.networks"'}, [
            "population.networks shapes the world at its start and cannot change through time;"
            " change it in baseline.toml",
        ]),
        ({"parameter": '"costs.visit_eur"'}, [
            "costs.visit_eur is a unit cost, the same for all policies;"
            " change it in baseline.toml, or write unit_cost",
        ]),
        ({"where": '"BE"'}, [WHERE.replace("but where must", "where is 'BE', but must")]),
        ({"where": "{ country = 3 }"}, [f"where.country is 3, {WHERE}"]),
        ({"where": "{ country = [] }"}, [f"where.country is [], {WHERE}"]),
        ({"where": '{ contry = "BE" }'}, ["where has a key contry; did you mean country?"]),
        ({"where": '{ xyz = "BE" }'}, [f"where has a key xyz; choose from {KEYS_LISTED}"]),
        ({"where": '{ country = ["BE", "FR"] }'}, [
            "where names a country 'FR', which the model does not know; choose from BE, NL, DE",
        ]),
        (VISITS | {"where": '{ city = "Gent", sector = "car wash" }'}, [
            "where names a city 'Gent', which the model does not know; did you mean Ghent?",
            "where names a sector 'car wash', which the model does not know; did you mean car_wash?",
        ]),
        ({"where": '{ sector = "car_wash" }'}, [
            "where names a sector, but monitoring.capacity is not told apart by sector; narrow it by country",
        ]),
        (ONE_NUMBER | {"where": '{ country = "BE" }'}, [
            "where names a country, but detection.repeat_gain is not told apart by country;"
            " it is one number for all: leave where out",
        ]),
        (VISITS | {"where": '{ country = "BE", city = ["Amsterdam", "Berlin"] }'}, [
            "where chooses nothing: no entry of inspection.volume has country BE and city Amsterdam, Berlin;"
            " drop one of them",
        ]),
        ({"unit_cost": None}, [
            'unit_cost is missing; it must be a table such as { eur = 100000, per = "year", source = "A42" }',
        ]),
        ({"unit_cost": "3"}, [
            'unit_cost is 3, but must be a table such as { eur = 100000, per = "year", source = "A42" }',
        ]),
        ({"unit_cost": "{}"}, [f"unit_cost has neither eur nor counted_by; write {COST_FORMS}"]),
        ({"unit_cost": "{ eur = 5 }"}, [f"unit_cost lacks per and source; write {COST_FORMS}"]),
        ({"unit_cost": '{ eur = 5, source = "A1" }'}, [f"unit_cost lacks per; write {COST_FORMS}"]),
        ({"unit_cost": '{ eur = 5, per = "year", source = "A1", counted_by = "costs.visit_eur" }'}, [
            f"unit_cost has both eur and counted_by, so the cost would count twice; write {COST_FORMS}",
        ]),
        ({"unit_cost": '{ counted_by = "costs.visit_eur", source = "A1" }'}, [
            f"unit_cost has counted_by, so source has no meaning here; write {COST_FORMS}",
        ]),
        ({"unit_cost": '{ counted_by = "costs.visits_eur" }'}, [
            "counted_by is 'costs.visits_eur', which is no unit cost; did you mean costs.visit_eur?",
        ]),
        ({"unit_cost": '{ counted_by = "x" }'}, [
            "counted_by is 'x', which is no unit cost; choose from costs.visit_eur,"
            " costs.advertisement_eur, costs.assistance_eur_per_year, costs.takedown_eur, costs.investigation_eur,"
            " costs.trial_eur, costs.interview_eur",
        ]),
        ({"unit_cost": "{ counted_by = 3 }"}, [
            "unit_cost: counted_by is 3, but must be a parameter of the costs, such as costs.visit_eur",
        ]),
        ({"unit_cost": '{ eur = "5", per = "month", source = 3, by = 1 }'}, [
            "unit_cost: eur is '5', but must be a number of euros; a saving is negative",
            "unit_cost: per is 'month', but must be \"year\"",
            "unit_cost: source is 3, but must be a key of sources.toml, or a list of keys",
            "unit_cost: there is no field by; choose from eur, per, source, counted_by",
        ]),
        ({"unit_cost": '{ eur = 5, per = "year", source = "TEXTS" }'}, [
            "unit_cost: cites TEXTS, but sources.toml has no such key; did you mean TEXT?",
        ]),
    ],
)  # fmt: skip
def test_each_field_of_a_change_is_checked(change, sentences, folder, baseline, sources):
    path = write_policy(folder, policy_text(change))
    found = sentences_of(path, read_policy, path, baseline, sources)
    assert found == [f"change 1: {sentence}" for sentence in sentences]
    path = write_policy(folder, policy_text({}, change))
    found = sentences_of(path, read_policy, path, baseline, sources)
    assert found == [f"change 2: {sentence}" for sentence in sentences]


SHARE = {"parameter": '"inspection.police_share"', "where": '{ sector = "prostitution" }', "times": None, "set": "0.5"}
SHARES_OFF = (
    "the shares of inspection.police_share would add up to 1.42308 in the week of 2011-01-03,"
    " but must add up to 1; change the other shares by -0.423077 in further changes"
)


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ([{"times": "20.0"}], [
            "change 1: monitoring.capacity of BE would be 20 in the week of 2011-01-03 (and 2 more of its entries),"
            f" outside 0 to 10; {EVIDENCE}",
        ]),
        ([{"times": None, "add": "-1.5", "where": '{ country = "NL" }'}], [
            "change 1: monitoring.capacity of NL would be -0.5 in the week of 2011-01-03,"
            f" outside 0 to 10; {EVIDENCE}",
        ]),
        ([REPEAT_GAIN | {"times": "11.0", "from": "2011-01-03", "ramp_weeks": "10"}], [
            f"change 1: detection.repeat_gain would be 11 in the week of 2011-03-07, outside 0 to 10; {EVIDENCE}",
        ]),
        ([VISITS | {"times": "-1.0", "where": '{ city = "Ghent", sector = "car_wash" }'}], [
            "change 1: inspection.volume of Ghent federal_social_inspection car_wash would be -1"
            " in the week of 2011-01-03 (and 10 more of its entries),"
            f" outside 0 to 10; {EVIDENCE}",
        ]),
        ([{"times": "4.0"}, {"times": "4.0", "from": "2012-01-02"}, {"where": '{ country = "DE" }', "times": "0.5"}], [
            "change 2: monitoring.capacity of BE would be 16 in the week of 2012-01-02 (and 1 more of its entries),"
            f" outside 0 to 10; {EVIDENCE}",
        ]),
        ([{"times": "1e300"}, {"times": "1e300"}], [
            "change 2: monitoring.capacity of BE would be inf in the week of 2011-01-03 (and 2 more of its entries),"
            f" outside 0 to 10; {EVIDENCE}",
        ]),
        ([{"times": "1e300"}, {"times": "1e300"}, {"times": "0.0"}], [
            "change 3: monitoring.capacity of BE would be nan in the week of 2011-01-03 (and 2 more of its entries),"
            f" outside 0 to 10; {EVIDENCE}",
        ]),
        ([SHARE], [f"change 1: {SHARES_OFF}"]),
        ([{}, SHARE | {"why": None, "unit_cost": "{}"}], [
            "change 2: why is missing; it must be a text, why this change would do what is hoped",
            f"change 2: unit_cost has neither eur nor counted_by; write {COST_FORMS}",
            f"change 2: {SHARES_OFF}",
        ]),
    ],
)  # fmt: skip
def test_what_the_evidence_does_not_allow_is_refused_with_entry_and_week(changes, sentences, folder, baseline, sources):
    path = write_policy(folder, policy_text(*changes))
    assert sorted(sentences_of(path, read_policy, path, baseline, sources)) == sorted(sentences)


def test_shares_that_are_moved_together_are_allowed(folder, baseline, sources):
    others = SHARE | {"where": '{ sector = ["begging", "construction"] }', "set": f"{(0.5 + 1 / 26) / 11}"}
    path = write_policy(folder, policy_text(SHARE | {"set": f"{2 / 13}"}, others | {"set": f"{1 / 26}"}))
    assert len(read_policy(path, baseline, sources).changes) == 2


def test_all_that_is_wrong_with_a_policy_is_told_at_once(folder, baseline, sources):
    text = policy_text(
        {"parameter": '"monitoring.capcity"', "from": "1999-01-01"},
        {"times": "20.0", "unit_cost": None},
        head={"owner": '"me_too"', "question": None, "source": '"TXT"', "titel": '"x"'},
    )
    path = write_policy(folder, text)
    assert sentences_of(path, read_policy, path, baseline, sources) == [
        "question is missing; it must be a text, the question that the comparison is to answer",
        "there is no field titel; did you mean title?",
        f"owner is 'me_too', who is not a member of the ICP; choose from {OWNERS_LISTED}",
        "cites TXT, but sources.toml has no such key; did you mean TEXT?",
        "change 1: no rule has a parameter monitoring.capcity; did you mean monitoring.capacity?",
        "change 1: from is 1999-01-01, before the world starts; give a date from 2001-01-01 on",
        'change 2: unit_cost is missing; it must be a table such as { eur = 100000, per = "year", source = "A42" }',
        "change 2: monitoring.capacity of BE would be 20 in the week of 2011-01-03 (and 2 more of its entries),"
        f" outside 0 to 10; {EVIDENCE}",
    ]


GAIN = "detection.repeat_gain"
HAZARD = "exits.escape_hazard"
NETWORKS = "population.networks"
LINE = '{ value = 1.0, unit = "1", low = 0.0, high = 10.0, source = "A1" }'
CITES_TXT = LINE.replace("A1", "TXT")


@pytest.mark.parametrize(
    ("changed", "more", "sentences"),
    [
        ({"title": None}, "", ["title is missing; it must be a text, what this baseline is in a few words"]),
        ({"question": "3"}, "", ["question is 3, but must be a text, the question that it answers"]),
        ({"title": "{}"}, "", ["title is {}, but must be a text, what this baseline is in a few words"]),
        ({"titel": '"x"'}, "", ["there is no field titel; did you mean title?"]),
        ({}, f"[detecton]\ndenial = {LINE}\n", ["no rule is called detecton; did you mean detection?"]),
        ({}, f"[xyz]\ndenial = {LINE}\n", [
            "no rule is called xyz; choose from population, season, recruitment, monitoring, adaptation, placement,"
            " control,"
            " exits, relocation, inspection, detection, interview, minors, referral, reception, documents,"
            " retrafficking, investigation, prosecution, replacement, lists, costs",
        ]),
        ({name: None for name in declared() if name.startswith("season.")} | {"season": "1.0"}, "", [
            "season is 1.0, but must hold parameters: write [season.parameter] and its fields",
        ]),
        ({GAIN: None}, "", ["no value for detection.repeat_gain [1]; every parameter needs one here"]),
        ({HAZARD: None}, "", [
            "no value for exits.escape_hazard [1/year]; every parameter needs one here, for each form or once for all",
        ]),
        ({"inspection.volume": None}, "", [
            "no value for inspection.volume [1]; every parameter needs one here,"
            " for each city and body and sector or once for all",
        ]),
        ({"detection.denail": LINE}, "", [
            "no rule has a parameter detection.denail; did you mean detection.denial?",
        ]),
        ({"detection.whatever_else_there_is": LINE}, "", [
            "no rule has a parameter detection.whatever_else_there_is;"
            " choose from detection.report_hazard, detection.hotline, detection.denial, detection.repeat_gain",
        ]),
        ({GAIN: "0.5"}, "", ["detection.repeat_gain:"
            " is 0.5, but must be a table { value, unit, low, high, source }"]),
        ({GAIN: LINE.replace('unit = "1", ', "")}, "", [
            "detection.repeat_gain: unit is missing; it must be the unit of its rule, a text in quotes",
        ]),
        ({GAIN: LINE.replace('"1"', '"1/year"')}, "", [
            "detection.repeat_gain:"
            " is in '1/year', but its rule works in '1'; convert the figures and write unit = \"1\"",
        ]),
        ({GAIN: LINE.replace('"1"', "1")}, "", [
            "detection.repeat_gain: is in 1, but its rule works in '1'; convert the figures and write unit = \"1\"",
        ]),
        ({GAIN: LINE.replace("value = 1.0, ", "")}, "", [
            "detection.repeat_gain: value is missing; it must be a finite number",
        ]),
        ({GAIN: LINE.replace("value = 1.0", 'value = "1"')}, "", [
            "detection.repeat_gain: value is '1', but must be a finite number",
        ]),
        ({GAIN: LINE.replace("low = 0.0", "low = -inf")}, "", [
            "detection.repeat_gain:"
            " low is -inf, but must be a finite number, the lowest value that the evidence allows",
        ]),
        ({GAIN: LINE.replace("10.0", "nan")}, "", [
            "detection.repeat_gain:"
            " high is nan, but must be a finite number, the highest value that the evidence allows",
        ]),
        ({GAIN: LINE.replace("low = 0.0", "low = -0.5")}, "", [
            "detection.repeat_gain: low is -0.5, but no parameter of the model can be below 0; raise it",
        ]),
        ({"detection.denial": LINE}, "", [
            "detection.denial: high is 10.0, but this parameter means nothing above 1; lower it",
        ]),
        ({GAIN: LINE.replace("low = 0.0", "low = 11.0")}, "", [
            "detection.repeat_gain: low is 11.0, above high 10.0; exchange them",
        ]),
        ({GAIN: LINE.replace("value = 1.0", "value = 11.0")}, "", [
            "detection.repeat_gain: value 11.0 lies outside its own range 0.0 to 10.0;"
            " correct the value, or widen the range",
        ]),
        ({GAIN: LINE.replace(', source = "A1"', "")}, "", [
            "detection.repeat_gain: source is missing; it must be a key of sources.toml, or a list of keys",
        ]),
        ({GAIN: LINE.replace('"A1"', "[3]")}, "", [
            "detection.repeat_gain: source is 3, but must be a key of sources.toml, or a list of keys",
        ]),
        ({GAIN: LINE.replace('"A1"', '["TXT", "A1"]')}, "", [
            "detection.repeat_gain: cites TXT, but sources.toml has no such key; did you mean TEXT?",
        ]),
        ({GAIN: LINE.replace("value", "valu")}, "", [
            "detection.repeat_gain: value is missing; it must be a finite number",
            "detection.repeat_gain: there is no field valu; did you mean value?",
        ]),
        ({HAZARD: None}, '[exits.escape_hazard]\nunit = "1/year"\nlabour = 3\nsexul = 4\n', [
            "exits.escape_hazard: no form is called sexul; did you mean sexual?",
            "exits.escape_hazard: no entry for sexual, begging, criminal_activities, domestic_service;"
            " each form needs one [1/year]",
            "exits.escape_hazard.labour: is 3, but must be a table { value, unit, low, high, source }",
        ]),
        ({"population.channel_share": LINE}, "", [
            "population.channel_share: the shares add up to 3, but must add up to 1; change them by -2",
        ]),
        ({"population.origin_share": LINE.replace("1.0", "0.16")}, "", [
            f"population.origin_share.{form}: the shares add up to 0.96, but must add up to 1; change them by +0.04"
            for form in ("labour", "sexual", "begging", "criminal_activities", "domestic_service")
        ]),
        ({GAIN: CITES_TXT, HAZARD: None, "titel": '"x"', NETWORKS: LINE.replace("low", "lo")}, "", [
            "there is no field titel; did you mean title?",
            "population.networks: low is missing;"
            " it must be a finite number, the lowest value that the evidence allows",
            "population.networks: there is no field lo; did you mean low?",
            "detection.repeat_gain: cites TXT, but sources.toml has no such key; did you mean TEXT?",
            "no value for exits.escape_hazard [1/year]; every parameter needs one here, for each form or once for all",
        ]),
    ],
)  # fmt: skip
def test_the_baseline_is_checked_as_a_whole(changed, more, sentences, tmp_path):
    path = write_baseline(tmp_path, changed, more)
    assert sentences_of(path, read_baseline, path, tmp_path / "sources.toml") == sentences


@pytest.mark.parametrize(
    ("drawn", "sentences"),
    [
        ({"monitoring.capcity": 1.0}, ["no quantity is called monitoring.capcity; did you mean monitoring.capacity?"]),
        ({GAIN: "1"}, ["detection.repeat_gain: value is '1', but must be a finite number"]),
        ({GAIN: float("nan")}, ["detection.repeat_gain: value is nan, but must be a finite number"]),
        ({GAIN: -1.0, HAZARD: 11}, [
            "detection.repeat_gain: value -1.0 lies outside its own range 0.0 to 10.0;"
            " correct the value, or widen the range",
            "exits.escape_hazard: value 11.0 lies outside its own range 0.0 to 10.0;"
            " correct the value, or widen the range",
        ]),
        ({"population.form_share": 0.3}, [
            "population.form_share: the shares add up to 1.5, but must add up to 1; change them by -0.5",
        ]),
    ],
)  # fmt: skip
def test_values_drawn_for_the_baseline_are_checked_as_the_file_is(drawn, sentences, baseline):
    found = problems_of(with_values, baseline, drawn)
    assert found == tuple(f"values given for the baseline: {sentence}" for sentence in sentences)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("A1 = 3", ["A1 stands alone; every source is a table: write [A1] and its fields below"]),
        ("[A1]", ['A1: kind is missing; it must be "publication", "assumption" or "text"']),
        ('[A1]\nkind = "book"', ["A1: kind is 'book', but must be \"publication\", \"assumption\" or \"text\""]),
        ('[A1]\nkind = "assumption"', [
            "A1: reason is missing; a source of kind assumption needs it:"
            " why the assumption is made, in a sentence",
        ]),
        ('[T]\nkind = "text"', [
            "T: title is missing; a source of kind text needs it: the title of the publication or text",
        ]),
        ('[P]\nkind = "publication"\nauthor = "x"\nyear = "2010"', [
            "P: year is '2010', but must be the year of publication, a whole number",
            "P: there is no field author; did you mean authors?",
            "P: title is missing; a source of kind publication needs it: the title of the publication or text",
            "P: read is missing; a source of kind publication needs it:"
            " true if it was read for this model, false if it was recalled and not read again",
        ]),
        ('[P]\nkind = "publication"\ntitle = ""\nread = 1\nauthors = 1\nurl = 2\nnote = []\nreason = 4', [
            "P: title is '', but must be the title of the publication or text",
            "P: read is 1, but must be true if it was read for this model, false if it was recalled and not read again",
            "P: reason is 4, but must be why the assumption is made, in a sentence",
            "P: authors is 1, but must be the body or the persons who wrote it",
            "P: url is 2, but must be the address at which it can be read",
            "P: note is [], but must be a remark, in a sentence",
        ]),
    ],
)  # fmt: skip
def test_sources_are_checked(text, sentences, tmp_path):
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    assert sentences_of(path, read_sources, path) == sentences


def test_without_sources_there_is_nothing_to_choose_from(folder, baseline):
    path = write_policy(folder, policy_text({"unit_cost": '{ counted_by = "costs.visit_eur" }'}))
    assert sentences_of(path, read_policy, path, baseline, {}) == ["cites TEXT, but sources.toml has no such key"]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("awarenes", "did you mean awareness?"),
        ("Baseline", "did you mean baseline?"),
        ("", f"the catalogue has {listed(catalogue.names())}."),
    ],
)
def test_a_name_that_the_catalogue_lacks_is_told_with_the_nearest_or_with_all_that_it_has(name, advice):
    for use in (catalogue.load, catalogue.describe):
        assert problems_of(use, name) == (
            f"no scenario is called {name!r}; {advice} A policy of your own is given by the path of its file, ending"
            " in .toml",
        )


def test_a_path_given_to_the_catalogue_is_told_as_it_was_given(tmp_path):
    for name in ("policies/mine", "mine.toml", tmp_path / "mine"):
        assert problems_of(catalogue.load, name) == (f"{name}: there is no such file; check the path",)


def test_an_edited_baseline_is_seen_at_once(tmp_path):
    paths = {"baseline_path": write_baseline(tmp_path), "sources_path": tmp_path / "sources.toml"}
    catalogue.load("baseline", **paths)
    write_baseline(tmp_path, {GAIN: None})
    assert problems_of(catalogue.load, "baseline", **paths) == (
        f"{tmp_path / 'baseline.toml'}: no value for detection.repeat_gain [1]; every parameter needs one here",
    )


WORDS = ["BE", "car_wash", "A1", "TEXT", "federal_police", "year", "baseline", "costs.visit_eur", *declared()]
PLAIN = st.one_of(
    st.sampled_from(WORDS).map(json.dumps),
    st.text(max_size=9).map(json.dumps),
    st.integers(-(10**400), 10**400).map(str),
    st.integers(-2000, 2000).map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.sampled_from(["true", "false", "{}", "[]", "12:30:00", "0x" + 5000 * "f", "{ " + 1999 * "a." + "a = 1 }"]),
)
NAMES = st.one_of(
    st.sampled_from([*HEAD, *CHANGE, "change", "where", "until", "ramp_weeks", "set", "add", "eur", "per", "country"]),
    st.text(max_size=5).map(json.dumps),
)


def braced(fields):
    return "{ " + ", ".join(f"{name} = {value}" for name, value in fields.items()) + " }"


VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: "[" + ", ".join(parts) + "]"),
        st.dictionaries(NAMES, inner, max_size=3).map(braced),
    ),
    max_leaves=6,
)
FIELDS_OF_CHANGES = st.dictionaries(
    st.sampled_from([*CHANGE, "until", "where", "ramp_weeks", "set", "add", "else"]), VALUES, max_size=3
)
NEAR_MISSES = st.builds(
    lambda changes, head: policy_text(*changes, head=head),
    st.lists(FIELDS_OF_CHANGES, max_size=3),
    st.dictionaries(st.sampled_from([*HEAD, "starts_from", "else"]), VALUES, max_size=3),
)
DAYS = st.one_of(st.dates(), st.dates(date(2001, 1, 1), date(2030, 1, 1))).map(str)
PLAUSIBLE_CHANGES = st.fixed_dictionaries(
    {"parameter": st.sampled_from(list(declared())).map(json.dumps)},
    optional={
        "from": DAYS,
        "until": DAYS,
        "ramp_weeks": st.integers(0, 60).map(str),
        "times": st.floats(allow_nan=False, allow_infinity=False).map(str),
        "where": st.dictionaries(st.sampled_from(KEYS), st.sampled_from(WORDS).map(json.dumps), max_size=2).map(braced),
    },
)
PLAUSIBLE = st.lists(PLAUSIBLE_CHANGES, min_size=1, max_size=4).map(lambda changes: policy_text(*changes))
TABLES = st.dictionaries(NAMES, VALUES, max_size=5).map(lines)
SHIPPED = st.sampled_from([path.read_text(encoding="utf-8") for path in sorted(catalogue.CATALOGUE.glob("*.toml"))])
DAMAGED = st.builds(
    lambda text, start, length, put: text[:start] + put + text[start + length :],
    SHIPPED, st.integers(0, 2000), st.integers(0, 60), st.text(max_size=3),
)  # fmt: skip


def told(read, *args):
    """What is told of it, nothing if it can be used; anything but a ScenarioError fails the test."""
    try:
        read(*args)
    except ScenarioError as error:
        return error.problems
    return ()


def are_sentences(problems, path):
    return all(
        problem.startswith(f"{path}: ") and problem.isprintable() and len(problem) < 1000 for problem in problems
    )


@settings(deadline=None, max_examples=400)
@given(text=st.one_of(PLAUSIBLE, NEAR_MISSES, DAMAGED, TABLES, st.text()))
def test_no_text_ends_a_policy_in_anything_but_sentences(text, folder, baseline, sources):
    path = write_policy(folder, text)
    assert are_sentences(told(read_policy, path, baseline, sources), path)


ENTRIES = st.dictionaries(st.sampled_from(list(Source.model_fields)), VALUES, max_size=3).map(braced)


@settings(deadline=None)
@given(content=st.binary())
def test_no_bytes_end_a_policy_in_anything_but_sentences(content, folder, baseline, sources):
    path = folder / "policy.toml"
    path.write_bytes(content)
    assert are_sentences(told(read_policy, path, baseline, sources), path)


@settings(deadline=None)
@given(text=st.one_of(TABLES, st.dictionaries(NAMES, ENTRIES, max_size=3).map(lines)))
def test_no_text_ends_sources_in_anything_but_sentences(text, folder):
    path = folder / "other.toml"
    path.write_text(text, encoding="utf-8")
    assert are_sentences(told(read_sources, path), path)


DRAWN = st.one_of(st.floats(), st.integers(), st.text())
QUANTITIES = st.one_of(
    VALUES,
    st.dictionaries(st.sampled_from([*Quantity.model_fields, "labour", "sexual", "BE"]), VALUES, max_size=3).map(
        lambda fields: braced({"value": "1.0", "unit": '"1"', "low": "0.0", "high": "10.0", "source": '"A1"'} | fields)
    ),
)


@settings(deadline=None)
@given(changed=st.dictionaries(st.sampled_from([*declared(), "title", "season.x", "x.y", "x"]), QUANTITIES, max_size=3))
def test_no_text_ends_a_baseline_in_anything_but_sentences(changed, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp()
    path = write_baseline(folder, changed)
    assert are_sentences(told(read_baseline, path, folder / "sources.toml"), path)


@settings(deadline=None)
@given(drawn=st.dictionaries(st.sampled_from([*declared(), "x", "exits.x"]), DRAWN, max_size=3))
def test_no_values_drawn_end_in_anything_but_sentences(drawn, baseline):
    assert are_sentences(told(with_values, baseline, drawn), "values given for the baseline")


@pytest.mark.parametrize("sign", ["\\u0001", "\\uE000", "\\u007F"])
def test_a_sign_that_no_document_can_hold_is_told(folder, baseline, sign):
    text = f'title = "bad {sign} title"'
    path = folder / "sign.toml"
    whole = Path("scenarios/catalogue/hotline.toml").read_text(encoding="utf-8")
    path.write_text(whole.replace(whole.splitlines()[0], text), encoding="utf-8")
    with pytest.raises(ScenarioError, match="title is"):
        catalogue.load(path)
