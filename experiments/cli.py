"""The command line: `thbsim run`, `compare`, `life`, `scenarios`; those about sweeps are in experiments/commands.

Packages that take long to import are imported where they are used, so that `thbsim --help` answers at once.
"""

from pathlib import Path
from typing import Annotated

import typer

from experiments import requests, runs_in_memory, shell
from experiments.advice_commands import advice_app
from experiments.calibration_commands import calibration_app
from experiments.commands import sweeps_app
from experiments.compare_command import compare_app
from experiments.experiment_commands import experiments_app
from experiments.hidden_command import hidden_app
from experiments.page_command import page_app
from experiments.report_command import report_app
from experiments.run_options import First, Json, Last, Number, Out, Parameters, Scale, Scenario, Scene, Seed, Threads
from experiments.store_commands import store_app

app = typer.Typer(
    help="Simulates trafficking in human beings in Belgium and its neighbours, and compares policies against it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
scenarios_app = typer.Typer(help="List, show and check scenarios.", no_args_is_help=True)
app.add_typer(scenarios_app, name="scenarios")


@app.command()
def run(
    scenario: Scenario = "baseline",
    first_year: First = 2009,
    last_year: Last = 2018,
    runs: Number = 100,
    seed: Seed = 1,
    out: Out = None,
    as_json: Json = False,
    scale: Scale = 1.0,
    threads: Threads = None,
    parameters: Parameters = requests.DRAWN,
):
    """Run one scenario many times and print its tables."""
    with shell.sentences():
        requests.check_years(first_year, last_year)
        seeds = range(seed, seed + runs)
        (found,) = runs_in_memory.run_all([scenario], (first_year, last_year), seeds, out, scale, threads, parameters)
        from experiments import began, printing, results

        if as_json:
            printing.print_json(results.of_run(found))
        else:
            printing.print_run(found, printing.screen())
            for line in began.sentences([found]):
                typer.echo(line)
        runs_in_memory.leave(out, [found], parameters)


@app.command()
def life(
    seed: Seed = 1,
    scenario: Scene = "baseline",
    person: Annotated[int, typer.Option(min=1, help="Which of those who match, by first contact; or a key.")] = 1,
    where: Annotated[str, typer.Option(help="Whom to tell of, as in form=sexual,origin=africa,moves=2.")] = "",
    first_year: First = 2009,
    last_year: Last = 2018,
    out: Out = None,
    as_json: Json = False,
):
    """Tell one synthetic person's path: what happened when, and which draw decided."""
    with shell.sentences():
        requests.check_years(first_year, last_year)
        from experiments.life import command

        command.check(scenario, where, out)
        shell.compile_model()
        told = command.tell(scenario, seed, person, where, (first_year, last_year))
        typer.echo(command.json_text(told) if as_json else command.text(told), nl=False)
        command.leave(told, out)


@scenarios_app.command("list")
def list_scenarios(as_json: Json = False):
    """List the baseline and the policies of the catalogue."""
    with shell.sentences():
        from experiments import printing
        from scenarios import catalogue

        found = [{"name": name, "title": catalogue.load(name).title} for name in catalogue.names()]
        if as_json:
            printing.print_json(found)
        for one in () if as_json else found:
            typer.echo(f"{one['name']:22s} {one['title']}")


@scenarios_app.command("show")
def show_scenario(name: Scenario, as_json: Json = False):
    """Say what a scenario does, who owns it, why, at what cost, and what it leaves out."""
    with shell.sentences():
        from experiments import printing
        from scenarios import catalogue

        if as_json:
            printing.print_json(catalogue.as_record(name))
        else:
            typer.echo(catalogue.describe(name))


@scenarios_app.command("check")
def check_scenarios(files: Annotated[list[Path], typer.Argument(help="Policy files.")]):
    """Check policy files; every mistake is named at once."""
    with shell.sentences():
        from scenarios import catalogue
        from scenarios.errors import ScenarioError

        problems: list[str] = []
        for file in files:
            try:
                typer.echo(f"{file}: no mistakes ({catalogue.load(file).title})")
            except ScenarioError as error:
                problems += error.problems
        if problems:
            raise ScenarioError(*problems)


app.add_typer(compare_app)
app.add_typer(sweeps_app)
app.add_typer(calibration_app)
app.add_typer(hidden_app)
app.add_typer(advice_app)
app.add_typer(page_app)
app.add_typer(report_app)
app.add_typer(experiments_app, name="experiments")
app.add_typer(store_app, name="store")


def main():
    try:
        app()
    except SystemExit as end:
        shell.leave(end)
