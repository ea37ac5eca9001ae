"""The command `thbsim hidden`: how many persons are on no list, from a table of list overlaps.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from pathlib import Path
from typing import Annotated

import typer

from experiments import shell
from experiments.requests import UsageError

hidden_app = typer.Typer()  # its command stands beside `run` and `compare`

Lists = Annotated[
    Path, typer.Argument(help="A CSV file: one 0/1 column for each list, and count.", metavar="LISTS.csv")
]
By = Annotated[
    str,
    typer.Option(
        "--by", help="How the model is chosen: auto, stepwise, aic or bic; auto is stepwise unless it misfits."
    ),
]


@hidden_app.command()
def hidden(
    lists: Lists,
    by: By = "auto",
    resamples: Annotated[int, typer.Option(min=100, max=100_000, help="Times that persons are drawn again.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, max=2**62, help="Luck of the interval; the same gives the same.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
):
    """Estimate how many persons there are in all, seen and unseen, from how several lists overlap."""
    with shell.sentences():
        from calibration.hidden import estimate
        from calibration.hidden import lists as tables
        from experiments import hidden_text, printing
        from scenarios.errors import hint

        if by not in estimate.BY:
            raise UsageError(f"--by {by}: there is no such way to choose a model{hint(by, estimate.BY)}")
        found = estimate.estimate(tables.read(lists), by, resamples, seed)
        if as_json:
            printing.print_json(estimate.as_record(found))
        else:
            hidden_text.print_found(found, printing.screen())
