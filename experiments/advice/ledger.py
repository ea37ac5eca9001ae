"""Where an outcome falls under a policy and where it rises, entry by entry, adding up to the net to the last digit."""

from dataclasses import dataclass

import polars as pl

from experiments.advice import asking, ledger_chart
from experiments.advice.accounts import Account, Entry, Question, account, net_of, worlds
from experiments.advice.adding import decimals, units
from experiments.advice.ledger_lines import ENTRIES, FALLS, NET, RISES, lines, rows
from experiments.advice.ledger_sentence import sentence
from experiments.advice.pairs import Pairs, check_bounded
from experiments.requests import UsageError
from experiments.sweeps.kept import index
from scenarios.errors import did_you_mean, hint
from sim.definitions import ALL, OUTCOMES

USUAL = ("sector", "city", "country", "channel")
BY = (*USUAL, "region", "form")


@dataclass(frozen=True, eq=False)
class Ledger:
    """The accounts of some policies by some dimensions, all three countries together; yearly means."""

    pairs: Pairs
    outcome: str
    accounts: dict[str, tuple[Account, ...]]  # of each policy
    lacking: tuple[str, ...] = ()  # dimensions that are usual and not kept

    @property
    def table(self):
        """A row for each entry, and for the falls, the rises and the net of each account.

        `difference` adds up as it is written; `unrounded` is what was measured.  `displaced_share`, and `share_low` and
        `share_high` with it, tell the share that could be detected: at least about so much rises elsewhere.
        """
        found = [
            _fixed(self, policy, one) | row
            for policy, accounts in self.accounts.items()
            for one in accounts
            for row in _rows_of(one)
        ]
        return pl.DataFrame(found, infer_schema_length=None)

    def plot(self):
        """A panel for each account: a bar for each entry, falls to the left and rises to the right."""
        return ledger_chart.chart(self)

    def sentence(self, language="en"):
        """The net of each policy, what it is made of, and what rose for what fell; in en, nl, fr or de."""
        return sentence(self, language)

    def rows(self):
        """Headings and cells for the screen."""
        return rows(self)

    def lines(self):
        """How to read the table, and what goes with it."""
        return list(lines(self))


def _fixed(found, policy, one):
    return {
        "scenario": policy,
        "reference": found.pairs.names[0],
        "outcome": found.outcome,
        "area": ALL,
        "unit": OUTCOMES[found.outcome].unit,
        "runs": found.pairs.number,
        "dimension": one.dimension,
    }


def _rows_of(one):
    for entry in one.entries:
        yield {"line": ENTRIES, "label": entry.label} | _measured(one, entry)
    for line, chosen in ((FALLS, one.falls), (RISES, one.rises)):
        clear = [entry.units for entry in chosen if entry.clear]
        yield {"line": line, "label": None, "difference": one.figure(sum(entry.units for entry in chosen))} | {
            "entries": len(chosen),
            "clear_entries": len(clear),
            "of_clear_entries": one.figure(sum(clear)),
        }
    share, spread = one.displaced, one.displaced.spread or (None, None)
    yield (
        {"line": NET, "label": None}
        | _measured(one, one.net)
        | {
            "displaced_share": share.share,
            "share_low": share.low,
            "share_high": share.high,
            "share_on_a_draw_low": spread[0],
            "share_on_a_draw_high": spread[1],
        }
    )


def _measured(one, entry):
    effect = entry.effect
    return {
        "difference": one.figure(entry.units),
        "low": effect.low,
        "high": effect.high,
        "clear": entry.clear,
        "unrounded": effect.difference,
        "share_of_ignorance": effect.share_of_ignorance,
    }


def ledger(experiment, policies=None, by=None, outcome="victim_years", store=None):
    """The Ledger of a stored experiment.  Raises StoreError, UsageError, ScenarioError.

    Args:
        experiment: Its id, an Experiment, or Pairs.
        policies: Names of some of its scenarios; all but the reference by default.
        by: Dimensions, of BY; by default all of sector, city, country and channel that are kept.
        outcome: Told apart by these dimensions in all three countries.
        store: The address of the store; the user's own by default.
    """
    pairs = asking.stored(experiment, store)
    dimensions, lacking = _dimensions(pairs, outcome, by)
    pairs = _only(pairs, policies) if policies else pairs
    found = {
        policy: _accounts(pairs, Question(place, outcome), dimensions)
        for place, policy in enumerate(pairs.names[1:], 1)
    }
    return Ledger(pairs, outcome, found, lacking)


def _only(pairs, policies):
    """The same with these policies only, and what is to be said of them."""
    if pairs.names[0] in policies:
        raise UsageError(
            f"{pairs.names[0]} is the reference of {pairs.where}, so nothing changes in it; name another policy"
        )
    return pairs.only([pairs.names[0], *dict.fromkeys(policies)])


def _accounts(pairs, question, dimensions):
    """The accounts of one policy, all with the same net and the same decimals."""
    effect = net_of(pairs, question)
    check_bounded(effect, pairs)
    means = [(after - before).mean(axis=1) for before, after in (worlds(pairs, question, one) for one in dimensions)]
    places = decimals([effect.difference, *(value for values in means for value in values)])
    net = Entry("net", units(effect.difference, places), effect)
    return tuple(account(pairs, question, dimension, net, places) for dimension in dimensions)


def _dimensions(pairs, outcome, by):
    """By what the ledger is told apart, and which usual dimensions are not kept."""
    if outcome not in OUTCOMES:
        raise UsageError(f"--outcome {outcome}: there is no such outcome{hint(outcome, OUTCOMES)}")
    for dimension in by or ():
        if dimension not in BY:
            raise UsageError(f"--by {dimension}: choose one of {', '.join(BY)}{did_you_mean(dimension, BY)}")
    told = [dimension for dimension in by or USUAL if by or (outcome, ALL, dimension) in index()]
    kept = [dimension for dimension in told if by or (outcome, ALL, dimension) in pairs.kept]
    if not kept and told:
        raise UsageError(
            f"{pairs.where} keeps {outcome} by none of {', '.join(told)}; make a design whose keep.by has them, as"
            ' experiments/designs/ledger.toml ("total" is needed as well), and thbsim sweep it'
        )
    if not kept:
        raise UsageError(f"--outcome {outcome}: it is not told apart by {', '.join(USUAL)}; choose victim_years")
    return tuple(dict.fromkeys(kept)), tuple(dimension for dimension in told if dimension not in kept)
