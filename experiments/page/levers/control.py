"""One lever on the page: its slider, what it costs, and folded below when, where and why."""

from dataclasses import replace
from typing import Any

import panel as pn

from experiments.page.levers import prose, reading, told
from experiments.page.levers.lever import MOST, STEP
from experiments.page.levers.slider import Slider
from experiments.page.levers.writing import Head, written
from experiments.reports import words
from scenarios.changes import LONGEST_RAMP
from scenarios.errors import ScenarioError
from scenarios.policy import FIRST_DAY, LAST_DAY

SHOWN = 6  # labels of a list at once
WIDE = ("body", "centre")  # whose labels are long


class Control:
    """A lever and its setting; `changed` is called without anything when the visitor moves it."""

    def __init__(self, lever, session, changed):
        self.lever, self.session, self._changed = lever, session, changed
        self._setting = lever.as_given  # as it would be were it on
        self._own_hand = False
        self._start: Any = None  # widgets, made when they are first unfolded
        self._ramp: Any = None
        self._places = {}
        self.slider = Slider(
            label=words.title_of(session.language, lever.policy), unset=session.say("page_policies.off"), most=MOST,
            step=STEP, language=session.language, sizing_mode="stretch_width", margin=(10, 10, 0, 10),
        )  # fmt: skip
        self.facts = prose.pane("", margin=(0, 10))
        self.refusal = prose.pane("", margin=(0, 10), visible=False)
        self.more = pn.Card(
            title=session.say("page_policies.more"), collapsed=True, sizing_mode="stretch_width", margin=(2, 8),
            header_background="#ffffff", styles={"box-shadow": "none"},
        )  # fmt: skip
        self.slider.param.watch(lambda _: self._moved(), "value")
        self.more.param.watch(lambda _: self._unfold(), "collapsed")
        self._tell()
        parts = self.slider, self.facts, self.refusal, self.more
        self.whole = pn.Column(*parts, sizing_mode="stretch_width")

    @property
    def setting(self):
        """The Setting, None where it is off."""
        return replace(self._setting, size=round(self.slider.value, 2)) if self.slider.value > 0.0 else None

    def take(self, setting):
        """Show a Setting, None for off, as if nobody had moved anything."""
        self._own_hand = True
        self._setting = setting or self.lever.as_given
        self.slider.value = setting.size if setting else 0.0
        if self.more.objects:
            self._start.value, self._ramp.value = self._setting.start, self._setting.ramp
            for key, widget in self._places.items():
                widget.value = list(dict(self._setting.place).get(key, ()))
        self._own_hand = False
        self._tell()

    def _unfold(self):
        if not self.more.objects:
            self.more.objects = [*self._inputs(), prose.pane(self._reasons())]

    def _inputs(self):
        say, setting = self.session.say, self._setting
        self._start = pn.widgets.DatePicker(
            name=say("page_policies.start"), value=setting.start, start=FIRST_DAY, end=LAST_DAY, width=150
        )
        self._ramp = pn.widgets.IntInput(
            name=say("page_policies.ramp"), value=setting.ramp, start=0, end=LONGEST_RAMP, width=190
        )
        chosen = dict(setting.place)
        for key, labels in self.lever.places.items():
            options = {words.label(self.session.language, key, one): one for one in labels}
            self._places[key] = pn.widgets.MultiSelect(
                name=say(f"page_policies.only_{key}"), options=options, value=list(chosen.get(key, ())),
                size=min(len(labels), SHOWN), width=350 if key in WIDE else 170,
            )  # fmt: skip
        for widget in (self._start, self._ramp, *self._places.values()):
            widget.param.watch(lambda _: self._moved(), "value")
        return [pn.FlexBox(self._start, self._ramp, *self._places.values())]

    def _reasons(self):
        language, policy = self.session.language, self.lever.policy
        texts = (
            words.question(language, policy),
            words.why(language, policy),
            self.session.say("page_policies.leaves_out"),
        )
        sources = self.session.say("page_policies.sources", sources=", ".join(policy.source))
        left_out = prose.listed(words.leaves_out(language, policy))
        return prose.paragraphs("\n".join(texts)) + left_out + prose.paragraphs(sources)

    def _moved(self):
        if self._own_hand:
            return
        if self.more.objects:
            place = self.lever.narrowed({key: widget.value for key, widget in self._places.items()})
            start, ramp = self._start.value or self._setting.start, self._ramp.value
            ramp = self._setting.ramp if ramp is None else ramp
            self._setting = replace(self._setting, start=start, ramp=ramp, place=place)
        self._tell()
        self._changed()

    def _tell(self):
        """What it costs so, and what the reader of policy files refuses of it."""
        setting, session = self.setting, self.session
        owner = words.owner(session.language, self.lever.policy.owner)
        cost = told.cost(self.lever.eur_per_year(setting.size if setting else 1.0), self.lever.counted_by, session)
        narrowed = (
            session.say("page_policies.same_cost") if setting and setting.place and self.lever.eur_per_year() else ""
        )
        self.facts.object = prose.paragraphs(f"{owner}\n{cost} {narrowed}")
        refusals = self.refusals() if setting else ()
        self.refusal.param.update(object=prose.paragraphs("\n".join(refusals), "wrong"), visible=bool(refusals))

    def refusals(self):
        """Sentences on what is wrong with its setting."""
        try:
            reading.policy_of(written(Head(), [self.setting]), self.lever.name)
        except ScenarioError as error:
            return tuple(one.partition(": ")[2] for one in error.problems)
        return ()
