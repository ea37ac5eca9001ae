"""The questions that the page puts to a stored experiment, each answered as by its command."""

from importlib.util import find_spec

from experiments.advice import asking
from experiments.advice.compare import compare
from experiments.advice.cost import cost
from experiments.advice.pairs import Pairs
from experiments.store import opening, reading
from experiments.sweeps.exporting import summary
from sim.definitions import OUTCOMES

MORE = "SALib", "ema_workbench", "sklearn"  # packages of the extra `advice`


def questions(pairs: Pairs):
    """What may be asked of an experiment, by how its parameters were drawn."""
    found = ["effects", "cost"] if len(pairs.names) > 1 else []
    method = pairs.drawn.method if pairs.drawn else ""
    if all(map(find_spec, MORE)):
        found += ["sensitivity"] * (method in ("morris", "saltelli"))
        found += ["robustness"] * (method == "prior" and len(pairs.names) > 1)
    return [*found, "numbers"]


def answer(question, pairs, outcome):
    """The result of a question, with `table`, `plot` and `sentence`; Numbers for "numbers".  Raises UsageError."""
    if question == "effects":
        return compare(pairs, outcome)
    if question == "cost":
        return cost(pairs, outcome)
    if question == "sensitivity":
        from experiments.advice.sensitivity import sensitivity

        return sensitivity(pairs, outcome)
    from experiments.advice.robustness import robustness

    return robustness(pairs, outcome)


def pairs_of(experiment, address):
    """The Pairs of a stored experiment.  Raises StoreError, UsageError."""
    return asking.stored(experiment, address, scenarios=1)


def outcomes_of(pairs):
    """The outcomes that the experiment keeps, in the order of the model."""
    kept = {outcome for outcome, *_ in pairs.kept}
    return [outcome for outcome in OUTCOMES if outcome in kept]


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
