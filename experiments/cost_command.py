"""The command `thbsim cost`: cost for each unit of effect, the efficient frontier, and curves of acceptability.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from typing import Annotated

import typer

from experiments import shell
from experiments.advice_options import Area, Language, Number, Out, Outcome
from experiments.commands import Address, Json

cost_app = typer.Typer()  # its command stands beside `run` and `compare`

Worth = Annotated[
    list[float] | None,
    typer.Option(help="What one would pay for a unit of effect, in EUR; may be given several times.", metavar="EUR"),
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
        from experiments import charts, output, printing
        from experiments import language as languages
        from experiments.advice import telling
        from experiments.advice.cost import cost as cost_of

        languages.check(language)
        folder = None if out is None else output.prepare(out)
        found = cost_of(experiment, outcome, area, tuple(worth or ()), address)
        if as_json:
            printing.print_json({
                "sentence": found.sentence(language), "table": found.table.to_dicts(), "notes": list(found.lines()),
                "acceptability": found.acceptability.to_dicts(),
            })  # fmt: skip
        else:
            telling.tell(found, "cost", False, language)
        if folder is not None:
            telling.leave(found, "cost", folder)
            output.write(folder / "acceptability.csv", found.acceptability.write_csv)
            charts.save(found.plot_acceptability(), folder, "acceptability")
            shell.say(f"Also written to {folder}: acceptability.csv, acceptability.html, acceptability.png")
