"""The prior keeps to what the baseline says; the sampler finds what was planted; nothing is lost by stopping."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.special import ndtr

from calibration import sampler
from calibration.adjustment import adjusted, weights_of
from calibration.priors import NEUTRAL, parameter_of, read_prior
from calibration.sampler import Sampler
from calibration.targets import read_targets
from calibration.worlds import Simulator
from experiments.sweeps.kept import index
from scenarios.baseline import SHARES, read_baseline, values, with_values
from scenarios.errors import ScenarioError
from tests.sweep_files import thbsim

BASELINE = read_baseline()
PRIOR = read_prior(BASELINE)
PATHS = tuple(BASELINE.quantities)
AXES = len(PRIOR.axes)
SMALL = ("--budget", "700", "--seed", "3")


def row_of(path, draws):
    return PRIOR.values(draws)[:, PATHS.index(path)]


# The prior


@settings(max_examples=50)
@given(draws=arrays.arrays(float, (1, AXES), elements=st.floats(-8, 8)))
def test_every_draw_keeps_to_the_ranges_and_shares_add_up_to_one(draws):
    found = dict(zip(PATHS, PRIOR.values(draws)[0], strict=True))
    for path, value in found.items():
        if parameter_of(path) not in SHARES:
            assert BASELINE.quantities[path].low <= value <= BASELINE.quantities[path].high, path
    for group in {path.rpartition(".")[0] for path in PATHS if parameter_of(path) in SHARES}:
        assert sum(value for path, value in found.items() if path.rpartition(".")[0] == group) == pytest.approx(1.0)


def test_draws_of_the_prior_are_sound_baselines():
    draws = PRIOR.drawn(3, np.random.default_rng(1))
    for row in PRIOR.values(draws):
        drawn = {path: float(value) for path, value in zip(PATHS, row, strict=True)}
        for parameter, array in values(with_values(BASELINE, drawn)).items():
            assert np.array_equal(array, PRIOR.arrays(row)[parameter]), parameter


def test_what_only_policies_move_stays_where_it_is():
    found = PRIOR.values(PRIOR.drawn(20, np.random.default_rng(1)))
    neutral = [place for place, path in enumerate(PATHS) if NEUTRAL in BASELINE.quantities[path].source]
    assert len(neutral) > 10
    for place in neutral:
        assert set(found[:, place]) == {BASELINE.quantities[PATHS[place]].value}


@pytest.mark.parametrize("normal", [-2.0, 0.0, 1.3])
def test_each_shape_is_what_its_name_says(normal):
    draws = np.full((1, AXES), normal)
    even = ndtr(normal)
    networks, denial = BASELINE.quantities["population.networks"], BASELINE.quantities["detection.denial"]
    assert row_of("population.networks", draws) == pytest.approx(networks.low * (networks.high / networks.low) ** even)
    assert row_of("detection.denial", draws) == pytest.approx(denial.low + even * (denial.high - denial.low))


def test_a_beta_shape_has_the_mean_of_its_low_high_and_value():
    path = "population.recruiters_per_network"
    one = BASELINE.quantities[path]
    drawn = row_of(path, PRIOR.drawn(20_000, np.random.default_rng(2)))
    assert drawn.mean() == pytest.approx((one.low + 4.0 * one.value + one.high) / 6.0, rel=0.01)


def test_labels_of_one_parameter_move_together():
    low, high = (PRIOR.values(np.full((1, AXES), normal))[0] for normal in (-1.0, 1.0))
    places = [place for place, path in enumerate(PATHS) if parameter_of(path) == "exits.escape_hazard"]
    assert len(places) == 5
    assert np.all(low[places] < high[places])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('["exits.escape"]\nshape = "uniform"\nwhy = "x"', "no parameter is called exits.escape"),
        ('["exits.escape_hazard"]\nshape = "flat"\nwhy = "x"', "exits.escape_hazard: shape is 'flat', but must be"),
        ('["exits.escape_hazard"]\nshape = "uniform"', "exits.escape_hazard: why is missing"),
        ('["detection.report_hazard"]\nshape = "log-uniform"\nwhy = "x"', "has a range that begins at 0"),
        ('["recruitment.awareness"]\nshape = "uniform"\nwhy = "x"', "is certain, or moved by policies only"),
    ],
)
def test_a_faulty_prior_is_told_in_one_sentence(text, sentence, tmp_path):
    path = tmp_path / "priors.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_prior(BASELINE, path)
    (found,) = caught.value.problems
    assert found.startswith(f"{path}: ")
    assert sentence in found


# The sampler


class TwoAxes:
    """A prior of two standard normal axes, all of it allowed."""

    def drawn(self, number, luck):
        return luck.standard_normal((number, 2))

    def allowed(self, draws):
        return np.ones(len(draws), bool)


def toy(budget=40_000, seed=1):
    """One figure, the first axis with a normal error of 0.5; 1.5 was observed, give or take 0.3."""

    def live(draws, seeds):
        errors = np.array([np.random.default_rng(int(seed)).normal(0.0, 0.5) for seed in seeds])
        return (draws[:, 0] + errors)[:, None]

    return Sampler(TwoAxes(), np.array([1.5]), np.array([0.3]), live, budget, seed)


def finished(asked, state=None):
    state = state or asked.begun()
    while state.generation < asked.generations:
        state = asked.next(state)
    return state


@pytest.fixture(scope="module", params=["drawn", "moved"])
def end(request):
    """The last state, by draws of the prior alone, and by moves from the first generation on."""
    asked = toy()
    return finished(asked, replace(asked.begun(), moving=request.param == "moved"))


def test_the_sampler_finds_the_posterior_that_is_known_in_closed_form(end):
    """Normal prior, normal errors: precision 1 + 1 / (0.5² + 0.3²), mean 1.5 of it by the data's part."""
    asked = toy()
    luck = np.random.default_rng(5)
    weights = weights_of(asked.distances(end.figures, end.scales))
    moved = adjusted(end.draws, end.figures, asked.observed, weights)
    drawn = moved[luck.choice(len(moved), 20_000, p=weights)]
    precision = 1.0 + 1.0 / (0.5**2 + 0.3**2)
    assert drawn[:, 0].mean() == pytest.approx(1.5 * (1.0 - 1.0 / precision), abs=0.06)
    assert drawn[:, 0].std() == pytest.approx(precision**-0.5, rel=0.1)
    assert drawn[:, 1].mean() == pytest.approx(0.0, abs=0.1)
    assert drawn[:, 1].std() == pytest.approx(1.0, rel=0.1)


def test_no_more_worlds_are_lived_than_the_budget_allows(end):
    assert end.lived <= 40_000
    assert end.tolerance == sampler.SMALLEST_TOLERANCE if end.moving else end.tolerance < sampler.SMALLEST_TOLERANCE


def test_particles_are_moved_where_the_prior_has_not_come_near():
    far = replace(toy(4_000), observed=np.array([6.0]))
    begun = far.begun()
    middle = replace(begun, generation=far.generations // 2, tolerance=3.0)
    assert not far.next(replace(middle, tolerance=1.9)).moving
    assert far.next(middle).moving
    assert far.next(far.next(middle)).moving


def test_the_same_seed_gives_the_same_digits_and_another_seed_others():
    one, again, other = (finished(toy(4_000, seed)) for seed in (1, 1, 2))
    assert np.array_equal(one.draws, again.draws)
    assert not np.array_equal(one.draws, other.draws)


def test_a_state_that_was_written_goes_on_to_the_same_digits(tmp_path):
    asked = toy(4_000)
    middle = asked.next(asked.next(asked.begun()))
    sampler.saved(middle, tmp_path / "state.npz")
    assert np.array_equal(finished(asked, sampler.loaded(tmp_path / "state.npz")).draws, finished(asked).draws)
    (tmp_path / "state.npz").write_bytes(b"no state")
    with pytest.raises((ValueError, OSError)):
        sampler.loaded(tmp_path / "state.npz")


def test_a_world_without_a_figure_is_never_near():
    asked = toy()
    assert asked.distances(np.array([[np.nan], [1.5]]), np.ones(1)).tolist() == [np.inf, 0.0]


@given(slope=st.floats(-5, 5), aim=st.floats(-3, 3))
def test_adjustment_undoes_a_straight_line(slope, aim):
    figures = np.linspace(-1.0, 1.0, 21)[:, None]
    moved = adjusted(slope * figures, figures, np.full((21, 1), aim), np.full(21, 1 / 21))
    assert moved == pytest.approx(np.full((21, 1), slope * aim), abs=1e-4)


# Targets


def test_targets_are_functions_of_the_outcomes_written_once():
    targets = read_targets(index())
    used = [target for target in targets if target.entry.use == "fit"]
    assert len(used) >= 8
    assert len(targets) - len(used) >= 5
    figures = dict(zip([target.name for target in used], Simulator(PRIOR, tuple(used)).figures(
        PRIOR.drawn(1, np.random.default_rng(4)), [7])[0], strict=True))  # fmt: skip
    shares = [figures[f"{form}_share"] for form in ("labour", "sexual", "other")]
    assert sum(shares) == pytest.approx(1.0)
    assert figures["identified"] > 0.0


TARGET = """
[mine]
title = "Mine"
value = 130.0
uncertainty = 5.0
years = [2009, 2012]
count = { outcome = "identified" }
source = "TEXT"
definition = "Mine."
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"identified"', '"identifed"', "mine: no outcome answers it: there is none called identifed; did you mean"),
        ('"identified" }', '"hits" }', "mine: no outcome answers it: hits is not by total in BE; choose body in"),
        ('"identified" }', '"identified", by = "form", labels = ["labor"] }', "mine: form has no label labor; did you"),
        ("5.0", "0.0", "mine: uncertainty is 0.0, but must be a number above 0"),
        ("[2009, 2012]", "[2012, 2009]", "mine: years are 2012 to 2009, but must rise, from 2009 to 2050 at most"),
        ("uncertainty", 'use = "held out"\nuncertainty', 'no target has use = "fit", so nothing can be calibrated'),
        ("[mine]", TARGET.replace("mine", "other").replace("130.0", "90.0") + "[mine]", "mine: contradicts other: 130"),
        ("130.0", "-1.0\nscale = \"log\"", "mine: value is -1, of which there is no logarithm"),
    ],
)  # fmt: skip
def test_a_faulty_target_is_told_in_one_sentence(old, new, sentence, tmp_path):
    path = tmp_path / "targets.toml"
    path.write_text(TARGET.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_targets(index(), path)
    (found,) = caught.value.problems
    assert found.startswith(f"{path}: {sentence}")


# Targets of one's own

HEADING = "name,outcome,from,to,value"


def own(folder, *lines, heading=HEADING):
    path = folder / "own.csv"
    path.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    return path


def test_counts_of_ones_own_are_targets(tmp_path):
    path = own(tmp_path, "all,identified,2009,2012,130,,", "boys,identified,2010,2010,3,age_group,minor",
               heading=HEADING + ",by,labels")  # fmt: skip
    one, few = read_targets(index(), path)
    assert (one.entry.value, one.entry.years, one.shown) == (130.0, (2009, 2012), 130.0)
    assert one.entry.uncertainty == pytest.approx((130.0 * 4) ** 0.5 / 4)
    assert few.shown == "<5"
    assert few.entry.count[0].labels == ("minor",)


@pytest.mark.parametrize(
    ("heading", "line", "sentence"),
    [
        (
            "surname,date of birth,nationality",
            "x,2001-01-01,y",
            "column surname, date of birth, nationality: this",
        ),
        (
            "name,passport,outcome,from,to,value",
            "a,b,identified,2009,2012,1",
            "column passport: this looks like one",
        ),
        ("name,outcome,from,to", "a,identified,2009,2012", "has no column value; give a heading with name"),
        (HEADING, "a,identified,2009,x,130", "line 2: to is x; give a number"),
        (HEADING, "a,identified,2009,2012,", "line 2: lacks value"),
        (HEADING, "a,identifed,2009,2012,1", "a: no outcome answers it: there is none called identifed; did you mean"),
    ],
)
def test_a_file_of_persons_or_a_faulty_one_is_refused_in_one_sentence(heading, line, sentence, tmp_path):
    path = own(tmp_path, line, heading=heading)
    with pytest.raises(ScenarioError) as caught:
        read_targets(index(), path)
    (found,) = caught.value.problems
    assert found.startswith(f"{path}: {sentence}")


# The command


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory):
    """A small calibration, stopped once and gone on with; and what its last command printed."""
    out = tmp_path_factory.mktemp("calibration") / "out"
    words = [str(Path(sys.executable).parent / "thbsim"), "calibrate", *SMALL, "--out", str(out)]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 300
    while not (out / "generation-001.npz").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130, error
    assert error.splitlines()[-1] == "Stopped. Every finished generation is kept; go on with the same command."
    assert not (out / "posterior.parquet").exists()
    status, printed, error = thbsim("calibrate", *SMALL, "--out", out, "--json")
    assert status == 0, error
    assert "Going on after generation 1, which the folder holds." in error
    return out, json.loads(printed)


@pytest.mark.slow
def test_a_calibration_that_was_stopped_gives_the_digits_of_one_that_was_not(calibrated, tmp_path):
    out, _ = calibrated
    assert thbsim("calibrate", *SMALL, "--out", tmp_path / "whole")[0] == 0
    one, other = (pl.read_parquet(folder / "posterior.parquet") for folder in (out, tmp_path / "whole"))
    assert one.equals(other)


def test_a_posterior_can_be_drawn_from_by_a_sweep(calibrated, tmp_path):
    out, found = calibrated
    assert found["written"] == str(out / "posterior.parquet")
    run = json.loads((out / "posterior.json").read_text(encoding="utf-8"))
    assert (run["worlds"], run["generations"]) == (found["worlds"], found["generations"])
    assert [one["name"] for one in found["targets"]][:2] == ["identified", "labour_share"]
    design = tmp_path / "design.toml"
    design.write_text(
        'title = "Drawn"\nscenarios = ["baseline"]\nfrom = 2009\nto = 2009\nseeds = { number = 1 }\n'
        f'draws = {{ method = "posterior", number = 3, file = "{out / "posterior.parquet"}" }}\n',
        encoding="utf-8",
    )
    status, printed, error = thbsim("sweep", design, "--store", tmp_path / "store.sqlite", "--json")
    assert (status, json.loads(printed)["finished"]) == (0, 3), error


def test_a_folder_of_another_calibration_is_left_alone(calibrated):
    out, _ = calibrated
    status, printed, error = thbsim("calibrate", "--budget", "400", "--seed", "4", "--out", out)
    assert (status, printed) == (2, "")
    assert error.startswith(f"--out {out}: it holds another calibration")


def test_a_check_says_where_every_observation_falls(calibrated, tmp_path):
    out, _ = calibrated
    words = ("check", "--posterior", out / "posterior.parquet", "--runs", 20)
    status, printed, error = thbsim(*words, "--json", "--out", tmp_path)
    assert status == 0, error
    found = json.loads(printed)
    assert len(found["targets"]) == len(read_targets(index()))
    for one in found["targets"]:
        assert one["low"] <= one["median"] <= one["high"]
        assert one["inside"] == (one["low"] <= one["observed"] <= one["high"])
        assert 0.0 <= one["below"] <= 1.0
    assert found["hidden"]["BE"]["low"] <= found["hidden"]["BE+NL+DE"]["median"]
    assert {Path(path).name for path in found["written"]} == {"check.html", "check.png"}


def test_a_check_can_draw_its_worlds_from_the_prior(tmp_path):
    status, printed, error = thbsim("check", "--prior", "--runs", 20, "--json", "--out", tmp_path)
    assert status == 0, error
    found = json.loads(printed)
    assert found["of"] == "prior"
    assert [one["name"] for one in found["targets"]] == [target.name for target in read_targets(index())]
    for one in found["targets"]:
        assert one["inside"] == (one["low"] <= one["observed"] <= one["high"])
    assert {Path(path).name for path in found["written"]} == {"check.html", "check.png"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("check", "--prior", "--posterior", "some.parquet"),
            "--prior --posterior some.parquet: worlds are drawn from the one or the other; leave one out",
        ),
        (("calibrate", "--budget", "10"), "--budget 10: too few worlds to learn anything from; give 400 or more"),
        (("check", "--runs", "3"), "--runs 3: too few for a band of 90 %; give 20 or more"),
        (("check", "--posterior", "none.parquet"), "none.parquet: cannot be read as Parquet"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(words, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, printed, error = thbsim(*words)
    assert (status, printed, len(error.splitlines())) == (2, "", 1)
    assert error.startswith(sentence)


def test_a_draw_whose_low_is_above_its_high_is_refused_with_the_baseline():
    wrong = replace(
        BASELINE,
        quantities=BASELINE.quantities
        | {"detection.denial": BASELINE.quantities["detection.denial"].model_copy(update={"low": 2.0})},
    )
    with pytest.raises(ScenarioError):
        with_values(wrong, {"detection.denial": 0.5})


def test_a_part_that_is_larger_than_its_whole_is_told_before_anything_runs(tmp_path):
    file = tmp_path / "counts.csv"
    rows = ("all,identified,2009,2012,130,,", "minors,identified,2009,2012,300,age_group,minor")
    file.write_text("\n".join(("name,outcome,from,to,value,by,labels", *rows, "")), encoding="utf-8")
    status, out, error = thbsim("calibrate", "--targets", file, "--out", tmp_path / "out")
    assert (status, out) == (2, "")
    assert error == (
        f"{file}: minors: value is 300.0, more than the 130.0 of all, of which it is a part in the same years; correct"
        " one of them\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_check_on_other_targets_than_those_of_the_posterior_says_so(calibrated, tmp_path):
    out, _ = calibrated
    file = tmp_path / "counts.csv"
    file.write_text("name,outcome,from,to,value,by,labels\nall,identified,2009,2012,130,,\n", encoding="utf-8")
    words = ("check", "--posterior", out / "posterior.parquet", "--runs", 20)
    _, same, _ = thbsim(*words)
    _, other, _ = thbsim(*words, "--targets", file)
    assert "on other targets" not in same
    assert "This posterior was calibrated on other targets than these" in other
