"""Running the model: designs, runs, stores, comparisons and what is read from them.

From Python: `from experiments import sweep, Experiment`; both are imported when they are first asked for.
"""

from importlib import import_module

_FROM_PYTHON = {"sweep": "experiments.stored", "Experiment": "experiments.stored"}


def __getattr__(name):
    if name not in _FROM_PYTHON:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FROM_PYTHON[name]), name)
