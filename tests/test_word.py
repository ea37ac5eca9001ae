"""Papers in Word: what a reader, a screen reader and Word itself find in them."""

import re

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm
from pypdf import PdfReader

from experiments.language import LANGUAGES, say
from experiments.output import FolderError
from experiments.reports import document as papers
from experiments.reports import drawn, word
from experiments.reports.spacing import kept_together
from experiments.reports.word_package import unpacked
from tests.papers import AWKWARD
from tests.papers import document as awkward_document
from tests.word_papers import LINES, TEXTS, chart, pdf_of, sample_document, shown


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def path(language, tmp_path_factory):
    return word.write(sample_document(language), tmp_path_factory.mktemp(language) / "paper.docx")


@pytest.fixture(scope="module")
def read(path):
    """The paper as python-docx reads it."""
    return docx.Document(path)


def styled(read, name):
    return [shown(paragraph) for paragraph in read.paragraphs if paragraph.style.name == name]


def test_headings_have_their_levels(read, language):
    texts = TEXTS[language]
    assert styled(read, "Heading 1") == [kept_together(texts["findings"]), kept_together(texts["annex"])]
    assert styled(read, "Heading 2") == [texts["cost"]]
    assert styled(read, "Heading 3") == [texts["why"]]
    assert styled(read, "Title") == [texts["title"]]


def test_paragraphs_have_the_style_of_their_manner(read, language):
    assert len(styled(read, "Lead")) == 1
    assert styled(read, "Warning") == [kept_together(TEXTS[language]["warning"])]
    assert len(styled(read, "List Bullet")) == 2
    assert len(styled(read, "Note")) == 3


def test_captions_are_numbered_by_word_and_say_table_and_figure_in_the_language(read, language):
    table, figure = (say(language, f"pagewords.{kind}", number="").strip(" .") for kind in ("table", "figure"))
    starts = [text.split(". ")[0] for text in styled(read, "Caption")]
    assert starts == [f"{table}\u00a01", f"{figure}\u00a01", f"{table}\u00a02"]
    fields = [one.text.split()[1] for one in read.element.body.iter(qn("w:instrText")) if "SEQ" in one.text]
    assert fields == [table, figure, table]


def test_a_caption_stays_with_its_table_and_a_picture_with_its_caption(read):
    captions = [paragraph for paragraph in read.paragraphs if paragraph.style.name == "Caption"]
    assert captions[0].paragraph_format.keep_with_next
    assert captions[0]._p.getnext().tag == qn("w:tbl")
    picture = captions[1]._p.getprevious()
    assert picture.xpath(".//w:drawing")
    assert picture.xpath("./w:pPr/w:keepNext")


def test_the_first_row_of_a_table_comes_again_on_each_page_and_rows_stay_whole(read):
    _, small, wide = read.tables
    for table in (small, wide):
        assert table.style.name == "Report Table"
        first, *others = table._tbl.tr_lst
        assert first.xpath("./w:trPr/w:tblHeader")
        assert not any(row.xpath("./w:trPr/w:tblHeader") for row in others)
        assert all(row.xpath("./w:trPr/w:cantSplit") for row in table._tbl.tr_lst)


def test_numbers_stand_right_and_words_left(read):
    row = read.tables[1].rows[1]
    assert [bool(cell.paragraphs[0]._p.xpath("./w:pPr/w:jc[@w:val='right']")) for cell in row.cells] == [
        False,
        True,
        True,
        False,
    ]


def test_a_table_of_nine_columns_is_as_wide_as_the_text_and_in_small_letters(read):
    wide, section = read.tables[2], read.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert sum(column.width for column in wide.columns) == pytest.approx(room, rel=0.002)
    assert {cell.paragraphs[0].style.name for cell in wide.rows[1].cells} == {"Small Table Text"}


def test_a_narrow_column_does_not_break_its_numbers():
    block = papers.Table("", ("n", "what"), (("123456789", "word " * 40),), widths=(1, 60))
    styles = {name: name for name in ("report table", "table text", "small table text")}
    made = word.word_tables.table(block, word.Pieces("en", "Mark"), 9_000, styles)
    first, second = (int(one.get(qn("w:w"))) for one in made.iter(qn("w:gridCol")))
    assert first >= 9 * 115
    assert first + second == pytest.approx(9_000, abs=2)


def test_a_picture_has_its_alternative_text_and_the_size_of_its_chart(read, language):
    (shape,) = read.inline_shapes
    assert shape._inline.docPr.get("descr") == kept_together(TEXTS[language]["alternative"])
    pixels = float(re.search(r'width="([\d.]+)', drawn.svg(chart(), language))[1])
    assert shape.width / Cm(2.54) * 96 == pytest.approx(pixels, rel=0.01)


def test_the_contents_show_the_headings_before_word_is_asked_and_lead_to_them(read, language):
    texts = TEXTS[language]
    (contents,) = read.element.body.xpath("./w:sdt/w:sdtContent")
    title, *entries = contents.findall(qn("w:p"))
    assert "".join(one.text for one in title.iter(qn("w:t"))) == say(language, "pagewords.contents")
    assert ["".join(one.text for one in entry.iter(qn("w:t"))) for entry in entries] == [
        kept_together(texts[key]) for key in ("findings", "cost", "annex")
    ]
    kinds = [one.get(qn("w:fldCharType")) or "code" for one in contents.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert next(contents.iter(qn("w:instrText"))).text.strip() == 'TOC \\o "1-2" \\h \\z \\u'
    headings = {
        one.getparent().xpath("string(./w:pPr/w:pStyle/@w:val)"): one.get(qn("w:name"))
        for one in read.element.body.xpath(".//w:bookmarkStart[starts-with(@w:name, '_Toc')]")
    }
    assert headings["Heading2"] == entries[1].xpath("string(./w:hyperlink/@w:anchor)")


def test_every_link_has_its_bookmark_and_marks_lead_to_the_annex(read):
    body = read.element.body
    names = body.xpath(".//w:bookmarkStart/@w:name")
    anchors = body.xpath(".//w:hyperlink/@w:anchor")
    assert set(anchors) <= set(names)
    assert len(names) == len(set(names)) == len(set(body.xpath(".//w:bookmarkStart/@w:id"))) == LINES + 4
    annex = read.tables[2]._tbl
    assert annex.xpath(".//w:bookmarkStart/@w:name") == [f"line_{line}" for line in range(1, LINES + 1)]
    marks = body.xpath(".//w:hyperlink[w:r/w:rPr/w:rStyle/@w:val='Mark']")
    assert {one.get(qn("w:anchor")) for one in marks} == {f"line_{line}" for line in range(1, 8)}


def test_numbers_and_their_units_stay_on_a_line(read):
    (lead,) = styled(read, "Lead")
    assert "1\u00a0250\u00a00002\u00a0EUR" in lead  # with the mark 2
    assert "123\u00a0%" in lead


def test_the_language_is_that_of_the_document(path, language):
    expected = {"en": "en-GB", "nl": "nl-BE", "fr": "fr-BE", "de": "de-DE"}[language]
    parts = unpacked(path)
    assert f'<w:lang w:val="{expected}"/>'.encode() in parts["word/styles.xml"]
    properties = docx.Document(path).core_properties
    assert (properties.language, properties.author) == (expected, "thbsim")
    assert (properties.title, properties.subject) == (TEXTS[language]["title"], TEXTS[language]["subtitle"])


def test_the_same_document_gives_the_same_bytes(path, language, tmp_path):
    assert word.write(sample_document(language), tmp_path / "again.docx").read_bytes() == path.read_bytes()


def test_libreoffice_prints_it_with_the_marking_on_every_page(path, language, tmp_path):
    pages = PdfReader(pdf_of(path, tmp_path)).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        text = " ".join(page.extract_text().split())
        assert " ".join(kept_together(TEXTS[language]["marking"]).split()) in text
        assert say(language, "papers.page", page=number, pages=len(pages)) in text


def test_texts_with_letters_that_xml_has_no_place_for_are_written_without_these(tmp_path):
    odd = papers.Document("en", "A \x01title\ud800", "", "Simulation", (), (papers.Paragraph("one\x00two"),))
    assert styled(docx.Document(word.write(odd, tmp_path / "odd.docx")), "Title") == ["A title"]


def test_awkward_texts_stand_as_they_are(language, tmp_path):
    file = docx.Document(word.write(awkward_document(language), tmp_path / "awkward.docx"))
    assert styled(file, "Subtitle") == [AWKWARD]
    assert file.core_properties.subject == AWKWARD


def test_a_file_that_cannot_be_written_is_told_in_one_sentence(tmp_path):
    target = tmp_path / "is a folder"
    (target / "full").mkdir(parents=True)
    for path in (target, tmp_path / "missing" / "paper.docx"):
        with pytest.raises(FolderError, match=r"^--out .*: cannot write there \(.*\); close the file if it is open"):
            word.write(sample_document("en"), path)
    assert list(tmp_path.iterdir()) == [target]


def test_spaces_that_do_not_break():
    assert kept_together("95 % of 3 EUR, > 99 %") == "95\u00a0% of 3\u00a0EUR, >\u00a099\u00a0%"
    assert kept_together("Qui ? « nous » : oui") == "Qui\u00a0? «\u00a0nous\u00a0»\u00a0: oui"
    assert kept_together("in 10 European cities") == "in 10 European cities"
