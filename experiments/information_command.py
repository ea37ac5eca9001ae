"""`thbsim information`: which unknown, if it were measured, would change the advice."""

from typing import Annotated

import typer

from experiments import shell
from experiments.advice_options import Area, Language, Number, Out, Outcome
from experiments.commands import Address, Json

information_app = typer.Typer()  # its command stands beside `run` and `compare`

Worth = Annotated[
    float | None,
    typer.Option(min=0.0, help="EUR for one unit of the outcome; the public cost is then taken off."),
]
Together = Annotated[
    list[str] | None,
    typer.Option(help="Parameters or rules that one survey would measure, with commas between; may be repeated."),
]


@information_app.command()
def information(
    experiment: Number,
    outcome: Outcome = "victim_years",
    area: Area = "BE",
    worth: Worth = None,
    together: Together = None,
    top: Annotated[int, typer.Option(min=1, max=1000, help="So many parameters are told.")] = 15,
    address: Address = None,
    out: Out = None,
    language: Language = "en",
    as_json: Json = False,
):
    """Say which data to collect next: what knowing each unknown would be worth, and what it would change."""
    with shell.sentences():
        from experiments.advice import telling
        from experiments.advice.information import information as ask

        how = telling.manner(language, as_json, out)
        found = ask(experiment, outcome, area, worth, together or (), top, address)
        telling.tell(found, "information", how)
