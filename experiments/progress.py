"""What a waiting user sees: a bar with the time left when it lasts over two seconds, nothing where output is piped."""

from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

PATIENCE_SECONDS = 2.0


class Bar:
    """Counts finished runs; shows itself once two seconds have passed."""

    def __init__(self, total, text, console):
        self._began = monotonic()
        self._shown = False
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("runs, time left"),
            TimeRemainingColumn(), console=console, transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task(text, total=total)
        self._speaks = console.is_terminal

    def advance(self):
        """One more run is finished."""
        self._progress.advance(self._task)
        if self._speaks and not self._shown and monotonic() - self._began > PATIENCE_SECONDS:
            self._shown = True
            self._progress.start()

    def stop(self):
        if self._shown:
            self._progress.stop()


@contextmanager
def bar(total, text, console=None):
    """A Bar on standard error, gone when the work is done."""
    shown = Bar(total, text, console or Console(stderr=True))
    try:
        yield shown
    finally:
        shown.stop()
