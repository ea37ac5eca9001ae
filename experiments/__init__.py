"""Running the model: designs, runs, stores, comparisons and what is read from them.

From Python: `from experiments import sweep, compare` and so on; each is imported when it is first asked for.
"""

from importlib import import_module

_ADVICE = (
    "allocate",
    "compare",
    "cost",
    "explain",
    "information",
    "ledger",
    "paradox",
    "reach",
    "robustness",
    "sensitivity",
)  # each a function of a module of this name
_FROM_PYTHON = {"sweep": "experiments.stored", "Experiment": "experiments.stored"}
_FROM_PYTHON |= {"report": "experiments.reports.writing"}
_FROM_PYTHON |= {name: f"experiments.advice.{name}" for name in _ADVICE}


def __getattr__(name):
    if name not in _FROM_PYTHON:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FROM_PYTHON[name]), name)
