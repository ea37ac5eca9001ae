"""The model made ready in the background: compiled once, and the baseline's usual runs lived before anybody waits."""

import atexit
import subprocess
import sys
import threading
import time
from functools import cache

import sim
from experiments import runner
from experiments.page.levers import comparing

COMPILING = "from experiments import runner; runner.warm_up()"
_ready, _lock = threading.Event(), threading.Lock()


def begin():
    """Make ready what all visitors need, in a thread of its own; called more than once, it does nothing more."""
    _begun()


@cache
def _begun():
    thread = threading.Thread(target=_warm, daemon=True)
    thread.start()
    return thread


def is_compiling():
    """Whether the model has first to be compiled."""
    return not _ready.is_set() and not sim.is_compiled()


def compiled(look):
    """Wait until the model is compiled; `look` is called again and again, and may raise to stop waiting."""
    begin()
    while not _ready.wait(comparing.PATIENCE):
        look()


def _warm():
    try:
        _compile()
    finally:
        _ready.set()  # where compiling failed, whoever compares meets the same error
    comparing.the_reference().runs(comparing.USUAL)


def _compile():
    """Compile, or load what was compiled.  Compiling would keep the page waiting, so another process does it."""
    with _lock:
        if not sim.is_compiled():
            process = subprocess.Popen([sys.executable, "-c", COMPILING], stdout=subprocess.DEVNULL)
            atexit.register(process.kill)
            while process.poll() is None:
                time.sleep(comparing.PATIENCE)
            atexit.unregister(process.kill)
        runner.warm_up()
