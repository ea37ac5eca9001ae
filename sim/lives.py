"""A person's life, week by week: on the way, in exploitation, moved on, found or away, perhaps trafficked again.

What follows once a person is found stands in sim/procedure.py.
"""

from numba import njit

from sim import names
from sim.events import AGAIN, ARRIVED, FREED, INTERVIEWS
from sim.events import EXITED as EXIT
from sim.names import ASSISTED, AT_RISK, EXITED, EXPLOITED, REFLECTION, TRAVELLING, WAITING
from sim.networks import news_of_last_week, remember
from sim.procedure import be_assisted, come_to_light, end, leave_sign, reflect, wait
from sim.rules import control, detection, exits, inspection, interview, minors, placement, relocation
from sim.settle import claim_market
from sim.tallies import count_arrival, count_justice, count_move, count_person

MOVES = 1 << 24  # choices on the move have occasions of their own: those on arrival are weeks
NOTHING, FOUND, ESCAPE, RELEASE = range(4)  # whose clock runs out first in a week of exploitation


@njit(cache=True, forceinline=True)
def live_week_of_person(row, world, p, seed, week):
    """The agenda of a person, by status."""
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
    elif person.status == AT_RISK:
        be_at_risk(person, row, world, week)


@njit(cache=True, forceinline=True)
def travel(person, row, world, p, seed, week):
    """On the way from the week after the first contact; then claim a place, week after week until there is one."""
    if person.recruited_week == week:
        return
    person.weeks_left -= 1.0
    if person.weeks_left <= 0.0:
        claim_place(person, row, -1, week, world, p, seed)


@njit(cache=True, forceinline=True)
def claim_place(person, row, here, occasion, world, p, seed):
    """Claim a market in another of the network's cities, where one has an open place."""
    place = placement.choose_city(person, here, world, seed, p.placement, occasion)
    if place >= 0:
        claim_market(person, row, placement.choose_market(person, place, world, seed, p.placement, occasion), world)


@njit(cache=True, forceinline=True)
def live_exploited(person, row, world, p, seed, week):
    """A week of exploitation: of the clocks that run out in it, the earliest decides; the others keep what is left.

    A move comes at the week's end, to those who are still there.
    """
    control.apply(person, p.control)
    market = world.markets[person.market]
    if person.until_detection < 0.0:
        count_justice(world, FREED, week)
        come_to_light(person, names.POLICE_OF_COUNTRY[market.country], world, p, seed, week)
        return
    exposure = world.exposure[person.establishment]
    visited = world.establishments[person.establishment].visited_week == week
    by_visits = detection.from_visits(person, exposure, p.detection) if visited else 0.0
    interviewed = interview.takes_place(person, market, seed, week, p.interview)
    if interviewed:
        count_justice(world, INTERVIEWS, week)
    other = exposed_otherwise(person, market, interviewed, p)
    event = spend_clocks(person, by_visits + other[0] + other[1] + other[2], p)
    if visited and inspection.is_noticed(exposure):
        remember(person, market.sector, 1, 0, world)
    if event == FOUND:
        body = detection.finder(person, exposure, other, by_visits, seed, week)
        leave_sign(person, body, world)
        come_to_light(person, body, world, p, seed, week)
    elif event == ESCAPE and exits.reports(person, seed, p.exits):
        leave_sign(person, names.OWN_REPORT, world)
        come_to_light(person, names.OWN_REPORT, world, p, seed, week)
    elif event == ESCAPE or event == RELEASE:
        count_person(world, person, EXIT, week)
        market.held -= 1
        end(person, EXITED, world, p, seed, week)
    else:
        if by_visits > 0.0:
            person.visits_missed += 1
        stay_or_move(person, row, world, p, seed, week)


@njit(cache=True)
def exposed_otherwise(person, market, interviewed, p):
    """Exposure of a week by reports of others, the yearly interview, and reports to Child Focus [1, 1, 1]."""
    by_report = detection.from_report(market, p.detection)
    by_interview = interview.exposure(person, p.detection.denial, p.interview) if interviewed else 0.0
    by_child_focus = minors.exposure(p.minors) if minors.is_child_in_belgium(person, market) else 0.0
    return by_report, by_interview, by_child_focus


@njit(cache=True)
def first_to_run_out(person, found, escape, release):
    """The part of a week lived until one of the clocks runs out [1], and which: NOTHING where none does.

    Args:
        found, escape, release: What a whole week spends of each [1].
    """
    lived, event = 1.0, NOTHING
    if person.until_detection < found * lived:
        lived, event = person.until_detection / found, FOUND
    if person.until_escape < escape * lived:
        lived, event = person.until_escape / escape, ESCAPE
    if person.until_release < release * lived:
        lived, event = person.until_release / release, RELEASE
    return lived, event


@njit(cache=True)
def spend_clocks(person, found, p):
    """Spend the clocks of a week of exploitation; return which runs out first.

    Args:
        found: Exposure of the week, of all kinds [1].
    """
    escape = exits.escape(person.form, person.control, p.exits)
    release = exits.release(person.form, p.exits)
    lived, event = first_to_run_out(person, found, escape, release)
    person.until_detection -= found * lived
    person.until_escape -= escape * lived
    person.until_release -= release * lived
    return event


@njit(cache=True, forceinline=True)
def stay_or_move(person, row, world, p, seed, week):
    """At the week's end the network may try to move the person on; news of last week makes it likelier."""
    market = world.markets[person.market]
    news = p.adaptation.flight * news_of_last_week(person, market, world, week)
    person.until_move -= min(news, max(0.0, person.until_move)) + relocation.hazard(person.form, p.relocation)
    if person.until_move <= 0.0:
        relocation.next_attempt(person, seed)
        occasion = MOVES + (person.times << 16) + person.moves_tried
        claim_place(person, row, market.city, occasion, world, p, seed)


@njit(cache=True, forceinline=True)
def be_at_risk(person, row, world, week):
    """Away from exploitation for now; in time taken again by the same network."""
    person.weeks_left -= 1.0
    if person.weeks_left > 0.0:
        return
    network, times = person.network, person.times + 1
    key, origin, sex, age_group = person.key, person.origin, person.sex, person.age_group
    form, channel, recruited_week = person.form, person.channel, person.recruited_week
    world.persons[row] = world.nobody[0]
    person.key, person.origin, person.sex, person.age_group = key, origin, sex, age_group
    person.form, person.channel, person.recruited_week = form, channel, recruited_week
    person.network, person.times = network, times
    count_justice(world, AGAIN, week)


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
    network = world.networks[person.network]
    for place in range(network.cities):
        if network.city[place] == market.city:
            person.place = place
    person.establishment = placement.choose_establishment(person, market, seed, p.placement)
