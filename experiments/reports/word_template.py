"""The Word file that a paper begins from: checked, as it may come from anybody, and emptied but for its looks.

Kept are styles, numbering, fonts, and the headers and footers with their pictures.  What the file says in its body, who
wrote it, and what it fetches from elsewhere stay out.
"""

import io
import re

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as LINK
from docx.oxml.ns import qn

from experiments.reports.template import SHIPPED
from experiments.reports.word_package import PackageError, packed, unpacked
from experiments.requests import UsageError

PARAGRAPH, TABLE, LETTERS = WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.TABLE, WD_STYLE_TYPE.CHARACTER
STYLES = {
    **dict.fromkeys(
        ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "TOC Heading", "toc 1", "toc 2"), PARAGRAPH
    ),
    **dict.fromkeys(("Normal", "Lead", "Note", "Warning", "List Bullet", "Caption", "Marking", "Footer"), PARAGRAPH),
    **dict.fromkeys(("Table Text", "Small Table Text"), PARAGRAPH),
    "Report Table": TABLE,
    "Mark": LETTERS,
}
LOOKS = {LINK.STYLES, LINK.SETTINGS, LINK.NUMBERING, LINK.FONT_TABLE, LINK.THEME, LINK.HEADER, LINK.FOOTER}
SETTINGS = (
    "zoom", "mirrorMargins", "evenAndOddHeaders", "bookFoldPrinting", "defaultTabStop", "autoHyphenation",
    "consecutiveHyphenLimit", "hyphenationZone", "characterSpacingControl", "compat", "themeFontLang",
    "clrSchemeMapping", "decimalSymbol", "listSeparator", "embedTrueTypeFonts",
)  # fmt: skip
INNER = {LINK.IMAGE, LINK.FONT, LINK.HYPERLINK}  # what looks may lead to
PROGRAMS = re.compile(rb"vbaProject|macroEnabled|activeX", re.IGNORECASE)
FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "STYLEREF", "HYPERLINK", "FILENAME"}  # harmless ones
FIELDS |= {"TITLE", "SUBJECT", "AUTHOR", "DOCPROPERTY", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE"}
TYPES = "[Content_Types].xml"


def opened(path=None):
    """A docx Document with no text, from a template; the one that comes with thbsim by default.  Raises UsageError."""
    source = path or SHIPPED
    try:
        parts = unpacked(source)
        _refuse_programs(parts)
        document = _document(parts)
    except OSError as error:
        raise UsageError(f"--template {source}: cannot be read ({error.strerror}); give a Word file (.docx)") from None
    except PackageError as error:
        raise UsageError(f"--template {source}: {error}; give another Word file, or leave --template out") from None
    _check_styles(document, source)
    return document


def styles(document):
    """The styles of a docx Document by name in small letters, as programs differ in these."""
    return {style.name.lower(): style for style in document.styles if style.name}


def _refuse_programs(parts):
    if PROGRAMS.search(parts.get(TYPES, b"")) or any(PROGRAMS.search(name.encode()) for name in parts):
        raise PackageError("it has macros or other programs in it, which are not taken over")


def _document(parts):
    """Emptied; templates of Word (.dotx) are documents by another name."""
    kinds = parts.get(TYPES, b"").replace(b"wordprocessingml.template.main", b"wordprocessingml.document.main")
    try:
        document = docx.Document(io.BytesIO(packed(parts | {TYPES: kinds})))
        _empty(document)
        return document
    except PackageError:
        raise
    except Exception:  # whatever a damaged file brings about in the parsers
        raise PackageError("it is not a Word document, or a damaged or locked one") from None


def _check_styles(document, source):
    found = styles(document)
    missing = [
        name for name, kind in STYLES.items() if (style := found.get(name.lower())) is None or style.type != kind
    ]
    if missing:
        raise UsageError(
            f"--template {source}: it lacks {len(missing)} of the styles that a paper needs: "
            + ", ".join(f"{name} ({STYLES[name].name.lower()})" for name in missing)
            + f"; make them in it, copy them from {SHIPPED} with Word's organiser, or leave --template out"
        )


def _empty(document):
    """Take the body out, and all that belongs to it."""
    _gather_headers(document.sections)
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    for columns in body.get_or_add_sectPr().findall(qn("w:cols")):
        columns.getparent().remove(columns)
    used = set(body.xpath(".//@r:id"))
    _keep(document.part, lambda key, link: link.reltype in LOOKS and (key in used or not _is_header(link)))
    _keep(document.part.package, lambda key, link: link.reltype == LINK.OFFICE_DOCUMENT)
    _free_settings(document.settings.element, document.part.part_related_by(LINK.SETTINGS))
    for link in document.part.rels.values():
        _check_look(link)


def _gather_headers(sections):
    """The last section, which is kept, gets the headers and footers that it has from the ones before it."""
    if not len(sections):
        return
    last = sections[-1]._sectPr
    have = {(mark.tag, mark.type_) for mark in _headers(last)}
    for section in list(sections)[-2::-1]:
        for mark in _headers(section._sectPr):
            if (mark.tag, mark.type_) not in have:
                have.add((mark.tag, mark.type_))
                last.insert(0, mark)


def _headers(section):
    return [*section.findall(qn("w:headerReference")), *section.findall(qn("w:footerReference"))]


def _is_header(link):
    return link.reltype in (LINK.HEADER, LINK.FOOTER)


def _keep(part, is_kept):
    for key, link in list(part.rels.items()):
        if not is_kept(key, link):
            del part.rels[key]


def _free_settings(element, part):
    """What changes the look of pages stays; no mail merge, no other templates, no protection, no notes of the body."""
    kept = {qn(f"w:{name}") for name in SETTINGS}
    for one in list(element):
        leads_on = any(key == qn("r:id") for inner in one.iter() for key in inner.attrib)
        if one.tag not in kept or leads_on:
            element.remove(one)
    part.rels.clear()


def _check_look(link):
    """Raises PackageError where a part that is kept would fetch or run something."""
    if link.is_external:
        raise PackageError("its styles or settings are kept elsewhere")
    part = link.target_part
    for inner in part.rels.values():
        if inner.reltype not in INNER or (inner.is_external and inner.reltype != LINK.HYPERLINK):
            raise PackageError(
                f"{part.partname} leads to something that is no picture, or not in the file"
                f" ({inner.reltype.split('/')[-1]}); take it out, or put the picture itself in"
            )
    if _is_header(link):
        _check_fields(part)


def _check_fields(part):
    simple = part.element.xpath(".//w:fldSimple/@w:instr")
    complex_ = "".join(
        one.text or "" if one.tag == qn("w:instrText") else "\n"
        for one in part.element.xpath(".//w:fldChar | .//w:instrText")
    )
    for field in (*simple, *complex_.splitlines()):
        word = field.split()[0].upper() if field.split() else "PAGE"
        if word not in FIELDS:
            raise PackageError(
                f"{part.partname} has a field {word[:20]}, which may fetch or run something; take it out"
            )
