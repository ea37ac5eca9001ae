"""In how many worlds a policy does enough: whether all thresholds hold there together (the domain criterion).

Source: Starr 1963; McPhail et al. 2018.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from experiments.advice.thresholds import Threshold, interval
from experiments.advice.worlds import sizes_of, without_luck
from experiments.uncertainty import TAILS

ALL_OF_THEM = "all"


@dataclass(frozen=True, eq=False)
class Satisficing:
    """Which thresholds hold for which scenario in which world."""

    names: tuple[str, ...]
    thresholds: tuple[Threshold, ...]
    holds: np.ndarray  # as observed, means over a draw's seeds [threshold, scenario, draw]
    samples: np.ndarray  # share of worlds in which all hold, without luck [sample, scenario]

    @property
    def enough(self):
        """Where all hold [scenario, draw]."""
        return self.holds.all(axis=0)

    def share(self, place):
        """(share of worlds in which all hold for a scenario, low, high), as observed."""
        count, number = int(self.enough[place].sum()), self.enough.shape[1]
        return count / number, *interval(count, number)

    @property
    def table(self):
        """A row for each scenario and threshold, and one for all of them together."""
        rows = []
        for place, name in enumerate(self.names):
            kept = {str(one): self.holds[at, place] for at, one in enumerate(self.thresholds)}
            for text, holds in (kept | {ALL_OF_THEM: self.enough[place]}).items():
                count, number = int(holds.sum()), holds.size
                low, high = interval(count, number)
                rows.append({
                    "scenario": name, "threshold": text, "holds_in": count, "draws": number,
                    "share": count / number, "low": low, "high": high,
                })  # fmt: skip
        middle, low, high = np.quantile(self.samples, (0.5, *TAILS), axis=0)
        found = pl.DataFrame(rows)
        luckless = pl.DataFrame({
            "scenario": self.names, "threshold": ALL_OF_THEM, "share_without_luck": middle,
            "low_without_luck": low, "high_without_luck": high,
        })  # fmt: skip
        return found.join(luckless, on=("scenario", "threshold"), how="left")


def satisficing(pairs, thresholds, area):
    """The Satisficing of all scenarios of some Pairs.  Raises UsageError."""
    columns = np.stack([one.columns(pairs, area) for one in thresholds])
    flat = columns.reshape(-1, columns.shape[-1])
    observed = pairs.by_draw(flat).reshape(*columns.shape[:2], -1)
    sizes = [sizes_of(pairs, one.outcome, area, one.in_percent) for one in thresholds]
    samples = without_luck(pairs, flat, np.repeat(sizes, columns.shape[1], axis=0))
    samples = samples.reshape(len(samples), *columns.shape[:2], -1)
    holds = np.stack([one.holds(observed[at]) for at, one in enumerate(thresholds)])
    together = np.stack([one.holds(samples[:, at]) for at, one in enumerate(thresholds)]).all(axis=0)
    return Satisficing(pairs.names, tuple(thresholds), holds, together.mean(axis=2))
