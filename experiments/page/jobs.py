"""Long work in a thread of its own, with progress and a way to stop it, so that the page stays awake."""

import threading
import traceback
from collections.abc import Callable

import panel as pn
from tornado.ioloop import IOLoop


class Cancelled(Exception):
    """The visitor stopped the work, or left."""


class Job:
    """One piece of work.  `work` calls `step` as it goes on, and is stopped there once `cancel` was called.

    Args:
        work: Of this Job; what it returns is handed to `done`.
        done: Called in the visitor's document with the result.
        failed: The same, with a ValueError (a sentence for the visitor), or any other error (a defect, printed too).
        shown: The same, with the share that is done [0..1], as often as a screen is worth it.
        stopped: The same, without anything, after `cancel`.
    """

    def __init__(self, work, done: Callable, failed: Callable, shown: Callable, stopped: Callable):
        self._work, self._done, self._failed, self._shown, self._stopped = work, done, failed, shown, stopped
        self._asked_to_stop = threading.Event()
        self._document = pn.state.curdoc
        self._loop = IOLoop.current(instance=False)
        self._told, self._left = -1.0, False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self):
        """Begin; while a page is still on its way to the browser, once it has arrived."""
        if self._document is None:
            self._thread.start()
        else:
            pn.state.on_session_destroyed(lambda _: self._leave())
            pn.state.onload(self._thread.start)
        return self

    def _leave(self):
        """Nobody waits any more: nothing is told, and the work stops at its next step."""
        self._left = True
        self.cancel()

    def cancel(self):
        """Stop at the next step."""
        self._asked_to_stop.set()

    def join(self, seconds=None):
        """Wait until the work is over."""
        self._thread.join(seconds)

    def step(self, share):
        """So much is done [0..1].  Raises Cancelled once the work is to stop."""
        if self._asked_to_stop.is_set():
            raise Cancelled
        if share - self._told >= 0.01 or share >= 1.0:
            self._told = share
            self._tell(self._shown, share)

    def _run(self):
        try:
            found = self._work(self)
        except Cancelled:
            self._tell(self._stopped)
        except ValueError as error:
            self._tell(self._failed, error)
        except Exception as error:
            traceback.print_exc()
            self._tell(self._failed, error)
        else:
            self._tell(self._done, found)

    def _tell(self, callback, *given):
        """Call back where the document's lock is held; at once where there is no document, as in tests.

        Only the server's loop may touch the document: what another thread adds while it is made, or held, may be lost.
        """
        if self._document is None or self._loop is None:
            callback(*given)
        elif not self._left:
            self._loop.add_callback(self._schedule, lambda: callback(*given))

    def _schedule(self, callback):
        if self._document is not None and not self._left:
            self._document.add_next_tick_callback(callback)
