"""The tab About: what the model is, what it must not be used for, its description, its parameters, its versions."""

import re
from html import escape

import panel as pn
import polars as pl

from experiments.documents import document
from experiments.page.tables import as_table
from experiments.provenance import versions
from experiments.reports import words
from scenarios.baseline import read_baseline
from scenarios.sources import read_sources

PURPOSES = ("compared", "shared_luck", "calibrated")
LIMITS = ("forecasts", "persons", "undetected", "intervals")
PICTURE, LINK = re.compile(r"^!\[.*\]\(.*\)$", re.MULTILINE), re.compile(r"\[([^\]]*)\]\((?!#)[^)]*\)")
OF_TEXT = """
code { color: #1d1d1d; background: #f2f2f2; overflow-wrap: anywhere; }
table { display: block; overflow-x: auto; border: 0; }
pre { overflow-x: auto; }
"""


def view(session):
    """The view, for one visitor."""
    return pn.Column(
        _text(session, "what", PURPOSES),
        _text(session, "not_for", LIMITS),
        _folded(session, "parameters", lambda: _parameters(session)),
        _folded(session, "odd", lambda: _description(session)),
        _folded(session, "versions", lambda: _versions(session)),
        sizing_mode="stretch_width",
        css_classes=["thbsim-about"],
    )


def _text(session, heading, items):
    told = "".join(f"<li>{escape(session.say(f'page_about.{heading}_{item}'))}</li>" for item in items)
    title = escape(session.say(f"page_about.{heading}"))
    return pn.pane.HTML(f"<h2>{title}</h2><ul>{told}</ul>", sizing_mode="stretch_width")


def _folded(session, heading, make):
    """A part that is made when it is first unfolded."""
    card = pn.Card(title=session.say(f"page_about.{heading}"), collapsed=True, sizing_mode="stretch_width")

    def unfold(_):
        if not card.objects:
            card.objects = [make()]

    card.param.watch(unfold, "collapsed")
    return card


def _parameters(session):
    """Every parameter with its value, unit, range and sources; and the sources."""
    language = session.language
    quantities = read_baseline().quantities
    names = ("parameter", "meaning", "value", "unit", "low", "high")
    heads = [session.say(f"page_about.{name}") for name in names]
    rows = [
        (path, words.parameter(language, path), one.value, words.unit(language, one.unit), one.low, one.high)
        for path, one in quantities.items()
    ]
    cited = [", ".join(one.source) for one in quantities.values()]
    table = pl.DataFrame(rows, heads, orient="row", infer_schema_length=None)
    told = table.with_columns(pl.Series(session.say("page_about.sources"), cited))
    note = pn.pane.HTML(f"<p>{escape(session.say('page_about.parameters_note'))}</p>", sizing_mode="stretch_width")
    return pn.Column(note, as_table(session, told, "parameters"), _sources(session), sizing_mode="stretch_width")


def _sources(session):
    rows = [
        (key, session.say(f"page_about.kind_{one.kind}"), one.authors or "", one.year, one.title or one.reason or "")
        for key, one in read_sources().items()
    ]
    names = [session.say(f"page_about.{name}") for name in ("key", "kind", "authors", "year", "title")]
    return as_table(session, pl.DataFrame(rows, names, orient="row", infer_schema_length=None), "sources")


def _description(session):
    """The ODD, without its pictures and without links to files that are not here."""
    text = document("ODD.md")
    plain = LINK.sub(r"\1", PICTURE.sub("", text.decode("utf-8")))
    load = pn.widgets.FileDownload(
        callback=lambda: _as_file(text), filename="ODD.md", label=session.say("page_about.odd_download"), width=260
    )
    note = pn.pane.HTML(f"<p>{escape(session.say('page_about.odd_note'))}</p>", sizing_mode="stretch_width")
    return pn.Column(note, load, _as_page(plain), sizing_mode="stretch_width")


def _as_page(text):
    """Our own text; names of files in it are not made links."""
    options = {"linkify": False}
    return pn.pane.Markdown(text, renderer_options=options, stylesheets=[OF_TEXT], sizing_mode="stretch_width")


def _as_file(content):
    from io import BytesIO

    return BytesIO(content)


def _versions(session):
    rows = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(str(one))}</td></tr>" for name, one in versions().items()
    )
    return pn.pane.HTML(f"<table>{rows}</table><p>{escape(session.say('page_about.licence'))}</p>")
