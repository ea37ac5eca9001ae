"""A document as an HTML page: whole by itself, and readable by everyone."""

import re
from dataclasses import replace
from itertools import pairwise

import altair as alt
import pytest
from lxml import html as parser

from experiments.language import LANGUAGES
from experiments.reports import page
from experiments.reports.document import Document, Heading, Paragraph, Picture, marked, plain
from tests import papers

LANGS = {"en": "en-GB", "nl": "nl-BE", "fr": "fr-BE", "de": "de-BE"}
LEAST_CONTRAST = 4.5  # of WCAG 2.2, level AA


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def document(language):
    return papers.document(language, sections=2)


@pytest.fixture(scope="module")
def written(document):
    return page.html(document)


@pytest.fixture(scope="module")
def root(written):
    return parser.document_fromstring(written)


def text(found):
    return " ".join(found.text_content().replace("\xa0", " ").replace("\u202f", " ").split())


def test_a_page_says_its_language_its_title_and_that_it_fits_any_screen(root, document, language):
    assert root.get("lang") == LANGS[language]
    assert root.findtext("head/title") == document.title
    assert root.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]
    assert root.xpath("//meta[@charset]/@charset") == ["utf-8"]


def test_a_page_has_its_landmarks_and_first_of_all_a_way_to_the_content(root, language):
    for tag in ("header", "nav", "main", "footer", "aside"):
        assert len(root.xpath(f"//{tag}")) == 1, tag
    first = root.xpath("//body//a")[0]
    assert first.get("href") == "#" + root.xpath("//main/@id")[0]
    skip = {"en": "Skip to the content", "nl": "Naar de inhoud springen", "fr": "Aller directement au contenu"}
    assert first.text == skip.get(language, "Direkt zum Inhalt springen")


def test_headings_begin_with_one_title_and_leave_out_no_level(root, document):
    headings = root.xpath("//h1|//h2|//h3|//h4|//h5|//h6")
    levels = [int(heading.tag[1]) for heading in headings]
    assert levels == [1, *(heading.level + 1 for heading in document.headings)]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert text(headings[0]) == document.title


def test_contents_lead_to_all_headings_as_deep_as_these_are(root, document):
    links = root.xpath("//nav//a")
    assert [text(link) for link in links] == [heading.text for heading in document.headings]
    assert [len(link.xpath("ancestor::ol")) for link in links] == [heading.level for heading in document.headings]
    for link, heading in zip(links, document.headings, strict=True):
        (found,) = root.xpath(f"//*[@id='{link.get('href')[1:]}']")
        assert text(found) == heading.text


def test_each_link_leads_to_a_place_in_the_page_and_no_place_is_there_twice(root):
    names = root.xpath("//@id")
    assert len(names) == len(set(names))
    links = root.xpath("//@href")
    assert len(links) > 10
    assert {link.partition("#")[0] for link in links} == {""}
    assert {link[1:] for link in links} <= set(names)
    named = [name for names in root.xpath("//@aria-labelledby") for name in names.split()]
    assert set(named) <= set(names)


def test_each_picture_says_its_alternative_text_and_nothing_in_english(root, document, language):
    pictures = [block for block in document.blocks if isinstance(block, Picture)]
    drawings = root.xpath("//figure//svg")
    assert len(drawings) == len(pictures) == 2
    for drawing, picture in zip(drawings, pictures, strict=True):
        assert drawing.get("role") == "img"
        (said,) = root.xpath(f"//*[@id='{drawing.get('aria-labelledby')}']")
        assert said.text == picture.alternative
        assert not drawing.xpath(".//*[@role]|.//@aria-label|.//@aria-roledescription")
        assert papers.WORDS[language]["victims"] in text(drawing)


def test_the_parts_of_two_pictures_are_not_taken_for_each_other(root, document):
    for drawing in root.xpath("//figure//svg"):
        own = set(drawing.xpath(".//*/@id"))
        pointed = {name for value in drawing.xpath(".//@clip-path") for name in re.findall(r"#([\w-]+)", value)}
        assert pointed
        assert pointed <= own


def test_a_page_asks_for_nothing_and_runs_nothing(root, written):
    assert not root.xpath("//script|//link|//iframe|//img|//object|//embed|//base|//form|//image")
    assert not root.xpath("//@src|//@srcset|//@*[starts-with(name(), 'on')]")
    assert not re.search("https?:|@import|url\\((?!#)", written)


def test_texts_stay_texts_whatever_signs_are_in_them(root, written, document):
    assert "<script>" not in written
    assert "<at>" not in written
    assert text(root.xpath("//*[@class='subtitle']")[0]) == papers.AWKWARD
    for found in ("//dd", "//p[@class='lead']", "//li[not(a)]", "//div[@class='table']/p[@class='note']"):
        assert any(text(one).endswith(papers.AWKWARD) for one in root.xpath(found)), found
    awkward = parser.document_fromstring(page.html(replace(document, title=papers.AWKWARD, marking=papers.AWKWARD)))
    assert awkward.findtext("head/title") == papers.AWKWARD
    assert text(awkward.xpath("//aside")[0]) == papers.AWKWARD
    assert [child.tag for child in awkward] == ["head", "body"]
    assert not awkward.xpath("//script")


def test_the_marking_stands_above_the_page_below_it_and_on_each_sheet_of_paper(root, document):
    assert [text(found) for found in root.xpath("//aside|//footer")] == [document.marking] * 2
    style = root.findtext("head/style")
    assert re.search(r"\.marking \{\s*position: sticky;\s*top: 0;", style)
    (quoted,) = re.findall(r'@top-center \{ content: "(.*?)"; \}', style)
    printed = re.sub(r"\\([0-9a-f]+) ", lambda sign: chr(int(sign[1], 16)), quoted)
    assert printed.replace("\xa0", " ") == document.marking


def test_marks_lead_to_their_lines_and_lines_lead_back(root, language):
    marks = root.xpath("//sup/a")
    assert len(marks) > 10
    assert {mark.get("href") for mark in marks} == {"#line-1", "#line-2"}
    word = {"en": "source", "nl": "bron", "fr": "source", "de": "Quelle"}[language]
    assert {mark.get("aria-label") for mark in marks} == {f"{word} 1", f"{word} 2"}
    lines = root.xpath("//a[starts-with(@id, 'line-')]")
    assert [line.text for line in lines] == [str(number) for number in range(1, 30)]
    assert [line.get("href") for line in lines] == ["#mark-1", "#mark-2", *[None] * 27]


def test_a_mark_without_a_line_is_no_link():
    lonely = Document("en", "A", "", "M", (), (Paragraph(marked("17.3", 4)),))
    (mark,) = parser.document_fromstring(page.html(lonely)).xpath("//sup/a")
    assert (mark.text, mark.get("href")) == ("4", None)


def test_tables_have_captions_and_cells_that_say_what_they_are(root, document, language):
    tables = root.xpath("//table")
    word = {"en": "Table", "nl": "Tabel", "fr": "Tableau", "de": "Tabelle"}[language]
    for number, table in enumerate(tables, 1):
        assert text(table.find("caption")).startswith(f"{word} {number}. ")
        assert set(table.xpath("thead/tr/th/@scope")) == {"col"}
        assert table.xpath("count(tbody/tr)") == table.xpath("count(tbody/tr/th[@scope='row'])") > 0
    first = tables[0]
    assert [cell.get("class") for cell in first.xpath("thead/tr/th")] == [None, None, "number", "number"]
    assert [cell.get("class") for cell in first.xpath("tbody/tr[1]/td")] == [None, "number", "number"]
    assert first.xpath("colgroup/col/@style") == [f"width: {share}%" for share in (33.3, 33.3, 22.2, 11.1)]


def test_tables_and_pictures_scroll_by_themselves_and_can_be_reached_by_keys(root):
    for thing in root.xpath("//table|//figure//svg"):
        around = thing.getparent()
        assert around.get("class") == "scroll"
        assert around.get("tabindex") == "0"
    assert re.search(r"\.scroll \{\s*overflow-x: auto;", root.findtext("head/style"))


def test_figures_are_numbered_in_words_of_the_language(root, language):
    word = {"en": "Figure", "nl": "Figuur", "fr": "Figure", "de": "Abbildung"}[language]
    said = [plain(papers.WORDS[language]["victims"])] * 2
    assert [text(one) for one in root.xpath("//figcaption")] == [
        f"{word} {number}. {caption}2" for number, caption in enumerate(said, 1)
    ]


def test_manners_of_paragraphs_are_kept(root):
    for manner in ("lead", "note", "warning"):
        assert root.xpath(f"//main//p[@class='{manner}']"), manner


def test_the_same_document_gives_the_same_page(document, written):
    assert page.html(papers.document(document.language, sections=2)) == written


def test_a_page_is_written_whole(document, written, tmp_path):
    assert page.write(document, tmp_path / "paper.html") == tmp_path / "paper.html"
    assert (tmp_path / "paper.html").read_bytes() == written.encode()
    assert [path.name for path in tmp_path.iterdir()] == ["paper.html"]


def test_a_picture_that_asks_for_another_file_is_refused():
    values = alt.Data(values=[{"file": "https://example.org/x.png"}])
    chart = alt.Chart(values).mark_image(width=9, height=9).encode(url="file:N")
    with pytest.raises(ValueError, match=r"a picture asks for https://example\.org/x\.png"):
        page.html(Document("en", "A", "", "M", (), (Picture("Of another", "Text", chart),)))


def test_what_is_no_block_is_told():
    with pytest.raises(TypeError, match="no page can show a str"):
        page.html(Document("en", "A", "", "M", (), (Heading("B"), "text")))


def test_all_letters_stand_out_from_all_grounds():
    style = page.STYLE.read_text(encoding="utf-8")
    letters, grounds = (set(re.findall(rf"(?<![-\w]){kind}: (.*?);", style)) for kind in ("color", "background"))
    assert len(letters) >= 4
    assert len(grounds) >= 4
    assert min(contrast(letter, ground) for letter in letters for ground in grounds) >= LEAST_CONTRAST


def test_contrast_is_measured_as_the_standard_says():
    assert contrast("#ffffff", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # known to be just too pale


def contrast(one, other):
    """Of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255.0 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
