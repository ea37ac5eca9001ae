"""A stored experiment grows in place; new runs stand beside old ones only where the digits are the same."""

import json
import shutil
import sqlite3

import polars as pl
import pytest

from experiments.sweeps import environment
from tests.sweep_files import carried_out, runs_of, thbsim, values_of, write_design, write_policy

pytestmark = pytest.mark.usefixtures("compiled")
PLACES = ["scenario", "draw", "seed", "run_id"]
KEYS = ["scenario", "draw", "seed", "outcome", "area", "dimension", "label", "year"]
KEPT = {"keep": '{ outcomes = ["victim_years", "identified"] }', "seeds": "{ number = 2 }"}


def drawn(number, method="latin-hypercube"):
    return KEPT | {"draws": f'{{ method = "{method}", number = {number}, seed = 9, parameters = ["placement"] }}'}


@pytest.fixture
def address(tmp_path):
    return tmp_path / "store.sqlite"


def expand(address, *words, experiment=1):
    """Enlarge an experiment; returns its overview."""
    status, out, error = thbsim("sweep", "--expand", experiment, *words, "--store", address, "--json")
    assert (status, error) == (0, ""), error
    return json.loads(out)


def refused(address, *words):
    """The sentence with which a command ends that changes nothing."""
    before = state_of(address)
    status, out, error = thbsim(*words, "--store", address)
    assert (status, out) == (2, "")
    assert state_of(address) == before
    return error


def state_of(address):
    """All that a store holds of experiments and runs."""
    tables = ("experiment", "experiment_scenario", "experiment_run", "run", "claim")
    with sqlite3.connect(address) as connection:
        return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


def assert_same_as_at_once(address, tmp_path, changed):
    """The experiment equals one that was asked for at once, in its values and as a design."""
    fresh, design = tmp_path / "fresh.sqlite", write_design(tmp_path, changed, "at-once.toml")
    carried_out(design, fresh)
    assert values_of(address).sort(KEYS).equals(values_of(fresh).sort(KEYS))
    runs = len(state_of(address)[3])
    found = carried_out(design, address)
    assert (found["id"], found["state"]) == (1, "finished")
    assert len(state_of(address)[3]) == runs


def assert_kept(address, before):
    """The runs that were there are the ones that are there, whenever they were stored."""
    after = runs_of(address).join(before, on=["scenario", "draw", "seed"])
    assert after.height == before.height
    assert after["run_id"].equals(after["run_id_right"].alias("run_id"))
    assert after["seconds"].equals(after["seconds_right"].alias("seconds"))


def test_more_seeds_leave_the_first_ones_as_they_are(address, tmp_path):
    carried_out(write_design(tmp_path, KEPT), address)
    before = runs_of(address)
    found = expand(address, "--add-seeds", 3)
    assert (found["id"], found["state"], found["seeds"], found["runs"], found["finished"]) == (1, "finished", 5, 10, 10)
    assert_kept(address, before)
    assert_same_as_at_once(address, tmp_path, KEPT | {"seeds": "{ number = 5 }"})


@pytest.mark.parametrize("method", ["latin-hypercube", "sobol"])
def test_more_draws_leave_the_first_ones_as_they_are(method, address, tmp_path):
    carried_out(write_design(tmp_path, drawn(3, method)), address)
    before = runs_of(address)
    found = expand(address, "--add-draws", 2)
    assert (found["state"], found["draws"], found["finished"]) == ("finished", 5, 20)
    assert_kept(address, before)
    assert_same_as_at_once(address, tmp_path, drawn([3, 2], method))


def test_more_scenarios_leave_the_first_ones_as_they_are(address, tmp_path):
    carried_out(write_design(tmp_path, KEPT), address)
    before = runs_of(address)
    own = write_policy(tmp_path / "mine.toml", times="3.0")
    found = expand(address, "--add-scenarios", f"{own}, hotline+awareness")
    assert found["scenarios"] == ["baseline", "earlier", "mine", "hotline+awareness"]
    assert (found["state"], found["finished"]) == ("finished", 8)
    assert_kept(address, before)
    scenarios = '["baseline", "earlier.toml", "mine.toml", "hotline+awareness"]'
    assert_same_as_at_once(address, tmp_path, KEPT | {"scenarios": scenarios})


def test_seeds_draws_and_scenarios_grow_together_and_again(address, tmp_path):
    carried_out(write_design(tmp_path, drawn(2)), address)
    before = runs_of(address)
    expand(address, "--add-seeds", 1, "--add-draws", 1, "--add-scenarios", "awareness")
    assert_kept(address, before)
    once = runs_of(address)
    found = expand(address, "--add-draws", 1)
    assert (found["runs"], found["finished"], found["state"]) == (36, 36, "finished")
    assert_kept(address, once)
    scenarios = {"scenarios": '["baseline", "earlier.toml", "awareness"]', "seeds": "{ number = 3 }"}
    assert_same_as_at_once(address, tmp_path, drawn([2, 1, 1]) | scenarios)


def posterior(tmp_path, values):
    pl.DataFrame({"placement.scarce_below": values}).write_parquet(tmp_path / "posterior.parquet")
    return KEPT | {"draws": '{ method = "posterior", number = 3, file = "posterior.parquet" }'}


def test_a_posterior_grows_from_wherever_the_command_is_given(address, tmp_path, monkeypatch):
    carried_out(write_design(tmp_path, posterior(tmp_path, [0.1, 0.2, 0.3, 0.4])), address)
    before = runs_of(address)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert expand(address, "--add-draws", 2)["finished"] == 20
    assert_kept(address, before)


def test_a_posterior_that_has_changed_since_is_refused(address, tmp_path):
    carried_out(write_design(tmp_path, posterior(tmp_path, [0.1, 0.2, 0.3, 0.4])), address)
    posterior(tmp_path, [0.15, 0.25, 0.35])
    assert refused(address, "sweep", "--expand", 1, "--add-seeds", 1) == (
        "experiment 1 was run with other draws than its method posterior gives now: the file of the posterior or a"
        " package has changed; bring it back, or make a new experiment\n"
    )


GRID = '{ method = "grid", values = { "placement.scarce_below" = [0.1, 0.2] } }'


@pytest.mark.parametrize(("method", "draws"), [("baseline", '{ method = "baseline" }'), ("grid", GRID)])
def test_no_draws_can_be_added_to_what_is_not_drawn(method, draws, address, tmp_path):
    carried_out(write_design(tmp_path, KEPT | {"draws": draws}), address)
    assert refused(address, "sweep", "--expand", 1, "--add-draws", 2) == (
        f"--add-draws: experiment 1 has the draws of its method {method}, to which none can be added; make a design"
        " with latin-hypercube, sobol, prior or posterior\n"
    )


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A store with one small experiment, which no test changes."""
    folder = tmp_path_factory.mktemp("small")
    carried_out(write_design(folder, KEPT), folder / "store.sqlite")
    return folder / "store.sqlite"


ONE_ONLY = "give a design file, or --expand and an experiment's id"
TWICE = "experiment 1, enlarged: scenario {} is there twice; name it once"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--expand", 1, "--add-scenarios", "baseline"), TWICE.format("baseline")),
        (("--expand", 1, "--add-scenarios", "awareness, awareness"), TWICE.format("awareness")),
        (("--expand", 7, "--add-seeds", 1), "no experiment 7 is in the store; it has 1"),
        (("--expand", 1), "--expand needs --add-seeds, --add-draws or --add-scenarios; or --resume to finish it"),
        ((), ONE_ONLY),
        (("x.toml", "--expand", 1, "--add-seeds", 1), ONE_ONLY),
        (
            ("x.toml", "--add-seeds", 1),
            "--add-seeds, --add-draws and --add-scenarios go with --expand and an experiment's id",
        ),
        (
            ("--expand", 1, "--add-seeds", 10**9),
            "experiment 1, enlarged: it asks for 2,000,000,004 runs, more than 10,000,000; ask for fewer seeds, draws"
            " or scenarios, or make several designs",
        ),
    ],
)
def test_what_cannot_be_expanded_is_told_in_one_sentence(words, sentence, small):
    assert refused(small, "sweep", *words) == f"{sentence}\n"


def test_an_unknown_scenario_is_told_before_anything_is_run(small):
    assert refused(small, "sweep", "--expand", 1, "--add-scenarios", "awarenes").startswith(
        "no scenario is called 'awarenes'; did you mean awareness? A policy of your own"
    )


def test_a_dry_run_of_an_expansion_counts_what_is_there_and_changes_nothing(small):
    before = state_of(small)
    words = ("sweep", "--expand", 1, "--add-seeds", 8, "--dry-run", "--store", small)
    status, out, _ = thbsim(*words, "--json")
    found = json.loads(out)
    assert (status, found["runs"], found["stored_already"]) == (0, 20, 4)
    assert found["seconds"] > 0.0
    assert "Stored already: 4" in thbsim(*words)[1]
    assert state_of(small) == before


def test_an_experiment_that_a_stopping_rule_ended_grows_from_where_it_stopped(address, tmp_path):
    changed = KEPT | {"seeds": "{ number = 50 }"}
    stop = {"stop": '{ outcome = "victim_years", half_width = 1e9, every = 6 }'}
    assert carried_out(write_design(tmp_path, changed | stop), address)["seeds"] == 6
    before = runs_of(address)
    found = expand(address, "--add-seeds", 2)
    assert (found["state"], found["seeds"], found["finished"]) == ("finished", 8, 16)
    assert_kept(address, before)
    assert_same_as_at_once(address, tmp_path, KEPT | {"seeds": "{ number = 8 }"})


def test_the_design_of_an_enlarged_experiment_still_finds_it(address, tmp_path):
    path = write_design(tmp_path, KEPT)
    carried_out(path, address)
    expand(address, "--add-seeds", 2)
    before = state_of(address)
    _, _, error = thbsim("sweep", path, "--store", address)
    assert (
        error == "All its runs are stored already, as experiment 1, which was enlarged since; nothing is run again.\n"
    )
    assert state_of(address) == before
    lose(address, 3)
    for words in ((), ("--resume",)):
        assert refused(address, "sweep", path, *words) == (
            "experiment 1 began with this design, was enlarged since, and has 4 of 8 runs; go on with it by --expand 1"
            " --resume, or change the design's title to begin another\n"
        )
    assert expand(address, "--resume")["finished"] == 8


def test_an_expansion_that_was_begun_is_finished_by_resume(address, tmp_path):
    carried_out(write_design(tmp_path, KEPT | {"seeds": "{ number = 4 }"}), address)
    lose(address, 3)
    found = expand(address, "--resume")
    assert (found["state"], found["finished"], found["runs"]) == ("finished", 8, 8)


# What changed since


def lose(address, first):
    """Take the runs from a seed on away, as if they had not been lived yet."""
    with sqlite3.connect(address) as connection:
        gone = f"SELECT id FROM run WHERE seed >= {first}"
        connection.execute(f"DELETE FROM outcome_value WHERE run_id IN ({gone})")
        connection.execute(f"DELETE FROM experiment_run WHERE run_id IN ({gone})")
        connection.execute(f"DELETE FROM run WHERE seed >= {first}")


def alter(address, model_source=None, **versions):
    """Let the stored runs be those of another environment."""
    with sqlite3.connect(address) as connection:
        (text,) = connection.execute("SELECT versions FROM environment").fetchone()
        changed = json.dumps(json.loads(text) | versions)
        connection.execute("UPDATE environment SET digest = 'other', versions = ?", (changed,))
        if model_source:
            connection.execute("UPDATE environment SET model_source = ?", (model_source,))


def spoil(address):
    with sqlite3.connect(address) as connection:
        connection.execute("UPDATE outcome_value SET value = value + 1.0")


HERE = environment.here()
SOURCE = f"the model's code was 0123456789ab, and is {HERE.model_source} now"
NOW = {name: f"{name} was 0.1, and is {version} now" for name, version in HERE.versions}
NUMPY, POLARS = NOW["numpy"], NOW["polars"]


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """A folder with an experiment of 8 runs, of which 4 are there, and its design."""
    folder = tmp_path_factory.mktemp("half")
    carried_out(write_design(folder, KEPT | {"seeds": "{ number = 4 }"}), folder / "store.sqlite")
    lose(folder / "store.sqlite", 3)
    return folder


@pytest.fixture
def unfinished(half, tmp_path):
    """A copy of it, which a test may change: (store, design)."""
    folder = shutil.copytree(half, tmp_path / "half")
    return folder / "store.sqlite", folder / "design.toml"


def going_on(way, design):
    return ("sweep", design, "--resume") if way == "resume" else ("sweep", "--expand", 1, "--add-seeds", 2)


@pytest.mark.parametrize("way", ["resume", "expand"])
def test_runs_of_other_code_are_never_mixed_with_new_ones(way, unfinished):
    address, design = unfinished
    alter(address, model_source="0123456789ab", numpy="0.1")
    assert refused(address, *going_on(way, design)) == (
        f"Since the runs of experiment 1: {SOURCE}; {NUMPY}.\n"
        "experiment 1 was run with other code of the model, so new runs must not be mixed with its own; install the"
        " version that made it, or run its design as a new experiment without --resume\n"
    )


@pytest.mark.parametrize("way", ["resume", "expand"])
def test_packages_on_which_no_digit_hangs_are_named_and_new_runs_mixed(way, unfinished):
    address, design = unfinished
    alter(address, polars="0.1")
    status, out, error = thbsim(*going_on(way, design), "--store", address, "--json")
    assert (status, json.loads(out)["state"]) == (0, "finished")
    assert error == f"Since the runs of experiment 1: {POLARS}.\nNo digit hangs on that: results may be mixed.\n"


@pytest.mark.parametrize("way", ["resume", "expand"])
def test_with_another_numpy_some_runs_are_lived_again_before_new_ones_are_mixed(way, unfinished):
    address, design = unfinished
    alter(address, numpy="0.1")
    status, out, error = thbsim(*going_on(way, design), "--store", address, "--json")
    assert (status, json.loads(out)["state"]) == (0, "finished")
    assert error == (
        f"Since the runs of experiment 1: {NUMPY}.\n"
        "3 of its runs, lived again, are the same to the last digit: results may be mixed.\n"
    )
    shown = json.loads(thbsim("experiments", "show", 1, "--store", address, "--json")[1])
    found = sorted((one["runs"], one["changed"]) for one in shown["environments"])
    assert found == ([(4, []), (4, [NUMPY])] if way == "resume" else [(4, [NUMPY]), (8, [])])


@pytest.mark.parametrize("way", ["resume", "expand"])
def test_where_they_come_out_otherwise_nothing_is_mixed(way, unfinished):
    address, design = unfinished
    alter(address, numpy="0.1")
    spoil(address)
    assert refused(address, *going_on(way, design)) == (
        f"Since the runs of experiment 1: {NUMPY}.\n"
        "3 of 3 runs of experiment 1 come out otherwise here: new runs must not be mixed with its own; use the packages"
        " and the processor that made it, or another store\n"
    )


def another(design):
    """A design that wants the same runs."""
    path = design.with_name("another.toml")
    path.write_text(design.read_text().replace("title = ", "title = 'Another' #", 1))
    return path


def test_runs_of_another_experiment_and_numpy_are_taken_over_once_some_were_lived_again(unfinished):
    address, design = unfinished
    alter(address, numpy="0.1")
    status, out, error = thbsim("sweep", another(design), "--store", address, "--json")
    assert (status, json.loads(out)["lived"]) == (0, 4)
    assert error == (
        f"Since the runs of experiment 1: {NUMPY}.\n"
        "3 of its runs, lived again, are the same to the last digit: results may be mixed.\n"
    )


def test_runs_of_another_experiment_that_come_out_otherwise_here_are_not_taken_over(unfinished):
    address, design = unfinished
    alter(address, numpy="0.1")
    spoil(address)
    assert "come out otherwise here" in refused(address, "sweep", another(design))
    assert len(json.loads(thbsim("experiments", "list", "--store", address, "--json")[1])) == 1


def test_without_resume_other_code_begins_a_new_experiment(unfinished):
    address, design = unfinished
    alter(address, model_source="0123456789ab")
    status, out, _ = thbsim("sweep", design, "--store", address, "--json")
    assert (status, json.loads(out)["id"], json.loads(out)["state"]) == (0, 2, "finished")


def test_reproduce_names_what_changed_and_compares_all_the_same(unfinished):
    address, _ = unfinished
    alter(address, model_source="0123456789ab", polars="0.1", numpy="0.1")
    status, out, _ = thbsim("experiments", "reproduce", 1, "--store", address)
    assert status == 0
    changed = (SOURCE, *(NOW[name] for name, _ in HERE.versions if name in ("numpy", "polars")))
    assert out.splitlines() == [
        f"Lived again on {HERE.processor}, {HERE.system}, by model {HERE.model_source}.",
        *(f"{sentence[0].upper()}{sentence[1:]}." for sentence in changed),
        "4 of 4 runs are the same to the last digit.",
    ]


def test_reproduce_names_what_differs_and_ends_with_status_1(unfinished):
    address, _ = unfinished
    alter(address, numpy="0.1")
    spoil(address)
    status, out, _ = thbsim("experiments", "reproduce", 1, "--sample", 2, "--store", address, "--json")
    found = json.loads(out)
    assert (status, found["runs"], found["different"], found["changed"]) == (1, 2, 2, [NUMPY])
    assert len(found["differences"]) == 8  # two runs, two outcomes in two areas
    assert all(one["stored"] == one["now"] + 1.0 for one in found["differences"])
    status, out, _ = thbsim("experiments", "reproduce", 1, "--store", address)
    assert status == 1
    assert "4 of 4 runs differ; the first differences:" in out
    assert "  baseline, draw 0, seed 1: identified in BE, total total, 2009: " in out


def test_an_experiment_that_nothing_changed_for_says_nothing(unfinished):
    address, design = unfinished
    status, _, error = thbsim("sweep", design, "--resume", "--store", address)
    assert (status, error) == (0, "")
