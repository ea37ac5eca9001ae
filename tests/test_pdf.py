"""A document as a PDF file, printed from its page."""

import logging
import os
import re
import sys

import pypdf
import pytest

from experiments.language import LANGUAGES
from experiments.reports import pdf
from experiments.reports.document import Document, Picture, Table
from experiments.requests import UsageError
from tests import papers
from tests.test_page import LANGS

MARGIN = 18 / 25.4 * 72 - 1  # of page.css [points]


@pytest.fixture(scope="module")
def printer():
    """WeasyPrint is there; the check of the whole project has to have it."""
    try:
        pdf._weasyprint()
    except UsageError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"NO PDF FILE IS TESTED: {error}")


@pytest.fixture(scope="module", params=LANGUAGES)
def document(request):
    return papers.document(request.param, sections=2)


@pytest.fixture(scope="module")
def written(document, printer, tmp_path_factory):
    return pdf.write(document, tmp_path_factory.mktemp("pdf") / "paper.pdf")


@pytest.fixture(scope="module")
def read(written):
    return pypdf.PdfReader(written)


def text(page):
    return " ".join(page.extract_text().replace("\xa0", " ").replace("\u202f", " ").split())


def outline(read, bookmarks=None, level=1):
    """Level, title and page of each bookmark."""
    for one in read.outline if bookmarks is None else bookmarks:
        if isinstance(one, list):
            yield from outline(read, one, level + 1)
        else:
            yield level, one.title.replace("\xa0", " "), read.get_destination_page_number(one) + 1


def test_the_marking_stands_once_on_every_page(read, document):
    pages = [text(page) for page in read.pages]
    assert len(pages) >= 4
    warned = [page.count(document.marking) for page in pages]
    assert warned == [2, *[1] * (len(pages) - 1)]  # on the first page, the document itself says it again


def test_pages_are_numbered(read):
    for number, page in enumerate(read.pages, 1):
        assert f"{number} / {len(read.pages)}" in text(page)


def test_the_file_says_its_language_and_title_and_has_tags(read, document):
    assert read.trailer["/Root"]["/Lang"] == LANGS[document.language]
    assert read.metadata.title == document.title
    assert read.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_bookmarks_are_the_headings(read, document):
    expected = [(1, document.title), *((heading.level + 1, heading.text) for heading in document.headings)]
    assert [(level, title) for level, title, _ in outline(read)] == expected


def test_contents_say_the_pages(read, document):
    first, pages = text(read.pages[0]), {title: page for _, title, page in outline(read)}
    for heading in document.headings:
        assert re.search(rf"{re.escape(heading.text)} [ .]*{pages[heading.text]}\b", first)
    assert pages[papers.WORDS[document.language]["annex"]] > 3


def test_each_picture_has_its_alternative_text(read, document):
    said = [str(one["/Alt"]) for one in tagged(read, "/Figure")]
    assert said == [block.alternative for block in document.blocks if isinstance(block, Picture)]


def test_cells_of_tables_know_their_headers(read):
    cells = tagged(read, "/TD")
    assert cells
    assert all(len(cell["/A"]["/Headers"]) == 2 for cell in cells)  # of the row and of the column


def tagged(read, kind):
    """All parts of the file that have a tag, in their order."""
    return [part for part in _parts(read.trailer["/Root"]["/StructTreeRoot"]) if part.get("/S") == kind]


def _parts(parent):
    for child in parent.get("/K", ()):
        part = child.get_object()
        if isinstance(part, dict) and "/S" in part:
            yield part
            yield from _parts(part)


def test_wide_tables_are_printed_across(read):
    shapes = [page.mediabox.width > page.mediabox.height for page in read.pages]
    assert shapes == sorted(shapes)
    assert (shapes[0], shapes[-1]) == (False, True)


def test_no_text_begins_beyond_the_margins(read):
    for page in read.pages:
        for x in places(page):
            assert MARGIN <= x <= page.mediabox.width - MARGIN


def test_a_table_of_long_words_fits_the_page_whether_it_says_widths_or_not(printer, tmp_path):
    headings, row = tuple(f"Verwaltungszuständigkeit{column}" for column in range(9)), ("identified_victims" * 5,) * 9
    for columns in (5, 9):
        for widths in ((), (1.0,) * columns):
            table = Table("Long", headings[:columns], (row[:columns],), widths=widths, words=tuple(range(1, columns)))
            file = pdf.write(Document("de", "A", "", "M", (), (table,)), tmp_path / "paper.pdf")
            for page in pypdf.PdfReader(file).pages:
                assert all(MARGIN <= x <= page.mediabox.width - MARGIN for x in places(page))


def places(page):
    """How far from the left each text begins that is not in a picture [points]."""
    found = []

    def visit(said, matrix, text_matrix, *_):
        x, y = text_matrix[4:]
        if said.strip() and x:
            found.append(x * matrix[0] + y * matrix[2] + matrix[4])

    page.extract_text(visitor_text=visit)
    return found


def test_fonts_are_in_the_file(read):
    fonts = [font.get_object() for page in read.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        (inner,) = font["/DescendantFonts"]
        assert "/FontFile2" in inner["/FontDescriptor"] or "/FontFile3" in inner["/FontDescriptor"]


def test_nothing_in_the_file_leads_out_of_it(written, read):
    for page in read.pages:
        for note in page.get("/Annots", ()):
            assert "/A" not in note.get_object()
    assert b"/URI" not in written.read_bytes()


def test_the_printer_has_nothing_to_complain_about(document, printer, tmp_path, caplog):
    with caplog.at_level(logging.WARNING, "weasyprint"):
        pdf.write(document, tmp_path / "paper.pdf")
    assert caplog.messages == []


def test_the_same_document_gives_the_same_file(document, written, tmp_path):
    again = pdf.write(papers.document(document.language, sections=2), tmp_path / "again.pdf")
    assert again.read_bytes() == written.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.pdf"]


@pytest.mark.parametrize("address", ["http://localhost:9/x.png", "file:///etc/hostname", "ftp://localhost/x"])
def test_nothing_is_fetched_for_a_page(address, printer):
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError):
        HTML(string=f"<img src='{address}'>", url_fetcher=pdf._nothing_else()).write_pdf()


def test_without_the_package_a_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError) as caught:
        pdf.write(papers.document("en"), tmp_path / "paper.pdf")
    assert str(caught.value) == (
        "--format pdf needs WeasyPrint, which is not installed; give make setup-report (or pip install"
        " 'thbsim[report]'), or choose --format docx or html, which do without"
    )
    assert list(tmp_path.iterdir()) == []


def test_without_pango_a_sentence_says_what_to_install(monkeypatch, tmp_path, capsys):
    (tmp_path / "weasyprint.py").write_text(
        "print('WeasyPrint could not import some external libraries')\n"
        "raise OSError(\"cannot load library 'libpango-1.0-0'\\nor another\")\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    with pytest.raises(UsageError) as caught:
        pdf.write(papers.document("en"), tmp_path / "paper.pdf")
    assert str(caught.value) == (
        "--format pdf needs Pango, which this system does not have (cannot load library 'libpango-1.0-0'); on Debian"
        " and Ubuntu, give apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, or choose --format"
        " docx or html, which do without"
    )
    assert capsys.readouterr().out == ""
