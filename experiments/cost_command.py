"""The command `thbsim cost`: cost for each unit of effect, the efficient frontier, and curves of acceptability.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from typing import Annotated

import typer

from experiments import shell
from experiments.advice_options import Area, Language, Number, Out, Outcome, euros
from experiments.commands import Address, Json

cost_app = typer.Typer()  # its command stands beside `run` and `compare`

Worth = Annotated[
    list[float] | None,
    typer.Option(
        help="What one would pay for a unit of effect, in EUR; may be given several times.", metavar="EUR", parser=euros
    ),
]


@cost_app.command()
def cost(
    experiment: Number,
    outcome: Outcome = "victim_years",
    area: Area = "BE",
    worth: Worth = None,
    address: Address = None,
    language: Language = "en",
    out: Out = None,
    as_json: Json = False,
):
    """What one victim-year prevented costs under each stored policy, and which policies are worth their cost."""
    with shell.sentences():
        from experiments.advice import telling
        from experiments.advice.cost import cost as cost_of

        how = telling.manner(language, as_json, out)
        found = cost_of(experiment, outcome, area, tuple(worth or ()), address)
        name = "acceptability"
        telling.tell(found, "cost", how, {name: found.acceptability}, {name: found.plot_acceptability})
