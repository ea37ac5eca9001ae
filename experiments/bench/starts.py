"""How long a user waits for the program to begin: the first start ever, and later ones."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from experiments.bench.speed import seconds

THBSIM = str(Path(sys.executable).with_name("thbsim"))


def start(*arguments, **variables):
    """Run the program to its end."""
    subprocess.run([THBSIM, *arguments], check=True, capture_output=True, env=os.environ | variables)


def waits(*arguments):
    """Median seconds of five starts, and of Python doing nothing, in turn."""
    pairs = [
        (seconds(start, *arguments), seconds(subprocess.run, [sys.executable, "-c", "pass"])) for _ in range(5)
    ]  # fmt: skip
    return tuple(median(column) for column in zip(*pairs, strict=True))


def figures():
    with tempfile.TemporaryDirectory() as empty:
        first = seconds(lambda: start("run", "--runs", "1", NUMBA_CACHE_DIR=empty))
    yield "first start, compiling included", first, "s", "at most", 60, "in an empty cache folder"
    for arguments, target in ((("--help",), 0.5), (("run", "--runs", "1"), 3.0)):
        took, python = waits(*arguments)
        name = f"later starts of thbsim {' '.join(arguments)}"
        yield name, took, "s", "at most", target, f"Python alone: {python:.3f} s"
