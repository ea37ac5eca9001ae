"""The tab Watch: a world of the Mesa model, week by week, on a map; a click on somebody tells who that is."""

import time
from html import escape
from pathlib import Path
from typing import Any

import panel as pn

import sim
from experiments import language as languages
from experiments.page.flows.named import schedules
from experiments.page.jobs import Job
from experiments.page.live.charts import Charts
from experiments.page.live.controls import Buttons, Choice, selects
from experiments.page.live.drawing import CLICK, Picture
from experiments.page.live.in_words import in_words
from experiments.page.live.looked_at import LookedAt
from experiments.page.live.marks import legend
from experiments.page.live.scene import Scene
from experiments.page.live.settings import NAMES, WORLD, Settings
from experiments.page.live.watched import Watched, weeks_from

STYLE = (Path(__file__).parent / "live" / "watch.css").read_text(encoding="utf-8")
SECONDS = 5.0  # from one week to the next that the address keeps while weeks are played


def view(session):
    """The view, for one visitor."""
    settings = Settings()
    session.keep(settings, NAMES)
    return Watch(session, settings).whole


class Watch:
    """The world of one visitor, and what stands around it."""

    def __init__(self, session, settings):
        self.session, self.settings = session, settings
        self.watched: Any = None  # until a world is prepared, as the two that follow
        self.picture: Any = None
        self.scene: Any = None
        self._job: Job | None = None
        self._playing: Any = None  # what calls for the next week, while weeks are played
        self._kept = 0.0  # when the address was last told the week [s]
        self._document = pn.state.curdoc
        self.buttons = Buttons(session, self._play_or_pause, self._step, lambda: self._begin(0))
        self.charts, self.looked_at = Charts(session), LookedAt(session, self._show)
        self.choice = Choice(session, self.looked_at.choose)
        self.told, self.words = _html("<p role='status'></p>"), _html("")
        self.map = pn.Column(css_classes=["thbsim-world"], stylesheets=[STYLE], sizing_mode="stretch_width")
        self.whole = self._laid_out()
        settings.param.watch(lambda _: self._begin(0), WORLD)
        settings.param.watch(lambda _: self._show(), "window")
        settings.param.watch(lambda _: self._playing and self._play(), "speed")
        session.param.watch(lambda event: event.new != "watch" and self._pause(), "tab")
        if self._document is not None:
            pn.state.on_session_destroyed(lambda _: self.leave())
        self._begin(settings.week)

    def _laid_out(self):
        say, widgets = self.session.say, selects(self.session, self.settings)
        pair = pn.Row(widgets["seed"], widgets["start"], sizing_mode="stretch_width")
        first = _part("controls", self.buttons.whole, widgets["speed"], widgets["scenario"], pair, widgets["window"])
        second = _part(
            "choice", _html(f"<p>{escape(say('page_watch.how'))}</p>"), self.choice.whole, _html(legend(say))
        )
        third = _part("drawn", self.told, self.map, self.words, self.charts.whole)
        fourth = _part("chosen", self.looked_at.whole)
        parts = pn.Column(first, third, second, fourth, css_classes=["thbsim-watch"], stylesheets=[STYLE])
        note = _html(f"<p>{escape(say('page_watch.synthetic'))}</p>")
        return pn.Column(note, parts, sizing_mode="stretch_width")

    def _begin(self, weeks):
        """Another world, brought to a week."""
        self._pause()
        if self._job is not None:
            self._job.cancel()
        self.watched = None
        self.buttons.show(is_playing=False, is_ready=False)
        settings, schedule = self.settings, schedules()[self.settings.scenario]
        weeks = min(weeks, weeks_from(settings.start))
        compiling = "" if sim.is_compiled() else f" {self.session.say('page_watch.compiling')}"
        self._say(self.session.say("page_watch.preparing") + compiling)
        self._start(lambda job: Watched(schedule, settings.seed, settings.start, weeks, job.step), self._begun)

    def _start(self, work, done):
        """Work in a Job; what was begun before it no longer counts."""
        job: Job | None = None

        def still(callback):
            return lambda *given: callback(*given) if job is self._job else None

        job = Job(work, still(done), still(self._failed), shown=lambda _: None, stopped=lambda: None)
        self._job = job
        job.start()

    def _begun(self, watched):
        self.watched, self._job = watched, None
        self.looked_at.begin(watched)
        self._show()
        self._keep()

    def _failed(self, error):
        self._pause()
        self._job = None
        self._say(self.session.told(error))

    def _play_or_pause(self):
        if self._playing is None:
            self._play()
        else:
            self._pause()

    def _play(self):
        """Live on, so many weeks a second, or as fast as weeks can be lived."""
        if self._playing is not None:
            self._playing.stop()
        self._playing = pn.state.add_periodic_callback(self._next, 1000 // self.settings.speed)
        self.buttons.show(is_playing=True, is_ready=True)

    def _pause(self):
        if self._playing is None:
            return
        self._playing.stop()
        self._playing = None
        if self.watched is not None:
            self._show()
            self._keep()
            self.looked_at.tell()

    def _step(self):
        self._next()

    def _next(self):
        """One week, unless the one before is still being lived."""
        if self._job is None and self.watched is not None and not self.watched.is_over:
            watched = self.watched
            self._start(lambda _: watched.step(), lambda _: self._lived())

    def _lived(self):
        self._job = None
        self._show()
        if self.watched.is_over:
            self._pause()
        if self._playing is None or time.monotonic() - self._kept > SECONDS:
            self._keep()
        if self._playing is None:
            self.looked_at.tell()

    def _keep(self):
        """Keep the week in the address."""
        self._kept = time.monotonic()
        self.settings.week = self.watched.weeks

    def _show(self):
        """Draw the world as soon as the document's lock is held, which the figure's points need."""
        if self._document is None:
            self._draw()
        else:
            self._document.add_next_tick_callback(self._draw)

    def _draw(self):
        """Draw the world as it is now."""
        if self.watched is None:
            return
        window = self.settings.window
        with self.watched.lock:
            self.scene = Scene(self.watched.world, window)
            self._draw_map(window)
            self.choice.follow(self.scene)
            self.looked_at.show()
            self.charts.show(self.watched)
            self.words.object = f"<p>{escape(in_words(self.session, self.watched.world))}</p>"
        self._say(self._week())
        self.buttons.show(is_playing=self._playing is not None, is_ready=not self.watched.is_over)

    def _draw_map(self, window):
        """A figure comes to the browser with its points: no points may come before it."""
        is_new = self.picture is None or self.picture.window != window
        if is_new:
            self.picture = Picture(self.session, window, self._click)
        self.picture.show(self.scene, self.watched, self.looked_at.chosen)
        if is_new:
            self.map.objects = [pn.pane.Bokeh(self.picture.figure, sizing_mode="scale_width", margin=0)]

    def _week(self):
        day = languages.date(self.watched.date, self.session.language)
        key = "over" if self.watched.is_over else "week_of" if self.watched.weeks else "before"
        return self.session.say(f"page_watch.{key}", day=day, number=self.watched.weeks)

    def _click(self, x, y):
        """A click on the map chooses who stands nearest; beside everybody, nobody."""
        if self.scene is not None:
            self.looked_at.choose(self.scene.nearest(x, y, CLICK))

    def _say(self, text):
        self.told.object = f"<p role='status' class='thbsim-week'>{escape(text)}</p>"

    def leave(self):
        """The visitor is gone: nothing of this world stays."""
        if self._job is not None:
            self._job.cancel()
        self.looked_at.leave()
        self.watched = self.scene = self.picture = self._job = None


def _part(name, *parts):
    """Some parts in a place that watch.css names."""
    return pn.Column(*parts, css_classes=[f"thbsim-{name}"], styles={"grid-area": name, "min-width": "0"})


def _html(text):
    return pn.pane.HTML(text, sizing_mode="stretch_width", stylesheets=[STYLE])
