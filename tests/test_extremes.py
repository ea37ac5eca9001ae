"""At the ends of what parameters may be, the world still makes sense."""

import numpy as np
import pytest

from sim import names
from sim.events import (
    ADVERTISEMENTS_REMOVED,
    ARRIVED,
    BODY_DETECTED,
    BODY_VISITS,
    DETECTED,
    EXITED,
    FOUND_BY_TEAMS,
    IDENTIFIED,
    INSPECTIONS,
    LOST_WHILE_WAITING,
    REFERRED,
    TAKEN_IN,
    WAITING_WEEKS,
)
from sim.rules import reception
from sim.weeks import first_week_of
from sim.world import everyone
from tests.worlds import BRUSSELS, FEW_CITIES, changed, city_rows, lived, multiplied

NO_ACTIONS = {"investigation.opening_chance": 0.0, "investigation.intelligence_hazard": 0.0}
YEARS = 260  # weeks


def events(world):
    """{event: how many, in all years and markets}."""
    return world.tally.by_market.sum(axis=(0, 2))


def by_sector(world, event):
    """How many, in all years and cities [sector]."""
    return world.tally.by_market[:, event].sum(axis=0).reshape(-1, len(names.SECTORS)).sum(axis=0)


# Nobody there


def test_without_networks_nobody_appears(p):
    world = lived(changed(p, {"population.networks": 0.0}), YEARS, scale=1.0)
    assert world.networks.size == world.recruiters.size == 0
    assert len(everyone(world)) == 0
    assert events(world)[[ARRIVED, DETECTED, EXITED]].sum() == 0
    assert events(world)[INSPECTIONS] > 0


def test_without_recruiters_nobody_appears(p):
    world = lived(changed(p, {"population.recruiters_per_network": 0.0}), YEARS, scale=1.0)
    assert world.networks.size > 0
    assert world.recruiters.size == 0
    assert len(everyone(world)) == 0


def test_without_attempts_nobody_appears(p):
    assert len(everyone(lived(changed(p, {"recruitment.attempts_per_year": 0.0}), YEARS, scale=1.0))) == 0


def test_without_demand_nobody_is_recruited(p):
    world = lived(changed(p, {"season.demand": 0.0}), YEARS, scale=1.0)
    assert world.recruiters["attempts"].sum() > 0
    assert len(everyone(world)) == 0


def test_where_all_see_through_the_offer_nobody_is_recruited(p):
    assert len(everyone(lived(changed(p, {"recruitment.awareness": 1.0}), YEARS, scale=1.0))) == 0


def test_without_belgian_cities_there_are_no_networks_active_in_belgium(p):
    world = lived(p, YEARS, scale=1.0, chosen=city_rows("Rotterdam", "Aachen"))
    assert world.recruiters.size == 0
    assert len(everyone(world)) == 0


# Nobody looks


def test_without_teams_nobody_is_found_by_teams(p):
    p = changed(p, NO_ACTIONS)
    world = lived(changed(p, {"population.teams": 0.0}), YEARS, scale=1.0)
    assert world.teams.size == 0
    assert events(world)[[FOUND_BY_TEAMS, INSPECTIONS]].sum() == 0
    assert world.tally.by_body[:, BODY_DETECTED, : names.REPORT_BY_OTHERS].sum() == 0
    assert events(world)[DETECTED] > 0


@pytest.mark.parametrize("lever", ["inspection.visits_per_year", "inspection.volume"])
def test_teams_that_go_nowhere_find_nobody(p, lever):
    p = changed(p, NO_ACTIONS)
    world = lived(changed(p, {lever: 0.0}), YEARS, scale=1.0)
    assert world.teams.size > 0
    assert events(world)[[FOUND_BY_TEAMS, INSPECTIONS]].sum() == 0


def test_teams_that_recognise_nobody_find_nobody(p):
    p = changed(p, NO_ACTIONS)
    world = lived(changed(p, {"inspection.recognition": 0.0}), YEARS, scale=1.0)
    assert events(world)[INSPECTIONS] > 0
    assert events(world)[FOUND_BY_TEAMS] == 0


def test_where_nobody_looks_and_nobody_speaks_nobody_is_found(p):
    silent = {"inspection.volume": 0.0, "detection.report_hazard": 0.0, "exits.own_report_chance": 0.0}
    silent |= {"interview.coverage": 0.0, "minors.report_hazard": 0.0}
    silent |= {"investigation.opening_chance": 0.0, "investigation.intelligence_hazard": 0.0}
    world = lived(changed(p, silent), YEARS, scale=1.0)
    assert events(world)[[DETECTED, IDENTIFIED]].sum() == 0
    assert events(world)[EXITED] > 0


def test_diplomatic_households_are_never_found_by_teams(p):
    """Though all bodies spend most of their visits on them, and reports from there make them look again."""
    p = changed(p, NO_ACTIONS)
    only = np.zeros(len(names.SECTORS))
    only[names.DIPLOMATIC_HOUSEHOLDS] = 1.0
    eager = {
        "inspection.inspectorate_share": only,
        "inspection.police_share": only,
        "inspection.cell_share": only,
        "inspection.follow_up": 1.0,
        "detection.report_hazard": 2.0,
        "population.form_share": [0.0, 0.0, 0.0, 0.0, 1.0],
        "population.diplomatic_places": 200.0,
    }
    world = lived(changed(p, eager), YEARS, scale=1.0, chosen=BRUSSELS)
    assert by_sector(world, INSPECTIONS)[names.DIPLOMATIC_HOUSEHOLDS] > 1000
    assert by_sector(world, DETECTED)[names.DIPLOMATIC_HOUSEHOLDS] > 20
    assert by_sector(world, FOUND_BY_TEAMS)[names.DIPLOMATIC_HOUSEHOLDS] == 0


def test_in_the_baseline_no_team_finds_anyone_in_a_household(p):
    p = changed(p, NO_ACTIONS)
    world = lived(p, first_week_of(2011), scale=1.0, last_year=2010, chosen=None)
    assert by_sector(world, FOUND_BY_TEAMS)[[11, names.DIPLOMATIC_HOUSEHOLDS]].sum() == 0
    assert by_sector(world, DETECTED)[11] > 0


# Online


def test_a_monitoring_cell_without_capacity_removes_and_reads_no_advertisement(p):
    world = lived(changed(p, {"monitoring.capacity": 0.0}), YEARS, scale=1.0)
    assert world.tally.by_channel[:, ADVERTISEMENTS_REMOVED].sum() == 0
    assert world.tally.by_body[:, BODY_VISITS][:, names.ONLINE_CELLS].sum() == 0
    assert world.recruiters["times_found"].sum() == 0
    assert (world.recruiters["silent_until"] == -1).all()


def test_without_a_belgian_cell_the_others_go_on_reading(p):
    world = lived(changed(p, {"monitoring.capacity": [0.0, 1.0, 1.0]}), YEARS, scale=1.0)
    assert world.tally.by_channel[:, ADVERTISEMENTS_REMOVED].sum() == 0
    assert (world.tally.by_body[:, BODY_VISITS].sum(axis=0)[list(names.ONLINE_CELLS)] > 0).tolist() == [
        False,
        True,
        True,
    ]


def test_where_no_attempt_is_made_online_all_are_recruited_offline(p):
    offline = changed(p, {"recruitment.online_share_before": 0.0, "recruitment.online_share_after": 0.0})
    world = lived(offline, YEARS, scale=1.0)
    assert (everyone(world).channel == 0).all()
    assert world.tally.by_channel[:, :2, 1:].sum() == 0


def test_where_every_advertisement_is_down_at_once_nobody_is_recruited_online(p):
    """A hazard of many a week and a silence that outlasts the run; the first week may still bring some."""
    blocked = {
        "monitoring.found_hazard": 1e5,
        "monitoring.silent_weeks": 5000.0,
        "monitoring.takedown_weeks": 0.0,
        "monitoring.investigated_share": 0.0,
        "recruitment.online_share_before": 0.5,
        "investigation.opening_chance": 0.0,
        "investigation.intelligence_hazard": 0.0,
    }
    world = lived(changed(p, blocked), YEARS, scale=1.0)
    assert (everyone(world).channel[everyone(world).recruited_week > 0] == 0).all()
    assert (world.recruiters["times_found"] == 1).all()


# One city


@pytest.mark.parametrize("name", ["Brussels", "Antwerp", "Arlon"])
def test_in_a_world_of_one_city_nobody_is_moved(p, name):
    restless = multiplied(p, {"relocation.hazard": 5.0, "season.demand": 5.0})
    world = lived(restless, YEARS, scale=1.0, chosen=city_rows(name))
    people = everyone(world)
    assert world.cities.size == 1
    assert (people.arrived_week >= 0).sum() > 100
    assert people.moves.sum() == people.crossings.sum() == world.tally.moves.sum() == 0
    assert people.moves_tried.sum() > 0


def test_in_a_world_of_one_country_nobody_crosses_a_border(p):
    world = lived(p, YEARS, scale=1.0, chosen=city_rows("Brussels", "Antwerp", "Liège"))
    assert everyone(world).moves.sum() > 0
    assert everyone(world).crossings.sum() == 0


# Centres


def test_a_centre_without_places_takes_nobody_in(p):
    places = p.reception.places.copy()
    places[0] = 0.0
    world = lived(changed(p, {"reception.places": places}), first_week_of(2006), scale=1.0)
    taken_in = world.tally.by_centre[:, TAKEN_IN].sum(axis=0)
    assert world.tally.by_centre[:, REFERRED, 0].sum() > 0
    assert taken_in[0] == 0
    assert taken_in[1] > 0
    assert world.tally.by_centre[:, LOST_WHILE_WAITING, 0].sum() > 0
    assert (everyone(world).centre[everyone(world).status == names.REFLECTION] != 0).all()


def test_with_ample_places_nobody_waits_and_nobody_is_lost(p):
    """Whoever is referred and breaks contact is taken in a week later, or did not accept to begin with."""
    world = lived(changed(p, {"reception.places": 1e6, "minors.guardian_weeks": 0.0}), first_week_of(2006), scale=1.0)
    people = everyone(world)
    inside = people[people.identified_week >= 0]
    refused = people[people.status == names.NOT_TAKEN_IN]
    assert inside.size > 100
    assert world.tally.by_centre[:, [WAITING_WEEKS, LOST_WHILE_WAITING]].sum() == 0
    assert set((inside.identified_week - inside.detected_week).tolist()) == {1}
    assert set((refused.ended_week - refused.detected_week).tolist()) == {0, 1}


def test_with_no_reflection_period_co_operation_is_asked_in_the_next_week(p):
    world = lived(changed(p, {"reception.reflection_days": 0.0}), YEARS, scale=1.0)
    people = everyone(world)
    dropped = people[people.status == names.DROPPED_OUT]
    assert dropped.size > 0
    assert set((dropped.ended_week - dropped.identified_week).tolist()) == {1}


def test_with_a_reflection_period_of_45_days_it_is_asked_in_the_seventh_week(p):
    people = everyone(lived(changed(p, {"reception.reflection_days": 45.0}), YEARS, scale=1.0))
    dropped = people[people.status == names.DROPPED_OUT]
    assert set((dropped.ended_week - dropped.identified_week).tolist()) == {7}


def test_assistance_begins_when_reflection_ends_be_it_within_a_week(p):
    """45 days and a stay that is known of each person: whole weeks are rounded up once, not twice."""
    rules = changed(p, {"reception.reflection_days": 45.0, "reception.assistance_weeks": 12.0})
    people = everyone(lived(rules, YEARS, seed=1, scale=1.0))
    stayed = people[(people.status == names.RESIDENCE) | (people.status == names.RETURNED)]
    stays = np.array([reception.stay(person, 1, rules.reception) for person in stayed])
    weeks = np.maximum(np.ceil(45.0 / 7.0) + 1.0, np.ceil(45.0 / 7.0 + stays))
    assert stayed.size > 100
    assert (stayed.ended_week - stayed.identified_week == weeks).all()


def test_where_none_is_referred_none_is_identified(p):
    none = {"referral.chance": 0.0, "referral.report_chance": 0.0, "referral.own_report_chance": 0.0}
    none |= {"referral.ministry_chance": 0.0}
    world = lived(changed(p, none), YEARS, scale=1.0)
    assert events(world)[DETECTED] > 0
    assert events(world)[IDENTIFIED] == world.tally.by_centre[:, REFERRED].sum() == 0


# Fast and slow


def test_where_all_escape_or_are_let_go_at_once_hardly_anybody_is_hidden(p):
    world = lived(changed(p, {"exits.release_hazard": 1e6}), YEARS, scale=1.0)
    people = everyone(world)
    exited = people[people.status == names.EXITED]
    assert set((exited.ended_week - exited.arrived_week).tolist()) == {1}


def test_where_nobody_leaves_and_nobody_is_found_all_who_arrived_are_hidden(p):
    stuck = {
        "exits.escape_hazard": 0.0,
        "exits.release_hazard": 0.0,
        "detection.report_hazard": 0.0,
        "inspection.volume": 0.0,
        "interview.coverage": 0.0,
        "minors.report_hazard": 0.0,
        "investigation.opening_chance": 0.0,
        "investigation.intelligence_hazard": 0.0,
    }
    world = lived(changed(p, stuck), YEARS, scale=1.0)
    assert world.markets["held"].sum() == events(world)[ARRIVED]
    assert (world.markets["held"] <= np.ceil(world.markets["demand"] * 1.9 + 1)).all()


def test_a_recruiter_makes_no_more_than_16_attempts_a_week(p):
    world = lived(changed(p, {"recruitment.attempts_per_year": 1e5}), 4, scale=0.1)
    assert (world.recruiters["attempts"] == 64).all()


# Size


@pytest.mark.parametrize(("scale", "worlds"), [(0.5, 8), (3.0, 3)])
def test_a_world_of_another_size_has_as_many_persons_in_proportion(p, scale, worlds):
    """Within a fifth, on average over worlds; a much smaller one has markets too small for its networks."""
    usual = np.mean([events(lived(p, YEARS, seed, scale=1.0, chosen=None)) for seed in range(4)], axis=0)
    other = np.mean([events(lived(p, YEARS, seed, scale=scale, chosen=None)) for seed in range(worlds)], axis=0)
    for event in (ARRIVED, DETECTED, EXITED):
        assert other[event] == pytest.approx(scale * usual[event], rel=0.2)


@pytest.mark.parametrize("scale", [0.1, 0.3, 1.0, 3.0])
def test_a_world_of_another_size_has_as_many_open_places_in_proportion(p, scale):
    world = lived(changed(p, {"season.amplitude": 0.0, "population.networks": 0.0}), 1, scale=scale, chosen=None)
    assert world.markets["open_places"].sum() == pytest.approx(world.markets["demand"].sum(), rel=0.05)


def test_a_world_three_times_as_big_has_three_times_as_much_of_everything(p):
    one, three = (lived(p, 1, scale=scale, chosen=FEW_CITIES) for scale in (1.0, 3.0))
    assert three.networks.size == 3 * one.networks.size
    assert three.recruiters.size == 3 * one.recruiters.size
    assert three.teams.size == 3 * one.teams.size
    assert three.markets["demand"] == pytest.approx(3.0 * one.markets["demand"])
    assert (three.centres["scale"] == 3.0).all()
