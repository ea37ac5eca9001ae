"""Whatever happens to a sweep, no run is lost, none is lived in vain, and the digits are those of a quiet day."""

import json
import os
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from tests.sweeping import (
    RUNS,
    claims,
    design,
    digits,
    ended,
    is_one_sentence,
    started,
    stored,
    thbsim,
    wait_until,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("compiled")
SLOWLY = ("--workers", "1")
SOON = 5.0


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store.sqlite"


def begun(store, *words, runs=5):
    """A sweep of which some runs are stored, and some are not."""
    process = started("sweep", design(store.parent), "--store", store, *SLOWLY, *words)
    wait_until(lambda: stored(store) >= runs, process)
    return process


def resumed(store):
    """Seconds, and what is printed, of going on with a sweep to its end."""
    began = time.monotonic()
    status, out, error = thbsim("sweep", design(store.parent), "--store", store, "--resume", "--json")
    assert status == 0, error
    return time.monotonic() - began, json.loads(out)


def test_a_sweep_that_is_killed_goes_on_at_once_and_loses_no_run(store, undisturbed):
    process = begun(store)
    process.send_signal(signal.SIGKILL)
    ended(process)
    there = stored(store)
    assert 0 < there < RUNS
    assert claims(store)
    seconds, found = resumed(store)
    assert seconds < 30.0  # claims last 60 s
    assert (found["finished"], found["lived"]) == (RUNS, RUNS - there)
    assert digits(store) == undisturbed
    assert not claims(store)
    assert thbsim("store", "check", "--store", store)[0] == 0


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_a_sweep_that_is_stopped_keeps_what_is_done_and_says_how_to_go_on(store, undisturbed, asked):
    process = begun(store)
    before, began = stored(store), time.monotonic()
    os.killpg(process.pid, asked)  # as a terminal does: the whole group
    status, out, error = ended(process)
    assert time.monotonic() - began < SOON
    assert (status, out) == (130, "")
    assert error == "Stopped. Every finished run is stored; go on with the same command and --resume.\n"
    assert before <= stored(store) < RUNS
    assert not claims(store)
    there = stored(store)
    _, found = resumed(store)
    assert (found["finished"], found["lived"]) == (RUNS, RUNS - there)
    assert digits(store) == undisturbed


def test_a_sweep_of_runs_that_last_long_is_stopped_as_soon(store):
    file = design(store.parent, more="scale = 300.0\n")
    process = started("sweep", file, "--store", store, *SLOWLY)
    wait_until(lambda: store.exists() and held(store), process)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    status, _, error = ended(process)
    assert time.monotonic() - began < SOON
    assert (status, is_one_sentence(error)) == (130, True)
    assert not claims(store)


def held(path):
    """Whether anybody has claimed runs of a SQLite store."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute("SELECT count(*) FROM claim").fetchone()[0] > 0
    except sqlite3.OperationalError:
        return False
