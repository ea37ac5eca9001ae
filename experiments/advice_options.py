"""Options that the commands of advice share; each has a module of its own in experiments/advice."""

from pathlib import Path
from typing import Annotated

import typer

Number = Annotated[int, typer.Argument(help="An experiment's id, as thbsim experiments list gives it.", metavar="ID")]
Outcome = Annotated[str, typer.Option(help="By which outcome policies are judged, as victim_years or hidden.")]
Area = Annotated[str, typer.Option(help="BE, or BE+NL+DE for all three countries.")]
Language = Annotated[str, typer.Option(help="Of the sentence: en, nl, fr or de.")]
Out = Annotated[Path | None, typer.Option(help="Folder for the table, the chart, and the sentence in each language.")]
