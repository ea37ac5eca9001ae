"""What became of a person in the world in which an event does not happen, in words."""

from experiments.life.told import plain
from sim import names
from sim.names import AT_RISK, EXITED, EXPLOITED, NOT_TAKEN_IN, TRAVELLING
from sim.weeks import date_of

STANDING = {
    "travelling": "on the way",
    "exploited": "held, unfound",
    "waiting": "waiting for a place in a centre",
    "reflection": "in the reflection period",
    "assisted": "assisted",
    "at_risk": "out of exploitation, and about to be taken again",
    "exited": "away, never found",
    "not_referred": "found, but not referred",
    "not_taken_in": "referred, but not taken in",
    "dropped_out": "dropped out of the procedure",
    "residence": "a permanent resident",
    "returned": "returned",
    "absent": "not recruited",
}
IN_CENTRES = ("waits", "taken_in", "gives_up", "assisted", "drops_out", "leaves")


def fate(person, kind, week, last_year):
    """What became of a person, as the end of a sentence.

    Args:
        person: The Person as the run ended; None for who was never recruited.
        kind: Of the event that does not happen in this world.
        week: Of that event.
        last_year: With whose end the run ended.
    """
    if person is None:
        return "is never recruited"
    if kind == "recruited":
        return f"{_be(person.recruited_week, week)} recruited on {date_of(person.recruited_week)}"
    if person.times:
        standing = STANDING[names.STATUSES[person.status]]
        return f"is trafficked again, and when {last_year} ends {standing}"
    if kind in IN_CENTRES:
        return _in_centres(person, week, last_year)
    if kind == "arrives" and person.arrived_week > week:
        return f"arrives on {date_of(person.arrived_week)}"
    return _found_or_away(person, week, last_year)


def _in_centres(person, week, last_year):
    if person.identified_week >= 0:
        standing = STANDING[names.STATUSES[person.status]]
        return (
            f"{_be(person.identified_week, week)} taken in on {date_of(person.identified_week)}, in the end {standing}"
        )
    if person.status == NOT_TAKEN_IN:
        return f"{_be(person.ended_week, week)} lost to assistance on {date_of(person.ended_week)}"
    return _found_or_away(person, week, last_year)


def _found_or_away(person, week, last_year):
    if person.detected_week >= 0:
        by = plain(names.BODIES[person.body])
        return f"{_be(person.detected_week, week)} found on {date_of(person.detected_week)} (by {by})"
    if person.status in (EXITED, AT_RISK):
        gets = "got" if person.ended_week < week else "gets"
        return f"{gets} away on {date_of(person.ended_week)}, never found"
    if person.status == EXPLOITED:
        return f"is still held when {last_year} ends, unfound"
    assert person.status == TRAVELLING
    return f"is still on the way when {last_year} ends"


def _be(then, week):
    return "was" if then < week else "is"
