"""What `thbsim life` does: choose a person of a run, follow that person, tell the path, draw it."""

import json
import shlex
import sys
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import numpy as np

from experiments import output, runner
from experiments.life import choice, path
from experiments.life.following import follow, persons_of
from experiments.life.story import Stage, Story
from experiments.life.told import Line, person_words, plain
from scenarios.catalogue import load
from scenarios.schedule import Schedule
from sim import names
from sim.names import EXITED
from sim.weeks import date_of, first_week_of

WIDTH, INDENT = 118, " " * 12  # of the text [letters]


@dataclass(frozen=True, eq=False)
class Life:
    """One person's path through a run of a scenario."""

    schedule: Schedule
    asked: str  # the name or file by which the scenario was asked for
    seed: int
    last_year: int
    key: int
    record: np.record  # at the run's end
    began: dict[str, str | None]  # Monday on which each change that reacts began in this run; None: never
    lines: tuple[Line, ...]
    path: tuple[Stage, ...]

    @property
    def command(self):
        """The command that tells this life again."""
        to = f" --to {self.last_year}" if self.last_year != 2018 else ""
        return f"thbsim life --scenario {shlex.quote(self.asked)} --seed {self.seed}{to} --person {self.key}"

    @property
    def who(self):
        """The person in a few words."""
        who = person_words(self.record)
        origin, form = names.ORIGINS[self.record.origin], names.FORMS[self.record.form]
        return f"{who[0].upper()}{who[1:]} from {plain(origin)}, {plain(form)}"


def tell(scenario, seed, which=1, where="", years=(2009, 2018)):
    """Choose a person and follow that person to an end, or to the end of the last year.

    Args:
        scenario: A name of the catalogue, or the path of a policy file.
        seed: The run's luck.
        which: 1 for the first person who matches, in order of first contact; or a person's key.
        where: As in form=sexual,moves=2.
        years: From the first of them on persons count; the run ends with the last.
    """
    pairs, schedule = choice.wanted(where), load(scenario)
    plan = runner.plan(schedule, *years)
    course = schedule.course()
    world = plan.lived(seed, course)
    record = choice.chosen(persons_of(world), world, pairs, which, first_week_of(years[0]))
    story = Story()
    for week in follow(plan, seed, int(record.key), int(record.recruited_week)):
        story.hear(week)
        if week.person.status >= EXITED:
            break
    story.close(first_week_of(years[1] + 1) - 1, years[1])
    weeks = course.began if schedule.reacting else ()
    began = {
        name: None if week is None else date_of(week).isoformat()
        for name, week in zip(schedule.reacting_names, weeks, strict=True)
    }
    lines, stages = tuple(story.lines), tuple(story.path)
    return Life(schedule, str(scenario), seed, years[1], int(record.key), record, began, lines, stages)


def check(scenario, where, out):
    """Say what is wrong before any time is spent; make the folder."""
    choice.wanted(where)
    load(scenario)
    if out is not None:
        output.prepare(out)


def text(life):
    """The whole story as text."""
    title = f"{life.who}. A synthetic person: nobody real stands behind this path."
    head = [
        *wrap(title, WIDTH),
        f"Scenario {life.schedule.name} ({life.schedule.title}), seed {life.seed}, key {life.key}.",
        *(f"In this run {name} {f'began on {day}' if day else 'never began'}." for name, day in life.began.items()),
        f"Told again by: {life.command}",
        "Each line ends with the rule that holds. Below it stands what decided: a number drawn beside its chance (yes",
        "where it lies below), a clock with what was spent of it, or a race that the shortest time wins.",
        "",
    ]
    return "\n".join(head + [row for line in life.lines for row in _rows(line)]) + "\n"


def _rows(line):
    yield from wrap(f"{line.date}  {line.text} [{line.rule}]", WIDTH, subsequent_indent=INDENT)
    for draw in line.draws:
        yield from wrap(f"- {draw.words}", WIDTH, initial_indent=INDENT, subsequent_indent=INDENT + "  ")


def as_json(life):
    """The same as one object."""
    return {
        "person": {"synthetic": True, "key": life.key, "who": life.who} | _record(life.record),
        "scenario": life.schedule.name,
        "began": life.began,
        "seed": life.seed,
        "last_year": life.last_year,
        "command": life.command,
        "lines": [
            {
                "week": line.week,
                "date": line.date,
                "text": line.text,
                "rule": line.rule,
                "draws": [_draw(draw) for draw in line.draws],
            }
            for line in life.lines
        ],
    }


def json_text(life):
    return json.dumps(as_json(life), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _draw(draw):
    found: dict[str, Any] = {"kind": type(draw).__name__.lower()} | draw._asdict()
    if "options" in found:
        found["options"] = [
            option._asdict() | {"time": option.time if option.weight > 0.0 else None} for option in draw.options
        ]
    for fact in ("is_yes", "winner", "left"):
        if hasattr(draw, fact):
            found[fact] = getattr(draw, fact)
    return {name: value.item() if isinstance(value, np.generic) else value for name, value in found.items()}


def _record(record):
    """The person's record at the run's end, in words where there are words."""
    found = {}
    for name in record.dtype.names:
        value = record[name].item()
        known = choice.WORDS.get(name)
        found[name] = value if known is None else known[value] if value >= 0 else None
    return {name: value for name, value in found.items() if name not in ("claim", "place")}


def leave(life, folder):
    """Write life.txt, life.json, life.html and life.png into a folder, and say so; without a folder, nothing."""
    if folder is None:
        return
    target = output.prepare(folder)
    written = [target / "life.txt", target / "life.json", *path.save(life, target)]
    for file, content in zip(written, (text(life), json_text(life)), strict=False):
        file.write_text(content, encoding="utf-8")
    print(f"Written to {folder}: {', '.join(file.name for file in written)}", file=sys.stderr)
