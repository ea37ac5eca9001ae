"""Word files that a ministry, or anybody, gives as a template: what is taken from them, and which are refused."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import altair as alt
import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from pypdf import PdfReader

from experiments.reports import drawn, template, word, word_template
from experiments.reports.word_package import LARGEST, unpacked
from experiments.requests import UsageError
from tests.word_papers import pdf_of, sample_document, shown


def test_the_template_that_comes_along_is_what_the_script_makes_and_has_every_style():
    assert unpacked(template.SHIPPED) == template.parts()
    assert not word_template.opened().element.body.xpath("./w:p")


def picture(name):
    """Of letters, as a file in memory."""
    letters = alt.Chart(alt.Data(values=[{"name": name}])).mark_text(fontSize=30).encode(text="name:N")
    return io.BytesIO(drawn.png(letters, "en"))


def ministry(path, change=lambda file: None):
    """A ministry's Word file: a logo in the headers, another first page, even pages, and a letter in its body."""
    file = docx.Document(template.SHIPPED)
    file.core_properties.author = "A. Person"
    section = file.sections[0]
    section.different_first_page_header_footer = True
    file.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.first_page_header, section.even_page_header):
        header.paragraphs[0].add_run().add_picture(picture("Logo"), width=Cm(3))
        header.add_paragraph("Ministry of Examples")
    section.footer.paragraphs[0].text = "Example street 1"
    file.add_paragraph("a letter to somebody").add_run().add_picture(picture("Letter"))
    file.add_section()  # whose headers are those of the one before
    change(file)
    file.save(path)
    return path


def test_a_ministrys_template_keeps_its_logo_and_gets_the_marking(tmp_path):
    given = ministry(tmp_path / "ministry.docx", lambda file: setattr(file.styles["Title"].font, "size", Pt(40)))
    sample = sample_document("fr")
    made = word.write(sample, tmp_path / "made.docx", given)
    file = docx.Document(made)
    (section,) = file.sections
    assert file.styles["Title"].font.size == Pt(40)
    for header in (section.header, section.first_page_header, section.even_page_header):
        assert header._element.xpath(".//pic:pic")
        assert [paragraph.text for paragraph in header.paragraphs] == ["", "Ministry of Examples", sample.marking]
    footer = [shown(paragraph) for paragraph in section.footer.paragraphs]
    assert footer == ["Example street 1", "Page 1 sur 1"]
    for page in PdfReader(pdf_of(made, tmp_path)).pages:
        text = page.extract_text()
        assert sample.marking in text
        assert "Ministry of Examples" in text


def test_what_a_template_says_and_who_wrote_it_stay_out(tmp_path):
    made = word.write(sample_document("en"), tmp_path / "made.docx", ministry(tmp_path / "ministry.docx"))
    whole = b"".join(unpacked(made).values())
    assert b"letter to somebody" not in whole
    assert b"A. Person" not in whole
    pictures = [name for name in unpacked(made) if name.endswith(".png")]
    assert len(pictures) == 2  # the logo and the chart


def test_a_template_that_is_a_dotx_is_taken(tmp_path):
    given = changed(
        tmp_path / "house.dotx", {"[Content_Types].xml": lambda text: text.replace(b"document.main", b"template.main")}
    )
    assert word.write(sample_document("en"), tmp_path / "made.docx", given).is_file()


def test_a_template_made_by_a_dutch_word_is_taken(tmp_path):
    def dutch(part):
        for ours, theirs in (("Heading", "Kop"), ("Title", "Titel"), ("Caption", "Bijschrift"), ("TOC", "Inhopg")):
            part = part.replace(f'w:styleId="{ours}'.encode(), f'w:styleId="{theirs}'.encode())
        return part

    given = changed(tmp_path / "dutch.docx", {"word/styles.xml": dutch})
    file = docx.Document(word.write(sample_document("nl"), tmp_path / "made.docx", given))
    assert {p._p.style for p in file.paragraphs} >= {"Kop1", "Kop2", "Kop3", "Titel", "Bijschrift"}


def test_every_missing_style_of_a_template_is_told_at_once(tmp_path):
    def without(file):
        for name in ("Lead", "Report Table", "Heading 3"):
            file.styles[name].delete()

    with pytest.raises(UsageError) as caught:
        word.write(sample_document("en"), tmp_path / "made.docx", ministry(tmp_path / "ministry.docx", without))
    assert str(caught.value) == (
        f"--template {tmp_path / 'ministry.docx'}: it lacks 3 of the styles that a paper needs: Heading 3 (paragraph),"
        f" Lead (paragraph), Report Table (table); make them in it, copy them from {template.SHIPPED} with Word's"
        " organiser, or leave --template out"
    )
    assert not (tmp_path / "made.docx").exists()


def changed(path, changes, more=None):
    """The template that comes along with other parts, written to a path."""
    parts = template.parts() | (more or {})
    for name, change in changes.items():
        parts[name] = change(parts[name])
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def refusal(path):
    with pytest.raises(UsageError) as caught:
        word_template.opened(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_files_that_are_no_word_documents_are_refused(tmp_path):
    text = tmp_path / "text.docx"
    text.write_text("not a zip")
    assert refusal(text).endswith(
        "text.docx: it is not a Word document, or a damaged or locked one; give another Word file, or leave --template"
        " out"
    )
    assert "damaged" in refusal(changed(tmp_path / "cut.docx", {"word/styles.xml": lambda part: part[:200]}))
    whole = template.SHIPPED.read_bytes()
    text.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refusal(text)
    assert "cannot be read (No such file or directory)" in refusal(tmp_path / "missing.docx")
    assert "cannot be read" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        (
            {
                "[Content_Types].xml": lambda part: part.replace(
                    b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                    b"vnd.ms-word.document.macroEnabled.main",
                )
            },
            {},
        ),
        ({}, {"word/vbaProject.bin": b"program"}),
        ({}, {"word/activeX/activeX1.xml": b"<x/>"}),
    ],
)
def test_templates_with_programs_are_refused(changes, more, tmp_path):
    assert "it has macros or other programs in it" in refusal(changed(tmp_path / "macro.docx", changes, more))


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path):
    assert "it unpacks to more than 60 MB" in refusal(
        changed(tmp_path / "bomb.docx", {}, {"word/media/zeros.bin": bytes(LARGEST + 1)})
    )
    many = {f"word/media/{number}": b"" for number in range(2_001)}
    assert "it has more than 2000 parts" in refusal(changed(tmp_path / "many.docx", {}, many))


@pytest.mark.parametrize(
    "code", ["DDEAUTO c:\\\\windows\\\\cmd.exe", 'INCLUDEPICTURE "http://example.org/logo.png"', "QUOTE 68 68 69"]
)
def test_a_header_that_fetches_or_runs_something_is_refused(code, tmp_path):
    def with_field(file):
        for one in word.field(code):
            file.sections[0].header.paragraphs[0]._p.append(one)

    told = refusal(ministry(tmp_path / "fetching.docx", with_field))
    assert f"has a field {code.split()[0]}, which may fetch or run something; take it out" in told


def test_a_header_with_a_linked_picture_is_refused(tmp_path):
    def with_link(file):
        file.sections[0].header.part.relate_to(
            "http://example.org/logo.png", word_template.LINK.IMAGE, is_external=True
        )

    assert "leads to something that is no picture, or not in the file (image)" in refusal(
        ministry(tmp_path / "linked.docx", with_link)
    )


def test_a_template_elsewhere_is_not_fetched(tmp_path):
    def attached(file):
        part = file.part.part_related_by(word_template.LINK.SETTINGS)
        key = part.relate_to("http://example.org/evil.dotm", f"{template.OFFICE}/attachedTemplate", is_external=True)
        one = word.element("attachedTemplate")
        one.set(qn("r:id"), key)
        file.settings.element.insert(0, one)

    made = word.write(sample_document("en"), tmp_path / "made.docx", ministry(tmp_path / "ministry.docx", attached))
    assert b"example.org" not in b"".join(unpacked(made).values())
