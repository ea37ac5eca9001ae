"""What is stored is listed, shown, exported, compared and deleted from the command line, for readers and as JSON."""

import json
import shutil
import sqlite3

import numpy as np
import polars as pl
import pytest

from experiments import comparison, dictionary, runner
from experiments.store import upkeep
from experiments.store.opening import open_store
from experiments.sweeps import environment
from experiments.sweeps.design import read_design
from experiments.sweeps.effects import effects_of
from experiments.uncertainty import crossed
from sim.definitions import OUTCOMES
from tests.sweep_files import carried_out, runs_of, thbsim, values_of, write_design

pytestmark = pytest.mark.usefixtures("compiled")
SEEDS = {"seeds": "{ first = 3, number = 4 }"}
DRAWS = {
    "title": '"With draws"',
    "seeds": "{ number = 2 }",
    "draws": '{ method = "sobol", number = 4, parameters = ["monitoring"] }',
    "keep": '{ outcomes = ["victim_years", "recruited"], by = ["total", "form"] }',
}
NO_TOTALS = {"title": '"No totals"', "seeds": "{ number = 2 }", "keep": '{ outcomes = ["identified"], by = "form" }'}
ALONE = {"title": '"Alone"', "seeds": "{ number = 2 }", "scenarios": '["baseline"]'}
ONE_SEED = {"title": '"One seed"', "seeds": "{ number = 1 }"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store with five experiments, which no test changes; the last one has one seed."""
    folder = tmp_path_factory.mktemp("filled")
    for number, changed in enumerate((SEEDS, DRAWS, NO_TOTALS, ALONE, ONE_SEED), 1):
        carried_out(write_design(folder, changed, f"{number}.toml"), folder / "store.sqlite")
    return folder / "store.sqlite"


@pytest.fixture
def own(filled, tmp_path):
    """A copy of it, which a test may change."""
    return shutil.copytree(filled.parent, tmp_path / "own") / "store.sqlite"


def told(address, *words):
    """What a command prints, as JSON."""
    status, out, error = thbsim(*words, "--store", address, "--json")
    assert (status, error) == (0, ""), error
    return json.loads(out)


def said(address, *words):
    """What a command prints for readers."""
    status, out, error = thbsim(*words, "--store", address)
    assert (status, error) == (0, ""), error
    return out


def rows_of(address, table):
    with sqlite3.connect(address) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_a_list_has_id_title_state_runs_and_finished_of_each(filled):
    found = told(filled, "experiments", "list")
    assert [(one["id"], one["title"], one["state"], one["runs"], one["finished"]) for one in found] == [
        (1, "A test", "finished", 8, 8),
        (2, "With draws", "finished", 16, 16),
        (3, "No totals", "finished", 4, 4),
        (4, "Alone", "finished", 2, 2),
        (5, "One seed", "finished", 2, 2),
    ]
    text = said(filled, "experiments", "list")
    assert text.split()[:6] == ["id", "title", "state", "finished", "runs", "begun"]
    assert [line.split()[0] for line in text.splitlines() if line.strip()[:1].isdigit()] == ["1", "2", "3", "4", "5"]


def test_the_store_of_the_user_is_asked_where_none_is_named_and_need_not_be_there(filled, tmp_path, monkeypatch):
    monkeypatch.setenv("THBSIM_STORE", str(tmp_path / "none" / "store.sqlite"))
    assert thbsim("experiments", "list", "--json") == (0, "[]\n", "")
    assert thbsim("experiments", "list") == (0, "No experiments yet: thbsim sweep DESIGN.toml makes one.\n", "")
    assert not (tmp_path / "none").exists()
    monkeypatch.setenv("THBSIM_STORE", str(filled))
    assert len(json.loads(thbsim("experiments", "list", "--json")[1])) == 5


def test_an_experiment_is_shown_with_its_design_and_its_environment(filled):
    found = told(filled, "experiments", "show", 2)
    design = read_design(filled.parent / "2.toml")
    assert found["design"] == json.loads(design.design.as_json())
    assert (found["draws"], found["seeds"], found["from"], found["to"]) == (4, 2, 2009, 2009)
    (environment,) = found["environments"]
    assert (environment["runs"], environment["changed"]) == (16, [])
    assert {"python", "numpy", "thbsim"} <= set(environment["versions"])
    assert found["failures"] == []
    lines = said(filled, "experiments", "show", 2).splitlines()
    assert lines[0] == "Experiment 2: With draws"
    assert lines[2].startswith("State: finished, 16 of 16 runs, begun 20")
    assert lines[3:7] == [
        "Scenarios: baseline, earlier",
        "Draws of parameters: 4; seeds: 2; years 2009-2009",
        "Kept for each year: victim_years, recruited, by total, form",
        "Draws: sobol, seed 1",
    ]


def test_effects_are_those_of_thbsim_compare(filled):
    found = told(filled, "experiments", "compare", 1)
    design = read_design(filled.parent / "1.toml")
    with runner.threads(2) as threads:
        runs = [runner.run(schedule, 2009, 2009, range(3, 7), threads) for schedule in design.schedules]
    expected = {(one.outcome, one.area): one.as_record() for one in comparison.effects(*runs)}
    assert {(one["outcome"], one["area"]) for one in found["effects"]} == set(expected)
    for one in found["effects"]:
        assert one == {
            name: value if isinstance(value, str) or value is None else pytest.approx(value, rel=1e-9, abs=1e-12)
            for name, value in expected[one["outcome"], one["area"]].items()
        }
    assert any(one["difference"] != 0.0 for one in found["effects"])
    assert (found["from"], found["to"], found["pairs_left_out"]) == (2009, 2009, 0)
    assert found["interval"] == "intervals hold chance only, not what is uncertain in the parameters"


def test_with_several_draws_and_seeds_the_interval_holds_both(filled):
    found = told(filled, "experiments", "compare", 2)
    assert {one["runs"] for one in found["effects"]} == {8}
    assert found["interval"] == (
        "intervals hold chance and the spread of the draws: every draw is lived with the same seeds"
    )
    values = values_of(filled, 2).filter(outcome="victim_years", area="BE", dimension="total")
    means = values.group_by("scenario", "draw", "seed").agg(pl.col("value").mean()).sort("draw", "seed")
    before, after = (means.filter(scenario=name)["value"].to_numpy().reshape(4, 2) for name in ("baseline", "earlier"))
    mean, low, high = crossed((after - before)[None]).interval
    (one,) = (one for one in found["effects"] if (one["outcome"], one["area"]) == ("victim_years", "BE"))
    assert (one["difference"], one["low"], one["high"]) == pytest.approx((mean, low, high))
    assert np.ptp(before) > 0.0


def test_effects_are_said_in_words(filled):
    text = said(filled, "experiments", "compare", 1)
    assert text.startswith("earlier against baseline, yearly means 2009-2009, 4 pairs\n")
    assert "Pairs share their luck; intervals hold chance only, not what is uncertain in the parameters.\n" in text
    assert "What earlier leaves out: " in text
    assert "assumptions: how soon places fill again (A36)" in text.replace("\n", " ")
    for effect in told(filled, "experiments", "compare", 1)["effects"]:
        assert effect["words"] in text.replace("\n", " ")


@pytest.mark.parametrize(
    ("experiment", "sentence"),
    [
        (3, "experiment 3 keeps no yearly totals; choose by --by one of form"),
        (
            4,
            "experiment 4 has one scenario only, so it has no effects; add others with thbsim sweep --expand 4"
            " --add-scenarios, or see thbsim experiments export",
        ),
        (5, "experiment 5: an interval needs 2 pairs of runs at least"),
    ],
)
def test_what_cannot_be_compared_is_told_in_one_sentence(experiment, sentence, filled):
    assert thbsim("experiments", "compare", experiment, "--store", filled) == (2, "", sentence + "\n")


def test_the_files_of_an_export_agree_with_the_store_and_with_each_other(filled, tmp_path):
    found = told(filled, "experiments", "export", 2, "--to", tmp_path / "out")
    files = {path.name: path for path in (tmp_path / "out").iterdir()}
    tables = {
        f"{name}.{kind}" for name in ("values", "runs", "draws", "summary", "effects") for kind in ("csv", "parquet")
    }
    assert set(files) == tables | {"outcomes.csv", "experiment.json"}
    assert sorted(found["written"]) == sorted(str(path) for path in files.values())
    values = pl.read_parquet(files["values.parquet"])
    assert values.equals(values_of(filled, 2))
    assert pl.read_csv(files["values.csv"], schema=values.schema).equals(values)
    assert pl.read_parquet(files["runs.parquet"]).equals(
        runs_of(filled, 2).drop("run_id", "environment_id", "parameters")
    )
    draws = pl.read_parquet(files["draws.parquet"])
    drawn = {draw: json.loads(text) for draw, text in runs_of(filled, 2)["draw", "parameters"].unique().rows()}
    assert {row.pop("draw"): row for row in draws.to_dicts()} == drawn
    effects = pl.read_parquet(files["effects.parquet"])
    assert effects.equals(effects_of(open_store(filled), 2, by=None).table)
    assert set(effects["dimension"]) == set(values["dimension"])
    summary = pl.read_parquet(files["summary.parquet"])
    assert pl.read_csv(files["summary.csv"], schema=summary.schema).equals(summary)
    assert summary["runs"].unique().to_list() == [8]
    keys = ["scenario", "outcome", "area", "dimension", "label", "year"]
    means = values.group_by(keys).agg(again=pl.col("value").mean()).join(summary, on=keys)
    assert means.height == summary.height
    assert (means["again"] - means["mean"]).abs().max() < 1e-9
    assert json.loads(files["experiment.json"].read_text(encoding="utf-8")) == told(filled, "experiments", "show", 2)
    outcomes = pl.read_csv(files["outcomes.csv"])
    assert set(outcomes.filter(kind="outcome")["name"]) == {"victim_years", "recruited"}
    described = dictionary.EXPORTED
    assert set(outcomes["file"]) == set(described) | {"values.csv"}
    assert {name for file in described for name in file.split(", ")} == set(files) - {"experiment.json"}
    for file in described:
        for name in file.split(", "):
            read = pl.read_csv if name.endswith("csv") else pl.read_parquet
            assert read(files[name]).columns == _columns(described[file], draws), name
    text = said(filled, "experiments", "export", 2, "--to", tmp_path / "out")
    assert text.startswith(f"Written to {tmp_path / 'out'}: values.parquet, values.csv, ")


def test_effects_told_apart_add_up_to_those_of_the_total(filled):
    by_form = told(filled, "experiments", "compare", 2, "--by", "form")["effects"]
    total = {(one["outcome"], one["area"]): one for one in told(filled, "experiments", "compare", 2)["effects"]}
    assert {(one["outcome"], one["dimension"]) for one in by_form} == {("victim_years", "form")}
    for key in {(one["outcome"], one["area"]) for one in by_form}:
        parts = [one["difference"] for one in by_form if (one["outcome"], one["area"]) == key]
        assert len(parts) == 5
        assert sum(parts) == pytest.approx(total[key]["difference"], abs=1e-9)
    text = said(filled, "experiments", "compare", 2, "--by", "form")
    assert "Victim-years, labour, Belgium" in text
    assert thbsim("experiments", "compare", 2, "--by", "city", "--store", filled) == (
        2, "", "experiment 2 keeps nothing by city; choose by --by one of total, form\n",
    )  # fmt: skip


def _columns(described, draws):
    """The columns of a file as the dictionary names them; "..." stands for all parameters that are drawn."""
    return [name for one in described for name in (draws.columns[1:] if one == "..." else [one])]


def test_an_export_goes_into_a_folder_that_can_be_written(filled, tmp_path):
    (tmp_path / "file").write_text("there already", encoding="utf-8")
    assert thbsim("experiments", "export", 1, "--to", tmp_path / "file", "--store", filled) == (
        2, "", f"--to {tmp_path / 'file'}: cannot write there (File exists); give another folder\n",
    )  # fmt: skip


UNKNOWN = "no experiment 9 is in the store; it has 1, 2, 3, 4, 5\n"


@pytest.mark.parametrize("command", ["show", "compare", "reproduce", "delete", "export"])
def test_an_unknown_experiment_is_told_with_the_known_ones(command, filled, tmp_path):
    more = {"delete": ["--yes"], "export": ["--to", tmp_path / "out"]}.get(command, [])
    assert thbsim("experiments", command, 9, *more, "--store", filled) == (2, "", UNKNOWN)
    assert thbsim("experiments", command, 9, *more, "--store", filled, "--json") == (2, "", UNKNOWN)


@pytest.mark.parametrize("command", [("list",), ("show", 1), ("compare", 1), ("reproduce", 1), ("delete", 1, "--yes")])
def test_a_store_that_is_not_there_is_told_and_not_made(command, tmp_path):
    address = tmp_path / "none.sqlite"
    assert thbsim("experiments", *command, "--store", address) == (
        2, "", f"store {address}: there is none yet; thbsim sweep makes one, or give another by --store\n",
    )  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_an_experiment_is_deleted_with_its_own_runs_when_yes_is_said(own):
    runs, values = rows_of(own, "run"), values_of(own, 1)
    assert thbsim("experiments", "delete", 2, "--store", own) == (
        2, "", "experiment 2 was not deleted; give --yes to delete it for good\n",
    )  # fmt: skip
    assert rows_of(own, "run") == runs
    assert told(own, "experiments", "delete", 2, "--yes") == {"deleted": 2, "runs": 16}
    assert [one["id"] for one in told(own, "experiments", "list")] == [1, 3, 4, 5]
    assert rows_of(own, "run") == runs - 16
    assert values_of(own, 1).equals(values)
    assert said(own, "experiments", "delete", 5, "--yes") == (
        "Deleted experiment 5 and 0 runs; thbsim store vacuum gives the room back.\n"
    )  # its runs of seed 1 are those of other experiments too
    assert told(own, "store", "check")["problems"] == []


def test_reproducing_says_how_many_runs_are_the_same(filled):
    here = environment.here()
    assert said(filled, "experiments", "reproduce", 2, "--sample", 5).splitlines() == [
        f"Lived again on {here.processor}, {here.system}, by model {here.model_source}.",
        "Code, packages and processor are those with which the runs were stored.",
        "5 of 5 runs are the same to the last digit.",
    ]
    found = told(filled, "experiments", "reproduce", 1, "--workers", 1)
    assert found == {"runs": 8, "different": 0, "differences": [], "changed": []}


def test_a_dry_run_says_runs_time_and_disk_and_writes_nothing(filled, tmp_path):
    design, address = filled.parent / "2.toml", tmp_path / "none" / "store.sqlite"
    found = told(address, "sweep", design, "--dry-run")
    assert (found["runs"], found["stored_already"]) == (16, 0)
    assert found["seconds"] > 0.0
    assert found["bytes"] > 0
    lines = said(address, "sweep", design, "--dry-run", "--workers", 2).splitlines()
    assert lines[:2] == [
        "With draws: 16 runs",
        "2 scenarios, 4 draws, 2 seeds, 2009-2009; 13 numbers kept of each run",
    ]
    assert lines[2].startswith("Time: about 1 s on 2 workers")
    assert lines[3:] == [
        "Disk: less than 1 MB",
        "Not kept by form, as the model does not tell it apart so: recruited.",
    ]
    assert not address.parent.exists()


def test_a_dry_run_says_so_where_a_rule_may_stop_it_earlier(tmp_path):
    design = write_design(tmp_path, {"stop": '{ outcome = "hidden", half_width = 1.0 }'})
    assert said(tmp_path / "s.sqlite", "sweep", design, "--dry-run").startswith("A test: 6 runs at most\n")


def test_a_dry_run_of_what_is_stored_changes_nothing(own):
    before = own.read_bytes()
    found = told(own, "sweep", own.parent / "2.toml", "--dry-run")
    assert (found["stored_already"], found["seconds"], found["bytes"]) == (16, 0.0, 0)
    assert own.read_bytes() == before


def test_the_estimates_of_two_designs_in_one_process_are_each_their_own(tmp_path):
    for number, (years, kept) in enumerate((("2009", 8), ("2012", 32))):
        design = write_design(tmp_path / str(number), {"to": years, "keep": '{ outcomes = ["hidden", "identified"] }'})
        text = said(tmp_path / "s.sqlite", "sweep", design, "--dry-run")
        assert f"2009-{years}; {kept // 2} numbers kept of each run" in text


def test_a_finished_design_is_not_run_again(own):
    runs = runs_of(own, 1)
    status, out, error = thbsim("sweep", own.parent / "1.toml", "--store", own, "--json")
    assert (status, json.loads(out)["id"], json.loads(out)["state"]) == (0, 1, "finished")
    assert error == "All its runs are stored already, as experiment 1; nothing is run again.\n"
    assert runs_of(own, 1).equals(runs)
    assert len(told(own, "experiments", "list")) == 5


def lose(address, seed):
    """Take the runs of a seed away from experiment 1, as if they had not been lived yet."""
    with sqlite3.connect(address) as connection:
        connection.execute("DELETE FROM experiment_run WHERE experiment_id = 1 AND seed = ?", (seed,))


def test_an_unfinished_design_goes_on_only_by_resume(own):
    lose(own, 5)
    design = own.parent / "1.toml"
    assert told(own, "experiments", "list")[0]["state"] == "unfinished"
    assert thbsim("sweep", design, "--store", own) == (
        2, "", "experiment 1 has the same design and 6 of 8 runs; go on with it by --resume, or change the design's"
        " title to begin another\n",
    )  # fmt: skip
    assert rows_of(own, "experiment_run") == 30
    found = told(own, "sweep", design, "--resume")
    assert (found["id"], found["state"], found["finished"]) == (1, "finished", 8)


def fail(address):
    """Let a run of experiment 1 have failed: seed 4 of the second scenario."""
    with sqlite3.connect(address) as connection:
        (run,) = connection.execute(
            "SELECT run_id FROM experiment_run WHERE experiment_id = 1 AND seed = 4 AND place = 1"
        ).fetchone()
        connection.execute("DELETE FROM outcome_value WHERE run_id = ?", (run,))
        connection.execute("UPDATE run SET state = 'failed', error = 'Oh: no' WHERE id = ?", (run,))


def test_a_failed_run_is_named_left_out_of_effects_and_tried_again_by_resume(own):
    before = values_of(own, 1)
    fail(own)
    found = told(own, "experiments", "show", 1)
    assert (found["state"], found["finished"], found["failed"]) == ("failed", 7, 1)
    assert found["failures"] == [{"scenario": "earlier", "draw": 0, "seed": 4, "error": "Oh: no"}]
    assert "Failed: earlier, draw 0, seed 4: Oh: no\n" in said(own, "experiments", "show", 1)
    compared = told(own, "experiments", "compare", 1)
    assert compared["pairs_left_out"] == 1
    assert {one["runs"] for one in compared["effects"]} == {3}
    assert "1 pair is left out, since a run is missing or failed." in said(own, "experiments", "compare", 1)
    assert told(own, "experiments", "reproduce", 1)["runs"] == 7
    assert told(own, "store", "check")["problems"] == []
    found = told(own, "sweep", own.parent / "1.toml", "--resume")
    assert (found["state"], found["failed"]) == ("finished", 0)
    assert values_of(own, 1).equals(before)


@pytest.mark.parametrize("kind", ["thread", "dask", "dask://nowhere", "dask:8786"])
def test_an_unknown_executor_is_told_before_anything_is_begun(kind, tmp_path):
    address = tmp_path / "store.sqlite"
    assert thbsim("sweep", write_design(tmp_path), "--executor", kind, "--store", address) == (
        2, "", f"--executor {kind}: there is no such executor; choose threads, dask-local, dask://HOST:PORT\n",
    )  # fmt: skip
    assert not address.exists()


def test_a_sweep_says_what_it_has_done(tmp_path):
    text = said(tmp_path / "store.sqlite", "sweep", write_design(tmp_path))
    assert text.splitlines()[0] == "Experiment 1: A test"
    assert text.splitlines()[1].startswith("State: finished, 6 of 6 runs, begun 20")


def test_a_store_is_checked_migrated_and_vacuumed(own):
    assert told(own, "store", "check") == {"store": str(own), "problems": []}
    assert said(own, "store", "check") == f"store {own}: nothing is wrong\n"
    assert said(own, "store", "migrate").startswith(f"store {own}: has the newest schema, ")
    assert said(own, "store", "vacuum") == f"store {own}: less than 1 MB on disk\n"
    with sqlite3.connect(own) as connection:
        connection.execute("DELETE FROM outcome_value WHERE run_id = 1 AND year = 2009")
    problem = "1 runs have not all of their values (runs 1); run their experiment anew"
    assert thbsim("store", "check", "--store", own) == (1, f"{problem}\nstore {own}: 1 problems\n", "")
    status, out, _ = thbsim("store", "check", "--store", own, "--json")
    assert (status, json.loads(out)["problems"]) == (1, [problem])


def test_a_vacuum_gives_the_room_of_deleted_runs_back(own):
    store = open_store(own)
    before = upkeep.vacuum(store)
    for experiment in (1, 2, 3, 4, 5):
        upkeep.delete_experiment(store, experiment)
    assert upkeep.vacuum(store) < before
    store.close()


def test_all_that_is_kept_has_its_unit_and_its_meaning(filled):
    values = values_of(filled, 1)
    units = dict(values.select("outcome", "unit").unique().rows())
    assert units == {outcome: OUTCOMES[outcome].unit for outcome in units}
    assert values["value"].is_finite().all()
