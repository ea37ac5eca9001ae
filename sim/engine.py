"""One week in the life of each kind of agent, rule after rule, and the compiled loop.  Read this file first.

The order of a week: sectors count their open places; recruiters approach; teams go out; persons live; what was claimed
is settled; the week is counted.  Both hosts run these functions, the compiled loop and the Mesa model.

Still to come, each with its place marked below: investigations (process 6), statements by victims (9), adaptation of
perceived risk (10), the lists of the member bodies (11).
"""

from numba import njit

from sim import names
from sim.draws import person_key
from sim.names import (
    ASSISTED,
    DROPPED_OUT,
    EXITED,
    EXPLOITED,
    NOT_REFERRED,
    NOT_TAKEN_IN,
    REFLECTION,
    RESIDENCE,
    RETURNED,
    TRAVELLING,
    WAITING,
)
from sim.rules import (
    control,
    detection,
    exits,
    inspection,
    monitoring,
    placement,
    reception,
    recruitment,
    referral,
    relocation,
    season,
)
from sim.settle import claim_centre, claim_market, forget_centre_claims, forget_claims, granted, take_in
from sim.tallies import (
    count_advertisement,
    count_arrival,
    count_attempt,
    count_centre,
    count_end,
    count_found,
    count_move,
    count_person,
    count_visits,
)
from sim.weeks import FIRST_YEAR, WEEKS_PER_YEAR
from sim.world import (
    ARRIVED,
    ASSISTED_WEEKS,
    BODY_IDENTIFIED,
    DETECTED,
    HIDDEN,
    HIDDEN_WEEKS,
    IDENTIFIED,
    LOST_WHILE_WAITING,
    PAST,
    PERSONS,
    REFERRED,
    TAKEN_IN,
    WAITING_WEEKS,
    WEEK,
    borrowed,
    with_room,
)
from sim.world import EXITED as EXIT

NOTHING, FOUND, ESCAPE, RELEASE, MOVE = range(5)  # whose clock runs out first in a week of exploitation


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
        set_out(key, form, recruiter, channel, world, p, seed, week)


@njit(cache=True, forceinline=True)
def set_out(key, form, recruiter, channel, world, p, seed, week):
    """A person enters the world, on the way to the network's cities."""
    row = world.counts[PERSONS]
    person = world.persons[row]
    person.key, person.network = key, recruiter.network
    person.form, person.origin, person.channel = form, recruiter.origin, channel
    person.status, person.body, person.centre = TRAVELLING, -1, -1
    person.market, person.establishment, person.claim = -1, -1, -1
    person.recruited_week = week
    person.arrived_week, person.detected_week, person.identified_week, person.ended_week = -1, -1, -1, -1
    recruitment.describe(person, seed, p.recruitment)
    world.counts[PERSONS] += 1


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
        mean = due * shares[sector] * rule.volume[market.place, sector]
        if mean > 0.0:
            visits = inspection.visit_sector(team, market, mean, world, seed, week, rule)
            team.visits += visits
            count_visits(world, body, row, visits, week)


@njit(cache=True, forceinline=True)
def live_week_of_person(row, world, p, seed, week):
    """The agenda of a person, by status; process 11 will enter the person in the bodies' lists."""
    person = world.persons[row]
    if person.status == EXPLOITED:
        live_exploited(person, row, world, p, seed, week)
    elif person.status == TRAVELLING:
        travel(person, row, world, p, seed, week)
    elif person.status == WAITING:
        wait(person, row, world, p, seed, week)
    elif person.status == REFLECTION:
        reflect(person, world, p, seed, week)
    elif person.status == ASSISTED:
        be_assisted(person, world, p, seed, week)


@njit(cache=True, forceinline=True)
def travel(person, row, world, p, seed, week):
    """On the way; on arrival, claim a place in one of the network's cities, week after week until there is one."""
    person.weeks_left -= 1.0
    if person.weeks_left <= 0.0:
        claim_place(person, row, -1, week, world, p, seed)


@njit(cache=True, forceinline=True)
def claim_place(person, row, here, occasion, world, p, seed):
    """Claim a market in another of the network's cities, where one has an open place."""
    network = world.networks[person.network]
    city = placement.choose_city(person, here, network, world, seed, p.placement, occasion)
    if city >= 0:
        claim_market(person, row, placement.choose_market(person, city, world.markets, seed, occasion), world)


@njit(cache=True, forceinline=True)
def live_exploited(person, row, world, p, seed, week):
    """A week of exploitation: of the clocks that run out in it, the earliest decides; the others keep what is left."""
    control.apply(person, p.control)
    market = world.markets[person.market]
    exposure = world.exposure[person.establishment]
    visited = world.establishments[person.establishment].visited_week == week
    by_visits = detection.from_visits(person, exposure, p.detection) if visited else 0.0
    by_report = detection.from_report(market.sector, p.detection)
    escape = exits.escape(person.form, person.control, p.exits)
    release = exits.release(person.form, p.exits)
    move = relocation.hazard(person.form, p.relocation)
    found = by_visits + by_report

    lived, event = 1.0, NOTHING
    if person.until_detection < found * lived:
        lived, event = person.until_detection / found, FOUND
    if person.until_escape < escape * lived:
        lived, event = person.until_escape / escape, ESCAPE
    if person.until_release < release * lived:
        lived, event = person.until_release / release, RELEASE
    if person.until_move < move * lived:
        lived, event = person.until_move / move, MOVE
    person.until_detection -= found * lived
    person.until_escape -= escape * lived
    person.until_release -= release * lived
    person.until_move -= move * lived

    if event == FOUND:
        body = detection.finder(person, exposure, by_report, by_visits, seed, week)
        come_to_light(person, body, world, p, seed, week)
    elif event == ESCAPE and exits.reports(person, seed, p.exits):
        come_to_light(person, names.OWN_REPORT, world, p, seed, week)
    elif event == ESCAPE or event == RELEASE:
        count_person(world, person, EXIT, week)
        market.held -= 1
        end(person, EXITED, world, week)
    else:
        if by_visits > 0.0:
            person.visits_missed += 1
        if event == MOVE:
            try_to_move(person, row, market.city, world, p, seed)


@njit(cache=True, forceinline=True)
def try_to_move(person, row, here, world, p, seed):
    """The network tries to move the person on; process 10 will let perceived risk prompt this too."""
    person.moves_tried += 1
    relocation.start(person, seed)
    claim_place(person, row, here, person.moves_tried, world, p, seed)


@njit(cache=True, forceinline=True)
def come_to_light(person, body, world, p, seed, week):
    """Detected: out of exploitation; referred, or not.  Process 9 will take statements here."""
    world.markets[person.market].held -= 1
    person.body, person.detected_week = body, week
    count_found(world, person, week)
    if not referral.apply(person, seed, p.referral):
        end(person, NOT_REFERRED, world, week)
        return
    market = world.markets[person.market]
    is_child = person.age_group == 1 and market.country == 0
    person.centre = names.MINORS_ROUTE if is_child else names.CENTRE_OF_REGION[market.region]
    count_centre(world, person.centre, REFERRED, 1, week)
    if reception.breaks_contact(person, seed, p.reception):
        person.status = WAITING
    else:
        end(person, NOT_TAKEN_IN, world, week)


@njit(cache=True, forceinline=True)
def wait(person, row, world, p, seed, week):
    """Claim a place in the centre, as long as trust lasts."""
    weeks_waited = week - person.detected_week - 1  # the centre is first asked in the week after
    if reception.accepts(person, weeks_waited, seed, p.reception):
        claim_centre(row, world)
    else:
        if reception.accepts(person, 0, seed, p.reception):
            count_centre(world, person.centre, LOST_WHILE_WAITING, 1, week)
        end(person, NOT_TAKEN_IN, world, week)


@njit(cache=True, forceinline=True)
def reflect(person, world, p, seed, week):
    """The reflection period; at its end, co-operation is asked."""
    count_centre(world, person.centre, ASSISTED_WEEKS, 1, week)
    person.weeks_left -= 1.0
    if person.weeks_left > 0.0:
        return
    if reception.co_operates(person, seed, p.reception):
        person.status = ASSISTED
        person.weeks_left += reception.stay(person, seed, p.reception)
    else:
        leave_centre(person, DROPPED_OUT, world, week)


@njit(cache=True, forceinline=True)
def be_assisted(person, world, p, seed, week):
    """Assistance, until residence or return."""
    count_centre(world, person.centre, ASSISTED_WEEKS, 1, week)
    person.weeks_left -= 1.0
    if person.weeks_left <= 0.0:
        leave_centre(person, RESIDENCE if reception.gets_residence(person, seed, p.reception) else RETURNED, world, week)


@njit(cache=True, forceinline=True)
def leave_centre(person, status, world, week):
    world.centres[person.centre].occupied -= 1
    end(person, status, world, week)


@njit(cache=True, forceinline=True)
def end(person, status, world, week):
    """Reach an end; re-trafficking comes with the next issue."""
    person.status = status
    person.ended_week = week
    count_end(world, status, week)


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
def arrive(person, world, p, seed, week):
    """Exploitation begins: all clocks are set."""
    person.status, person.arrived_week = EXPLOITED, week
    person.moves_tried, person.moves, person.crossings = 0, 0, 0
    control.start(person, seed, p.control)
    detection.start(person, seed)
    exits.start(person, seed)
    relocation.start(person, seed)
    be_placed(person, world, p, seed)
    count_person(world, person, ARRIVED, week)
    count_arrival(world, person.origin, world.markets[person.market].city, week)


@njit(cache=True, forceinline=True)
def be_moved(person, world, p, seed, week):
    """Taken to another city; beyond a border nothing is known of the person."""
    left = world.markets[person.market]
    left.held -= 1
    person.moves += 1
    be_placed(person, world, p, seed)
    entered = world.markets[person.market]
    if entered.country != left.country:
        person.crossings += 1
        detection.start(person, seed)
    count_move(world, left.city, entered.city, week)


@njit(cache=True, forceinline=True)
def be_placed(person, world, p, seed):
    person.market = person.claim
    market = world.markets[person.market]
    market.held += 1
    person.establishment = placement.choose_establishment(person, market, seed, p.placement)


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
    world = borrowed(world)
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
    return with_room(world, max(world.persons.size, 2 * most), 2 * (int(world.counts[PAST]) + 2 * most))


def advance(world, p, seed, until):
    """Live until a week; returns the world, which is another when it had to grow.

    Args:
        world: A World that `population.found` has made; it changes.
        p: The Parameters in force until then.
        seed: The run's luck, 0..2^63-1.
        until: The first week that is not lived [weeks since 2001-01-01].
    """
    while world.counts[WEEK] < until:
        world = with_room_for_a_week(world)
        live_weeks(world, p, seed, until, arrivals_in_a_week(world))
    return world


def live_through(world, segments, seed, until):
    """Live until a week under parameters that change through time; returns the world.

    Args:
        segments: ((first week, Parameters), ...), the first from week 0.
    """
    starts = [first for first, _ in segments[1:]]
    for (_, p), end in zip(segments, [*starts, until], strict=True):
        world = advance(world, p, seed, min(end, until))
    return world
