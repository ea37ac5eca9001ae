"""Elements of an HTML page, built as a tree, so that no text can be taken for a tag; and SVG pictures among them."""

import re
from xml.etree import ElementTree

from experiments.reports import drawn

# Letters as wide as those with which Vega measures texts, whichever of them a reader's machine has.
FONTS = "Arial, Liberation Sans, Arimo, Helvetica, DejaVu Sans Condensed, sans-serif"


def element(tag, *inside, **attributes):
    """An Element.

    Args:
        tag: Of HTML.
        inside: Texts and Elements, in their order.
        attributes: class_ stands for class, aria_label for aria-label; those that are None are left out.
    """
    named = {name.rstrip("_").replace("_", "-"): text for name, text in attributes.items() if text is not None}
    made = ElementTree.Element(tag, named)
    for one in inside:
        append(made, one)
    return made


def append(parent, one):
    """Put a text or an Element after what is in another Element."""
    if not isinstance(one, str):
        parent.append(one)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + one
    else:
        parent.text = (parent.text or "") + one


def serialised(root):
    """The text of an HTML file."""
    return "<!doctype html>\n" + ElementTree.tostring(root, encoding="unicode", method="html") + "\n"


def svg(picture, name, language):
    """A Picture as an Element that can stand in a page beside others, and says its alternative text.

    What Vega writes for readers who see nothing is English, so that it goes; numbers of its parts go on from one
    picture to the next, so that they are given anew.

    Args:
        picture: A Picture.
        name: Of this one in the page.
        language: Of LANGUAGES.

    Raises ValueError where its chart asks for another file.
    """
    root = ElementTree.fromstring(drawn.svg(picture.chart, language))
    parts = {part.get("id"): f"{name}-part-{place}" for place, part in enumerate(root.iterfind(".//*[@id]"), 1)}
    for part in root.iter():
        part.tag = _local(part.tag)
        found = {_local(key): _pointing(value, parts) for key, value in part.items()}
        if not found.get("href", "#").startswith(("#", "data:")):
            raise ValueError(f"a picture asks for {found['href']}, and a page has to have all in it")
        part.attrib.clear()
        part.attrib.update({key: value for key, value in found.items() if not _unwanted(key)})
        if "font-family" in part.attrib:
            part.set("font-family", FONTS)
    root.attrib.update({"role": "img", "aria-labelledby": f"{name}-text"})
    root.insert(0, element("title", picture.alternative, id=f"{name}-text"))
    return root


def _local(name):
    """A name without its namespace, which HTML knows by itself."""
    return name.rpartition("}")[2]


def _unwanted(key):
    return key in ("class", "role") or key.startswith("aria-")


def _pointing(value, parts):
    """A value of an attribute, with the new name of the part that it is, or points to."""
    if value in parts:
        return parts[value]
    return re.sub(r"#([\w-]+)", lambda found: f"#{parts.get(found[1], found[1])}", value)
