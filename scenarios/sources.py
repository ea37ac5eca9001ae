"""Where figures come from: sources.toml gives each publication, assumption and text its key."""

from pathlib import Path
from typing import Literal

from scenarios.errors import Problems, hint
from scenarios.shapes import Strict, Text, checked, read_toml

SOURCES = Path(__file__).parent / "sources.toml"


class Source(Strict):
    """One entry of sources.toml."""

    kind: Literal["publication", "assumption", "text"]
    '''"publication", "assumption" or "text"'''
    title: Text | None = None
    "the title of the publication or text"
    read: bool | None = None
    "true if it was read for this model, false if it was recalled and not read again"
    reason: Text | None = None
    "why the assumption is made, in a sentence"
    authors: Text | None = None
    "the body or the persons who wrote it"
    year: int | None = None
    "the year of publication, a whole number"
    url: Text | None = None
    "the address at which it can be read"
    note: Text | None = None
    "a remark, in a sentence"


NEEDS = {
    "publication": ("title", "read"),
    "assumption": ("reason",),
    "text": ("title",),
    None: (),
}  # fields that each kind of source must have


def read_sources(path=SOURCES):
    """Return {key: Source}.  Raises ScenarioError with all that is wrong."""
    tables, _ = read_toml(path)
    problems = Problems(path)
    sources = {key: _read_source(key, table, problems) for key, table in tables.items()}
    problems.raise_if_any()
    return sources


def _read_source(key, table, problems):
    if not isinstance(table, dict):
        problems.add(f"{key} stands alone; every source is a table: write [{key}] and its fields below")
        return None
    source = checked(Source, table, key, problems)
    for field in NEEDS[source.kind]:
        if field not in table:
            description = Source.model_fields[field].description
            problems.add(f"{field} is missing; a source of kind {source.kind} needs it: {description}", key)
    return source


def check_keys(cited, sources, place, problems):
    """Note each cited key that sources.toml lacks."""
    for key in cited or ():
        if key not in sources:
            problems.add(f"cites {key}, but sources.toml has no such key{hint(key, sources)}", place)
