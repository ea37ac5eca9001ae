"""The command `thbsim paradox`: whether a count rises with more trafficking or with more looking.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from typing import Annotated

import typer

from experiments import requests, shell
from experiments.advice_options import Language, Out
from experiments.commands import Address, Json

paradox_app = typer.Typer()  # its command stands beside `run` and `compare`

Scenario = Annotated[
    str,
    typer.Argument(
        help="A scenario's name or file, several joined by +; or the id of a stored experiment that has its worlds.",
        metavar="SCENARIO",
    ),
]
Against = Annotated[str | None, typer.Option(help="The reference; the baseline by default.")]
Runs = Annotated[int, typer.Option(min=1, max=100_000, help="Runs of each of the four worlds.")]
First = Annotated[int, typer.Option("--from", help="First calendar year reported, 2009 or later.")]
Last = Annotated[int, typer.Option("--to", help="Last calendar year reported.")]
Outcome = Annotated[str, typer.Option(help="The count that is split: identified, detected or rapporteur.")]
Parameters = Annotated[
    str, typer.Option(help="posterior (two runs on each draw), baseline, or a .parquet file of draws.")
]


@paradox_app.command()
def paradox(
    scenario: Scenario,
    against: Against = None,
    runs: Runs = 60,
    first_year: First = 2009,
    last_year: Last = 2018,
    outcome: Outcome = "identified",
    parameters: Parameters = requests.DRAWN,
    address: Address = None,
    out: Out = None,
    language: Language = "en",
    as_json: Json = False,
):
    """Split a change in identified victims into more trafficking and more looking; runs are stored."""
    with shell.sentences("Stopped; what was run is stored, and the same command goes on from there."):
        from experiments.advice import telling
        from experiments.advice.paradox import paradox as answer

        how = telling.manner(language, as_json, out)
        if scenario.isdecimal():
            if against is not None:
                raise requests.UsageError("--against does not go with a stored experiment; its first is the reference")
            found = answer(int(scenario), outcome=outcome, store=address)
        else:
            asked = {"runs": runs, "years": (first_year, last_year), "parameters": parameters}
            found = answer(scenario, against or requests.GIVEN, outcome, address, **asked)
        telling.tell(found, "paradox", how)
