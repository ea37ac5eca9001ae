"""How a result reaches its reader: a table on the screen, or JSON; and a folder of files to paste into a document."""

import sys
from pathlib import Path
from typing import Any, Protocol

import polars as pl
from rich import box
from rich.table import Table

from experiments import charts, output, printing
from experiments.language import LANGUAGES


class Result(Protocol):
    """What every question is answered with."""

    @property
    def table(self) -> pl.DataFrame:
        """All numbers, tidy."""

    def plot(self) -> Any:
        """An altair chart."""

    def sentence(self, language: str = "en") -> str:
        """What may be written of it, with its uncertainty."""

    def rows(self) -> tuple[list[str], list[list[str]]]:
        """Headings and cells of the table on the screen."""

    def lines(self) -> list[str]:
        """What stands below it: how to read it, and cautions."""


def tell(result, name, as_json, language, folder=None):
    """Print a result, and leave its files in a folder where one is given.

    Args:
        result: A Result.
        name: Of its files.
        as_json: Whether to print one JSON object and nothing else.
        language: Of the sentence.
        folder: From output.prepare.
    """
    if as_json:
        printing.print_json({
            "sentence": result.sentence(language), "table": result.table.to_dicts(), "notes": list(result.lines()),
        })  # fmt: skip
    else:
        console = printing.screen()
        console.print(shown(*result.rows()))
        for sentence in (result.sentence(language), *result.lines()):
            console.print(sentence, markup=False)
    if folder is not None:
        leave(result, name, folder)


def shown(headings, rows):
    """A rich table; the first column is text, the others numbers."""
    table = Table(box=box.SIMPLE_HEAD)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def leave(result, name, folder):
    """Write NAME.csv, NAME.html, NAME.png and NAME.txt, the sentence in each language, and say so."""
    target = Path(folder)
    text = "\n\n".join(result.sentence(language) for language in LANGUAGES) + "\n"
    written = [
        output.write(target / f"{name}.csv", result.table.write_csv),
        *charts.save(result.plot(), target, name),
        output.write(target / f"{name}.txt", lambda path: path.write_text(text, encoding="utf-8")),
    ]
    print(f"Written to {folder}: {', '.join(path.name for path in written)}", file=sys.stderr)
