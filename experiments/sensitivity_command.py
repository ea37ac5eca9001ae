"""`thbsim sensitivity`: which unknown parameters decide an outcome, and what a policy changes in it."""

from typing import Annotated

import typer

from experiments import shell
from experiments.advice_options import Area, Language, Number, Out
from experiments.commands import Address, Json

sensitivity_app = typer.Typer()  # its command stands beside `run` and `compare`

OutcomeOrAll = Annotated[
    str | None, typer.Option("--outcome", help="Such as victim_years; by default each whose yearly total is kept.")
]
Policy = Annotated[
    str | None,
    typer.Option(help="Whose effect; by default the outcome with the reference, and the effect of each policy."),
]


@sensitivity_app.command()
def sensitivity(
    experiment: Number,
    outcome: OutcomeOrAll = None,
    area: Area = "BE",
    policy: Policy = None,
    top: Annotated[int, typer.Option(min=1, max=1000, help="So many parameters are told of one outcome.")] = 15,
    address: Address = None,
    out: Out = None,
    language: Language = "en",
    as_json: Json = False,
):
    """Say which unknown parameters decide an outcome, and the effect of a policy, by the draws of an experiment."""
    with shell.sentences():
        from experiments.advice import telling
        from experiments.advice.sensitivity import sensitivity as ask

        how = telling.manner(language, as_json, out)
        found = ask(experiment, outcome, area, policy, top, address)
        plots = {"sensitivity-map": found.heat_map, "sensitivity-convergence": found.convergence}
        telling.tell(found, "sensitivity", how, plots=plots)
