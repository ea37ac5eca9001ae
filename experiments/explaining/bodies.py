"""What the authorities and the networks do otherwise in a week: parameters, teams, cases, recruiters, signs."""

import numpy as np

from experiments.explaining import steps
from experiments.explaining.audit import acted_upon
from experiments.explaining.ledger import Event
from experiments.explaining.reads import CHANNELS_HEARD, PARAMETERS
from experiments.explaining.worlds import same_rows
from sim.names import ADVERTISEMENT, INVESTIGATORS, PROSECUTORS, SECTORS

OFFICE_OF_STEP = {
    "action": INVESTIGATORS,
    "given_up": INVESTIGATORS,
    "investigated": INVESTIGATORS,
    "convicted": PROSECUTORS,
    "acquitted": PROSECUTORS,
    "prosecuted": PROSECUTORS,
}  # that has a case more, or less, in hand
BY_LAW = {"arrested", "sentenced", "back", "replaced"}
LAW_WEEKS = ("action_week", "convicted_week", "release_week")


def differing_paths(week):
    """The parameters that are not the same in both worlds."""
    one, other = (side.p for side in week.sides)
    groups = [group for group in one.dtype.names if one[group].tobytes() != other[group].tobytes()]
    return tuple(
        f"{group}.{name}"
        for group in groups
        for name in one[group].dtype.names
        if not np.array_equal(one[group][name], other[group][name])
    )


def hear_parameters(ledger, week, before):
    """Other parameters begin, or cease, to differ; return which differ now.

    Args:
        before: Which differed last week.
    """
    paths = () if week.again is None else differing_paths(week)
    if paths != before:
        event = Event(week.number, "parameters", paths, before, paths, ledger.of(PARAMETERS))
        ledger.latest[PARAMETERS] = (ledger.add(event),)
    return paths


def hear_teams(ledger, week):
    """Teams that do not make the same visits in each sector; return their events by market."""
    one, other = (steps.visits_of_teams(side, week.number) for side in week.sides)
    found: dict[int, list[int]] = {}
    for team in np.flatnonzero((sum(one) != sum(other)).any(axis=1)).tolist():
        planned, again = ((one[part][team] != other[part][team]) for part in range(2))
        first = int(week.reference.world.teams["working_city"][team]) * len(SECTORS)
        causes = ledger.of(*(("finds", first + sector) for sector in np.flatnonzero(again).tolist()))
        causes += ledger.of(PARAMETERS) if planned.any() or not causes else ()
        here, there = (
            tuple((first + sector, int(sum(side)[team, sector])) for sector in np.flatnonzero(planned | again).tolist())
            for side in (one, other)
        )
        event = ledger.add(Event(week.number, "visits", team, here, there, causes))
        for market, _ in here:
            found.setdefault(market, []).append(event)
    return found


def _rows_that_differ(week, table):
    """Rows of a table that are not the same as the week began, or as it ended: those that began so first."""
    began, ended = (
        ~same_rows(*(getattr(getattr(side, moment), table) for side in week.sides)) for moment in ("opening", "world")
    )
    rows = np.flatnonzero(began | ended)
    return [(int(row), bool(began[row])) for row in rows[np.argsort(~began[rows], kind="stable")]]


def hear_networks(ledger, week):
    """Cases against networks that do not go the same way."""
    for network, differed in _rows_that_differ(week, "networks"):
        one, other = (steps.steps_of_network(side, network, week.number) for side in week.sides)
        if one == other and not differed:  # a clock that runs otherwise, of which something may come later
            ledger.latest.setdefault(("network", network), _by_rule(ledger, week, "network", network))
        if one != other:
            offices = sorted({OFFICE_OF_STEP[step] for step in one + other if step in OFFICE_OF_STEP})
            causes = ledger.of(("network", network), *(("office", office) for office in offices))
            event = ledger.add(
                Event(week.number, "network", network, one, other, causes or _by_rule(ledger, week, "network", network))
            )
            ledger.latest |= {("office", office): (event,) for office in offices}
            ledger.latest["network", network] = (event,)


def hear_recruiters(ledger, week):
    """Recruiters who are arrested, replaced or silenced otherwise."""
    for row, differed in _rows_that_differ(week, "recruiters"):
        one, other = (steps.steps_of_recruiter(side, row, week.number) for side in week.sides)
        if one == other and differed:
            continue
        causes = _causes_of_recruiter(ledger, week, row, {*one, *other})
        if one != other:
            network = int(week.reference.world.recruiters["network"][row])
            causes = (ledger.add(Event(week.number, "recruiter", row, one, other, causes)),)
            ledger.latest["channel", network] = ledger.latest[CHANNELS_HEARD] = causes
        ledger.latest["recruiter", row] = causes


def _causes_of_recruiter(ledger, week, row, brought):
    network = int(week.reference.world.recruiters["network"][row])
    by_law = ledger.of(("network", network))
    if brought & BY_LAW or _law_came_otherwise(week, network):
        return by_law + ledger.of(("recruiter", row)) or _by_rule(ledger, week, "recruiter", row)
    own = ledger.of(("recruiter", row))
    if any(step.startswith("reposted") for step in brought):
        own += ledger.of(("channel", network), CHANNELS_HEARD)
    return own or _by_rule(ledger, week, "recruiter", row)


def _by_rule(ledger, week, kind, row):
    """That parameters differ, where they act this week upon a row of networks or recruiters; else nothing."""
    return ledger.of(PARAMETERS) if acted_upon(week, kind)[row] else ()


def _law_came_otherwise(week, network):
    one, other = (tuple(side.world.networks[name][network] == week.number for name in LAW_WEEKS) for side in week.sides)
    return one != other


def hear_signs(ledger, week, touched, persons):
    """The police get other signs of a network.

    Args:
        touched: The Touched, which has heard the week.
        persons: Events of this week, by the network of their persons.
    """
    one, other = (side.world.networks["signs"] for side in week.sides)
    for network in np.flatnonzero((one != other).any(axis=1)).tolist():
        causes = tuple(persons.get(network, ()))
        if one[network, ADVERTISEMENT] != other[network, ADVERTISEMENT]:
            rows = np.flatnonzero(week.reference.world.recruiters["network"] == network).tolist()
            causes += ledger.of(*(("recruiter", row) for row in rows))
        here, there = (tuple(side[network].tolist()) for side in (one, other))
        causes = causes or ledger.of(*(("person", key) for key in touched.changed_in(week, network)))
        event = Event(week.number, "signs", network, here, there, causes or _by_rule(ledger, week, "network", network))
        ledger.latest["network", network] = (ledger.add(event), *ledger.of(("network", network))[:2])
