"""Documents as Word files: true headings, tables, captions, contents and links, in the styles of a template."""

import io
from pathlib import Path

from docx.shared import Cm, Emu, Pt, Twips

from experiments import output
from experiments.language import say
from experiments.reports import drawn, word_tables
from experiments.reports.document import Bullets, Contents, Heading, PageBreak, Paragraph, Picture, Table
from experiments.reports.word_fields import HEADING, Pieces, bare, element, field, link, run
from experiments.reports.word_frame import describe, mark_pages, page_of
from experiments.reports.word_package import repacked
from experiments.reports.word_template import opened, styles

MANNERS = {"body": "normal", "lead": "lead", "note": "note", "warning": "warning"}
FLOWING = ("normal", "lead", "list bullet")  # styles that leave no room above
DEEPEST = 2  # level of headings in the contents
DOTS = drawn.PIXELS * 96 / 72  # of a picture for a pixel of its chart, as vl-convert counts them
TALLEST = Cm(20)  # a picture, so that its caption is on the same page


def write(document, path, template=None):
    """Write a Word file, and return its path.  Raises UsageError, and FolderError where it cannot be written.

    Args:
        document: A Document.
        path: The file, ending in .docx.
        template: A Word file whose styles, headers and footers are taken; thbsim's own by default.
    """
    body = Paper(document, template).bytes()
    try:
        return output.write(Path(path), lambda partial: partial.write_bytes(body))
    except OSError as error:
        raise output.FolderError(
            f"--out {path}: cannot write there ({error.strerror}); close the file if it is open, or give another"
        ) from None


class Paper:
    """One Word file in the making."""

    def __init__(self, document, template):
        self.document = document
        self.word = opened(template)
        self.styles = {name: style.style_id for name, style in styles(self.word).items()}
        self.pieces = Pieces(document.language, self.styles["mark"])
        page = page_of(self.word)
        self.width = page.page_width - page.left_margin - page.right_margin
        self.on_new_page = self.after_table = False

    def bytes(self):
        """The file; the same document and template give the same bytes."""
        describe(self.word, self.document)
        mark_pages(self.word, lambda: self.pieces.text(self.document.marking), self.pieces.pages, self.styles)
        self._begin()
        for block in self.document.blocks:
            self._add(block)
        if self.after_table:
            self._paragraph("normal")  # Word wants one after a table
        body = io.BytesIO()
        self.word.save(body)
        return repacked(body.getvalue())

    def _begin(self):
        """The title, and what the paper is about."""
        self._paragraph("title", self.pieces.text(self.document.title))
        if self.document.subtitle:
            self._paragraph("subtitle", self.pieces.text(self.document.subtitle))
        if self.document.about:
            self._put(word_tables.about(self.document.about, self.pieces, self._twips, self.styles))

    def _add(self, block):
        match block:
            case Heading():
                self._paragraph(f"heading {block.level}", self.pieces.heading(block.text))
            case Paragraph():
                self._paragraph(MANNERS[block.manner], self.pieces.text(block.text))
            case Bullets():
                for item in block.items:
                    self._paragraph("list bullet", self.pieces.text(item))
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case Contents():
                self._contents()
            case PageBreak():
                self.on_new_page = True
            case _:
                raise TypeError(f"no way to write {block!r} in Word")

    def _paragraph(self, style, runs=()):
        """Adds a paragraph, and returns it."""
        paragraph = self.word.add_paragraph()
        paragraph._p.style = self.styles[style]
        paragraph._p.extend(runs)
        if self.on_new_page:
            paragraph.paragraph_format.page_break_before = True
        elif self.after_table and style in FLOWING:
            paragraph.paragraph_format.space_before = Pt(10)
        self.on_new_page = self.after_table = False
        return paragraph

    def _put(self, table):
        self.word.element.body.sectPr.addprevious(table)
        self.after_table = True

    @property
    def _twips(self):
        """The width of the text in twentieths of a point."""
        return int(self.width / Twips(1))

    def _table(self, block):
        caption = self._paragraph("caption", self.pieces.caption("table", block.caption))
        caption.paragraph_format.keep_with_next = True
        self._put(word_tables.table(block, self.pieces, self._twips, self.styles))
        if block.note:
            self._paragraph("note", self.pieces.text(block.note))

    def _picture(self, block):
        paragraph = self._paragraph("normal")
        form = paragraph.paragraph_format
        form.keep_with_next, form.line_spacing, form.space_after = True, 1.0, Pt(0)
        shape = paragraph.add_run().add_picture(io.BytesIO(drawn.png(block.chart, self.document.language)))
        _fit(shape, self.width)
        properties = shape._inline.docPr
        properties.set("descr", bare(block.alternative))
        caption = self._paragraph("caption", self.pieces.caption("figure", block.caption))
        if block.note:
            caption.paragraph_format.keep_with_next = True
            self._paragraph("note", self.pieces.text(block.note))

    def _contents(self):
        """A field that Word fills anew when asked to, with the headings that it has now."""
        headings = [(place, one) for place, one in enumerate(self.document.headings, 1) if one.level <= DEEPEST]
        if not headings:
            return
        title = self._paragraph("toc heading", [run(say(self.document.language, "pagewords.contents"))])
        entries = [
            self._paragraph(f"toc {one.level}", [link(HEADING.format(place), *self.pieces.plain(one.text))])
            for place, one in headings
        ]
        *start, end = field(f'TOC \\o "1-{DEEPEST}" \\h \\z \\u')
        for one in start:
            entries[0]._p[-1].addprevious(one)
        entries[-1]._p.append(end)
        kind = element("docPartObj", element("docPartGallery", val="Table of Contents"), element("docPartUnique"))
        frame = element("sdt", element("sdtPr", kind), element("sdtContent"))
        title._p.addprevious(frame)
        frame[-1].extend(one._p for one in (title, *entries))


def _fit(shape, width):
    """A picture at the size of its chart; smaller, where that is larger than the page."""
    across, down = shape.width / DOTS, shape.height / DOTS
    scale = min(1.0, width / across, TALLEST / down)
    shape.width, shape.height = Emu(round(across * scale)), Emu(round(down * scale))
