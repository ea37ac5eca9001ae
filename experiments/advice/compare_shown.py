"""What `thbsim compare` does once its options are read: it finds or lives the runs, prints the answer, leaves files."""

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from experiments import began, comparison, language, leakage, output, printing, results, runs_in_memory, shell
from experiments.advice import asked as asked_anew
from experiments.advice import asking, telling
from experiments.advice.apart import YEAR
from experiments.advice.asked import Asked
from experiments.advice.better import way_of
from experiments.advice.compare import chosen, compare
from experiments.advice.pairs import check_there
from experiments.requests import UsageError
from experiments.sweeps.carrying import Manner
from experiments.sweeps.kept import MARKET, storable
from scenarios import catalogue
from scenarios.errors import hint

MOST_IN_MATRIX = 9  # scenarios whose probabilities fit on a screen
NAME = "compare"


@dataclass(frozen=True)
class Asking:
    """What is to be answered, and how."""

    outcome: str
    area: str
    by: str | None
    language: str
    as_json: bool
    out: Path | None


def check(outcome, area, by, tongue):
    """Raises UsageError for what no run could answer."""
    language.check(tongue)
    check_there(outcome, area)
    way_of(outcome)
    dimensions = dict.fromkeys((YEAR, *(dimension for *_, dimension in storable())))
    if by is not None and by not in dimensions:
        raise UsageError(f"--by {by}: nothing is told apart so{hint(by, dimensions)}")


def check_in_memory(by):
    """Raises UsageError for what only stored runs can tell apart."""
    if by == MARKET:
        raise UsageError(f"--by {MARKET} needs runs that are stored; give --store, too")


def experiment_of(named):
    """The id that stands alone in place of scenarios; None where scenarios are named."""
    alone = named[0] if len(named) == 1 else ""
    is_scenario = alone in catalogue.names() or Path(alone).is_file()
    return int(alone) if alone.isdecimal() and not is_scenario else None


def asked_of(named, years, seeds, parameters, scale):
    """The Asked of scenarios; seeds are the first, and how many."""
    return Asked(tuple(named), years, seeds[1], seeds[0], parameters, scale)


def stored(experiment, address, scenarios, reference, asking_for):
    """Answer of a stored experiment."""
    pairs = chosen(asking.stored(experiment, address), scenarios, reference)
    _answer(pairs, asking_for)


def into_store(asked, address, width, threads, asking_for):
    """Live the runs into a store, and answer of them."""
    until = None if width is None else (asking_for.outcome, asking_for.area, width)
    asked = replace(asked, until=until, by=asking_for.by)
    asked_anew.check(asked)
    _prepare(asking_for.out)
    shell.compile_model()
    pairs, store = asked_anew.stored(asked, address, Manner(workers=threads))
    shell.say(f"Stored as experiment {pairs.experiment} in {store}: thbsim compare {pairs.experiment} reads it again.")
    _answer(pairs, asking_for)


def in_memory(found, parameters, asking_for):
    """Print and leave what was always there of runs in memory, then the probabilities and ranks."""
    effects = [effect for other in found[1:] for effect in comparison.effects(found[0], other)]
    leakages = [leak for other in found[1:] for leak in leakage.leakages(found[0], other)]
    told = compare(asking.in_memory(found), asking_for.outcome, asking_for.area)
    apart = told.by(asking_for.by) if asking_for.by else None
    if asking_for.as_json:
        record = results.of_comparison(found, effects, leakages)
        printing.print_json(record | {"comparison": _record(told, apart, asking_for.language)})
    else:
        console = printing.screen()
        printing.print_effects(found, effects, leakages, console)
        for line in began.sentences(found):
            print(line)
        console.print()
        _print(told, apart, asking_for.language, console)
    runs_in_memory.leave(asking_for.out, found, parameters, effects, leakages)
    _leave(told, apart, asking_for.out)


def _answer(pairs, asking_for):
    _prepare(asking_for.out)
    told = compare(pairs, asking_for.outcome, asking_for.area)
    apart = told.by(asking_for.by) if asking_for.by else None
    leakages, not_told = told.leakages
    if asking_for.as_json:
        record = {"experiment": pairs.experiment} | _record(told, apart, asking_for.language)
        printing.print_json(record | {"leakage": [leak.as_record() for leak in leakages], "not_told": not_told})
    else:
        console = printing.screen()
        _print(told, apart, asking_for.language, console)
        for leak in leakages:
            console.print()
            printing.print_leakage(leak, console)
        for sentence in not_told:
            console.print(sentence, markup=False)
    _leave(told, apart, asking_for.out, leakages)


def _prepare(out):
    if out is not None:
        output.prepare(out)


def _record(told, apart, tongue):
    """Plain values of a Comparison."""
    found = {
        "outcome": told.outcome,
        "area": told.area,
        "reference": told.pairs.names[0],
        "pairs": told.pairs.number,
        "sentence": told.sentence(tongue),
        "table": told.table.to_dicts(),
        "pairwise": told.pairwise.to_dicts(),
        "notes": told.lines(),
    }
    return found if apart is None else found | {"by": {"dimension": apart.dimension, "table": apart.table.to_dicts()}}


def _print(told, apart, tongue, console):
    console.print(telling.shown(*told.rows()))
    if 2 < len(told.pairs.names) <= MOST_IN_MATRIX:
        console.print("Probability that the row's scenario is better than the column's:")
        console.print(telling.shown(*told.matrix()))
    for sentence in (told.sentence(tongue), *told.lines()):
        console.print(sentence, markup=False)
    if apart is not None:
        console.print(telling.shown(*apart.rows()))
        for sentence in (apart.sentence(tongue), *apart.lines()):
            console.print(sentence, markup=False)


def _leave(told, apart, out, leakages=()):
    """Tables, charts and sentences: of the comparison, over the years, of each two scenarios, and told apart."""
    if out is None:
        return
    years = told.by(YEAR)
    tables = {f"{NAME}-years": years.table, f"{NAME}-pairwise": told.pairwise}
    if leakages:
        rows = [row for leak in leakages for row in leak.as_rows()]
        tables["leakage"] = pl.DataFrame(rows, infer_schema_length=None)
    telling.leave(told, NAME, out, tables, {f"{NAME}-years": years.plot, f"{NAME}-pairwise": told.plot_pairwise})
    if apart is not None and apart.dimension != YEAR:
        telling.leave(apart, f"{NAME}-{apart.dimension}", out)
