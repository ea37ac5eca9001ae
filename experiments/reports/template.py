"""The Word template that comes with thbsim: `python -m experiments.reports.template` writes it anew.

Its styles are plain: A4, Arial, dark on white.  A ministry may give a file of its own instead, with the same styles.
"""

from pathlib import Path

from experiments.reports.word_package import packed

SHIPPED = Path(__file__).with_name("template.docx")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DARK, INK, GREY, RULE = "1F3A5F", "222222", "505050", "B8C0CC"  # on white at least 7 : 1, but for the rules of tables
PALE, WARM, WARM_EDGE = "E9EEF4", "FFF4E2", "A34700"

KEEP = "<w:keepNext/><w:keepLines/>"
BOLD = "<w:b/><w:bCs/>"


def size(points):
    return f'<w:sz w:val="{round(2 * points)}"/><w:szCs w:val="{round(2 * points)}"/>'


def colour(value):
    return f'<w:color w:val="{value}"/>'


def space(before, after, lines=1.0):
    """Before and after a paragraph [points], and between its lines."""
    return (
        f'<w:spacing w:before="{20 * before}" w:after="{20 * after}" w:line="{round(240 * lines)}" w:lineRule="auto"/>'
    )


def edges(sides, value, width, gap):
    """Lines on some sides of a paragraph, `width` in eighths of a point, `gap` in points."""
    lines = "".join(f'<w:{side} w:val="single" w:sz="{width}" w:space="{gap}" w:color="{value}"/>' for side in sides)
    return f"<w:pBdr>{lines}</w:pBdr>"


def shade(value):
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{value}"/>'


def outline(level):
    return f'<w:outlineLvl w:val="{level}"/>'


FRAME = edges(("top", "left", "bottom", "right"), WARM_EDGE, 8, 6) + shade(WARM)
# Name, what it is of, the style after it, paragraph, letters.
PARAGRAPHS = (
    ("Title", "Normal", "Subtitle", KEEP + space(0, 4), BOLD + colour(DARK) + size(24)),
    ("Subtitle", "Normal", "Normal", KEEP + space(0, 14), colour(GREY) + size(13)),
    ("heading 1", "Normal", "Normal", KEEP + space(20, 6) + outline(0), BOLD + colour(DARK) + size(16)),
    ("heading 2", "Normal", "Normal", KEEP + space(14, 4) + outline(1), BOLD + colour(DARK) + size(13)),
    ("heading 3", "Normal", "Normal", KEEP + space(10, 3) + outline(2), BOLD + colour(INK) + size(11)),
    ("TOC Heading", "Normal", "Normal", KEEP + space(14, 6), BOLD + colour(DARK) + size(14)),
    (
        "toc 1",
        "Normal",
        "Normal",
        '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>' + space(5, 2),
        "",
    ),
    (
        "toc 2",
        "Normal",
        "Normal",
        '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>' + space(0, 2) + '<w:ind w:left="340"/>',
        "",
    ),
    ("caption", "Normal", "Normal", "<w:keepLines/>" + space(10, 4), BOLD + colour(INK) + size(9.5)),
    ("header", "Normal", "header", space(0, 0), size(9)),
    ("footer", "Normal", "footer", space(0, 0) + '<w:jc w:val="right"/>', colour(GREY) + size(9)),
    ("Marking", "header", "Marking", space(0, 6) + '<w:jc w:val="center"/>', BOLD + colour(WARM_EDGE) + size(9)),
    ("Lead", "Normal", "Normal", space(0, 9, 1.15), size(12)),
    ("Note", "Normal", "Normal", "<w:keepLines/>" + space(3, 10), colour(GREY) + size(9)),
    (
        "Warning",
        "Normal",
        "Normal",
        "<w:keepLines/>" + FRAME + space(8, 10) + '<w:ind w:left="140" w:right="140"/>',
        "",
    ),
    (
        "List Bullet",
        "Normal",
        "List Bullet",
        '<w:numPr><w:numId w:val="1"/></w:numPr>' + space(0, 4, 1.1) + '<w:ind w:left="340" w:hanging="340"/>',
        "",
    ),
    ("Table Text", "Normal", "Table Text", space(0, 0), size(9)),
    ("Small Table Text", "Table Text", "Small Table Text", space(0, 0), size(7.5)),
)
LETTERS = (
    ("Hyperlink", colour("0B4FA0") + '<w:u w:val="single"/>'),
    ("Mark", colour("0B4FA0") + '<w:vertAlign w:val="superscript"/>'),
)
OWN = ("Marking", "Lead", "Note", "Warning", "Table Text", "Small Table Text", "Mark")  # Word has the others


def identity(name):
    """A style's id: its name without spaces, as Word makes them."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def _own(name):
    return ' w:customStyle="1"' if name in OWN else ""


def _paragraph(name, base, following, paragraph, letters):
    return (
        f'<w:style w:type="paragraph"{_own(name)} w:styleId="{identity(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{identity(base)}"/><w:next w:val="{identity(following)}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _letters(name, letters):
    return (
        f'<w:style w:type="character"{_own(name)} w:styleId="{identity(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>{letters}</w:rPr></w:style>'
    )


def _table():
    """Rules between the rows, the first row shaded."""
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="{value}"/>'
        for side, width, value in (("top", 8, DARK), ("bottom", 8, DARK), ("insideH", 4, RULE))
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 90), ("bottom", 40), ("right", 90))
    )
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:rPr>{BOLD}</w:rPr><w:tcPr>{shade(PALE)}<w:vAlign w:val="bottom"/></w:tcPr>'
        "</w:tblStylePr></w:style>"
    )


def _styles():
    fonts = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
    usual = fonts + colour(INK) + size(10.5) + '<w:lang w:val="en-GB"/>'
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    return (
        f'<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr>{usual}</w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{space(0, 7, 1.15)}</w:pPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f"<w:tblPr><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
        + "".join(_paragraph(*row) for row in PARAGRAPHS)
        + "".join(_letters(*row) for row in LETTERS)
        + _table()
        + "</w:styles>"
    )


def _document():
    return (
        f'<w:document xmlns:w="{WORD}"><w:body><w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1418" w:right="1134" w:bottom="1247" w:left="1134" w:header="624" w:footer="567"'
        ' w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _numbering():
    return (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>'
        '<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _settings():
    return (
        f'<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>'
        "</w:compat></w:settings>"
    )


def _links(*links):
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{LINKS}">{rows}</Relationships>'


def parts():
    """The parts of the template: {name: bytes}."""
    inner = {"styles": _styles(), "numbering": _numbering(), "settings": _settings()}
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *((name, name) for name in inner))
    )
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{kinds}</Types>",
        "_rels/.rels": _links(("officeDocument", "word/document.xml")),
        "word/document.xml": _document(),
        "word/_rels/document.xml.rels": _links(*((name, f"{name}.xml") for name in inner)),
        **{f"word/{name}.xml": text for name, text in inner.items()},
    }
    start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return {name: (start + text).encode() for name, text in texts.items()}


if __name__ == "__main__":
    SHIPPED.write_bytes(packed(parts()))
