"""One question put to one experiment, and its answer on the page: sentence, chart, table, files."""

from html import escape

import panel as pn

from experiments.page import tables
from experiments.page.jobs import Job
from experiments.page.stored import asked


class Answer:
    """The place of the answer; what was asked before is dropped when something else is asked."""

    def __init__(self, session):
        self.session = session
        self.held = pn.Column(sizing_mode="stretch_width")
        self._job = None

    def ask(self, experiment, pairs, question, outcome):
        """Work the answer out in the background, and show it."""
        if self._job is not None:
            self._job.cancel()
        self.held.objects = [pn.indicators.LoadingSpinner(value=True, size=30), self._note("working")]
        address, token = self.session.address, object()
        self._latest = token

        def work(_):
            if question == "numbers":
                return asked.numbers(experiment, address, outcome, pairs.kept)
            found = asked.answer(question, pairs, outcome)
            return found, found.plot(), found.sentence(self.session.language)

        def show(found):
            if self._latest is token:
                self.held.objects = self._shown(found, f"{question}-{experiment}-{outcome}")

        self._job = Job(work, show, self._failed(token), shown=lambda _: None, stopped=lambda: None).start()

    def _failed(self, token):
        def tell(error):
            if self._latest is token:
                text = str(error) if isinstance(error, ValueError) else self.session.say("page.defect")
                self.held.objects = [pn.pane.Alert(escape(text), alert_type="warning")]

        return tell

    def _shown(self, found, name):
        if not isinstance(found, tuple):
            return [tables.as_table(self.session, found, name)]
        result, chart, sentence = found
        return [
            pn.pane.HTML(f"<p class='thbsim-sentence'>{escape(sentence)}</p>", sizing_mode="stretch_width"),
            pn.pane.Vega(chart, sizing_mode="stretch_width", show_actions=False),
            tables.downloads(self.session, name, tables.chart_files(chart, self.session.language)),
            tables.as_table(self.session, result.table, name),
        ]

    def _note(self, key):
        return pn.pane.HTML(f"<p>{escape(self.session.say(f'page_experiments.{key}'))}</p>")
