"""The command `thbsim ledger`: where an outcome falls under a policy and where it rises, from stored runs.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from typing import Annotated

import typer

from experiments import shell
from experiments.advice_options import Language, Number, Out
from experiments.commands import Address, Json

ledger_app = typer.Typer()  # its command stands beside `run` and `compare`

Policies = Annotated[
    list[str] | None, typer.Option("--policy", help="One of its scenarios; may be given again. All by default.")
]
By = Annotated[
    list[str] | None,
    typer.Option("--by", help="sector, city, country, channel, region or form; may be given again."),
]
Outcome = Annotated[str, typer.Option(help="What falls and rises, as victim_years or identified.")]


@ledger_app.command()
def ledger(
    experiment: Number,
    policy: Policies = None,
    by: By = None,
    outcome: Outcome = "victim_years",
    address: Address = None,
    out: Out = None,
    language: Language = "en",
    as_json: Json = False,
):
    """Say where victim-years fall and where they rise, adding up to the net, and what rose for what fell."""
    with shell.sentences():
        from experiments.advice import telling
        from experiments.advice.ledger import ledger as answer

        how = telling.manner(language, as_json, out)
        telling.tell(answer(experiment, policy, by, outcome, address), "ledger", how)
