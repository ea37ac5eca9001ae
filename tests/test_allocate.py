"""The best mix under a budget: found where it was planted, kept to the budget, confirmed, and run only once."""

import re
import sys
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.advice import mixes, optimum
from experiments.advice.allocate import allocate, explored, resampled
from experiments.advice.mixes import Plan, name_of, rounded, sizes_of
from experiments.advice.options import COST
from experiments.advice.surface import features, fitted, quadratic, terms
from experiments.advice.tried import EFFECT
from experiments.requests import UsageError
from scenarios import catalogue
from scenarios.errors import ScenarioError
from tests.planted_mixes import LEVERS, counts, forget, tried_mixes
from tests.sweep_files import thbsim

SMALL = Plan(runs=8, mixes=6, years=(2011, 2011), fresh=8)
BUDGET = 1e6


def prevented(sizes):
    """Two levers that help each other, and one that only costs."""
    hotline, awareness, _ = sizes.T
    return 3.0 * (hotline + awareness + 4.0 * hotline * awareness)


def money(sizes):
    return 1e6 * sizes.sum(axis=1)


@pytest.fixture(scope="module")
def planted():
    sizes = np.concatenate([mixes.singles(LEVERS, 1.0), mixes.even(3, 32, 1.0)])
    return tried_mixes(sizes, prevented, money)


@pytest.fixture(scope="module")
def found(planted):
    return explored(planted, BUDGET, 1.0)


def test_the_best_mix_is_found_where_it_was_planted(found):
    """Of a + b + 4ab with a + b <= 1, the most is 2, at a = b = 1/2; either alone reaches 1."""
    amounts, best, refits, reached = found
    at = int(np.searchsorted(amounts, BUDGET))
    assert best[at] == pytest.approx([0.5, 0.5, 0.0], abs=0.04)
    assert prevented(best[[at]]) == pytest.approx(6.0, rel=0.02)
    assert refits[:, at].mean(axis=0) == pytest.approx([0.5, 0.5, 0.0], abs=0.06)
    low, high = np.quantile(reached[:, at], (0.025, 0.975))
    assert low < 6.0 < high


def test_no_mix_of_the_frontier_costs_more_than_its_budget(planted, found):
    amounts, best, _, _ = found
    costs = planted.surfaces[COST](best)
    assert (costs <= amounts + 1.0).all()
    assert (best >= 0.0).all()
    assert (best <= 1.0).all()


def test_more_money_never_reaches_less(planted, found):
    _, best, _, reached = found
    assert (np.diff(planted.surfaces[EFFECT](best)) >= 0.0).all()
    assert (np.diff(reached, axis=1) >= 0.0).all()


def test_nothing_reaches_nothing(planted, found):
    assert planted.surfaces[EFFECT](np.zeros((1, 3)))[0] == 0.0
    assert found[0][0] == 0.0
    assert prevented(found[1][[0]]) == pytest.approx(0.0, abs=0.05)


def test_a_surface_finds_what_was_planted_and_says_how_well_it_foretells(planted):
    surface = planted.surfaces[EFFECT]
    slopes, square = quadratic(surface.coefficients, 3)
    assert slopes == pytest.approx([3.0, 3.0, 0.0], abs=0.4)
    assert square[0, 1] == pytest.approx(6.0, abs=0.6)
    assert surface.foretold > 0.99
    assert 0.02 < surface.error < 0.2  # luck of a mix's mean: 0.3 / sqrt(40)


def test_a_surface_through_luck_alone_foretells_nothing():
    sizes = mixes.even(3, 32, 1.0)
    assert fitted(sizes, np.random.default_rng(2).standard_normal((len(sizes), 20))).foretold < 0.5


def test_refits_on_resampled_draws_lie_around_the_fit(planted):
    surface = planted.surfaces[EFFECT]
    weights = resampled(20)
    assert weights.sum(axis=1) == pytest.approx(1.0)
    again = surface.refits(weights)
    assert again.mean(axis=1) == pytest.approx(surface.coefficients, abs=0.3)
    assert (again.std(axis=1) > 0.0).all()


@given(st.lists(st.floats(-5.0, 5.0), min_size=5, max_size=5), st.floats(0.0, 2e6))
def test_the_search_keeps_to_the_budget_and_beats_every_start(slopes, budget):
    effect = optimum.Curve.of(np.array(slopes), 2)
    cost = optimum.Curve.of(np.array([1e6, 7e5, 0.0, 2e5, 0.0]), 2)
    start = np.array([at for at in product((0.0, 0.3, 1.0), repeat=2) if cost(np.array(at)) <= budget])
    best = optimum.best_sizes(effect, cost, budget, start, 1.0)
    assert cost(best) <= budget + 1e-2
    assert effect(best) >= max(effect(one) for one in start)
    whole = optimum.in_hundredths(best, effect, cost, budget, 1.0)
    assert cost(whole) <= budget + 1e-2
    assert whole == pytest.approx(rounded(whole), abs=0.0)


@given(st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_a_mix_is_named_by_its_sizes_and_its_sizes_are_read_from_it(hundredths):
    sizes = np.array(hundredths) / 100.0
    schedule = catalogue.load(name_of(LEVERS, sizes))
    assert sizes_of([schedule], list(LEVERS))[0] == pytest.approx(sizes, abs=1e-12)


def test_a_scenario_with_another_policy_is_no_mix_of_the_levers():
    schedules = [catalogue.load("hotline+child-focus"), catalogue.load("hotline@looking"), catalogue.load("baseline")]
    found = sizes_of(schedules, list(LEVERS))
    assert np.isnan(found[:2]).all()
    assert (found[2] == 0.0).all()


def test_mixes_fill_the_space_evenly_and_are_the_same_each_time():
    sizes = mixes.even(3, 32, 2.0)
    assert (sizes[0] == 2.0).all()
    assert sizes[1:].mean(axis=0) == pytest.approx([1.0] * 3, abs=0.05)
    assert (sizes == mixes.even(3, 32, 2.0)).all()


def test_features_stand_in_the_order_of_the_quadratic():
    luck = np.random.default_rng(5)
    coefficients, at = luck.standard_normal(terms(4)), luck.random((1, 4))
    assert features(at) @ coefficients == pytest.approx(optimum.Curve.of(coefficients, 4)(at[0]))


@pytest.mark.parametrize(
    ("levers", "plan", "sentence"),
    [
        ([], SMALL, "--levers: give 1 to 8 policies, with commas between; 0 were given"),
        (["hotline", "hotline"], SMALL, "--levers: hotline is named twice; name each lever once"),
        (["hotline@0.5"], SMALL, "--levers hotline@0.5: a lever is one whole policy; name it without + and @"),
        (["hotline"], Plan(runs=2), "--runs and --fresh must be 8 or more, four draws of the posterior; 40 are usual"),
        (["hotline"], Plan(most=0.0), "--most 0: the largest size of a lever is 0.01 to 10; 1 is usual"),
        (
            ["hotline", "awareness"],
            Plan(mixes=4),
            "--mixes 4: the response of 2 levers has 5 terms, and each takes a mix at least; give 10 or more",
        ),
    ],
)
def test_what_cannot_be_mixed_is_told(levers, plan, sentence):
    with pytest.raises(UsageError) as raised:
        mixes.check(levers, plan)
    assert str(raised.value) == sentence


@pytest.mark.parametrize("levers", [["hotlin"], ["awareness", "legal-labour-channels", "nothing.toml"]])
def test_levers_that_do_not_exist_are_told_as_scenarios_are(levers):
    with pytest.raises(ScenarioError):
        mixes.check(levers, Plan())


@pytest.mark.parametrize(
    ("outcome", "area", "sentence"),
    [
        ("public_cost", "BE", "--outcome public_cost is what effects are held against"),
        ("victims", "BE", "there is no such outcome; did you mean victim_years"),
        ("victim_years", "FR", "--area FR: victim_years has yearly totals for"),
    ],
)
def test_what_no_mix_is_judged_by_is_told_before_anything_is_run(outcome, area, sentence, tmp_path):
    with pytest.raises(UsageError, match=re.escape(sentence)):
        allocate(["hotline"], 1e6, outcome, area, SMALL, str(tmp_path / "store.sqlite"))
    assert not list(tmp_path.iterdir())


def test_without_scikit_learn_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    with pytest.raises(UsageError, match=re.escape('run pip install "thbsim[advice]"')):
        allocate(["hotline"], 1e6)


def test_sizes_beyond_what_the_evidence_allows_are_told():
    with pytest.raises(ScenarioError, match=r"outside 0 to 0\.5"):
        mixes.check(["awareness"], Plan(most=9.0))


@pytest.fixture(scope="module")
def asked(compiled, tmp_path_factory):
    """A small allocation, lived once: (store, Allocation)."""
    store = tmp_path_factory.mktemp("allocate") / "store.sqlite"
    return store, allocate(["hotline", "online-monitoring"], 7e5, plan=SMALL, store=str(store))


def test_what_was_run_is_not_run_again_and_gives_the_same(asked):
    store, first = asked
    before = counts(store)
    again = allocate(["hotline", "online-monitoring"], 7e5, plan=SMALL, store=str(store))
    assert counts(store) == before
    assert again.table.equals(first.table)
    assert again.frontier.equals(first.frontier)


def test_an_allocation_that_was_stopped_goes_on_where_it_was(asked):
    store, first = asked
    forget(store, "experiment_id = 2 AND seed > 6 AND place > 2")
    before = counts(store)
    again = allocate(["hotline", "online-monitoring"], 7e5, plan=SMALL, store=str(store))
    assert counts(store)[0] > before[0]
    assert again.table.equals(first.table)


def test_the_chosen_mix_is_confirmed_on_seeds_and_draws_that_chose_nothing(asked):
    _, found = asked
    chose, confirmed = found.tried.pairs, found.confirmed
    assert not set(chose.seed) & set(confirmed.seed)
    assert not set(chose.draw) & set(confirmed.draw)
    assert confirmed.names == tuple(dict.fromkeys(["baseline", found.name, found.single]))
    assert found.promised(COST) <= 7e5 + 1.0


def test_an_allocation_is_told_with_its_levers_its_fresh_figures_and_its_budget(asked):
    _, found = asked
    for name in ("en", "nl", "fr", "de"):
        told = found.sentence(name)
        assert found.name in told
        assert "{" not in told
    assert "The probability that the mix costs more than the budget is" in found.sentence()
    assert found.surest == 1.0 / (np.unique(found.confirmed.draw).size + 1.0)
    for budget, words in ((1e12, "less than"), (-1e12, "more than")):
        assert f"costs more than the budget is {words}" in replace(found, budget=budget).sentence()
    assert found.table["kind"].to_list() == ["best mix", "best whole lever", "lever alone"]
    assert found.sizes["lever"].to_list() == ["hotline", "online-monitoring"]
    assert any("winner's curse" in line for line in found.lines())
    assert any("it looks better than it is, at every budget" in line for line in found.lines())
    assert any("that the budget pays for whole (size 1)" in line for line in found.lines())
    assert "looks better than it is" in " ".join(found.plot().to_dict()["title"]["subtitle"])


def test_a_budget_below_every_lever_names_the_cheapest_and_how_to_go_on(asked):
    store, found = asked
    costs = {name: found.tried.means(COST)[found.tried.pairs.place(name)] for name in found.singles}
    cheapest = min(costs, key=costs.get)
    with pytest.raises(UsageError) as raised:
        allocate(["hotline", "online-monitoring"], 1000.0, plan=SMALL, store=str(store))
    told = str(raised.value)
    assert told.startswith(
        f"--budget 1,000: the cheapest of these levers, {cheapest}, costs EUR {costs[cheapest]:,.0f}"
    )
    assert re.search(r"give --budget \d+ or more, cheaper levers, or a smaller --most", told)


def test_the_command_leaves_its_tables_and_its_picture(asked, tmp_path):
    store, found = asked
    words = "--levers hotline,online-monitoring --budget 700000 --runs 8 --mixes 6 --fresh 8 --from 2011 --to 2011"
    status, out, _ = thbsim("allocate", *words.split(), "--store", store, "--out", tmp_path)
    assert status == 0
    assert found.name in out.replace("\n", "")
    left = {path.name for path in tmp_path.iterdir()}
    assert {"allocate.csv", "allocate.png", "allocate.txt", "sizes.csv", "frontier.csv"} <= left
