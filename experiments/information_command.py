"""`thbsim information`: which unknown, if it were measured, would change the advice."""

from typing import Annotated

import typer

from experiments import shell
from experiments.advice_options import Area, Language, Number, Out, Outcome, euros
from experiments.commands import Address, Json

information_app = typer.Typer()  # its command stands beside `run` and `compare`

Worth = Annotated[
    float | None,
    typer.Option(
        help="EUR for one unit of the outcome; the public cost is then taken off.", metavar="EUR", parser=euros
    ),
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
    scenarios: Annotated[str, typer.Option(help="Only these of the stored ones, with commas between.")] = "",
    top: Annotated[int, typer.Option(min=1, max=1000, help="So many parameters are told.")] = 15,
    address: Address = None,
    out: Out = None,
    language: Language = "en",
    as_json: Json = False,
):
    """Say which data to collect next: what knowing each unknown would be worth, and what it would change."""
    with shell.sentences():
        from experiments.advice import asking, telling
        from experiments.advice.compare import chosen
        from experiments.advice.information import information as ask

        how = telling.manner(language, as_json, out)
        only = [name.strip() for name in scenarios.split(",") if name.strip()] or None
        pairs = chosen(asking.stored(experiment, address), only, None)
        found = ask(pairs, outcome, area, worth, together or (), top)
        telling.tell(found, "information", how)
