"""What a visitor of the tab Watch may set and press."""

from typing import Any

import panel as pn

from experiments.page.flows.controls import tie
from experiments.page.flows.named import titles
from experiments.page.flows.outlines import WINDOWS
from experiments.page.live.marks import AGENTS
from experiments.page.live.settings import MOST_SEED, SPEEDS
from experiments.page.live.watched import FIRST_START, LAST_YEAR


def selects(session, settings):
    """{name of a setting: its widget}, all tied to the settings."""
    say = session.say
    scenarios = {title: name for name, title in titles(session.language).items()}
    found = {
        "scenario": _select(say("page_watch.scenario"), scenarios),
        "start": _select(say("page_watch.start"), list(range(FIRST_START, LAST_YEAR + 1))),
        "speed": _select(say("page_watch.speed"), list(SPEEDS)),
        "window": _select(say("page_watch.window"), {say(f"page_watch.window_{one}"): one for one in WINDOWS}),
    }
    for name, widget in found.items():
        tie(settings, name, widget)
    return found | {"seed": _seed(session, settings)}


def _seed(session, settings):
    """The field of the seed; emptied, it leaves the seed as it is."""
    field = _number(session.say("page_watch.seed"), 0, MOST_SEED)
    field.value = settings.seed
    field.param.watch(lambda event: event.new is not None and settings.param.update(seed=event.new), "value")
    settings.param.watch(lambda event: field.param.update(value=event.new), "seed")
    return field


def _number(label, least, most):
    """A field for a whole number; None once it is emptied."""
    return pn.widgets.IntInput(
        name=label, value=least, start=least, end=most, sizing_mode="stretch_width", min_width=90
    )


def _select(label, options):
    return pn.widgets.Select(name=label, options=options, sizing_mode="stretch_width", min_width=90)


class Buttons:
    """Play or pause, one week on, begin anew.

    Args:
        session: The visitor's Session.
        play, step, restart: What a press does.
    """

    def __init__(self, session, play, step, restart):
        self.session = session
        self.play = _button("", play, "primary")
        self.step = _button(session.say("page_watch.step"), step)
        self.restart = _button(session.say("page_watch.restart"), restart)
        self.whole = pn.FlexBox(self.play, self.step, self.restart, sizing_mode="stretch_width")
        self.show(is_playing=False, is_ready=False)

    def show(self, is_playing, is_ready):
        """Say what a press would do."""
        self.play.name = self.session.say("page_watch.pause" if is_playing else "page_watch.play")
        self.play.disabled = not is_ready and not is_playing
        self.step.disabled = is_playing or not is_ready


def _button(label, press, kind="default"):
    button = pn.widgets.Button(name=label, button_type=kind, margin=(5, 2), min_width=50)
    button.on_click(lambda _: press())
    return button


class Choice:
    """Which agent is looked at: its kind and its number, by keys as by a click on the map.

    Args:
        session: The visitor's Session.
        chosen: Called with (agent, key), or None.
    """

    def __init__(self, session, chosen):
        self._chosen, self._keys = chosen, ()
        self._scene: Any = None  # until a world is prepared
        say = session.say
        kinds = {say(f"page_watch.agents_{agent}"): agent for agent in AGENTS}
        self.agent = _select(say("page_watch.agent"), kinds)
        self.number = _number(say("page_watch.number"), 1, 1)
        self.show = pn.widgets.Button(name=say("page_watch.look"), min_width=84, align="end", margin=(5, 3))
        self.agent.param.watch(lambda _: self._renumber(), "value")
        self.show.on_click(lambda _: self._take())
        self.whole = pn.Column(
            pn.Row(self.agent, self.number, sizing_mode="stretch_width"), self.show, sizing_mode="stretch_width"
        )

    def follow(self, scene):
        """The world has gone on to another Scene."""
        self._scene = scene
        self._renumber()

    def _renumber(self):
        if self._scene is not None:
            self._keys = self._scene.keys(self.agent.value)
            self.number.end = max(1, len(self._keys))

    def _take(self):
        number = self.number.value
        if number is not None and 0 < number <= len(self._keys):
            self._chosen((self.agent.value, int(self._keys[number - 1])))
