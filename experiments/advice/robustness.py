"""Which policy does well wherever the parameters may lie, how far each falls behind the best, and where each fails.

Source: Lempert et al. 2006; Kasprzyk et al. 2013; McPhail et al. 2018.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from experiments.advice import asking, discovery_chart, robustness_chart, robustness_told
from experiments.advice.discovery import Discovery, discover
from experiments.advice.discovery_factors import factors_of
from experiments.advice.pairs import Pairs
from experiments.advice.peeling import check_method
from experiments.advice.regret import Regrets, regrets
from experiments.advice.satisficing import Satisficing, satisficing
from experiments.advice.thresholds import read, usual
from experiments.requests import UsageError
from sim.definitions import BELGIUM, OUTCOMES


@dataclass(frozen=True, eq=False)
class Robustness:
    """What many draws of the parameters say of each scenario."""

    pairs: Pairs
    area: str
    regrets: tuple[Regrets, ...]  # of each outcome, the one by which policies are judged first
    satisficing: Satisficing
    discoveries: tuple[Discovery, ...]  # of each scenario but the reference
    thresholds_given: bool

    @property
    def table(self):
        """A row for each outcome and scenario: performance, regret, and in how many worlds thresholds hold."""
        rows = [
            {"outcome": one.outcome, "unit": OUTCOMES[one.outcome].unit, "area": self.area}
            | {"reference": self.pairs.names[0]}
            | row
            | dict(zip(("reaches", "reaches_low", "reaches_high"), self.satisficing.share(place), strict=True))
            for one in self.regrets
            for place, row in enumerate(one.rows())
        ]
        return pl.DataFrame(rows, infer_schema_length=None)

    @property
    def regret(self):
        """A row for each outcome, scenario and draw."""
        return pl.concat([one.table for one in self.regrets])

    @property
    def boxes(self):
        """A row for each limit of the region in which a scenario fails; one where none was found."""
        rows = [row for one in self.discoveries for row in one.rows()]
        return pl.DataFrame(rows, infer_schema_length=None)

    def plot(self):
        """Effects over all worlds, and regrets."""
        return robustness_chart.chart(self)

    def picture(self, scenario=None):
        """Where a scenario fails, by its name; the first one of which a region was found by default.

        Raises UsageError where no region was found.
        """
        found = {one.scenario: one for one in self.discoveries if one.found}
        name = next(iter(found), None) if scenario is None else self.pairs.names[self.pairs.place(scenario)]
        if name not in found:
            raise UsageError(f"no region was found in which {name or 'a scenario'} fails, so there is no picture of it")
        return discovery_chart.chart(found[name], [str(one) for one in self.satisficing.thresholds])

    @property
    def pictures(self):
        """What makes a picture of each region that was found: {"region-1": function, ...}."""
        found = [one.scenario for one in self.discoveries if one.found]
        return {f"region-{place}": partial(self.picture, name) for place, name in enumerate(found, 1)}

    def sentence(self, language="en"):
        """How each scenario does, in en, nl, fr or de."""
        return robustness_told.sentence(self, language)

    def rows(self):
        """Headings and cells for the screen."""
        return robustness_told.rows(self)

    def lines(self):
        """How to read the table, and what goes with it."""
        return robustness_told.lines(self)


def robustness(experiment, outcome="victim_years", area=BELGIUM, more=(), thresholds=(), method="prim", store=None):
    """The Robustness of a stored experiment with draws.  Raises StoreError, UsageError, ScenarioError.

    Args:
        experiment: Its id, an Experiment, or Pairs.
        outcome: By which policies are judged, as in advice/better.py.
        area: "BE" or "BE+NL+DE".
        more: Other such outcomes, whose performance and regret are told beside it.
        thresholds: Texts such as "victim_years<=-3%", all of which must hold for a policy to do enough; any change for
            the better by default.
        method: How regions are looked for, "prim" or "cart".
        store: The address of the store; the user's own by default.
    """
    texts = (thresholds,) if isinstance(thresholds, str) else thresholds
    asked = tuple(read(text) for text in texts) or (usual(outcome),)
    check_method(method)
    pairs = asking.stored(experiment, store)
    draws = np.unique(pairs.draw)
    _check_draws(pairs, draws)
    found = tuple(regrets(pairs, one, area) for one in dict.fromkeys((outcome, *more)))
    enough = satisficing(pairs, asked, area)
    return Robustness(pairs, area, found, enough, _discoveries(pairs, draws, enough, method), bool(thresholds))


def _check_draws(pairs, draws):
    if draws.size < 2:
        raise UsageError(
            f"{pairs.where} has runs on one draw of the parameters only, and robustness is about many; make a design"
            " whose draws have the method prior (as experiments/designs/prior.toml), and thbsim sweep it"
        )
    if not pairs.points.paths or not np.ptp(pairs.points.table[draws], axis=0).any():
        raise UsageError(
            f"{pairs.where} has {draws.size} draws of the same values, as their ranges are single points; draw"
            " parameters whose low and high differ, as the method prior does"
        )


def _discoveries(pairs, draws, enough, method):
    """Of each scenario but the reference, over draws of which none repeats another."""
    _, places = np.unique(pairs.points.table[draws], axis=0, return_index=True)
    places = np.sort(places)
    factors = factors_of(pairs.points, draws[places], pairs.schedules[0].baseline.quantities, pairs.drawn)
    return tuple(
        discover(name, factors, ~enough.enough[place][places], draws[places], method, len(pairs.names) - 1)
        for place, name in enumerate(pairs.names)
        if place
    )
