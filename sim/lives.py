"""A person's life, week by week: on the way, in exploitation, found or away, in a centre, to an end.

Still to come, each with its place marked below: statements by victims (process 9), adaptation of perceived risk (10),
the lists of the member bodies (11), persons trafficked again.
"""

from numba import njit

from sim import names
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
from sim.rules import control, detection, exits, placement, reception, referral, relocation
from sim.settle import claim_centre, claim_market
from sim.tallies import count_arrival, count_centre, count_end, count_found, count_move, count_person
from sim.world import ARRIVED, ASSISTED_WEEKS, LOST_WHILE_WAITING, REFERRED
from sim.world import EXITED as EXIT

MOVES = 1 << 20  # choices on the move have occasions of their own: those on arrival are weeks
NOTHING, FOUND, ESCAPE, RELEASE = range(4)  # whose clock runs out first in a week of exploitation


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
    """A week of exploitation: of the clocks that run out in it, the earliest decides; the others keep what is left.

    A move comes at the week's end, to those who are still there.
    """
    control.apply(person, p.control)
    market = world.markets[person.market]
    exposure = world.exposure[person.establishment]
    visited = world.establishments[person.establishment].visited_week == week
    by_visits = detection.from_visits(person, exposure, p.detection) if visited else 0.0
    by_report = detection.from_report(market.sector, p.detection)
    escape = exits.escape(person.form, person.control, p.exits)
    release = exits.release(person.form, p.exits)
    found = by_visits + by_report

    lived, event = 1.0, NOTHING
    if person.until_detection < found * lived:
        lived, event = person.until_detection / found, FOUND
    if person.until_escape < escape * lived:
        lived, event = person.until_escape / escape, ESCAPE
    if person.until_release < release * lived:
        lived, event = person.until_release / release, RELEASE
    person.until_detection -= found * lived
    person.until_escape -= escape * lived
    person.until_release -= release * lived

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
        stay_or_move(person, row, world, p, seed)


@njit(cache=True, forceinline=True)
def stay_or_move(person, row, world, p, seed):
    """At the week's end the network may try to move the person on; process 10 will let perceived risk prompt it too."""
    person.until_move -= relocation.hazard(person.form, p.relocation)
    if person.until_move <= 0.0:
        relocation.next_attempt(person, seed)
        here = world.markets[person.market].city
        claim_place(person, row, here, MOVES + person.moves_tried, world, p, seed)


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
        leave_centre(
            person, RESIDENCE if reception.gets_residence(person, seed, p.reception) else RETURNED, world, week
        )


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
        person.visits_missed = 0  # what local inspectors know ends at the border
    count_move(world, left.city, entered.city, week)


@njit(cache=True, forceinline=True)
def be_placed(person, world, p, seed):
    person.market = person.claim
    market = world.markets[person.market]
    market.held += 1
    person.establishment = placement.choose_establishment(person, market, seed, p.placement)
