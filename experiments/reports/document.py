"""A document before it is Word, HTML or PDF: headings, paragraphs, lists, tables and pictures, in their order.

Texts are plain.  In them may stand marks, which lead from a number to the line of the annex that says where it comes
from, and the targets of these marks; `spans` takes a text apart.
"""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MARK, TARGET = "mark", "target"
_SIGNS = {MARK: ("\ue000", "\ue001"), TARGET: ("\ue002", "\ue003")}  # for private use: in no text of anybody's
_MARKED = re.compile("\ue000(\\d+)\ue001|\ue002(\\d+)\ue003")


class Span(NamedTuple):
    """A part of a text: as it is written; or a mark or its target, with its number."""

    kind: str  # "text", MARK or TARGET
    text: str


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1  # 1 to 3


@dataclass(frozen=True)
class Paragraph:
    text: str
    manner: str = "body"  # or "lead", larger, below a title; "note", smaller; "warning", in a frame


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The first column is text, the others are numbers unless `words` says that they are text, too."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""  # below the table
    widths: tuple[float, ...] = ()  # shares of the width of the page; equal where none are given
    words: tuple[int, ...] = ()  # further columns that are text


@dataclass(frozen=True)
class Picture:
    caption: str
    alternative: str  # what a reader who does not see the picture has to know
    chart: Any  # of altair, in the document's language, at most 640 px wide
    note: str = ""


@dataclass(frozen=True)
class Contents:
    """The place of the table of contents."""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Document:
    """Everything that a reader gets."""

    language: str  # ISO 639
    title: str
    subtitle: str
    marking: str  # stands on every page
    about: tuple[tuple[str, str], ...]  # of the title page: (what, text), such as the date and the experiment
    blocks: tuple = field(default_factory=tuple)

    @property
    def headings(self):
        """The Headings, in their order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))


def marked(text, number):
    """A number in words, with the mark that leads to its line of the annex."""
    start, end = _SIGNS[MARK]
    return f"{text}{start}{number}{end}"


def target(number):
    """Where the mark leads: the number of the line, as a text."""
    start, end = _SIGNS[TARGET]
    return f"{start}{number}{end}"


def spans(text):
    """The parts of a text, none of them empty."""
    found, last = [], 0
    for one in _MARKED.finditer(text):
        found.append(Span("text", text[last : one.start()]))
        found.append(Span(MARK, one[1]) if one[1] else Span(TARGET, one[2]))
        last = one.end()
    found.append(Span("text", text[last:]))
    return [span for span in found if span.text]


def plain(text):
    """A text without its marks."""
    return "".join(span.text for span in spans(text) if span.kind == "text")


def texts(document):
    """All texts of a document, captions, cells and alternatives of pictures among them, with their marks."""
    yield from (document.title, document.subtitle, document.marking)
    for what, text in document.about:
        yield from (what, text)
    for block in document.blocks:
        yield from _texts_of(block)


def _texts_of(block):
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Bullets():
            yield from block.items
        case Table():
            yield from (block.caption, *block.headings, block.note)
            for row in block.rows:
                yield from row
        case Picture():
            yield from (block.caption, block.alternative, block.note)
