"""How a result reaches its reader: a table on the screen, or JSON; and a folder of files to paste into a document."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import polars as pl
from rich import box
from rich.table import Table

from experiments import charts, output, printing
from experiments.language import LANGUAGES, check

WIDEST_NAME = 24  # letters of a name that are kept on one line


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


@dataclass(frozen=True)
class Manner:
    """How a command was asked to answer."""

    language: str
    as_json: bool
    folder: Path | None  # that can be written to; None where no files were asked for


def manner(language, as_json, out):
    """The Manner of a command's options.  Raises what is wrong with them, before any time is spent."""
    check(language)
    return Manner(language, as_json, None if out is None else output.prepare(out))


def tell(result, name, how, tables=None, plots=None):
    """Print a result, and leave its files where a folder was given.

    Args:
        result: A Result.
        name: Of its files.
        how: A Manner.
        tables: More of its tables, {name: polars frame}.
        plots: More of its charts, {name: function that makes one}.
    """
    tables = tables or {}
    if how.as_json:
        found = {"sentence": result.sentence(how.language), "table": result.table.to_dicts()}
        found |= {one: table.to_dicts() for one, table in tables.items()}
        printing.print_json(found | {"notes": list(result.lines())})
    else:
        console = printing.screen()
        console.print(shown(*result.rows()))
        for sentence in (result.sentence(how.language), *result.lines()):
            console.print(sentence, markup=False)
    if how.folder is not None:
        leave(result, name, how.folder, tables, plots)


def shown(headings, rows):
    """A rich table; the first column is text, the others numbers."""
    table = Table(box=box.SIMPLE_HEAD)
    for place, heading in enumerate(headings):
        longest = min(WIDEST_NAME, max((len(row[0]) for row in rows), default=0)) if place == 0 else None
        table.add_column(heading, justify="right" if place else "left", overflow="fold", min_width=longest)
    for row in rows:
        table.add_row(*row)
    return table


def leave(result, name, folder, tables=None, plots=None):
    """Write NAME.csv, NAME.html, NAME.png and NAME.txt, the sentence in each language, and say so.

    Args as for `tell`.
    """
    target = Path(folder)
    text = "\n\n".join(result.sentence(language) for language in LANGUAGES) + "\n"
    written = [output.write(target / f"{name}.txt", lambda path: path.write_text(text, encoding="utf-8"))]
    for one, table in ({name: result.table} | (tables or {})).items():
        written.append(output.write(target / f"{one}.csv", table.write_csv))
    for one, plot in ({name: result.plot} | (plots or {})).items():
        written += charts.save(plot(), target, one)
    print(f"Written to {folder}: {', '.join(path.name for path in written)}", file=sys.stderr)
