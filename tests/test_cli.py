"""The command line answers with tables, one JSON object, files, or a sentence and exit status 2."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from experiments import tables
from experiments.cli import app
from scenarios import catalogue
from sim import names
from sim.definitions import OUTCOMES
from tests.scenario_files import policy_text

pytestmark = pytest.mark.usefixtures("compiled")
THBSIM = str(Path(sys.executable).with_name("thbsim"))
SHORT = ("--runs", "3", "--from", "2011", "--to", "2012")


def thbsim(*words):
    """The command in this process: exit status, standard output, standard error."""
    found = CliRunner().invoke(app, words)
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found.exit_code, found.stdout, found.stderr


def program(*words):
    """The command as a user starts it."""
    found = subprocess.run([THBSIM, *words], capture_output=True, text=True, encoding="utf-8", check=False)
    return found.returncode, found.stdout, found.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "new" / "folder"
    status, _, _ = thbsim("compare", "baseline", "sector-inspections", "awareness", *SHORT, "--out", str(out))
    assert status == 0
    return out


def test_run_prints_a_table_for_years_forms_sectors_regions_origins_and_centres():
    status, out, error = thbsim("run", *SHORT)
    assert (status, error) == (0, "")
    assert out.startswith("Baseline: Belgium as the sources describe it")
    for word in ("2011", "2012", "Identified", "Hidden at year's end", "Recruited", "Exits undetected", "Victim-years"):
        assert word in out
    for label in ("Moves over borders", "labour", "car wash", "Wallonia", "PAG-ASA", "Sürya", "Payoke", "South Asia"):
        assert label in out
    assert "the middle 95 % of 3 runs" in out


def test_scenarios_are_listed_and_shown_as_json():
    _, out, _ = thbsim("scenarios", "list", "--json")
    assert [one["name"] for one in json.loads(out)] == list(catalogue.names())
    _, out, _ = thbsim("scenarios", "show", "awareness+hotline", "--json")
    found = json.loads(out)
    assert [policy["name"] for policy in found["policies"]] == ["awareness", "hotline"]
    assert found["policies"][0]["changes"][0]["from"] == "2011-01-01"


def test_one_run_has_no_range():
    _, out, _ = thbsim("run", "--runs", "1", "--from", "2011", "--to", "2011")
    assert "One run: no range can be given." in out
    assert "–" not in out.split("By form")[0].replace("undetected", "")


def test_json_is_one_object_on_standard_output_and_nothing_else():
    status, out, error = program("run", "online-monitoring", *SHORT, "--json")
    found = json.loads(out)
    assert (status, error) == (0, "")
    assert (found["scenario"], found["from"], found["to"], found["runs"], found["seed"]) == (
        "online-monitoring", 2011, 2012, 3, 1,
    )  # fmt: skip
    for name in ("identified_per_year", "share_labour", "share_sexual", "share_other", "hidden_at_end"):
        assert found[name]["low"] <= found[name]["mean"] <= found[name]["high"]
    assert sum(found[f"share_{form}"]["mean"] for form in ("labour", "sexual", "other")) == pytest.approx(1.0)
    assert set(found["by_sector"]) == set(names.SECTORS)
    assert set(found["by_centre"]) == set(names.CENTRES)
    assert set(found["by_region"]) == set(names.REGIONS)
    assert set(found["by_origin"]) == set(names.ORIGINS)
    for parts in ("by_sector", "by_origin", "by_form"):
        total = sum(spread["mean"] for spread in found[parts].values())
        assert total == pytest.approx(found["identified_per_year"]["mean"])
    assert {"origin", "destination", "persons", "low", "high"} == set(found["flows"][0])
    assert all(flow["origin"] != flow["destination"] for flow in found["flows"])


def test_json_of_a_comparison_lists_effects():
    status, out, _ = thbsim("compare", "baseline", "inspections-car-wash", *SHORT, "--json")
    found = json.loads(out)
    assert status == 0
    assert {effect["outcome"] for effect in found["effects"]} == {
        "identified", "hidden", "victim_years", "recruited", "public_cost",
    }  # fmt: skip
    for effect in found["effects"]:
        assert effect["scenario"] == "inspections-car-wash"
        assert effect["difference"] == pytest.approx(effect["scenario_mean"] - effect["reference_mean"])
        assert effect["low"] <= effect["difference"] <= effect["high"]
        assert effect["variance_ratio_unpaired_to_paired"] is None or effect["variance_ratio_unpaired_to_paired"] > 0.0


def test_json_of_a_comparison_has_what_changes_inside_and_outside_an_aim():
    _, out, _ = thbsim("compare", "baseline", "inspections-car-wash", "reception-places", "awareness", *SHORT, "--json")
    found = json.loads(out)["leakage"]
    assert [(leak["scenario"], leak["kind"], leak["aim"]) for leak in found] == [
        ("inspections-car-wash", "markets", "country BE; sector car_wash"),
        ("awareness", "origins", "origin eastern_europe, africa"),
    ]
    changes = {place["place"]: place["difference"] for place in found[1]["places"]}
    assert changes["inside"] + changes["outside"] == pytest.approx(changes["total"])
    assert set(found[0]["share"]) == {"outcome", "share", "low", "high", "words"}


def test_compare_prints_what_changes_inside_and_outside_an_aim_and_nothing_for_a_policy_without_one():
    _, out, _ = thbsim("compare", "baseline", "online-monitoring", "reception-places", *SHORT)
    assert "online-monitoring: differences from baseline inside and outside its aim (BE)" in out
    assert "outside: beyond Belgium" in out
    assert out.index("online-monitoring: differences") < out.index("reception-places against baseline")
    assert "reception-places: differences" not in out


def test_leakage_is_one_table_of_all_aims(folder):
    found = pl.read_csv(folder / "leakage.csv")
    assert found["scenario"].unique(maintain_order=True).to_list() == ["sector-inspections", "awareness"]
    given = found.filter(pl.col("words").is_not_null())
    assert given.select("place", "outcome").rows() == [("outside", "victim_years"), ("outside", "recruited")]


def test_compare_says_every_effect_in_words():
    _, out, _ = thbsim("compare", "baseline", "sector-inspections", *SHORT, "--parameters", "baseline")
    assert "sector-inspections against baseline, yearly means" in out
    assert "fewer hidden victims:" in out
    assert "3 pairs of runs that share their luck" in out


def test_a_scenario_compared_with_itself_is_the_same_in_every_run():
    status, out, _ = thbsim("compare", "baseline", "baseline", *SHORT, "--json")
    assert status == 0
    assert all(effect["words"].endswith("the same in every run") for effect in json.loads(out)["effects"])


def test_out_leaves_tables_charts_and_a_record(folder):
    drawn = ("years", "flows", "effects", "compare", "compare-years", "compare-pairwise")
    charts = {f"{name}.{kind}" for name in drawn for kind in ("html", "png")}
    tables = {
        "runs.parquet",
        "summary.parquet",
        "summary.csv",
        "flows.csv",
        "arrivals.csv",
        "outcomes.csv",
        "effects.csv",
        "leakage.csv",
        "compare.csv",
        "compare-years.csv",
        "compare-pairwise.csv",
    }
    assert {path.name for path in folder.iterdir()} == charts | tables | {"run.json", "outcomes", "compare.txt"}
    assert {path.name for path in (folder / "outcomes").iterdir()} == {f"{outcome}.csv" for outcome in OUTCOMES}


def test_the_tables_are_tidy_and_agree_with_each_other(folder):
    runs, summary = pl.read_parquet(folder / "runs.parquet"), pl.read_csv(folder / "summary.csv")
    keys = ["scenario", "outcome", "area", "dimension", "label", "year"]
    assert runs.select("seed", *keys).is_unique().all()
    again = runs.group_by(keys).agg(pl.col("value").mean()).join(summary, on=keys)
    assert again.height == summary.height
    assert (again["value"] - again["mean"]).abs().max() < 1e-6
    for outcome in OUTCOMES:
        own = pl.read_csv(folder / "outcomes" / f"{outcome}.csv")
        assert own.equals(summary.filter(outcome=outcome).drop("outcome"))


def test_the_record_says_everything_that_is_needed_to_run_it_again(folder):
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert (record["from"], record["to"], record["runs"], record["seed"]) == (2011, 2012, 3, 1)
    assert [scenario["name"] for scenario in record["scenarios"]] == ["baseline", "sector-inspections", "awareness"]
    policy = Path("scenarios/catalogue/awareness.toml").read_text(encoding="utf-8")
    assert record["scenarios"][2]["text"]["policy"] == policy
    assert record["scenarios"][0]["parameters"]["reception.reflection_days"] == [45.0] * 6
    assert {"python", "numba", "numpy", "mesa", "thbsim", "model_source"} <= set(record["versions"])
    assert record["command"][0] == "thbsim"


def test_a_run_from_its_record_gives_the_same_digits(folder, tmp_path):
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    own = tmp_path / "sector-inspections.toml"
    own.write_text(record["scenarios"][1]["text"]["policy"], encoding="utf-8")
    years = ("--from", str(record["from"]), "--to", str(record["to"]))
    again = ("--runs", str(record["runs"]), "--seed", str(record["seed"]))
    assert thbsim("run", str(own), *years, *again, "--out", str(tmp_path / "again"))[0] == 0
    before = pl.read_parquet(folder / "runs.parquet").filter(scenario="sector-inspections")
    assert pl.read_parquet(tmp_path / "again" / "runs.parquet").equals(before)


def test_a_policy_of_ones_own_is_given_by_its_path(tmp_path):
    own = tmp_path / "mine.toml"
    own.write_text(Path("scenarios/catalogue/awareness.toml").read_text(encoding="utf-8"), encoding="utf-8")
    status, out, _ = thbsim("run", str(own), *SHORT, "--json")
    assert (status, json.loads(out)["scenario"]) == (0, "mine")


def test_scenarios_are_listed_shown_and_checked():
    _, out, _ = thbsim("scenarios", "list")
    assert [line.split()[0] for line in out.splitlines()] == list(catalogue.names())
    _, out, _ = thbsim("scenarios", "show", "reception-places")
    assert "Proposed by: Federal Department of Justice" in out
    status, out, _ = thbsim("scenarios", "check", "scenarios/catalogue/awareness.toml")
    assert status == 0
    assert (
        out == "scenarios/catalogue/awareness.toml: no mistakes (Information campaigns in Eastern Europe and Africa)\n"
    )


def test_check_names_every_mistake_of_every_file_at_once(tmp_path):
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text(policy_text({"parameter": '"monitoring.capacty"', "times": "1000.0"}), encoding="utf-8")
    second.write_text(policy_text({"times": "1000.0"}, head={"owner": '"nobody"'}), encoding="utf-8")
    status, out, error = thbsim("scenarios", "check", str(first), str(second))
    assert (status, out) == (2, "")
    assert len(error.splitlines()) == 3
    assert f"{first}: change 1: no rule has a parameter monitoring.capacty; did you mean monitoring.capacity?" in error
    assert f"{second}: owner is 'nobody'" in error


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("run", "basline"),
            "no scenario is called 'basline'; did you mean baseline? A policy of your own is given by the path of its"
            " file, ending in .toml",
        ),
        (
            ("run", "--from", "2005"),
            "--from 2005: the world needs the years before 2009 to settle; give a year from 2009 to 2050",
        ),
        (("run", "--to", "2008"), "--to 2008: give a year from 2009 (--from) to 2050"),
        (("run", "--to", "2051"), "--to 2051: give a year from 2009 (--from) to 2050"),
        (
            ("compare", "awareness"),
            "compare was given awareness only; name the reference and at least one other scenario",
        ),
        (
            ("compare", "baseline", "awareness", "--runs", "1"),
            "--runs 1: an interval needs at least 2 runs; 60 or more are usual",
        ),
        (("run", "no/such.toml"), "no/such.toml: there is no such file; check the path"),
    ],
)
def test_what_a_user_can_mend_is_one_sentence_and_exit_status_2(words, sentence):
    assert thbsim(*words) == (2, "", sentence + "\n")


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_run(tmp_path):
    file = tmp_path / "file"
    file.write_text("there already")
    status, out, error = thbsim("run", *SHORT, "--out", str(file))
    assert (status, out) == (2, "")
    assert error == f"--out {file}: cannot write there (File exists); give another folder\n"
    assert file.read_text() == "there already"


def test_two_different_files_of_one_name_are_refused(tmp_path):
    for folder, times in (("a", "1.5"), ("b", "2.0")):
        (tmp_path / folder).mkdir()
        text = Path("scenarios/catalogue/online-monitoring.toml").read_text(encoding="utf-8")
        (tmp_path / folder / "mine.toml").write_text(text.replace("times = 2.0", f"times = {times}"), encoding="utf-8")
    status, _, error = thbsim("compare", str(tmp_path / "a/mine.toml"), str(tmp_path / "b/mine.toml"), *SHORT)
    assert (status, error) == (2, "two different scenarios are called mine; rename one of the files\n")


def test_a_wrong_option_ends_with_status_2_and_no_traceback():
    status, out, error = program("run", "--runs", "none")
    assert (status, out) == (2, "")
    assert "--runs" in error
    assert "Traceback" not in error


def test_help_does_not_load_the_model():
    heavy = "{'numba', 'polars', 'altair', 'mesa', 'sim'}"
    code = f"import sys; from experiments import cli; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_a_run_into_the_folder_of_a_comparison_takes_away_its_effects_and_nothing_of_the_users(tmp_path):
    for name in ("effects.csv", "leakage.csv", "effects.docx", "leakage.html", "mine.txt"):
        (tmp_path / name).write_text("there already")
    assert thbsim("run", "--runs", "1", "--from", "2011", "--to", "2011", "--out", str(tmp_path))[0] == 0
    left = {path.name for path in tmp_path.iterdir()}
    assert not left & {"effects.csv", "leakage.csv"}
    assert {"effects.docx", "leakage.html", "mine.txt", "run.json"} <= left


def test_the_leakage_of_an_earlier_comparison_goes_when_no_scenario_has_an_aim(tmp_path):
    (tmp_path / "leakage.csv").write_text("of an earlier comparison")
    assert thbsim("compare", "baseline", "reception-places", *SHORT, "--out", str(tmp_path))[0] == 0
    assert not (tmp_path / "leakage.csv").exists()
    assert (tmp_path / "effects.csv").exists()


def test_means_over_the_runs_are_computed_once_for_all_files(tmp_path, monkeypatch):
    computed = []
    summary = tables.summary
    monkeypatch.setattr(tables, "summary", lambda runs: computed.append(runs.name) or summary(runs))
    assert thbsim("compare", "baseline", "awareness", *SHORT, "--out", str(tmp_path))[0] == 0
    assert computed == ["baseline", "awareness"]
