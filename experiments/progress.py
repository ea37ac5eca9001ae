"""What a waiting user sees: a bar with the time left when it lasts over two seconds, nothing where output is piped."""

from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

PATIENCE_SECONDS = 2.0


class Bar:
    """Counts finished runs; shows itself once two seconds have passed."""

    def __init__(self, total, text, console, *more):
        self._began = monotonic()
        self._shown = False
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("runs, time left"),
            TimeRemainingColumn(), *more, console=console, transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task(text, total=total, rate=0.0, failures=0)
        self._speaks = console.is_terminal
        self.done = self.failures = 0

    def advance(self, runs=1, failures=0):
        """So many more runs are finished, and so many of them failed."""
        self.done += runs
        self.failures += failures
        rate = self.done / max(monotonic() - self._began, 1e-9)
        self._progress.update(self._task, advance=runs, rate=rate, failures=self.failures)
        if self._speaks and not self._shown and monotonic() - self._began > PATIENCE_SECONDS:
            self._shown = True
            self._progress.start()

    def skip(self, runs):
        """So many runs were there already: they count as finished, not for the speed."""
        self._progress.update(self._task, advance=runs)

    def stop(self):
        if self._shown:
            self._progress.stop()


@contextmanager
def bar(total, text, console=None):
    """A Bar on standard error, gone when the work is done."""
    yield from _shown(Bar(total, text, console or Console(stderr=True)))


@contextmanager
def sweep_bar(total, text, console=None):
    """The same, with runs a second and failures."""
    more = TextColumn("{task.fields[rate]:.1f} runs/s, {task.fields[failures]} failed")
    yield from _shown(Bar(total, text, console or Console(stderr=True), more))


def _shown(shown):
    try:
        yield shown
    finally:
        shown.stop()
