"""Texts on the tab Policies: escaped, and looking as they should."""

from html import escape

import panel as pn

LOOK = """
p, li { font: 14px/1.45 Helvetica, Arial, "Liberation Sans", sans-serif; margin: 4px 0; max-width: 46em; }
h3 { font: bold 16px Helvetica, Arial, "Liberation Sans", sans-serif; margin: 14px 0 2px; }
ul { margin: 4px 0; padding-left: 20px; }
p { color: #1d1d1d; overflow-wrap: anywhere; }
p.quiet { color: #595959; font-size: 13px; }
p.answer { font-size: 16px; }
p.wrong { color: #a3190b; border-left: 3px solid #a3190b; padding-left: 8px; }
"""
COLUMN = """
:host { position: sticky; top: 8px; }
@media (max-width: 800px) { :host { position: static; } }
"""  # levers stay in sight beside a long answer, and stand above it where there is little room
LIST = """
:host { max-height: 70vh; overflow-y: auto; border-bottom: 1px solid #c8c8c8; }
@media (max-width: 800px) { :host { max-height: 45vh; } }
"""
CARD = {"margin": (5, 10), "styles": {"box-shadow": "none", "border": "1px solid #c8c8c8"}}
ROLES = {"wrong": "alert", "status": "status"}


def paragraph(text, kind="quiet", **layout):
    """A text, a paragraph for each of its lines."""
    return pane(paragraphs(text, kind), **layout)


def paragraphs(text, kind="quiet"):
    """The same as HTML."""
    role = f" role='{ROLES[kind]}'" if kind in ROLES else ""
    return "".join(f"<p class='{kind}'{role}>{escape(line)}</p>" for line in text.splitlines())


def heading(text):
    return pane(f"<h3>{escape(text)}</h3>")


def listed(texts):
    """Texts as a list, as HTML."""
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def pane(html, **layout):
    """HTML whose texts were escaped."""
    return pn.pane.HTML(html, stylesheets=[LOOK], sizing_mode="stretch_width", **layout)
