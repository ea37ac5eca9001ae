"""Stops a sweep where nothing is half done: who asks for its end is heard at once, but not amid an executor's locks.

A KeyboardInterrupt amid `concurrent.futures.wait` may leave a future locked for ever, and all who need it hang.
"""

import signal
import threading
from contextlib import contextmanager

_asked = False  # for the end, while it was held back
_held = False


def _hear(_number, _frame):
    global _asked
    if not _held:
        raise KeyboardInterrupt
    _asked = True


@contextmanager
def heard():
    """Ctrl-C, and a polite request to end, as clusters make it, both raise KeyboardInterrupt in this context."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def held_back():
    """The same wait until this context, which must be short, is left."""
    global _asked, _held
    before, _held = _held, True
    try:
        yield
    finally:
        _held = before
    if _asked and not _held:
        _asked = False
        raise KeyboardInterrupt


@contextmanager
def unheard():
    """Processes that begin in this context do not hear Ctrl-C, which a terminal sends to all of a group."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
