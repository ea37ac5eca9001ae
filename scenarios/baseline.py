"""The baseline: every parameter's value, unit, range and source, read from baseline.toml and checked as a whole."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from scenarios.ceilings import limit_problem
from scenarios.errors import Problems, hint, listed
from scenarios.selection import declared
from scenarios.shapes import Strict, Text, Texts, checked, quoted, read_toml
from scenarios.sources import SOURCES, check_keys, read_sources
from sim.parameters import labels

BASELINE = Path(__file__).parent / "baseline.toml"
SHARES = (
    "population.form_share",
    "population.origin_share",
    "population.channel_share",
    "inspection.inspectorate_share",
    "inspection.police_share",
    "inspection.cell_share",
)  # add up to 1 over their last dimension
SHARE_TOLERANCE = 1e-6
NUMBERS = ("value", "low", "high")


class Quantity(Strict):
    """One number of the baseline, with the range that the evidence allows."""

    value: float
    "a finite number"
    unit: str
    "the unit of its rule, a text in quotes"
    low: float
    "a finite number, the lowest value that the evidence allows"
    high: float
    "a finite number, the highest value that the evidence allows"
    source: Texts
    "a key of sources.toml, or a list of keys"


class Head(Strict):
    """What stands above the tables of the rules."""

    title: Text
    "a text, what this baseline is in a few words"
    question: Text
    "a text, the question that it answers"


@dataclass(frozen=True)
class Baseline:
    """All quantities: {"rule.parameter" or "rule.parameter.label": Quantity}, and the texts of both files."""

    title: str
    question: str
    quantities: dict
    text: str
    sources_text: str


def read_baseline(path=BASELINE, sources=SOURCES):
    """The checked baseline.  Raises ScenarioError with all that is wrong in it.

    Args:
        path: The file; every parameter of every rule has its value there.
        sources: The file of sources that it cites.
    """
    known = read_sources(sources)
    tables, text = read_toml(path)
    problems = Problems(path)
    rules = dict.fromkeys(name.partition(".")[0] for name in declared())
    at_head = {name: entry for name, entry in tables.items() if _is_head(name, entry, rules)}
    head = checked(Head, at_head, "", problems)
    quantities: dict[str, Quantity] = {}
    for rule, table in tables.items():
        if rule in rules and isinstance(table, dict):
            quantities |= _read_rule(rule, table, known, problems)
        elif not _is_head(rule, table, rules):
            _refuse_rule(rule, table, rules, problems)
    _require_all(tables, problems)
    if not problems.sentences:
        _check_shares(quantities, problems)
    problems.raise_if_any()
    return Baseline(head.title, head.question, quantities, text, read_toml(sources)[1])


def _is_head(name, entry, rules):
    return name in Head.model_fields or (name not in rules and not isinstance(entry, dict))


def _refuse_rule(rule, table, rules, problems):
    if rule in rules:
        problems.add(f"{rule} is {quoted(table)}, but must hold parameters: write [{rule}.parameter] and its fields")
    else:
        problems.add(f"no rule is called {rule}{hint(rule, rules)}")


def _read_rule(rule, table, known, problems):
    quantities: dict[str, Quantity] = {}
    for name, entry in table.items():
        parameter = f"{rule}.{name}"
        if parameter in declared():
            declaration = declared()[parameter]
            reader = Reader(declaration.unit, known, problems, quantities)
            reader.read(entry, parameter, declaration.dimensions, {})
        else:
            own = [other for other in declared() if other.startswith(rule + ".")]
            problems.add(f"no rule has a parameter {parameter}{hint(parameter, own)}")
    return quantities


@dataclass(frozen=True)
class Reader:
    """Reads the entry of one parameter, from the table's head down to its labels."""

    unit: str  # as the rule declares it
    known: dict  # sources
    problems: Problems
    quantities: dict  # what was read, by path

    def read(self, entry, place, dimensions, above):
        """Read one number for all that lies below, or one for each label; above holds unit and source of the head."""
        if not isinstance(entry, dict):
            self.problems.add(f"is {quoted(entry)}, but must be a table {{ value, unit, low, high, source }}", place)
            return
        above = above | self._common(entry, place)
        if not dimensions or any(name in entry for name in NUMBERS):
            self._read_quantity(entry | above, place)
            return
        below = {label: table for label, table in entry.items() if label not in ("unit", "source")}
        self._compare(below, place, dimensions[0])
        for label, table in below.items():
            if label in labels(dimensions[0]):
                self.read(table, f"{place}.{label}", dimensions[1:], above)

    def _common(self, entry, place):
        """Unit and source that this table gives; a wrong unit is noted here, once, and set right for what follows."""
        common = {}
        if "unit" in entry:
            common["unit"] = self.unit
            if entry["unit"] != self.unit:
                self.problems.add(
                    f"is in {quoted(entry['unit'])}, but its rule works in {self.unit!r};"
                    f" convert the figures and write unit = \"{self.unit}\"", place
                )  # fmt: skip
        if "source" in entry:
            common["source"] = entry["source"]
            cited = [entry["source"]] if isinstance(entry["source"], str) else entry["source"]
            if isinstance(cited, list) and all(isinstance(key, str) for key in cited):
                check_keys(cited, self.known, place, self.problems)
        return common

    def _compare(self, below, place, dimension):
        for label in below:
            if label not in labels(dimension):
                self.problems.add(f"no {dimension} is called {label}{hint(label, labels(dimension))}", place)
        missing = [label for label in labels(dimension) if label not in below]
        if missing:
            self.problems.add(f"no entry for {listed(missing)}; each {dimension} needs one [{self.unit}]", place)

    def _read_quantity(self, table, place):
        quantity = checked(Quantity, table, place, self.problems)
        for wrong in (range_problem(quantity), limit_problem(quantity, place)):
            if wrong:
                self.problems.add(wrong, place)
        self.quantities[place] = quantity


def range_problem(quantity):
    """A sentence if a quantity's numbers contradict each other, else None."""
    value, low, high = quantity.value, quantity.low, quantity.high
    if None in (value, low, high) or low <= value <= high:
        return None
    if low > high:
        return f"low is {low}, above high {high}; exchange them"
    return f"value {value} lies outside its own range {low} to {high}; correct the value, or widen the range"


def _require_all(tables, problems):
    for parameter, (unit, dimensions) in declared().items():
        rule, name = parameter.split(".")
        table = tables.get(rule, {})
        if isinstance(table, dict) and name not in table:
            each = f", for each {' and '.join(dimensions)} or once for all" if dimensions else ""
            problems.add(f"no value for {parameter} [{unit}]; every parameter needs one here{each}")


def _check_shares(quantities, problems):
    for parameter in SHARES:
        for place, total in wrong_sums(parameter, gathered(quantities, parameter, "value")):
            sentence = f"the shares add up to {total:.6g}, but must add up to 1; change them by {1 - total:+.6g}"
            problems.add(sentence, place)


def wrong_sums(parameter, shares):
    """Where the shares of a parameter do not add up to 1: (path, what they add up to)."""
    rows = labels(declared()[parameter].dimensions[0]) if shares.ndim == 2 else ("",)
    for label, total in zip(rows, np.atleast_2d(shares).sum(axis=1), strict=True):
        if abs(total - 1.0) > SHARE_TOLERANCE:
            yield f"{parameter}.{label}".rstrip("."), total


def gathered(quantities, parameter, field):
    """One field ("value", "low", "high") of a parameter: a float, or an array in the order of its dimensions."""
    dimensions = declared()[parameter].dimensions
    if not dimensions:
        return getattr(quantities[parameter], field)
    array = np.empty([len(labels(dimension)) for dimension in dimensions])
    _fill(array, quantities, parameter, dimensions, (), field)
    return array


def _fill(array, quantities, path, dimensions, index, field):
    if path in quantities:
        array[index] = getattr(quantities[path], field)
        return
    for number, label in enumerate(labels(dimensions[len(index)])):
        _fill(array, quantities, f"{path}.{label}", dimensions, (*index, number), field)


def values(baseline):
    """All values as the rules take them: {"rule.parameter": float or array}, ready for sim.parameters.packed."""
    return {parameter: gathered(baseline.quantities, parameter, "value") for parameter in declared()}


def with_values(baseline, drawn):
    """The same baseline with other values, {path: value}: for calibration and sensitivity.  Checked as the file is."""
    problems = Problems("values given for the baseline")
    quantities = dict(baseline.quantities)
    for path, value in drawn.items():
        if path not in quantities:
            problems.add(f"no quantity is called {path}{hint(path, quantities)}")
            continue
        given = quantities[path]
        if isinstance(value, float) and given.low <= value <= given.high:
            quantities[path] = given.model_copy(update={"value": value})  # what `checked` would make of it, but fast
            continue
        quantities[path] = checked(Quantity, dict(given) | {"value": value}, path, problems)
        wrong = range_problem(quantities[path])
        if wrong:
            problems.add(wrong, path)
    if not problems.sentences:
        _check_shares(quantities, problems)
    problems.raise_if_any()
    return replace(baseline, quantities=quantities)
