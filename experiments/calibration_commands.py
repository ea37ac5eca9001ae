"""The commands about calibration: `thbsim calibrate`, `check`, `planted` and `match`.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from pathlib import Path
from typing import Annotated

import typer

from experiments import shell
from experiments.commands import Json, Workers
from experiments.requests import UsageError

calibration_app = typer.Typer()  # its commands stand beside `run` and `compare`

Seed = Annotated[int, typer.Option(min=0, help="Of all luck; the same seed gives the same digits.")]
Picture = Annotated[Path | None, typer.Option(help="A folder for a picture, as HTML and PNG.")]
STOPPED = "Stopped. Every finished generation is kept; go on with the same command."


@calibration_app.command()
def calibrate(
    targets: Annotated[Path | None, typer.Option(help="A file of targets; Belgium, 2009-2012, by default.")] = None,
    budget: Annotated[int, typer.Option(help="How many worlds may be lived.")] = 40_000,
    out: Annotated[Path, typer.Option(help="A folder; what it holds of the same calibration is gone on with.")] = Path(
        "calibrated"
    ),
    seed: Seed = 1,
    executor: Annotated[str, typer.Option(help="threads, dask-local, or dask://HOST:PORT.")] = "threads",
    workers: Workers = None,
    as_json: Json = False,
):
    """Find which values of the uncertain parameters agree with the targets, and write the posterior."""
    with shell.sentences(STOPPED):
        from experiments import calibrating
        from experiments.calibrating import Request
        from experiments.sweeps import executors

        executors.check_kind(executor)
        request = Request(targets or calibrating.TARGETS, budget, seed, executor, workers)
        shell.compile_model()
        found = calibrating.calibrate(request, out, shell.say)
        _tell(found, calibrating.lines, as_json)


@calibration_app.command()
def check(
    posterior: Annotated[Path | None, typer.Option(help="A posterior file; this version's by default.")] = None,
    prior: Annotated[
        bool, typer.Option("--prior", help="Worlds of the prior instead: before any calibration.")
    ] = False,
    targets: Annotated[Path | None, typer.Option(help="A file of targets; Belgium by default.")] = None,
    runs: Annotated[int, typer.Option(help="How many worlds.")] = 400,
    seed: Seed = 1,
    out: Picture = None,
    workers: Workers = None,
    as_json: Json = False,
):
    """Say what the calibrated model foretells of every target and of every figure held out, and how that fits."""
    with shell.sentences():
        from experiments import checking

        if prior and posterior:
            raise UsageError(
                f"--prior --posterior {posterior}: worlds are drawn from the one or the other; leave one out"
            )
        drawn_from = None if prior else posterior or checking.POSTERIOR
        asked = checking.Check(drawn_from, targets or checking.TARGETS, runs, seed, workers)
        _carry_out(lambda: checking.check(asked), _of_check, checking.lines, out, as_json)


@calibration_app.command()
def planted(
    planted: Annotated[int, typer.Option(help="How many worlds are planted.")] = 200,
    worlds: Annotated[int, typer.Option(help="How many others they are calibrated against.")] = 6000,
    seed: Seed = 1,
    out: Picture = None,
    workers: Workers = None,
    as_json: Json = False,
):
    """Plant known values in worlds of the model's own, and see whether calibration finds them."""
    with shell.sentences():
        from experiments import planting

        asked = planting.Planting(planted, worlds, seed=seed, workers=workers)
        _carry_out(lambda: planting.plant(asked), _of_planted, planting.lines, out, as_json)


@calibration_app.command()
def match(
    posterior: Annotated[Path | None, typer.Option(help="A posterior file; this version's by default.")] = None,
    targets: Annotated[Path | None, typer.Option(help="A file of targets; Belgium by default.")] = None,
    worlds: Annotated[int, typer.Option(help="How many worlds in each wave.")] = 600,
    seed: Seed = 1,
    out: Picture = None,
    workers: Workers = None,
    as_json: Json = False,
):
    """Calibrate by a second method, emulators and history matching, and see whether it agrees with a posterior."""
    with shell.sentences():
        from experiments import matching

        asked = matching.Match(posterior or matching.POSTERIOR, targets or matching.TARGETS, worlds, seed, workers)
        _carry_out(lambda: matching.match(asked), _of_match, matching.lines, out, as_json)


def _of_check(found):
    """{name: chart}."""
    from experiments.check_chart import check_chart

    return {"check": check_chart(found)}


def _of_planted(found):
    """{name: chart}."""
    from experiments.planted_chart import planted_chart
    from experiments.recovery_chart import recovery_chart

    return {"planted": planted_chart(found), "recovered": recovery_chart(found)}


def _of_match(found):
    """{name: chart}."""
    from experiments.match_chart import match_chart

    return {"match": match_chart(found)}


def _carry_out(work, pictures, lines, out, as_json):
    """Do the work, once it is sure that its pictures can be left; leave them, and tell what was found."""
    from experiments import output

    if out:
        output.prepare(out)
    shell.compile_model()
    found = work()
    if out:
        from experiments import charts

        made = pictures(found)
        found["written"] = [str(path) for name in made for path in charts.save(made[name], out, name)]
    _tell(found, lines, as_json)


def _tell(found, lines, as_json):
    from experiments import printing

    if as_json:
        printing.print_json(found)
        return
    for line in lines(found):
        typer.echo(line)
