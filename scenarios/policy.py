"""A policy file: who proposes what, from when, where, at what cost and why; read and checked as a whole."""

from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field

from scenarios.changes import Change, UnitCost
from scenarios.errors import Problems, hint, near
from scenarios.limits import check_limits
from scenarios.reaction import read_when, wrong_hold
from scenarios.selection import declared, wrong_with
from scenarios.shapes import Strict, Text, Texts, checked, quoted, read_toml
from scenarios.sources import check_keys
from scenarios.versions import LARGEST, SIGN, part_of, version_of
from sim.parameters import labels
from sim.weeks import date_of, first_week_from

OWNERS = {
    "federal_justice": "Federal Department of Justice, Service for Criminal Policy (chair of the ICP)",
    "federal_police": "Federal Police, Central Service Trafficking in Human Beings",
    "prosecutors_general": "Board of Prosecutors General",
    "social_inspection": "Federal Social Inspection Services",
    "regional_social_inspection": "Regional Social Inspection Services",
    "immigration_office": "Immigration Office",
    "foreign_affairs": "Ministry of Foreign Affairs",
    "state_security": "State Security",
    "payoke": "Payoke, reception centre of Flanders",
    "pag_asa": "PAG-ASA, reception centre of Brussels",
    "surya": "Sürya, reception centre of Wallonia",
    "federal_migration_centre": "Federal Migration Centre (secretary of the ICP, independent rapporteur)",
    "child_focus": "Child Focus",
    "regions_and_communities": "Regions and Communities",
}  # members of Belgium's Interdepartmental Coordination Platform (ICP)
WAYS = ("set", "times", "add")
COST_FORMS = '{ eur = ..., per = "year", source = ... }, or { counted_by = ... } if the model counts the cost itself'
FIRST_DAY = date_of(0)
LAST_DAY = date(2100, 12, 31)  # later beginnings are slips of the pen


class Head(Strict):
    """What stands above the changes."""

    title: Text
    "a text, what the policy is in a few words"
    owner: Text
    'a member of the ICP, such as "federal_police"'
    question: Text
    "a text, the question that the comparison is to answer"
    why: Text
    "a text, why this policy is considered"
    source: Texts
    "a key of sources.toml, or a list of keys"
    leaves_out: Texts
    "a list of texts, what the policy would do that the model does not show"
    starts_from: Literal["baseline"] = "baseline"
    '"baseline", as no other start is known yet'
    size: float = Field(1.0, ge=0.0, le=LARGEST)
    "a number from 0 to 10, how much of every change is made"
    only: Literal["looking", "trafficking"] | None = None
    '"looking" or "trafficking": only changes to this part of the model are made'


class Policy(Head):
    """A checked policy."""

    name: str
    "in the catalogue, or the file's name without .toml"
    changes: tuple[Change, ...]
    "in the order in which they apply"
    text: str
    "the file as it was read"

    @property
    def owner_name(self):
        """The owner, in words for readers."""
        return OWNERS[self.owner]


def read_policy(path, baseline, sources, version=""):
    """The checked policy.  Raises ScenarioError with all that is wrong in it.

    Args:
        path: The file.
        baseline: The Baseline that it changes, whose ranges it must keep to.
        sources: {key: Source}, from read_sources.
        version: As in scenarios/versions.py; "" is the file as it stands.
    """
    tables, text = read_toml(Path(path))
    name = Path(path).stem
    if version:
        name = f"{name}{SIGN}{version}"
        tables, text = version_of(tables, text, version, name)
    problems = Problems(path)
    head = checked(Head, {name: entry for name, entry in tables.items() if name != "change"}, "", problems)
    if head.owner and head.owner not in OWNERS:
        problems.add(f"owner is {head.owner!r}, who is not a member of the ICP{hint(head.owner, OWNERS)}")
    check_keys(head.source, sources, "", problems)
    read = [
        _read_change(number, table, sources, problems)
        for number, table in enumerate(_tables_of_changes(tables, problems), 1)
    ]
    read = [_sized(one, head.size) for one in read if head.only in (None, part_of(one[1].parameter or ""))]
    if head.only and not read:
        problems.add(f"nothing that it changes is {head.only}; leave {SIGN}{head.only} out")
    check_limits(baseline, {f"change {number}": change for number, change, applies in read if applies}, problems)
    problems.raise_if_any()
    return Policy(**dict(head), name=name, changes=tuple(change for _, change, _ in read), text=text)


def _sized(one, size):
    """What was read of a change, at so much of its size; as it is where either is wrong."""
    number, change, applies = one
    known = None not in (size, change.size)
    return number, change.model_copy(update={"size": change.size * size}) if known else change, applies and known


def _tables_of_changes(tables, problems):
    found = tables.get("change", [])
    if isinstance(found, dict):
        problems.add("[change] stands in single brackets; write [[change]], as there may be several")
        return []
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        problems.add(f"change is {quoted(found)}, but must be tables: write [[change]] and its fields below")
        return []
    if not found:
        problems.add("there is no change; write at least one [[change]], or run the baseline itself")
    return found


def _read_change(number, table, sources, problems):
    """One change, and whether it is clear enough what it does, and when, to check what comes of it."""
    place = f"change {number}"
    if isinstance(table.get("unit_cost"), dict):
        table = table | {"unit_cost": _read_cost(table["unit_cost"], place, sources, problems)}
    if isinstance(table.get("when"), dict):
        table = table | {"when": read_when(table["when"], place, problems)}
    change = checked(Change, table, place, problems)
    wrong = [*_wrong_parameter(change), *_wrong_ways(table), *(_wrong_days(change) or wrong_hold(change))]
    for sentence in wrong:
        problems.add(sentence, place)
    return number, change, not wrong and _can_apply(table)


def _can_apply(table):
    """Whether a change is well formed, apart from its reason, its cost and what it reacts to."""
    unheard = Problems("")
    checked(Change, table | {"why": "to see", "unit_cost": UnitCost(), "when": None}, "", unheard)
    return not unheard.sentences


def _read_cost(table, place, sources, problems):
    cost = checked(UnitCost, table, f"{place}: unit_cost", problems)
    check_keys(cost.source, sources, f"{place}: unit_cost", problems)
    sentence = _wrong_cost(table)
    if sentence:
        problems.add(sentence, place)
    costs = [name for name in declared() if name.startswith("costs.")]
    if cost.counted_by and cost.counted_by not in costs:
        problems.add(f"counted_by is {cost.counted_by!r}, which is no unit cost{hint(cost.counted_by, costs)}", place)
    return cost


def _wrong_cost(table):
    if "eur" in table and "counted_by" in table:
        return f"unit_cost has both eur and counted_by, so the cost would count twice; write {COST_FORMS}"
    if "eur" not in table and "counted_by" not in table:
        return f"unit_cost has neither eur nor counted_by; write {COST_FORMS}"
    lacking = [name for name in ("per", "source") if "eur" in table and name not in table]
    if lacking:
        return f"unit_cost lacks {' and '.join(lacking)}; write {COST_FORMS}"
    spare = [name for name in ("per", "source") if "counted_by" in table and name in table]
    if spare:
        return f"unit_cost has counted_by, so {' and '.join(spare)} has no meaning here; write {COST_FORMS}"
    return None


def _wrong_parameter(change):
    name = change.parameter
    if not name:
        return []
    if name not in declared():
        return [_unknown_parameter(name)]
    if name.startswith("population."):
        return [f"{name} shapes the world at its start and cannot change through time; change it in baseline.toml"]
    if name.startswith("costs."):
        return [f"{name} is a unit cost, the same for all policies; change it in baseline.toml, or write unit_cost"]
    return wrong_with(name, change.where)


def _unknown_parameter(name):
    sentence = f"no rule has a parameter {name}"
    for parameter, (_, dimensions) in declared().items():
        if name.startswith(parameter + "."):
            if not dimensions:
                return f'{sentence}; {parameter} is one number for all: write parameter = "{parameter}"'
            where = _as_where(name.removeprefix(parameter + ".").split("."), dimensions)
            return f'{sentence}; write parameter = "{parameter}"{where}'
        if parameter.partition(".")[2] == name:
            return f"{sentence}; did you mean {parameter}?"
    rule = name.partition(".")[0] + "."
    own = [parameter for parameter in declared() if parameter.startswith(rule)]
    return sentence + (hint(name, own) if own and not near(name, declared()) else hint(name, declared()))


def _as_where(words, dimensions):
    """How to write as a `where` what was written behind a parameter's name."""
    pairs = [f'{key} = "{word}"' for word in words for key in dimensions if word in labels(key)]
    if not pairs:
        return f", and narrow it by {' or '.join(dimensions)} in where"
    return f" and where = {{ {', '.join(pairs)} }}"


def _wrong_ways(table):
    written = [way for way in WAYS if way in table]
    if len(written) == 1:
        return []
    if not written:
        return ["says neither set, times nor add; write one of them, to say what becomes of the value"]
    return [f"says {' and '.join(written)}; write one of them only, and a further [[change]] for the rest"]


def _wrong_days(change):
    first, until = change.first_day, change.until
    if first is None:
        return []
    if first < FIRST_DAY:
        return [f"from is {first}, before the world starts; give a date from {FIRST_DAY} on"]
    if first > LAST_DAY:
        return [f"from is {first}, later than any run can last; give a date up to {LAST_DAY}"]
    if until is None:
        return []
    if until < first:
        return [f"until is {until}, which is before from ({first}); exchange them, or leave until out to stay in force"]
    if change.end_week == change.first_week:
        step = f"let until be {_first_end(first)}"
        return [f"from {first} until {until} covers no whole week, which is the step of the model; {step}"]
    return []


def _first_end(first):
    """The earliest `until` with which a change is in force for a week."""
    return f"{date_of(first_week_from(first)) + timedelta(days=3)} or later"
