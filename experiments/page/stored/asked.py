"""The questions that the page puts to a stored experiment, each answered as in its papers, or by its command."""

from importlib.util import find_spec

from experiments.advice import asking
from experiments.advice.better import BETTER
from experiments.advice.pairs import Pairs
from experiments.comparison import TOTAL
from experiments.reports import compared, cost_section, what_would_change, where_it_fails, who_gains
from experiments.reports.briefing import Brief
from experiments.reports.facts import Facts
from experiments.store import opening, reading
from experiments.sweeps.exporting import summary
from sim.definitions import BELGIUM, OUTCOMES

MORE = "SALib", "ema_workbench", "sklearn"  # packages of the extra `advice`
SECTIONS = {
    "effects": compared,
    "cost": cost_section,
    "who_gains": who_gains,
    "fails": where_it_fails,
    "change": what_would_change,
}  # of a brief


def questions(pairs: Pairs):
    """What may be asked of an experiment, by its scenarios and how its parameters were drawn."""
    found = list(SECTIONS) if len(pairs.names) > 1 else []
    method = pairs.drawn.method if pairs.drawn else ""
    if all(map(find_spec, MORE)):
        found += ["sensitivity"] * (method in ("morris", "saltelli"))
        found += ["robustness"] * (method == "prior" and len(pairs.names) > 1)
    return [*found, "numbers"]


def section(question, pairs, outcome, language):
    """(Blocks of the section of a brief that answers a question, its table with every digit or None).

    Raises UsageError.
    """
    brief = Brief(pairs, language, outcome, Facts(pairs, language))
    blocks = tuple(SECTIONS[question].blocks(brief))
    if question == "effects":
        return blocks, brief.comparison.table
    return blocks, brief.money.table if question == "cost" else None


def result(question, pairs, outcome):
    """A result with `table`, `plot` and `sentence`.  Raises UsageError."""
    if question == "sensitivity":
        from experiments.advice.sensitivity import sensitivity

        return sensitivity(pairs, outcome)
    from experiments.advice.robustness import robustness

    return robustness(pairs, outcome)


def pairs_of(experiment, address):
    """The Pairs of a stored experiment.  Raises StoreError, UsageError."""
    return asking.stored(experiment, address, scenarios=1)


def outcomes_of(pairs, question):
    """The outcomes that the experiment keeps and that a question may be asked of, in the order of the model."""
    kept = {outcome for outcome, *_ in pairs.kept} if question == "numbers" else totals_of(pairs)
    return [outcome for outcome in OUTCOMES if outcome in kept and (question == "numbers" or outcome in BETTER)]


def totals_of(pairs):
    """The outcomes whose yearly totals in Belgium are kept."""
    return {outcome for outcome, area, dimension in pairs.kept if (area, dimension) == (BELGIUM, TOTAL)}


def numbers(experiment, address, outcome, kept):
    """Means and ranges of all that is kept of an outcome, as `thbsim experiments export` writes them.

    Args:
        experiment: Its id.
        address: Of the store.
        outcome: Its name.
        kept: Keys (outcome, area, dimension), as Pairs has them.
    """
    store = opening.open_store(address)
    with reading.reading(store) as connection:
        keys = [key for key in kept if key[0] == outcome]
        return summary(reading.values_frame(store, connection, experiment, keys))
