"""The command `thbsim robustness`: which policy does well wherever the parameters may lie, and where each fails.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from typing import Annotated

import typer

from experiments import shell
from experiments.advice_options import Area, Language, Number, Out, Outcome
from experiments.commands import Address, Json, opened

robustness_app = typer.Typer()  # its command stands beside `run` and `compare`

More = Annotated[str, typer.Option(help="Other outcomes told beside it, as in public_cost,hidden.")]
Thresholds = Annotated[
    list[str] | None,
    typer.Option(
        "--threshold",
        help='What a policy must reach against the reference, as "victim_years<=-3%"; may be given again.',
    ),
]


@robustness_app.command()
def robustness(
    experiment: Number,
    outcome: Outcome = "victim_years",
    area: Area = "BE",
    more: More = "",
    thresholds: Thresholds = None,
    method: Annotated[str, typer.Option(help="How regions of failure are looked for: prim or cart.")] = "prim",
    address: Address = None,
    as_json: Json = False,
    out: Out = None,
    language: Language = "en",
):
    """Say which policy does well wherever the parameters may lie, how far each falls behind, and where it fails."""
    with shell.sentences():
        from experiments.advice import robustness as asked
        from experiments.advice import telling

        how = telling.manner(language, as_json, out)
        opened(address)
        others = tuple(filter(None, (one.strip() for one in more.split(","))))
        found = asked.robustness(experiment, outcome, area, others, thresholds or (), method, address)
        tables = {"regret": found.regret, "thresholds": found.satisficing.table, "boxes": found.boxes}
        telling.tell(found, "robustness", how, tables, found.pictures)
