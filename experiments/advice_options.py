"""Options that the commands of advice share; each has a module of its own in experiments/advice."""

import re
from pathlib import Path
from typing import Annotated

import typer


def euros(text):
    """An amount of euros as it is typed; one that some read as thousands and some as decimals is refused."""
    plain = str(text).replace(" ", "").replace("_", "")
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", plain):
        whole = re.sub("[.,]", "", plain)
        raise typer.BadParameter(f"{text} may be read in two ways; write {whole}, or {plain[:-4]}.{plain[-3:]}0")
    try:
        return float(plain)
    except ValueError:
        raise typer.BadParameter(f"{text} is no amount of euros; write it as 50000") from None


Number = Annotated[int, typer.Argument(help="An experiment's id, as thbsim experiments list gives it.", metavar="ID")]
Outcome = Annotated[str, typer.Option(help="By which outcome policies are judged, as victim_years or hidden.")]
Area = Annotated[str, typer.Option(help="BE, or BE+NL+DE for all three countries.")]
Language = Annotated[str, typer.Option(help="Of the sentence: en, nl, fr or de.")]
Out = Annotated[Path | None, typer.Option(help="Folder for the table, the chart, and the sentence in each language.")]
