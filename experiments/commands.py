"""The commands about sweeps: `thbsim sweep` and `thbsim reproduce`.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from pathlib import Path
from typing import Annotated

import typer

from experiments import shell
from experiments.requests import DRAWN, GIVEN, UsageError

sweeps_app = typer.Typer()  # its commands stand beside `run` and `compare`

Address = Annotated[
    str | None,
    typer.Option("--store", help="A SQLite file or a URL, as postgresql://user@host/name; your own by default."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
Sample = Annotated[int | None, typer.Option(min=1, help="Only so many runs, the same ones each time; all by default.")]
Workers = Annotated[int | None, typer.Option(min=1, max=512, help="Runs at a time; one for each processor by default.")]
EXPANSION_STOPPED = "Stopped. Every finished run is stored; go on with --expand {} --resume, without what was added."
STOPPED = "Stopped. Every finished run is stored; go on with the same command and --resume."


@sweeps_app.command()
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
    parameters: Annotated[
        str | None,
        typer.Option(help="posterior or baseline, where the design draws none itself; posterior by default."),
    ] = None,
    as_json: Json = False,
):
    """Run all that a design asks for, and store every run; what is there already is not run again."""
    with shell.sentences(STOPPED if expand is None else EXPANSION_STOPPED.format(expand)):
        _check_sweep(design, expand, (add_seeds, add_draws, add_scenarios), resume)
        _check_parameters(parameters, expand)
        from experiments.sweeps import carrying, executors, planning

        executors.check_kind(executor)
        shell.compile_model()
        manner = carrying.Manner(executor, workers)
        if expand is None:
            asked = planning.asked(design, address, resume, dry_run, parameters)
        else:
            names = [name.strip() for name in add_scenarios.split(",") if name.strip()]
            asked = planning.expansion(opened(address), expand, add_seeds, add_draws, names, dry_run)
        if dry_run:
            planning.print_estimate(asked, manner, as_json)
            return
        found = carrying.finish(asked, manner)
        _print_outcome(found, asked.store.name, as_json)
    if found["failed"]:
        raise typer.Exit(shell.FAILED)


def _check_sweep(design, expand, more, resume):
    if expand is not None and any(more) and resume:
        raise UsageError(
            f"--expand {expand} has added to the experiment already where it was stopped; go on with --expand {expand}"
            " --resume alone, or add more without --resume"
        )
    if (design is None) == (expand is None):
        raise UsageError("give a design file, or --expand and an experiment's id")
    if expand is None and any(more):
        raise UsageError("--add-seeds, --add-draws and --add-scenarios go with --expand and an experiment's id")
    if expand is not None and not any(more) and not resume:
        raise UsageError("--expand needs --add-seeds, --add-draws or --add-scenarios; or --resume to finish it")


def _check_parameters(parameters, expand):
    if parameters not in (None, DRAWN, GIVEN):
        raise UsageError(
            f"--parameters {parameters}: give {DRAWN} or {GIVEN}; [draws] of the design may name a file of your own"
        )
    if parameters and expand is not None:
        raise UsageError("--parameters goes with a design; an experiment that is enlarged keeps its own")


def _print_outcome(found, store, as_json):
    from experiments import printing
    from experiments.sweeps import told
    from experiments.words import counted

    if as_json:
        printing.print_json(found)
        return
    for line in told.overview_lines(found):
        typer.echo(line)
    typer.echo(f"Stored in {store}: thbsim experiments compare {found['id']} | export {found['id']} --to FOLDER")
    if found["failed"]:
        typer.echo(
            f"{counted(found['failed'], 'run')} failed; thbsim experiments show {found['id']} says which and why.",
            err=True,
        )


@sweeps_app.command()
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
        found, (changed, _) = unbundling.reproduce_bundle(bundle, sample, workers)
        print_reproduced(found, changed, as_json)
    if found.different:
        raise typer.Exit(shell.FAILED)


def print_reproduced(found, changed, as_json):
    from dataclasses import asdict

    from experiments import printing
    from experiments.sweeps import environment, told

    if as_json:
        printing.print_json(asdict(found) | {"changed": changed})
        return
    here = environment.here()
    typer.echo(f"Lived again on {here.processor}, {here.system}, by model {here.model_source}.")
    for sentence in changed or ["Code, packages and processor are those with which the runs were stored."]:
        typer.echo(f"{sentence[0].upper()}{sentence[1:].rstrip('.')}.")
    for line in told.reproduced_lines(found):
        typer.echo(line)


def opened(address):
    from experiments.store import opening

    return opening.open_store(address)
