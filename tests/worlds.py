"""Worlds for tests: ordinary and odd parameters, small worlds, persons put in place by hand, and what differs."""

from functools import cache

import numpy as np
from hypothesis import strategies as st

from scenarios import catalogue
from sim import engine, names, population
from sim.draws import person_key, recruiter_key
from sim.geography import cities
from sim.parameters import packed, unpacked
from sim.world import PAST, PERSONS, everyone, with_room

NEVER = 2**31 - 1
SCRATCH = ("claims", "touched")  # of World: holds nothing from one week to the next

LEVERS = (
    "recruitment.attempts_per_year",
    "recruitment.success_chance",
    "recruitment.information_advantage",
    "recruitment.online_share_after",
    "recruitment.travel_weeks",
    "season.amplitude",
    "season.demand",
    "monitoring.capacity",
    "monitoring.found_hazard",
    "monitoring.investigated_share",
    "monitoring.takedown_weeks",
    "adaptation.hearing_chance",
    "adaptation.aversion",
    "adaptation.flight",
    "placement.aversion",
    "recruitment.evasion",
    "placement.travel_cost",
    "placement.scarce_below",
    "placement.concentration",
    "control.mean",
    "control.weekly_rate",
    "exits.escape_hazard",
    "exits.release_hazard",
    "relocation.hazard",
    "inspection.visits_per_year",
    "inspection.volume",
    "inspection.recognition",
    "inspection.follow_up",
    "detection.report_hazard",
    "detection.denial",
    "detection.repeat_gain",
    "referral.chance",
    "reception.places",
    "reception.trust_lost_by_waiting",
    "reception.reflection_days",
    "reception.assistance_weeks",
    "reception.standard",
    "detection.hotline",
    "interview.coverage",
    "minors.report_hazard",
    "minors.guardian_weeks",
    "retrafficking.chance",
    "retrafficking.weeks",
    "investigation.opening_chance",
    "investigation.intelligence_hazard",
    "investigation.weeks",
    "investigation.capacity",
    "investigation.reach_abroad",
    "investigation.arrest_chance",
    "prosecution.capacity",
    "prosecution.weeks",
    "prosecution.custody_weeks",
    "replacement.weeks",
    "lists.own_chance",
    "lists.exchange_chance",
    "lists.together",
    "lists.delay_weeks",
)  # paths whose values mean something when multiplied by 0 to 3, chances being held below 1
CHANCES = (
    "recruitment.success_chance",
    "recruitment.online_share_after",
    "season.amplitude",
    "placement.scarce_below",
    "control.mean",
    "control.weekly_rate",
    "inspection.recognition",
    "detection.denial",
    "referral.chance",
    "monitoring.investigated_share",
    "adaptation.hearing_chance",
    "recruitment.evasion",
    "interview.coverage",
    "retrafficking.chance",
    "investigation.opening_chance",
    "investigation.reach_abroad",
    "investigation.arrest_chance",
    "lists.own_chance",
    "lists.exchange_chance",
    "lists.together",
)


def city_rows(*wanted):
    """Rows of cities in the table, by name."""
    table = [city.name for city in cities()]
    return tuple(table.index(name) for name in wanted)


FEW_CITIES = city_rows("Brussels", "Antwerp", "Liège", "Rotterdam", "Maastricht", "Aachen")
BRUSSELS = city_rows("Brussels")


@cache
def ordinary():
    """The baseline's parameters, as the fixture p; for tests whose report would else print them all."""
    return catalogue.load("baseline").segments[0][1]


def changed(p, values):
    """The same parameters with other values, {path: number or array}; p stays as it is."""
    return packed(unpacked(p) | values)


def multiplied(p, factors):
    """The same parameters, some of them multiplied, {path: factor}; what is a chance or a share stays below 1."""
    values = unpacked(p)
    found = {}
    for path, factor in factors.items():
        value = np.asarray(values[path]) * factor
        most = np.maximum(0.95, values[path])
        found[path] = np.minimum(value, most) if path in CHANCES else value
    return changed(p, found)


def factors():
    """Strategy: some levers and by how much each is multiplied."""
    amounts = st.sampled_from([0.0, 0.3, 0.9, 1.0, 1.2, 2.0, 3.0])
    return st.dictionaries(st.sampled_from(LEVERS), amounts, max_size=6)


def seeds():
    return st.integers(0, 2**63 - 1)


def founded(p, seed=1, scale=0.3, last_year=2006, chosen=FEW_CITIES):
    """A world on its first day."""
    rules = p["population"]
    return population.found(population.template(rules, scale, last_year, chosen), rules, seed)


def lived(p, weeks, seed=1, **how):
    """A world after so many weeks under the same parameters.  `how` as for `founded`."""
    return engine.advance(founded(p, seed, **how), p, seed, weeks)


def copied(world):
    """A world of its own in the same state."""
    tally = type(world.tally)(*(table.copy() for table in world.tally))
    return type(world)(*(part.copy() for part in world[:-1]), tally)


def quiet(p, more=None):
    """Constant hazards, ample demand: nobody moves on, is found or held back; whoever arrives escapes or is let go.

    No network is investigated, nobody is trafficked again.
    """
    return changed(
        p,
        {
            "season.amplitude": 0.0,
            "season.demand": 1000.0,
            "control.mean": 0.0,
            "control.spread": 0.0,
            "control.online_gain": 0.0,
            "control.settled": 0.0,
            "control.weekly_rate": 0.0,
            "relocation.hazard": 0.0,
            "inspection.volume": 0.0,
            "inspection.follow_up": 0.0,
            "detection.report_hazard": 0.0,
            "interview.coverage": 0.0,
            "minors.report_hazard": 0.0,
            "retrafficking.chance": 0.0,
            "investigation.opening_chance": 0.0,
            "investigation.intelligence_hazard": 0.0,
            "monitoring.takedown_weeks": 0.0,
            "monitoring.investigated_share": 0.0,
        }
        | (more or {}),
    )


def with_persons(world, number, market, **columns):
    """The same world with persons put in place by hand, exploited in the first establishment of a market."""
    world = with_room(world, number, number)
    world.persons[:] = np.zeros(number, world.persons.dtype)
    for n in range(number):
        world.persons[n]["key"] = person_key(recruiter_key(0, n % 64, n // 64 % 64), n)
    there = {
        "status": names.EXPLOITED,
        "form": world.markets[market]["form"],
        "body": -1,
        "centre": -1,
        "market": market,
        "establishment": world.markets[market]["first_establishment"],
        "claim": -1,
        "until_detection": 1e9,
        "until_escape": 1e9,
        "until_release": 1e9,
        "until_move": 1e9,
        "place": 0,
        "detected_week": -1,
        "identified_week": -1,
        "ended_week": -1,
    }
    for column, value in (there | columns).items():
        world.persons[column] = value
    world.counts[PERSONS] = number
    world.markets["held"] = 0
    world.markets[market]["held"] = number
    return world


def live_week_of_persons(world, p, seed, week):
    """A week in the life of all persons, and of nobody else; who reaches an end stays in place."""
    for row in range(int(world.counts[PERSONS])):
        engine.live_week_of_person(row, world, p, seed, week)
    world.counts[2:4] = 0  # nothing that they claimed is granted


def in_use(world):
    """All that a world is, {name: array}: the rows in use only, without what is scratch."""
    parts = {name: part for name, part in world._asdict().items() if name not in (*SCRATCH, "tally")}
    parts["persons"] = world.persons[: world.counts[PERSONS]]
    parts["past"] = world.past[: world.counts[PAST]]
    return parts | {f"tally.{name}": table for name, table in world.tally._asdict().items()}


def differences(one, other):
    """Names of the parts and columns in which two worlds differ, be it in one bit."""
    return _differing(in_use(one), in_use(other))


def _differing(one, other):
    found = []
    for name, part in one.items():
        for column in part.dtype.names or (None,):
            mine, theirs = (part, other[name]) if column is None else (part[column], other[name][column])
            if mine.shape != theirs.shape or mine.dtype != theirs.dtype or mine.tobytes() != theirs.tobytes():
                found.append(name if column is None else f"{name}.{column}")
    return found


def differences_but_for_order(one, other):
    """The same, where the rows of persons, recruiters and teams may stand in another order."""
    return _differing(_in_order(one), _in_order(other))


def _in_order(world):
    parts = in_use(world)
    for name in ("persons", "past", "recruiters", "teams"):
        parts[name] = parts[name][np.argsort(parts[name]["key"])]
    return parts


def by_key(world, column):
    """{key: value of a column} of all persons ever recruited."""
    persons = everyone(world)
    return dict(zip(persons["key"].tolist(), persons[column].tolist(), strict=True))


def weeks_by_key(world, column):
    """The same for a date, never standing for a date that has not come."""
    return {key: NEVER if week < 0 else week for key, week in by_key(world, column).items()}
