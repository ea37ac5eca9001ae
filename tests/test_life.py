"""A person's path is told as it was lived: dates, draws and ends agree with the record, and telling changes nothing."""

import json
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from experiments import runner
from experiments.cli import app
from experiments.life import choice, command, path
from experiments.life.following import follow, persons_of
from experiments.life.procedure import OUTCOMES
from experiments.life.story import Story
from experiments.life.told import Chance, Clock, Race, Shares, plain
from scenarios import catalogue
from sim import names
from sim.cases import FREED_BY_ACTION
from sim.draws import exponential, uniform
from sim.geography import cities
from sim.names import AT_RISK, EXITED, EXPLOITED, NOT_REFERRED, NOT_TAKEN_IN, REFLECTION, WAITING
from sim.rules import detection, exits, minors, reception, recruitment, referral, relocation, retrafficking
from tests.worlds import changed, differences, ordinary

SEED = 7
pytestmark = pytest.mark.usefixtures("compiled")


ODD = {
    "recruitment.awareness": 0.2,
    "recruitment.legal_work": 0.1,
    "recruitment.identity_checks": 0.5,
    "recruitment.minor_share": 0.3,
    "reception.untied": 0.4,
    "reception.places": 8.0,
    "reception.standard": 1.5,
    "population.diplomatic_places": 200.0,
    "interview.coverage": 0.9,
    "investigation.reach_abroad": 0.6,
    "retrafficking.chance": 0.4,
    "documents.needed": 0.6,
    "minors.guardian_weeks": 3.0,
    "adaptation.hearing_chance": 0.5,
    "adaptation.flight": 0.3,
    "relocation.hazard": 6.0,
}  # a world in which what is rare in the baseline happens often

CROWDED = {"reception.places.payoke": 70.0}  # so few that what reacts to long waits begins in these years
REACTING = ("places-when-waiting", "places-when-waiting+service-standard")


@cache
def plan(scenario="baseline"):
    if scenario != "odd":
        schedule = catalogue.load(scenario)
        return runner.plan(schedule.with_values(CROWDED) if schedule.reacting else schedule, 2009, 2012)
    segments = ((0, changed(ordinary(), ODD)),)
    schedule: Any = SimpleNamespace(segments=segments, course=lambda: segments)
    return runner.Plan(schedule, 2009, 2012, 1.0, plan().template)


@cache
def run(seed=SEED, scenario="baseline"):
    """(The world at a run's end, all its persons in order of first contact.)"""
    world = plan(scenario).lived(seed, plan(scenario).schedule.course())
    return world, persons_of(world)


class Told(NamedTuple):
    """One week: the record before and after, lines told, where the person then is, parameters."""

    number: int
    before: Any
    person: Any
    lines: list
    place: tuple | None
    p: Any


@cache
def told(key, first_week, seed=SEED, scenario="baseline"):
    """The whole life of a person, week by week."""
    story, heard = Story(), []
    for week in follow(plan(scenario), seed, key, first_week):
        known = len(story.lines)
        story.hear(week)
        heard.append(Told(week.number, week.before, week.person, story.lines[known:], where_of(week), week.p))
        if week.person.status >= EXITED:
            break
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
    return [line for week in heard for line in week.lines]


def first_with(condition, seed=SEED):
    """The first person of a run for whom a condition on the records holds."""
    _, persons = run(seed)
    return persons[condition(persons)][0]


def lives():
    """Strategy: (world, seed, number of a person), whatever became of that person; most in the odd world."""
    runs = st.sampled_from([("odd", 1), ("odd", 2), ("odd", 3), ("baseline", 7), *((name, 7) for name in REACTING)])
    return st.tuples(runs, st.integers(0, 2**20)).map(lambda which: (*which[0], which[1]))


def heard_of(life):
    """(Seed, the whole life week by week)."""
    scenario, seed, number = life
    _, persons = run(seed, scenario)
    return seed, life_of(persons[number % persons.size], seed, scenario)


def draws_of(heard, kind):
    """(Week, draw) for all draws of a kind that a life tells."""
    return [(week, draw) for week in heard for line in week.lines for draw in line.draws if isinstance(draw, kind)]


often = settings(max_examples=15, deadline=None)


@often
@given(lives())
def test_every_date_of_the_record_is_the_date_of_a_line_that_says_so(life):
    _, heard = heard_of(life)
    person, lines = heard[-1].person, lines_of(heard)
    weeks = {word: [line.week for line in lines if word in line.text] for word in ("Arrives", "Identified", "Outcome")}
    assert [line.week for line in lines if "First contact" in line.text] == [person.recruited_week]
    for word, column in (("Arrives", "arrived_week"), ("Identified", "identified_week"), ("Outcome", "ended_week")):
        since = [week for week in weeks[word] if week >= person.arrived_week >= 0]
        assert since == [person[column]] * int(person[column] >= 0)
    assert len(weeks["Arrives"]) == person.times + (person.arrived_week >= 0)
    moves = [line for line in lines if line.text.startswith("Moved") and line.week > person.arrived_week >= 0]
    assert len(moves) == person.moves


FACTS = {
    "referred": lambda person: person.centre >= 0,
    "breaks contact": lambda person: person.status == WAITING,
    "a woman or girl": lambda person: person.sex == 0,
    "a minor": lambda person: person.age_group == 1,
    "comes along": lambda person: True,
    "wanted": lambda person: True,
    "kept off the channel by identity checks": lambda person: person.channel == 0,
    "offer then made offline": lambda person: True,
    "sees through the offer": lambda person: False,
    "finds legal work instead": lambda person: False,
    "reports to police or a centre": lambda person: person.body == names.OWN_REPORT,
    "needs a document to stay": lambda person: person.document != names.NO_DOCUMENT,
    "trafficked again later": lambda person: person.status == AT_RISK,
    "the investigation ends with the police acting": lambda person: True,
    "police act in that country too": lambda person: True,
}


@often
@given(lives())
def test_a_number_below_its_chance_is_told_where_the_answer_was_yes_and_nowhere_else(life):
    _, heard = heard_of(life)
    kept_off = any(draw.is_yes for _, draw in draws_of(heard, Chance) if draw.question.startswith("kept off"))
    for week, draw in draws_of(heard, Chance):
        person = week.person
        if draw.question == "approached online":
            assert draw.is_yes == (person.channel > 0 or kept_off)
        elif " assistance after " in draw.question:
            assert draw.is_yes == (person.status == REFLECTION)
        elif draw.question.startswith("residence"):
            assert draw.is_yes == any("ends in permanent residence" in line.text for line in week.lines)
        elif draw.question in FACTS:
            assert draw.is_yes == FACTS[draw.question](person), draw.words


@often
@given(lives())
def test_whoever_is_assisted_co_operates_or_may_stay_without(life):
    _, heard = heard_of(life)
    for week in heard:
        answers = [draw.is_yes for line in week.lines for draw in line.draws if "co-operat" in str(draw[0])]
        if answers:
            assert any(answers) == (week.person.status == names.ASSISTED)


@often
@given(lives())
def test_the_numbers_told_are_those_that_the_rules_draw(life):
    seed, heard = heard_of(life)
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
    for week, draw in draws_of(heard, Chance):
        for words, (decision, each_time) in decisions.items():
            if draw.question.startswith(words):
                occasion = week.person.times if each_time else 0
                assert draw.drawn == uniform(seed, week.person.key, decision, 0, occasion)


def weeks_that_cost_trust(person, week, p):
    """Weeks waited until a week, without those in which a child has no guardian yet."""
    weeks = week - person.detected_week - 1.0
    return minors.weeks_in_vain(weeks, p.minors) if person.centre == names.MINORS_ROUTE else weeks


@often
@given(lives())
def test_what_is_told_is_what_the_rules_themselves_answer(life):
    seed, heard = heard_of(life)
    for week, draw in draws_of(heard, Chance):
        person, p = week.person, week.p
        if draw.question == "referred":
            assert draw.is_yes == referral.apply(person, seed, p.referral)
        elif draw.question == "breaks contact":
            assert draw.is_yes == reception.breaks_contact(person, seed, p.reception)
        elif draw.question.startswith("co-operates"):
            waited = max(0.0, weeks_that_cost_trust(person, person.identified_week, p))
            assert draw.is_yes == reception.co_operates(person, waited, seed, p.reception)
        elif draw.question == "reports to police or a centre":
            assert draw.is_yes == exits.reports(person, seed, p.exits)


@often
@given(lives())
def test_a_race_that_is_told_is_won_by_the_city_and_the_sector_where_the_person_then_is(life):
    _, heard = heard_of(life)
    for week, race in draws_of(heard, Race):
        city, sector = week.place
        assert race.winner == {"city": city, "sector": sector}[race.question]


@often
@given(lives())
def test_a_clock_that_is_told_was_set_by_its_own_draw_and_has_run_out(life):
    seed, heard = heard_of(life)
    decisions = {
        "detection": detection.DECISION_DETECTION,
        "escape": exits.DECISION_ESCAPE,
        "release": exits.DECISION_RELEASE,
    }
    for week, clock in draws_of(heard, Clock):
        person = week.person
        if clock.name == "move":
            attempt = int(person.times) << 16 | int(person.moves_tried)
            fresh = exponential(seed, person.key, relocation.DECISION_MOVE, 0, attempt)
            assert clock.left <= 1e-9
            assert person.until_move == pytest.approx(clock.left + fresh, abs=1e-9)
        else:
            assert clock.left == pytest.approx(0.0, abs=1e-9)
            assert clock.set_at == exponential(seed, person.key, decisions[clock.name], 0, week.before.times)


@often
@given(lives())
def test_the_body_that_finds_a_person_is_the_one_into_whose_share_the_number_falls(life):
    _, heard = heard_of(life)
    for week, shares in draws_of(heard, Shares):
        assert shares.winner == plain(names.BODIES[week.person.body])
        assert sum(share for _, share in shares.parts) == pytest.approx(1.0)


@often
@given(lives())
def test_each_week_with_visits_that_missed_the_person_is_told(life):
    _, heard = heard_of(life)
    for week in heard:
        if week.before is not None and week.before.status == week.person.status == EXPLOITED:
            missed = [line for line in week.lines if "did not bring the person to light" in line.text]
            over_a_border = week.person.crossings > week.before.crossings
            assert over_a_border or len(missed) == week.person.visits_missed - week.before.visits_missed


@pytest.mark.parametrize("scenario", ["baseline", "odd", *REACTING])
def test_following_a_person_changes_nothing_in_the_run(scenario):
    world, persons = run(SEED, scenario)
    followed = follow(plan(scenario), SEED, int(persons[9].key), int(persons[9].recruited_week))
    story, last = Story(), None
    for week in followed:
        story.hear(week)
        last = week
    assert differences(world, last.after) == []


@pytest.mark.parametrize("scenario", REACTING)
@pytest.mark.parametrize("late", [False, True], ids=["contacted before it begins", "contacted after"])
def test_a_life_is_lived_under_a_change_that_reacts_from_the_week_on_in_which_it_begins(scenario, late):
    course = plan(scenario).schedule.course()
    plan(scenario).lived(SEED, course)
    (began,) = course.began
    assert began is not None
    _, persons = run(SEED, scenario)
    person = persons[np.searchsorted(persons.recruited_week, began + 4 if late else began - 4)]
    followed = follow(plan(scenario), SEED, int(person.key), int(person.recruited_week))
    places = {week.number: week.p.reception.places[0] for week in followed}
    before = CROWDED["reception.places.payoke"]
    assert places == {week: before + 10.0 * (week >= began) for week in places}


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


def test_a_path_that_has_reached_no_city_is_drawn_and_says_so():
    person = first_with(lambda persons: (persons.status == names.TRAVELLING) & (persons.times == 0))
    chart = path.chart(command.tell("baseline", SEED, int(person.key), years=(2009, 2012))).to_dict()
    assert "Not arrived in any city" in " ".join(chart["title"]["subtitle"])


def test_a_city_beyond_the_map_is_drawn_at_its_edge():
    width, height = path.maps._pixels(path.maps.EAST, path.maps.SOUTH)
    for city in cities():
        x, y = path._spot(city.name)
        assert 0 < x < width
        assert 0 < y < height


def test_a_life_says_when_a_change_that_reacts_began_in_its_run():
    life = command.tell(REACTING[1], SEED, years=(2009, 2018))
    ((name, day),) = life.began.items()
    assert name == "change 1 of places-when-waiting"
    assert f"In this run {name} {'never began' if day is None else f'began on {day}'}." in command.text(life)
    assert command.as_json(life)["began"] == {name: day}
    assert f"--scenario {REACTING[1]} " in life.command
