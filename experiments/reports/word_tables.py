"""Tables in Word: their first row comes again on each page, their rows stay whole, their numbers end in line."""

import re

from docx.oxml import OxmlElement

from experiments.reports.document import spans
from experiments.reports.spacing import kept_together
from experiments.reports.word_fields import bare, element

WIDE = 7  # columns; tables with so many are in small letters
KEPT_WHOLE = 12  # rows; shorter tables do not go over pages
LETTER = {False: 115, True: 95}  # about the width of a bold letter in tables and in wide ones [twentieths of a point]
MARGINS = 200  # of a cell, both [twentieths of a point]
LONGEST = (24, 18, 14, 10)  # letters of words that are not broken, as the page has room
ABOUT = (0.28, 0.72)  # widths of the table on the title page


def table(block, pieces, width, styles):
    """The element of a Table of the document.

    Args:
        block: A Table.
        pieces: Pieces of the document.
        width: Of the text on the page [twentieths of a point].
        styles: {name in small letters: id}.
    """
    number = len(block.headings)
    columns = list(zip(block.headings, *block.rows, strict=True))
    widths = _roomy(_widths(block.widths or (1.0,) * number, width), columns, LETTER[number >= WIDE])
    letters = styles["small table text" if number >= WIDE else "table text"]
    right = set(range(1, number)) - set(block.words)
    last = len(block.rows) - (not block.note)
    made = _frame(widths, styles["report table"], bare(block.caption))
    for place, row in enumerate((block.headings, *block.rows)):
        is_head = place == 0
        is_kept = is_head or (place <= last and len(block.rows) <= KEPT_WHOLE)
        cells = [
            _cell(pieces.text(text, bold=is_head), size, _looks(letters, is_kept, column in right))
            for column, (text, size) in enumerate(zip(row, widths, strict=True))
        ]
        made.append(_row(cells, is_head))
    return made


def about(rows, pieces, width, styles):
    """The element of the table on the title page, which has no lines; args as above, `rows` of (what, text)."""
    widths = _widths(ABOUT, width)
    made = _frame(widths, None, "")
    looks = styles["table text"]
    for what, text in rows:
        cells = (pieces.text(what, bold=True), pieces.text(text))
        made.append(
            _row([_cell(runs, size, _looks(looks, True)) for runs, size in zip(cells, widths, strict=True)], False)
        )
    return made


def _widths(shares, width):
    return [round(width * share / sum(shares)) for share in shares]


def _roomy(widths, columns, letter):
    """Widths at which no number and as few words as can be are broken: wide columns give to narrow ones."""
    words = [max(map(len, _words(column))) for column in columns]
    for longest in LONGEST:
        needs = [min(longest, word) * letter + MARGINS for word in words]
        lack = sum(max(0, need - width) for need, width in zip(needs, widths, strict=True))
        spare = sum(max(0, width - need) for need, width in zip(needs, widths, strict=True))
        if lack <= spare:
            left = 1.0 - lack / spare if spare else 1.0
            return [round(need + max(0, width - need) * left) for need, width in zip(needs, widths, strict=True)]
    return widths


def _words(texts):
    for text in texts:
        yield from re.split(r"[ \-–/]", "".join(span.text for span in spans(kept_together(text))))


def _frame(widths, style, caption):
    looks = [element("tblStyle", val=style)] * (style is not None)
    looks += [element("tblW", w=sum(widths), type="dxa"), element("tblLayout", type="fixed")]
    if style is None:
        looks.append(element("tblCellMar", element("left", w=0, type="dxa"), element("right", w=100, type="dxa")))
    else:
        looks.append(
            element("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1)
        )
    if caption:
        looks.append(element("tblCaption", val=caption))
    made = OxmlElement("w:tbl")
    made.append(element("tblPr", *looks))
    made.append(element("tblGrid", *(element("gridCol", w=width) for width in widths)))
    return made


def _row(cells, is_head):
    return element("tr", element("trPr", element("cantSplit"), *([element("tblHeader")] * is_head)), *cells)


def _looks(style, is_kept, is_right=False):
    return element(
        "pPr",
        element("pStyle", val=style),
        *([element("keepNext")] * is_kept),
        *([element("jc", val="right")] * is_right),
    )


def _cell(runs, width, looks):
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa")), element("p", looks, *runs))
