"""A second method finds what the closed form says, rules out no truth, and is held against the sampler's posterior."""

import json
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from calibration.agreement import Weighted, compared, evenly, shared
from calibration.emulator import fitted, one_thread
from calibration.history import CUT, Matching, MatchingError, weights_of, worth
from calibration.identifiability import places_of, scores
from calibration.priors import read_prior
from scenarios.baseline import read_baseline
from tests.sweep_files import thbsim

SLOPES = np.array([[1.0, 0.5], [-0.3, 1.0]])
COMMON, OWN = 0.4, 0.3  # deviations of luck that moves all figures of a world, and of each figure's own
ERRORS = np.array([0.2, 0.1])
LUCK = COMMON**2 + OWN**2 * np.eye(2)  # covariance of luck


class Normal:
    """A prior of two calibrated axes and one that is luck."""

    axes, calibrated = ("first", "second", "luck"), 2

    def drawn(self, number, luck):
        return luck.standard_normal((number, 3))

    def allowed(self, draws):
        return np.ones(len(draws), dtype=bool)


def live(draws, seeds):
    """Two figures, linear in the calibrated axes, and a third that is hidden: the sum of both, without their errors."""
    luck = np.random.default_rng(seeds).standard_normal((len(draws), 2))
    figures = draws[:, :2] @ SLOPES.T + COMMON * draws[:, 2:] + OWN * luck
    return np.column_stack([figures, figures.sum(axis=1)])


def closed_form(observed):
    """Mean and deviation of the calibrated axes, given what was observed [axis] each."""
    inverse = np.linalg.inv(LUCK + np.diag(ERRORS**2))
    spread = np.linalg.inv(np.eye(2) + SLOPES.T @ inverse @ SLOPES)
    return spread @ SLOPES.T @ inverse @ observed, np.sqrt(np.diag(spread))


@pytest.fixture(scope="module")
def found():
    matching = Matching(Normal(), np.array([0.8, -0.4]), ERRORS, live, worlds=200)
    return matching, matching.matched(3)


def test_an_emulator_finds_the_mean_and_the_variance_of_luck():
    luck = np.random.default_rng(2)
    draws = luck.standard_normal((400, 3))
    with one_thread():
        one = fitted(draws, np.sin(draws[:, 0]) + luck.normal(0.0, 0.2, 400), np.random.default_rng(1))
        new = luck.standard_normal((500, 3))
        mean, own = one(new)
    assert one.luck == pytest.approx(0.04, rel=0.2)
    gaps = mean - np.sin(new[:, 0])
    assert np.sqrt((gaps**2).mean()) < 0.1
    assert (np.abs(gaps) < 1.645 * np.sqrt(own)).mean() > 0.8  # as the emulator itself says
    assert one.foretold_share > 0.85
    assert 0.8 < one.inside < 1.0
    assert one.errors.std() == pytest.approx(1.0, abs=0.1)


def test_where_a_figure_is_luck_alone_nothing_is_foretold():
    luck = np.random.default_rng(3)
    with one_thread():
        one = fitted(luck.standard_normal((200, 3)), luck.normal(5.0, 2.0, 200), np.random.default_rng(1))
        mean, _ = one(luck.standard_normal((50, 3)))
    assert one.luck == pytest.approx(4.0, rel=0.3)
    assert mean == pytest.approx(5.0, abs=1.0)
    assert one.foretold_share < 0.15


def test_the_luck_that_moves_figures_together_is_found(found):
    wave = found[1].waves[-1]
    assert wave.luck[:2, :2] == pytest.approx(LUCK, abs=0.05)


def test_each_wave_leaves_no_more_of_the_prior_than_the_one_before(found):
    shares = found[1].shares
    assert 0.0 < shares[2] <= shares[1] <= shares[0] < 1.0


def test_what_was_planted_is_not_ruled_out():
    for seed, planted in enumerate(np.array([[0.0, 0.0, 0.3], [1.5, -1.0, -0.5], [-2.0, 0.5, 1.0]])):
        observed = live(planted[None], [seed])[0, :2]
        matching = Matching(Normal(), observed, ERRORS, live, worlds=100)
        assert len(matching.left(matching.matched(2).waves, planted[None])) == 1


def test_what_is_left_lies_near_the_observed_in_every_wave(found):
    matching, matched = found
    for wave in matched.waves:
        assert matching.implausibility(wave, matched.pool).max() < CUT


def test_the_posterior_is_that_of_the_closed_form(found):
    matching, matched = found
    draws, weights, worth_in_draws = matching.weighed(matched)
    mean, deviation = closed_form(matching.observed)
    assert worth_in_draws > 1000
    assert weights @ draws[:, :2] == pytest.approx(mean, abs=0.06)
    assert np.sqrt(weights @ (draws[:, :2] - weights @ draws[:, :2]) ** 2) == pytest.approx(deviation, rel=0.06)


def test_a_hidden_figure_is_foretold_given_what_was_observed(found):
    matching, matched = found
    draws, weights, _ = matching.weighed(matched)
    mean, variance = matching.given(matched.waves[-1], draws)
    together = SLOPES @ SLOPES.T + LUCK  # covariance of both figures, before anything is observed
    slopes = np.linalg.solve(together + np.diag(ERRORS**2), together.sum(axis=0))
    left = together.sum() - slopes @ together.sum(axis=0)
    middle = weights @ mean
    assert middle == pytest.approx(slopes @ matching.observed, abs=0.06)
    assert np.sqrt(weights @ (variance + (mean - middle) ** 2)) == pytest.approx(np.sqrt(left), abs=0.06)


def test_the_same_seed_gives_the_same_digits():
    one, other = (Matching(Normal(), np.array([0.8, -0.4]), ERRORS, live, worlds=60).matched(2) for _ in range(2))
    assert one.shares == other.shares
    assert np.array_equal(one.pool, other.pool)


def test_a_draw_that_is_left_is_moved_about_within_what_is_left(found):
    matching, matched = found
    alike = np.repeat(matched.pool[:1], 40, axis=0)
    with one_thread():
        moved = matching._moved(matched.waves, alike, np.random.default_rng(1))
    assert len(np.unique(moved[:, 0])) == 40
    assert moved[:, 0].std() > 0.2
    assert len(matching.left(matched.waves, moved)) == 40


def test_far_out_where_fewer_are_left_than_a_wave_lives_it_goes_on_with_these():
    matched = Matching(Normal(), np.array([4.0, 4.0]), ERRORS, live, worlds=100).matched(2)
    assert 0 < len(matched.pool) < 100
    assert np.abs(matched.pool[:, :2] - closed_form(np.array([4.0, 4.0]))[0]).max() < 2.5


def test_where_nothing_is_left_it_is_said():
    with pytest.raises(MatchingError, match="no draw of the prior comes near the targets"):
        Matching(Normal(), np.array([40.0, 40.0]), ERRORS, live, worlds=60).matched(2)


def test_where_worlds_lack_figures_it_is_said():
    def silent(draws, seeds):
        return np.where(draws[:, :1] < 1.0, np.nan, live(draws, seeds))

    with pytest.raises(MatchingError, match=r"only \d+ worlds gave every figure"):
        Matching(Normal(), np.array([0.8, -0.4]), ERRORS, silent, worlds=60).matched(1)


def test_a_figure_that_never_moves_does_no_harm():
    def still(draws, seeds):
        return np.column_stack([live(draws, seeds)[:, 0], np.zeros(len(draws)), draws[:, 0]])

    matching = Matching(Normal(), np.array([0.8, 0.0]), ERRORS, still, worlds=60)
    draws, weights, _ = matching.weighed(matching.matched(1))
    assert np.isfinite(weights @ draws).all()


def test_weights_that_all_lie_on_one_draw_are_worth_one_draw():
    assert worth(np.zeros(50)) == pytest.approx(50.0)
    assert worth(np.array([0.0, -800.0, -900.0])) == pytest.approx(1.0)
    assert weights_of(np.array([1e4, 1e4])) == pytest.approx([0.5, 0.5])


# Two posteriors beside each other


def test_values_are_compared_on_the_scale_on_which_their_prior_is_normal():
    prior = np.exp(np.random.default_rng(4).standard_normal(50_000))
    found = scores(np.exp([[-1.0], [0.0], [1.5]]), prior[:, None])[:, 0]
    assert found == pytest.approx([-1.0, 0.0, 1.5], abs=0.03)


@pytest.mark.parametrize(("shift", "width", "agree"), [(0.0, 1.0, True), (0.4, 1.0, False), (0.0, 0.4, False)])
def test_posteriors_differ_where_their_means_are_apart_or_one_is_much_narrower(shift, width, agree):
    luck = np.random.default_rng(5)
    prior, one, other = luck.standard_normal((3, 20_000))
    result = compared(evenly(shift + width * one), evenly(other), prior)
    assert result["agree"] is agree
    assert result["apart"] == pytest.approx(shift, abs=0.05)
    assert not result["moved"]  # the sampler's posterior is the prior


def test_it_is_said_where_the_sampler_moved_away_from_the_prior():
    prior, one, other = np.random.default_rng(6).standard_normal((3, 20_000))
    result = compared(evenly(1.0 + 0.3 * one), evenly(1.0 + 0.3 * other), prior)
    assert result["agree"]
    assert result["moved"]


def test_ranges_that_do_not_meet_share_nothing():
    assert shared((0.0, 1.0), (2.0, 3.0)) == 0.0
    assert shared((0.0, 1.0), (0.0, 4.0)) == 0.25


def test_weights_move_a_band():
    assert list(Weighted(np.array([3.0, 1.0, 2.0]), np.array([0.02, 0.96, 0.02])).band) == [1.0, 1.0, 1.0]


def test_every_calibrated_axis_has_a_path_that_rises_with_it():
    prior = read_prior(read_baseline())
    draws = np.zeros((2, len(prior.axes)))
    for axis, place in places_of(prior).items():
        draws[1] = 0.0
        draws[1, prior.axes.index(axis)] = 1.0
        below, above = prior.values(draws)[:, place]
        assert above > below, axis


# The command


@pytest.mark.slow
def test_the_command_compares_every_calibrated_parameter_and_hidden_persons(tmp_path):
    status, printed, error = thbsim("match", "--worlds", 60, "--out", tmp_path, "--json")
    assert status == 0, error
    found = json.loads(printed)
    prior = read_prior(read_baseline())
    names = [*prior.axes[: prior.calibrated], "hidden persons in Belgium"]
    assert [one["name"] for one in found["quantities"]] == names
    assert len(found["waves"]) == 3
    assert all(0.0 < wave["left"] <= 1.0 for wave in found["waves"])
    for one in found["quantities"]:
        for method in ("prior", "emulator", "sampler"):
            assert one[method]["low"] <= one[method]["median"] <= one[method]["high"]
    assert {Path(path).name for path in found["written"]} == {"match.html", "match.png"}


def test_too_few_worlds_are_refused():
    assert thbsim("match", "--worlds", 5) == (
        2,
        "",
        "--worlds 5: too few to fit an emulator; give 50 or more\n",
    )


def test_without_scikit_learn_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.gaussian_process", None)
    status, _, error = thbsim("match", "--worlds", 60)
    assert status == 2
    assert error == 'emulators need scikit-learn, which is not installed; run pip install "thbsim[calibration]"\n'


def test_a_posterior_file_that_cannot_be_read_is_told_before_anything_is_lived(tmp_path):
    path = tmp_path / "posterior.parquet"
    pl.DataFrame({"no.such": [1.0]}).write_parquet(path)
    status, _, error = thbsim("match", "--posterior", path)
    assert status == 2
    assert "column no.such is no quantity of the baseline" in error
