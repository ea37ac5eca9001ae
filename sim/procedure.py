"""What follows when a person is found: referral, the queue, the Belgian procedure, the lists of the bodies, an end."""

from numba import njit

from sim import names
from sim.events import (
    ASSISTED_WEEKS,
    LOST_WHILE_WAITING,
    REFERRED,
    STATEMENTS,
)
from sim.names import (
    ASSISTED,
    AT_RISK,
    DROPPED_OUT,
    FOR_REFLECTION,
    FOUND_BY_TEAMS,
    LIST_OF_CENTRES,
    LIST_OF_CHILD_FOCUS,
    LIST_OF_FOREIGN_AFFAIRS,
    LIST_OF_IMMIGRATION_OFFICE,
    LIST_OF_INSPECTION,
    LIST_OF_POLICE,
    LIST_OF_PROSECUTORS,
    NO_DOCUMENT,
    NOT_REFERRED,
    NOT_TAKEN_IN,
    OWN_REPORT,
    PERMANENT,
    PROVISIONAL,
    REFLECTION,
    REPORT_BY_OTHERS,
    REPORTED_BY_OTHERS,
    REPORTED_BY_VICTIM,
    RESIDENCE,
    RETURNED,
    STATEMENT,
    TEMPORARY,
    WAITING,
)
from sim.networks import remember
from sim.rules import documents, lists, minors, reception, referral, retrafficking
from sim.settle import claim_centre
from sim.tallies import count_centre, count_document, count_end, count_found, count_justice


@njit(cache=True, forceinline=True)
def come_to_light(person, body, world, p, seed, week):
    """Detected: out of exploitation, on the bodies' lists, referred to a centre, or not."""
    market = world.markets[person.market]
    market.held -= 1
    person.body, person.detected_week = body, week
    count_found(world, person, week)
    remember(person, market.sector, 0, 1, world)
    enter_lists_when_found(person, market, world, p, seed, week)
    if not referral.apply(person, seed, p.referral):
        end(person, NOT_REFERRED, world, p, seed, week)
        return
    is_child = minors.is_child_in_belgium(person, market)
    person.centre = names.MINORS_ROUTE if is_child else names.CENTRE_OF_REGION[market.region]
    count_centre(world, person.centre, REFERRED, 1, week)
    enter_list(person, LIST_OF_CENTRES, True, world, p, seed, week)
    if reception.breaks_contact(person, seed, p.reception):
        person.status = WAITING
    else:
        end(person, NOT_TAKEN_IN, world, p, seed, week)


@njit(cache=True, forceinline=True)
def leave_sign(person, body, world):
    """What the police learn of the network when a person is found; those whom they free themselves tell nothing new."""
    sign = FOUND_BY_TEAMS
    if body == OWN_REPORT:
        sign = REPORTED_BY_VICTIM
    elif body >= REPORT_BY_OTHERS:
        sign = REPORTED_BY_OTHERS
    world.networks[person.network].signs[sign] += 1


@njit(cache=True, forceinline=True)
def enter_lists_when_found(person, market, world, p, seed, week):
    """The lists of the bodies that dealt with the person in Belgium, and of those that hear of it."""
    if market.country != 0:
        return
    world.tally.on_lists[world.year_of_week[week], 0] += 1
    by_police = person.body in names.POLICE or person.body in names.ONLINE_CELLS
    for which in range(len(names.LISTS)):
        own = (
            (which == LIST_OF_POLICE and by_police)
            or (which == LIST_OF_INSPECTION and person.body in names.SOCIAL_INSPECTIONS)
            or (which == LIST_OF_CHILD_FOCUS and person.age_group == 1)
            or (which == LIST_OF_FOREIGN_AFFAIRS and market.sector == names.DIPLOMATIC_HOUSEHOLDS)
        )
        enter_list(person, which, own, world, p, seed, week)


@njit(cache=True, forceinline=True)
def enter_list(person, which, own, world, p, seed, week):
    """A body's list takes up the person, or not; the record reaches the rapporteur later, who links it with others."""
    bit = 1 << which
    if world.markets[person.market].country != 0 or person.lists & bit:
        return
    if not lists.takes_up(person, which, own, seed, p.lists):
        return
    year = world.year_of_week[person.detected_week]
    world.tally.on_lists[year, person.lists] -= 1
    is_first = person.lists == 0
    person.lists |= bit
    world.tally.on_lists[year, person.lists] += 1
    arrival = week + int(lists.delay(person, which, seed, p.lists))
    if arrival < world.year_of_week.size:
        world.tally.records[world.year_of_week[arrival], which] += 1
        if is_first or lists.is_missed(person, which, seed, p.lists):
            world.tally.rapporteur[world.year_of_week[arrival]] += 1


@njit(cache=True, forceinline=True)
def wait(person, row, world, p, seed, week):
    """Claim a place in the centre, as long as trust lasts."""
    weeks_waited = week - person.detected_week - 1  # the centre is first asked in the week after
    if person.centre == names.MINORS_ROUTE:
        wait_as_minor(person, row, weeks_waited, world, p, seed, week)
        return
    still = reception.acceptance(person.form, person.centre, weeks_waited, p.reception)
    if reception.agrees(person, still, seed):
        claim_centre(row, world)
        return
    if reception.agrees(person, reception.acceptance(person.form, person.centre, 0, p.reception), seed):
        count_centre(world, person.centre, LOST_WHILE_WAITING, 1, week)
    end(person, NOT_TAKEN_IN, world, p, seed, week)


@njit(cache=True, forceinline=True)
def wait_as_minor(person, row, weeks_waited, world, p, seed, week):
    """Once there is a guardian, claim a place on the minors' route, as long as guardian and child agree."""
    if weeks_waited < p.minors.guardian_weeks:
        return
    in_vain = minors.weeks_in_vain(weeks_waited, p.minors)
    agree = p.minors.guardianship_chance
    if not reception.agrees(person, agree * reception.trust_left(in_vain, p.reception), seed):
        if reception.agrees(person, agree, seed):
            count_centre(world, person.centre, LOST_WHILE_WAITING, 1, week)
        end(person, NOT_TAKEN_IN, world, p, seed, week)
    else:
        claim_centre(row, world)


@njit(cache=True, forceinline=True)
def begin_reflection(person, world, p, seed, week):
    """Taken in: identified; the reflection period begins, with its document for those who need one."""
    person.status, person.identified_week = REFLECTION, week
    person.weeks_left = p.reception.reflection_days[person.centre] / 7.0
    is_belgian = world.markets[person.market].country == 0
    if is_belgian and documents.needs(person, seed, p.documents):
        issue(person, FOR_REFLECTION, world, week)
        enter_list(person, LIST_OF_IMMIGRATION_OFFICE, True, world, p, seed, week)


@njit(cache=True, forceinline=True)
def issue(person, document, world, week):
    """The Immigration Office issues the next document."""
    person.document = document
    count_document(world, document, week)


@njit(cache=True, forceinline=True)
def reflect(person, world, p, seed, week):
    """The reflection period; at its end co-operation is asked, and a statement made by those who co-operate."""
    count_centre(world, person.centre, ASSISTED_WEEKS, 1, week)
    person.weeks_left -= 1.0
    if person.weeks_left > 0.0:
        return
    weeks_waited = person.identified_week - person.detected_week - 1.0
    if person.centre == names.MINORS_ROUTE:
        weeks_waited = minors.weeks_in_vain(weeks_waited, p.minors)
    co_operates = reception.co_operates(person, max(0.0, weeks_waited), seed, p.reception)
    if co_operates:
        make_statement(person, world, p, seed, week)
    if co_operates or reception.may_stay(person, seed, p.reception):
        person.status = ASSISTED
        person.weeks_left += reception.stay(person, seed, p.reception)
        if person.document != NO_DOCUMENT:
            issue(person, PROVISIONAL, world, week)
    else:
        leave_centre(person, DROPPED_OUT, world, p, seed, week)


@njit(cache=True, forceinline=True)
def make_statement(person, world, p, seed, week):
    """A statement about the network, which the police weigh and prosecutors use."""
    network = world.networks[person.network]
    network.signs[STATEMENT] += 1
    network.statements += 1
    count_justice(world, STATEMENTS, week)
    enter_list(person, LIST_OF_PROSECUTORS, True, world, p, seed, week)


@njit(cache=True, forceinline=True)
def be_assisted(person, world, p, seed, week):
    """Assistance, until residence or return; the provisional document gives way to a temporary one."""
    count_centre(world, person.centre, ASSISTED_WEEKS, 1, week)
    person.weeks_left -= 1.0
    if person.document == PROVISIONAL:
        reflection = p.reception.reflection_days[person.centre] / 7.0
        if documents.is_temporary(week - person.identified_week, reflection, p.documents):
            issue(person, TEMPORARY, world, week)
    if person.weeks_left > 0.0:
        return
    is_convicted = world.networks[person.network].convicted_week >= person.identified_week
    if reception.gets_residence(person, is_convicted, seed, p.reception):
        if person.document != NO_DOCUMENT:
            issue(person, PERMANENT, world, week)
        leave_centre(person, RESIDENCE, world, p, seed, week)
    else:
        leave_centre(person, RETURNED, world, p, seed, week)


@njit(cache=True, forceinline=True)
def leave_centre(person, status, world, p, seed, week):
    world.centres[person.centre].occupied -= 1
    end(person, status, world, p, seed, week)


@njit(cache=True, forceinline=True)
def end(person, status, world, p, seed, week):
    """Reach an end; some are trafficked again later, and stand at risk until then."""
    person.status, person.ended_week = status, week
    count_end(world, status, week)
    if retrafficking.is_ahead(person, seed, p.retrafficking):
        person.status = AT_RISK
        person.weeks_left = retrafficking.delay(person, seed, p.retrafficking)
