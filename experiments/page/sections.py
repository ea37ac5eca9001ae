"""Sections of a paper on the page: the same texts and tables in the visitor's language, charts with their files."""

from html import escape
from xml.etree import ElementTree

import panel as pn

from experiments.page import tables
from experiments.reports.document import Document, Picture, plain
from experiments.reports.page_blocks import Blocks

OF_TEXT = """
p.note { color: #595959; font-size: 0.9em; }
table { border-collapse: collapse; }
caption { text-align: left; font-weight: bold; padding-bottom: 6px; }
th, td { text-align: left; vertical-align: top; padding: 4px 10px 4px 0; border-bottom: 1px solid #c8c8c8; }
td.number, th.number { text-align: right; }
tbody th { font-weight: normal; }
.scroll { overflow-x: auto; }
"""


def shown(blocks, session, name):
    """Blocks as Panel objects.

    Args:
        blocks: Of experiments.reports.document; their marks are left out, as there is no annex here.
        session: The visitor's Session.
        name: Of the files of its charts.
    """
    document = Document(session.language, "", "", "", (), tuple(blocks))
    maker, pictures = _Unmarked(document), 0
    for block in document.blocks:
        if not isinstance(block, Picture):
            text = ElementTree.tostring(maker.made(block), encoding="unicode", method="html")
            yield pn.pane.HTML(text, stylesheets=[OF_TEXT], sizing_mode="stretch_width")
            continue
        pictures += 1
        yield from picture(block, session, name if pictures == 1 else f"{name}-{pictures}")


def picture(block, session, name):
    """A Picture: its chart, what it shows in words, and its files."""
    said = escape(" ".join(filter(None, (block.alternative, block.note))))
    caption = escape(plain(block.caption))
    yield pn.pane.HTML(f"<p><strong>{caption}</strong></p>", sizing_mode="stretch_width")
    yield pn.pane.Vega(block.chart, show_actions=False, sizing_mode="stretch_width", styles={"overflow-x": "auto"})
    yield pn.pane.HTML(f"<p class='note'>{said}</p>", stylesheets=[OF_TEXT], sizing_mode="stretch_width")
    yield tables.downloads(session, name, tables.chart_files(block.chart, session.language))


class _Unmarked(Blocks):
    """Blocks whose marks are not shown."""

    def inline(self, text):
        yield plain(text)
