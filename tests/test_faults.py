"""Whatever happens to a sweep, no run is lost, none is lived in vain, and the digits are those of a quiet day."""

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from experiments import interrupts
from experiments.store import opening, parts
from experiments.store.connection import StoreError
from experiments.sweeps import work
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


@pytest.mark.slow
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
    assert (status, out) == (130, ""), error
    assert error == "Stopped. Every finished run is stored; go on with the same command and --resume.\n"
    assert before <= stored(store) < RUNS
    assert not claims(store)
    there = stored(store)
    _, found = resumed(store)
    assert (found["finished"], found["lived"]) == (RUNS, RUNS - there)
    assert digits(store) == undisturbed


@pytest.mark.slow
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


def test_who_asks_for_the_end_is_heard_where_nothing_is_half_done_and_who_asks_again_at_once():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with interrupts.heard():
        interrupts.look()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.01)  # amid any work
        with pytest.raises(KeyboardInterrupt):
            interrupts.look()
        with pytest.raises(KeyboardInterrupt):  # noqa: PT012
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(1.0)
    interrupts.look()
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def held(path):
    """Whether anybody has claimed runs of a SQLite store."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute("SELECT count(*) FROM claim").fetchone()[0] > 0
    except sqlite3.OperationalError:
        return False


@contextmanager
def small_disk(folder, kilobytes):
    """A disk of its own in a folder, with a function that gives it another size; a real one, which runs full."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        yield None
        return
    try:
        yield lambda *options: subprocess.run(["mount", "-o", ",".join(["remount", *options]), folder], check=True)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.slow
def test_a_full_disk_stops_a_sweep_with_a_sentence_and_the_store_stays_sound(tmp_path, undisturbed):
    with small_disk(tmp_path / "disk", 700) as remount:
        store = tmp_path / "disk" / "store.sqlite"
        words = ("sweep", design(tmp_path), "--store", store, *SLOWLY, "--resume")
        limit = None if remount else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))
        status, out, error = ended(started(*words, limit=limit))
        assert (status, out, is_one_sentence(error)) == (2, "", True)
        assert error.startswith(f"store {store}: the disk ")
        there = stored(store)
        assert 0 < there < RUNS
        if remount:
            assert ended(started(*words))[0] == 2  # still full
            remount("size=100m")
        assert thbsim("store", "check", "--store", store)[:2] == (0, f"store {store}: nothing is wrong\n")
        assert there <= stored(store) < RUNS
        assert thbsim(*words)[0] == 0
        assert digits(store) == undisturbed


@pytest.mark.slow
def test_claims_of_a_process_that_ended_in_a_container_are_free_though_its_number_is_in_use_again(store, undisturbed):
    process = begun(store)
    process.send_signal(signal.SIGKILL)
    ended(process)
    with closing(sqlite3.connect(store)) as connection, connection:
        assert connection.execute("UPDATE claim SET process = ?", [os.getpid()]).rowcount > 0
    seconds, _ = resumed(store)
    assert seconds < 30.0
    assert digits(store) == undisturbed


@pytest.mark.slow
def test_two_sweeps_that_share_runs_live_each_of_them_once(tmp_path, undisturbed):
    store = tmp_path / "store.sqlite"
    first = started("sweep", design(tmp_path, seeds=40), "--store", store, "--json", *SLOWLY)
    second = started("sweep", design(tmp_path, seeds=40, first=21), "--store", store, "--json", *SLOWLY)
    found = [ended(process) for process in (first, second)]
    assert [(status, error) for status, _, error in found] == [(0, ""), (0, "")]
    one, other = (json.loads(out) for _, out, _ in found)
    assert (one["finished"], other["finished"], stored(store)) == (80, 80, RUNS)
    assert one["lived"] + other["lived"] == RUNS
    assert min(one["lived"], other["lived"]) >= 40  # each has as many for itself
    assert digits(store, one["id"]) | digits(store, other["id"]) == undisturbed
    assert not claims(store)


@pytest.mark.slow
def test_two_processes_may_go_on_with_one_experiment_at_once(store, undisturbed):
    process = begun(store)
    process.send_signal(signal.SIGKILL)
    ended(process)
    there = stored(store)
    words = ("sweep", design(store.parent), "--store", store, "--resume", "--json", *SLOWLY)
    found = [ended(process) for process in (started(*words), started(*words))]
    assert [(status, error) for status, _, error in found] == [(0, ""), (0, "")]
    lived = [json.loads(out)["lived"] for _, out, _ in found]
    assert sum(lived) == RUNS - there
    assert min(lived) > 0
    assert digits(store) == undisturbed


def in_schema(path, number):
    """A finished experiment in a store of another schema."""
    assert thbsim("sweep", design(path.parent, seeds=2), "--store", path)[0] == 0
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [number])
        if number == "0001":
            connection.execute("DROP TABLE part")
            connection.execute("ALTER TABLE experiment DROP COLUMN first_digest")
    return path


def all_commands(store, folder):
    """Every command that opens a store."""
    there = ("--store", str(store))
    yield ("sweep", str(design(folder, seeds=2)), *there)
    yield ("sweep", "--expand", "1", "--add-seeds", "1", *there)
    yield ("experiments", "list", *there)
    for command in ("show", "compare", "reproduce"):
        yield ("experiments", command, "1", *there)
    yield ("experiments", "export", "1", "--to", str(folder / "export"), *there)
    yield ("experiments", "delete", "1", "--yes", *there)
    yield ("store", "check", *there)
    yield ("store", "vacuum", *there)


def test_a_store_of_an_older_version_is_migrated_on_request_only_and_a_copy_is_kept(store, tmp_path):
    in_schema(store, "0001")
    newest = opening.newest()
    for command in all_commands(store, tmp_path):
        assert thbsim(*command) == (
            2, "",
            f"store {store}: was written by an older version (schema 0001, now {newest}); run thbsim store migrate"
            f" --store {store}, which keeps a copy\n",
        )  # fmt: skip
    copy = Path(f"{store}.schema-0001")
    assert thbsim("store", "migrate", "--store", store)[:2] == (
        0, f"store {store}: schema 0001 became {newest}; the store as it was is kept as {copy}\n",
    )  # fmt: skip
    assert thbsim("store", "migrate", "--store", store)[1] == f"store {store}: has the newest schema, {newest}\n"
    status, out, _ = thbsim("experiments", "reproduce", "1", "--store", store)
    assert (status, out.splitlines()[-1]) == (0, "4 of 4 runs are the same to the last digit.")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert connection.execute("SELECT count(*) FROM run").fetchall() == [(4,)]


def test_a_store_of_a_newer_version_is_left_alone(store, tmp_path):
    in_schema(store, "9999")
    before = store.read_bytes()
    for command in [*all_commands(store, tmp_path), ("store", "migrate", "--store", store)]:
        assert thbsim(*command) == (
            2, "",
            f"store {store}: was written by a newer version of thbsim (schema 9999; this one knows up to"
            f" {opening.newest()}); install that version, or give another store\n",
        )  # fmt: skip
    assert store.read_bytes() == before


def other_file(path, kind):
    """A file that is no store: a text, an empty file, or a database of another program."""
    if kind == "text":
        path.write_text("Dear reader, this is no database. " * 100)
    elif kind == "empty":
        path.touch()
    else:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
            connection.execute("INSERT INTO alembic_version VALUES ('0001')")
    return path


@pytest.mark.parametrize("kind", ["text", "empty", "database"])
def test_a_file_that_is_no_store_is_named_and_left_alone(store, tmp_path, kind):
    before = other_file(store, kind).read_bytes()
    for command in [*all_commands(store, tmp_path), ("store", "migrate", "--store", store)]:
        if kind == "empty" and command[:2] == ("sweep", str(design(tmp_path, seeds=2))):
            continue  # a new store is made in it
        status, out, error = thbsim(*command)
        assert (status, out, is_one_sentence(error)) == (2, "", True)
        assert error.startswith(f"store {store}: ")
        assert any(cause in error for cause in ("it is no store", "there is no store", "another program keeps"))
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("", "is a folder; give the path of a file, such as {store}/store.sqlite"),
        ("none/store.sqlite", "there is none yet; thbsim sweep makes one, or give another by --store"),
        ("file/store.sqlite", "there is none yet; thbsim sweep makes one, or give another by --store"),
        ("n" * 300, "there is none yet; thbsim sweep makes one, or give another by --store"),
    ],
)
def test_a_place_where_no_store_is_or_can_be_is_told(tmp_path, place, sentence):
    (tmp_path / "file").touch()
    store = tmp_path / place
    for command in list(all_commands(store, tmp_path))[1:]:
        assert thbsim(*command) == (2, "", f"store {store}: {sentence.format(store=store)}\n")
    if place.startswith(("file", "n" * 300)):
        status, _, error = thbsim("sweep", design(tmp_path, seeds=2), "--store", store)
        assert (status, is_one_sentence(error)) == (2, True)
        assert "cannot be made there" in error


@contextmanager
def without_rights(folder):
    """A folder into which this process may not look."""
    folder.chmod(0o000)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)  # nobody, as rights do not stop root
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o700)


def test_a_store_that_may_not_be_looked_at_is_told(store):
    assert thbsim("sweep", design(store.parent, seeds=2), "--store", store)[0] == 0
    words = ("experiments", "list", "--store", store)
    assert thbsim(*words)[0] == 0
    with without_rights(store.parent):
        assert thbsim(*words) == (
            2, "", f"store {store}: you may not look into its folder; ask for the right, or give another\n",
        )  # fmt: skip


def test_a_store_on_a_disk_that_may_only_be_read_is_told(tmp_path):
    with small_disk(tmp_path / "disk", 4000) as remount:
        if remount is None:
            pytest.skip("no disk can be mounted here, and rights do not stop everybody")
        assert thbsim("sweep", design(tmp_path, seeds=2), "--store", tmp_path / "store.sqlite")[0] == 0
        store = Path(shutil.copy(tmp_path / "store.sqlite", tmp_path / "disk"))
        remount("ro")
        for words in (
            ("sweep", design(tmp_path, seeds=3)),
            ("experiments", "delete", "1", "--yes"),
            ("store", "vacuum"),
        ):
            status, out, error = thbsim(*words, "--store", store)
            assert (status, out, is_one_sentence(error)) == (2, "", True)
            assert "may be written" in error or "may write" in error
        other = store.with_name("other.sqlite")
        assert thbsim("sweep", design(tmp_path, seeds=2), "--store", other) == (
            2, "",
            f"store {other}: cannot be made there (Read-only file system); give a file in a folder in which you may"
            " write\n",
        )  # fmt: skip


def test_a_disk_that_is_full_from_the_beginning_leaves_nothing_that_is_in_the_way(tmp_path):
    with small_disk(tmp_path / "disk", 60) as remount:
        if remount is None:
            pytest.skip("no disk can be mounted here")
        words = ("sweep", design(tmp_path, seeds=2), "--store", tmp_path / "disk" / "store.sqlite")
        for _ in range(2):
            status, out, error = thbsim(*words)
            assert (status, out, is_one_sentence(error)) == (2, "", True)
            assert "the disk" in error
        remount("size=10m")
        assert thbsim(*words)[0] == 0


def test_tables_that_have_no_room_leave_no_half_of_a_file(store, tmp_path):
    assert thbsim("sweep", design(tmp_path, seeds=20), "--store", store)[0] == 0
    with small_disk(tmp_path / "disk", 12) as remount:
        if remount is None:
            pytest.skip("no disk can be mounted here")
        status, out, error = thbsim("experiments", "export", "1", "--store", store, "--to", tmp_path / "disk")
        assert (status, out) == (2, "")
        assert error.endswith(": the disk is full; free some room and give the command again\n")
        assert is_one_sentence(error)
        assert not list((tmp_path / "disk").glob("*.partial"))


def test_values_that_find_no_room_in_a_part_stay_in_the_table(tmp_path, undisturbed):
    with small_disk(tmp_path / "disk", 3000) as remount:
        if remount is None:
            pytest.skip("no disk can be mounted here")
        store = tmp_path / "disk" / "store.sqlite"
        assert thbsim("sweep", design(tmp_path, seeds=20), "--store", store)[0] == 0
        before = digits(store)
        opened = opening.open_store(store)
        fill(tmp_path / "disk" / "ballast")
        with pytest.raises(StoreError, match="the disk is full"), opened.sentences():
            parts.Mover(opened, 1, 100).add(1_000_000)
        assert not list(opened.parts_folder.iterdir())
        (tmp_path / "disk" / "ballast").unlink()
        assert digits(store) == before
        parts.Mover(opened, 1, 100).add(1_000_000)
        moved, *_ = opened.parts_folder.glob("*.parquet")
        moved.unlink()
        for words in (("experiments", "compare", "1"), ("store", "vacuum")):
            status, _, error = thbsim(*words, "--store", store)
            assert (status, is_one_sentence(error)) == (2, True)
            assert "is missing or damaged; bring it back from a copy" in error
        status, out, _ = thbsim("store", "check", "--store", store)
        assert status == 1
        assert f"part {moved.name} is missing or damaged" in out
        opened.close()


def fill(path):
    """Write a file until the disk is full."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1024))
        except OSError:
            return


def test_a_run_that_fails_is_told_and_tried_again_while_all_others_go_on(store, monkeypatch):
    live = work.engine.live_through

    def breaks(world, course, seed, *weeks):
        if seed == 3:
            raise FloatingPointError("something is divided by nought")
        return live(world, course, seed, *weeks)

    words = ("sweep", design(store.parent, seeds=6), "--store", store)
    monkeypatch.setattr(work.engine, "live_through", breaks)
    status, out, error = thbsim(*words)
    assert (status, error) == (1, "2 runs failed; thbsim experiments show 1 says which and why.\n")
    assert "State: failed, 10 of 12 runs, 2 failed" in out
    _, out, _ = thbsim("experiments", "show", "1", "--store", store)
    for scenario in ("baseline", "online-monitoring"):
        assert f"Failed: {scenario}, draw 1, seed 3: FloatingPointError: something is divided by nought" in out
    status, out, _ = thbsim("experiments", "compare", "1", "--store", store)
    assert (status, "1 pair is left out, since a run is missing or failed.\n" in out) == (0, True)
    assert thbsim(*words, "--resume")[0] == 1
    monkeypatch.undo()
    status, out, error = thbsim(*words, "--resume")
    assert (status, error) == (0, "")
    assert "State: finished, 12 of 12 runs" in out
    assert "Lived now: 2 runs" in out
    assert "left out" not in thbsim("experiments", "compare", "1", "--store", store)[1]
    assert "Failed" not in thbsim("experiments", "show", "1", "--store", store)[1]
