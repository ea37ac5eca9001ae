"""A person's path is told as it was lived: dates, draws and ends agree with the record, and telling changes nothing."""

import json
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from experiments import runner
from experiments.cli import app
from experiments.life import choice, command, path
from experiments.life.following import follow, lived, persons_of
from experiments.life.procedure import OUTCOMES
from experiments.life.story import Story
from experiments.life.told import Chance, Clock, Race, Shares, plain
from scenarios import catalogue
from sim import names
from sim.cases import FREED_BY_ACTION
from sim.draws import exponential, uniform
from sim.geography import cities
from sim.names import AT_RISK, EXITED, EXPLOITED, NOT_REFERRED, NOT_TAKEN_IN, REFLECTION, WAITING
from sim.procedure import retrafficking
from sim.rules import detection, exits, reception, recruitment, referral, relocation
from tests.worlds import differences

SEED = 7
pytestmark = pytest.mark.usefixtures("compiled")


@cache
def plan(scenario="baseline"):
    return runner.plan(catalogue.load(scenario), 2009, 2012)


@cache
def run(seed=SEED, scenario="baseline"):
    """(The world at a run's end, all its persons in order of first contact.)"""
    world = lived(plan(scenario), seed)
    return world, persons_of(world)


@cache
def told(key, first_week, seed=SEED, scenario="baseline"):
    """(Week by week: record before and after, lines told), the whole life of a person."""
    story, heard = Story(), []
    for week in follow(plan(scenario), seed, key, first_week):
        known = len(story.lines)
        story.hear(week)
        heard.append((week.number, week.before, week.person, story.lines[known:], where_of(week), week.p))
    return heard


def where_of(week):
    """Names of the city and the sector where the person is."""
    if week.person.market < 0:
        return None
    market = week.after.markets[week.person.market]
    return cities()[market["place"]].name, plain(names.SECTORS[market["sector"]])


def life_of(person, seed=SEED, scenario="baseline"):
    return told(int(person.key), int(person.recruited_week), seed, scenario)


def lines_of(heard):
    return [line for _, _, _, lines, _, _ in heard for line in lines]


def first_with(condition, seed=SEED):
    """The first person of a run for whom a condition on the records holds."""
    _, persons = run(seed)
    return persons[condition(persons)][0]


def some_persons():
    """Strategy: persons of a few runs, whatever became of them."""
    return st.tuples(st.sampled_from([1, 7]), st.integers(0, 2**30))


def draws_named(heard, kind):
    return [(*week, line, draw) for week in heard for line in week[3] for draw in line.draws if isinstance(draw, kind)]


@settings(max_examples=12, deadline=None)
@given(some_persons())
def test_every_date_of_the_record_is_the_date_of_a_line_that_says_so(which):
    seed, number = which
    _, persons = run(seed)
    heard = life_of(persons[number % persons.size], seed)
    person = heard[-1][2]
    weeks = {
        word: [line.week for line in lines_of(heard) if word in line.text]
        for word in ("First contact", "Arrives", "Referred to", "Identified", "Outcome")
    }
    assert weeks["First contact"] == [person.recruited_week]
    assert (weeks["Arrives"] or [-1])[-1] == person.arrived_week or person.times > 0
    assert (weeks["Identified"] or [-1])[-1] == person.identified_week or person.times > 0
    assert (weeks["Outcome"] or [-1])[-1] == person.ended_week or person.times > 0
    assert len(weeks["Arrives"]) == person.times + (person.arrived_week >= 0)
    moves = [line for line in lines_of(heard) if line.text.startswith("Moved") and line.week > person.arrived_week]
    assert len(moves) == person.moves


FACTS = {
    "referred": lambda person: person.centre >= 0,
    "breaks contact": lambda person: person.status == WAITING,
    "a woman or girl": lambda person: person.sex == 0,
    "a minor": lambda person: person.age_group == 1,
    "comes along": lambda person: True,
    "wanted": lambda person: True,
    "approached online": lambda person: person.channel > 0,
    "reports to police or a centre": lambda person: person.body == names.OWN_REPORT,
    "needs a document to stay": lambda person: person.document != names.NO_DOCUMENT,
    "trafficked again later": lambda person: person.status == AT_RISK,
    "the investigation ends with the police acting": lambda person: True,
    "police act in that country too": lambda person: True,
}


@settings(max_examples=25, deadline=None)
@given(some_persons())
def test_a_number_below_its_chance_is_told_where_the_answer_was_yes_and_nowhere_else(which):
    seed, number = which
    _, persons = run(seed)
    for _, before, person, _, _, _, _, draw in draws_named(life_of(persons[number % persons.size], seed), Chance):
        if " assistance after " in draw.question:
            assert draw.is_yes == (person.status == REFLECTION)
        elif draw.question.startswith("co-operates"):
            assert draw.is_yes == (person.status == names.ASSISTED)
        elif draw.question in FACTS:
            assert draw.is_yes == FACTS[draw.question](person), draw.words
        assert before is not None or draw.question in FACTS or "second form" in draw.question


@settings(max_examples=25, deadline=None)
@given(some_persons())
def test_the_numbers_told_are_those_that_the_rules_draw(which):
    seed, number = which
    _, persons = run(seed)
    decisions = {
        "comes along": (recruitment.DECISION_SUCCESS, False),
        "approached online": (recruitment.DECISION_ONLINE, False),
        "referred": (referral.DECISION_REFERRAL, True),
        "breaks contact": (reception.DECISION_BREAK, True),
        "accepts": (reception.DECISION_TRUST, True),
        "co-operates": (reception.DECISION_CO_OPERATION, True),
        "residence": (reception.DECISION_OUTCOME, True),
        "trafficked again later": (retrafficking.DECISION_AGAIN, True),
    }
    for _, _, person, _, _, p, _, draw in draws_named(life_of(persons[number % persons.size], seed), Chance):
        for words, (decision, each_time) in decisions.items():
            if draw.question.startswith(words):
                assert draw.drawn == uniform(seed, person.key, decision, 0, person.times if each_time else 0)
        if draw.question == "referred":
            assert draw.is_yes == referral.apply(person, seed, p.referral)
        if draw.question == "breaks contact":
            assert draw.is_yes == reception.breaks_contact(person, seed, p.reception)
        if draw.question.startswith("co-operates"):
            assert draw.is_yes == reception.co_operates(person, seed, p.reception)
        if draw.question == "reports to police or a centre":
            assert draw.is_yes == exits.reports(person, seed, p.exits)


@settings(max_examples=25, deadline=None)
@given(some_persons())
def test_a_race_that_is_told_is_won_by_the_city_and_the_sector_where_the_person_then_is(which):
    seed, number = which
    _, persons = run(seed)
    for _, _, _, _, (city, sector), _, _, race in draws_named(life_of(persons[number % persons.size], seed), Race):
        assert race.winner == {"city": city, "sector": sector}[race.question]


@settings(max_examples=25, deadline=None)
@given(some_persons())
def test_a_clock_that_is_told_was_set_by_its_own_draw_and_has_run_out(which):
    seed, number = which
    _, persons = run(seed)
    decisions = {
        "detection": detection.DECISION_DETECTION,
        "escape": exits.DECISION_ESCAPE,
        "release": exits.DECISION_RELEASE,
    }
    for _, before, person, _, _, _, _, clock in draws_named(life_of(persons[number % persons.size], seed), Clock):
        if clock.name == "move":
            attempt = int(person.times) << 16 | int(person.moves_tried)
            fresh = exponential(seed, person.key, relocation.DECISION_MOVE, 0, attempt)
            assert clock.left <= 1e-9
            assert person.until_move == pytest.approx(clock.left + fresh, abs=1e-9)
        else:
            assert clock.left == pytest.approx(0.0, abs=1e-9)
            assert clock.set_at == exponential(seed, person.key, decisions[clock.name], 0, before.times)


@settings(max_examples=25, deadline=None)
@given(some_persons())
def test_the_body_that_finds_a_person_is_the_one_into_whose_share_the_number_falls(which):
    seed, number = which
    _, persons = run(seed)
    for _, _, person, _, _, _, _, shares in draws_named(life_of(persons[number % persons.size], seed), Shares):
        assert shares.winner == plain(names.BODIES[person.body])
        assert sum(share for _, share in shares.parts) == pytest.approx(1.0)


@settings(max_examples=25, deadline=None)
@given(some_persons())
def test_each_week_with_visits_that_missed_the_person_is_told(which):
    seed, number = which
    _, persons = run(seed)
    for _, before, person, lines, _, _ in life_of(persons[number % persons.size], seed):
        if before is not None and before.status == person.status == EXPLOITED:
            missed = [line for line in lines if "did not bring the person to light" in line.text]
            over_a_border = person.crossings > before.crossings
            assert over_a_border or len(missed) == person.visits_missed - before.visits_missed


def test_following_a_person_changes_nothing_in_the_run():
    world, persons = run()
    followed = follow(plan(), SEED, int(persons[9].key), int(persons[9].recruited_week))
    story, last = Story(), None
    for week in followed:
        story.hear(week)
        last = week
    assert differences(world, last.after) == []


@pytest.mark.parametrize("end", range(EXITED, EXITED + len(names.ENDS)), ids=names.ENDS)
def test_every_end_can_be_told(end):
    person = first_with(lambda persons: (persons.status == end) & (persons.times == 0))
    story = lines_of(life_of(person))
    outcomes = [line for line in story if line.text.startswith("Outcome")]
    assert [line.week for line in outcomes] == [person.ended_week]
    assert OUTCOMES[end] in outcomes[0].text


@pytest.mark.parametrize("status", range(EXITED), ids=names.STATUSES[:EXITED])
def test_a_life_that_the_run_cuts_off_says_where_it_stands(status):
    person = first_with(lambda persons: persons.status == status)
    life = command.tell("baseline", SEED, int(person.key), years=(2009, 2012))
    assert life.lines[-1].text.startswith("The run ends with 2012: the person")


def test_who_is_trafficked_again_is_told_of_twice():
    person = first_with(lambda persons: (persons.times == 1) & (persons.status > AT_RISK))
    story = lines_of(life_of(person))
    words = [line.text.split()[0] for line in story if line.text.startswith(("Arrives", "Outcome:", "Trafficked"))]
    assert words == ["Arrives", "Outcome:", "Trafficked", "Arrives", "Outcome:"]
    assert story[-1].week == person.ended_week


def test_the_end_before_being_trafficked_again_is_one_after_which_that_can_happen():
    _, persons = run()
    for person in persons[persons.status == AT_RISK][:8]:
        (line,) = [line for line in lines_of(life_of(person)) if "At risk" in line.text][-1:]
        found = {end for end, words in OUTCOMES.items() if f"Outcome: {words}." in line.text}
        assert found & {EXITED} if person.detected_week < 0 else found - {EXITED}
        assert not (found & {NOT_REFERRED, NOT_TAKEN_IN} and person.identified_week >= 0)


def test_whom_an_action_frees_is_told_of_with_the_investigation():
    freed = [(seed, person) for seed in (1, 7) for person in run(seed)[1] if person.until_detection == FREED_BY_ACTION]
    seed, person = freed[0]
    (line,) = [line for line in lines_of(life_of(person, seed)) if line.text.startswith("Freed")]
    assert (line.week, line.rule) == (person.detected_week, "investigation")


def test_the_same_person_can_be_followed_under_a_policy():
    _, persons = run()
    key, week = int(persons[9].key), int(persons[9].recruited_week)
    first = [lines_of(told(key, week, SEED, scenario))[0] for scenario in ("baseline", "sector-inspections")]
    assert first[0] == first[1]


def test_the_first_who_match_come_first_by_first_contact_then_by_key():
    world, persons = run()
    pairs = choice.wanted("form=sexual, country=BE")
    found = [choice.chosen(persons, world, pairs, which, 0) for which in (1, 2, 3)]
    assert [(one.recruited_week, one.key) for one in found] == sorted((one.recruited_week, one.key) for one in found)
    assert all(names.FORMS[one.form] == "sexual" for one in found)
    assert choice.chosen(persons, world, {}, int(found[2].key), 10**6) == found[2]


def refused(*words):
    result = CliRunner().invoke(app, ["life", "--seed", "7", "--to", "2012", *words])
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr.splitlines()


def test_all_that_is_wrong_with_where_is_said_at_once():
    assert refused("--where", "from=sexual,origin=afrika,moves=many,sexual,sex=male,sex=male") == [
        "--where from=sexual: persons are not told apart by from; did you mean form?",
        "--where origin=afrika: there is no origin afrika; did you mean africa?",
        "--where moves=many: moves is a whole number, as in moves=2",
        "--where sexual: write name=value, as in form=sexual",
        "--where sex=male: sex is given twice; give it once",
    ]


def test_where_nobody_matches_the_sentence_says_what_to_loosen():
    (sentence,) = refused("--where", "form=domestic_service,sector=car_wash")
    assert "none of the" in sentence
    assert "without form," in sentence
    assert "without sector," in sentence


def test_a_person_who_is_not_there_is_a_sentence():
    (sentence,) = refused("--where", "status=residence", "--person", "1000000")
    assert "persons match; give a number from 1 to" in sentence
    (sentence,) = refused("--person", str(choice.FIRST_KEY))
    assert "no person of this key is recruited in this run" in sentence
    (sentence,) = refused("--person", str(choice.FIRST_KEY), "--where", "form=sexual")
    assert "leave out --where" in sentence


def test_the_command_prints_a_story_and_leaves_it_in_a_folder(tmp_path):
    words = ["life", "--seed", "7", "--to", "2012", "--where", "status=residence,moves=1", "--out", str(tmp_path)]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0
    assert (tmp_path / "life.txt").read_text(encoding="utf-8") == result.stdout
    assert sorted(file.name for file in tmp_path.iterdir()) == ["life.html", "life.json", "life.png", "life.txt"]
    found = json.loads((tmp_path / "life.json").read_text(encoding="utf-8"))
    assert "synthetic" in result.stdout
    assert f"Told again by: {found['command']}" in result.stdout
    again = CliRunner().invoke(app, [*found["command"].split()[1:], "--json"])
    assert json.loads(again.stdout) == found


def test_each_line_of_the_text_begins_with_a_monday_and_ends_with_its_rule():
    life = command.tell("baseline", SEED, 3, years=(2009, 2012))
    for line in life.lines:
        assert np.datetime64(line.date).astype(object).weekday() == 0
        assert line.words.endswith(f"[{line.rule}]")


def test_a_city_beyond_the_map_is_drawn_at_its_edge():
    width, height = path.maps._pixels(path.maps.EAST, path.maps.SOUTH)
    for city in cities():
        x, y = path._spot(city.name)
        assert 0 < x < width
        assert 0 < y < height
