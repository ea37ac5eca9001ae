"""The commands about mixes of policies: `thbsim allocate` and `thbsim reach`.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from typing import Annotated

import typer

from experiments import shell
from experiments.advice_options import Area, Language, Out, Outcome, euros
from experiments.commands import Address, Json
from experiments.requests import UsageError

mixes_app = typer.Typer()  # its commands stand beside `run` and `compare`

STOPPED = "Stopped. Every finished run is stored; go on with the same command."
Levers = Annotated[str, typer.Option(help="Policies, with commas between: names of the catalogue, or policy files.")]
Budget = Annotated[float, typer.Option(help="Extra public cost a year, in EUR.", metavar="EUR", parser=euros)]
First = Annotated[int, typer.Option("--from", help="First calendar year that counts, 2009 or later.")]
Last = Annotated[int, typer.Option("--to", help="Last calendar year that counts.")]
Runs = Annotated[int, typer.Option(help="Paired runs of each mix, two on each draw of the posterior.")]
Mixes = Annotated[int, typer.Option(help="Mixes that are tried, beside each lever alone.")]
Most = Annotated[float, typer.Option(help="The largest size of a lever; 1 is the policy as its file says it.")]
Fresh = Annotated[int, typer.Option(help="Paired runs on other seeds, by which the best mix is confirmed.")]


@mixes_app.command()
def allocate(
    levers: Levers,
    budget: Budget,
    outcome: Outcome = "victim_years",
    area: Area = "BE",
    runs: Runs = 40,
    mixes: Mixes = 64,
    most: Most = 1.0,
    fresh: Fresh = 120,
    first_year: First = 2011,
    last_year: Last = 2018,
    address: Address = None,
    language: Language = "en",
    out: Out = None,
    as_json: Json = False,
):
    """The best mix of policies under a yearly budget: tried, chosen, and confirmed on fresh seeds."""
    with shell.sentences(STOPPED):
        from experiments.advice import telling
        from experiments.advice.allocate import allocate as found_for
        from experiments.advice.mixes import Plan

        how = telling.manner(language, as_json, out)
        plan = Plan(runs, mixes, most, (first_year, last_year), fresh)
        shell.compile_model()
        found = found_for(_split(levers), budget, outcome, area, plan, address)
        telling.tell(found, "allocate", how, {"sizes": found.sizes, "frontier": found.frontier})


def _split(levers):
    return [lever.strip() for lever in levers.split(",")]


@mixes_app.command()
def reach(
    experiment: Annotated[
        int | None, typer.Argument(help="An experiment with mixes, in place of --levers.", metavar="[ID]")
    ] = None,
    levers: Annotated[str, typer.Option(help="Policies, with commas between: names of the catalogue, or files.")] = "",
    outcome: Outcome = "victim_years",
    area: Area = "BE",
    rounds: Annotated[
        int | None, typer.Option(min=0, max=50, help="Rounds of further mixes; 3 for levers, none for an ID.")
    ] = None,
    catalogue: Annotated[bool, typer.Option("--catalogue", help="Run all policies of the catalogue as well.")] = False,
    runs: Runs = 40,
    mixes: Mixes = 64,
    most: Most = 1.0,
    first_year: First = 2011,
    last_year: Last = 2018,
    address: Address = None,
    language: Language = "en",
    out: Out = None,
    as_json: Json = False,
):
    """Which pairs of victim-years and identified persons any mix of policies can reach, and at what cost."""
    with shell.sentences(STOPPED):
        if (experiment is None) == (not levers):
            raise UsageError("give --levers, or an experiment's id")
        from experiments.advice import telling
        from experiments.advice.mixes import Plan
        from experiments.advice.reach import reach as found_for

        how = telling.manner(language, as_json, out)
        shell.compile_model()
        what = _split(levers) if levers else experiment
        plan = Plan(runs, mixes, most, (first_year, last_year))
        found = found_for(what, outcome, area, plan, address, rounds, catalogue)
        telling.tell(found, "reach", how, {"mixes": found.mixes})
