"""What is counted, as small charts that grow by a point a week: lines of SVG, so that they are drawn at once."""

from html import escape
from pathlib import Path

import numpy as np
import panel as pn

from experiments import language as languages
from experiments.page.live.watched import Counts
from sim.weeks import date_of, first_week_of

STYLE = (Path(__file__).parent / "watch.css").read_text(encoding="utf-8")
WIDTH, HEIGHT = 160, 46  # of one chart [px]
MOST_POINTS = 160  # of one line; of more weeks only some are drawn, the last one always


class Charts:
    """A chart and the latest number for each of Counts.

    Args:
        session: The visitor's Session.
    """

    def __init__(self, session):
        self.session = session
        title, note = (escape(session.say(f"page_watch.{key}")) for key in ("charts", "charts_note"))
        head = pn.pane.HTML(f"<h3>{title}</h3><p>{note}</p>", sizing_mode="stretch_width", stylesheets=[STYLE])
        self.drawn = pn.pane.HTML("", sizing_mode="stretch_width", stylesheets=[STYLE])
        self.whole = pn.Column(head, self.drawn, sizing_mode="stretch_width")

    def show(self, watched):
        """Draw what a Watched world has counted."""
        counts = np.array(watched.counts)
        first = first_week_of(watched.first_year)
        dates = [languages.date(date_of(first + week), self.session.language) for week in (0, max(0, len(counts) - 2))]
        charts = "".join(
            self._chart(name, column, dates) for name, column in zip(Counts._fields, counts.T, strict=True)
        )
        self.drawn.object = f"<div class='thbsim-charts'>{charts}</div>"

    def _chart(self, name, counts, dates):
        title = escape(self.session.say(f"page_watch.{name}"), quote=True)
        now, least, most = (
            languages.number(int(value), self.session.language, 0) for value in (counts[-1], counts.min(), counts.max())
        )
        told = self.session.say("page_watch.chart_told", first=dates[0], last=dates[1], least=least, most=most, now=now)
        head, words = (
            self.session.say("page_watch.pair", name=title, value=value) for value in (f"<b>{now}</b>", told)
        )
        return f"<div><span>{head}</span>{_line(counts, words)}<small>0–{most}</small></div>"


def _line(counts, told):
    """One line over the weeks, from 0 to its largest count."""
    weeks = np.unique(np.linspace(0, counts.size - 1, min(counts.size, MOST_POINTS)).round().astype(int))
    x = weeks * WIDTH / max(1, counts.size - 1)
    y = HEIGHT - 2 - counts[weeks] * (HEIGHT - 4) / max(1, counts.max())
    points = " ".join(f"{right:.1f},{down:.1f}" for right, down in zip(x, y, strict=True))
    return (
        f'<svg role="img" aria-label="{told}" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<polyline points="{points}"/></svg>'
    )
