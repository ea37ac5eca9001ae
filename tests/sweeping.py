"""Sweeps that tests disturb: a small design, the program as a user starts it, two stores compared digit by digit."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import text
from typer.testing import CliRunner

from experiments.cli import app
from experiments.store.opening import open_store

THBSIM = str(Path(sys.executable).with_name("thbsim"))
SEEDS = 60
SCENARIOS = ("baseline", "online-monitoring")
RUNS = SEEDS * len(SCENARIOS)
PATIENCE_SECONDS = 60.0


def design(folder, seeds=SEEDS, first=1, scenarios=SCENARIOS, more=""):
    """The path of a design whose runs take some hundredths of a second each."""
    path = Path(folder) / f"design-{first}-{seeds}-{len(scenarios)}.toml"
    names = ", ".join(f'"{name}"' for name in scenarios)
    path.write_text(
        f'title = "A disturbed sweep"\nscenarios = [{names}]\nfrom = 2009\nto = 2009\n'
        f"seeds = {{ first = {first}, number = {seeds} }}\n{more}",
        encoding="utf-8",
    )
    return path


def thbsim(*words):
    """The command in this process: exit status, standard output, standard error."""
    found = CliRunner().invoke(app, [str(word) for word in words])
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.exit_code, found.stdout, found.stderr


def started(*words, limit=None, **environment):
    """The program as a user starts it, in a process group of its own as a shell gives it.

    Args:
        limit: Called in the new process before the program begins.
        environment: Variables beside those of this process.
    """
    return subprocess.Popen(
        [THBSIM, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=limit,
        env=os.environ | environment,
    )


def ended(process, seconds=PATIENCE_SECONDS):
    """What a program left that was started: exit status, standard output, standard error."""
    try:
        out, error = process.communicate(timeout=seconds)
    finally:
        process.kill()  # one that has ended is left alone
        process.communicate()
    return process.returncode, out, error


def is_one_sentence(told):
    """Whether a text is one line for users."""
    return told.count("\n") == 1 and told.endswith("\n") and "Traceback" not in told


def stored(path):
    """How many runs a SQLite store has, read beside whoever writes it; none where there is no store yet."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute("SELECT count(*) FROM run WHERE state = 'finished'").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def wait_until(happened, process=None):
    """Wait for something to happen, as long as a process lives."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert process is None or process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.01)


def rows(store, asked):
    """The rows that a store answers with."""
    opened = open_store(store)
    with opened.reading() as connection:
        found = [tuple(row) for row in connection.execute(text(asked))]
    opened.close()
    return found


def digits(store, experiment=1):
    """{(scenario, draw, seed): every number of the run}; asserts that each run is there once and whole."""
    places = rows(
        store,
        "SELECT s.name, e.draw, e.seed, e.run_id, r.key, r.state FROM experiment_run e JOIN run r ON r.id = e.run_id"
        f" JOIN scenario s ON s.id = r.scenario_id WHERE e.experiment_id = {experiment}",
    )
    for column in ((0, 1, 2), (3,), (4,)):
        assert len({tuple(place[c] for c in column) for place in places}) == len(places)
    found = {place[3]: [] for place in places if place[5] == "finished"}
    for run, *number in rows(
        store,
        "SELECT v.run_id, m.outcome, m.area, m.dimension, m.label, v.year, v.value FROM outcome_value v"
        " JOIN measure m ON m.id = v.measure_id ORDER BY 1, 2, 3, 4, 5, 6",
    ):
        if run in found:
            found[run].append(tuple(number))
    assert len({len(numbers) for numbers in found.values()}) <= 1
    return {place[:3]: sorted(found[place[3]]) for place in places if place[3] in found}


def claims(store):
    return rows(store, "SELECT * FROM claim")
