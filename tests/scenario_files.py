"""Made-up scenario files for tests: a complete baseline with plain figures, and a policy."""

from scenarios.baseline import SHARES, read_baseline
from scenarios.ceilings import ABOVE_NOUGHT, LIMITED
from scenarios.policy import read_policy
from scenarios.schedule import Schedule
from scenarios.selection import declared
from scenarios.sources import read_sources
from sim.parameters import labels

SOURCES = """
[A1]
kind = "assumption"
reason = "made up for a test"
[TEXT]
kind = "text"
title = "Trends in human trafficking"
"""
HEAD = {
    "title": '"A test"',
    "owner": '"federal_police"',
    "question": '"Does it work?"',
    "why": '"To see."',
    "source": '["TEXT"]',
    "leaves_out": '["Much."]',
}
CHANGE = {
    "parameter": '"monitoring.capacity"',
    "from": "2011-01-01",
    "times": "2.0",
    "unit_cost": '{ eur = 1000, per = "year", source = "A1" }',
    "why": '"To see."',
}


def entry(parameter):
    """A value of 1 between 0 and 10 for all entries; shares that add up to 1."""
    unit, dimensions = declared()[parameter]
    value = 1.0 / len(labels(dimensions[-1])) if parameter in SHARES else 1.0
    high = min(LIMITED.get(parameter, 10.0), 10.0)
    low = 0.1 if parameter in ABOVE_NOUGHT else 0.0
    return f'{{ value = {value}, unit = "{unit}", low = {low}, high = {high}, source = "A1" }}'


def lines(fields):
    return "".join(f"{name} = {text}\n" for name, text in fields.items() if text is not None)


def write_baseline(folder, changed=None, more=""):
    """Write baseline.toml and sources.toml; changed gives other entries, None takes one away."""
    fields = {"title": '"Test"', "question": '"None?"'} | {name: entry(name) for name in declared()} | (changed or {})
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (folder / "baseline.toml").write_text(lines(fields) + more, encoding="utf-8")
    return folder / "baseline.toml"


def baseline_of(folder, changed=None, more=""):
    return read_baseline(write_baseline(folder, changed, more), folder / "sources.toml")


def policy_text(*changes, head=None):
    """A policy file; each change, and head, give other fields than the usual, None takes one away."""
    return lines(HEAD | (head or {})) + "".join("[[change]]\n" + lines(CHANGE | change) for change in changes)


def write_policy(folder, text):
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def schedule_of(folder, baseline, *changes, head=None):
    """The schedule of a policy that is written to a file and read again."""
    path = write_policy(folder, policy_text(*changes, head=head))
    sources = read_sources(folder / "sources.toml")
    return Schedule("policy", baseline, (read_policy(path, baseline, sources),))
