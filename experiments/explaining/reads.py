"""What differs between two worlds as a week begins, and what of it the week of one person reads.

A subject is what can differ and touch a person: ("places", market), ("news", market), ("memory", network, market),
("finds", market), ("network", network), ("recruiter", row), ("channel", network), ("centre", centre), ("person", key),
or PARAMETERS.
"""

from functools import cached_property

import numpy as np

from experiments.explaining.worlds import Person, same_rows
from sim.names import ASSISTED, EXPLOITED, FIRST_SECTOR, LAST_SECTOR, SECTORS, TRAVELLING, WAITING

PARAMETERS: tuple = ("parameters",)
CHANNELS_HEARD: tuple = ("channel", -1)  # what is told of channels, to all networks
RECRUITER_BITS = 26  # below them stands the ordinal of the attempt: sim/draws.py
FIRST_KIND = 60


class Reads:
    """The differences at one week's start, asked for by what a person of each status reads of them.

    What parameters alone would do is the reference's week lived again under the other's; what is left beyond that must
    have been read in the world.

    Args:
        week: A Week.
        changed: Keys of the persons who differed as the week before ended, in order.
    """

    def __init__(self, week, changed):
        self.week, self.changed = week, changed
        self.pair = week.again or week.reference, week.other
        one, other = self.openings = [side.opening for side in week.sides]
        self.places = one.markets["held"] != other.markets["held"]
        self.told = one.markets["risk"] != other.markets["risk"]
        self.finds = (one.markets["hit_week"] != other.markets["hit_week"]) | (
            one.markets["hit_establishment"] != other.markets["hit_establishment"]
        )
        self.fading = bool(one.fading[0] != other.fading[0])

    @cached_property
    def news(self):
        """Where what happened last week is not the same [market]."""
        one, other = (self._last_week(opening.markets) for opening in self.openings)
        return one != other

    @cached_property
    def own_news(self):
        """The same, of what befell networks themselves [network, its city, sector]."""
        one, other = (self._last_week(opening.memories) for opening in self.openings)
        return one != other

    @cached_property
    def own_risk(self):
        one, other = self.openings
        return one.memories["risk"] != other.memories["risk"]

    @cached_property
    def recruiters(self):
        one, other = self.openings
        return ~same_rows(one.recruiters, other.recruiters)

    @cached_property
    def heard_of_channels(self):
        one, other = self.openings
        return bool((one.channels["risk"] != other.channels["risk"]).any())

    @cached_property
    def own_channels(self):
        one, other = self.openings
        return (one.networks["channel_risk"] != other.networks["channel_risk"]).any(axis=1)

    def _last_week(self, table):
        return np.where(table["news_week"] == self.week.number - 1, table["news"], 0.0)

    def of(self, key):
        """The subjects that differ and that the week of a person read, who had the same record in both worlds."""
        stood = self.week.reference.stood(key)
        if stood is None:
            return self._recruited(key)
        by_status = {
            TRAVELLING: self._on_the_way,
            EXPLOITED: self._exploited,
            WAITING: self._waiting,
            ASSISTED: self._assisted,
        }
        return by_status[stood.status](stood) if stood.status in by_status else []

    def _recruited(self, key):
        person = next(one for side in self.pair if (one := side.stands(key)) is not None)
        found: list[tuple] = [("recruiter", row) for row in self._recruiter_rows(key) if self.recruiters[row]]
        found += self._action(person.network)
        if self.own_channels[person.network]:
            found.append(("channel", int(person.network)))
        if self.heard_of_channels:
            found.append(CHANNELS_HEARD)
        return found + self._markets(person)

    def _recruiter_rows(self, key):
        """The row of whoever approached the person, in either world."""
        mine = (key & ((1 << FIRST_KIND) - 1)) >> RECRUITER_BITS
        rows = set()
        for side in self.pair:
            theirs = (side.world.recruiters["key"] & ((1 << FIRST_KIND) - 1)) >> RECRUITER_BITS
            rows |= set(np.flatnonzero(theirs == mine).tolist())
        return sorted(rows)

    def _on_the_way(self, person):
        if person.weeks_left > 1.0:
            return []
        return self._markets(person) or self._competitors(person)

    def _exploited(self, person):
        found = self._action(person.network)
        market = person.market
        if self.finds[market] and self.exposures_differ(person.establishment, self.pair):
            found.append(("finds", market))
        found += self.news_subjects(person)
        if all(self._tries_to_move(side, person) for side in self.pair):
            found += self._markets(person) or self._competitors(person)
        return found

    def news_subjects(self, person):
        """What the network of a person held in a market did not learn alike last week."""
        market = person.market
        found: list[tuple] = []
        if self.news[market] and self._is_in_touch(person.network, person.place):
            found.append(("news", market))
        if self.own_news[person.network, person.place, market % len(SECTORS)]:
            found.append(("memory", person.network, market))
        return found

    def _waiting(self, person):
        centre = int(person.centre)
        one, other = (opening.centres["occupied"][centre] for opening in self.openings)
        if one != other:
            return [("centre", centre)]
        queue = {
            key
            for side in self.week.sides
            for key, status in side.before[side.before["centre"] == centre][["key", "status"]].tolist()
            if WAITING <= status <= ASSISTED and self._has_changed(key)
        }
        return [("centre", centre), *(("person", key) for key in sorted(queue))] if queue else []

    def _assisted(self, person):
        one, other = (
            side.world.networks["convicted_week"][person.network] >= person.identified_week for side in self.pair
        )
        return [("network", int(person.network))] if one != other else []

    def _action(self, network):
        """The police act against the network this week in one of the worlds only."""
        one, other = (side.world.networks["action_week"][network] == self.week.number for side in self.pair)
        return [("network", int(network))] if one != other else []

    def exposures_differ(self, establishment, sides=None):
        """Whether an establishment was not visited alike this week, in both worlds or in other Sides."""
        one, other = (self.exposure(side, establishment) for side in sides or self.week.sides)
        return bool((one != other).any())

    def exposure(self, side, establishment):
        """What visits of this week exposed the establishment to [body]."""
        visited = side.world.establishments["visited_week"][establishment] == self.week.number
        row = side.world.exposure[establishment]
        return row if visited else np.zeros_like(row)

    def news_of(self, side, person):
        """What the network learnt last week of the market where it held the person: its own, and what was told."""
        told = self._last_week(side.opening.markets[person.market : person.market + 1])[0]
        memory = side.opening.memories[person.network, person.place, person.market % len(SECTORS)]
        own = memory["news"] if memory["news_week"] == self.week.number - 1 else 0.0
        return own, told if side.world.networks["in_touch"][person.network, person.place] else 0.0

    def _is_in_touch(self, network, place):
        return any(side.world.networks["in_touch"][network, place] for side in self.week.sides)

    def _tries_to_move(self, side, person):
        stands = side.stands(person.key)
        return stands is not None and stands.times == person.times and stands.moves_tried > person.moves_tried

    def _has_changed(self, key):
        row = np.searchsorted(self.changed, key)
        return row < self.changed.size and self.changed[row] == key

    def _markets(self, person):
        """What differs in the markets among which the network of a person chooses."""
        found = [PARAMETERS] if self.fading else []
        network = int(person.network)
        for place, market, sector in self.choices(network, person.form):
            if self.places[market]:
                found.append(("places", market))
            if self.told[market] and self._is_in_touch(network, place):
                found.append(("news", market))
            if self.own_risk[network, place, sector]:
                found.append(("memory", network, market))
        return found

    def choices(self, network, form):
        """(place among the network's cities, market, sector) for persons of a form."""
        row = self.openings[0].networks[network]
        for place in range(row["cities"]):
            for sector in range(FIRST_SECTOR[form], LAST_SECTOR[form] + 1):
                yield place, int(row["city"][place]) * len(SECTORS) + sector, sector

    def _competitors(self, person):
        """Persons who claim a place in the market that this person gets in one of the worlds only."""
        granted = {int(side.stands(person.key).market) for side in self.pair} - {int(person.market)}
        found = []
        for side in self.pair:
            for rival in map(Person._make, side.before.tolist()):
                if rival.key != person.key and self._claims(side, rival) and self._is_otherwise(rival):
                    markets = {market for _, market, _ in self.choices(rival.network, rival.form)}
                    found += [("person", int(rival.key))] if granted & markets else []
        return list(dict.fromkeys(found))

    def _claims(self, side, rival):
        if rival.status == TRAVELLING:
            return rival.weeks_left <= 1.0
        return rival.status == EXPLOITED and self._tries_to_move(side, rival)

    def _is_otherwise(self, rival):
        return self._has_changed(rival.key) or bool(self._markets(rival))
