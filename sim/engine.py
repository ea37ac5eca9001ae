"""One week in the life of each kind of agent, rule after rule, and the compiled loop.  Read this file first.

The order of a week: sectors count their open places; recruiters approach; teams go out; persons live (sim/lives.py);
what was claimed is settled; the week is counted.  Both hosts run these functions, the compiled loop and the Mesa model.

Still to come, each with its place marked below: investigations (process 6), adaptation of perceived risk (10).
"""

from numba import njit

from sim import names
from sim.borrow import borrowed
from sim.course import course_of
from sim.draws import person_key
from sim.lives import arrive, be_moved, live_week_of_person
from sim.names import ASSISTED, EXPLOITED, REFLECTION, TRAVELLING
from sim.rules import inspection, monitoring, placement, recruitment, season
from sim.settle import forget_centre_claims, forget_claims, granted, take_in
from sim.tallies import count_advertisement, count_attempt, count_centre, count_person, count_visits
from sim.weeks import FIRST_YEAR, WEEKS_PER_YEAR
from sim.world import (
    BODY_IDENTIFIED,
    HIDDEN,
    HIDDEN_WEEKS,
    IDENTIFIED,
    PAST,
    PERSONS,
    TAKEN_IN,
    WAITING_WEEKS,
    WEEK,
    with_room,
)


@njit(cache=True, forceinline=True)
def live_week_of_sector(row, world, p, week):
    """Count open places; process 10 will let perceived risk fade here."""
    season.apply(world.markets[row], p.season, week)


@njit(cache=True, forceinline=True)
def live_week_of_recruiter(row, world, p, seed, week):
    """Approach persons; process 6 will arrest and replace recruiters here."""
    recruiter = world.recruiters[row]
    if week == 0:
        recruitment.start(recruiter, seed)
        monitoring.start(recruiter, seed)
    if monitoring.apply(recruiter, p.monitoring, seed, week):
        count_advertisement(world, recruiter.channel, week)
    recruiter.until_attempt -= p.recruitment.attempts_per_year / WEEKS_PER_YEAR
    for _ in range(recruitment.MOST_ATTEMPTS_A_WEEK):
        if recruiter.until_attempt > 0.0:
            break
        approach(recruiter, world, p, seed, week)
        recruitment.next_attempt(recruiter, seed)


@njit(cache=True, forceinline=True)
def approach(recruiter, world, p, seed, week):
    """One attempt; who comes along sets out."""
    key = person_key(recruiter.key, recruiter.attempts)
    year = FIRST_YEAR + week / WEEKS_PER_YEAR
    online = recruitment.is_online(key, seed, year, p.recruitment)
    channel = recruiter.channel if online else 0
    unheard = online and week < recruiter.silent_until
    persuaded = not unheard and recruitment.succeeds(key, recruiter.origin, online, seed, p.recruitment)
    network = world.networks[recruiter.network]
    form = recruitment.choose_form(key, network, seed, p.recruitment) if persuaded else 0
    succeeds = persuaded and placement.is_wanted(key, form, network, world, seed, p.placement)
    count_attempt(world, channel, recruiter.origin, succeeds, week)
    if succeeds:
        person = world.persons[set_out(key, form, channel, recruiter, world, week)]
        recruitment.describe(person, seed, p.recruitment)


@njit(cache=True, forceinline=True)
def set_out(key, form, channel, recruiter, world, week):
    """A person enters the world, on the way to the network's cities; return the row."""
    row = world.counts[PERSONS]
    world.persons[row] = world.nobody[0]
    person = world.persons[row]
    person.key, person.network = key, recruiter.network
    person.form, person.origin, person.channel = form, recruiter.origin, channel
    person.recruited_week = week
    world.counts[PERSONS] += 1
    return row


@njit(cache=True, forceinline=True)
def live_week_of_team(place, world, p, seed, week):
    """Go to one city, visit its sectors; process 6 will spend part of a police team's week on investigations here."""
    team = world.teams[place]
    body = team.body
    rule = p.inspection
    inspection.start_week(team, seed, week)
    due = rule.visits_per_year[body] / WEEKS_PER_YEAR
    if body in names.ONLINE_CELLS:
        due *= p.monitoring.capacity[names.COUNTRY_OF_BODY[body]]
        shares = rule.cell_share
    else:
        shares = rule.police_share if body in names.POLICE else rule.inspectorate_share
    for sector in range(len(names.SECTORS)):
        row = team.working_city * len(names.SECTORS) + sector
        market = world.markets[row]
        mean = due * shares[sector] * rule.volume[market.place, body, sector]
        if mean > 0.0:
            visits = inspection.visit_sector(team, market, mean, world, seed, week, rule)
            team.visits += visits
            count_visits(world, body, row, visits, week)


@njit(cache=True, forceinline=True)
def settle_markets(world, p, seed, week):
    """Grant the claims on markets; who is granted one arrives, or is moved."""
    for row in granted(world, seed, week):
        person = world.persons[row]
        if person.status == TRAVELLING:
            arrive(person, world, p, seed, week)
        else:
            be_moved(person, world, p, seed, week)
    forget_claims(world)


@njit(cache=True, forceinline=True)
def live_week_of_centre(centre, world, p, seed, week):
    """Give free places to those who wait longest."""
    for row in take_in(centre, world, p.reception, seed, week):
        person = world.persons[row]
        person.status, person.identified_week = REFLECTION, week
        person.weeks_left = p.reception.reflection_days / 7.0
        count_person(world, person, IDENTIFIED, week)
        world.tally.by_body[world.year_of_week[week], BODY_IDENTIFIED, person.body] += 1
        count_centre(world, centre, TAKEN_IN, 1, week)
    count_centre(world, centre, WAITING_WEEKS, world.centres[centre].waiting, week)


@njit(cache=True, forceinline=True)
def let_go(row, world):
    """Move a person who has reached an end to the past; the last row takes the place, as no rule hangs on order."""
    world.past[world.counts[PAST]] = world.persons[row]
    world.counts[PAST] += 1
    world.counts[PERSONS] -= 1
    world.persons[row] = world.persons[world.counts[PERSONS]]


@njit(cache=True, forceinline=True)
def end_week(world, week):
    """Count who is hidden, let go of those who reached an end, and turn the calendar."""
    last_of_year = week + 1 == world.year_of_week.size or world.year_of_week[week + 1] != world.year_of_week[week]
    row = 0
    while row < world.counts[PERSONS]:
        person = world.persons[row]
        if person.status == EXPLOITED:
            count_person(world, person, HIDDEN_WEEKS, week)
            if last_of_year:
                count_person(world, person, HIDDEN, week)
        if person.status <= ASSISTED:
            row += 1
        else:
            let_go(row, world)
    forget_centre_claims(world)
    world.counts[WEEK] = week + 1


@njit(cache=True, forceinline=True)
def live_one_week(world, p, seed, week):
    for row in range(world.markets.size):
        live_week_of_sector(row, world, p, week)
    for row in range(world.recruiters.size):
        live_week_of_recruiter(row, world, p, seed, week)
    for row in range(world.teams.size):
        live_week_of_team(row, world, p, seed, week)
    for row in range(world.counts[PERSONS]):
        live_week_of_person(row, world, p, seed, week)
    settle_markets(world, p, seed, week)
    for row in range(world.centres.size):
        live_week_of_centre(row, world, p, seed, week)
    end_week(world, week)


@njit(cache=True, forceinline=True)
def has_room(world, arrivals):
    """Whether so many persons may be recruited, and all there are reach an end, without a table overflowing."""
    most = world.counts[PERSONS] + arrivals
    return most <= world.persons.size and world.counts[PAST] + most <= world.past.size


@njit(cache=True, nogil=True)
def live_weeks(world, p, seed, until, room_for_a_week):
    """Live until a week, or until there is no longer room for all whom one week may bring."""
    world = borrowed(world)  # type: ignore[call-arg]  # mypy does not know that numba gives the context
    while world.counts[WEEK] < until and has_room(world, room_for_a_week):
        live_one_week(world, p, seed, world.counts[WEEK])


def arrivals_in_a_week(world):
    """The most persons whom one week may bring."""
    return world.recruiters.size * recruitment.MOST_ATTEMPTS_A_WEEK


def with_room_for_a_week(world):
    """The same world, with room for whatever the next week may bring."""
    arrivals = arrivals_in_a_week(world)
    if has_room(world, arrivals):
        return world
    most = int(world.counts[PERSONS]) + arrivals
    return with_room(world, max(world.persons.size, most * 5 // 4), (int(world.counts[PAST]) + most) * 3 // 2)


def advance(world, p, seed, until):
    """Live until a week; returns the world, which is another when it had to grow.

    Args:
        world: A World that `population.found` has made; it changes.
        p: The Parameters in force until then.
        seed: The run's luck, 0..2^63-1.
        until: The first week that is not lived [weeks since 2001-01-01].
    """
    if until > world.year_of_week.size:
        raise ValueError(f"week {until} is beyond the world's last year; build its template with a later last_year")
    while world.counts[WEEK] < until:
        world = with_room_for_a_week(world)
        live_weeks(world, p, seed, until, arrivals_in_a_week(world))
    return world


def live_through(world, course, seed, until):
    """Live until a week under parameters that change through time; returns the world.

    Args:
        course: ((first week, Parameters), ...), the first from week 0; or a course (sim/course.py), asked as the world
            reaches the weeks for which it must be.
    """
    course = course_of(course)
    while world.counts[WEEK] < until:
        p, asked_again = course.next(world)
        world = advance(world, p, seed, min(asked_again, until))
    return world
