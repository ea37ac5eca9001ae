"""Which unknown parameters decide an outcome, and what a policy changes in it: indices of a stored experiment."""

from dataclasses import dataclass

import polars as pl

from experiments.advice import asking, sensitivity_charts, sensitivity_told
from experiments.advice.factors import Factors, factors_of
from experiments.advice.indices import MORRIS, SALTELLI
from experiments.advice.pairs import Pairs
from experiments.advice.targets import Found, check_enough, found_of, targets_of
from sim.definitions import BELGIUM, OUTCOMES

FOLLOWED = 5  # factors whose indices are followed over the number of runs
MEASURES = {MORRIS: ("mu_star", "sigma"), SALTELLI: ("total", "first")}


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """What outcomes, and the effects of policies, hang on; the first target is what was asked for first."""

    pairs: Pairs
    factors: Factors
    found: tuple[Found, ...]
    top: int

    @property
    def measures(self):
        """What `index` and `beside` of the table are."""
        return MEASURES.get(self.factors.method, ("first", None))

    @property
    def table(self):
        """A row for each target and factor, the most important first."""
        return pl.DataFrame([row for one in self.found for row in self._rows_of(one)], infer_schema_length=None)

    def _rows_of(self, one):
        measure, beside = self.measures
        half = one.settling.found[-2:-1]
        followed = one.settling.followed.tolist()
        for rank, place in enumerate(one.indices.order.tolist(), 1):
            at_half = half[0].importance[followed.index(place)] if half and place in followed else None
            yield {
                "outcome": one.target.outcome,
                "area": one.target.area,
                "effect_of": one.target.policy,
                "rank": rank,
                "factor": self.factors.names[place],
                "entries": len(self.factors.paths[place]),
                "measure": measure,
                "index": float(one.indices.importance[place]),
                "half_width": float(one.indices.half[place]),
                "beside_measure": beside,
                "beside": None if one.indices.beside is None else float(one.indices.beside[place]),
                "stands_out": bool(one.stands_out[place]),
                "index_from_half_of_the_draws": None if at_half is None else float(at_half),
                "mean_at_low": float(one.ends[0, place]),
                "mean_at_high": float(one.ends[1, place]),
                "unit": OUTCOMES[one.target.outcome].unit,
                "mean": float(one.values.mean()),
                "luck_share": one.luck,
                "draws": one.values.size,
            }

    @property
    def settling(self):
        """Indices of the first factors of each target from ever more of the draws: a row for each."""
        rows = [
            {
                "outcome": one.target.outcome,
                "area": one.target.area,
                "effect_of": one.target.policy,
                "factor": self.factors.names[place],
                "draws": draws,
                "index": float(found.importance[column]),
                "half_width": float(found.half[column]),
            }
            for one in self.found
            for draws, found in zip(one.settling.draws, one.settling.found, strict=True)
            for column, place in enumerate(one.settling.followed.tolist())
        ]
        return pl.DataFrame(rows, infer_schema_length=None)

    def plot(self):
        """What the first target is at the low and at the high end of each factor (a tornado)."""
        return sensitivity_charts.tornado(self, self.found[0])

    def heat_map(self):
        """Indices of the most important factors for each target, as numbers on grey."""
        return sensitivity_charts.heat_map(self)

    def convergence(self):
        """Indices of the first target's first factors from ever more of the draws."""
        return sensitivity_charts.convergence(self, self.found[0])

    def sentence(self, language="en"):
        """What the first targets hang on, and how sure that is; in en, nl, fr or de."""
        return sensitivity_told.sentence(self, language)

    def rows(self):
        """Headings and cells for the screen: the most important factors of each target."""
        return sensitivity_told.rows(self)

    def lines(self):
        """How to read the table, whether ranks have settled, and cautions."""
        return sensitivity_told.lines(self)


def sensitivity(experiment, outcome=None, area=BELGIUM, policy=None, top=15, store=None):
    """The Sensitivity of a stored experiment, by the method of its draws.  Raises StoreError, UsageError.

    Args:
        experiment: Its id, an Experiment, or Pairs.
        outcome: Such as "victim_years"; by default each whose yearly total is kept.
        area: "BE" or "BE+NL+DE".
        policy: Whose effect; by default the outcome with the reference, and the effect of each policy.
        top: How many factors are told of one target.
        store: The address of the store; the user's own by default.
    """
    pairs = asking.stored(experiment, store, scenarios=1)
    factors = factors_of(pairs)
    check_enough(pairs, factors)
    targets = targets_of(pairs, outcome, area, policy)
    found = tuple(found_of(pairs, factors, target, FOLLOWED) for target in targets)
    return Sensitivity(pairs, factors, found, top)
