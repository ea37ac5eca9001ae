"""The tab Policies: levers on the left, what they change on the right."""

from io import BytesIO

import panel as pn
import param

from experiments.page.jobs import Job
from experiments.page.levers import address, comparing, prose, reading, told, warming
from experiments.page.levers.answer import APART, OUTCOMES, Answer
from experiments.page.levers.control import Control
from experiments.page.levers.lever import in_order, levers
from experiments.page.levers.writing import Head, completed, file_name, written
from experiments.reports import words
from experiments.requests import UsageError
from scenarios.policy import OWNERS


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
        self._make_inputs()
        self._show_settings(address.read(settings.levers))
        left = pn.Column(
            self._comparing(), self.levers, self.file,
            styles={"flex": "1 1 340px", "min-width": "0", "max-width": "100%"}, css_classes=["thbsim-levers"],
        )  # fmt: skip
        right = pn.Column(
            self.status, self.answer, styles={"flex": "3 1 480px", "min-width": "0", "max-width": "100%"},
            css_classes=["thbsim-answer"],
        )  # fmt: skip
        self.whole = pn.FlexBox(
            left, right, align_items="flex-start", gap="16px", sizing_mode="stretch_width",
        )  # fmt: skip

    def _make_inputs(self):
        say, wide = self.session.say, {"sizing_mode": "stretch_width"}
        self.pairs = pn.widgets.Select(
            name=say("page_policies.pairs"), options=list(comparing.PAIRS), value=self.settings.pairs, width=90
        )
        self.pairs.param.watch(lambda event: self.settings.param.update(pairs=event.new), "value")
        self.button = pn.widgets.Button(name=say("page_policies.compare"), button_type="primary", align="end")
        self.button.on_click(lambda _: self.compare())
        self.stop = pn.widgets.Button(name=say("page_policies.cancel"), visible=False, align="end")
        self.stop.on_click(lambda _: self._job and self._job.cancel())
        self.bar = pn.indicators.Progress(value=0, max=100, visible=False, **wide)
        self.status = prose.pane("")
        self.answer = pn.Column(**wide)
        self.levers = pn.Column(
            **wide, css_classes=["thbsim-list"], styles={"max-height": "60vh", "overflow-y": "auto"}
        )
        self.title = pn.widgets.TextInput(name=say("page_policies.title"), **wide)
        owners = {words.owner(self.session.language, key): key for key in OWNERS}
        self.owner = pn.widgets.Select(
            name=say("page_policies.owner"), options={say("page_policies.as_levers"): ""} | owners, **wide
        )
        self.question = pn.widgets.TextInput(name=say("page_policies.question"), **wide)
        self.why = pn.widgets.TextInput(name=say("page_policies.why"), **wide)
        self.save = pn.widgets.FileDownload(callback=self._file, filename="policy.toml", button_type="default", **wide)
        self.title.param.watch(lambda _: self._name(), "value")
        self.load = pn.widgets.FileInput(accept=".toml", multiple=False, **wide)
        self.load.param.watch(lambda event: event.new and self._load(event.new), "value")
        self.loaded = prose.pane("")
        note = prose.paragraph(say("page_policies.load"))
        self.file = pn.Card(
            self.title, self.owner, self.question, self.why, self.save, note, self.load, self.loaded,
            title=say("page_policies.file"), collapsed=True, **wide,
        )  # fmt: skip

    def _comparing(self):
        return pn.Column(
            pn.FlexBox(self.pairs, self.button, self.stop, align_items="flex-end"),
            self.bar,
            sizing_mode="stretch_width",
        )

    @property
    def chosen(self):
        """The Settings of the levers that are on."""
        return in_order([one.setting for one in self.controls.values() if one.setting])

    @property
    def head(self):
        return Head(self.title.value, self.owner.value, self.question.value, self.why.value)

    def policy(self):
        """The checked Policy of what is set.  Raises UsageError, ScenarioError."""
        if self.own is not None:
            return self.own
        return reading.policy_of(self._text(), self._file_name())

    def _text(self):
        if self.own is not None:
            return self.own.text
        if not self.chosen:
            raise UsageError(self.session.say("page_policies.none"))
        return written(self.head, self.chosen)

    def _file_name(self):
        return self.own.name if self.own else file_name(completed(self.head, self.chosen).title)

    def _moved(self):
        """Something was set otherwise."""
        self.settings.levers = address.written(self.chosen)
        self._name()
        if self.answer.objects:
            self._say(self.session.say("page_policies.stale"))

    def _name(self):
        ready = self.own is not None or bool(self.chosen)
        name = f"{self._file_name()}.toml" if ready else "policy.toml"
        self.save.param.update(filename=name, disabled=not ready, label=self.session.say("page_policies.save"))

    def _show_settings(self, settings):
        self.own = None
        by_name = {one.lever: one for one in settings}
        for name, control in self.controls.items():
            control.take(by_name.get(name))
        self.levers.objects = [control.whole for control in self.controls.values()]
        self._name()
        if not self.answer.objects:
            self._say(self.session.say("page_policies.begin"))

    def _say(self, text, wrong=False):
        self.status.object = prose.paragraphs(text, "wrong" if wrong else "status")

    def _file(self):
        return BytesIO(self._text().encode("utf-8"))

    def _load(self, content):
        """Take a file from the browser: levers where it is made of them, else as it is."""
        try:
            found = reading.loaded(content, self.load.filename or "")
        except ValueError as error:
            self._tell_loaded(str(error), wrong=True)
            return
        if found.settings:
            self._show_settings(found.settings)
            head = found.head
            for widget, text in (
                (self.title, head.title),
                (self.owner, head.owner),
                (self.question, head.question),
                (self.why, head.why),
            ):
                widget.value = text
            self._moved()
            self._tell_loaded(self.session.say("page_policies.loaded", title=found.policy.title))
            return
        self.own = found.policy
        self.settings.levers = ""
        self._name()
        self._show_own(found.policy)
        self._tell_loaded(self.session.say("page_policies.loaded", title=found.policy.title))

    def _tell_loaded(self, text, wrong=False):
        self.loaded.object = prose.paragraphs(text, "wrong" if wrong else "status")

    def _show_own(self, policy):
        """A policy of the visitor's own in place of the levers."""
        say = self.session.say
        owner = words.owner(self.session.language, policy.owner)
        changes = prose.listed(told.changed(change, self.session) for change in policy.changes)
        texts = prose.paragraphs(f"{owner}\n{policy.question}")
        back = pn.widgets.Button(name=say("page_policies.back"))
        back.on_click(lambda _: self._show_settings(()))
        self.levers.objects = [
            prose.paragraph(say("page_policies.own")), prose.heading(policy.title), prose.pane(texts + changes), back,
        ]  # fmt: skip

    def compare(self):
        """Compare what is set with the baseline, in the background."""
        if self._job is not None:
            return
        try:
            policy = self.policy()
        except ValueError as error:
            self._say(str(error), wrong=True)
            return
        number = self.settings.pairs

        def work(job):
            warming.compiled(lambda: job.step(0.0))
            return comparing.compared(policy, number, job.step)

        self.bar.param.update(visible=True, value=-1 if warming.is_compiling() else 0)
        self.stop.visible, self.button.disabled = True, True
        self._say(self.session.say("page_policies.compiling" if warming.is_compiling() else "page_policies.running"))
        self._job = Job(work, self._done, self._failed, self._shown, self._stopped)
        self._job.start()

    def _shown(self, share):
        if self._job is not None and share > 0.0:
            self.bar.value = min(100, round(100 * share))
            self._say(self.session.say("page_policies.running"))

    def _over(self):
        self._job = None
        self.bar.visible = self.stop.visible = self.button.disabled = False

    def _done(self, found):
        self._over()
        self._say("")
        self.answer.objects = [Answer(self.session, self.settings, found).whole]

    def _failed(self, error):
        self._over()
        self._say(str(error) if isinstance(error, ValueError) else self.session.say("page.defect"), wrong=True)

    def _stopped(self):
        self._over()
        self._say(self.session.say("page.stopped"))
