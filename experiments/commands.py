"""The commands about sweeps and what they store: `thbsim sweep`, `experiments`, `store`, `reproduce`.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from experiments import shell
from experiments.requests import UsageError

experiments_app = typer.Typer(help="What is stored: list, show, export, compare, reproduce.", no_args_is_help=True)
store_app = typer.Typer(help="Migrate, check and vacuum the store of experiments.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(help="An experiment's id, as thbsim experiments list gives it.", metavar="ID")]
Address = Annotated[
    str | None,
    typer.Option("--store", help="A SQLite file or a URL, as postgresql://user@host/name; your own by default."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
Sample = Annotated[int | None, typer.Option(min=1, help="Only so many runs, the same ones each time; all by default.")]
Workers = Annotated[int | None, typer.Option(min=1, max=512, help="Runs at a time; one for each processor by default.")]
STOPPED = "Stopped. Every finished run is stored; go on with the same command and --resume."


def sweep(
    design: Annotated[Path | None, typer.Argument(help="A design file; examples are in experiments/designs.")] = None,
    address: Address = None,
    executor: Annotated[str, typer.Option(help="threads, dask-local, or dask://HOST:PORT.")] = "threads",
    workers: Workers = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what was begun.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say how many runs, how long, how much disk.")
    ] = False,
    expand: Annotated[int | None, typer.Option(metavar="ID", help="Enlarge this experiment in place.")] = None,
    add_seeds: Annotated[int, typer.Option(min=0, help="With --expand: so many more seeds.")] = 0,
    add_draws: Annotated[int, typer.Option(min=0, help="With --expand: so many more draws.")] = 0,
    add_scenarios: Annotated[str, typer.Option(help="With --expand: more scenarios, with commas between.")] = "",
    as_json: Json = False,
):
    """Run all that a design asks for, and store every run; what is there already is not run again."""
    with shell.sentences(STOPPED):
        _check_sweep(design, expand, (add_seeds, add_draws, add_scenarios), resume)
        from experiments.sweeps import carrying, planning

        shell.compile_model()
        manner = carrying.Manner(executor, workers)
        if expand is None:
            asked = planning.asked(design, address, resume, dry_run)
        else:
            asked = planning.asked_to_expand(expand, address, add_seeds, add_draws, add_scenarios, dry_run)
        if dry_run:
            planning.print_estimate(asked, manner, as_json)
            return
        found = carrying.finish(asked, manner)
        _print_outcome(found, as_json)
    if found["failed"]:
        raise typer.Exit(shell.FAILED)


def _check_sweep(design, expand, more, resume):
    if (design is None) == (expand is None):
        raise UsageError("give a design file, or --expand and an experiment's id")
    if expand is None and any(more):
        raise UsageError("--add-seeds, --add-draws and --add-scenarios go with --expand and an experiment's id")
    if expand is not None and not any(more) and not resume:
        raise UsageError("--expand needs --add-seeds, --add-draws or --add-scenarios; or --resume to finish it")


def _print_outcome(found, as_json):
    from experiments import printing
    from experiments.sweeps import told

    if as_json:
        printing.print_json(found)
        return
    for line in told.overview_lines(found):
        typer.echo(line)
    if found["failed"]:
        failed = "1 run failed" if found["failed"] == 1 else f"{found['failed']:,} runs failed"
        typer.echo(f"{failed}; thbsim experiments show {found['id']} says which and why.", err=True)


@experiments_app.command("list")
def list_experiments(address: Address = None, as_json: Json = False):
    """List all experiments of a store."""
    with shell.sentences():
        from experiments import printing
        from experiments.store import opening, reading
        from experiments.sweeps import told

        found = []
        if opening.is_there(address) or address is not None:
            with reading.reading(_opened(address)) as connection:
                found = reading.overviews(connection)
        if as_json:
            printing.print_json(found)
        else:
            told.print_list(found, printing.screen())


@experiments_app.command("show")
def show(experiment: Number, address: Address = None, as_json: Json = False):
    """Say what an experiment asked for, how far it is, which runs failed, and in what environment it was run."""
    with shell.sentences():
        from experiments import printing
        from experiments.sweeps import showing

        found = showing.details(_opened(address), experiment)
        if as_json:
            printing.print_json(found)
        else:
            for line in showing.lines(found):
                typer.echo(line)


@experiments_app.command("export")
def export(
    experiment: Number,
    to: Annotated[Path, typer.Option(help="A folder for the tables, as Parquet and CSV.")],
    address: Address = None,
    as_json: Json = False,
):
    """Write every stored number, the runs and a summary as Parquet and CSV."""
    with shell.sentences():
        from experiments import output, printing
        from experiments.sweeps import exporting

        store = _opened(address)
        output.prepare(to, "--to")
        written = [str(path) for path in exporting.export(store, experiment, to)]
        if as_json:
            printing.print_json({"experiment": experiment, "written": written})
        else:
            typer.echo(f"Written to {to}: {', '.join(Path(path).name for path in written)}")


@experiments_app.command("compare")
def compare(experiment: Number, address: Address = None, as_json: Json = False):
    """The effects of each scenario against the first, run by run with the same luck, for every outcome kept."""
    with shell.sentences():
        from experiments import printing
        from experiments.sweeps import told
        from experiments.sweeps.effects import effects_of

        found = effects_of(_opened(address), experiment)
        if as_json:
            printing.print_json(found.as_record())
        else:
            told.print_effects(found, printing.screen())


@experiments_app.command("reproduce")
def reproduce_experiment(
    experiment: Number, sample: Sample = None, workers: Workers = None, address: Address = None, as_json: Json = False
):
    """Live stored runs again and compare every digit; say what changed in code, packages and processor."""
    with shell.sentences():
        from experiments.sweeps import carrying, reproduction

        store = _opened(address)
        changed, _ = carrying.changed_since(store, experiment)
        shell.compile_model()
        found = reproduction.reproduce(store, experiment, sample, workers)
        _print_reproduced(found, changed, as_json)
    if found.different:
        raise typer.Exit(shell.FAILED)


def reproduce(
    bundle: Annotated[Path, typer.Argument(help="A bundle, as thbsim experiments bundle writes it.")],
    sample: Sample = None,
    workers: Workers = None,
    as_json: Json = False,
):
    """Live the runs of a bundle again, from the texts in it, and compare every digit."""
    with shell.sentences():
        from experiments.sweeps import unbundling

        shell.compile_model()
        found, changed = unbundling.reproduce_bundle(bundle, sample, workers)
        _print_reproduced(found, changed, as_json)
    if found.different:
        raise typer.Exit(shell.FAILED)


def _print_reproduced(found, changed, as_json):
    from dataclasses import asdict

    from experiments import printing
    from experiments.sweeps import told

    if as_json:
        printing.print_json(asdict(found) | {"changed": changed})
        return
    for sentence in changed:
        typer.echo(f"Since then, {sentence}.")
    for line in told.reproduced_lines(found):
        typer.echo(line)


@experiments_app.command("bundle")
def bundle(
    experiment: Number,
    out: Annotated[Path | None, typer.Option(help="The file; experiment-ID.zip by default.")] = None,
    address: Address = None,
    as_json: Json = False,
):
    """Write one RO-Crate zip with all that is needed to run an experiment again, years later."""
    with shell.sentences():
        from experiments import printing
        from experiments.sweeps import bundle as bundles

        path = out or Path(f"experiment-{experiment}.zip")
        bundles.write_bundle(_opened(address), experiment, path)
        if as_json:
            printing.print_json({"experiment": experiment, "written": [str(path)]})
        else:
            typer.echo(f"Written: {path}. Anyone can run it again: thbsim reproduce {path.name}")


@experiments_app.command("delete")
def delete(
    experiment: Number,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    address: Address = None,
    as_json: Json = False,
):
    """Delete an experiment, and those of its runs that no other experiment has."""
    with shell.sentences():
        from experiments import printing
        from experiments.store import upkeep

        store = _opened(address)
        if not yes and not (Console().is_terminal and typer.confirm(f"Delete experiment {experiment} for good?")):
            raise UsageError(f"experiment {experiment} was not deleted; give --yes to delete it for good")
        runs = upkeep.delete_experiment(store, experiment)
        if as_json:
            printing.print_json({"deleted": experiment, "runs": runs})
        else:
            typer.echo(f"Deleted experiment {experiment} and {runs:,} runs; thbsim store vacuum gives the room back.")


@store_app.command("migrate")
def migrate(address: Address = None):
    """Bring a store of an older version to this one's schema; of a SQLite file a copy is kept."""
    with shell.sentences():
        from experiments.store import opening

        for line in opening.migrate_address(address):
            typer.echo(line)


@store_app.command("check")
def check(address: Address = None, as_json: Json = False):
    """Check that nothing in a store is damaged or missing; exit status 1 if anything is."""
    with shell.sentences():
        from experiments import printing
        from experiments.store import upkeep

        store = _opened(address)
        problems = list(upkeep.check(store))
        if as_json:
            printing.print_json({"store": store.name, "problems": problems})
        else:
            for problem in problems:
                typer.echo(problem)
            typer.echo(f"store {store.name}: {f'{len(problems)} problems' if problems else 'nothing is wrong'}")
    if problems:
        raise typer.Exit(shell.FAILED)


@store_app.command("vacuum")
def vacuum(address: Address = None):
    """Give the room of deleted runs back to the disk."""
    with shell.sentences():
        from experiments.store import upkeep
        from experiments.sweeps import told

        store = _opened(address)
        typer.echo(f"store {store.name}: {told.bytes_in_words(upkeep.vacuum(store))} on disk")


def _opened(address):
    from experiments.store import opening

    return opening.open_store(address)
