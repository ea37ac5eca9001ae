"""What is counted, as small charts that grow by a point a week."""

from html import escape

import numpy as np
import panel as pn
from bokeh.models import ColumnDataSource, DatetimeTickFormatter
from bokeh.plotting import figure

from experiments import language as languages
from experiments import theme
from experiments.page.live.watched import Counts
from sim.weeks import date_of, first_week_of

SIZE = (170, 84)  # of one chart [px]
ACCENT = "#0b5a8a"


class Charts:
    """A chart and the latest number for each of Counts.

    Args:
        session: The visitor's Session.
    """

    def __init__(self, session):
        self.session = session
        self.source = ColumnDataSource({"date": [], **{name: [] for name in Counts._fields}})
        self.heads = {name: pn.pane.HTML("", margin=(4, 6, 0, 6), width=SIZE[0]) for name in Counts._fields}
        parts = [pn.Column(self.heads[name], self._chart(name), margin=0) for name in Counts._fields]
        title, note = (escape(session.say(f"page_watch.{key}")) for key in ("charts", "charts_note"))
        told = pn.pane.HTML(f"<h3>{title}</h3><p>{note}</p>", sizing_mode="stretch_width", margin=(0, 10))
        self.whole = pn.Column(told, pn.FlexBox(*parts, sizing_mode="stretch_width"), sizing_mode="stretch_width")
        self._known = 0

    def show(self, watched):
        """Draw what was counted since the last time; all of it where the world is another."""
        counts = watched.counts
        if self._known > len(counts) or not self._known:
            self.source.data = _columns(watched, 0)
        elif self._known < len(counts):
            self.source.stream(_columns(watched, self._known))
        self._known = len(counts)
        for name, head in self.heads.items():
            head.object = (
                f"{self.session.say(f'page_watch.{name}')}: <b>"
                f"{languages.number(getattr(counts[-1], name), self.session.language, 0)}</b>"
            )

    def forget(self):
        """The next world is another."""
        self._known = 0

    def _chart(self, name):
        chart = figure(
            width=SIZE[0], height=SIZE[1], x_axis_type="datetime", tools="", toolbar_location=None,
            min_border=0, outline_line_color="#e6e6e6",
        )  # fmt: skip
        chart.line("date", name, source=self.source, color=ACCENT, line_width=1.5)
        chart.y_range.start = 0
        chart.grid.visible = False
        chart.yaxis.ticker.desired_num_ticks = 2
        chart.yaxis.minor_tick_line_color = None
        chart.xaxis.ticker.desired_num_ticks = 3
        chart.xaxis.formatter = DatetimeTickFormatter(days="%d/%m", months="%m/%y", years="%Y")
        chart.axis.major_label_text_font_size = "10px"
        chart.axis.major_label_text_color = theme.INK
        return pn.pane.Bokeh(chart, margin=(0, 6, 4, 6))


def _columns(watched, first):
    """What was counted from so many weeks on, by date."""
    start = first_week_of(watched.first_year)
    dates = [date_of(start + week) for week in range(first, len(watched.counts))]
    table = np.array(watched.counts[first:])
    return {"date": np.array(dates, "datetime64[ms]")} | dict(zip(Counts._fields, table.T, strict=True))
