"""What a week brings to persons in one world, or otherwise in both: found, moved, taken in; and the news of it."""

from typing import NamedTuple

import numpy as np

from experiments.explaining import steps
from experiments.explaining.ledger import Event
from experiments.explaining.reads import PARAMETERS
from experiments.explaining.worlds import Person
from sim.names import EXPLOITED, REPORT_BY_OTHERS, SECTORS, WAITING

BY_STEP = {"found": "inspection", "moved": "adaptation"}  # the rule whose later touches lead to a step
ALIKE = ("status", "times", "market", "centre", "detected_week")  # where these are the same, both stand alike


class Found(NamedTuple):
    """What differs for one person in a week."""

    key: int
    one: tuple | None  # the step in the reference
    other: tuple | None
    causes: tuple[int, ...]
    network: int
    through: tuple[str, ...]
    is_onset: bool


def hear_persons(ledger, week, touched, onsets, visits):
    """Note the events of persons; return them by network.

    Args:
        touched: The Touched, which has heard the week.
        onsets: {key: Onset} of the week.
        visits: Events of this week's visits, by market.
    """
    keys = np.union1d(touched.changed_before, touched.changed)
    may = set(steps.persons_with_steps(week, keys).tolist()) | set(onsets)
    by_network: dict[int, list[int]] = {}
    freed: dict[tuple, list[int]] = {}
    for part in _in_turn(week, sorted(may), onsets):
        differences = [found for key in part if (found := _difference(ledger, week, touched, onsets, visits, key))]
        for group in _together(differences):
            event = _note(ledger, week, group)
            for found in group:
                _lead_on(ledger, found, event)
                by_network.setdefault(found.network, []).append(event)
            _free(group[0], event, freed)
        ledger.latest |= {subject: tuple(events) for subject, events in freed.items() if subject[0] == "centre"}
    ledger.latest |= {subject: tuple(events) for subject, events in freed.items()}
    _touch_again(ledger, week, touched, onsets, visits)
    return by_network


def _lead_on(ledger, found, event):
    """What a person does next in either world hangs on the last step there, at first on what parted the two."""
    latest, key = ledger.latest, found.key
    latest["person", key] = (event,)
    parts = found.one != found.other and ("parted", key) not in latest
    if parts:
        latest["parted", key] = (event,)
    for side, step in enumerate((found.one, found.other)):
        if step is not None or parts or found.is_onset:
            latest["path", key, side] = (event,)


def _touch_again(ledger, week, touched, onsets, visits):
    """Persons who differed before, and whom visits or news of this week touch anew, alike as they stand."""
    ends = [side.after[np.isin(side.after["key"], touched.changed)] for side in week.sides]
    _, left, right = np.intersect1d(ends[0]["key"], ends[1]["key"], assume_unique=True, return_indices=True)
    one, other = ends[0][left], ends[1][right]
    alike = (one["status"] == EXPLOITED) & (other["status"] == EXPLOITED) & (one["market"] == other["market"])
    alike &= one["establishment"] == other["establishment"]
    for person in map(Person._make, one[alike].tolist()):
        if person.key in onsets or person.arrived_week == week.number:
            continue
        if touched.reads.exposures_differ(person.establishment) and person.market in visits:
            causes = (*visits[person.market], *ledger.of(("path", person.key, 1)))
            _note_touch(ledger, week, person.key, "inspection", causes)
        subjects = touched.reads.news_subjects(person)
        if subjects:
            _note_touch(ledger, week, person.key, "adaptation", ledger.of(*subjects, ("path", person.key, 1)), subjects)


def _note_touch(ledger, week, key, rule, causes, subjects=()):
    through = (rule, *dict.fromkeys(subject[0] for subject in subjects))
    event = Event(week.number, "touched", None, None, None, causes or ledger.of(PARAMETERS), (key,), through)
    ledger.latest[rule, key] = (ledger.add(event),)


def _in_turn(week, keys, onsets):
    """First those whose week hangs on nobody else's this week, then those who wait or claim a place beside others."""
    late = []
    for key in keys:
        beside = key in onsets and any(subject[0] == "person" for subject in onsets[key].subjects)
        waits = any((stood := side.stood(key)) is not None and stood.status == WAITING for side in week.sides)
        late.append(beside or waits)
    for wanted in (False, True):
        yield [key for key, is_late in zip(keys, late, strict=True) if is_late == wanted]


def _difference(ledger, week, touched, onsets, visits, key):
    """What differs for a person; None where nothing that can be told does, and nothing began."""
    one, other = (steps.step_of_person(side, key, week.number) for side in week.sides)
    if one == other and key not in onsets:
        return None
    person = next(found for side in week.sides if (found := side.stands(key)) is not None)
    through: tuple[str, ...] = ()
    if key in onsets:
        causes = _causes_of_onset(ledger, week, onsets[key], visits)
        touched.audit(onsets[key], ledger.explains(causes))
        through = (onsets[key].rule, *dict.fromkeys(subject[0] for subject in onsets[key].subjects))
    else:
        own = _own(ledger, key, (one, other))
        around, through = _around(ledger, week, touched.reads, key, visits)
        causes = around + own
    return Found(key, one, other, causes or ledger.of(PARAMETERS), person.network, through, key in onsets)


def _own(ledger, key, pair):
    """What a person's step hangs on in the person's own path: what parted the worlds, or before it the latest touch."""
    taken = [side for side in (1, 0) if pair[side] is not None]
    path = ledger.of(*(("path", key, side) for side in taken))
    again = ledger.of(*((BY_STEP[pair[side][0]], key) for side in taken if pair[side][0] in BY_STEP))
    return path + again if ("parted", key) in ledger.latest else again + path


def _causes_of_onset(ledger, week, onset, visits):
    causes = ledger.of(*onset.subjects)
    if onset.rule == "inspection":
        market = int(week.reference.stood(onset.key).market)
        causes = (*visits.get(market, ()), *causes)
    return causes


def _around(ledger, week, reads, key, visits):
    """What differs around a person who differed before but stands alike in both worlds: (events, how they touch)."""
    stood = [side.stood(key) for side in week.sides]
    if any(one is None for one in stood) or any(getattr(stood[0], name) != getattr(stood[1], name) for name in ALIKE):
        return (), ()
    subjects, found = reads.of(key), ()
    if stood[0].status == EXPLOITED and reads.exposures_differ(stood[0].establishment):
        found = tuple(visits.get(stood[0].market, ()))
    through = (*(("inspection",) if found else ()), *dict.fromkeys(subject[0] for subject in subjects))
    return found + ledger.of(*subjects), through


def _together(differences):
    """Those to whom the same happened, as groups; who is only touched stands alone."""
    groups: dict[tuple, list[Found]] = {}
    for found in differences:
        alone = found.key if found.one == found.other else None
        groups.setdefault((found.one, found.other, found.network, alone), []).append(found)
    return groups.values()


def _note(ledger, week, group):
    one, other = group[0].one, group[0].other
    kind = "touched" if one == other else (other or one)[0]
    causes = tuple(cause for rank in range(6) for found in group for cause in found.causes[rank : rank + 1])
    keys = tuple(found.key for found in group)
    return ledger.add(Event(week.number, kind, None, one, other, causes, keys, group[0].through))


def _free(found, event, freed):
    """Note what a step takes or frees: places in markets and centres, and where teams found somebody."""
    if found.one == found.other:
        return
    for step in (found.one, found.other):
        for market in steps.markets_of(step):
            freed.setdefault(("places", market), []).append(event)
        if steps.centre_of(step) >= 0:
            freed.setdefault(("centre", steps.centre_of(step)), []).append(event)
        if step and step[0] == "found" and step[2] < REPORT_BY_OTHERS:
            freed.setdefault(("finds", step[1]), []).append(event)


def hear_news(ledger, week, touched, visits):
    """What is told of a market, or remembered by a network, is not the same after this week."""
    found, changed = _finds_of_week(ledger, week.number), _changed_by_place(week, touched)
    for market in np.flatnonzero(_otherwise(week, "markets")).tolist():
        causes = (*found.get(market, ()), *visits.get(market, ()))
        ledger.latest["news", market] = causes or ledger.of(PARAMETERS)
    for network, place, sector in np.argwhere(_otherwise(week, "memories")).tolist():
        market = int(week.reference.world.networks["city"][network, place]) * len(SECTORS) + sector
        there = ledger.of(*(("person", key) for key in changed.get((network, market), ())))
        causes = (*found.get(market, ()), *visits.get(market, ()), *there)
        ledger.latest["memory", network, market] = causes or ledger.of(PARAMETERS)


def _otherwise(week, table):
    """Where the news of this week is not the same in both worlds."""
    one, other = (
        np.where(rows["news_week"] == week.number, rows["news"], 0.0)
        for rows in (getattr(side.world, table) for side in week.sides)
    )
    return one != other


def _finds_of_week(ledger, number):
    """This week's events in which somebody is found, by market."""
    found: dict[int, list[int]] = {}
    for row in range(len(ledger.events) - 1, -1, -1):
        event = ledger.events[row]
        if event.week != number:
            break
        for step in (event.one, event.other):
            if event.keys and event.kind != "touched" and step and step[0] == "found":
                found.setdefault(step[1], []).append(row)
    return found


def _changed_by_place(week, touched):
    """Keys of the persons who differ, by their network and the market where they were this week."""
    changed, found = np.union1d(touched.changed_before, touched.changed), {}
    for side in week.sides:
        for table in (side.before, side.after):
            rows = table[np.isin(table["key"], changed)]
            for key, network, market in zip(
                *(rows[name].tolist() for name in ("key", "network", "market")), strict=True
            ):
                found.setdefault((network, market), {})[key] = None
    return found
