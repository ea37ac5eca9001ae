"""The value of knowing a parameter is what the closed form says, nothing where it decides nothing, and never luck."""

import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from experiments import charts
from experiments.advice.choosing import Choice, change_of
from experiments.advice.information import information
from experiments.advice.knowing import everything, knowing, worth
from experiments.language import LANGUAGES
from experiments.requests import UsageError
from experiments.sweeps.draws import Draws
from experiments.sweeps.screening import sampled
from tests.planted_draws import planted
from tests.sweep_files import thbsim, write_design

RNG = np.random.default_rng
SURE = 3.5  # standard errors


def closed_form(mean, spread):
    """Value of knowing what makes a normal gain over the other of two options vary by so much (a unit normal loss)."""
    ratio = abs(mean) / spread
    return spread * (norm.pdf(ratio) - ratio * norm.sf(ratio))


def normal_pairs(draws=1000, seeds=2, mean=0.3, luck=1.0, seed=0, policies=1):
    """A policy that prevents mean + a + 0.5 b victim-years, a and b standard normal; c has nothing to do with it."""
    rng = RNG(seed)
    a, b, c = rng.standard_normal((3, draws))
    gain = mean + a + 0.5 * b
    before = 100.0 + 10.0 * rng.standard_normal((draws, seeds))
    after = [
        before - gain[:, None] * size + luck * rng.standard_normal((draws, seeds)) for size in range(1, policies + 1)
    ]
    names = ("baseline", *(f"policy-{size}" for size in range(1, policies + 1)))
    pairs = planted({"r.a": a, "r.b": b, "r.c": c}, {"victim_years": np.stack([before, *after])}, names)
    return replace(pairs, seed=np.arange(pairs.number))


def by_name(found):
    return {one.name: one for one in (*found.sets, *found.unknowns)}


@pytest.mark.parametrize("mean", [0.3, -0.6])
def test_two_options_and_a_normal_parameter_give_the_closed_form(mean):
    found = information(normal_pairs(mean=mean), together=("r.a,r.b",))
    unknowns = by_name(found)
    for name, spread in (("r.a", 1.0), ("r.b", 0.5), ("r.a,r.b", np.hypot(1.0, 0.5))):
        one = unknowns[name].knowing
        assert 0.0 < one.error < 0.05
        assert one.value == pytest.approx(closed_form(mean, spread), abs=SURE * one.error), name
        assert unknowns[name].stands_out
    assert found.most == pytest.approx(closed_form(mean, np.hypot(1.0, 0.5)), abs=SURE * found.most_error)
    assert [one.name for one in found.unknowns] == ["r.a", "r.b", "r.c"]


def test_the_standard_error_is_how_far_values_lie_from_the_truth():
    found = [by_name(information(normal_pairs(draws=150, seed=seed)))["r.a"].knowing for seed in range(30)]
    far = np.array([one.value - closed_form(0.3, 1.0) for one in found])
    errors = np.array([one.error for one in found])
    assert abs(far.mean()) < 3.0 * far.std() / np.sqrt(30)
    assert 0.6 < errors.mean() / far.std() < 1.6


def test_a_parameter_that_decides_nothing_is_worth_nothing():
    for seed in range(10):
        one = by_name(information(normal_pairs(draws=200, seed=seed)))["r.c"]
        assert one.knowing.value <= 2.0 * one.knowing.error + 1e-12
        assert one.knowing.value < 0.1 * closed_form(0.3, 1.0)


def test_of_many_parameters_that_decide_nothing_one_stands_out_in_one_of_twenty_experiments_at_most():
    out, experiments = 0, 30
    for seed in range(experiments):
        rng = RNG(seed)
        table = {f"r.p{place}": rng.random(60) for place in range(12)}
        gain = 0.1 + rng.standard_normal((60, 2))
        pairs = planted(table, {"victim_years": np.stack([np.zeros((60, 2)), -gain])})
        out += any(one.stands_out for one in information(pairs).unknowns)
    assert out <= 5  # 1.5 are expected; more than 5 come once in 200


def test_luck_is_no_information():
    """Where draws differ by luck alone, the means of two seeds would seem to be worth 0.5 of its spread."""
    rng = RNG(6)
    gain = 5.0 * rng.standard_normal((400, 2))
    pairs = planted({"r.a": rng.random(400)}, {"victim_years": np.stack([np.zeros_like(gain), gain])})
    found = information(replace(pairs, seed=np.arange(800)))
    naive = worth(-gain.mean(axis=1)[None])
    assert naive > 1.0
    assert found.most < 0.3 * naive
    once = planted({"r.a": rng.random(400)}, {"victim_years": np.stack([np.zeros(400), gain[:, 0]])})
    assert "luck counts as what could be known" in " ".join(information(once).lines())


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(40, 120), st.floats(-100.0, 100.0), st.floats(0.1, 50.0))
def test_no_part_is_worth_more_than_everything_and_units_and_constants_change_nothing(
    seed, options, draws, shift, scale
):
    rng = RNG(seed)
    columns = rng.random((draws, 2))
    gains = rng.standard_normal((options, draws)) + rng.standard_normal((options, 1)) + 2.0 * columns[:, 0]
    luck = 0.1 * np.eye(options)
    most, _ = everything(gains, luck)
    one = knowing(gains, columns[:, :1], most)
    assert 0.0 <= one.value <= most + 1e-12
    moved = knowing(scale * gains, shift + scale * columns[:, :1], scale * most)
    assert moved.value == pytest.approx(scale * one.value, rel=1e-6, abs=1e-9 * scale)


def test_a_constant_that_all_scenarios_have_changes_nothing():
    pairs = normal_pairs(draws=100)
    read = pairs.read
    more = replace(pairs, read=lambda *key: read(*key) + 1000.0)
    before, after = (information(one).table for one in (pairs, more))
    assert after["value"].to_list() == pytest.approx(before["value"].to_list(), abs=1e-6)


def test_where_one_option_is_always_better_nothing_is_worth_knowing():
    found = information(normal_pairs(draws=200, mean=50.0))
    assert found.most == 0.0
    assert [one.knowing.value for one in found.unknowns] == [0.0] * 3
    assert "Nothing that could be measured would change the advice: policy-1 is best" in found.sentence()
    assert not any(one.stands_out for one in found.unknowns)


def test_the_sentence_says_where_another_policy_would_be_better():
    found = information(normal_pairs(mean=0.3))
    change = by_name(found)["r.a"].change
    assert (change.other, change.low, change.at_low, change.at_high) == ("baseline", None, "baseline", "policy-1")
    assert change.high == pytest.approx(-0.3, abs=0.15)
    assert change.share == pytest.approx(norm.cdf(-0.3), abs=0.06)
    assert "where it is below" in found.sentence()
    assert "baseline would be better than policy-1" in found.sentence()


@pytest.mark.parametrize(
    ("better", "low", "high"),
    [
        (lambda x: (x < 0.1) | ((x > 0.4) & (x < 0.5)), None, None),
        (lambda x: (x > 0.2) & (x < 0.4), 0.2, 0.4),
        (lambda x: x < 0.3, None, 0.3),
        (lambda x: x > 0.7, 0.7, None),
    ],
)
def test_a_range_is_told_only_where_another_policy_is_better_all_over_it(better, low, high):
    column = RNG(4).random(500)
    gains = np.where(better(column), -1.0, 1.0)[None]
    choice = Choice(("baseline", "policy"), gains, None, "persons", np.arange(500))
    change = change_of(choice, SimpleNamespace(expected=gains), column)
    assert change.other == "baseline"
    assert change.share == pytest.approx(better(column).mean())
    assert (change.low, change.high) == tuple(
        None if end is None else pytest.approx(end, abs=0.02) for end in (low, high)
    )


def test_with_a_worth_the_public_cost_decides_as_well():
    rng = RNG(1)
    a = rng.standard_normal(500)
    years = np.stack([np.zeros((500, 2)), -np.repeat(10.3 + a[:, None], 2, axis=1)])
    years += 0.01 * rng.standard_normal(years.shape)
    cost = np.stack([np.zeros((500, 2)), np.full((500, 2), 10_000.0)])
    pairs = planted({"r.a": a}, {"victim_years": years, "public_cost": cost})
    by_outcome, by_worth = information(pairs), information(pairs, worth=1000.0)
    assert by_outcome.unknowns[0].knowing.value == 0.0
    one = by_worth.unknowns[0].knowing
    assert by_worth.choice.unit == "EUR/year"
    assert one.value == pytest.approx(1000.0 * closed_form(0.3, 1.0), abs=SURE * one.error)
    assert "1,000 euros for each" in by_worth.sentence()


def test_entries_that_move_apart_are_known_together_as_one_parameter():
    rng = RNG(2)
    table = {f"r.p.label{place}": rng.standard_normal(800) for place in range(2)} | {"r.q": rng.standard_normal(800)}
    gain = 0.2 + table["r.p.label0"] - table["r.p.label1"]
    pairs = planted(table, {"victim_years": np.stack([np.zeros(800), -gain])})
    first = information(pairs).unknowns[0]
    assert (first.name, first.entries) == ("r.p", 2)
    assert first.knowing.value == pytest.approx(closed_form(0.2, np.sqrt(2.0)), abs=SURE * first.knowing.error)


def test_one_entry_among_many_that_move_apart_makes_the_parameter_worth_knowing():
    rng = RNG(3)
    table = {f"r.p.label{place}": rng.standard_normal(600) for place in range(12)} | {"r.q": rng.standard_normal(600)}
    pairs = planted(table, {"victim_years": np.stack([np.zeros(600), -0.2 - table["r.p.label7"]])})
    found = information(pairs, together=("r.p,r.q",))
    first = found.unknowns[0].knowing
    assert first.value == pytest.approx(closed_form(0.2, 1.0), abs=SURE * first.error)
    assert found.sets[0].knowing.value >= first.value
    assert found.sets[0].stands_out


def test_of_a_saltelli_design_only_the_draws_that_were_drawn_at_random_are_believed():
    units = sampled("saltelli", (64,), 1, 2)
    drawn = Draws(method="saltelli", number=(64,), parameters=("r.a", "r.b"))
    values = np.stack([np.zeros(len(units)), 0.5 - units[:, 0]])
    pairs = planted({"r.a": units[:, 0], "r.b": units[:, 1]}, {"victim_years": values}, drawn=drawn)
    found = information(pairs)
    assert found.table["draws"][0] == 128
    assert found.unknowns[0].knowing.value == pytest.approx(0.125, abs=SURE * found.unknowns[0].knowing.error)


def test_every_language_gives_the_same_numbers_and_the_chart_is_drawn(tmp_path):
    several = information(normal_pairs(draws=200, policies=3), together=("r.a,r.c",))
    for found in (several, information(normal_pairs(draws=50, mean=50.0))):
        for language in LANGUAGES:
            said = found.sentence(language)
            assert "{" not in said
            assert said.count("policy-") == found.sentence().count("policy-")
        assert all(path.stat().st_size > 1000 for path in charts.save(found.plot(), tmp_path, "information"))
    assert several.table.height == 4


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"together": ("r.a,r.d",)}, "--together: r.d was not drawn in the comparison"),
        ({"together": (" , ",)}, "--together: name parameters with commas between"),
        ({"outcome": "moves"}, "there is no such outcome"),
        ({"outcome": "public_cost", "worth": 5.0}, "--worth is EUR for one unit of another outcome"),
        ({"worth": 5.0}, "does not keep public_cost"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(asked, sentence):
    with pytest.raises(UsageError, match=sentence):
        information(normal_pairs(draws=30), **asked)


def test_what_cannot_be_told_is_said_in_a_sentence():
    with pytest.raises(UsageError, match="has 19 draws of the parameters that stand for what is believed, and 20"):
        information(normal_pairs(draws=19))
    with pytest.raises(UsageError, match="has 1 scenario, and 2 are needed"):
        information(normal_pairs(draws=30, policies=0))
    drawn = Draws(method="morris", number=(10,), parameters=("r.a", "r.b", "r.c"))
    with pytest.raises(UsageError, match="draws of the method morris, which lie at the ends of ranges"):
        information(replace(normal_pairs(draws=40), drawn=drawn))


def test_without_scikit_learn_the_way_to_install_it_is_told(monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "sklearn"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(
        UsageError, match=r'needs scikit-learn, which is not installed; run pip install "thbsim\[advice'
    ):
        information(normal_pairs(draws=30))


def test_a_stored_experiment_is_asked_from_the_command_line(tmp_path, compiled):
    store, out = tmp_path / "store.sqlite", tmp_path / "out"
    draws = '{ method = "latin-hypercube", number = 24, parameters = ["exits", "monitoring"] }'
    design = write_design(tmp_path, {"draws": draws, "seeds": "{ number = 2 }"})
    assert thbsim("sweep", design, "--store", store)[0] == 0
    asked = ("information", 1, "--store", store, "--together", "exits,monitoring.found_hazard")
    status, told, _ = thbsim(*asked, "--out", out, "--worth", 50_000)
    assert status == 0
    assert "EUR/year" in told
    assert {f"information.{kind}" for kind in ("csv", "html", "png", "txt")} == {path.name for path in out.iterdir()}
    assert thbsim(*asked, "--json")[1].startswith("{")
    assert thbsim("information", 1, "--store", store, "--outcome", "hiden")[::2] == (
        2, "--outcome hiden: there is no such outcome; did you mean hidden?\n",
    )  # fmt: skip
