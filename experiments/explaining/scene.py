"""What all sentences about two worlds need: their names, their cities and networks, and who is who."""

from dataclasses import dataclass

import numpy as np

from experiments.explaining.worlds import person_of
from experiments.life.told import person_words, plain
from sim import names
from sim.geography import cities
from sim.names import SECTORS
from sim.world import World


@dataclass(frozen=True, eq=False)
class Scene:
    """Two worlds at their end, and the persons of whom something is told, numbered in that order."""

    names: tuple[str, str]  # of the scenarios, the reference first
    ends: tuple[np.ndarray, np.ndarray]  # all persons of each world, by key
    world: World  # either: only what never differs is read
    title: str  # of the other scenario
    last_year: int
    numbers: dict[int, int]  # of persons, by key
    first: dict[int, int]  # the row of the event in which a person is told of first, by key

    def under(self, world):
        """A world in words: 0 the reference, 1 the other."""
        return in_world(self.names[world])

    def end(self, world, key):
        """The Person at the end of one of the worlds; None for who was never recruited there."""
        return person_of(self.ends[world], key)

    def city(self, market):
        return cities()[self.world.markets["place"][market]].name

    def network(self, network):
        base = self.city(int(self.world.networks["city"][network, 0]) * len(SECTORS))
        return f"network {network} (based in {base})"

    def body(self, team):
        return int(self.world.teams["body"][team])

    def network_of_recruiter(self, row):
        return int(self.world.recruiters["network"][row])

    def who(self, key, row):
        """A person's number; where the person is told of first, with what is known."""
        name = f"P{self.numbers[key]}"
        if self.first[key] != row:
            return name
        person = self.end(1, key) or self.end(0, key)
        return f"{name} ({person_words(person)} from {plain(names.ORIGINS[person.origin])})"


def in_world(name):
    """The world of a scenario, in words."""
    return "in the baseline" if name == "baseline" else f"under {name}"


def sector_of(market):
    return plain(SECTORS[market % len(SECTORS)])


def scene_of(followed, told, schedules, last_year):
    """The Scene of some Told of a Followed."""
    first: dict[int, int] = {}
    for one in told:
        for key in followed.events[one.row].keys:
            first.setdefault(key, one.row)
    numbers = {key: number for number, key in enumerate(first, 1)}
    world, names_of = followed.world, tuple(schedule.name for schedule in schedules)
    return Scene(names_of, followed.ends, world, schedules[1].title, last_year, numbers, first)
