"""A store keeps each run once, to the last digit, wherever its values lie; and it stops where its design says."""

import math
import sqlite3
from contextlib import closing

import numpy as np
import polars as pl
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select
from sqlalchemy.engine import make_url

from experiments.looks import reach_of_sequence
from experiments.store import opening, parts, schema, upkeep
from experiments.store.connection import StoreError, shown, url_of
from experiments.store.opening import open_store
from experiments.store.reading import reading, runs_frame, values_frame
from experiments.store.writing import Recorder
from experiments.sweeps import beginning, executors, stopping
from experiments.sweeps.design import read_design
from experiments.sweeps.exporting import export
from experiments.sweeps.reproduction import reproduce
from experiments.sweeps.sweep import Carrier
from experiments.sweeps.work import Lived
from tests.sweep_files import carried_out, runs_of, values_of, write_design, write_policy

pytestmark = pytest.mark.usefixtures("compiled")
ONE = {"keep": '{ outcomes = ["victim_years"] }'}
MORE = {"keep": '{ outcomes = ["victim_years", "identified"], by = ["total", "form"] }', "title": '"More"'}
KEYS = ["scenario", "draw", "seed", "outcome", "area", "dimension", "label", "year"]


@pytest.fixture
def address(tmp_path):
    return tmp_path / "store.sqlite"


@pytest.fixture
def store(address):
    found = open_store(address, make=True)
    yield found
    found.close()


def rows_of(address, table):
    with sqlite3.connect(address) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def moved(store, most_rows=10, rows=17):
    """Move values of the oldest runs into parts, until the table is short; returns how many parts there are."""
    parts.Mover(store, most_rows, rows).add(0)
    return len(list(store.parts_folder.glob("*.parquet")))


def read(store, experiment=1):
    with reading(store) as connection:
        return values_frame(store, connection, experiment)


# Schema


def test_migrations_lead_to_exactly_the_schema(store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, schema.metadata) == []


def test_indices_keys_and_counting_are_those_of_the_schema(store, tmp_path):
    asked = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' AND name NOT LIKE 'sqlite_%'"
    with store.reading() as connection:
        migrated = dict(connection.exec_driver_sql(asked).tuples().all())
    with sqlite3.connect(tmp_path / "other.sqlite") as other:
        engine = opening.connect(url_of(tmp_path / "other.sqlite"))
        schema.metadata.create_all(engine)
        engine.dispose()
        made = dict(other.execute(asked).fetchall())
    assert set(migrated) == set(made)
    for word in ("AUTOINCREMENT", "WITHOUT ROWID"):
        assert {name for name, sql in migrated.items() if word in sql} == {n for n, sql in made.items() if word in sql}


def test_a_store_of_the_first_schema_migrates_and_keeps_a_copy(address, tmp_path):
    old = opening.Store(url_of(address), opening.connect(url_of(address)))
    assert opening.migrate(old, "0001") is None
    old.close()
    with pytest.raises(StoreError) as caught:
        open_store(address)
    newest = opening.newest()
    assert str(caught.value) == (
        f"store {address}: was written by an older version (schema 0001, now {newest}); run thbsim store migrate"
        f" --store {address}, which keeps a copy"
    )
    (line,) = opening.migrate_address(address)
    copy = f"{address}.schema-0001"
    assert line == f"store {address}: schema 0001 became {newest}; the store as it was is kept as {copy}"
    assert rows_of(copy, "run") == 0
    assert list(opening.migrate_address(address)) == [f"store {address}: has the newest schema, {newest}"]
    open_store(address).close()


def test_a_store_of_a_newer_program_is_refused(address, store):
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for attempt in (lambda: open_store(address), lambda: list(opening.migrate_address(address))):
        with pytest.raises(StoreError) as caught:
            attempt()
        assert str(caught.value) == (
            f"store {address}: was written by a newer version of thbsim (schema 9999; this one knows up to"
            f" {opening.newest()}); install that version, or give another store"
        )


# Each run once


def test_each_run_is_stored_once_with_all_that_was_asked_for(address, tmp_path):
    found = carried_out(write_design(tmp_path), address)
    assert (found["state"], found["runs"], found["finished"], found["failed"]) == ("finished", 6, 6, 0)
    runs, values = runs_of(address), values_of(address)
    assert runs.select("scenario", "draw", "seed").rows() == [
        (name, 0, seed) for name in ("baseline", "earlier") for seed in (1, 2, 3)
    ]
    assert runs["key"].is_unique().all()
    assert values.select(KEYS).is_unique().all()
    assert values.height == rows_of(address, "outcome_value")
    assert rows_of(address, "claim") == 0


def test_runs_are_not_lived_again_by_another_experiment_that_keeps_as_much_or_less(address, tmp_path):
    carried_out(write_design(tmp_path, MORE), address)
    before, stored = runs_of(address, 1), stored_at(address)
    carried_out(write_design(tmp_path, {"title": '"Again"', "keep": MORE["keep"]}), address)
    carried_out(write_design(tmp_path, ONE | {"title": '"Less"'}), address)
    larger = {"title": '"Larger"', "keep": MORE["keep"], "scenarios": '["earlier.toml", "baseline", "awareness"]'}
    carried_out(write_design(tmp_path, larger | {"seeds": "{ first = 2, number = 3 }"}), address)
    for experiment in (2, 3):
        assert runs_of(address, experiment)["run_id"].to_list() == before["run_id"].to_list()
    assert {key: stored_at(address)[key] for key in stored} == stored
    assert rows_of(address, "run") == 6 + 2 + 3  # seed 4 twice; awareness is another scenario, though alike till 2011
    less = values_of(address, 3)
    assert less["outcome"].unique().to_list() == ["victim_years"]
    assert less.equals(values_of(address, 1).filter(outcome="victim_years", dimension="total"))


def stored_at(address):
    with sqlite3.connect(address) as connection:
        return dict(connection.execute("SELECT id, stored_at FROM run").fetchall())


@pytest.mark.parametrize("in_parts", [False, True], ids=["in the table", "in parts"])
def test_an_experiment_that_keeps_more_lives_its_runs_again_and_stores_what_is_missing(in_parts, address, tmp_path):
    carried_out(write_design(tmp_path, ONE), address)
    before, ids = values_of(address), runs_of(address)["run_id"].to_list()
    store = open_store(address)
    if in_parts:
        assert moved(store, 1, 2) > 1
    carried_out(write_design(tmp_path, MORE), address)
    after = values_of(address, 2)
    assert runs_of(address, 2)["run_id"].to_list() == ids
    assert after.select(KEYS).is_unique().all()
    assert values_of(address, 1).equals(before)
    shared = after.join(before, on=KEYS)
    assert shared.height == before.height
    assert (shared["value"] == shared["value_right"]).all()
    fresh = tmp_path / "fresh.sqlite"
    carried_out(write_design(tmp_path, MORE), fresh)
    assert values_of(fresh).sort(KEYS).equals(after.sort(KEYS))
    assert list(upkeep.check(store)) == []
    store.close()


def test_policies_that_are_alike_for_one_value_only_are_different_runs_once_parameters_are_drawn(address, tmp_path):
    capacity = "monitoring.capacity"
    design = write_design(tmp_path, {
        "scenarios": '["earlier.toml", "adds.toml"]',
        "draws": '{ method = "latin-hypercube", number = 2, parameters = ["monitoring.capacity"] }',
    })  # fmt: skip
    sweep_values = read_design(write_design(tmp_path, {"scenarios": '["baseline"]'}, "plain.toml"))
    value = sweep_values.schedules[0].baseline.quantities.get(capacity) or next(
        quantity for path, quantity in sweep_values.schedules[0].baseline.quantities.items()
        if path.startswith(capacity + ".BE") or path == f"{capacity}.BE"
    )  # fmt: skip
    write_policy(tmp_path / "adds.toml", **{"times = 2.0": f"add = {value.value}"})
    first, second = read_design(design).schedules
    assert first.digest == second.digest
    carried_out(design, address)
    runs = runs_of(address)
    assert runs["run_id"].is_unique().all()
    values = values_of(address)
    one, other = (values.filter(scenario=name)["value"].to_list() for name in ("earlier", "adds"))
    assert one != other


def test_the_same_policy_under_two_names_is_lived_once_for_each_seed(address, tmp_path):
    design = write_design(tmp_path, {"scenarios": '["baseline", "earlier.toml", "copy.toml"]'})
    write_policy(tmp_path / "copy.toml")
    found = carried_out(design, address)
    assert (found["state"], found["finished"], rows_of(address, "run")) == ("finished", 9, 6)
    values = values_of(address)
    one, other = (values.filter(scenario=name).drop("scenario") for name in ("earlier", "copy"))
    assert one.height > 0
    assert one.equals(other)


def test_a_posterior_that_gives_a_draw_twice_has_its_run_once(address, tmp_path):
    pl.DataFrame({"placement.scarce_below": [0.3]}).write_parquet(tmp_path / "posterior.parquet")
    draws = '{ method = "posterior", number = 3, file = "posterior.parquet" }'
    found = carried_out(write_design(tmp_path, {"draws": draws}), address)
    assert (found["state"], found["finished"], rows_of(address, "run")) == ("finished", 18, 6)
    assert values_of(address).select(KEYS).is_unique().all()


def test_a_combination_keeps_the_name_in_which_it_was_asked_for(address, tmp_path):
    design = write_design(tmp_path, {"scenarios": '["baseline", "hotline+awareness"]', "seeds": "{ number = 2 }"})
    found = carried_out(design, address)
    assert found["scenarios"] == ["baseline", "hotline+awareness"]
    store = open_store(address)
    again = beginning.stored_sweep(store, 1)
    assert again.names == ("baseline", "hotline+awareness")
    assert reproduce(store, 1).different == 0
    store.close()


# To the last digit


@pytest.fixture(scope="module")
def recorder(tmp_path_factory):
    """A Recorder of an experiment with two numbers a run, in a store of its own."""
    folder = tmp_path_factory.mktemp("digits")
    store = open_store(folder / "store.sqlite", make=True)
    sweep = read_design(write_design(folder, ONE | {"scenarios": '["baseline"]', "seeds": "{ number = 100000 }"}))
    experiment = beginning.begin(store, sweep, folder)
    yield Recorder(store, experiment, beginning.ids_for(store, sweep))
    store.close()


EDGES = [0.0, -0.0, 5e-324, -5e-324, 1.7976931348623157e308, -1.7976931348623157e308, 0.1 + 0.2, 2.0**53 + 2, 1e22]


@settings(deadline=None, max_examples=20)
@given(pairs=st.lists(st.tuples(*[st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(EDGES)] * 2),
                      min_size=1, max_size=20), in_parts=st.booleans())  # fmt: skip
def test_any_finite_number_comes_back_to_the_last_digit(pairs, in_parts, recorder):
    store = recorder.store
    with store.engine.connect() as connection:
        first = 1 + (connection.execute(select(func.max(schema.runs.c.seed))).scalar_one() or 0)
    lived = [Lived(0, first + place, 0, 0.1, np.array(pair)) for place, pair in enumerate(pairs)]
    recorder.store_runs([(f"run {one.seed}", {}, one) for one in lived])
    if in_parts:
        moved(store, 1, 1)
    found = read(store).filter(pl.col("seed") >= first).sort("seed", "area")["value"].to_list()
    assert found == [value for pair in pairs for value in pair]


def test_a_run_is_stored_twice_without_harm(recorder):
    lived = Lived(0, 99_999, 0, 0.1, np.array([1.0, 2.0]))
    for _ in range(2):
        recorder.store_runs([("run twice", {}, lived)])
    assert read(recorder.store).filter(seed=99_999)["value"].to_list() == [1.0, 2.0]


# Parts


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A store with two experiments, which share the runs of seeds 2 and 3."""
    folder = tmp_path_factory.mktemp("shared")
    for changed in (MORE, MORE | {"title": '"Other"', "seeds": "{ first = 2, number = 3 }"}):
        carried_out(write_design(folder, changed), folder / "store.sqlite")
    return folder / "store.sqlite"


@pytest.fixture
def two(shared, address):
    """A copy of it, its values moved into parts; and its values as they were."""
    with closing(sqlite3.connect(shared)) as old, closing(sqlite3.connect(address)) as new:
        old.backup(new)
    store = open_store(address)
    before = [read(store, experiment) for experiment in (1, 2)]
    assert moved(store) > 2
    yield store, before
    store.close()


def test_values_that_moved_are_neither_lost_nor_there_twice(two, tmp_path):
    store, before = two
    assert rows_of(store.url.database, "outcome_value") < 27
    for experiment, table in enumerate(before, 1):
        assert read(store, experiment).equals(table)
    assert list(upkeep.check(store)) == []
    paths = {path.name: path for path in export(store, 1, tmp_path)}
    assert pl.read_parquet(paths["values.parquet"]).equals(before[0])


def test_runs_whose_values_moved_are_reproduced(two):
    found = reproduce(two[0], 1)
    assert (found.runs, found.different) == (6, 0)


def test_moved_values_are_found_by_outcome_and_by_run(two):
    store, before = two
    key = ("identified", "BE", "form")
    with reading(store) as connection:
        runs = runs_frame(connection, 1).filter(seed=2)
        by_outcome = values_frame(store, connection, 1, [key])
        by_run = values_frame(store, connection, 1, runs=runs)
    assert by_outcome.equals(before[0].filter(outcome=key[0], area=key[1], dimension=key[2]))
    assert by_run.equals(before[0].filter(seed=2))


def test_deleting_leaves_the_runs_of_other_experiments(two):
    store, before = two
    assert upkeep.delete_experiment(store, 1) == 2  # seed 1 of both scenarios
    assert read(store, 2).equals(before[1])
    assert list(upkeep.check(store)) == []
    upkeep.vacuum(store)
    assert read(store, 2).equals(before[1])
    assert list(upkeep.check(store)) == []
    runs = runs_of(store.url.database, 2)["run_id"]
    left = {path: pl.read_parquet(path)["run_id"] for path in store.parts_folder.glob("*.parquet")}
    assert all(column.is_in(runs.implode()).all() for column in left.values())
    assert upkeep.delete_experiment(store, 2) == 6
    upkeep.vacuum(store)
    assert list(store.parts_folder.glob("*.parquet")) == []
    for table in ("run", "outcome_value", "part", "experiment", "experiment_run"):
        assert rows_of(store.url.database, table) == 0


def test_a_deleted_run_lends_its_moved_values_to_no_later_run(two, tmp_path):
    store, before = two
    upkeep.delete_experiment(store, 2)
    upkeep.delete_experiment(store, 1)
    carried_out(write_design(tmp_path, ONE), store.url.database)
    found = read(store)
    assert found.select(KEYS).is_unique().all()
    assert found.equals(before[0].filter(outcome="victim_years", dimension="total"))
    assert list(upkeep.check(store)) == []


def test_a_file_that_nothing_notes_is_ignored_and_vacuumed(two):
    store, before = two
    orphan = store.parts_folder / "orphan.parquet"
    some = next(path for path in store.parts_folder.glob("*.parquet"))
    orphan.write_bytes(some.read_bytes())
    assert read(store).equals(before[0])
    assert list(upkeep.check(store)) == []
    upkeep.vacuum(store)
    assert not orphan.exists()
    assert some.exists()
    assert read(store).equals(before[0])


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_part_that_is_not_whole_is_named(damage, two):
    store, _ = two
    file = min(store.parts_folder.glob("*.parquet"), key=lambda path: pl.read_parquet(path)["run_id"].min())
    rows = pl.read_parquet(file).height
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:100])
    problems = list(upkeep.check(store))
    assert (
        problems[0] == f"part {file.name} is missing or damaged, and {rows:,} values with it; bring it back from a copy"
    )
    assert len(problems) == 2
    assert "runs have not all of their values (runs " in problems[1]
    for use in (lambda: read(store), lambda: upkeep.vacuum(store), lambda: reproduce(store, 1)):
        with pytest.raises(StoreError) as caught:
            use()
        assert str(caught.value) == (
            f"store {store.name}: part {file.name} is missing or damaged; bring it back from a copy into {file.parent}"
        )


def test_a_part_with_too_few_values_is_named(two):
    store, _ = two
    file = next(store.parts_folder.glob("*.parquet"))
    rows = pl.read_parquet(file)
    rows.head(3).write_parquet(file)
    assert next(iter(upkeep.check(store))) == (
        f"part {file.name} has 3 values, not {rows.height:,}; bring it back from a copy"
    )


def test_a_value_that_is_gone_is_seen_by_check_and_by_reproducing(address, tmp_path):
    carried_out(write_design(tmp_path, ONE), address)
    with sqlite3.connect(address) as connection:
        connection.execute("DELETE FROM outcome_value WHERE run_id = 2 AND measure_id = 1")
    store = open_store(address)
    assert list(upkeep.check(store)) == ["1 runs have not all of their values (runs 2); run their experiment anew"]
    found = reproduce(store, 1)
    assert (found.runs, found.different) == (6, 1)
    assert found.differences[0]["stored"] is None
    store.close()


def test_an_experiment_without_runs_can_be_read(store, tmp_path):
    sweep = read_design(write_design(tmp_path))
    beginning.begin(store, sweep, tmp_path)
    assert read(store).height == 0
    found = reproduce(store, 1)
    assert (found.runs, found.different) == (0, 0)


# Addresses


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://host/name", "--store mysql: no such database is known here; choose sqlite or postgresql"),
        ("https://host/name", "--store https: no such database is known here; choose sqlite or postgresql"),
        ("sqlite://", "--store sqlite: a store needs a file; write sqlite:///path/to/store.sqlite"),
        ("sqlite:///:memory:", "--store sqlite: a store needs a file; write sqlite:///path/to/store.sqlite"),
        (
            "://x",
            "--store is not an address that can be read; write sqlite:///path/to/store.sqlite or"
            " postgresql://user@host/database",
        ),
        (
            "postgresql://user:secret@host:port/name",
            "--store is not an address that can be read; write sqlite:///path/to/store.sqlite or"
            " postgresql://user@host/database",
        ),
        (
            "postgresql://user:sec@ret@host/name",
            "--store postgresql: the password has signs that an address writes otherwise, as %40 for @; or leave it"
            " out, and set it in PGPASSWORD or in ~/.pgpass",
        ),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(address, sentence):
    with pytest.raises(StoreError) as caught:
        url_of(address)
    assert str(caught.value) == sentence
    assert "sec" not in sentence


def test_a_path_is_a_file_of_sqlite(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert url_of("new.sqlite").database == str(tmp_path / "new.sqlite")
    assert url_of(f"sqlite:///{tmp_path}/a b.sqlite").database == f"{tmp_path}/a b.sqlite"
    assert url_of("postgresql://user@host/name").drivername == "postgresql+psycopg"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=4, max_size=30))
def test_no_password_is_ever_shown(password):
    url = make_url("postgresql+psycopg://user@host/name").set(password=f"#{password}#")
    in_query = make_url("postgresql+psycopg://user@host/name").set(query={"password": f"#{password}#"})
    for one in (url, in_query):
        assert shown(one) in ("postgresql+psycopg://user:***@host/name", "postgresql+psycopg://user@host/name")
        read_again = url_of(one.render_as_string(hide_password=False))
        assert f"#{password}#" in (read_again.password, read_again.query.get("password"))


def test_what_is_no_store_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "other"
    for content, sentence in (
        (b"just some text, and more of it" * 100, "it is no store but some other file; give another path"),
        (b"", "there is no store of thbsim in it; give another, or let thbsim sweep make one"),
    ):
        path.write_bytes(content)
        with pytest.raises(StoreError) as caught:
            open_store(path)
        assert str(caught.value) == f"store {path}: {sentence}"
        assert path.read_bytes() == content
    for wrong, sentence in (
        (tmp_path, f"is a folder; give the path of a file, such as {tmp_path / 'store.sqlite'}"),
        (tmp_path / "no.sqlite", "there is none yet; thbsim sweep makes one, or give another by --store"),
    ):
        with pytest.raises(StoreError) as caught:
            open_store(wrong)
        assert str(caught.value) == f"store {wrong}: {sentence}"


# The stopping rule

EVERY = 3
STOPPED = {"seeds": "{ first = 5, number = 24 }", "keep": '{ outcomes = ["victim_years"] }'}


def stop_at(half_width, every=EVERY):
    return {"stop": f'{{ outcome = "victim_years", half_width = {float(half_width)!r}, every = {every} }}'}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """All pairs: (store address, half of the interval's width at each look, from the second on)."""
    folder = tmp_path_factory.mktemp("whole")
    address = folder / "store.sqlite"
    carried_out(write_design(folder, STOPPED), address)
    one = values_of(address).filter(outcome="victim_years", area="BE")
    pairs = one.pivot("scenario", index="seed", values="value").sort("seed")
    effect = (pairs["earlier"] - pairs["baseline"]).to_numpy()
    looks = range(EVERY, 25, EVERY)
    return address, {n: at_all_looks(n) * effect[:n].std(ddof=1) / math.sqrt(n) for n in looks}


def at_all_looks(number, every=EVERY):
    return reach_of_sequence(number, number - 1, every, 0.05)


def a_width(whole):
    """(A half-width that is reached, after how many seeds, not at the first look)."""
    widths = whole[1]
    seeds = next(n for n in list(widths)[1:-1] if widths[n] < min(w for m, w in widths.items() if m < n))
    return widths[seeds] * 1.000001, seeds


def test_seeds_stop_at_the_first_look_at_which_the_effect_is_known_well_enough(whole, address, tmp_path):
    width, seeds = a_width(whole)
    found = carried_out(write_design(tmp_path, STOPPED | stop_at(width)), address)
    assert (found["state"], found["seeds"], found["runs"], found["finished"]) == (
        "finished",
        seeds,
        2 * seeds,
        2 * seeds,
    )
    assert runs_of(address)["seed"].unique().to_list() == list(range(5, 5 + seeds))
    again = carried_out(tmp_path / "design.toml", address)
    assert (again["id"], again["finished"], rows_of(address, "run")) == (1, 2 * seeds, 2 * seeds)


def test_a_rule_that_is_never_fulfilled_lives_all_seeds(address, tmp_path):
    few = STOPPED | {"seeds": "{ number = 6 }"} | stop_at(1e-9, 2)
    found = carried_out(write_design(tmp_path, few), address)
    assert (found["state"], found["seeds"], found["finished"]) == ("finished", 6, 12)


def test_a_rule_that_is_fulfilled_at_once_needs_one_block(address, tmp_path):
    found = carried_out(write_design(tmp_path, STOPPED | stop_at(1e9, 6)), address)
    assert (found["seeds"], found["finished"]) == (6, 12)


def test_three_pairs_are_too_few_to_stop_at_however_wide_an_interval_may_be(address, tmp_path):
    found = carried_out(write_design(tmp_path, STOPPED | stop_at(1e9, 3)), address)
    assert (found["seeds"], found["finished"]) == (6, 12)


class Interrupting:
    """A bar at which the user stops the sweep after so many runs."""

    def __init__(self, runs):
        self.left = runs

    def advance(self, runs, failures):
        self.left -= runs
        if self.left <= 0:
            raise KeyboardInterrupt

    def skip(self, runs):
        pass


@pytest.mark.parametrize("after", [1, 9])
def test_an_interrupted_sweep_stops_at_the_same_seeds(after, whole, store, tmp_path):
    width, seeds = a_width(whole)
    sweep = read_design(write_design(tmp_path, STOPPED | stop_at(width)))
    experiment = beginning.begin(store, sweep, tmp_path)
    with executors.workers("threads", 2) as workers, pytest.raises(KeyboardInterrupt):
        Carrier(store, experiment, sweep, beginning.ids_for(store, sweep), workers, Interrupting(after)).carry_out()
    there = rows_of(store.url.database, "run")
    assert 0 < there < 48
    assert rows_of(store.url.database, "claim") == 0
    found = carried_out(tmp_path / "design.toml", store.url.database, resume=True)
    assert (found["id"], found["state"], found["seeds"]) == (experiment, "finished", seeds)
    assert read(store, experiment).equals(values_of(whole[0]).filter(pl.col("seed") < 5 + seeds))


def test_the_rule_sees_values_that_moved(whole):
    address, widths = whole
    store = open_store(address)
    sweep = beginning.stored_sweep(store, 1)
    stop = read_design(write_design(address.parent, STOPPED | stop_at(widths[12] * 1.000001)))
    before = [stopping.Rule(store, 1, stop).holds(range(5, 5 + n)) for n in widths]
    assert before == [width <= widths[12] * 1.000001 for width in widths.values()]
    assert moved(store, 1, 10) > 3
    assert [stopping.Rule(store, 1, stop).holds(range(5, 5 + n)) for n in widths] == before
    assert sweep.names == stop.names
    store.close()


def test_a_mover_leaves_a_short_table_alone(address, tmp_path):
    carried_out(write_design(tmp_path, ONE), address)
    store = open_store(address)
    parts.Mover(store).add(5)
    assert not store.parts_folder.exists()
    with store.engine.begin() as connection:
        connection.execute(insert(schema.parts).values(file="gone.parquet", first_run=900, last_run=901, rows=4))
    assert read(store).height == 12  # a part of other runs is not asked for
    store.close()
