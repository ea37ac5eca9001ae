"""Four worlds that share their luck: neither part of a scenario's changes, only one of them, only the other, both."""

from dataclasses import dataclass, replace
from typing import Any

from experiments.requests import UsageError
from scenarios import catalogue
from scenarios.combination import in_order
from scenarios.versions import LOOKING, SIGN, TRAFFICKING, part_of, split

NOTHING = "baseline"


@dataclass(frozen=True)
class Worlds:
    """Names of the scenarios, or their places among Pairs.  Where one part changes only, two of them are the same."""

    neither: Any
    trafficking: Any
    looking: Any
    both: Any

    @property
    def one_part(self):
        """The part that alone is changed; None where both are."""
        if self.trafficking == self.neither:
            return LOOKING
        return TRAFFICKING if self.looking == self.neither else None

    @property
    def distinct(self):
        return tuple(dict.fromkeys((self.neither, self.trafficking, self.looking, self.both)))


def worlds_of(scenario, reference):
    """The Worlds by names to load, "neither" being the reference.  Raises UsageError, ScenarioError."""
    after, before = _pieces(scenario), _pieces(reference)
    same = {part: set(after[part]) == set(before[part]) for part in (LOOKING, TRAFFICKING)}
    if all(same.values()):
        raise UsageError(f"{scenario} changes nothing against {reference}; name another scenario, or another --against")
    if same[LOOKING]:
        return Worlds(reference, scenario, reference, scenario)
    if same[TRAFFICKING]:
        return Worlds(reference, reference, scenario, scenario)
    only = {
        part: "+".join([*after[part], *before[other]]) or NOTHING
        for part, other in ((TRAFFICKING, LOOKING), (LOOKING, TRAFFICKING))
    }
    return Worlds(reference, only[TRAFFICKING], only[LOOKING], scenario)


def _pieces(name):
    """Of a scenario, what changes looking and what changes trafficking: {part: names, as they can be loaded}."""
    found: dict[str, list[str]] = {LOOKING: [], TRAFFICKING: []}
    for policy in catalogue.parts_of(name):
        parts = {part_of(change.parameter) for change in catalogue.load(policy).changes}
        for part in sorted(parts):
            found[part].append(policy if len(parts) == 1 else _version(policy, part))
    return found


def _version(policy, part):
    if split(policy)[1]:
        raise UsageError(
            f"{policy}: it changes both looking and trafficking, and a version has no versions; write its size into a"
            " file of its own (size = ...), and name that"
        )
    return f"{policy}{SIGN}{part}"


def worlds_among(pairs, scenario):
    """The Worlds by places among the scenarios of some Pairs, the first being the reference.  Raises UsageError.

    Args:
        scenario: The place of the one in which both parts may change.
    """
    before, after = pairs.schedules[0], pairs.schedules[scenario]
    places = {schedule.digest: place for place, schedule in reversed(list(enumerate(pairs.schedules)))}
    found = {}
    for part, looking, trafficking in ((TRAFFICKING, before, after), (LOOKING, after, before)):
        digest = _mixed(looking, trafficking).digest
        if digest not in places:
            raise UsageError(
                f"{pairs.where} has no scenario in which only {part} changes as in {after.name}; run thbsim paradox"
                f" {after.name}"
            )
        found[part] = places[digest]
    return Worlds(0, found[TRAFFICKING], found[LOOKING], places[after.digest])


def _mixed(looking, trafficking):
    """A Schedule with the changes to looking of one, and those to trafficking of another."""
    kept = [(policy, LOOKING) for policy in looking.policies] + [
        (policy, TRAFFICKING) for policy in trafficking.policies
    ]
    policies = [
        policy.model_copy(update={"changes": tuple(one for one in policy.changes if part_of(one.parameter) == part)})
        for policy, part in kept
    ]
    return replace(looking, name="mixed", policies=in_order(policies))
