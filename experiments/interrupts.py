"""Stops a sweep where nothing is half done: who asks for its end is heard at the next `look`, who asks again at once.

A KeyboardInterrupt wherever the program happens to be may leave a future locked for ever, so that all who need it hang,
or a transaction in a state that nobody foresaw; one amid a finalizer is swallowed.
"""

import signal
import threading
from contextlib import contextmanager

_polite = False  # whether a first request waits for a look
_asked = False  # for the end
_leaving = False  # the request is being granted


def _hear(_number, _frame):
    global _asked
    if _asked or not _polite:
        raise KeyboardInterrupt
    _asked = True


@contextmanager
def heard():
    """Ctrl-C, and a polite request to end, as clusters make it, are both heard by `look` in this context."""
    global _polite, _asked, _leaving
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _polite, _asked, _leaving = True, False, False
    before = {number: signal.signal(number, _hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _polite, _asked, _leaving = False, False, False


def look():
    """Raise KeyboardInterrupt if the end was asked for; called where nothing is half done."""
    if _asked and not _leaving:
        raise KeyboardInterrupt


def leave():
    """From now on the program only tidies up, and waits for nothing."""
    global _leaving
    _leaving = True


def is_leaving():
    return _leaving


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
