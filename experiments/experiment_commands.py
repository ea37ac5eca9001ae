"""The commands about what is stored: `thbsim experiments list | show | export | compare` and more."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from experiments import shell
from experiments.commands import Address, Json, Sample, Workers, opened, print_reproduced
from experiments.requests import UsageError

experiments_app = typer.Typer(
    help="What is stored: list, show, export, compare, reproduce, bundle, delete.", no_args_is_help=True
)

Number = Annotated[int, typer.Argument(help="An experiment's id, as thbsim experiments list gives it.", metavar="ID")]


@experiments_app.command("list")
def list_experiments(address: Address = None, as_json: Json = False):
    """List all experiments of a store."""
    with shell.sentences():
        from experiments import printing
        from experiments.store import opening, reading
        from experiments.sweeps import told

        found = []
        if opening.is_there(address) or address is not None:
            with reading.reading(opened(address)) as connection:
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

        found = showing.details(opened(address), experiment)
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
    """Write every stored number, the runs, a summary and the effects as Parquet and CSV."""
    with shell.sentences():
        from experiments import output, printing
        from experiments.sweeps import exporting

        store = opened(address)
        output.prepare(to, "--to")
        written = [str(path) for path in exporting.export(store, experiment, to)]
        if as_json:
            printing.print_json({"experiment": experiment, "written": written})
        else:
            typer.echo(f"Written to {to}: {', '.join(Path(path).name for path in written)}")


@experiments_app.command("compare")
def compare(
    experiment: Number,
    by: Annotated[
        str, typer.Option(help="What tells numbers apart, as kept: total, region, form, city, ...")
    ] = "total",
    address: Address = None,
    as_json: Json = False,
):
    """The effects of each scenario against the first, run by run with the same luck, for every outcome kept."""
    with shell.sentences():
        from experiments import printing
        from experiments.sweeps import told
        from experiments.sweeps.effects import effects_of

        found = effects_of(opened(address), experiment, by)
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
        from experiments.sweeps import mixing, reproduction

        store = opened(address)
        changed, _ = mixing.changed_since(store, experiment)
        shell.compile_model()
        found = reproduction.reproduce(store, experiment, sample, workers)
        print_reproduced(found, changed, as_json)
    if found.different:
        raise typer.Exit(shell.FAILED)


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
        bundles.write_bundle(opened(address), experiment, path)
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

        store = opened(address)
        if not yes and not (Console().is_terminal and typer.confirm(f"Delete experiment {experiment} for good?")):
            raise UsageError(f"experiment {experiment} was not deleted; give --yes to delete it for good")
        runs = upkeep.delete_experiment(store, experiment)
        if as_json:
            printing.print_json({"deleted": experiment, "runs": runs})
        else:
            typer.echo(f"Deleted experiment {experiment} and {runs:,} runs; thbsim store vacuum gives the room back.")
