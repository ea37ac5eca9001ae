"""A design file: which scenarios, draws of parameters and seeds make a sweep; read and checked as a whole."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pydantic import Field

from experiments.comparison import TOTAL
from experiments.requests import DRAWN, FIRST_REPORTED, LAST_REPORTED
from experiments.sweeps.draws import Draws, drawn
from experiments.sweeps.kept import ALL_KEPT, Keep, check_kept, index
from experiments.sweeps.points import Points, nothing
from scenarios import catalogue, versions
from scenarios.baseline import BASELINE, read_baseline
from scenarios.errors import Problems, ScenarioError, hint, listed
from scenarios.schedule import Schedule
from scenarios.shapes import Strict, Text, Texts, checked, read_toml
from scenarios.sources import SOURCES
from sim.definitions import OUTCOMES

MOST_RUNS = 10_000_000
RESERVED = (BASELINE.stem, SOURCES.stem)


class Seeds(Strict):
    """Luck: each seed is lived in every scenario and with every draw, or on the draw of its own."""

    first: int = Field(1, ge=0, le=2**62)
    "a whole number from 0 on"
    number: int = Field(ge=1)
    "a whole number from 1 on"

    def range(self):
        return range(self.first, self.first + self.number)


class Stop(Strict):
    """When the seeds are enough: after every so many, the intervals of the effects are looked at."""

    outcome: Text
    'an outcome that is kept, such as "victim_years"'
    area: Text = "BE"
    '"BE" or "BE+NL+DE"'
    half_width: float = Field(gt=0.0)
    "a number above 0: half of the widest interval that is narrow enough, in the unit of the outcome"
    every: int = Field(50, ge=2)
    "a whole number of seeds from 2 on, after which it is looked at again"


class Design(Strict):
    """What a design file says; with `title`, `question` and `scenarios` alone it is whole."""

    title: Text
    "a text, what the sweep is in a few words"
    question: Text = "none was given"
    "a text, the question that it answers"
    scenarios: Texts
    'a list of scenarios, such as ["baseline", "awareness+hotline", "my-policy.toml"]; the first is the reference'
    first_year: int = Field(2009, alias="from", ge=FIRST_REPORTED, le=LAST_REPORTED)
    "a calendar year from 2009 to 2050"
    last_year: int = Field(2018, alias="to", ge=FIRST_REPORTED, le=LAST_REPORTED)
    "a calendar year from 2009 to 2050"
    scale: float = Field(1.0, ge=0.01, le=1000.0)
    "a number from 0.01 to 1000"
    seeds: Seeds = Seeds(number=100)
    "a table such as { first = 1, number = 100 }"
    draws: Draws = Draws()
    'a table such as { method = "latin-hypercube", number = 64, parameters = ["exits", "placement.appetite"] }'
    keep: Keep = Keep()
    'a table such as { outcomes = ["identified", "victim_years"], by = ["total", "city"] }'
    stop: Stop | None = None
    'a table such as { outcome = "victim_years", half_width = 2.0, every = 50 }'

    def as_json(self):
        """The same as text, from which `model_validate_json` makes it again."""
        return self.model_dump_json(by_alias=True, exclude_none=True)


@dataclass(frozen=True, eq=False)
class Sweep:
    """A checked design, with its scenarios and the table of its draws."""

    design: Design
    schedules: tuple[Schedule, ...]
    points: Points

    @property
    def names(self):
        return tuple(schedule.name for schedule in self.schedules)

    @cached_property
    def runs(self):
        """How many runs it asks for at most."""
        return len(self.schedules) * self.design.draws.runs * self.design.seeds.number

    @property
    def years(self):
        return self.design.first_year, self.design.last_year


def read_design(path, parameters=None):
    """The Sweep of a design file.  Raises ScenarioError with all that is wrong in it.

    Args:
        path: The file.
        parameters: "posterior" or "baseline": on which parameters its runs live where it draws none itself; by default
            on the posterior.
    """
    path = Path(path)
    tables, _ = read_toml(path)
    problems = Problems(path)
    if parameters and "draws" in tables:
        problems.add(f"it draws its own parameters, so --parameters {parameters} does not go with it; leave one out")
    tables.setdefault("draws", {"method": parameters or DRAWN})
    design = checked(Design, tables, "", problems)
    if problems.sentences:
        design = _comparable(design, tables)
    names = [_from_here(name, path.parent) for name in design.scenarios or ()]
    return whole(design, lambda: _all_of(names, problems), problems, path.parent)


def _comparable(design, tables):
    """A faulty design in which nothing is held against what is itself wrong, so that the rest can still be checked."""
    wrong = {
        name
        for name, field in Design.model_fields.items()
        if (field.alias or name) in tables and name not in design.model_fields_set
    }
    neutral: dict[str, object] = {"stop": None} if wrong & {"keep", "scenarios"} else {}
    if wrong & {"first_year", "last_year"}:
        neutral |= {"first_year": FIRST_REPORTED, "last_year": FIRST_REPORTED}
    return design.model_copy(update=neutral)


def _all_of(names, problems):
    """The scenarios that can be loaded; what is wrong with the others is noted."""
    found = []
    for name in names:
        try:
            found.append(catalogue.load(name))
        except ScenarioError as error:
            for sentence in error.problems:
                problems.add(sentence, "scenarios")
    return found


def _from_here(name, folder):
    """A scenario's name with paths of policy files taken from the design's folder."""
    return "+".join(versions.within(part, folder) for part in catalogue.parts_of(name))


def whole(design, load, problems, folder):
    """The Sweep of a design whose tables are sound.  Raises ScenarioError with all that does not fit together."""
    if design.last_year < design.first_year:
        problems.add(f"to is {design.last_year}, before from {design.first_year}; exchange them")
    schedules = _loaded(load, problems)
    check_kept(design.keep, problems)
    _check_stop(design, problems)
    start = schedules[0].baseline if schedules else _own_baseline()
    points = drawn(design.draws, start, problems, folder) if start else Points((), nothing())
    if points.factors:
        design = design.model_copy(update={"draws": design.draws.model_copy(update={"parameters": points.factors})})
    runs = max(len(schedules), 1) * design.draws.runs * design.seeds.number
    if runs > MOST_RUNS:
        problems.add(
            f"it asks for {runs:,} runs, more than {MOST_RUNS:,}; ask for fewer seeds, draws or scenarios, or make"
            " several designs"
        )
    problems.raise_if_any()
    named = design.model_copy(update={"scenarios": tuple(schedule.name for schedule in schedules)})
    return Sweep(named, tuple(schedules), points)


def _own_baseline():
    """The baseline of this program; None where it is faulty, which is told for each scenario."""
    try:
        return read_baseline()
    except ScenarioError:
        return None


def _loaded(load, problems):
    try:
        schedules = load()
    except ScenarioError as error:
        problems.sentences.extend(error.problems)
        return []
    seen: dict[str, str] = {}
    for schedule in schedules:
        if schedule.name in seen:
            same = seen[schedule.name] == schedule.digest
            advice = "name it once" if same else "rename one of the files"
            problems.add(f"scenario {schedule.name} is there twice; {advice}")
        for policy in schedule.policies:
            if policy.name in RESERVED:
                problems.add(f"a policy must not be called {policy.name}, as a file of the model is; rename the file")
        seen[schedule.name] = schedule.digest
    return schedules


def _check_stop(design, problems):
    stop = design.stop
    if stop is None:
        return
    for sentence in _wrong_total(stop, design.keep):
        problems.add(sentence)
    if len(design.scenarios or ("", "")) < 2:
        problems.add("stop looks at effects, which need at least two scenarios; add one, or leave [stop] out")


def _wrong_total(stop, keep):
    """Sentences on why the stopping rule cannot look at the total of its outcome."""
    areas = tuple(dict.fromkeys(area for _, area, _ in index()))
    if stop.outcome not in OUTCOMES:
        yield f"stop.outcome has no outcome {stop.outcome}{hint(stop.outcome, OUTCOMES)}"
    if stop.area not in areas:
        yield f"stop.area has no area {stop.area}; choose from {listed(areas)}"
    if stop.outcome not in OUTCOMES or stop.area not in areas or keep.holds(stop.outcome, stop.area):
        return
    totals = [area for area in areas if (stop.outcome, area, TOTAL) in index()]
    if stop.area not in totals:
        advice = f"choose stop.area {' or '.join(totals)}" if totals else "choose another outcome"
        yield f"stop.outcome {stop.outcome} has no yearly total in {stop.area}; {advice}"
        return
    if stop.outcome not in keep.outcomes and keep.outcomes != ALL_KEPT:
        yield f'stop.outcome {stop.outcome} is not kept; add "{stop.outcome}" to keep.outcomes'
    if TOTAL not in keep.by and keep.by != ALL_KEPT:
        yield 'stop looks at yearly totals, which are not kept; add "total" to keep.by'


def files_of(schedule):
    """The files that make a scenario again, {file name: text}."""
    texts = {SOURCES.name: schedule.baseline.sources_text, BASELINE.name: schedule.baseline.text}
    return texts | {f"{policy.name}.toml": policy.text for policy in schedule.policies}


def from_files(name, files, folder):
    """A Schedule from `files_of`, written into an empty folder, which no name may leave.  Raises ScenarioError."""
    for file, text in files.items():
        if re.search(r"[\\/:\0]", file) or not file.endswith(".toml"):
            raise ScenarioError(f"scenario {name}: {file!r} is no name of a file of its own; it must end in .toml")
        (folder / file).write_text(text, encoding="utf-8")
    where = {"baseline_path": folder / BASELINE.name, "sources_path": folder / SOURCES.name}
    policies = [str(folder / file) for file in files if file not in (BASELINE.name, SOURCES.name)]
    found = catalogue.load("+".join(policies) or "baseline", **where)
    same_policies = sorted(found.name.split("+")) == sorted(name.split("+"))
    return replace(found, name=name) if same_policies else found  # in the order in which they were joined
