"""What follows once a person is found, or away: referral, the queue, the procedure, documents, the end, as lines."""

from experiments.life.told import Chance, Line, number, plain
from sim import names
from sim.draws import uniform
from sim.names import (
    ASSISTED,
    AT_RISK,
    DROPPED_OUT,
    EXITED,
    EXPLOITED,
    FOREIGN_AFFAIRS,
    MINORS_ROUTE,
    NO_DOCUMENT,
    NOT_REFERRED,
    NOT_TAKEN_IN,
    OWN_REPORT,
    REFLECTION,
    REPORT_BY_OTHERS,
    RESIDENCE,
    RETURNED,
    WAITING,
)
from sim.rules import documents, lists, minors, reception, referral, retrafficking
from sim.weeks import date_of


def found(week):
    """Referred or not, contact broken or not; the lists that take up the person."""
    person, p = week.person, week.p
    refers = Chance("referred", _draw(week, referral.DECISION_REFERRAL), _referral_chance(person, p.referral))
    if person.centre < 0:
        text = "Not recognised as a possible victim, so not referred to a centre."
        yield Line(week.number, text, "referral", (refers,))
    else:
        centre = plain(names.CENTRES[person.centre])
        yield Line(week.number, f"Referred to {centre}.", "referral", (refers,))
        chance = p.reception.contact_broken_chance[person.form]
        breaks = Chance("breaks contact", _draw(week, reception.DECISION_BREAK), chance)
        told = "Breaks contact with the perpetrators" if breaks.is_yes else "Stays in contact with the perpetrators"
        yield Line(week.number, f"{told} (first condition).", "reception", (breaks,))


def waited(week):
    """The week in which waiting ends: taken in, or no longer willing."""
    person, p = week.person, week.p
    weeks = week.number - int(person.detected_week) - 1
    in_vain = _in_vain(week, weeks)
    chance = _acceptance(week, in_vain)
    who = "guardian and child accept" if person.centre == MINORS_ROUTE else "accepts"
    question = f"{who} assistance after {number(weeks, 'week')} of waiting"
    accepts = Chance(question, _draw(week, reception.DECISION_TRUST), chance)
    centre = plain(names.CENTRES[person.centre])
    if person.status == REFLECTION:
        queue = "at once" if weeks == 0 else f"after {number(weeks, 'week')} in the queue"
        if person.centre == MINORS_ROUTE:
            queue = f"after {number(weeks, 'week')}, of which {p.minors.guardian_weeks:g} until a guardian was there"
        text = f"Accepts assistance (second condition) and is taken in by {centre} {queue}."
        yield Line(week.number, text, "reception", (accepts,))
        yield from _identified(week)
        return
    told = [accepts]
    lost = "Does not accept assistance"
    if in_vain > 0.0:
        at_once = Chance("would have accepted at once", accepts.drawn, _acceptance(week, 0))
        told.append(at_once)
        lost = "No longer accepts assistance: trust was lost in the queue" if at_once.is_yes else lost
    yield Line(week.number, f"{lost}.", "reception", tuple(told))


def _in_vain(week, weeks):
    """Weeks waited that cost trust: of a child, only those once there was a guardian [weeks]."""
    return minors.weeks_in_vain(weeks, week.p.minors) if week.person.centre == MINORS_ROUTE else weeks


def _acceptance(week, in_vain):
    """Chance of a yes to assistance; of a child, it is that of guardian and child [1]."""
    person, p = week.person, week.p
    if person.centre == MINORS_ROUTE:
        return float(p.minors.guardianship_chance * reception.trust_left(in_vain, p.reception))
    return float(reception.acceptance(person.form, person.centre, in_vain, p.reception))


def _identified(week):
    person, p = week.person, week.p
    days = p.reception.reflection_days[person.centre]
    text = f"Identified as a victim. The reflection period of {days:g} days begins"
    if week.after.markets["country"][person.market] != 0:
        yield Line(week.number, f"{text}.", "reception")
        return
    drawn = uniform(week.seed, person.key, documents.DECISION_NEED, 0, 0)
    needs = Chance("needs a document to stay", drawn, p.documents.needed[person.origin])
    document = ", with a document for it" if person.document != NO_DOCUMENT else ""
    yield Line(week.number, f"{text}{document}.", "reception, documents", (needs,))


def reflected(week):
    """The end of the reflection period: co-operation, a statement, assistance, or not."""
    person, p = week.person, week.p
    weeks = max(0, int(person.identified_week) - int(person.detected_week) - 1)
    chance = reception.co_operation(person.form, person.centre, _in_vain(week, weeks), p.reception)
    guardian = ", guardian's time not counted" if person.centre == MINORS_ROUTE else ""
    question = f"co-operates after {number(weeks, 'week')} of waiting{guardian}"
    co_operates = Chance(question, _draw(week, reception.DECISION_CO_OPERATION), chance)
    draws, share = [co_operates], p.reception.untied[person.centre]
    if not co_operates.is_yes and share > 0.0:
        draws.append(Chance("may stay without co-operating", _draw(week, reception.DECISION_UNTIED), share))
    does = "co-operates and makes a statement" if co_operates.is_yes else "does not co-operate with the judiciary"
    text = f"The reflection period ends: the person {does} (third condition)."
    yield Line(week.number, text, "reception", tuple(draws))
    if person.status == ASSISTED:
        stay = reception.stay(person, week.seed, p.reception)
        yield Line(week.number, f"Assistance begins; it is to last {stay:.1f} weeks.", "reception")


def document_issued(week):
    """A document other than that of the reflection period, which comes with it."""
    if week.before is None:
        return
    changed = week.person.document != week.before.document
    if changed and week.person.document != NO_DOCUMENT and week.before.status in (REFLECTION, ASSISTED):
        document = plain(names.DOCUMENTS[week.person.document])
        yield Line(week.number, f"The Immigration Office issues a {document} document.", "documents")


def records(week):
    """The lists that took up the person this week."""
    person, p, seed = week.person, week.p.lists, week.seed
    had = 0 if week.before is None else int(week.before.lists)
    for which, name in enumerate(names.LISTS):
        if not (int(person.lists) & ~had) >> which & 1:
            continue
        on_hearsay = lists.takes_up(person, which, False, seed, p)
        chance = p.exchange_chance[which] if on_hearsay else max(p.own_chance[which], p.exchange_chance[which])
        dealt = (
            "would take up even a person of whom it only hears"
            if on_hearsay
            else "takes up a person with whom it had to do"
        )
        later = int(lists.delay(person, which, seed, p))
        text = f"The list of {LIST_OWNERS[name]} takes up a record, which reaches the rapporteur in the week of"
        drawn = Chance(dealt, lists.luck(person, which, seed, p), chance)
        yield Line(week.number, f"{text} {date_of(week.number + later).isoformat()}.", "lists", (drawn,))


def end_reached(week):
    """The end that the person reached this week, of names.STATUSES; None for none.

    The record of who is trafficked again says "at risk" only: the end then follows from where the person stood.
    """
    before, person = week.before, week.person
    if before is None or person.ended_week != week.number:
        return None
    if person.status != AT_RISK:
        return int(person.status)
    if before.status == EXPLOITED:
        if person.detected_week != week.number:
            return EXITED
        return NOT_REFERRED if person.centre < 0 else NOT_TAKEN_IN
    if before.status == WAITING:
        return NOT_TAKEN_IN
    if before.status == REFLECTION:
        return DROPPED_OUT
    return RESIDENCE if _outcome(week).is_yes else RETURNED


def _outcome(week):
    """Whether assistance ends in a permanent permit."""
    person, p = week.person, week.p.reception
    convicted = week.network_after.convicted_week >= person.identified_week
    chance = reception.with_odds(p.residence_chance, p.conviction_gain) if convicted else p.residence_chance
    why = "residence, the network being convicted" if convicted else "residence, the network not being convicted"
    return Chance(why, _draw(week, reception.DECISION_OUTCOME), chance)


def outcome(week, end):
    """How assistance ends."""
    if end in (RESIDENCE, RETURNED):
        text = "permanent residence" if end == RESIDENCE else "return"
        yield Line(week.number, f"Assistance ends in {text}.", "reception", (_outcome(week),))


def ended(week, end):
    """The outcome, and whether the person is trafficked again later."""
    person, p = week.person, week.p.retrafficking
    again = Chance("trafficked again later", _draw(week, retrafficking.DECISION_AGAIN), p.chance[end - EXITED])
    text = f"Outcome: {OUTCOMES[end]}."
    if person.status == AT_RISK:
        text += f" At risk: the same network takes the person again in {person.weeks_left:.1f} weeks."
    return Line(week.number, text, "retrafficking", (again,))


LIST_OWNERS = dict(
    zip(
        names.LISTS,
        (
            "the federal police",
            "the social inspection",
            "the prosecutors",
            "the Immigration Office",
            "the reception centres",
            "Child Focus",
            "Foreign Affairs",
        ),
        strict=True,
    )
)
OUTCOMES = {
    EXITED: "out of exploitation, unknown to any body",
    NOT_REFERRED: "found, but not referred",
    NOT_TAKEN_IN: "referred, but not taken in",
    DROPPED_OUT: "dropped out when the reflection period ended",
    RESIDENCE: "permanent residence",
    RETURNED: "returned",
}


def _referral_chance(person, p):
    """The chance that sim.rules.referral compares its draw with [1]."""
    if person.body < REPORT_BY_OTHERS:
        return p.chance[person.body]
    if person.body >= FOREIGN_AFFAIRS:
        return p.ministry_chance
    return p.own_report_chance if person.body == OWN_REPORT else p.report_chance


def _draw(week, decision):
    """A person's draw about what comes once in each time of being trafficked."""
    return uniform(week.seed, week.person.key, decision, 0, week.person.times)
