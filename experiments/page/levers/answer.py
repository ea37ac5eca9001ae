"""What a comparison found, on the page: sentence, dots, years, parts, leakage, cost; each with words and downloads."""

import panel as pn
import polars as pl

from experiments.comparison import COMPARED
from experiments.page import tables
from experiments.page.levers import charts, prose, told
from experiments.reports import words
from experiments.sweeps.kept import storable
from sim.definitions import ALL, BELGIUM

OUTCOMES = ("victim_years", "hidden", "identified", "recruited", "public_cost")
APART = ("region", "sector", "form", "origin", "country", "channel", "purpose")
LONGEST, NAMELESS = 16, "policy"  # of the beginning of a file's name
HEADS = ("outcome", "baseline", "policy", "difference", "low", "high", "percent", "percent_low", "percent_high")


def area_of(outcome):
    """Belgium where an outcome is counted there, else the three countries."""
    return BELGIUM if (outcome, BELGIUM) in COMPARED else ALL


def apart_by(outcome):
    """By what an outcome is told apart."""
    there = {dimension for one, _, dimension in storable() if one == outcome}
    return [dimension for dimension in APART if dimension in there]


class Answer:
    """The Found of one comparison, shown."""

    def __init__(self, session, settings, found):
        self.session, self.settings, self.found = session, settings, found
        language = session.language
        self.outcome = pn.widgets.Select(
            name=session.say("page_policies.outcome"), value=settings.outcome, width=280,
            options={words.outcome(language, one): one for one in OUTCOMES},
        )  # fmt: skip
        self.by = pn.widgets.Select(name=session.say("page_policies.by"), width=220)
        self.sentence, self.years, self.parts = (pn.Column(sizing_mode="stretch_width") for _ in range(3))
        self._offer()
        self._show()
        self.outcome.param.watch(lambda _: self._choose(), "value")
        self.by.param.watch(lambda _: self._choose(), "value")
        self.whole = pn.Column(
            self.sentence, self._heading("effects"), *self._effects(), pn.FlexBox(self.outcome, self.by), self.years,
            self.parts, self._heading("leakage"), *self._leakages(), self._heading("cost"), self._cost(),
            sizing_mode="stretch_width",
        )  # fmt: skip

    def _offer(self):
        dimensions = apart_by(self.outcome.value)
        options = {told.dimension(one, self.session): one for one in dimensions}
        wanted = self.settings.by
        self.by.param.update(options=options, value=wanted if wanted in dimensions else dimensions[0])

    def _choose(self):
        if self.outcome.value != self.settings.outcome:
            self.settings.outcome = self.outcome.value
            self._offer()
        self.settings.by = self.by.value
        self._show()

    def _show(self):
        """The sentence, and the two pictures of the chosen outcome."""
        language, outcome = self.session.language, self.outcome.value
        found = self.found.compared(outcome, area_of(outcome))
        years, parts = found.by("year"), found.by(self.by.value)
        unit = self.session.say("page_policies.difference", unit=words.unit(language, found.effects[0].unit))
        self.sentence.objects = [prose.paragraph(found.sentence(language), "answer")]
        rows = [
            {"year": int(one.label), "value": one.difference, "low": one.low, "high": one.high} for one in years.effects
        ]
        chart = charts.years(rows, self.found.runs[1].schedule.first_day, unit, language)
        self.years.objects = [self._heading("years"), *self._picture(chart, years, "years")]
        chart = charts.dots([told.absolute_row(one, self.session) for one in parts.effects], unit, language)
        heading = prose.heading(told.dimension(self.by.value, self.session))
        self.parts.objects = [heading, *self._picture(chart, parts, self.by.value)]

    def _picture(self, chart, apart, name):
        """A chart of an Apart, its sentence, its table and its files."""
        title = told.title(apart.effects[0], self.session) if apart.dimension == "year" else self._about(apart)
        words_of_it = apart.sentence(self.session.language)
        table = self._table(apart.effects, name, lambda effect: told.label(effect, self.session.language))
        return [self._drawn(chart), prose.paragraph(words_of_it), self._taken(chart, title, name), table]

    def _about(self, apart):
        first = apart.effects[0]
        return f"{words.outcome(self.session.language, first.outcome)}: {told.dimension(apart.dimension, self.session)}"

    def _effects(self):
        effects, session = self.found.effects, self.session
        rows = [told.row(one, session) for one in effects]
        chart = charts.dots(rows, session.say("page_policies.in_percent"), session.language)
        return [
            self._drawn(chart),
            prose.paragraph(told.of_effects(effects, session)),
            self._taken(chart, session.say("page_policies.effects"), "effects"),
            self._table(effects, "effects", lambda effect: told.title(effect, session)),
        ]

    def _leakages(self):
        sentences = [prose.paragraph(one) for one in told.of_leakages(self.found, self.session)]
        rows = [row for one in self.found.leakages for row in one.as_rows()]
        if not rows:
            return sentences
        table = pl.DataFrame(rows, infer_schema_length=None)
        name = self._file("leakage")
        return [*sentences, tables.downloads(self.session, name, {"csv": lambda: tables.as_file(table, "csv")})]

    def _cost(self):
        """What the policy itself costs, and the public purse as a whole."""
        changes = self.found.policy.changes
        eur = sum((change.unit_cost.eur or 0.0) * change.size for change in changes)
        names = dict.fromkeys(change.unit_cost.counted_by for change in changes if change.unit_cost.counted_by)
        quantities = self.found.runs[0].schedule.baseline.quantities
        whole = next(one for one in self.found.effects if one.outcome == "public_cost")
        own = told.cost(eur, {name: quantities[name] for name in names}, self.session)
        purse = self.session.say("page_policies.purse", amount=told.absolute(whole, self.session))
        return prose.paragraph(f"{own} {purse}")

    def _drawn(self, chart):
        return pn.pane.Vega(chart, sizing_mode="stretch_width", show_actions=False)

    def _taken(self, chart, title, name):
        about = f"{self.found.policy.title}: {title}"
        number, (first, last) = len(self.found.runs[0].seeds), self.found.pairs.years
        below = self.session.say("page_policies.about", pairs=number, years=f"{first}-{last}")
        whole = charts.for_file(chart, about, below)
        files = tables.chart_files(whole, self.session.language)
        return tables.downloads(self.session, self._file(name), files)

    def _file(self, name):
        """The name of a file, without an ending, short enough for a button."""
        own = self.found.policy.name
        return f"{own if len(own) <= LONGEST else NAMELESS}-{name}"

    def _table(self, effects, name, label):
        """The effects as a table, folded."""
        say, exact = self.session.say, pl.DataFrame([one.as_record() for one in effects], infer_schema_length=None)
        rows = [(label(one), *map(_rounded, (one.reference_mean, one.scenario_mean)), *_bounds(one)) for one in effects]
        heads = [say(f"page_policies.head_{head}") for head in HEADS]
        shown = pl.DataFrame(rows, heads, orient="row", infer_schema_length=None)
        grid = tables.as_table(self.session, exact, self._file(name), shown)
        return pn.Card(
            grid, title=say("page_policies.table"), collapsed=True, sizing_mode="stretch_width", **prose.CARD
        )

    def _heading(self, key):
        return prose.heading(self.session.say(f"page_policies.{key}"))


def _bounds(effect):
    own = [_rounded(value) for value in (effect.difference, effect.low, effect.high)]
    return own + ([round(value, 2) for value in effect.in_percent] if effect.in_percent else [None] * 3)


def _rounded(value):
    return float(round(value, 0 if abs(value) >= 1000.0 else 2))
