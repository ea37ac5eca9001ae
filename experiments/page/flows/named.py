"""Scenarios of the catalogue by their titles, the same for all visitors."""

from functools import cache

from experiments.reports import words
from scenarios import catalogue
from scenarios.baseline import read_baseline
from scenarios.policy import read_policy
from scenarios.schedule import Schedule
from scenarios.sources import read_sources


@cache
def schedules():
    """{name: Schedule}, with the files that they share read once."""
    baseline, sources = read_baseline(), read_sources()
    first, *others = catalogue.names()
    policies = [read_policy(catalogue.CATALOGUE / f"{name}.toml", baseline, sources) for name in others]
    return {first: Schedule(first, baseline)} | {one.name: Schedule(one.name, baseline, (one,)) for one in policies}


@cache
def titles(language):
    """{name: title as readers of a language know it}."""
    return {name: words.title(language, schedule) for name, schedule in schedules().items()}
