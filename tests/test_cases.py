"""The case against a network, step by step, on rows made by hand; and what persons, records and news owe to it."""

import numpy as np
import pytest

from sim import cases, engine, lives, names, networks, procedure
from sim.events import RELEASED
from sim.rules import inspection
from tests.worlds import BRUSSELS, changed, city_rows, founded, with_persons


def week_of_cases(world, p, week, network=0):
    """A week of a network's cases and of its recruiters' standing, and of the offices."""
    cases.live_week_of_cases(network, world, p, 1, week)
    for recruiter in world.recruiters.view(np.recarray):
        networks.face_the_law(recruiter, world, p, 1, week)
    cases.live_week_of_offices(world, p, 1, week)


@pytest.fixture
def arrested(p):
    """A world in which network 0 was struck in week 10: its recruiters are in custody, no prosecutor is free."""
    rules = changed(
        p, {"investigation.arrest_chance": 1.0, "prosecution.capacity": 0.0, "prosecution.custody_weeks": 26.0}
    )
    world = founded(rules, chosen=BRUSSELS)
    world.networks["action_week"][0], world.networks["investigations"][0] = 10, 1
    for recruiter in world.recruiters.view(np.recarray):
        networks.face_the_law(recruiter, world, rules, 1, 10)
    cases.live_week_of_offices(world, rules, 1, 10)
    return world, rules


def standing(world):
    return world.recruiters["standing"][world.recruiters["network"] == 0]


def test_all_recruiters_of_the_network_and_no_others_are_arrested_and_their_case_waits(arrested):
    world, _ = arrested
    assert (standing(world) == names.ARRESTED).all()
    assert (world.recruiters["standing"][world.recruiters["network"] != 0] == names.ACTIVE).all()
    assert world.networks["case"][0, names.PROSECUTORS] == names.CASE_WAITS
    assert world.offices["waiting"][names.PROSECUTORS] == 1


def test_whoever_waits_for_trial_is_let_go_after_26_weeks_and_not_before(arrested):
    world, rules = arrested
    for week in range(11, 36):
        week_of_cases(world, rules, week)
    assert (standing(world) == names.ARRESTED).all()
    week_of_cases(world, rules, 36)
    assert (standing(world) == names.ACTIVE).all()
    assert world.tally.justice[:, RELEASED].sum() == standing(world).size


@pytest.mark.parametrize(("chance", "left"), [(1.0, names.CONVICTED), (0.0, names.ACTIVE)])
def test_a_judgement_convicts_or_lets_go_and_the_statements_are_used(arrested, chance, left):
    world, rules = arrested
    rules = changed(rules, {"prosecution.conviction_chance": chance, "prosecution.statement_gain": 0.0})
    world.networks["case"][0, names.PROSECUTORS], world.networks["case_weeks_left"][0, names.PROSECUTORS] = (
        names.IN_HAND,
        1.0,
    )
    world.offices["busy"][names.PROSECUTORS] = 1
    world.networks["statements"][0] = 4
    week_of_cases(world, rules, 11)
    assert (standing(world) == left).all()
    assert world.networks["statements"][0] == 0
    assert world.networks["trials"][0] == 1


def test_those_whom_an_action_frees_leave_no_sign_and_those_found_otherwise_leave_one(p):
    for clock, signs in ((cases.FREED_BY_ACTION, 0), (1e-12, 1)):
        world = with_persons(founded(p, chosen=BRUSSELS), 1, names.PROSTITUTION, until_detection=clock)
        lives.live_week_of_person(0, world, p, 1, 7)
        assert world.persons["detected_week"][0] == 7
        assert world.networks["signs"][0].sum() == signs


@pytest.mark.parametrize(
    ("city", "body"),
    [("Brussels", "federal_police"), ("Rotterdam", "netherlands_police"), ("Aachen", "germany_police")],
)
def test_persons_are_freed_by_the_police_of_the_country(p, city, body):
    world = with_persons(founded(p, chosen=city_rows(city, "Ghent")), 1, names.PROSTITUTION, until_detection=-1.0)
    lives.live_week_of_person(0, world, p, 1, 7)
    assert names.BODIES[world.persons["body"][0]] == body


def test_a_record_reaches_the_rapporteur_in_the_year_of_its_arrival(p):
    rules = changed(p, {"lists.own_chance": 1.0, "lists.delay_weeks": 300.0, "lists.together": 0.0})
    world = with_persons(founded(rules, chosen=BRUSSELS, last_year=2040), 200, names.PROSTITUTION, detected_week=5)
    world.tally.on_lists[0, 0] = 200
    for person in world.persons:
        procedure.enter_list(person, names.LIST_OF_CENTRES, True, world, rules, 1, 5)
    by_year = world.tally.records[:, names.LIST_OF_CENTRES]
    years = np.arange(by_year.size)
    mean = (by_year * years).sum() / by_year.sum()
    assert by_year.sum() > 195
    assert mean == pytest.approx(300.0 / 52.18, abs=1.3)


def test_whoever_reads_advertisements_is_not_noticed_and_a_visitor_is():
    exposure = np.zeros(len(names.TEAM_BODIES), np.float32)
    exposure[names.ONLINE_CELLS[0]] = 0.5
    assert not inspection.is_noticed(exposure)
    exposure[names.LOCAL_POLICE] = 0.1
    assert inspection.is_noticed(exposure)


def test_what_is_told_in_a_market_is_what_befell_one_establishment(p):
    world = founded(p, chosen=BRUSSELS)
    market = world.markets.view(np.recarray)[names.PROSTITUTION]
    market.hits = 6
    networks.spread_news(world, p, 3)
    assert market.news == pytest.approx(6.0 / market.establishments)
    assert market.establishments > 1


def test_what_is_told_of_a_channel_is_what_befell_one_network(p):
    world = founded(p)
    world.channels["takedowns"][1] = 5
    networks.spread_news(world, p, 3)
    assert world.channels["risk"][1] == pytest.approx(5.0 / world.networks.size)


def test_the_weeks_before_a_guardian_cost_a_child_no_trust(p):
    """Without a queue, a child who waits five weeks for a guardian co-operates as one who waits none."""
    answers = []
    for weeks in (0.0, 5.0):
        rules = changed(
            p, {"minors.guardian_weeks": weeks, "reception.trust_lost_by_waiting": 0.4, "reception.untied": 0.0}
        )
        world = with_persons(founded(rules, chosen=BRUSSELS), 400, names.PROSTITUTION, age_group=1, weeks_left=1.0)
        world.persons["status"], world.persons["centre"] = names.REFLECTION, names.MINORS_ROUTE
        world.persons["detected_week"], world.persons["identified_week"] = 10, 11 + int(weeks)
        for row in range(400):
            engine.live_week_of_person(row, world, rules, 1, 60)
        answers.append((world.persons["status"] == names.ASSISTED).sum())
    assert answers[0] == answers[1] > 100
