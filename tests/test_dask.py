"""Dask lives the same runs as threads do, whatever becomes of its workers and of its scheduler."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

import sim
from experiments.sweeps import executors
from tests.sweeping import RUNS, claims, design, digits, ended, is_one_sentence, started, stored, thbsim, wait_until

pytestmark = pytest.mark.usefixtures("compiled")
PROGRAM = Path.cwd()  # its own tree
GONE = "is gone; what is done is kept: start it again and go on with --resume\n"


class Cluster:
    """A real scheduler and real workers, each a process, on this machine only."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        self.file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0")
        wait_until(self._is_there, self.scheduler)
        self.address = json.loads(self.file.read_text())["address"].replace("tcp://", "dask://")

    def _is_there(self):
        return self.file.exists() and self.file.read_text().rstrip().endswith("}")

    def _start(self, what, *words, tree=PROGRAM):
        words = ("--scheduler-file", str(self.file), "--host", "127.0.0.1", "--no-dashboard", *words)
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{what}", *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(tree)},
        )
        self.processes.append(process)
        return process

    def worker(self, **how):
        """A worker of one thread that nobody starts again."""
        return self._start(
            "worker", "--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder), **how
        )  # fmt: skip

    def kill(self):
        for process in self.processes:
            process.kill()
            process.wait()


@contextmanager
def cluster_in(folder, workers=0):
    cluster = Cluster(folder)
    try:
        cluster.workers = [cluster.worker() for _ in range(workers)]
        yield cluster
    finally:
        cluster.kill()


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store.sqlite"


def begun(store, cluster):
    """A sweep of which some runs are stored, and some are not."""
    process = started("sweep", design(store.parent), "--store", store, "--executor", cluster.address)
    wait_until(lambda: stored(store) >= 5, process)
    return process


@pytest.mark.slow
def test_a_worker_that_dies_takes_no_run_with_it(store, tmp_path, undisturbed):
    with cluster_in(tmp_path, workers=2) as cluster:
        process = begun(store, cluster)
        cluster.workers[0].kill()
        assert stored(store) < RUNS
        status, _, error = ended(process)
        assert (status, error) == (0, "")
        assert digits(store) == undisturbed
        assert not claims(store)


@pytest.mark.slow
def test_a_scheduler_that_dies_is_told_and_threads_can_go_on(store, tmp_path, undisturbed):
    with cluster_in(tmp_path, workers=1) as cluster:
        process = begun(store, cluster)
        cluster.scheduler.kill()
        status, out, error = ended(process)
    assert (status, out) == (2, "")
    assert error == f"the Dask scheduler at {cluster.address.removeprefix('dask://')} {GONE}"
    there = stored(store)
    assert 0 < there < RUNS
    status, out, error = thbsim("sweep", design(tmp_path), "--store", store, "--resume", "--json")
    assert (status, error, json.loads(out)["lived"]) == (0, "", RUNS - there)
    assert digits(store) == undisturbed


def test_a_scheduler_that_nobody_answers_for_or_works_for_is_told(store, tmp_path, monkeypatch):
    monkeypatch.setattr(executors, "CONNECT_SECONDS", 1)
    words = ("sweep", design(tmp_path, seeds=2), "--store", store, "--resume", "--executor")
    status, out, error = thbsim(*words, "dask://127.0.0.1:1")
    assert (status, out, is_one_sentence(error)) == (2, "", True)
    assert error.startswith("--executor dask://127.0.0.1:1: no Dask scheduler answers there")
    with cluster_in(tmp_path) as cluster:
        assert thbsim(*words, cluster.address) == (
            2, "", f"--executor {cluster.address}: the scheduler has no workers; start some with dask worker\n"
        )  # fmt: skip
    for nonsense in ("dask://", "dask://nowhere", "dask://127.0.0.1:none", "processes"):
        status, out, error = thbsim(*words, nonsense)
        assert (status, out, is_one_sentence(error)) == (2, "", True)


@pytest.mark.slow
def test_workers_with_another_model_or_none_are_refused_and_none_are_not_waited_for_for_ever(
    store, tmp_path, monkeypatch
):
    monkeypatch.setattr(executors, "WORKERLESS_SECONDS", 1)
    tree = tmp_path / "tree"
    shutil.copytree("sim", tree / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    with (tree / "sim" / "weeks.py").open("a") as file:
        file.write("# another version\n")
    words = ("sweep", design(tmp_path, seeds=40), "--store", store, "--resume", "--executor")
    with cluster_in(tmp_path) as cluster:
        worker = cluster.worker(tree=tree)
        status, out, error = thbsim(*words, cluster.address)
        assert (status, out, is_one_sentence(error)) == (2, "", True)
        assert re.fullmatch(
            rf"--executor {cluster.address}: the worker at tcp://\S+ has model \w+, this program model"
            rf" {sim.SOURCE_DIGEST}; install the same thbsim there\n",
            error,
        )
        worker.kill()
        (tree / "sim" / "__init__.py").write_text("raise ImportError")
        worker = cluster.worker(tree=tree)
        status, out, error = thbsim(*words, cluster.address)
        assert (status, out, is_one_sentence(error)) == (2, "", True)
        assert "has no thbsim, this program model" in error
        worker.kill()
        worker = cluster.worker()
        monkeypatch.setattr(executors, "_check_model", lambda *_: worker.kill())
        assert thbsim(*words, cluster.address) == (
            2, "",
            f"the Dask scheduler at {cluster.address.removeprefix('dask://')} has had no workers for 1 s; what is done"
            " is kept: start some with the same thbsim and go on with --resume\n",
        )  # fmt: skip
    assert (stored(store), claims(store)) == (0, [])


@pytest.mark.slow
def test_workers_of_ones_own_live_the_same_runs_and_ctrl_c_at_the_terminal_is_heard_quietly(
    store, tmp_path, undisturbed
):
    words = ("sweep", design(tmp_path), "--store", store, "--executor", "dask-local", "--workers", "1")
    process = started(*words)
    wait_until(lambda: stored(store) >= 5, process)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # the workers' processes too, as a terminal does
    status, out, error = ended(process)
    assert time.monotonic() - began < 8.0
    assert (status, out) == (130, "")
    assert error == "Stopped. Every finished run is stored; go on with the same command and --resume.\n"
    assert stored(store) < RUNS
    assert thbsim("sweep", words[1], "--store", store, "--resume")[0] == 0
    assert digits(store) == undisturbed
