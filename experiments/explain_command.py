"""The command `thbsim explain`: why two worlds differ, told from the first decision that is not the same.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from typing import Annotated

import typer

from experiments import requests, shell
from experiments.advice_options import Language, Out
from experiments.commands import Json

explain_app = typer.Typer()  # its command stands beside `run` and `compare`

NAMED = "a name of the catalogue, a policy file's path, or several joined by +."
Scenario = Annotated[str, typer.Argument(help=f"The policy: {NAMED}")]
Against = Annotated[str, typer.Option(help=f"The reference: {NAMED}")]
Seed = Annotated[int, typer.Option(min=0, max=2**62, help="The luck of both worlds.")]
Draw = Annotated[int | None, typer.Option(min=0, help="The draw on which both live; that of the seed by default.")]
Parameters = Annotated[str, typer.Option(help="posterior, baseline, or a .parquet file.")]
Last = Annotated[int, typer.Option("--to", help="Last calendar year lived.")]
Events = Annotated[int, typer.Option(min=3, max=500, help="How many events to tell, at most.")]
Persons = Annotated[int, typer.Option(min=0, max=1000, help="How many of the persons touched to describe.")]


@explain_app.command()
def explain(
    scenario: Scenario,
    against: Against = "baseline",
    seed: Seed = 1,
    draw: Draw = None,
    parameters: Parameters = requests.DRAWN,
    last_year: Last = 2018,
    events: Events = 20,
    persons: Persons = 5,
    out: Out = None,
    language: Language = "en",
    as_json: Json = False,
):
    """Say why two worlds of the same luck differ: the chain of events, who is touched, and that each has a cause."""
    with shell.sentences():
        from experiments import printing
        from experiments.advice import telling

        how = telling.manner(language, as_json, out)
        from experiments.explaining.request import request_for

        request_for(scenario, against, seed, last_year, parameters, draw)
        shell.compile_model()
        from experiments.advice.explain import explain as answer
        from experiments.explaining import page

        found = answer(scenario, against, seed, last_year, parameters, draw, events)
        if how.as_json:
            printing.print_json(page.as_record(found, persons, language))
        else:
            page.print_page(found, persons, language)
        page.leave(found, how.folder)
    if not found.is_explained:
        raise typer.Exit(shell.FAILED)
