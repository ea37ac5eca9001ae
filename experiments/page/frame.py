"""What stands around every view: title, language, tabs, and the line that says what this is not."""

import traceback
from importlib import import_module
from pathlib import Path

import panel as pn
from panel.custom import JSComponent

from experiments.language import LANGUAGES, texts
from experiments.page.session import TABS, Session

OF_TABS = """
.bk-btn-group { flex-wrap: wrap; }
.bk-btn-group .bk-btn { color: #1d1d1d !important; border-color: #8a8a8a !important; }
.bk-btn-group .bk-btn.bk-active { color: #fff !important; background-color: #0b5a8a !important; }
.bk-btn:focus-visible { outline: 3px solid #d55e00; outline-offset: 2px; z-index: 1; }
"""
STYLE = Path(__file__).parent / "page.css"


class Follow(JSComponent):
    """Shows what the address says when a visitor goes back or forward."""

    _esm = "export function render() { window.addEventListener('popstate', () => window.location.reload()) }"


def page(address=None):
    """What makes a visitor's page: a function without arguments, for the server.

    Args:
        address: Of the store; the user's own by default.
    """
    pn.extension("vega", "tabulator", raw_css=[STYLE.read_text(encoding="utf-8")], notifications=False)
    return lambda: _page(Session(address=address))


def _page(session):
    session.keep(session, {"language": "language", "tab": "tab"})
    names = {session.say(f"page.{name}"): name for name in TABS}
    views = {name: _view(name, session) for name in TABS}
    strip = pn.widgets.RadioButtonGroup(
        options=names, value=session.tab, button_style="outline", stylesheets=[OF_TABS], margin=(5, 5)
    )
    strip.link(session, value="tab")
    session.param.watch(lambda event: strip.param.update(value=event.new), "tab")
    shown = pn.Column(views[session.tab], sizing_mode="stretch_width")
    session.param.watch(lambda event: shown.param.update(objects=[views[event.new]]), "tab")
    return pn.Column(
        _heading(session),
        strip,
        shown,
        pn.pane.HTML(f"<footer>{session.say('page.not_statistics')}</footer>", sizing_mode="stretch_width"),
        Follow(),
        css_classes=["thbsim-page"],
        sizing_mode="stretch_width",
    )


def _view(name, session):
    """The view of a tab, made when it is first looked at, by `view` of experiments/page/NAME_view.py."""
    held = pn.Column(sizing_mode="stretch_width", min_height=400)

    def make():
        if not held.objects and session.tab == name:
            held.objects = [_made(name, session)]

    session.param.watch(lambda _: make(), "tab")
    make()
    return held


def _made(name, session):
    """The view; where it has a defect, a sentence, so that the other tabs stay of use."""
    try:
        return import_module(f"experiments.page.{name}_view").view(session)
    except Exception as error:
        if not isinstance(error, ValueError):
            traceback.print_exc()
        return session.sentence(error)


def _heading(session):
    names = {texts("words", language)["name"]: language for language in LANGUAGES}
    label = session.say("page.language")
    choice = pn.widgets.Select(name=label, options=names, value=session.language, width=130)
    choice.param.watch(lambda event: session.param.update(language=event.new), "value")
    reload = "setTimeout(() => { const at = new URL(window.location); at.searchParams.set('language', source.value);"
    choice.jscallback(value=f"{reload} window.location.assign(at) }}, 50)")
    title = pn.pane.HTML(
        f"<header><h1>thbsim</h1><p>{session.say('page.subtitle')}</p></header>", sizing_mode="stretch_width"
    )
    return pn.Row(title, choice, sizing_mode="stretch_width", css_classes=["thbsim-heading"])
