"""Whatever is wrong with a condition is said in whole sentences, all of it at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import catalogue
from scenarios.errors import ScenarioError
from scenarios.policy import read_policy
from scenarios.reaction import When
from scenarios.sources import read_sources
from sim.observed import OBSERVED
from tests.scenario_files import policy_text, write_policy

KNOWN = (
    "longest_wait [weeks, by centre], waiting [persons, by centre], occupied [persons, by centre],"
    " identified [persons in 52 weeks, by centre], referred [persons in 52 weeks, by centre],"
    " detected [persons in 52 weeks, by body], advertisements_removed [advertisements in 52 weeks, by channel]"
)
GOOD = {"outcome": '"longest_wait"', "above": "4"}
TABLE = 'a table such as { outcome = "longest_wait", centre = "payoke", above = 4, for_weeks = 8 }'


def sentences_of(folder, baseline, change):
    """The problems without the names of file and change."""
    path = write_policy(folder, policy_text(change))
    with pytest.raises(ScenarioError) as caught:
        read_policy(path, baseline, read_sources(folder / "sources.toml"))
    start = f"{path}: change 1: "
    assert all(problem.startswith(start) for problem in caught.value.problems)
    return [problem.removeprefix(start) for problem in caught.value.problems]


def table(fields):
    return "{ " + ", ".join(f"{name} = {text}" for name, text in fields.items() if text is not None) + " }"


@pytest.mark.parametrize(
    ("when", "sentences"),
    [
        ({"outcome": None}, [
            'outcome is missing; it must be something that the authorities see, such as "longest_wait"',
        ]),
        *(
            ({"outcome": f'"{name}"'}, [
                f"outcome is '{name}', which is not known to the authorities from week to week; they know {KNOWN}",
            ])
            for name in ("hidden", "victim_years", "recruited", "exits", "arrived", "relocations")
        ),
        ({"outcome": '"longest_weight"'}, [
            "outcome is 'longest_weight', which the model does not know; did you mean longest_wait?",
        ]),
        ({"centre": '"pajoke"'}, [
            "names a centre 'pajoke', whose longest_wait the authorities do not see; did you mean payoke?",
        ]),
        ({"centre": '"germany_shelters"'}, [
            "names a centre 'germany_shelters', whose longest_wait the authorities do not see;"
            " choose from payoke, pag_asa, surya, minors_route",
        ]),
        ({"body": '"federal_police"'}, ["names a body, but longest_wait is told apart by centre; leave body out"]),
        ({"outcome": '"detected"', "body": '"netherlands_police"'}, [
            "names a body 'netherlands_police', whose detected the authorities do not see;"
            " did you mean federal_police?",
        ]),
        ({"outcome": '"advertisements_removed"', "channel": '"offline"'}, [
            "names a channel 'offline', whose advertisements_removed the authorities do not see;"
            " choose from classified_ads, forums, social_networks",
        ]),
        ({"centre": "3"}, ["centre is 3, but must be a reception centre, such as \"payoke\""]),
        ({"above": None}, ["says neither above nor below; write one of them, with the threshold"]),
        ({"below": "2"}, ["says above and below; write one of them only"]),
        ({"above": "inf"}, ["above is inf, but must be a finite number: it reacts to more than this"]),
        ({"above": None, "below": "nan"}, ["below is nan, but must be a finite number: it reacts to less than this"]),
        ({"above": '"4"'}, ["above is '4', but must be a finite number: it reacts to more than this"]),
        *(
            ({"for_weeks": weeks}, [
                f"for_weeks is {weeks}, but must be a whole number of weeks without a break, 1 to 1040",
            ])
            for weeks in ("0", "-1", "1041", "2.5")
        ),
        ({"while_it_lasts": "true"}, [
            "there is no field while_it_lasts; choose from outcome, centre, body, channel, above, below, for_weeks",
        ]),
        ({"outcome": '"hidden"', "above": None, "for_weeks": "0", "centr": '"payoke"'}, [
            "for_weeks is 0, but must be a whole number of weeks without a break, 1 to 1040",
            "there is no field centr; did you mean centre?",
            f"outcome is 'hidden', which is not known to the authorities from week to week; they know {KNOWN}",
            "says neither above nor below; write one of them, with the threshold",
        ]),
    ],
)  # fmt: skip
def test_a_condition_is_checked(when, sentences, folder, baseline):
    found = sentences_of(folder, baseline, {"when": table(GOOD | when)})
    assert found == [f"when: {sentence}" for sentence in sentences]


def test_a_condition_is_a_table(folder, baseline):
    assert sentences_of(folder, baseline, {"when": '"soon"'}) == [f"when is 'soon', but must be {TABLE}"]


def test_a_condition_that_can_never_hold_before_the_end_is_refused(folder, baseline):
    change = {"when": table(GOOD | {"for_weeks": "52"}), "until": "2011-12-31"}
    assert sentences_of(folder, baseline, change) == [
        "when asks for 52 weeks from 2011-01-01 on, but with until 2011-12-31 only 52 weeks are left,"
        " so it would never begin; ask for fewer weeks, or let until be later"
    ]
    path = write_policy(folder, policy_text(change | {"when": table(GOOD | {"for_weeks": "51"})}))
    assert read_policy(path, baseline, read_sources(folder / "sources.toml")).changes[0].when.for_weeks == 51


def test_a_change_that_reacts_is_checked_as_if_in_force_from_its_first_day_and_as_never_begun(folder, baseline):
    far = sentences_of(folder, baseline, {"when": table(GOOD), "times": "11.0", "where": '{ country = "BE" }'})
    assert far == [
        "monitoring.capacity of BE would be 11 in the week of 2011-01-03, outside 0 to 10;"
        " that range in baseline.toml is what the evidence allows: ask for less, or widen it there with a source"
    ]
    path = write_policy(folder, policy_text({"times": "11.0"}, {"when": table(GOOD), "times": "0.5"}))
    with pytest.raises(ScenarioError, match=r"change 1: monitoring\.capacity of BE would be 11 in the week of 2011"):
        read_policy(path, baseline, read_sources(folder / "sources.toml"))


def test_a_wrong_condition_hides_nothing_else_that_is_wrong(folder, baseline):
    change = {"when": '{ outcome = "hidden", above = 1 }', "times": "11.0", "why": None, "from": "2011-01-01"}
    assert len(sentences_of(folder, baseline, change)) == 3


VALUES = st.sampled_from(['"payoke"', '"x"', "1", "-2.5", "true", "nan", "[]", "{}", "2011-01-01", '"reports"', '""'])
FIELDS = st.dictionaries(st.sampled_from([*When.model_fields, "x"]), VALUES, max_size=4)


@settings(deadline=None, max_examples=200)
@given(
    fields=FIELDS,
    outcome=st.sampled_from([None, *OBSERVED, "hidden", "x"]),
    until=st.sampled_from([None, "2011-06-01"]),
)
def test_no_condition_ends_in_anything_but_sentences(fields, outcome, until, folder, baseline):
    fields = {"outcome": f'"{outcome}"'} | fields
    path = write_policy(folder, policy_text({"when": table(fields), "until": until}))
    problems = ()
    try:
        policy = read_policy(path, baseline, read_sources(folder / "sources.toml"))
    except ScenarioError as error:
        problems = error.problems
    assert problems or policy.changes[0].when.outcome in OBSERVED
    assert all(problem.startswith(f"{path}: change 1: ") and problem.isprintable() for problem in problems)


def test_a_condition_is_shown_in_words(folder, baseline):
    change = {"when": table(GOOD | {"centre": '"payoke"', "for_weeks": "8"}), "until": "2016-12-31"}
    path = write_policy(folder, policy_text(change))
    shown = catalogue.describe(path, baseline_path=folder / "baseline.toml", sources_path=folder / "sources.toml")
    assert (
        "Change 1: monitoring.capacity times 2 once longest_wait of payoke is above 4 weeks for 8 weeks,"
        " from 2011-01-01 on until 2016-12-31. It costs EUR 1,000 a year (A1). To see.\n"
    ) in shown
