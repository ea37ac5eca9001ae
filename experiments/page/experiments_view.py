"""The tab Experiments: what is stored and how far it is, answers to questions, tables and papers to take along."""

from html import escape

import panel as pn
import param

from experiments.page import tables
from experiments.page.jobs import Job
from experiments.page.stored import asked, listing
from experiments.page.stored.answers import Answer
from experiments.page.stored.papers import papers
from experiments.reports import words

MILLISECONDS = 2000  # from one look at the store to the next
FIRST_OUTCOME = "victim_years"


class Settings(param.Parameterized):
    """What is looked at."""

    experiment = param.Integer(default=None, allow_None=True)
    question = param.String(default="effects")
    outcome = param.String(default=FIRST_OUTCOME)


def view(session):
    """The view, for one visitor."""
    settings = Settings()
    session.keep(settings, {"experiment": "experiment", "question": "question", "outcome": "outcome"})
    return Experiments(session, settings).whole


class Experiments:
    """The list, and what was chosen from it."""

    def __init__(self, session, settings):
        self.session, self.settings = session, settings
        self.chosen = pn.Column(sizing_mode="stretch_width")
        self.choice = pn.widgets.Select(name=session.say("page_experiments.experiment"), options={}, **tables.NARROW)
        self.list = pn.Column(sizing_mode="stretch_width")
        self._seen = None
        self._look()
        self.choice.param.watch(lambda event: self._choose(event.new), "value")
        self._choose(self.choice.value)
        if pn.state.curdoc is not None:
            pn.state.add_periodic_callback(self._look, MILLISECONDS)
        parts = self._heading("stored"), self.list, self.choice, self.chosen
        self.whole = pn.Column(*parts, sizing_mode="stretch_width")

    def _heading(self, key):
        return pn.pane.HTML(f"<h2>{escape(self.session.say(f'page_experiments.{key}'))}</h2>")

    def _look(self):
        """Read the list again while the tab is shown; it is shown anew only where something changed."""
        if self._seen is not None and self.session.tab != "experiments":
            return
        try:
            found = listing.listed(self.session.address)
        except ValueError as error:
            self.list.objects = [self.session.sentence(error)]
            return
        if found == self._seen:
            return
        self._seen = found
        table = listing.as_table(found, self.session)
        self.list.objects = [
            tables.as_table(self.session, table, "experiments") if found else self._note("none")
        ]  # fmt: skip
        wanted = self.settings.experiment
        ids = {f"{one['id']}: {words.of_design(self.session.language, one['title'])}": one["id"] for one in found}
        value = wanted if wanted in ids.values() else next(iter(ids.values()), None)
        self.choice.param.update(options=ids, value=value)

    def _note(self, key):
        return pn.pane.HTML(f"<p>{escape(self.session.say(f'page_experiments.{key}'))}</p>")

    def _choose(self, experiment):
        self.settings.experiment = experiment
        if experiment is None:
            self.chosen.objects = []
            return
        self.chosen.objects = [pn.indicators.LoadingSpinner(value=True, size=30)]
        address = self.session.address
        Job(lambda _: asked.pairs_of(experiment, address), lambda pairs: self._show(experiment, pairs), self._failed,
            shown=lambda _: None, stopped=lambda: None).start()  # fmt: skip

    def _failed(self, error):
        self.chosen.objects = [self.session.sentence(error)]

    def _show(self, experiment, pairs):
        """Questions about an experiment, the answer to the first, and its papers."""
        if self.settings.experiment != experiment:
            return
        session, settings = self.session, self.settings
        questions = {session.say(f"page_experiments.{one}"): one for one in asked.questions(pairs)}
        question = _select(session.say("page_experiments.question"), questions, settings.question)
        outcome = _select(
            session.say("page_experiments.outcome"), self._outcomes(pairs, question.value), settings.outcome
        )
        answer = Answer(session)

        def choose(event):
            settings.question = event.new
            self._show(experiment, pairs)

        def ask(*_):
            settings.param.update(question=question.value, outcome=outcome.value)
            answer.ask(experiment, pairs, question.value, outcome.value)

        question.param.watch(choose, "value")
        outcome.param.watch(ask, "value")
        self.chosen.objects = [
            pn.FlexBox(question, outcome), answer.held, self._heading("papers"), papers(session, experiment),
        ]  # fmt: skip
        ask()

    def _outcomes(self, pairs, question):
        """What a question may be asked of: {name: outcome}."""
        return {words.outcome(self.session.language, one): one for one in asked.outcomes_of(pairs, question)}


def _select(label, options, wanted):
    """A choice; the wanted one where it is there, else the first."""
    values = list(options.values())
    return pn.widgets.Select(
        name=label,
        options=options,
        value=wanted if wanted in values else values[0],
        max_width=420,
        sizing_mode="stretch_width",
    )
