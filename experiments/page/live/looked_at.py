"""The agent that a visitor looks at: its row, and a victim's story so far."""

from html import escape
from pathlib import Path
from typing import Any

import panel as pn

from experiments import language as languages
from experiments.life.following import record_of
from experiments.page.jobs import Job
from experiments.page.live import story
from experiments.page.live.rows import Rows, as_html

STYLE = (Path(__file__).parent / "watch.css").read_text(encoding="utf-8")


class LookedAt:
    """Nobody, until somebody is chosen.

    Args:
        session: The visitor's Session.
        changed: Called when another agent is chosen.
    """

    def __init__(self, session, changed):
        self.session, self._changed = session, changed
        self.watched: Any = None  # until a world is prepared
        self.chosen: tuple[str, int] | None = None  # (agent, key)
        self._job: Job | None = None
        self.row, self.story = _html(), _html()
        self.whole = pn.Column(self.row, self.story, sizing_mode="stretch_width")

    def begin(self, watched):
        """Another world; who was chosen in the one before may not be in it."""
        self._stop()
        self.watched, self.chosen, self.story.object = watched, None, ""

    def choose(self, chosen):
        """Look at (agent, key), or at nobody: None."""
        if self.watched is None or chosen == self.chosen:
            return
        self._stop()
        self.chosen, self.story.object = chosen, ""
        self._changed()
        self.tell()

    def show(self):
        """Show the row as it is now; the world's lock is held."""
        told = Rows(self.session, self.watched).told(*self.chosen) if self.chosen else None
        self.row.object = f"<p>{escape(self.session.say('page_watch.nobody'))}</p>" if told is None else as_html(told)

    def tell(self):
        """Tell a victim's story to the end of the last week."""
        self._stop()
        if self.chosen is None or self.chosen[0] != "victim":
            return
        watched = self.watched
        with watched.lock:
            record, until, day = record_of(watched.world, self.chosen[1]), watched.model.week, watched.date
        if record is None:
            return
        job = Job(
            lambda job: story.story_so_far(watched.schedule, watched.seed, record, until, job.step),
            done=lambda life: self._told(life, day, job),
            failed=lambda error: self._failed(error, job),
            shown=lambda _: None,
            stopped=lambda: None,
        )
        self._job = job
        job.start()

    def leave(self):
        """The visitor is gone."""
        self._stop()
        self.watched = None

    def _stop(self):
        if self._job is not None:
            self._job.cancel()
        self._job = None

    def _told(self, life, day, job):
        if job is not self._job:
            return
        say, until = self.session.say, languages.date(day, self.session.language)
        heading = f"<h3>{escape(say('page_watch.story', day=until))}</h3>"
        told = story.stages_html(self.session, life), story.lines_html(self.session, life)
        self.story.object = "".join([heading, *told])

    def _failed(self, error, job):
        if job is self._job:
            self.story.object = f"<p>{escape(self.session.told(error))}</p>"


def _html():
    return pn.pane.HTML("", sizing_mode="stretch_width", stylesheets=[STYLE])
