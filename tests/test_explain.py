"""Why two worlds differ: everybody touched is counted, each through a cause, and the chain is told in order."""

import json
from datetime import date
from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from typer.testing import CliRunner

from experiments import explain, requests, theme
from experiments.advice.explain import explanation_of
from experiments.cli import app
from experiments.explaining import chain, fates, rules, steps
from experiments.explaining.chart import touched_chart
from experiments.explaining.request import request_for
from experiments.explaining.worlds import Person, differing, pair_of, side_by_side
from experiments.language import LANGUAGES
from experiments.requests import UsageError
from scenarios import catalogue
from sim import names
from sim.names import EXPLOITED, WAITING
from sim.weeks import date_of, first_week_of
from sim.world import everyone
from tests.worlds import differences, factors, lived, multiplied, ordinary, seeds

SEED, LAST_YEAR = 7, 2012
SEVERAL = ("sector-inspections", "hotline", "awareness+online-monitoring", "reflection-period", "prosecution-capacity")
REACTS = """
title = "A hotline that is better known once somebody is found"
owner = "federal_justice"
question = "Does it react?"
why = "To see."
source = "TIP2021"
leaves_out = ["Much."]

[[change]]
parameter = "detection.hotline"
where = { country = "BE" }
from = 2010-01-01
when = { outcome = "detected", above = 1 }
times = 1.5
unit_cost = { eur = 1000, per = "year", source = "TIP2021" }
why = "To see."
"""
pytestmark = pytest.mark.usefixtures("compiled")


@cache
def found_of(scenario, against="baseline", last_year=LAST_YEAR, events=20):
    return explain(scenario, against, SEED, last_year, "baseline", events=events)


def thbsim(*arguments):
    told = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return told.exit_code, told.stdout, told.stderr


def plans_of(scenario, last_year=LAST_YEAR):
    return request_for(scenario, "baseline", SEED, last_year, "baseline", None).plans()


def ends_of(scenario):
    """All persons of the baseline and of a scenario, each run by itself as `thbsim run` does, by key."""
    worlds = (plan.lived(SEED, plan.schedule.course()) for plan in plans_of(scenario))
    return [{record["key"]: record for record in everyone(world).view(np.ndarray)} for world in worlds]


@pytest.mark.parametrize("scenario", ["baseline", "hotline"])
def test_a_scenario_against_itself_touches_nobody(scenario):
    found = found_of(scenario, scenario, 2011)
    assert found.persons > 0
    assert found.touched.is_empty()
    assert found.events.is_empty()
    assert not found.unexplained
    assert "changes nobody's path" in found.sentence()


@pytest.mark.parametrize("scenario", SEVERAL)
def test_nobody_changes_without_a_cause_under_a_policy(scenario):
    found = found_of(scenario)
    assert found.touched.height > 50
    assert found.is_explained
    assert not (found.touched["through"] == rules.NOTHING).any()


@settings(max_examples=12, deadline=None)
@given(factors(), factors(), seeds())
@example({"investigation.opening_chance": 0.9}, {}, 22_334_456_448_235_286)  # a clock ran otherwise weeks before
def test_nobody_changes_without_a_cause_whatever_is_in_force(one, other, seed):
    p = [multiplied(ordinary(), levers) for levers in (one, other)]
    pair = side_by_side(lived(p[0], 100, seed), [((0, each),) for each in p], seed, 150)
    followed = chain.follow(pair)
    assert not followed.touched.unexplained
    assert not followed.bodies.unexplained
    assert all(event.causes and max(event.causes) < row for row, event in enumerate(followed.events) if row)


def follow_with(pair, number, meddle):
    """A Pair followed to its end, one of its worlds being meddled with before a week."""

    def weeks():
        for week in pair.weeks:
            yield week
            if week.number == number - 1:
                meddle(week)

    return chain.follow(type(pair)(pair.before, pair.world, weeks(), pair.courses))


def turned_clocks(side, keys, column, factor):
    rows = np.isin(side.world.persons["key"][: side.world.counts[0]], keys)
    side.world.persons[column][: rows.size][rows] *= factor


@pytest.mark.parametrize("column", ["until_escape", "until_detection", "until_move", "control"])
def test_clocks_turned_by_hand_are_found_between_equal_worlds(column):
    keys = []

    def meddle(week):
        held = week.other.after[week.other.after["status"] == EXPLOITED]["key"]
        keys.extend(held[::40].tolist())
        turned_clocks(week.other, keys, column, 0.75)

    p = ordinary()
    world = lived(p, 120, SEED, scale=1.0)
    pair = side_by_side(world, [((0, p),)] * 2, SEED, 125)
    touched = follow_with(pair, 122, meddle).touched
    assert len(keys) > 3
    assert {onset.key for onset in touched.unexplained} == set(keys)


def hastened_clocks_of(table, columns, every=5):
    """Meddles with the clocks of some networks or recruiters; notes their rows."""
    rows: list[int] = []

    def meddle(week):
        bodies = getattr(week.other.world, table)
        rows.extend(range(0, bodies.size, every))
        for column in columns:
            bodies[column][::every] = bodies[column][::every] * 0.05

    return rows, meddle


@pytest.mark.parametrize(
    ("table", "columns"), [("networks", ["until_investigation"]), ("recruiters", ["until_attempt", "until_found"])]
)
def test_clocks_of_others_turned_by_hand_are_found_between_equal_worlds_with_all_whom_they_touch(table, columns):
    rows, meddle = hastened_clocks_of(table, columns)
    p = ordinary()
    pair = side_by_side(lived(p, 120, SEED, scale=1.0), [((0, p),)] * 2, SEED, 180)
    followed = follow_with(pair, 122, meddle)
    found = {(one.kind, one.row) for one in followed.bodies.unexplained}
    assert {(table.removesuffix("s"), row) for row in rows} <= found
    assert len(followed.touched.first) > 10
    assert {onset.key for onset in followed.touched.unexplained} == set(followed.touched.first)


@pytest.mark.parametrize("column", ["signs", "until_investigation"])
def test_networks_altered_by_hand_beside_a_policy_are_reported(column):
    altered: list[int] = []

    def meddle(week):
        one, other = (side.world.networks for side in week.sides)
        altered.extend(np.flatnonzero([a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True)])[:20])
        other[column][altered] = other[column][altered] * 0.5 + 1.0

    request = request_for("prosecution-capacity", "baseline", SEED, 2012, "baseline", None)
    pair = pair_of(request.plans(), SEED)
    followed = follow_with(pair, first_week_of(2011) + 26, meddle)
    found = explanation_of(request, pair, followed, 20)
    reported = {one.row for one in followed.bodies.unexplained if one.kind == "network"}
    assert len(altered) == 20
    assert len(reported & set(altered)) >= 15
    assert not found.is_explained
    assert f"network {min(reported & set(altered))}" in " ".join(found.unexplained_bodies)
    for language in LANGUAGES:
        assert found.sentence(language) != found_of("prosecution-capacity").sentence(language)
    assert "changed without a cause, which is a defect" in found.sentence()


def turned_for_one_who_is_assisted(turned):
    """Meddles with a person who is the same in both worlds so far, and notes the key."""

    def meddle(week):
        differ = differing(week.reference.after, week.other.after)
        rest = week.other.after[~np.isin(week.other.after["key"], differ)]
        turned.extend(rest["key"][rest["status"] == names.ASSISTED][:1].tolist())
        turned_clocks(week.other, turned, "weeks_left", 0.5)

    return meddle


def test_a_clock_turned_by_hand_is_found_told_and_reported_beside_what_a_policy_changes():
    turned = []
    request = request_for("hotline", "baseline", SEED, 2011, "baseline", None)
    pair = pair_of(request.plans(), SEED)
    followed = follow_with(pair, first_week_of(2011) + 4, turned_for_one_who_is_assisted(turned))
    found = explanation_of(request, pair, followed, 20)
    assert turned
    assert list(found.unexplained) == turned
    assert found.touched.height > 100
    assert f"1 person changes without a causal path (keys {turned[0]})" in found.lines()[0]
    assert request.command in found.lines()[0]
    assert "which is a defect" in found.sentence()
    assert found.touched.filter(key=turned[0])["through"].item() == rules.NOTHING


def test_following_changes_nothing_in_either_world():
    plans = plans_of("sector-inspections", 2011)
    pair = pair_of(plans, SEED)
    for week in pair.weeks:
        last = week
    for plan, side in zip(plans, last.sides, strict=True):
        assert not differences(plan.lived(SEED, plan.schedule.course()), side.world)


def test_the_persons_touched_are_just_those_who_ever_differ():
    plans = plans_of("sector-inspections", 2011)
    found = found_of("sector-inspections", last_year=2011)
    ever = set()
    for week in pair_of(plans, SEED).weeks:
        one, other = ({row["key"]: row.tobytes() for row in everyone(side.world)} for side in week.sides)
        ever |= {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
    assert ever == set(found.touched["key"])
    assert len(ever) > 20


@pytest.mark.parametrize("scenario", SEVERAL)
def test_the_ends_agree_with_two_runs_compared_directly(scenario):
    one, other = ends_of(scenario)
    found = found_of(scenario)
    keys = one.keys() | other.keys()
    otherwise = {key for key in keys if (key in one) != (key in other) or one[key]["status"] != other[key]["status"]}
    assert otherwise == set(found.touched.filter("ends_differently")["key"])
    assert found.years["stand_differently"][-1] == len(otherwise) == found.end_differently
    differ = {key for key in keys if (key in one) != (key in other) or one[key].tobytes() != other[key].tobytes()}
    assert differ <= set(found.touched["key"])
    recruited = {key for key in keys if (one.get(key) if key in one else other[key])["recruited_week"] >= 0}
    assert found.persons <= len(recruited)


@pytest.mark.parametrize("scenario", SEVERAL)
def test_the_rules_of_first_touch_and_the_years_add_up_to_all_touched(scenario):
    found = found_of(scenario)
    assert found.rules["persons"].sum() == found.through["persons"].sum() == found.touched.height
    assert found.years["first_touched"].sum() == found.touched.height <= found.persons
    assert found.rules["end_differently"].sum() == found.end_differently
    assert set(found.rules["rule"]) <= set(rules.WORDS)
    assert found.rows()[1][-1][1] == f"{found.touched.height:,}"


@pytest.mark.parametrize("scenario", SEVERAL)
def test_events_stand_in_order_of_time_and_each_hangs_on_earlier_ones(scenario):
    events = found_of(scenario).events
    assert events["number"].to_list() == list(range(1, events.height + 1))
    assert events.height == 20
    assert events["week"].is_sorted()
    assert events["hangs_on"][0] == ""
    assert events["kind"][0] == "parameters"
    for event in events[1:].iter_rows(named=True):
        on = [int(number) for number in event["hangs_on"].split(", ")]
        assert on
        assert all(1 <= number < event["number"] for number in on)
    assert events.filter(pl.col("persons") != "").height > 5


def test_the_chain_begins_on_the_day_on_which_parameters_differ():
    found = found_of("sector-inspections")
    assert found.begins == date(2011, 1, 3)
    assert "inspection.volume" in found.events["text"][0]
    assert found.events["kind"].to_list()[1] == "visits"
    assert found.touched["date"].min() >= found.begins


def test_fewer_events_tell_a_part_of_what_more_tell_and_the_first_person_stays():
    few, more = (found_of("hotline", events=events) for events in (4, 20))
    assert few.events.height == 4
    assert set(few.events["text"]) <= set(more.events["text"])


def test_an_event_told_of_a_person_agrees_with_the_persons_record():
    found = found_of("hotline")
    one, other = ends_of("hotline")
    for event in found.events.filter(kind="recruited").iter_rows(named=True):
        for key in map(int, event["persons"].split(", ")):
            assert event["week"] in {world[key]["recruited_week"] for world in (one, other) if key in world}
    text = found.events["text"].str.join(" ").item()
    assert "P1 (" in text
    assert text.count("P1 (") == 1


def test_visits_of_teams_are_those_that_the_teams_make():
    world, p = lived(ordinary(), 200, SEED, scale=1.0), ordinary()
    (week,) = side_by_side(world, [((0, p),)] * 2, SEED, 201).weeks
    before = lived(p, 200, SEED, scale=1.0).teams["visits"]
    planned, again = steps.visits_of_teams(week.reference, 200)
    assert ((planned + again).sum(axis=1) == week.reference.world.teams["visits"] - before).all()
    assert planned.sum() > 10


def test_a_policy_is_read_as_touching_persons_by_its_own_rule_first():
    own = {"hotline": {"detection"}, "awareness": {"recruitment"}, "reflection-period": {"reception", "documents"}}
    for scenario, expected in own.items():
        by_parameters = found_of(scenario).touched.filter(through=rules.THROUGH["parameters"])
        assert set(by_parameters["rule"]) == expected


def test_changes_that_react_are_followed_by_their_own_course(tmp_path):
    file = tmp_path / "reacts.toml"
    file.write_text(REACTS, encoding="utf-8")
    found = found_of(str(file), last_year=2011)
    assert not found.unexplained
    assert found.touched.height
    began = found.lines()[1]
    assert began == f"In this world change 1 of reacts began on {found.begins}."
    assert "detection.hotline" in found.events["text"][0]


def test_worlds_on_a_draw_of_the_posterior_differ_from_those_on_the_given_values():
    drawn = explain("hotline", seed=SEED, to=2011)
    chosen = explain("hotline", seed=SEED, to=2011, draw=drawn.request.draw)
    assert drawn.request.draw == 3
    assert drawn.request.on == "on draw 3 of the posterior"
    assert drawn.touched.equals(chosen.touched)
    assert drawn.events.equals(chosen.events)
    assert not drawn.touched.equals(found_of("hotline", last_year=2011).touched)
    assert chosen.request.command == "thbsim explain hotline --against baseline --seed 7 --draw 3 --to 2011"


def test_a_policy_that_begins_later_says_so():
    found = found_of("hotline", last_year=2010)
    assert found.touched.is_empty()
    assert found.lines()[-1] == ("Nothing differs before 2011-01-01, after the last year lived: give a later --to.")


def test_each_fate_is_told_by_the_weeks_of_the_record():
    nobody = Person(*([-1] * len(Person._fields)))._replace(times=0)
    week, day = 600, date_of(600)
    found = nobody._replace(detected_week=600, body=0, status=WAITING)
    assert fates.fate(None, "found", 500, 2014) == "is never recruited"
    assert fates.fate(found, "found", 590, 2014) == f"is found on {day} (by the federal social inspection)"
    assert fates.fate(found, "found", 610, 2014) == f"was found on {day} (by the federal social inspection)"
    away = nobody._replace(ended_week=week, status=names.EXITED)
    assert fates.fate(away, "moved", 590, 2014) == f"gets away on {day}, never found"
    held = nobody._replace(status=EXPLOITED, arrived_week=week)
    assert fates.fate(held, "away", 610, 2014) == "is still held when 2014 ends, unfound"
    assert fates.fate(held, "arrives", 590, 2014) == f"arrives on {day}"
    taken = found._replace(identified_week=610, status=names.RESIDENCE)
    assert fates.fate(taken, "gives_up", 605, 2014) == f"is taken in on {date_of(610)}, in the end a permanent resident"
    again = found._replace(times=1, status=EXPLOITED)
    assert fates.fate(again, "found", 590, 2014) == "is trafficked again, and when 2014 ends held, unfound"


def test_the_sentence_is_there_in_each_language_with_the_same_numbers():
    found = found_of("sector-inspections")
    said = [found.sentence(language) for language in LANGUAGES]
    assert len(set(said)) == len(LANGUAGES)
    for sentence in said:
        assert str(SEED) in sentence
        assert str(LAST_YEAR) in sentence
        assert str(found.end_differently) in sentence


def test_the_chart_has_a_panel_for_each_rule_and_all_persons():
    found = found_of("sector-inspections")
    spec = found.plot().to_dict()
    assert len(spec["vconcat"]) == found.rules.height
    bars = [panel["layer"][1]["data"]["values"] for panel in spec["vconcat"]]
    assert sum(row["persons"] for panel in bars for row in panel) == found.touched.height
    assert {panel["layer"][1]["mark"]["color"] for panel in spec["vconcat"]} == {theme.INK}
    nothing = touched_chart(found.touched.clear(), None, "Nobody", "").to_dict()
    assert "nobody is touched" in json.dumps(nothing)


def test_the_same_command_prints_the_same_digits_twice_and_leaves_the_files(tmp_path):
    command = ("explain", "sector-inspections", "--seed", "7", "--to", "2011", "--parameters", "baseline")
    one, other = (thbsim(*command) for _ in range(2))
    assert one[0] == 0
    assert one[1] == other[1]
    assert "no person's record changes without a causal path" in one[1]
    assert "thbsim life" in one[1]
    code, text, _ = thbsim(*command, "--json", "--persons", "3", "--out", tmp_path, "--language", "nl")
    record = json.loads(text)
    found = found_of("sector-inspections", last_year=2011)
    assert code == 0
    assert record["touched"] == found.touched.height
    assert record["persons"] == found.persons
    assert record["sentence"] == found.sentence("nl")
    assert len(record["examples"]) == 3
    assert record["without_a_causal_path"] == []
    assert len(record["events"]) == found.events.height
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "explain-events.txt",
        "explain-touched.csv",
        "explain.csv",
        "explain.html",
        "explain.png",
        "explain.txt",
    ]
    assert pl.read_csv(tmp_path / "explain-touched.csv").height == found.touched.height


def test_mistakes_are_told_in_a_sentence():
    for arguments, sentence in (
        (("hotlime",), "hotline"),
        (("hotline", "--against", "nothing-else"), "nothing-else"),
        (
            ("hotline", "--draw", "3", "--parameters", "baseline"),
            "--draw 3: with --parameters baseline nothing is drawn",
        ),
        (("hotline", "--draw", "99999"), "--draw 99999: posterior has"),
        (("hotline", "--to", "1999"), "--to 1999: give a year from 2009"),
        (("hotline", "--language", "xx"), "there is no language xx"),
        (("hotline", "--parameters", "prior"), "--parameters prior: give posterior"),
    ):
        code, out, error = thbsim("explain", *arguments)
        assert code == 2
        assert not out
        assert sentence in error
        assert "Traceback" not in error
    with pytest.raises(UsageError, match="--events 2: the first links of a chain need 3"):
        explain("hotline", events=2)
    with pytest.raises(UsageError, match="--seed -1: give 0 or more"):
        explain("hotline", seed=-1)


def test_two_scenarios_of_one_name_are_refused(tmp_path):
    file = tmp_path / "hotline.toml"
    file.write_text(REACTS, encoding="utf-8")
    with pytest.raises(UsageError, match="two different scenarios are called hotline"):
        explain(str(file), "hotline")


def test_every_policy_of_the_catalogue_can_be_asked_for():
    for name in catalogue.names():
        assert request_for(name, "baseline", SEED, requests.FIRST_REPORTED, "baseline", None).names[1] == name
