"""How events enter the tally of their calendar year.  Whole numbers only, so that no order of adding matters."""

from numba import njit

from sim.events import (
    ATTEMPTS,
    BODY_DETECTED,
    BODY_HITS,
    BODY_VISITS,
    DETECTED,
    FOUND_BY_TEAMS,
    INSPECTIONS,
    RECRUITED,
)
from sim.names import REPORT_BY_OTHERS


@njit(cache=True, forceinline=True)
def count_attempt(world, channel, origin, succeeds, week):
    year = world.year_of_week[week]
    world.tally.by_channel[year, ATTEMPTS, channel] += 1
    if succeeds:
        world.tally.by_channel[year, RECRUITED, channel] += 1
        world.tally.recruited[year, origin] += 1


@njit(cache=True, forceinline=True)
def count_on_channel(world, channel, event, week):
    world.tally.by_channel[world.year_of_week[week], event, channel] += 1


@njit(cache=True, forceinline=True)
def count_visits(world, body, market, visits, hits, week):
    year = world.year_of_week[week]
    world.tally.by_body[year, BODY_VISITS, body] += visits
    world.tally.by_body[year, BODY_HITS, body] += hits
    world.tally.by_market[year, INSPECTIONS, market] += visits


@njit(cache=True, forceinline=True)
def count_person(world, person, event, week):
    """An event of a person, at the market where the person is or was exploited."""
    year = world.year_of_week[week]
    country = world.markets[person.market].country
    world.tally.by_market[year, event, person.market] += 1
    world.tally.by_person[year, event, country, person.origin, person.sex, person.age_group] += 1
    world.tally.by_contact[year, event, country, person.channel] += 1


@njit(cache=True, forceinline=True)
def count_found(world, person, week):
    """A detection; teams remember where it was: the highest number of those found there in one week."""
    count_person(world, person, DETECTED, week)
    world.markets[person.market].found += 1
    world.tally.by_body[world.year_of_week[week], BODY_DETECTED, person.body] += 1
    if person.body < REPORT_BY_OTHERS:
        world.tally.by_market[world.year_of_week[week], FOUND_BY_TEAMS, person.market] += 1
        market = world.markets[person.market]
        if market.hit_week < week or person.establishment > market.hit_establishment:
            market.hit_week, market.hit_establishment = week, person.establishment


@njit(cache=True, forceinline=True)
def count_centre(world, centre, event, persons, week):
    world.tally.by_centre[world.year_of_week[week], event, centre] += persons


@njit(cache=True, forceinline=True)
def count_office(world, office, event, cases, week):
    world.tally.by_office[world.year_of_week[week], event, office] += cases


@njit(cache=True, forceinline=True)
def count_justice(world, event, week):
    world.tally.justice[world.year_of_week[week], event] += 1


@njit(cache=True, forceinline=True)
def count_document(world, document, week):
    world.tally.documents[world.year_of_week[week], document] += 1


@njit(cache=True, forceinline=True)
def count_end(world, status, week):
    world.tally.ended[world.year_of_week[week], status] += 1


@njit(cache=True, forceinline=True)
def count_move(world, left, entered, week):
    world.tally.moves[world.year_of_week[week], left, entered] += 1


@njit(cache=True, forceinline=True)
def count_arrival(world, origin, city, week):
    world.tally.arrivals[world.year_of_week[week], origin, city] += 1
