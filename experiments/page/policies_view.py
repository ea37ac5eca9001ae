"""The tab Policies: levers on the left, what they change on the right."""

import panel as pn
import param

from experiments.page.jobs import Job
from experiments.page.levers import address, comparing, prose, reading, told, warming
from experiments.page.levers.answer import APART, OUTCOMES, Answer
from experiments.page.levers.control import Control
from experiments.page.levers.filing import Filing
from experiments.page.levers.lever import in_order, levers
from experiments.page.levers.writing import name_of, written
from experiments.reports import words
from experiments.requests import UsageError


class Levers(param.String):
    """A text of experiments.page.levers.address."""

    def _validate(self, val):
        super()._validate(val)
        address.read(val)


class Settings(param.Parameterized):
    """What is looked at."""

    levers = Levers(default="")
    pairs = param.Selector(default=comparing.USUAL, objects=list(comparing.PAIRS))
    outcome = param.Selector(default=OUTCOMES[0], objects=list(OUTCOMES))
    by = param.Selector(default=APART[0], objects=list(APART))


def view(session):
    """The view, for one visitor."""
    warming.begin()
    settings = Settings()
    session.keep(settings, {"levers": "levers", "pairs": "pairs", "outcome": "outcome", "by": "by"})
    return Policies(session, settings).whole


class Policies:
    """The levers, the file that they make, and the comparison."""

    def __init__(self, session, settings):
        self.session, self.settings = session, settings
        self.own = None  # a policy that was loaded and is not made of levers
        self._job = None
        self.controls = {name: Control(lever, session, self._moved) for name, lever in levers().items()}
        self.file = Filing(session, self._text, self._name, self._take)
        self.levers = pn.Column(sizing_mode="stretch_width", stylesheets=[prose.LIST])
        self.status, self.answer = prose.pane(""), pn.Column(sizing_mode="stretch_width")
        self._show_levers(address.read(settings.levers))
        left = pn.Column(
            self._comparing(), self.levers, self.file.whole, stylesheets=[prose.COLUMN],
            styles={"flex": "1 1 340px", "min-width": "0", "max-width": "100%"},
        )  # fmt: skip
        right = pn.Column(
            self.status, self.answer, styles={"flex": "3 1 480px", "min-width": "0", "max-width": "100%"}
        )  # fmt: skip
        self.whole = pn.FlexBox(left, right, align_items="flex-start", gap="16px", sizing_mode="stretch_width")

    def _comparing(self):
        """How many pairs, the buttons that begin and stop, and how far it is."""
        say = self.session.say
        self.pairs = pn.widgets.Select(
            name=say("page_policies.pairs"), options=list(comparing.PAIRS), value=self.settings.pairs, width=110
        )
        self.pairs.param.watch(lambda event: self.settings.param.update(pairs=event.new), "value")
        self.button = pn.widgets.Button(name=say("page_policies.compare"), button_type="primary", align="end")
        self.button.on_click(lambda _: self.compare())
        self.stop = pn.widgets.Button(name=say("page_policies.cancel"), visible=False, align="end")
        self.stop.on_click(lambda _: self._job and self._job.cancel())
        self.bar = pn.indicators.Progress(value=0, max=100, visible=False, sizing_mode="stretch_width")
        buttons = pn.FlexBox(self.pairs, self.button, self.stop, align_items="flex-end")
        return pn.Column(buttons, self.bar, sizing_mode="stretch_width")

    @property
    def chosen(self):
        """The Settings of the levers that are on."""
        return in_order([one.setting for one in self.controls.values() if one.setting])

    def _text(self):
        """The policy file.  Raises UsageError where no lever is on."""
        if self.own is not None:
            return self.own.text
        if not self.chosen:
            raise UsageError(self.session.say("page_policies.none"))
        return written(self.file.head, self.chosen)

    def _policy(self):
        """The checked Policy of what is set.  Raises UsageError, ScenarioError."""
        text = self._text()
        return self.own or reading.policy_of(text, name_of(self.file.head, self.chosen))

    def _moved(self):
        """Something was set otherwise."""
        self.settings.levers = address.written(self.chosen)
        self._name()
        if self.answer.objects and self._job is None:
            self._say("stale")

    def _name(self):
        if self.own is not None:
            self.file.call(self.own.name)
        else:
            self.file.call(name_of(self.file.head, self.chosen) if self.chosen else None)

    def _take(self, loaded):
        """Show a loaded file: as levers where it is made of them, else as it is."""
        if loaded.settings:
            self._show_levers(loaded.settings)
        else:
            self._show_own(loaded.policy)
        self._moved()

    def _show_levers(self, settings):
        self.own = None
        by_name = {one.lever: one for one in settings}
        for name, control in self.controls.items():
            control.take(by_name.get(name))
        first = sorted(self.controls, key=lambda name: name not in by_name)  # those that are on
        self.levers.objects = [self.controls[name].whole for name in first]
        self._name()
        if not self.answer.objects:
            self._say("begin")

    def _show_own(self, policy):
        """A policy of the visitor's own in place of the levers."""
        self._show_levers(())
        self.own = policy
        owner = words.owner(self.session.language, policy.owner)
        changes = prose.listed(told.changed(change, self.session) for change in policy.changes)
        back = pn.widgets.Button(name=self.session.say("page_policies.back"))
        back.on_click(lambda _: self._show_levers(()))
        self.levers.objects = [
            prose.paragraph(self.session.say("page_policies.own")), prose.heading(policy.title),
            prose.pane(prose.paragraphs(f"{owner}\n{policy.question}") + changes), back,
        ]  # fmt: skip

    def _say(self, key):
        self.status.object = prose.paragraphs(self.session.say(f"page_policies.{key}"), "status")

    def compare(self):
        """Compare what is set with the baseline, in the background."""
        if self._job is not None:
            return
        try:
            policy = self._policy()
        except ValueError as error:
            self._failed(error)
            return
        number, compiling, text = self.settings.pairs, warming.is_compiling(), policy.text

        def work(job):
            warming.compiled(lambda: job.step(0.0))
            return comparing.compared(policy, number, job.step)

        self.bar.param.update(visible=True, value=-1 if compiling else 0)
        self.stop.visible, self.button.disabled = True, True
        self._say("compiling" if compiling else "running")
        self._job = Job(work, lambda found: self._done(found, text), self._failed, self._shown, self._stopped)
        self._job.start()

    def _shown(self, share):
        if self._job is not None and share > 0.0:
            self.bar.value = min(100, round(100 * share))
            self._say("running")

    def _over(self):
        self._job = None
        self.bar.visible = self.stop.visible = self.button.disabled = False

    def _done(self, found, text):
        self._over()
        self.status.object = ""
        if text != self._policy().text:  # something was moved meanwhile
            self._say("stale")
        self.answer.objects = [Answer(self.session, self.settings, found).whole]

    def _failed(self, error):
        self._over()
        self.status.object = prose.paragraphs(self.session.told(error), "wrong")

    def _stopped(self):
        self._over()
        self.status.object = prose.paragraphs(self.session.say("page.stopped"), "status")
