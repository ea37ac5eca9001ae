"""One week in the life of each kind of agent, rule after rule, and the compiled loop.  Read this file first.

The order of a week: sectors count their open places; cases against networks go on; recruiters advertise and approach;
teams go out; persons live (sim/lives.py, sim/procedure.py); what was claimed is settled; news spreads; the week counts.
Both hosts run these functions, the compiled loop and the Mesa model.
"""

from numba import njit

from sim import names
from sim.borrow import borrowed
from sim.cases import free_persons, live_week_of_cases, live_week_of_offices
from sim.course import course_of
from sim.events import BODY_IDENTIFIED, HIDDEN, HIDDEN_WEEKS, IDENTIFIED, TAKEN_IN, WAITING_WEEKS
from sim.lives import arrive, be_moved, live_week_of_person
from sim.names import ACTIVE, AT_RISK, EXPLOITED, TRAVELLING
from sim.networks import advertise, face_the_law, fill_place, forget, listen, make_attempts, spread_news, start
from sim.procedure import begin_reflection
from sim.rules import inspection, recruitment, season
from sim.settle import forget_centre_claims, forget_claims, granted, take_in
from sim.tallies import count_centre, count_person, count_visits
from sim.weeks import WEEKS_PER_YEAR
from sim.world import PAST, PERSONS, WEEK, with_room


@njit(cache=True, forceinline=True)
def live_week_of_sector(row, world, p, week):
    """Count open places."""
    season.apply(world.markets[row], p.season, week)


@njit(cache=True, forceinline=True)
def live_week_of_networks(world, p, seed, week):
    """What networks heard of fades; cases against them go on."""
    forget(world, p)
    acted = False
    for row in range(world.networks.size):
        listen(world.networks[row], p)
        live_week_of_cases(row, world, p, seed, week)
        acted |= world.networks[row].action_week == week
    if acted:
        free_persons(world, p, seed, week)


@njit(cache=True, forceinline=True)
def live_week_of_recruiter(row, world, p, seed, week):
    """Advertise and approach persons; under arrest, be replaced in time."""
    recruiter = world.recruiters[row]
    if week == 0:
        start(recruiter, seed)
    face_the_law(recruiter, world, p, seed, week)
    if recruiter.standing == ACTIVE:
        advertise(recruiter, world, p, seed, week)
    else:
        fill_place(recruiter, world, p, seed, week)
    make_attempts(recruiter, world, p, seed, week)


@njit(cache=True, forceinline=True)
def live_week_of_team(place, world, p, seed, week):
    """Go to one city, visit its sectors."""
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
            visits, hits = inspection.visit_sector(team, market, mean, world, seed, week, rule)
            team.visits += visits
            count_visits(world, body, row, visits, hits, week)


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
        begin_reflection(person, world, p, seed, week)
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
        if person.status <= AT_RISK:
            row += 1
        else:
            let_go(row, world)
    forget_centre_claims(world)
    world.counts[WEEK] = week + 1


@njit(cache=True, forceinline=True)
def live_one_week(world, p, seed, week):
    for row in range(world.markets.size):
        live_week_of_sector(row, world, p, week)
    live_week_of_networks(world, p, seed, week)
    for row in range(world.recruiters.size):
        live_week_of_recruiter(row, world, p, seed, week)
    for row in range(world.teams.size):
        live_week_of_team(row, world, p, seed, week)
    for row in range(world.counts[PERSONS]):
        live_week_of_person(row, world, p, seed, week)
    settle_markets(world, p, seed, week)
    for row in range(world.centres.size):
        live_week_of_centre(row, world, p, seed, week)
    live_week_of_offices(world, p, seed, week)
    spread_news(world, p, week)
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
