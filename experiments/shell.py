"""What all commands share: sentences in place of tracebacks, compiling announced, exit statuses."""

import atexit
import os
import sys
import threading
from contextlib import contextmanager, suppress

import typer

FAILED, MISTAKE, INTERRUPTED = 1, 2, 130  # exit statuses
OURS = ("ScenarioError", "PairingError", "FolderError", "UsageError", "StoreError", "ExecutorError", "BundleError")


@contextmanager
def sentences(stopped="Stopped before the end; no file is half-written."):
    """Turn what a user can mend into sentences on standard error and exit status 2."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(stopped, err=True)
        raise typer.Exit(INTERRUPTED) from None
    except ValueError as error:
        if type(error).__name__ not in OURS:  # any other is a defect of the program and keeps its traceback
            raise
        typer.echo(str(error), err=True)
        raise typer.Exit(MISTAKE) from None
    finally:
        opening = sys.modules.get("experiments.store.opening")  # where nothing was opened, it is not imported either
        if opening is not None:
            opening.close_all()


def compile_model():
    """Compile the model if this is the first start with this source, and say so."""
    import sim

    if not sim.is_compiled():
        typer.echo("Compiling the model for this machine, once; usually one to two minutes.", err=True)
        from experiments import runner

        runner.warm_up()


def say(sentence):
    """A sentence for the user that is no result."""
    typer.echo(sentence, err=True)


def leave(end):
    """End the program; a run at hand in a thread, which may last for minutes and is of no use now, is not waited for.

    Args:
        end: The SystemExit that would end it otherwise.
    """
    others = (thread for thread in threading.enumerate() if thread is not threading.main_thread())
    if all(thread.daemon for thread in others):
        raise end
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    atexit._run_exitfuncs()
    os._exit(end.code if isinstance(end.code, int) else FAILED)
