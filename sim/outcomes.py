"""What a run gives: one tidy table of measures per calendar year.  Units and definitions: sim/definitions.py."""

from typing import NamedTuple

import numpy as np

from sim import names
from sim.definitions import ALL, BELGIUM
from sim.events import (
    BODY_VISITS,
    CENTRE_EVENTS,
    CHANNEL_EVENTS,
    JUSTICE_EVENTS,
    MARKET_EVENTS,
    OFFICE_EVENTS,
    PERSON_EVENTS,
)
from sim.geography import city_names
from sim.weeks import FIRST_YEAR, WEEKS_PER_YEAR


class Measure(NamedTuple):
    """One outcome in one area, told apart by one dimension."""

    outcome: str  # of OUTCOMES
    area: str  # BE, or BE+NL+DE
    dimension: str  # "total", or what the labels are: form, sector, region, origin, sex, age_group, centre, body ...
    labels: tuple[str, ...]
    values: np.ndarray  # [label, year]


_OF_EVENT = {
    "arrived": "arrived",
    "detected": "detected",
    "identified": "identified",
    "exited": "exits",
    "hidden_weeks": "victim_years",
    "hidden": "hidden",
    "inspections": "inspections",
}  # events of world.MARKET_EVENTS, and the outcomes that they are
_BY_CITY = ("identified", "hidden", "victim_years", "inspections")  # told apart by city, too
BY_MARKET = ("victim_years", "hidden", "identified", "detected")  # kept for each market, without the years


def measures(world, costs, first_year, last_year, policy_cost_eur=None):
    """All measures of a run that has been lived to its end, for the calendar years from first to last.

    Args:
        world: The World, after its last week.
        costs: p.costs, the unit costs.
        policy_cost_eur: What the policy itself costs in each of these years [EUR, year]; nothing by default.
    """
    years = slice(first_year - FIRST_YEAR, last_year + 1 - FIRST_YEAR)
    tally = type(world.tally)(*(table[years] for table in world.tally))
    cost = np.zeros(last_year + 1 - first_year) if policy_cost_eur is None else policy_cost_eur
    return [
        *_by_market(tally, world.markets),
        *_by_place(tally, world),
        *_by_person(tally),
        *_by_contact(tally),
        *_by_body(tally),
        *_by_centre(tally),
        *_by_channel(tally),
        *_of_moves(tally, world.cities["country"]),
        Measure("recruited", ALL, "total", ("total",), tally.recruited.sum(axis=1)[None]),
        Measure("recruited", ALL, "origin", names.ORIGINS, tally.recruited.T),
        Measure("ended", ALL, "status", names.STATUSES[names.EXITED :], tally.ended[:, names.EXITED :].T),
        *_of_justice(tally),
        *_of_lists(tally),
        *_of_cost(tally, costs, cost),
    ]


def flows(world, first_year, last_year):
    """Persons over the years: (moved [city left, city entered], arrived [region of origin, city])."""
    years = slice(first_year - FIRST_YEAR, last_year + 1 - FIRST_YEAR)
    return world.tally.moves[years].sum(axis=0), world.tally.arrivals[years].sum(axis=0)


def by_market(world, first_year, last_year):
    """Yearly means over the years [outcome of BY_MARKET, market]."""
    table = world.tally.by_market[first_year - FIRST_YEAR : last_year + 1 - FIRST_YEAR]
    event_of = {outcome: event for event, outcome in _OF_EVENT.items()}
    events = [event_of[outcome] for outcome in BY_MARKET]
    return np.stack([_in_years(event, _of(table, MARKET_EVENTS, event)).mean(axis=0) for event in events])


def _of(table, events, event):
    """One event's counts [year, ...]; of weeks of exploitation, those that count.

    Weeks are counted at their end, from the one in which exploitation begins; so half a week too many for each leaving.
    Sums of halves are exact in whatever order; only then are weeks made years (`_in_years`).
    """
    counts = table[:, events.index(event)]
    if event != "hidden_weeks":
        return counts
    left = table[:, events.index("detected")] + table[:, events.index("exited")]
    return counts - 0.5 * left


def _in_years(event, counts):
    """Weeks as victim-years; of any other event, the counts themselves."""
    return counts / WEEKS_PER_YEAR if event == "hidden_weeks" else counts


def _by_market(tally, markets):
    """Totals, and by form, sector and region: of Belgium, and of all three countries."""
    for event, outcome in _OF_EVENT.items():
        counts = _of(tally.by_market, MARKET_EVENTS, event)
        for area, there in ((BELGIUM, markets["country"] == 0), (ALL, np.ones(markets.size, bool))):
            total = _in_years(event, counts[:, there].sum(axis=1)[None])
            yield Measure(outcome, area, "total", ("total",), total)
            for dimension, labels in (("form", names.FORMS), ("sector", names.SECTORS)):
                summed = _summed(event, counts, markets[dimension], len(labels), there)
                yield Measure(outcome, area, dimension, labels, summed)
        by_region = _summed(event, counts, markets["region"], len(names.REGIONS), np.ones(markets.size, bool))
        yield Measure(outcome, ALL, "region", names.REGIONS, by_region)


def _by_place(tally, world):
    """By country, and some by city; a city's markets stand together."""
    cities = world.cities.size
    labels = tuple(np.array(city_names())[world.markets["place"].reshape(cities, -1)[:, 0]].tolist())
    for event, outcome in _OF_EVENT.items():
        counts = _of(tally.by_market, MARKET_EVENTS, event)
        by_city = counts.reshape(len(counts), cities, -1).sum(axis=2)
        by_country = _summed(event, by_city, world.cities["country"], len(names.COUNTRIES), np.ones(cities, bool))
        yield Measure(outcome, ALL, "country", names.COUNTRIES, by_country)
        if outcome in _BY_CITY:
            yield Measure(outcome, ALL, "city", labels, _in_years(event, by_city.T))


def _summed(event, counts, classes, number, there):
    """Sums over what is there of each class [class, year]: a product of matrices, exact for whole and half numbers."""
    belongs = there & (classes == np.arange(number)[:, None])
    return _in_years(event, belongs.astype(float) @ counts.T.astype(float))


def _by_person(tally):
    for event, outcome in _OF_EVENT.items():
        if event not in PERSON_EVENTS:
            continue
        counts = _in_years(event, _of(tally.by_person, PERSON_EVENTS, event))[
            :, 0
        ]  # Belgium [year, origin, sex, age group]
        yield Measure(outcome, BELGIUM, "origin", names.ORIGINS, counts.sum(axis=(2, 3)).T)
        yield Measure(outcome, BELGIUM, "sex", names.SEXES, counts.sum(axis=(1, 3)).T)
        yield Measure(outcome, BELGIUM, "age_group", names.AGE_GROUPS, counts.sum(axis=(1, 2)).T)


def _by_contact(tally):
    """By the channel of first contact: of Belgium, and of all three countries."""
    for event, outcome in _OF_EVENT.items():
        if event in PERSON_EVENTS:
            counts = _of(tally.by_contact, PERSON_EVENTS, event)
            yield Measure(outcome, BELGIUM, "channel", names.CHANNELS, _in_years(event, counts[:, 0].T))
            yield Measure(outcome, ALL, "channel", names.CHANNELS, _in_years(event, counts.sum(axis=1).T))


def _by_body(tally):
    detected, identified, visits, hits = np.moveaxis(tally.by_body, 1, 0)
    yield Measure("detected", ALL, "body", names.BODIES, detected.T)
    yield Measure("identified", ALL, "body", names.BODIES, identified.T)
    yield Measure("inspections", ALL, "body", names.TEAM_BODIES, visits[:, : len(names.TEAM_BODIES)].T)
    yield Measure("hits", ALL, "body", names.TEAM_BODIES, hits[:, : len(names.TEAM_BODIES)].T)


def _by_centre(tally):
    counts = {event: tally.by_centre[:, place] for place, event in enumerate(CENTRE_EVENTS)}
    for event in ("referred", "taken_in", "lost_while_waiting"):
        yield Measure(event, ALL, "centre", names.CENTRES, counts[event].T)
    yield Measure("assisted", ALL, "centre", names.CENTRES, counts["assisted_weeks"].T / WEEKS_PER_YEAR)
    yield Measure("waiting", ALL, "centre", names.CENTRES, counts["waiting_weeks"].T / WEEKS_PER_YEAR)


def _by_channel(tally):
    for place, event in enumerate(CHANNEL_EVENTS):
        counts = tally.by_channel[:, place]
        yield Measure(event, ALL, "channel", names.CHANNELS, counts.T)
        if event != "recruited":
            yield Measure(event, ALL, "total", ("total",), counts.sum(axis=1)[None])


def _of_moves(tally, country):
    left, entered = np.broadcast_to(country[:, None], tally.moves.shape[1:]), country[None, :]
    over_border = left != entered
    for outcome, area, chosen in (
        ("relocations", BELGIUM, (entered == 0) | np.zeros_like(over_border)),
        ("relocations", ALL, np.ones_like(over_border)),
        ("border_relocations", BELGIUM, over_border & ((left == 0) | (entered == 0))),
        ("border_relocations", ALL, over_border),
    ):
        yield Measure(outcome, area, "total", ("total",), tally.moves[:, chosen].sum(axis=1)[None])


def _total(outcome, area, values):
    return Measure(outcome, area, "total", ("total",), values[None])


def _of_justice(tally):
    """Cases against networks, statements, documents, and persons trafficked again."""
    for place, event in enumerate(JUSTICE_EVENTS):
        area = BELGIUM if event == "interviews" else ALL
        yield _total(event, area, tally.justice[:, place])
    yield _total("investigations", ALL, tally.investigations.sum(axis=1))
    yield Measure("investigations", ALL, "tip", names.TIPS, tally.investigations.T)
    _, _, waiting, busy = np.moveaxis(tally.by_office, 1, 0)
    yield Measure("cases_waiting", ALL, "office", names.OFFICES, waiting.T / WEEKS_PER_YEAR)
    yield Measure("cases_in_hand", ALL, "office", names.OFFICES, busy.T / WEEKS_PER_YEAR)
    yield _total("documents", BELGIUM, tally.documents.sum(axis=1))
    yield Measure("documents", BELGIUM, "document", names.DOCUMENTS[1:], tally.documents[:, 1:].T)


def combinations_of_lists():
    """Names of all combinations of lists: "none", "federal_police", "federal_police+prosecutors" and so on."""
    combinations = [
        "+".join(name for place, name in enumerate(names.LISTS) if number >> place & 1)
        for number in range(2 ** len(names.LISTS))
    ]
    return ("none", *combinations[1:])


def _of_lists(tally):
    yield Measure("records", BELGIUM, "list", names.LISTS, tally.records.T)
    yield _total("rapporteur", BELGIUM, tally.rapporteur)
    yield _total("on_lists", BELGIUM, tally.on_lists.sum(axis=1))
    yield Measure("on_lists", BELGIUM, "combination", combinations_of_lists(), tally.on_lists.T)


def _of_cost(tally, costs, policy):
    """What Belgium's bodies and centres do, at unit costs, and what the policy itself costs [EUR, year]."""
    visits = tally.by_body[:, BODY_VISITS]
    read = visits[:, names.ONLINE_CELLS[0]]
    made = visits[:, [body for body, country in enumerate(names.COUNTRY_OF_BODY) if country == 0]].sum(axis=1) - read
    removed = tally.by_channel[:, CHANNEL_EVENTS.index("advertisements_removed")].sum(axis=1)
    belgian = [centre for centre in range(len(names.CENTRES)) if centre not in names.CENTRE_OF_REGION[3:]]
    assisted = tally.by_centre[:, CENTRE_EVENTS.index("assisted_weeks"), belgian].sum(axis=1) / WEEKS_PER_YEAR
    cases = tally.by_office[:, OFFICE_EVENTS.index("cases")]
    purposes = {
        "visits": made * costs.visit_eur,
        "online_monitoring": read * costs.advertisement_eur + removed * costs.takedown_eur,
        "assistance": assisted * costs.assistance_eur_per_year,
        "investigations": cases[:, names.INVESTIGATORS] * costs.investigation_eur,
        "trials": cases[:, names.PROSECUTORS] * costs.trial_eur,
        "interviews": tally.justice[:, JUSTICE_EVENTS.index("interviews")] * costs.interview_eur,
        "policy": policy,
    }
    yield _total("public_cost", BELGIUM, sum(purposes.values()))
    yield Measure("public_cost", BELGIUM, "purpose", tuple(purposes), np.stack(list(purposes.values())))
