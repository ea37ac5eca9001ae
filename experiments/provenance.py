"""What is needed to run something again, to the last digit: texts, parameters, seeds, versions, command."""

import platform
import sys
from importlib.metadata import version

from experiments import began
from experiments.parameters import record_of as parameters_record
from scenarios.baseline import values
from sim import SOURCE_DIGEST

PACKAGES = ("thbsim", "mesa", "numba", "llvmlite", "numpy", "scipy", "polars", "pydantic")


def versions():
    """Of Python, of the packages on which digits or files hang, and of the model's own source."""
    found = {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}
    return found | {"model_source": SOURCE_DIGEST}


def command_line():
    """The command as it was given, without the folder in which the program lies."""
    return ["thbsim", *sys.argv[1:]]


def record_of(all_runs, command, parameters):
    """The contents of run.json, for runs of one or more scenarios with the same seeds.

    Args:
        all_runs: Runs, the reference first.
        command: The words of the command line.
        parameters: On which they lived, as `--parameters` names them.
    """
    return {
        "command": command,
        **all_runs[0].request,
        **parameters_record(parameters, all_runs[0].draws),
        "again": "write the texts to files, give the policies' paths in place of their names (joined by + as they were)"
        " and the same --from, --to, --runs, --seed, --scale and --parameters; sources.toml goes beside baseline.toml",
        "sources": all_runs[0].schedule.baseline.sources_text,
        "scenarios": [scenario_record(runs.schedule) for runs in all_runs],
        "versions": versions(),
        "processor": platform.machine(),
        "system": platform.system(),
        "began": began.record(all_runs),
    }


def scenario_record(schedule):
    """One scenario: its name, its files word for word, the parameters before any change, and a digest of all of it."""
    return {
        "name": schedule.name,
        "title": schedule.title,
        "digest": schedule.digest,
        "text": schedule.text,
        "parameters": {
            path: value if isinstance(value, float) else value.tolist()
            for path, value in values(schedule.baseline).items()
        },
    }
