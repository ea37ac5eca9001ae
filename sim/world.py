"""The state of the world, in columns, and the tallies that a run leaves behind.

One record array for each kind of entity; a row is one entity.  Weeks count from 2001-01-01; -1 means "not yet".
Distances and tallies are plain arrays.  Nothing here decides anything.
"""

from typing import NamedTuple

import numpy as np

from sim import names
from sim.events import Tally

MOST_CITIES = 8  # that one network works in
MOST_REACH = 32  # cities that one team reaches

CITY = np.dtype([
    ("key", np.int32),                   # stable number in data/cities.csv
    ("country", np.int8),                # of names.COUNTRIES
    ("region", np.int8),                 # of names.REGIONS
    ("population", np.float64),          # [inhabitants]
])  # fmt: skip

MARKET = np.dtype([                      # one sector in one city: row = city * sectors + sector
    ("city", np.int16),
    ("place", np.int16),                 # row of that city in data/cities.csv, by which parameters know it
    ("sector", np.int8),
    ("form", np.int8),                   # the form of exploitation that the sector stands for
    ("country", np.int8),
    ("region", np.int8),
    ("open_places", np.int32),           # demand of the season less the persons held, at the week's start
    ("held", np.int32),                  # persons in exploitation
    ("claimed", np.int32),               # places claimed this week, before settling
    ("hits", np.int32),                  # visits this week to establishments that exploit
    ("found", np.int32),                 # persons brought to light this week
    ("news_week", np.int32),             # when something last happened here that networks may hear of
    ("news", np.float64),                # what it weighs for an establishment [visits]
    ("risk", np.float64),                # what is told here, in units of World.fading: a memory of news [visits]
    ("first_establishment", np.int32),   # row of the first exploiting one
    ("establishments", np.int32),        # exploiting ones: rows in establishments
    ("inspectable", np.float64),         # establishments among which a team searches, exploiting or not
    ("hit_establishment", np.int32),     # row where a team last found a person
    ("hit_week", np.int32),              # when
    ("demand", np.float64),              # places for exploited persons, mean of the year
    ("rounding", np.float64),            # by which demand becomes whole places, 0..1
])  # fmt: skip

ESTABLISHMENT = np.dtype([
    ("private", np.bool_),               # not seen from the street: found by its advertisements
    ("visited_week", np.int32),          # to which its row of World.exposure belongs
])  # fmt: skip

NETWORK = np.dtype([
    ("key", np.int64),
    ("form", np.int8),                   # what it mainly does
    ("second_form", np.int8),            # what it does besides
    ("cities", np.int8),                 # how many it works in; the first is its Belgian base
    ("city", np.int16, MOST_CITIES),
    ("signs", np.int32, 5),              # that the police got this week, by names.SIGNS
    ("until_investigation", np.float64), # what is left of the clock of the next investigation [1]
    ("investigations", np.int32),        # ended so far
    ("trials", np.int32),                # ended so far
    ("case", np.int8, 2),                # of names.CASES: an investigation, a trial
    ("case_week", np.int32, 2),          # since when each stands so
    ("case_weeks_left", np.float64, 2),  # of each, once in hand [weeks]
    ("statements", np.int32),            # by persons whom it held, since the last judgement
    ("action_week", np.int32),           # when the police last acted
    ("convicted_week", np.int32),        # when a trial last ended in a conviction
    ("release_week", np.int32),          # when its recruiters in custody were last let go
    ("takedowns", np.int32, 4),          # of its own advertisements this week, by channel
    ("arrests", np.int32),               # of its own recruiters this week
    ("channel_risk", np.float64, 4),     # what befell it, by channel: a memory in units of World.fading [take-downs]
    ("channel_ear", np.float64, 4),      # luck, 0..1, by which it hears of others, by channel
    ("ear", np.float64, MOST_CITIES),    # the same in each of its cities
    ("in_touch", np.int8, MOST_CITIES),  # 1 where it does
])  # fmt: skip

RECRUITER = np.dtype([
    ("key", np.int64),
    ("network", np.int32),
    ("origin", np.int8),                 # region in which it recruits
    ("channel", np.int8),                # the online channel it uses, 1.. of names.CHANNELS
    ("attempts", np.int32),              # made so far: the ordinal of the next person approached
    ("until_attempt", np.float64),       # what is left of the clock of the next attempt [1]
    ("place", np.int8),                  # that it fills in the network
    ("generation", np.int8),             # how many have filled the place before
    ("standing", np.int8),               # of names.STANDINGS
    ("weeks_left", np.float64),          # until the place is filled again, once the recruiter is arrested [weeks]
    ("times_found", np.int32),           # by an online cell: its advertisement, so far
    ("until_found", np.float64),         # what is left of the clock of the next time [1]
    ("down_week", np.int32),             # when its advertisement, found, goes down
    ("silent_until", np.int32),          # from then on its advertisement is down before this week
])  # fmt: skip

PERSON = np.dtype([
    ("key", np.int64),                   # who this is in every world: recruiter and ordinal of the attempt
    ("status", np.int8),                 # of names.STATUSES
    ("times", np.int8),                  # trafficked again so far
    ("origin", np.int8),
    ("sex", np.int8),
    ("age_group", np.int8),
    ("form", np.int8),
    ("channel", np.int8),                # by which first contacted
    ("body", np.int8),                   # that brought the person to light; -1 before
    ("centre", np.int8),                 # referred to; -1 before
    ("document", np.int8),               # of names.DOCUMENTS
    ("lists", np.uint8),                 # of the bodies that hold a record: one bit for each of names.LISTS
    ("place", np.int8),                  # of the city, among the network's
    ("network", np.int32),
    ("market", np.int32),                # where exploited, or last exploited; -1 before arrival
    ("establishment", np.int32),
    ("claim", np.int32),                 # market claimed this week; -1 none
    ("control", np.float64),             # how firmly held, 0..1
    ("until_detection", np.float64),     # what is left of each clock [1]; below 0 once an action reaches the person
    ("until_escape", np.float64),
    ("until_release", np.float64),
    ("until_move", np.float64),
    ("weeks_left", np.float64),          # of the journey, the reflection period or the assistance [weeks]
    ("moves_tried", np.int16),
    ("moves", np.int16),
    ("crossings", np.int16),             # of a border, since arrival
    ("visits_missed", np.int16),         # weeks with visits in this country that did not bring the person to light
    ("recruited_week", np.int32),
    ("arrived_week", np.int32),
    ("detected_week", np.int32),
    ("identified_week", np.int32),
    ("ended_week", np.int32),
])  # fmt: skip

TEAM = np.dtype([                        # of inspectors or police, or an online monitoring cell
    ("key", np.int64),
    ("body", np.int8),
    ("city", np.int16),                  # home
    ("reached", np.int8),                # how many cities it reaches
    ("reach", np.int16, MOST_REACH),
    ("reach_share", np.float64, MOST_REACH),  # of the team's weeks, in this city and those before it [1]
    ("working_city", np.int16),          # this week
    ("rounding", np.float64),            # this week's luck, by which visits that are due become whole ones, 0..1
    ("follow_up_rounding", np.float64),  # the same for visits to where a victim was found lately
    ("visits", np.int32),                # made so far
])  # fmt: skip

CENTRE = np.dtype([
    ("occupied", np.int32),              # persons in reflection or assistance
    ("waiting", np.int32),               # persons who claimed a place this week and got none
    ("scale", np.float64),               # multiplies the places that the parameters give [1]
])  # fmt: skip

MEMORY = np.dtype([                      # what befell one network in one sector of one of its cities
    ("risk", np.float64),                # in units of World.fading: a memory of visits
    ("news", np.float64),                # what last befell it [visits]
    ("news_week", np.int32),             # when
    ("exposed", np.int32),               # its persons in establishments visited this week
    ("found", np.int32),                 # its persons brought to light this week
])  # fmt: skip

OFFICE = np.dtype([                      # through whose hands cases go
    ("busy", np.int32),                  # cases in hand
    ("waiting", np.int32),               # cases that wait
    ("scale", np.float64),               # multiplies the capacity that the parameters give [1]
])  # fmt: skip

CHANNEL = np.dtype([                     # of recruitment
    ("takedowns", np.int32),             # of advertisements this week
    ("risk", np.float64),                # what is told of it, in units of World.fading [take-downs of one network]
])  # fmt: skip


class World(NamedTuple):
    cities: np.ndarray
    travel_hours: np.ndarray  # [city, city]
    markets: np.ndarray
    establishments: np.ndarray
    exposure: np.ndarray  # by visits of the establishment's visited week [establishment, body]
    networks: np.ndarray
    memories: np.ndarray  # [network, its city, sector]
    touched: np.ndarray  # which memories something befell this week: rows (network, its city, sector)
    fading: np.ndarray  # the unit of all memories, which shrinks from week to week [1]
    channels: np.ndarray
    offices: np.ndarray
    recruiters: np.ndarray
    teams: np.ndarray
    centres: np.ndarray
    persons: np.ndarray  # who have not reached an end: rows up to counts[PERSONS]
    past: np.ndarray  # who have: rows up to counts[PAST]
    nobody: np.ndarray  # one row: a person who has just set out, before anything is known
    claims: np.ndarray  # rows of the persons who claim a place in a market, then in a centre: [2, persons]
    counts: np.ndarray  # see below
    year_of_week: np.ndarray  # row of the calendar year of each week
    tally: Tally


PERSONS, PAST, MARKET_CLAIMS, CENTRE_CLAIMS, WEEK, TOUCHED = range(6)  # what the numbers of World.counts count


def with_room(world, persons, past):
    """The same world with room for so many persons, and so many who have reached an end; rows in use are copied."""
    return world._replace(
        persons=_grown(world.persons, world.counts[PERSONS], persons),
        past=_grown(world.past, world.counts[PAST], past),
        claims=np.zeros((2, persons), np.int32),
    )


def nobody():
    """One row of persons on which nothing is known yet [1]."""
    row = np.zeros(1, PERSON)
    for column in ("body", "centre", "market", "establishment", "claim"):
        row[column] = -1
    for column in ("arrived_week", "detected_week", "identified_week", "ended_week"):
        row[column] = -1
    row["status"] = names.TRAVELLING
    return row


def _grown(table, used, rows):
    larger = np.zeros(rows, table.dtype)
    larger[:used] = table[:used]
    return larger


def twin(world):
    """The same world a second time: what befalls one does not befall the other."""
    tally = type(world.tally)(*(table.copy() for table in world.tally))
    persons, past = (
        _grown(table, world.counts[used], table.size) for table, used in ((world.persons, PERSONS), (world.past, PAST))
    )
    kept = {"tally": tally, "persons": persons, "past": past}
    parts = world._asdict()
    return type(world)(**{name: kept[name] if name in kept else parts[name].copy() for name in parts})


def person_count(world):
    """How many persons have ever been recruited."""
    return int(world.counts[PERSONS] + world.counts[PAST])


def everyone(world):
    """All persons ever recruited, as records with attributes [persons]; those who reached an end come first."""
    past, persons = world.past[: world.counts[PAST]], world.persons[: world.counts[PERSONS]]
    return np.concatenate([past, persons]).view(np.recarray)
