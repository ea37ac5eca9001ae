"""The command `thbsim compare`: which policy is better, by how much, how surely; of stored runs or of new ones.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from typing import Annotated

import typer

from experiments import requests, runs_in_memory, shell
from experiments.advice_options import Area, Language, Outcome
from experiments.commands import Address
from experiments.requests import UsageError
from experiments.run_options import First, Json, Last, Number, Out, Parameters, Scale, Seed, Threads

compare_app = typer.Typer()  # its command stands beside `run` and `life`

OF_RUNS = ("first_year", "last_year", "runs", "seed", "scale", "threads", "parameters", "until_width")
OF_STORED = ("scenarios", "reference")
STOPPED = "Stopped. What was to be stored is; go on with the same command."

Names = Annotated[
    list[str],
    typer.Argument(help="The id of a stored experiment; or scenarios, the reference first.", metavar="ID|SCENARIOS..."),
]
By = Annotated[
    str | None, typer.Option(help="Tells effects apart: year, region, sector, form, origin, country, city, channel.")
]
Scenarios = Annotated[str, typer.Option(help="With ID: only these scenarios, with commas between.")]
Reference = Annotated[str | None, typer.Option(help="With ID: the scenario that the others are compared with.")]
Width = Annotated[
    float | None,
    typer.Option(
        "--until-width",
        help="Run until the interval of luck is no wider than so much of --outcome, --runs at most; stored.",
    ),
]


@compare_app.command()
def compare(
    context: typer.Context,
    named: Names,
    first_year: First = 2009,
    last_year: Last = 2018,
    runs: Number = 100,
    seed: Seed = 1,
    out: Out = None,
    as_json: Json = False,
    scale: Scale = 1.0,
    threads: Threads = None,
    parameters: Parameters = requests.DRAWN,
    outcome: Outcome = "victim_years",
    area: Area = "BE",
    by: By = None,
    scenarios: Scenarios = "",
    reference: Reference = None,
    address: Address = None,
    until_width: Width = None,
    language: Language = "en",
):
    """Compare scenarios with a reference, run by run with the same luck: effects, probabilities, ranks."""
    with shell.sentences(STOPPED):
        from experiments.advice import compare_shown

        compare_shown.check(outcome, area, by, language)
        experiment = compare_shown.experiment_of(named)
        _refuse(context, named, OF_RUNS if experiment is not None else OF_STORED)
        asking = compare_shown.Asking(outcome, area, by, language, as_json, out)
        if experiment is not None:
            only = [name.strip() for name in scenarios.split(",") if name.strip()] or None
            compare_shown.stored(experiment, address, only, reference, asking)
            return
        requests.check_years(first_year, last_year)
        requests.check_comparison(named, runs, parameters)
        asked = compare_shown.asked_of(named, (first_year, last_year), (seed, runs), parameters, scale)
        if address is not None or until_width is not None:
            compare_shown.into_store(asked, address, until_width, threads, asking)
            return
        compare_shown.check_in_memory(by)
        seeds = range(seed, seed + runs)
        found = runs_in_memory.run_all(named, (first_year, last_year), seeds, out, scale, threads, parameters)
        compare_shown.in_memory(found, parameters, asking)


def _refuse(context, named, options):
    """Raises UsageError where an option was given that does not go with what is named."""
    for option in options:
        if context.get_parameter_source(option).name != "COMMANDLINE":
            continue
        given = {"first_year": "from", "last_year": "to"}.get(option, option.replace("_", "-"))
        if options == OF_STORED:
            raise UsageError(
                f"--{given} goes with the id of a stored experiment; of scenarios, name those to compare, the reference"
                " first"
            )
        raise UsageError(
            f"--{given} goes with scenarios: experiment {named[0]} has its runs already; enlarge it with thbsim sweep"
            f" --expand {named[0]} --add-seeds or --add-scenarios"
        )
