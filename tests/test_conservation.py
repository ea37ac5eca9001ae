"""Nobody appears or vanishes: at every week, persons, places and counts agree with each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import engine, names
from sim.events import (
    ADVERTISEMENTS_FOUND,
    ADVERTISEMENTS_REMOVED,
    AGAIN,
    ARRESTS,
    ARRIVED,
    ASSISTED_WEEKS,
    ATTEMPTS,
    BODY_DETECTED,
    BODY_IDENTIFIED,
    BODY_VISITS,
    CASES,
    CASES_ENDED,
    DETECTED,
    FOUND_BY_TEAMS,
    FREED,
    HIDDEN,
    HIDDEN_WEEKS,
    IDENTIFIED,
    INSPECTIONS,
    LOST_WHILE_WAITING,
    RECRUITED,
    REFERRED,
    RELEASED,
    REPLACED,
    STATEMENTS,
    TAKEN_IN,
    WAITING_WEEKS,
)
from sim.events import EXITED as EXIT
from sim.names import ASSISTED, AT_RISK, EXITED, EXPLOITED, REFLECTION, TRAVELLING, WAITING
from sim.rules import season
from sim.weeks import first_week_of
from sim.world import CENTRE_CLAIMS, MARKET_CLAIMS, PAST, PERSONS, WEEK, everyone, person_count
from tests.worlds import FEW_CITIES, factors, founded, lived, multiplied, ordinary, seeds

YEARS = 6


def counted(rows, number):
    return np.bincount(rows, minlength=number)


def by_year(world, weeks, *classes):
    """How many persons have a date in each year and class [year, class, ...]; -1 is no date."""
    years, shape = world.tally.recruited.shape[0], tuple(number for _, number in classes)
    dated = weeks >= 0
    table = np.zeros((years, *shape), int)
    np.add.at(table, (world.year_of_week[weeks[dated]], *(rows[dated] for rows, _ in classes)), 1)
    return table


# What holds in every week


def everyone_has_one_status(world):
    people = everyone(world)
    assert len(np.unique(people.key)) == len(people)
    assert ((people.status >= 0) & (people.status < len(names.STATUSES))).all()
    assert (world.persons["status"][: world.counts[PERSONS]] <= AT_RISK).all()
    assert (world.past["status"][: world.counts[PAST]] >= EXITED).all()
    assert ((people.ended_week >= 0) == (people.status >= AT_RISK)).all()


def dates_follow_each_other(world):
    people = everyone(world)
    people = people[people.status != AT_RISK]
    week = world.counts[WEEK]
    status = people.status
    assert ((people.recruited_week >= 0) & (people.recruited_week < week)).all()
    assert ((people.arrived_week < 0) == (status == TRAVELLING)).all()
    assert ((people.detected_week < 0) == (people.body < 0)).all()
    assert (people.detected_week[status <= EXPLOITED] < 0).all()
    assert (people.detected_week[status == EXITED] < 0).all()
    assert (people.detected_week[(status > EXPLOITED) & (status != EXITED)] >= 0).all()
    taken_in = (status == REFLECTION) | (status == ASSISTED) | (status >= names.DROPPED_OUT)
    assert ((people.identified_week >= 0) == taken_in).all()
    for earlier, later in (
        ("recruited_week", "arrived_week"),
        ("arrived_week", "detected_week"),
        ("detected_week", "identified_week"),
        ("identified_week", "ended_week"),
        ("detected_week", "ended_week"),
    ):
        both = (people[earlier] >= 0) & (people[later] >= 0)
        assert (people[earlier][both] <= people[later][both]).all(), (earlier, later)


def markets_hold_those_who_are_there(world):
    people = everyone(world)
    hidden = people[people.status == EXPLOITED]
    markets = world.markets[hidden.market]
    assert world.markets["held"].tolist() == counted(hidden.market, world.markets.size).tolist()
    assert (markets["form"] == hidden.form).all()
    number = hidden.establishment - markets["first_establishment"]
    assert ((number >= 0) & (number < markets["establishments"])).all()
    own = world.networks[hidden.network]
    cities = np.where(np.arange(own["city"].shape[1]) < own["cities"][:, None], own["city"], -1)
    assert (cities == markets["city"][:, None]).any(axis=1).all()


def centres_hold_those_who_are_there(world, p):
    people = everyone(world)
    inside = people[(people.status == REFLECTION) | (people.status == ASSISTED)]
    guarded = (people.age_group == 0) | (people.centre != names.MINORS_ROUTE)
    guarded |= world.counts[WEEK] - 1 - people.detected_week - 1 >= p.minors.guardian_weeks
    asked = people[(people.status == WAITING) & (people.detected_week < world.counts[WEEK] - 1) & guarded]
    assert world.centres["occupied"].tolist() == counted(inside.centre, world.centres.size).tolist()
    assert world.centres["waiting"].tolist() == counted(asked.centre, world.centres.size).tolist()
    places = np.round(p.reception.places * world.centres["scale"])
    assert (world.centres["occupied"] <= places).all()
    assert (world.centres["occupied"] == places)[world.centres["waiting"] > 0].all()


def offices_hold_the_cases_that_are_there(world, p):
    cases = world.networks["case"]
    assert world.offices["busy"].tolist() == (cases == names.IN_HAND).sum(axis=0).tolist()
    assert world.offices["waiting"].tolist() == (cases == names.CASE_WAITS).sum(axis=0).tolist()
    capacity = np.round([p.investigation.capacity, p.prosecution.capacity] * world.offices["scale"])
    assert (world.offices["busy"] <= capacity).all()
    assert (world.offices["busy"] == capacity)[world.offices["waiting"] > 0].all()


def every_place_has_a_recruiter_who_is_free_or_not(world):
    justice = world.tally.justice.sum(axis=0)
    away = (world.recruiters["standing"] != names.ACTIVE).sum()
    assert justice[ARRESTS] == justice[RELEASED] + justice[REPLACED] + away
    opened = world.tally.by_office[:, CASES].sum(axis=0)
    ended = world.tally.by_office[:, CASES_ENDED].sum(axis=0)
    assert (opened == ended + world.offices["busy"] + world.offices["waiting"]).all()
    assert world.tally.investigations.sum() == opened[names.INVESTIGATORS]


def networks_remember_only_where_they_work(world):
    place = np.arange(world.memories.shape[1])
    elsewhere = place >= world.networks["cities"][:, None]
    assert (world.memories["risk"] >= 0.0).all()
    assert not world.memories["risk"][elsewhere].any()
    assert (world.memories["news_week"][elsewhere] == -1).all()
    assert not world.memories["exposed"].any()
    assert not world.memories["found"].any()
    assert (world.markets["hits"] == 0).all()
    assert (world.markets["found"] == 0).all()


def nothing_is_left_unsettled(world):
    assert (world.markets["claimed"] == 0).all()
    assert (everyone(world).claim == -1).all()
    assert world.counts[MARKET_CLAIMS] == world.counts[CENTRE_CLAIMS] == 0


def nobody_enters_a_full_market(world, p, before):
    """Whoever came into a market this week found a place that was open when the week began."""
    week = world.counts[WEEK] - 1
    people = everyone(world)
    there, was_there = people[people.status == EXPLOITED], before[before.status == EXPLOITED]
    old_market = dict(zip(was_there.key.tolist(), was_there.market.tolist(), strict=True))
    pairs = zip(there.key.tolist(), there.market.tolist(), strict=True)
    came = np.array([market for key, market in pairs if old_market.get(key) != market], int)
    was_held = counted(was_there.market, world.markets.size)
    for market in np.unique(came):
        row = world.markets[market]
        swing = season.factor(week, p.season.amplitude[row["sector"]], p.season.peak_week[row["sector"]])
        wanted = int(row["demand"] * p.season.demand[row["place"], row["sector"]] * swing + row["rounding"])
        assert (came == market).sum() <= wanted - was_held[market]


def the_longest_wait_comes_first(world):
    """Nobody is taken in while another, who was found in an earlier week, still waits for the same centre."""
    people, week = everyone(world), world.counts[WEEK] - 1
    for centre in range(world.centres.size):
        taken = people.detected_week[(people.centre == centre) & (people.identified_week == week)]
        waits = people.detected_week[(people.centre == centre) & (people.status == WAITING)]
        if taken.size and waits.size:
            assert taken.max() <= waits.min()


# What the tally says of all weeks


def recruits_agree(world):
    people, tally = everyone(world), world.tally
    channels, origins = len(names.CHANNELS), len(names.ORIGINS)
    by_channel = by_year(world, people.recruited_week, (people.channel, channels))
    by_origin = by_year(world, people.recruited_week, (people.origin, origins))
    assert (tally.by_channel[:, RECRUITED] == by_channel).all()
    assert (tally.recruited == by_origin).all()
    assert tally.recruited.sum() == len(people) == person_count(world)
    assert (tally.by_channel[:, RECRUITED] <= tally.by_channel[:, ATTEMPTS]).all()
    if tally.justice[:, ARRESTS].sum() == 0:
        waits = (world.recruiters["down_week"] >= world.counts[WEEK]).sum()
        assert tally.by_channel[:, ATTEMPTS].sum() == world.recruiters["attempts"].sum()
        assert tally.by_channel[:, ADVERTISEMENTS_FOUND].sum() == world.recruiters["times_found"].sum()
        assert tally.by_channel[:, ADVERTISEMENTS_REMOVED].sum() <= world.recruiters["times_found"].sum() - waits


def events_agree_with_the_dates_of_persons(world):
    people, tally = everyone(world), world.tally
    exited = np.where(people.status == EXITED, people.ended_week, -1)
    for event, weeks in ((DETECTED, people.detected_week), (IDENTIFIED, people.identified_week), (EXIT, exited)):
        assert (tally.by_market[:, event] == by_year(world, weeks, (people.market, world.markets.size))).all()
        classes = (
            (world.markets["country"][people.market], 3),
            (people.origin, len(names.ORIGINS)),
            (people.sex, 2),
            (people.age_group, 2),
        )
        assert (tally.by_person[:, event] == by_year(world, weeks, *classes)).all()
        contact = classes[0], (people.channel, len(names.CHANNELS))
        assert (tally.by_contact[:, event] == by_year(world, weeks, *contact)).all()
    arrived = by_year(world, people.arrived_week, (people.origin, len(names.ORIGINS)))
    assert (tally.arrivals.sum(axis=2) == arrived).all()
    assert (tally.by_person[:, ARRIVED].sum(axis=(1, 3, 4)) == arrived).all()
    assert (_by_city(world, ARRIVED) == tally.arrivals.sum(axis=1)).all()
    assert tally.moves.sum() == people.moves.sum()


def _by_city(world, event):
    years, cities = world.tally.recruited.shape[0], world.cities.size
    return world.tally.by_market[:, event].reshape(years, cities, -1).sum(axis=2)


def bodies_agree(world):
    people, tally = everyone(world), world.tally
    bodies = len(names.BODIES)
    for event, weeks in ((BODY_DETECTED, people.detected_week), (BODY_IDENTIFIED, people.identified_week)):
        assert (tally.by_body[:, event] == by_year(world, weeks, (people.body, bodies))).all()
    by_teams = np.where(people.body < names.REPORT_BY_OTHERS, people.detected_week, -1)
    assert (tally.by_market[:, FOUND_BY_TEAMS] == by_year(world, by_teams, (people.market, world.markets.size))).all()
    found = people[(people.body >= 0) & (people.body < names.REPORT_BY_OTHERS)]
    assert (world.markets["country"][found.market] == np.array(names.COUNTRY_OF_BODY)[found.body]).all()
    assert tally.by_body[:, BODY_VISITS].sum() == world.teams["visits"].sum()
    assert (tally.by_body[:, BODY_VISITS].sum(axis=1) == tally.by_market[:, INSPECTIONS].sum(axis=1)).all()


def centres_agree(world):
    people, tally = everyone(world), world.tally
    centres, week = world.centres.size, world.counts[WEEK]
    referred = np.where(people.centre >= 0, people.detected_week, -1)
    assert (tally.by_centre[:, REFERRED] == by_year(world, referred, (people.centre, centres))).all()
    assert (tally.by_centre[:, TAKEN_IN] == by_year(world, people.identified_week, (people.centre, centres))).all()
    inside = people[people.identified_week >= 0]
    weeks_inside = np.where(inside.ended_week >= 0, inside.ended_week, week - 1) - inside.identified_week
    expected = np.bincount(inside.centre, weeks_inside, minlength=centres)
    assert tally.by_centre[:, ASSISTED_WEEKS].sum(axis=0).tolist() == expected.tolist()
    lost = tally.by_centre[:, LOST_WHILE_WAITING].sum()
    assert lost <= ((people.status == names.NOT_TAKEN_IN) & (people.ended_week > people.detected_week + 1)).sum()


def ends_agree(world):
    people = everyone(world)
    assert (world.tally.ended == by_year(world, people.ended_week, (people.status, len(names.STATUSES)))).all()
    assert (world.tally.ended[:, :EXITED] == 0).all()


def stays_agree(world):
    """Victim-weeks are the weeks between arrival and the end of exploitation."""
    people, week = everyone(world), world.counts[WEEK]
    came = people[people.arrived_week >= 0]
    left = np.where(came.detected_week >= 0, came.detected_week, came.ended_week)
    weeks_hidden = np.where(left >= 0, left, week) - came.arrived_week
    assert world.tally.by_market[:, HIDDEN_WEEKS].sum() == weeks_hidden.sum()
    assert (
        world.tally.by_market[:, HIDDEN_WEEKS].sum(axis=1) == world.tally.by_person[:, HIDDEN_WEEKS].sum((1, 2, 3, 4))
    ).all()
    assert (
        world.tally.by_person[:, HIDDEN_WEEKS].sum((2, 3, 4)) == world.tally.by_contact[:, HIDDEN_WEEKS].sum(2)
    ).all()


def lists_agree(world):
    people, tally = everyone(world), world.tally
    in_belgium = (world.markets["country"][people.market] == 0) & (people.market >= 0)
    found = np.where(in_belgium, people.detected_week, -1)
    combinations = 2 ** len(names.LISTS)
    assert (tally.on_lists == by_year(world, found, (people.lists.astype(int), combinations))).all()


def those_found_are_on_some_combination_of_lists(world):
    assert (world.tally.on_lists >= 0).all()
    found = world.tally.by_person[:, DETECTED, 0].sum(axis=(1, 2, 3))
    assert (world.tally.on_lists.sum(axis=1) == found).all()
    assert world.tally.rapporteur.sum() <= world.tally.records.sum()


def whoever_set_out_or_was_taken_again_has_arrived_or_is_under_way(world):
    people, again = everyone(world), world.tally.justice[:, AGAIN].sum()
    assert person_count(world) + again == world.tally.arrivals.sum() + (people.status == TRAVELLING).sum()
    assert world.tally.ended.sum() == (people.status >= AT_RISK).sum() + again
    assert people.times.sum() == again


def whoever_arrived_is_hidden_or_was_found_or_left(world):
    total = world.tally.by_market.sum(axis=0)
    assert total[ARRIVED].sum() == world.markets["held"].sum() + total[DETECTED].sum() + total[EXIT].sum()
    moved_in, moved_out = world.tally.moves.sum(axis=(0, 1)), world.tally.moves.sum(axis=(0, 2))
    held = world.markets["held"].reshape(world.cities.size, -1).sum(axis=1)
    came, found, left = (_by_city(world, event).sum(axis=0) for event in (ARRIVED, DETECTED, EXIT))
    assert (came + moved_in == held + found + left + moved_out).all()
    assert (world.tally.moves[:, np.arange(world.cities.size), np.arange(world.cities.size)] == 0).all()


def check_week(world, p, before):
    everyone_has_one_status(world)
    dates_follow_each_other(world)
    markets_hold_those_who_are_there(world)
    centres_hold_those_who_are_there(world, p)
    offices_hold_the_cases_that_are_there(world, p)
    networks_remember_only_where_they_work(world)
    nothing_is_left_unsettled(world)
    nobody_enters_a_full_market(world, p, before)
    the_longest_wait_comes_first(world)


def check_tally(world):
    recruits_agree(world)
    every_place_has_a_recruiter_who_is_free_or_not(world)
    those_found_are_on_some_combination_of_lists(world)
    whoever_set_out_or_was_taken_again_has_arrived_or_is_under_way(world)
    whoever_arrived_is_hidden_or_was_found_or_left(world)
    if not world.tally.justice[:, AGAIN].any() and not (everyone(world).status == AT_RISK).any():
        each_person_is_counted_once(world)


def each_person_is_counted_once(world):
    """Where nobody is trafficked again, all counts follow from the persons' own dates."""
    events_agree_with_the_dates_of_persons(world)
    bodies_agree(world)
    centres_agree(world)
    ends_agree(world)
    stays_agree(world)
    lists_agree(world)


def check_life(world, p, seed, weeks):
    """Live week by week; everything is checked after each."""
    for week in range(weeks):
        before = everyone(world)
        world = engine.advance(world, p, seed, week + 1)
        assert world.counts[WEEK] == week + 1
        check_week(world, p, before)
        if week % 13 == 0 or week == weeks - 1:
            check_tally(world)
    return world


@pytest.mark.parametrize("again", [0.0, 1.0])
def test_nobody_appears_or_vanishes_in_any_week_of_the_baseline(p, again):
    p = multiplied(p, {"retrafficking.chance": again})
    world = check_life(founded(p, scale=0.5, last_year=2000 + YEARS), p, 1, first_week_of(2001 + YEARS))
    assert bool(world.tally.justice[:, AGAIN].any()) == (again > 0.0)
    assert world.tally.justice[:, [ARRESTS, STATEMENTS, FREED]].sum(axis=0).min() > 0
    assert world.tally.by_market[-1, [DETECTED, IDENTIFIED, EXIT, HIDDEN]].sum(axis=1).min() > 0


@settings(max_examples=20, deadline=None)
@given(seeds(), st.sampled_from([0.1, 0.3, 1.0]), factors(), st.booleans())
def test_nobody_appears_or_vanishes_whatever_the_luck_the_size_and_the_figures(seed, scale, factors, once):
    p = ordinary()
    odd = multiplied(p, factors | ({"retrafficking.chance": 0.0} if once else {}))
    check_life(founded(odd, seed, scale, last_year=2002), odd, seed, 104)


def test_whoever_sets_out_carries_nothing_of_a_person_who_has_gone(p):
    """Rows are used again, persons are not."""
    people = everyone(lived(multiplied(p, {"retrafficking.chance": 0.0}), 200, scale=2.0))
    travelling = people[people.status == TRAVELLING]
    assert travelling.size > 10
    for column in ("control", "until_detection", "until_escape", "until_release", "until_move", "moves", "crossings"):
        assert not travelling[column].any(), column


def test_nobody_appears_or_vanishes_where_places_are_short(p):
    short = multiplied(p, {"reception.places": 0.1, "season.demand": 0.3, "detection.report_hazard": 5.0})
    world = check_life(founded(short, scale=1.0, last_year=2003), short, 1, 150)
    assert world.tally.by_centre[:, WAITING_WEEKS].sum() > 0
    assert world.tally.by_centre[:, LOST_WHILE_WAITING].sum() > 0


def test_in_all_cities_totals_agree_after_ten_years(p):
    world = lived(p, first_week_of(2011), scale=1.0, last_year=2010, chosen=None)
    check_tally(world)
    everyone_has_one_status(world)
    dates_follow_each_other(world)
    markets_hold_those_who_are_there(world)
    centres_hold_those_who_are_there(world, p)


def test_hidden_at_the_years_end_is_what_the_markets_hold_then(p):
    world = founded(p, last_year=2003)
    for year in range(3):
        world = engine.advance(world, p, 1, first_week_of(2002 + year))
        assert (world.tally.by_market[year, HIDDEN] == world.markets["held"]).all()
        assert world.tally.by_person[year, HIDDEN].sum() == world.markets["held"].sum()
        assert (world.tally.by_market[year + 1 :, HIDDEN] == 0).all()


def test_weeks_spent_waiting_are_summed_over_the_weeks(p):
    short = multiplied(p, {"reception.places": 0.05})
    world, total = founded(short, scale=1.0, last_year=2002), np.zeros(len(names.CENTRES), int)
    for week in range(104):
        world = engine.advance(world, short, 1, week + 1)
        total += world.centres["waiting"]
    assert total.sum() > 0
    assert (world.tally.by_centre[:, WAITING_WEEKS].sum(axis=0) == total).all()


@pytest.mark.parametrize("rows", [(0,), FEW_CITIES])
def test_every_person_is_referred_to_the_centre_of_the_region_or_to_the_minors_route(p, rows):
    world = lived(multiplied(p, {"retrafficking.chance": 0.0}), 300, scale=0.5, chosen=rows)
    people = everyone(world)
    referred = people[people.centre >= 0]
    market = world.markets[referred.market]
    minors = (referred.age_group == 1) & (market["country"] == 0)
    expected = np.where(minors, names.MINORS_ROUTE, np.array(names.CENTRE_OF_REGION)[market["region"]])
    assert referred.size > 0
    assert (referred.centre == expected).all()
