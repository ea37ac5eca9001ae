"""The scenarios of a visitor's map: at hand, or lived in the background while a bar shows how far it is."""

from html import escape

import panel as pn

import sim
from experiments.language import percent
from experiments.page.flows import known
from experiments.page.flows.named import titles
from experiments.page.jobs import Job


class Side:
    """Scenario A or B of one visitor: its Travels, and what tells of the runs while they are lived.

    Args:
        session: The visitor's Session.
        letter: A or B.
        changed: Called when there are other Travels, or none yet.
        gave_up: Called with the letter when the runs did not come to their end, so that something else is chosen.
    """

    def __init__(self, session, letter, changed, gave_up):
        self.session, self.letter, self._changed, self._gave_up = session, letter, changed, gave_up
        self.travels, self.name, self._job = None, None, None
        self.bar = pn.indicators.Progress(value=0, max=100, sizing_mode="stretch_width", height=8)
        self.text = pn.pane.HTML("", sizing_mode="stretch_width")
        self.button = pn.widgets.Button(name=session.say("page_map.cancel"), width=120)
        self.button.on_click(lambda _: self._stop())
        self.shown = pn.Column(sizing_mode="stretch_width")

    def take(self, name):
        """Show a scenario of the catalogue as soon as it is known; None for none."""
        if name == self.name:
            return
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.name, self.travels, self.shown.objects = name, None, []
        if name is not None:
            self.travels = known.at_hand(name)
            if self.travels is None:
                self._live(name)
        self._changed()

    def _live(self, name):
        self._tell(0.0)
        self.shown.objects = [self.text, self.bar, self.button]

        def still(callback):
            return lambda *given: callback(*given) if self.name == name else None

        self._job = Job(
            lambda job: known.travels_of(name, step=job.step),
            done=still(self._done),
            failed=still(self._failed),
            shown=still(self._tell),
            stopped=lambda: None,
        ).start()

    def _done(self, travels):
        self.travels, self.shown.objects, self._job = travels, [], None
        self._changed()

    def _tell(self, share):
        language = self.session.language
        title = titles(language)[self.name]
        said = self.session.say("page_map.living", runs=known.RUNS, title=title, share=percent(share, language))
        compiling = "" if share or sim.is_compiled() else f" {self.session.say('page_map.compiling')}"
        self.bar.value = round(100 * share)
        self.text.object = f"<p role='status'>{escape(f'{self.letter}: {said}{compiling}')}</p>"

    def _stop(self):
        if self._job is not None:
            self._job.cancel()
            self._end(ValueError(self.session.say("page_map.stopped")))

    def _failed(self, error):
        self._end(error)

    def _end(self, error):
        self._job = None
        self._gave_up(self.letter)
        self.shown.objects = [self.session.sentence(error)]
