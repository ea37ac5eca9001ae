"""What Word works out itself, with what it shows until then: fields, bookmarks, links in the document, captions.

The functions make elements of WordprocessingML; texts are those of experiments.reports.document, with their marks.
"""

import re
from itertools import count

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from experiments.language import say
from experiments.reports.document import MARK, TARGET, plain, spans
from experiments.reports.spacing import NO_BREAK, kept_together

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE = "line_{}"  # bookmark of a line of the annex
HEADING = "_Toc{:06d}"  # bookmark of a heading, named as Word names them


def bare(text):
    """A text without its marks, as a property or an attribute may hold it."""
    return NOT_IN_XML.sub("", kept_together(plain(text)))


def element(tag, *children, **attributes):
    """An element of the namespace w; attributes too."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(text, style=None, bold=False):
    """Letters; `style` is an id."""
    made = OxmlElement("w:r")
    made.text = NOT_IN_XML.sub("", text)
    looks = [element("rStyle", val=style)] * (style is not None) + [element("b")] * bold
    if looks:
        made.insert(0, element("rPr", *looks))
    return made


def field(instruction, *shown):
    """A field and the runs that it shows until it is worked out again."""
    code = element("instrText")
    code.text = f" {instruction} "
    code.set(qn("xml:space"), "preserve")
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", code),
        element("r", element("fldChar", fldCharType="separate")),
        *shown,
        element("r", element("fldChar", fldCharType="end")),
    ]


def link(anchor, *runs, hint=""):
    """Leads to a bookmark; `hint` shows under the pointer."""
    made = element("hyperlink", *runs, anchor=anchor, history=1)
    if hint:
        made.set(qn("w:tooltip"), hint)
    return made


class Pieces:
    """Makes the pieces of one document's texts; bookmarks and captions are numbered through."""

    def __init__(self, language, mark_style):
        self.language = language
        self.mark_style = mark_style
        self.bookmarks = count(1)
        self.headings = count(1)
        self.captions = {"table": count(1), "figure": count(1)}

    def bookmark(self, name, *runs):
        """Runs within a bookmark."""
        number = next(self.bookmarks)
        return [element("bookmarkStart", id=number, name=name), *runs, element("bookmarkEnd", id=number)]

    def text(self, text, bold=False):
        """Runs of a text; its marks lead to their targets."""
        made = []
        for span in spans(kept_together(text)):
            if span.kind == MARK:
                hint = say(self.language, "papers.line", number=span.text)
                made.append(link(LINE.format(span.text), run(span.text, self.mark_style), hint=hint))
            elif span.kind == TARGET:
                made.extend(self.bookmark(LINE.format(span.text), run(span.text, bold=bold)))
            else:
                made.append(run(span.text, bold=bold))
        return made

    def plain(self, text):
        """Runs of a text without its marks."""
        return [run(bare(text))]

    def heading(self, text):
        """Runs of a heading, to which the contents lead."""
        return self.bookmark(HEADING.format(next(self.headings)), *self.text(text))

    def caption(self, kind, text):
        """Runs of a caption: Table 3. ..., numbered by Word; `kind` is table or figure."""
        label, after = say(self.language, f"pagewords.{kind}", number="|").split("|")
        number = field(f"SEQ {label.strip()} \\* ARABIC", run(str(next(self.captions[kind]))))
        return [run(label.replace(" ", NO_BREAK)), *number, run(f"{after} "), *self.text(text)]

    def pages(self):
        """Runs that say: page 2 of 7."""
        before, between, after = re.split(
            "{page}|{pages}", say(self.language, "papers.page", page="{page}", pages="{pages}")
        )
        return [
            run(before),
            *field("PAGE", run("1")),
            run(between),
            *field("NUMPAGES", run("1")),
            *([run(after)] * bool(after)),
        ]
