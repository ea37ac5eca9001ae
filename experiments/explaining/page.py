"""An Explanation on the screen and as plain values."""

import sys
from textwrap import wrap

import polars as pl
import polars.selectors as cs

from experiments import output, printing
from experiments.advice import telling
from experiments.explaining.fates import STANDING
from experiments.explaining.rules import WORDS
from experiments.explaining.scene import in_world
from experiments.life.told import plain
from experiments.requests import GIVEN

WIDTH, INDENT = 118, " " * 4  # of the text [letters]


def print_page(found, persons, language):
    """The chain of events, the counts, the sentence and some persons.

    Args:
        found: An Explanation.
        persons: How many of those touched to describe.
        language: Of the sentence.
    """
    console = printing.screen()
    for line in chain_lines(found):
        console.print(line, markup=False)
    if found.touched.height:
        console.print(telling.shown(*found.rows()))
        console.print(years_line(found), markup=False)
    for line in (found.sentence(language), *found.lines(), *person_lines(found, persons)):
        console.print(line, markup=False)


def chain_lines(found):
    """The events, each with the earlier ones that it hangs on."""
    reference, policy = found.request.names
    title = f"Why {policy} and {reference} differ: one pair of worlds, seed {found.request.seed}, {found.request.on}."
    yield from wrap(f"{title} All persons are synthetic.", WIDTH)
    for event in found.events.iter_rows(named=True):
        place = f", {event['place']}" if event["place"] else ""
        through = f": {event['through']}" if event["through"] else ""
        hangs_on = f" [on {event['hangs_on']}{through}]" if event["hangs_on"] else ""
        text = f"{event['number']:2d}. {event['date']}{place}: {event['text']}{hangs_on}"
        yield from wrap(text, WIDTH, subsequent_indent=INDENT)
    if found.events.height:
        yield "In brackets: the earlier events that one hangs on, the weightiest first, and through what."


def years_line(found):
    told = [f"{year} {first:,} and {standing:,}" for year, first, standing in found.years.iter_rows()]
    return f"First touched in a year, and standing otherwise as it ends: {'; '.join(told)}."


def person_lines(found, persons):
    """Some of those touched, those in the events first: when, through what, and what became of them in each world."""
    for person in _first_told(found, persons).iter_rows(named=True):
        ends = [
            f"{in_world(name)}, {STANDING[end]}"
            for name, end in zip(found.request.names, (person["in_reference"], person["in_scenario"]), strict=True)
        ]
        name = f"{person['told_as']}, " if person["told_as"] else ""
        yield (
            f"{name}{person['who']} from {plain(person['origin'])} ({plain(person['form'])}), touched on"
            f" {person['date']} through {WORDS[person['rule']]} ({person['through']}); in the end,"
            f" {'; '.join(ends)}. Key {person['key']}."
        )
    if persons and found.touched.height and found.request.parameters == GIVEN:
        reference, policy = found.request.asked
        end = f"--seed {found.request.seed} --to {found.request.last_year} --person KEY"
        yield f"Told in full: thbsim life --scenario {policy} {end}; the same with --scenario {reference}."


def _first_told(found, persons):
    number = found.touched["told_as"].str.strip_prefix("P").cast(pl.Int64)
    order = found.touched.with_columns(number=number).sort("number", "week", nulls_last=True, maintain_order=True)
    return order.head(persons)


def as_record(found, persons, language):
    """The same as one object of plain values."""
    request = found.request
    tables = {
        "events": found.events,
        "by_rule": found.rules,
        "by_cause": found.through,
        "by_year": found.years,
        "examples": _first_told(found, persons).drop("number"),
    }
    plain_tables = {name: table.with_columns(cs.date().cast(pl.String)).to_dicts() for name, table in tables.items()}
    return {
        "scenario": request.names[1],
        "reference": request.names[0],
        "seed": request.seed,
        "parameters": request.parameters,
        "draw": request.draw,
        "last_year": request.last_year,
        "command": request.command,
        "sentence": found.sentence(language),
        "persons": found.persons,
        "touched": found.touched.height,
        "end_differently": found.end_differently,
        "without_a_causal_path": list(found.unexplained),
        "bodies_without_a_causal_path": list(found.unexplained_bodies),
        **plain_tables,
        "notes": found.lines(),
    }


def leave(found, folder):
    """Write events, sentence and chart into a folder, and all persons touched; without a folder, nothing."""
    if folder is None:
        return
    telling.leave(found, "explain", folder)
    output.write(folder / "explain-touched.csv", found.touched.write_csv)
    text = "\n".join(chain_lines(found)) + "\n"
    output.write(folder / "explain-events.txt", lambda path: path.write_text(text, encoding="utf-8"))
    print(
        "Also explain-events.txt, the chain as above, and explain-touched.csv, every person touched.", file=sys.stderr
    )
