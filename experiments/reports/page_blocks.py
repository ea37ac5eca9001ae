"""The blocks of a document as elements of a page."""

from functools import partial
from itertools import count, takewhile

from experiments.language import say
from experiments.reports.document import (
    MARK,
    TARGET,
    Bullets,
    Contents,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Table,
    plain,
    spans,
    texts,
)
from experiments.reports.elements import element, svg
from experiments.reports.spacing import kept_together

WIDE = 8  # columns; a table with so many is printed across


class Blocks:
    """Makes the elements of one document; counts its headings, tables, pictures and marks as it goes."""

    def __init__(self, document):
        self.document = document
        self.sections, self.tables, self.pictures = count(1), count(1), count(1)
        self.cited = set()  # numbers of marks that are in the page
        self.met = {kind: _numbers(document, kind) for kind in (MARK, TARGET)}

    def groups(self):
        """All blocks: each heading begins a group, unless it follows another one."""
        group, before = [], None
        for block in self.document.blocks:
            if isinstance(block, Heading) and group and not isinstance(before, Heading):
                yield _grouped(group)
                group = []
            group.append((block, self.made(block)))
            before = block
        if group:
            yield _grouped(group)

    def made(self, block):
        """The element of one block."""
        match block:
            case Heading():
                return element(f"h{block.level + 1}", *self.inline(block.text), id=f"section-{next(self.sections)}")
            case Paragraph():
                return element("p", *self.inline(block.text), class_=None if block.manner == "body" else block.manner)
            case Bullets():
                return element("ul", *(element("li", *self.inline(item)) for item in block.items))
            case Table():
                return self._table(block)
            case Picture():
                return self._picture(block)
            case Contents():
                return self._contents()
            case PageBreak():
                return element("div", class_="page-break")
        raise TypeError(f"no page can show a {type(block).__name__}")

    def inline(self, text):
        """Texts and links: a text with its marks, and what must not be parted kept together."""
        for kind, part in spans(kept_together(text)):
            yield {MARK: self._mark, TARGET: self._target}.get(kind, str)(part)

    def _mark(self, number):
        """A link to a line of the annex; the first one of each is where that line leads back to."""
        name = None if number in self.cited else f"mark-{number}"
        self.cited.add(number)
        label = self._say("source", number=number)
        link = f"#line-{number}" if number in self.met[TARGET] else None
        return element("sup", element("a", number, href=link, id=name, aria_label=label))

    def _target(self, number):
        back = f"#mark-{number}" if number in self.met[MARK] else None
        return element("a", number, href=back, id=f"line-{number}", aria_label=self._say("back", number=number))

    def _table(self, table):
        name = f"table-{next(self.tables)}"
        caption = element("caption", self._caption("table", name, table.caption))
        head = element(
            "tr",
            *(
                element("th", *self.inline(heading), scope="col", class_=_sort(table, column))
                for column, heading in enumerate(table.headings)
            ),
        )
        body = element("tbody", *(self._row(table, row) for row in table.rows))
        whole = element(
            "table",
            caption,
            *_columns(table),
            element("thead", head),
            body,
            class_="wide" if _wide(table) else None,
            style=f"--columns: {len(table.headings)}",
        )
        return element("div", self._scrolling(whole, name), *self._note(table.note), class_="table", id=name)

    def _row(self, table, row):
        return element(
            "tr",
            element("th", *self.inline(row[0]), scope="row"),
            *(
                element("td", *self.inline(cell), class_=_sort(table, column))
                for column, cell in enumerate(row[1:], start=1)
            ),
        )

    def _picture(self, picture):
        name = f"figure-{next(self.pictures)}"
        caption = element("figcaption", self._caption("figure", name, picture.caption))
        scrolling = self._scrolling(svg(picture, name, self.document.language), name)
        return element("figure", caption, scrolling, *self._note(picture.note), id=name)

    def _caption(self, kind, name, text):
        label = element("strong", self._say(kind, number=name.rpartition("-")[2]))
        return element("span", label, " ", *self.inline(text), id=f"{name}-caption")

    def _scrolling(self, thing, name):
        """A table or picture that scrolls by itself where the screen is narrow, by keys as well."""
        return element("div", thing, class_="scroll", role="group", tabindex="0", aria_labelledby=f"{name}-caption")

    def _note(self, text):
        return [element("p", *self.inline(text), class_="note")] if text else []

    def _contents(self):
        title = element("p", self._say("contents"), class_="title", id="contents-title")
        entries = list(enumerate(self.document.headings, 1))
        return element("nav", title, _listed(entries), aria_labelledby="contents-title", id="contents")

    def _say(self, key, **words):
        return say(self.document.language, f"pagewords.{key}", **words)


def _numbers(document, kind):
    """The numbers of all marks, or of all targets."""
    return {span.text for text in texts(document) for span in spans(text) if span.kind == kind}


def _listed(entries):
    """Links to headings, given with their numbers; what stands below one is a list in its item."""
    items = []
    while entries:
        (number, heading), rest = entries[0], entries[1:]
        below = [*takewhile(partial(_is_below, heading.level), rest)]
        link = element("a", plain(heading.text), href=f"#section-{number}")
        items.append(element("li", link, *([_listed(below)] if below else [])))
        entries = rest[len(below) :]
    return element("ol", *items)


def _is_below(level, entry):
    return entry[1].level > level


def _grouped(group):
    wide = any(isinstance(block, Table) and _wide(block) for block, _ in group)
    return element("div", *(made for _, made in group), class_="across" if wide else None)


def _wide(table):
    return len(table.headings) >= WIDE


def _sort(table, column):
    return None if column == 0 or column in table.words else "number"


def _columns(table):
    """Widths of columns in percent, if the table says them."""
    if table.widths:
        whole = sum(table.widths)
        shares = (f"width: {100.0 * width / whole:.1f}%" for width in table.widths)
        yield element("colgroup", *(element("col", style=share) for share in shares))
