"""Runs live on draws of the posterior, two on each, unless the baseline's own values are asked for."""

import json
from hashlib import sha256

import numpy as np
import polars as pl
import pytest
from sweeping import design, thbsim

from calibration.posterior import POSTERIOR
from experiments import runner, sweep
from experiments.parameters import points_of
from experiments.requests import UsageError
from scenarios.baseline import read_baseline
from scenarios.catalogue import load

BASELINE = read_baseline()
TABLE = pl.read_parquet(POSTERIOR)
SHORT = ("--runs", 6, "--from", 2009, "--to", 2009)


@pytest.fixture(scope="module")
def points():
    return points_of("posterior", BASELINE)


def ran(seeds, points, scenario="baseline", last_year=2009):
    with runner.threads() as executor:
        return runner.run(load(scenario).on_draws(points), 2009, last_year, seeds, executor)


# Which draw a run lives on


def test_every_two_seeds_live_on_a_draw_of_their_own(points):
    assert ran(range(1, 7), points).draws == (0, 0, 1, 1, 2, 2)


def test_a_draw_hangs_on_the_seed_alone(points):
    whole, part = ran(range(1, 7), points), ran(range(3, 5), points)
    assert part.draws == whole.draws[2:4]
    assert np.array_equal(part.values, whole.values[2:4])


def test_a_run_on_a_draw_is_a_run_of_the_baseline_with_those_values(points):
    found = ran((5,), points)
    with runner.threads(1) as executor:
        own = runner.run(load("baseline").with_values(TABLE.row(2, named=True)), 2009, 2009, (5,), executor)
    assert np.array_equal(found.values, own.values)


def test_after_all_draws_the_first_comes_again(points):
    assert points.draw_of(2 * len(TABLE) + 1) == points.draw_of(1)
    assert points.draw_of(0) == len(TABLE) - 1


def test_rows_that_weigh_more_are_lived_more_often(tmp_path):
    path = "exits.own_report_chance.labour"
    one = BASELINE.quantities[path]
    table = pl.DataFrame({path: [one.low, one.high], "weight": [1.0, 3.0]})
    table.write_parquet(tmp_path / "two.parquet")
    found = points_of(str(tmp_path / "two.parquet"), BASELINE)
    assert (found.table[:, 0] == one.high).mean() == pytest.approx(0.75, abs=0.05)


def test_a_policy_moves_what_was_drawn(points):
    before, after = (ran(range(1, 5), points, name, 2011).values for name in ("baseline", "sector-inspections"))
    assert not np.array_equal(before, after)


# What commands say and leave


def test_compare_and_a_sweep_of_the_same_seeds_give_the_same_effects(tmp_path):
    _, out, _ = thbsim("compare", "baseline", "online-monitoring", *SHORT, "--json")
    found = sweep(design(tmp_path, seeds=6), store=tmp_path / "store.sqlite")
    mine = {(one["outcome"], one["area"]): one for one in json.loads(out)["effects"]}
    stored = {(one.outcome, one.area): one.as_record() for one in found.effects.found}
    same = set(mine) & set(stored)
    assert len(same) > 4
    for key in same:
        for name in ("difference", "low", "high", "percent_low", "share_of_ignorance"):
            assert mine[key][name] == pytest.approx(stored[key][name]), (key, name)
    assert found.overview["draws"] == 3
    assert found.runs["draw"].to_list() == [0, 0, 1, 1, 2, 2] * 2


def test_intervals_on_the_posterior_say_how_much_of_them_is_ignorance():
    _, out, _ = thbsim("compare", "baseline", "sector-inspections", "--runs", 20, "--from", 2011, "--to", 2012)
    heading = next(line for line in out.splitlines() if "Outcome" in line)
    assert "Ignorance" in heading
    assert "They hold chance and what is not known of the parameters" in " ".join(out.split())
    _, out, _ = thbsim("compare", "baseline", "sector-inspections", *SHORT, "--parameters", "baseline")
    assert "Ignorance" not in out
    assert "They hold chance only" in " ".join(out.split())


def test_json_says_on_which_parameters_runs_lived():
    _, out, _ = thbsim("run", *SHORT, "--json")
    assert json.loads(out)["parameters"] == "every two runs in a row live on a draw of the posterior of their own"
    _, out, _ = thbsim("run", *SHORT, "--json", "--parameters", "baseline")
    assert json.loads(out)["parameters"] == "those of the baseline"


def test_the_record_names_the_posterior_and_the_draw_of_each_run(tmp_path):
    thbsim("run", *SHORT, "--out", tmp_path / "drawn")
    found = json.loads((tmp_path / "drawn" / "run.json").read_text(encoding="utf-8"))
    assert found["parameters"] == "posterior"
    assert found["posterior_sha256"] == sha256(POSTERIOR.read_bytes()).hexdigest()
    assert found["draws"] == [0, 0, 1, 1, 2, 2]


def test_a_posterior_of_ones_own_is_named_by_its_file(tmp_path):
    TABLE.reverse().write_parquet(tmp_path / "own.parquet")
    words = ("run", *SHORT, "--json", "--parameters")
    _, own, _ = thbsim(*words, tmp_path / "own.parquet")
    _, shipped, _ = thbsim(*words, "posterior")
    assert json.loads(own)["identified_per_year"] != json.loads(shipped)["identified_per_year"]


def test_a_sweep_may_live_on_the_baselines_own_values(tmp_path):
    status, out, _ = thbsim(
        "sweep", design(tmp_path, seeds=4), "--store", tmp_path / "s.sqlite", "--parameters", "baseline"
    )
    assert status == 0
    assert "Draws of parameters: 1; seeds: 4" in out


def test_more_seeds_bring_more_draws_and_leave_what_is_there(tmp_path):
    found = sweep(design(tmp_path, seeds=4), store=tmp_path / "store.sqlite")
    before = found.values
    larger = found.expanded(seeds=4)
    assert larger.overview["draws"] == 4
    assert larger.values.join(before, on=before.columns, how="semi").height == before.height
    assert larger.reproduce().different == 0


# What cannot be


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "--parameters", "posteriors"), "--parameters posteriors: give posterior, baseline, or the path of a"),
        (("run", "--parameters", "none.parquet"), "none.parquet: cannot be read as Parquet"),
        (("compare", "baseline", "awareness", "--runs", 2), "--runs 2: an interval over draws of the parameters"),
        (("sweep", "experiments/designs/grid.toml", "--parameters", "baseline"), "it draws its own parameters"),
        (("sweep", "experiments/designs/smallest.toml", "--parameters", "p"), "--parameters p: give posterior or"),
        (("sweep", "--expand", 1, "--add-seeds", 2, "--parameters", "baseline"), "--parameters goes with a design"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(words, sentence):
    status, out, error = thbsim(*words)
    assert (status, out) == (2, "")
    assert sentence in error
    assert "Traceback" not in error


def test_draws_cannot_be_added_where_each_two_seeds_have_their_own(tmp_path):
    sweep(design(tmp_path, seeds=2), store=tmp_path / "store.sqlite")
    words = ("sweep", "--expand", 1, "--add-draws", 2, "--store", tmp_path / "store.sqlite")
    status, _, error = thbsim(*words)
    assert status == 2
    assert "every two seeds have a draw of the posterior of their own; give --add-seeds" in error


def test_points_are_refused_with_what_was_given():
    with pytest.raises(UsageError, match="did you mean baseline"):
        points_of("basline", BASELINE)
