"""What stands around the text of a Word file: properties, language, and the marking and the number of every page."""

from docx.oxml.ns import qn
from docx.shared import Cm

from experiments.language import LOCALES
from experiments.reports.word_fields import bare, element

PROOFED = {**LOCALES, "de": "de_DE"}  # Word checks no Belgian German
A4, MARGIN = (Cm(21), Cm(29.7)), Cm(2)
MOST_LETTERS = 255  # of a property
NUMBERED = ".//w:instrText[contains(., 'PAGE')] | .//w:fldSimple[contains(@w:instr, 'PAGE')]"


def describe(word, document):
    """Properties, with no time in them, and the language of every style.

    Args:
        word: A docx Document.
        document: A Document.
    """
    language = PROOFED[document.language].replace("_", "-")
    properties = word.core_properties
    properties.title, properties.subject = _property(document.title), _property(document.subtitle)
    properties.language, properties.author, properties.last_modified_by = language, "thbsim", "thbsim"
    for time in properties._element.xpath("dcterms:created | dcterms:modified"):
        properties._element.remove(time)
    styles = word.styles.element
    _usual(styles)
    for one in styles.xpath(".//w:lang"):
        one.set(qn("w:val"), language)


def _property(text):
    return bare(text)[:MOST_LETTERS]


def _usual(styles):
    """The language of all styles that name none."""
    parent = styles
    for place, tag in enumerate(("docDefaults", "rPrDefault", "rPr", "lang")):
        child = parent.find(qn(f"w:{tag}"))
        if child is None:
            child = element(tag)
            parent.insert(0 if place < 3 else len(parent), child)
        parent = child


def page_of(word):
    """The Section of a docx Document that has one; A4, where it does not say."""
    section = word.sections[0]
    section.page_width, section.page_height = section.page_width or A4[0], section.page_height or A4[1]
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        if getattr(section, side) is None:
            setattr(section, side, MARGIN)
    return section


def mark_pages(word, marking, pages, styles):
    """The marking above every page, and its number below; what the template has there stays.

    Args:
        word: A docx Document.
        marking: Gives the runs of the marking; called for each kind of page.
        pages: Gives the runs that say: page 2 of 7.
        styles: {name in small letters: id}.
    """
    section, kinds = word.sections[0], [""]
    kinds += ["first_page_"] * section.different_first_page_header_footer
    kinds += ["even_page_"] * word.settings.odd_and_even_pages_header_footer
    for kind in kinds:
        header, footer = getattr(section, f"{kind}header"), getattr(section, f"{kind}footer")
        _add_line(header, styles["marking"], marking())
        if not footer._element.xpath(NUMBERED):
            _add_line(footer, styles["footer"], pages())


def _add_line(edge, style, runs):
    """A paragraph at the end of a header or footer; in place of the one that it has, if that is empty."""
    edge.is_linked_to_previous = False
    found = edge.paragraphs
    is_empty = len(found) == 1 and not edge.tables and not found[0]._p.xpath("./*[not(self::w:pPr)]")
    paragraph = found[0] if is_empty else edge.add_paragraph()
    paragraph._p.style = style
    paragraph._p.extend(runs)
