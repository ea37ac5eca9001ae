"""A document as one HTML file, which needs nothing else: no script, no other file, no request to anywhere."""

import re
from pathlib import Path

from experiments import output
from experiments.language import LOCALES, say
from experiments.reports.document import plain
from experiments.reports.elements import element, serialised
from experiments.reports.page_blocks import Blocks
from experiments.reports.spacing import kept_together

STYLE = Path(__file__).with_suffix(".css")


def write(document, path):
    """Write the document as HTML, and return the path.  Raises FolderError."""
    page = html(document).encode()
    return output.write(Path(path), lambda partial: partial.write_bytes(page))


def html(document):
    """The text of an HTML file, for readers who see, hear or feel it, on a screen of any width and on paper."""
    blocks = Blocks(document)
    body = element(
        "body",
        element("a", say(document.language, "pagewords.skip"), class_="skip", href="#content"),
        _banner(document),
        _header(document, blocks),
        element("main", *blocks.groups(), id="content", tabindex="-1"),
        element("footer", element("p", kept_together(document.marking))),
    )
    return serialised(element("html", _head(document), body, lang=LOCALES[document.language].replace("_", "-")))


def _head(document):
    style = STYLE.read_text(encoding="utf-8") + _marking_of_pages(document.marking)
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="generator", content="thbsim"),
        element("title", plain(document.title)),
        element("style", style),
    )


def _marking_of_pages(marking):
    """The style that prints the marking on every page but the first, which has the banner.

    In it, what is neither a letter nor a digit goes by its number.
    """
    quoted = re.sub(r"[^\w .,]", lambda sign: f"\\{ord(sign[0]):x} ", kept_together(marking))
    return "\n".join(
        (
            "",
            f'@page {{ @top-center {{ content: "{quoted}"; }} }}',
            "@page :first { @top-center { content: none; } }",
            "",
        )
    )


def _banner(document):
    label = say(document.language, "pagewords.status")
    return element("aside", element("p", kept_together(document.marking)), class_="marking", aria_label=label)


def _header(document, blocks):
    about = [
        element("div", element("dt", *blocks.inline(what)), element("dd", *blocks.inline(text)))
        for what, text in document.about
    ]
    subtitle = [element("p", *blocks.inline(document.subtitle), class_="subtitle")] if document.subtitle else []
    listed = [element("dl", *about)] if about else []
    return element("header", element("h1", *blocks.inline(document.title)), *subtitle, *listed)
