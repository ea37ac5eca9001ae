"""The command `thbsim report`: a paper from a stored experiment, in four languages, as Word, HTML or PDF.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from pathlib import Path
from typing import Annotated

import typer

from experiments import shell
from experiments.advice_options import Number
from experiments.commands import Address

report_app = typer.Typer()  # its command stands beside `run` and `compare`

Form = Annotated[
    str,
    typer.Option(
        help="recommendations: a brief for the ICP; independent: the independent rapporteur's annual report;"
        " government: the government's biannual report."
    ),
]
Language = Annotated[str, typer.Option(help="Of the document: en, nl, fr or de.")]
Format = Annotated[str | None, typer.Option("--format", help="docx, html or pdf; by default what --out ends in.")]
Out = Annotated[Path, typer.Option(help="The file to write.")]
Template = Annotated[Path | None, typer.Option(help="A Word file whose styles, header and logo are taken, for docx.")]
Scenario = Annotated[
    str | None, typer.Option(help="Whose records the rapporteur reports; the experiment's first by default.")
]
First = Annotated[
    int | None, typer.Option("--from", help="First year reported, for the rapporteur's reports; the last, or two.")
]
Last = Annotated[int | None, typer.Option("--to", help="Last year reported; the experiment's last by default.")]


@report_app.command()
def report(
    experiment: Number,
    out: Out,
    form: Form = "recommendations",
    language: Language = "en",
    file_format: Format = None,
    template: Template = None,
    scenario: Scenario = None,
    first_year: First = None,
    last_year: Last = None,
    address: Address = None,
):
    """Write a brief with recommendations, or a rapporteur's report, each number with the run that it comes from."""
    with shell.sentences():
        from experiments.reports import writing

        asked = writing.asked(form, language, out, file_format, template)
        years = None if first_year is None and last_year is None else (first_year, last_year)
        path = writing.write(experiment, address, asked, scenario, years)
        typer.echo(f"Written: {path}")
