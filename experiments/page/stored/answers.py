"""One question put to one experiment, and its answer on the page: sentence, chart, table, files."""

from html import escape

import panel as pn

from experiments.page import sections, tables
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
        self._latest = token = object()

        def work(_):
            return _worked_out(question, experiment, pairs, outcome, self.session)

        def show(found):
            if self._latest is token:
                self.held.objects = list(_shown(found, self.session, f"{question}-{experiment}-{outcome}"))

        self._job = Job(work, show, self._failed(token), shown=lambda _: None, stopped=lambda: None).start()

    def _failed(self, token):
        def tell(error):
            if self._latest is token:
                self.held.objects = [self.session.sentence(error)]

        return tell

    def _note(self, key):
        return pn.pane.HTML(f"<p>{escape(self.session.say(f'page_experiments.{key}'))}</p>")


def _worked_out(question, experiment, pairs, outcome, session):
    """(Blocks, or (chart, sentence), or None; table or None), without anything of Panel: it is another thread's."""
    if question == "numbers":
        return None, asked.numbers(experiment, session.address, outcome, pairs.kept)
    if question in asked.SECTIONS:
        return asked.section(question, pairs, outcome, session.language)
    found = asked.result(question, pairs, outcome)
    return (found.plot(), found.sentence(session.language)), found.table


def _shown(found, session, name):
    told, table = found
    match told:
        case (chart, str(sentence)):
            yield pn.pane.HTML(f"<p>{escape(sentence)}</p>", sizing_mode="stretch_width")
            yield pn.pane.Vega(chart, show_actions=False, sizing_mode="stretch_width")
            yield tables.downloads(session, name, tables.chart_files(chart, session.language))
        case tuple():
            yield from sections.shown(told, session, name)
    if table is not None:
        yield tables.as_table(session, table, name)
