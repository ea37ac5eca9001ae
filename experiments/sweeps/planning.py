"""What a command asks for: which experiment of which store, with which runs; and what it would take."""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from experiments import printing, runner
from experiments.requests import UsageError
from experiments.shell import say
from experiments.store.opening import Store, open_if_there, open_store
from experiments.store.parts import MOST_ROWS
from experiments.store.reading import experiment_row, overview, reading
from experiments.sweeps import beginning, carrying, mixing, told
from experiments.sweeps.design import Sweep, read_design
from experiments.sweeps.effects import late
from experiments.sweeps.kept import ALL_KEPT, cells
from experiments.sweeps.screening import shares_beside
from experiments.sweeps.work import Unit, job_of, live_unit
from experiments.words import counted
from scenarios import catalogue

TRIED = 3  # units that are lived for an estimate
RUN_BYTES, ROW_BYTES, PART_BYTES = 600, 22, 10  # measured: a run, a value in the table, a value in a part


@dataclass(frozen=True)
class Asked:
    """A sweep, and where it goes; experiment is None before it has begun."""

    store: Store | None
    sweep: Sweep
    experiment: int | None
    folder: Path
    left: bool = True  # whether anything is left to do


def asked(design, address, resume, dry_run, parameters=None):
    """What a design file asks for.  Nothing is written if it is a dry run.  Raises what a user can mend."""
    return asked_for(read_design(design, parameters), Path(design).parent, address, resume, dry_run)


def asked_for(sweep, folder, address, resume=True, dry_run=False):
    """The same of a Sweep, whose files are looked for in a folder."""
    if dry_run:
        store = open_if_there(address)
        experiment = beginning.find(store, sweep) if store else None
        return Asked(store, sweep, experiment, folder)
    store = open_store(address, make=True)
    experiment, left = carrying.begun(store, sweep, resume)
    if left:
        mixing.allow_mixing(store, experiment, sweep, say)
        experiment = beginning.begin(store, sweep, folder) if experiment is None else experiment
    else:
        since = ", which was enlarged since" if beginning.was_enlarged(store, experiment, sweep) else ""
        say(f"All its runs are stored already, as experiment {experiment}{since}; nothing is run again.")
    return Asked(store, sweep, experiment, folder, left)


def expansion(store, experiment, seeds, draws, names, dry_run):
    """What an experiment asks for once it is enlarged.

    Args:
        seeds, draws: How many more.
        names: Of more scenarios.
        dry_run: Whether nothing is written.
    """
    before = beginning.stored_sweep(store, experiment)
    beginning.check_draws(store, experiment, before)
    added = [catalogue.load(name) for name in names]
    sweep = beginning.enlarged(store, experiment, before, seeds, draws, added)
    with reading(store) as connection:
        row = experiment_row(connection, experiment)
    if not dry_run:
        if added and added[0].baseline.text != before.schedules[0].baseline.text:
            raise UsageError(
                f"--add-scenarios: the baseline has changed since experiment {experiment} began, so a scenario of today"
                " cannot stand beside its own; make a new experiment"
            )
        mixing.allow_mixing(store, experiment, sweep, say)
        if seeds or draws or added:
            beginning.enlarge(store, experiment, sweep)
    return Asked(store, sweep, experiment, Path(row.folder))


def estimate(asked, manner):
    """Plain values: runs, runs there already, seconds, bytes; from a few runs lived now."""
    sweep = asked.sweep
    there = 0
    if asked.experiment is not None:
        with reading(asked.store) as connection:
            there = overview(connection, experiment_row(connection, asked.experiment))["finished"]
    left = max(0, sweep.runs - there)
    return {
        "runs": sweep.runs,
        "stored_already": min(there, sweep.runs),
        "seconds": left * _seconds_of_a_run(sweep) / (manner.workers or runner.processors()),
        "bytes": _bytes(left, _values_of_a_run(sweep)),
    }


def _seconds_of_a_run(sweep):
    job = job_of(sweep)
    rows = tuple(range(len(sweep.schedules)))
    began, runs = perf_counter(), 0
    for draw in range(min(TRIED, len(sweep.points))):
        values = tuple(sweep.points.values(draw).items())
        runs += len(live_unit(job, Unit(draw, sweep.design.seeds.first, values, rows)))
    return (perf_counter() - began) / runs


def _values_of_a_run(sweep):
    return len(cells(sweep.design.keep.measures, *sweep.years))


def _bytes(runs, values):
    rows = runs * values
    return runs * RUN_BYTES + min(rows, MOST_ROWS) * ROW_BYTES + max(0, rows - MOST_ROWS) * PART_BYTES


def print_estimate(asked, manner, as_json):
    """What a dry run says."""
    found = estimate(asked, manner)
    if as_json:
        printing.print_json(found)
        return
    design = asked.sweep.design
    upper = " at most" if design.stop else ""
    draws = design.draws.lived(design.seeds.range())
    sizes = (len(asked.sweep.schedules), "scenario"), (draws, "draw"), (design.seeds.number, "seed")
    print(f"{design.title}: {counted(found['runs'], 'run')}{upper}")
    print(
        f"{', '.join(counted(*size) for size in sizes)}, {design.first_year}-{design.last_year};"
        f" {counted(_values_of_a_run(asked.sweep), 'number')} kept of each run"
    )
    if found["stored_already"]:
        print(f"Stored already: {found['stored_already']:,}")
    workers = manner.workers or runner.processors()
    fast = "as fast as this machine's"
    print(f"Time: {told.seconds_in_words(found['seconds'])} on {counted(workers, 'worker')} {fast}")
    print(f"Disk: {told.bytes_in_words(found['bytes'])}")
    for sentence in _doubts(asked.sweep):
        print(sentence)


def _doubts(sweep):
    """What a design may not mean: one scenario, policies that begin late, outcomes that are kept less finely."""
    if len(sweep.schedules) == 1:
        yield "There is one scenario only: no effect can be told."
    yield from late(sweep.schedules, sweep.years)
    if beside := shares_beside(sweep.points.factors):
        yield f"Not drawn, as shares that add up to 1 cannot be drawn alone: {', '.join(beside)}."
    keep = sweep.design.keep
    if keep.by == ALL_KEPT:
        return
    for dimension in keep.by:
        with_it = {outcome for outcome, _, by in keep.measures if by == dimension}
        without = [outcome for outcome in dict.fromkeys(key[0] for key in keep.measures) if outcome not in with_it]
        if without:
            yield f"Not kept by {dimension}, as the model does not tell it apart so: {', '.join(without)}."
