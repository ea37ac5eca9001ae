"""What a visitor of the tab Map may set: selects, the years' slider, play."""

import panel as pn

from experiments.page.flows.known import FIRST_YEAR, LAST_YEAR
from experiments.page.flows.named import titles
from experiments.page.flows.picked import ALL, FILTERS
from experiments.page.flows.settings import MEAN, NONE, SHOWN
from experiments.reports import words
from sim.geography import city_names

WIDE = {"sizing_mode": "stretch_width"}
MILLISECONDS = 1500  # that a year is shown while years are played


def selects(session, settings):
    """{name of a setting: its select}, all tied to the settings."""
    language, say = session.language, session.say
    scenarios = {title: name for name, title in titles(language).items()}
    cities = sorted((words.label(language, "city", name), name) for name in city_names())
    options = {
        "a": scenarios,
        "b": {say("page_map.none"): NONE} | scenarios,
        "show": {say(f"page_map.show_{one}"): one for one in SHOWN},
        "size": {say(f"page_map.{one}"): one for one in ("hidden", "identified")},
        "window": {say(f"page_map.window_{one}"): one for one in ("near", "all")},
        "city": {say("page_map.no_city"): NONE} | dict(cities),
    } | {name: _of_filter(session, name) for name in FILTERS}
    labels = {"a": "scenario_a", "b": "scenario_b"}
    found = {}
    for name, choices in options.items():
        label = say(f"page_map.{labels.get(name, name)}")
        found[name] = pn.widgets.Select(name=label, options=choices, **WIDE)
        tie(settings, name, found[name])
    return found


def _of_filter(session, name):
    labels = {words.label(session.language, name, one): one for one in FILTERS[name]}
    return {session.say("page_map.all"): ALL} | labels


def tie(settings, name, widget):
    """A widget and a setting always have the same value."""
    widget.value = getattr(settings, name)
    widget.param.watch(lambda event: settings.param.update(**{name: event.new}), "value")
    settings.param.watch(lambda event: widget.param.update(value=event.new), name)


class Years:
    """The year as a select, which any keyboard and screen reader can use, a slider, and play."""

    def __init__(self, session, settings):
        self.session, self.settings, self._playing = session, settings, None
        years = {str(year): year for year in range(FIRST_YEAR, LAST_YEAR + 1)}
        options = {session.say("page_map.mean_year"): MEAN} | years
        self.select = pn.widgets.Select(name=session.say("page_map.year"), options=options, **WIDE)
        self.slider = pn.widgets.IntSlider(start=FIRST_YEAR, end=LAST_YEAR, show_value=False, **WIDE)
        self.button = pn.widgets.Button(name=session.say("page_map.play"), **WIDE)
        tie(settings, "year", self.select)
        self._follow()
        settings.param.watch(lambda _: self._follow(), "year")
        self.slider.param.watch(lambda event: self._slide(event.new), "value")
        self.button.on_click(lambda _: self._pause() if self._playing else self._play())
        self.shown = pn.Column(self.select, self.slider, self.button, **WIDE)

    def _follow(self):
        """Stand as the settings do; for the mean of all years the slider stays where it is."""
        if self.settings.year != MEAN:
            self.slider.value = self.settings.year
        elif self._playing:
            self._pause()

    def _slide(self, year):
        if year != self.settings.year:
            self.settings.year = year

    def _play(self):
        if self.settings.year in (MEAN, LAST_YEAR):
            self.settings.year = FIRST_YEAR
        self.button.name = self.session.say("page_map.pause")
        self._playing = pn.state.add_periodic_callback(self._next, MILLISECONDS)

    def _pause(self):
        if self._playing is not None:
            self._playing.stop()
        self._playing, self.button.name = None, self.session.say("page_map.play")

    def _next(self):
        self.settings.year = self.settings.year + 1
        if self.settings.year == LAST_YEAR:
            self._pause()
