"""The tab Map: where persons are moved, held and found, under one scenario, beside another, or as their difference."""

from html import escape
from pathlib import Path
from typing import Any

import panel as pn

from experiments.page import tables
from experiments.page.flows import told
from experiments.page.flows.controls import Years, selects
from experiments.page.flows.drawing import CLICKED, drawn_map
from experiments.page.flows.known import BASELINE, RUNS
from experiments.page.flows.outlines import WIDTH, WINDOWS
from experiments.page.flows.picked import FILTERS
from experiments.page.flows.scene import DIFFERENCE, Scene, pictured, table_of, title_of
from experiments.page.flows.settings import NAMES, NONE, Settings
from experiments.page.flows.sides import Side
from sim.geography import city_names

STYLE = (Path(__file__).parent / "flows" / "map.css").read_text(encoding="utf-8")
PLACES = {
    "chosen": {"grid-area": "chosen"},
    "filters": {"grid-area": "filters"},
    "drawn": {"grid-area": "drawn", "min-width": "0"},
    "frame": {"flex": "1 1 min(100%, 400px)", "min-width": "0"},
    "one map": {"flex": "1 1 min(100%, 400px)", "max-width": "680px", "min-width": "0"},
    "two maps": {"flex": "1 1 100%", "max-width": "none", "min-width": "0"},  # a city's figures stand below
    "city": {"flex": "1 1 260px", "min-width": "0"},
}  # of parts within map.css's grid
DRAWN = ["show", "year", "size", "window", "city"]  # settings that change the drawing and not the persons


def view(session):
    """The view, for one visitor."""
    settings = Settings()
    session.keep(settings, NAMES)
    return Map(session, settings).whole


class Map:
    """The maps of one visitor, and what stands around them."""

    def __init__(self, session, settings):
        self.session, self.settings = session, settings
        self.scene, self.drawn = Scene({}, {}), {}
        self.sides = {letter: Side(session, letter, self._pick, self._give_up) for letter in "AB"}
        self.controls = selects(session, settings)
        self.frames = {which: Frame(settings) for which in ("A", "B", DIFFERENCE)}
        self.legend, self.tables, self.words = _html(), _html(), _html()
        self.maps = pn.Column(css_classes=["thbsim-beside"], stylesheets=[STYLE])
        self.shown = pn.Column(self.maps, self.legend)
        self.whole = self._laid_out()
        settings.param.watch(lambda _: self._take(), ["a", "b"])
        settings.param.watch(lambda _: self._pick(), list(FILTERS))
        settings.param.watch(lambda _: self._draw(), DRAWN)
        self._take()

    def _laid_out(self):
        controls, years = self.controls, Years(self.session, self.settings)
        first = _column("chosen", *(controls[name] for name in ("a", "b", "show")), years.shown, controls["size"])
        others = _column("filters", *(controls[name] for name in ("window", *FILTERS)))
        city = _column("city", self.controls["city"], self.tables)
        beside = pn.Column(self.shown, city, css_classes=["thbsim-beside"], stylesheets=[STYLE])
        second = _column("drawn", *(side.shown for side in self.sides.values()), beside)
        parts = pn.Column(first, others, second, css_classes=["thbsim-map"], stylesheets=[STYLE])
        self.files = self._files()
        return pn.Column(parts, self.words, self.files, sizing_mode="stretch_width")

    def _files(self):
        """Downloads of what is shown when they are asked for."""
        makers = {
            "csv": lambda: tables.as_file(table_of(self.drawn), "csv"),
            "parquet": lambda: tables.as_file(table_of(self.drawn), "parquet"),
            "png": lambda: self._picture("png"),
            "svg": lambda: self._picture("svg"),
        }
        return tables.downloads(self.session, "map", makers)

    def _picture(self, kind):
        return pictured(self.drawn, self.settings, self.session.language, kind)

    def _take(self):
        """Follow the choice of scenarios."""
        settings = self.settings
        alone = settings.b == NONE
        if alone != (settings.show == "a"):
            settings.show = "a" if alone else "both"
        self.controls["show"].disabled = alone
        self.sides["A"].take(settings.a)
        self.sides["B"].take(None if alone else settings.b)

    def _give_up(self, letter):
        """Choose what needs no runs in place of a scenario whose runs were stopped."""
        self.settings.param.update(**({"a": BASELINE} if letter == "A" else {"b": NONE}))

    def _pick(self):
        """Follow the choice of persons, and Travels that have become known."""
        known = {letter: side.travels for letter, side in self.sides.items() if side.travels is not None}
        self.scene = Scene(known, self.settings.filters)
        self._draw()

    def _draw(self):
        """Draw what is known of what is to be shown."""
        self.drawn = self.scene.maps(self.settings, self.session.language)
        for load in self.files:
            load.disabled = not self.drawn
        shown = {which: self.frames[which].whole for which in self.drawn}
        new = [which for which, frame in shown.items() if frame not in self.maps.objects]
        self._draw_maps(new)
        if list(shown.values()) != self.maps.objects:
            self.maps.objects = list(shown.values())
            self.shown.styles = PLACES["one map" if len(shown) == 1 else "two maps"]
        self._draw_maps([which for which in shown if which not in new])  # so late that each fills its new place
        self._say()

    def _draw_maps(self, chosen):
        for which in chosen:
            figures, look = self.drawn[which]
            letter = f"{which}: " if which in self.scene.picked else ""
            self.frames[which].draw(figures, look, letter + title_of(which, self.settings, look.language))

    def _say(self):
        """Legend, words, and the figures of the chosen city."""
        if not self.drawn:
            self.legend.object = self.words.object = self.tables.object = ""
            return
        _, look = next(iter(self.drawn.values()))
        self.legend.object = told.legend(look, RUNS)
        self.words.object = told.in_words(self.drawn)
        self.tables.object = told.city_tables(self.scene.picked, self.settings.shown_year, look)


class Frame:
    """One map under its title, and what it leaves out."""

    def __init__(self, settings):
        self.settings, self._listening = settings, None
        self.head, self.note = _html(margin=0), _html(margin=0)
        self.pane = pn.pane.Vega(None, height=300, margin=0, css_classes=["thbsim-vega"], stylesheets=[STYLE])
        self.whole = _column("frame", self.head, self.pane, self.note)

    def draw(self, figures, look, title):
        said = told.coverage(figures, look)
        self.pane.styles = {"aspect-ratio": f"{WIDTH:.0f} / {WINDOWS[look.window].height:.0f}"}
        self.pane.object = drawn_map(figures, look) | {"description": f"{title}. {said}"}
        self.head.object, self.note.object = f"<h3>{escape(title)}</h3>", f"<p>{escape(said)}</p>"
        selection: Any = self.pane.selection
        if selection is not self._listening:
            self._listening = selection
            selection.param[CLICKED].allow_None = True  # Panel clears it so when the next map is drawn
            selection.param.watch(self._click, CLICKED)

    def _click(self, event):
        """A click on a city chooses it."""
        if event.new:
            self.settings.city = city_names()[int(event.new[0]["key"])]


def _column(name, *parts):
    """Some parts in a place that map.css names."""
    return pn.Column(*parts, css_classes=[f"thbsim-{name}"], styles=PLACES[name])


def _html(margin=(5, 10)):
    return pn.pane.HTML("", sizing_mode="stretch_width", margin=margin, stylesheets=[STYLE])
