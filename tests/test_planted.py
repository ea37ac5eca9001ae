"""Planted values are found again where the method is right, and the ranks say so where it is not."""

import json
from pathlib import Path

import numpy as np
import pytest

from calibration.identifiability import contraction, hard_to_tell_apart
from calibration.planted import RANKS, Planted, found_again
from calibration.priors import read_prior
from scenarios.baseline import read_baseline
from tests.sweep_files import thbsim


def toy(shift=0.0, planted=300, worlds=4000):
    """Two parameters, of which one figure shows the first with an error; what was planted may be told wrongly."""
    luck = np.random.default_rng(8)
    quantities = luck.standard_normal((planted + worlds, 2))
    figures = quantities[:, :1] + luck.normal(0.0, 0.5, (planted + worlds, 1))
    quantities[:planted, 0] += shift
    return found_again(("seen", "unseen"), quantities, figures, planted, luck)


def test_ranks_are_even_where_the_method_is_right():
    found = toy()
    assert found.ranks.shape == (300, 2)
    assert 0 <= found.ranks.min() <= found.ranks.max() <= RANKS
    assert found.outside == ()
    assert found.chances.min() > 0.01


def test_what_is_seen_is_found_again_and_what_is_not_seen_is_not():
    found = toy()
    seen, unseen = found.correlations
    assert seen == pytest.approx(np.sqrt(1.0 / 1.25), abs=0.05)  # of a normal number with its mean, given the figure
    assert unseen == pytest.approx(0.0, abs=0.2)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_as_many_planted_values_lie_in_the_middle_as_should(share):
    found = toy()
    low, high = found.room(share)
    assert low < share < high
    assert ((found.inside(share) >= low) & (found.inside(share) <= high)).all()


def test_ranks_count_as_inside_from_edge_to_edge():
    ranks = np.arange(RANKS + 1)[:, None]
    found = Planted(("even",), ranks * 1.0, ranks * 1.0, ranks)
    assert found.inside(0.5) == pytest.approx(0.5)
    assert found.inside(0.9) == pytest.approx(0.9)


@pytest.mark.parametrize("shift", [-0.4, 0.4])
def test_a_posterior_that_lies_beside_the_truth_is_found_out(shift):
    assert toy(shift).outside == ("seen",)


def test_a_posterior_that_is_too_narrow_is_found_out():
    luck = np.random.default_rng(9)
    narrow = 0.5 * luck.standard_normal((300, RANKS))
    truth = luck.standard_normal((300, 1))
    found = Planted(("narrow",), truth, truth, (narrow < truth).sum(axis=1)[:, None])
    assert found.outside == ("narrow",)
    assert found.inside(0.9) < found.room(0.9)[0]


def test_planted_worlds_without_a_figure_are_left_out():
    luck = np.random.default_rng(8)
    quantities, figures = luck.standard_normal((400, 1)), luck.standard_normal((400, 2))
    figures[3] = np.nan
    assert found_again(("one",), quantities, figures, 50, luck).ranks.shape == (49, 1)


def test_contraction_is_nought_where_nothing_was_learnt_and_one_where_all_was():
    draws = np.column_stack([np.random.default_rng(1).standard_normal(50_000), np.full(50_000, 0.7)])
    assert contraction(draws) == pytest.approx([0.0, 1.0], abs=0.02)


def test_parameters_of_which_only_the_product_is_seen_are_hard_to_tell_apart():
    one = np.random.default_rng(1).standard_normal(1000)
    other = np.random.default_rng(2).standard_normal(1000)
    ((first, second, correlation),) = hard_to_tell_apart(np.column_stack([one, -one + 0.1 * other, other]), "abc")
    assert (first, second) == ("a", "b")
    assert correlation < -0.9


def test_the_command_gives_ranks_of_every_calibrated_parameter_and_of_hidden_persons(tmp_path):
    status, printed, error = thbsim("planted", "--planted", 20, "--worlds", 200, "--out", tmp_path, "--json")
    assert status == 0, error
    found = json.loads(printed)
    prior = read_prior(read_baseline())
    assert [one["name"] for one in found["quantities"]] == [*prior.axes[: prior.calibrated], "hidden persons"]
    for one in found["quantities"]:
        assert len(one["ranks"]) == found["planted"]
        assert all(0 <= rank <= RANKS for rank in one["ranks"])
        assert len(one["planted"]) == len(one["found"]) == found["planted"]
        assert -1.0 <= one["correlation"] <= 1.0
        assert one["inside"]["50 %"] <= one["inside"]["90 %"] <= 1.0
    assert {Path(path).name for path in found["written"]} == {
        *("planted.html", "planted.png", "recovered.html", "recovered.png")
    }


def test_too_few_worlds_are_refused():
    assert thbsim("planted", "--planted", 2)[0] == 2
