"""The command line: `thbsim run`, `compare`, `life`, `scenarios`; those about sweeps are in experiments/commands.

Packages that take long to import are imported where they are used, so that `thbsim --help` answers at once.
"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from experiments import requests, shell
from experiments.calibration_commands import calibration_app
from experiments.commands import sweeps_app
from experiments.experiment_commands import experiments_app
from experiments.explain_command import explain_app
from experiments.hidden_command import hidden_app
from experiments.store_commands import store_app

MOST_RUNS = 20_000  # of one scenario in memory; thbsim sweep has no such bound

app = typer.Typer(
    help="Simulates trafficking in human beings in Belgium and its neighbours, and compares policies against it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
scenarios_app = typer.Typer(help="List, show and check scenarios.", no_args_is_help=True)
app.add_typer(scenarios_app, name="scenarios")

SCENARIO = "A name of the catalogue, a policy file's path, or several joined by +."
Scenario = Annotated[str, typer.Argument(help=SCENARIO)]
Scene = Annotated[str, typer.Option("--scenario", help=SCENARIO)]
First = Annotated[int, typer.Option("--from", help="First calendar year reported, 2009 or later.")]
Last = Annotated[int, typer.Option("--to", help="Last calendar year reported.")]
Number = Annotated[int, typer.Option("--runs", min=1, max=MOST_RUNS, help="Runs of each scenario, each with its luck.")]
Seed = Annotated[int, typer.Option(min=0, max=2**62, help="Luck of the first run; the next run takes the next number.")]
Out = Annotated[Path | None, typer.Option(help="Folder for tables, charts and run.json.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Scale = Annotated[float, typer.Option(min=0.01, max=1000.0, help="Multiplies networks, demand, teams and places.")]
Parameters = Annotated[
    str,
    typer.Option(
        help="posterior (of this version's calibration, two runs on each draw), baseline, or a .parquet file."
    ),
]
Threads = Annotated[int | None, typer.Option(min=1, max=512, help="Runs at a time; one for each processor by default.")]


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
        (found,) = _run_all([scenario], (first_year, last_year), seeds, out, scale, threads, parameters)
        from experiments import began, printing, results

        if as_json:
            printing.print_json(results.of_run(found))
        else:
            printing.print_run(found, printing.screen())
            for line in began.sentences([found]):
                typer.echo(line)
        _leave(out, [found], parameters)


@app.command()
def compare(
    scenarios: Annotated[list[str], typer.Argument(help="Two or more scenarios; the first is the reference.")],
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
    """Compare scenarios with a reference, run by run with the same luck."""
    with shell.sentences():
        requests.check_years(first_year, last_year)
        requests.check_comparison(scenarios, runs, parameters)
        seeds = range(seed, seed + runs)
        found = _run_all(scenarios, (first_year, last_year), seeds, out, scale, threads, parameters)
        from experiments import began, comparison, leakage, printing, results

        effects = [effect for other in found[1:] for effect in comparison.effects(found[0], other)]
        leakages = [leak for other in found[1:] for leak in leakage.leakages(found[0], other)]
        if as_json:
            printing.print_json(results.of_comparison(found, effects, leakages))
        else:
            printing.print_effects(found, effects, leakages, printing.screen())
            for line in began.sentences(found):
                typer.echo(line)
        _leave(out, found, parameters, effects, leakages)


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


def _run_all(names, years, seeds, out, scale, threads, parameters):
    """Runs of all scenarios, each distinct one run once; what can go wrong is checked before any time is spent."""
    from experiments.parameters import points_of
    from scenarios import catalogue

    schedules = [catalogue.load(name) for name in names]
    requests.refuse_namesakes(schedules)
    points = points_of(parameters, schedules[0].baseline)
    schedules = [schedule.on_draws(points) for schedule in schedules]
    if out is not None:
        from experiments import output

        output.prepare(out)
    shell.compile_model()
    from experiments import progress, runner

    distinct = {schedule.name: schedule for schedule in schedules}
    with progress.bar(len(distinct) * len(seeds), "Running") as bar, runner.threads(threads) as executor:
        found = {
            name: runner.run(schedule, years[0], years[1], seeds, executor, scale, bar.advance)
            for name, schedule in distinct.items()
        }
    return [found[schedule.name] for schedule in schedules]


def _leave(out, found, parameters, effects=(), leakages=()):
    """Write the tables, charts and record of a command into its folder."""
    if out is None:
        return
    from experiments import output, provenance

    say = Console(stderr=True)
    summary = output.summary_of(found)
    record = provenance.record_of(found, provenance.command_line(), parameters)
    written = [
        *output.write_tables(out, found, summary),
        *output.write_effects(out, effects, leakages),
        *output.write_record(out, record),
        *output.write_charts(out, found, summary, effects),
    ]
    names = dict.fromkeys(path.name if path.parent == out else f"{path.parent.name}/" for path in written)
    say.print(f"Written to {out}: {', '.join(names)}", soft_wrap=True, highlight=False)


app.add_typer(sweeps_app)
app.add_typer(calibration_app)
app.add_typer(hidden_app)
app.add_typer(explain_app)
app.add_typer(experiments_app, name="experiments")
app.add_typer(store_app, name="store")


def main():
    try:
        app()
    except SystemExit as end:
        shell.leave(end)
