"""Indices of sensitivity are those of functions whose indices are known, whatever the method of the draws."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from experiments import charts
from experiments.advice.factors import factors_of, luck_share
from experiments.advice.indices import by_chance, indices
from experiments.advice.sensitivity import sensitivity
from experiments.language import LANGUAGES
from experiments.requests import UsageError
from experiments.sweeps.draws import Draws
from experiments.sweeps.screening import sampled
from scenarios import catalogue
from tests.planted_draws import planted
from tests.sweep_files import thbsim, write_design

A, B = 7.0, 0.1  # of Ishigami's function
RNG = np.random.default_rng


def ishigami(units):
    """Of three numbers from 0 to 1 each [draw, 3]; the first and the third act together."""
    one, two, three = (2.0 * units - 1.0).T * np.pi
    return np.sin(one) + A * np.sin(two) ** 2 + B * three**4 * np.sin(one)


def ishigami_indices():
    """(First, total) shares of the variance, in closed form."""
    alone = np.array([0.5 * (1.0 + B * np.pi**4 / 5.0) ** 2, A**2 / 8.0, 0.0])
    together = 8.0 * B**2 * np.pi**8 / 225.0
    whole = alone.sum() + together
    return alone / whole, (alone + together * np.array([1, 0, 1])) / whole


def scheme(method, number, names, function, backwards=False, seeds=0, luck=0.0, dealt=5):
    """Pairs on draws of a scheme: the outcome is the function with the reference, and twice it with the policy."""
    units = sampled(method, (number,), 1, len(names))
    found = function(units)
    if seeds:
        found = found[:, None] + luck * RNG(dealt).standard_normal((len(units), seeds))
    order = names[::-1] if backwards else names
    table = {name: units[:, names.index(name)] for name in order}
    drawn = Draws(method=method, number=(number,), parameters=names)
    return planted(table, {"victim_years": np.stack([found, 2.0 * found])}, drawn=drawn)


def by_name(result, policy=None):
    """{factor: its row} of one target."""
    return {row["factor"]: row for row in result.table.iter_rows(named=True) if row["effect_of"] == policy}


@pytest.mark.parametrize("backwards", [False, True])
def test_saltelli_finds_the_indices_of_ishigami_whatever_the_order_in_which_paths_are_stored(backwards):
    names = ("a.one", "a.two", "b.three")
    found = sensitivity(scheme("saltelli", 4096, names, ishigami, backwards))
    first, total = ishigami_indices()
    for policy in (None, "policy"):
        rows = by_name(found, policy)
        assert [rows[name]["index"] for name in names] == pytest.approx(total, abs=0.02)
        assert [rows[name]["beside"] for name in names] == pytest.approx(first, abs=0.02)


def test_given_draws_find_the_first_indices_of_ishigami():
    units = RNG(2).random((3000, 3))
    table = {f"a.{name}": units[:, place] for place, name in enumerate(("one", "two", "three"))}
    found = by_name(sensitivity(planted(table, {"victim_years": np.stack([ishigami(units)] * 2)}), policy="baseline"))
    first, _ = ishigami_indices()
    assert [found[name]["index"] for name in table] == pytest.approx(first, abs=0.05)


@pytest.mark.parametrize("backwards", [False, True])
def test_morris_gives_the_coefficients_of_a_linear_function_and_no_spread(backwards):
    names = ("a.none", "a.small", "b.large", "b.down")
    coefficients = np.array([0.0, 1.0, 5.0, -3.0])
    found = sensitivity(scheme("morris", 6, names, lambda units: units @ coefficients, backwards), policy="baseline")
    rows = by_name(found)
    assert [row["factor"] for row in rows.values()] == ["b.large", "b.down", "a.small", "a.none"]
    assert [rows[name]["index"] for name in names] == pytest.approx(np.abs(coefficients))
    assert [rows[name]["beside"] for name in names] == pytest.approx([0.0] * 4, abs=1e-9)
    steps = [rows[name]["mean_at_high"] - rows[name]["mean_at_low"] for name in names]
    assert steps == pytest.approx(coefficients)


@pytest.mark.parametrize("method", ["morris", "saltelli"])
def test_a_parameter_that_does_nothing_has_no_index_in_a_scheme(method):
    found = sensitivity(scheme(method, 16, ("a.acts", "a.idle"), lambda units: np.exp(units[:, 0])), policy="baseline")
    row = by_name(found)["a.idle"]
    assert row["index"] == pytest.approx(0.0, abs=1e-12)
    assert not row["stands_out"]


def test_parameters_that_do_nothing_stand_out_in_one_of_twenty_experiments_at_most():
    out, experiments, within = 0, 60, []
    for seed in range(experiments):
        points, values = RNG(seed).random((120, 10)), RNG(1000 + seed).standard_normal(120)
        found = indices("given", points, values)
        within += list(np.abs(found.importance) <= found.half)
        out += found.importance.max() > by_chance("given", points, values, None)
    assert out <= 8  # 3 are expected; more than 8 come once in 200
    assert np.mean(within) > 0.9


def test_one_parameter_among_many_that_decides_all_stands_out_of_few_draws():
    units = RNG(4).random((60, 100))
    table = {f"r.p{place}": units[:, place] for place in range(100)}
    values = 3.0 * units[:, 42] + 0.3 * RNG(5).standard_normal(60)
    found = sensitivity(planted(table, {"victim_years": np.stack([values, values])}), policy="baseline")
    assert [row["factor"] for row in by_name(found).values() if row["stands_out"]] == ["r.p42"]
    assert "r.p42" in found.sentence()


def test_entries_that_move_together_are_one_factor_and_those_that_do_not_are_not():
    one, other = RNG(1).random((2, 30))
    table = {"r.p.first": one, "r.p.second": 5.0 + one**3, "r.q.first": one, "r.s.first": other}
    table |= {"r.s.second": one - other, "r.fixed": np.full(30, 2.0)}
    factors = factors_of(planted(table, {"victim_years": np.zeros((2, 30))}))
    assert factors.names == ("r.p", "r.q.first", "r.s.first", "r.s.second")
    assert factors.paths[0] == ("r.p.first", "r.p.second")


def test_entries_that_move_in_two_groups_are_two_factors_of_unlike_names():
    one, other = RNG(1).random((2, 30))
    table = {"r.p.a": one, "r.p.b": 2.0 * one, "r.p.c": other, "r.p.d": other**2}
    factors = factors_of(planted(table, {"victim_years": np.zeros((2, 30))}))
    assert factors.paths == (("r.p.a", "r.p.b"), ("r.p.c", "r.p.d"))
    assert factors.names == ("r.p.a, ...", "r.p.c, ...")


@pytest.mark.parametrize("own_seeds", [True, False])
def test_luck_is_told_from_what_draws_do(own_seeds):
    draws, seeds, luck, common = 400, 3, 2.0, 30.0
    rng = RNG(8)
    truth = 4.0 * rng.standard_normal(draws)
    values = truth[:, None] + luck * rng.standard_normal((draws, seeds))
    pairs = planted({"r.p": truth}, {"victim_years": np.zeros((2, draws, seeds))})
    if own_seeds:
        pairs = replace(pairs, seed=np.arange(draws * seeds))
    else:
        values += common * rng.standard_normal(seeds)
    expected = luck**2 / seeds / (16.0 + luck**2 / seeds)
    assert luck_share(pairs, values.ravel()) == pytest.approx(expected, rel=0.2)


def test_what_deals_the_luck_anew_and_does_nothing_else_stays_within_chance():
    pairs = scheme("saltelli", 256, ("a.acts", "a.idle"), lambda units: 2.0 * units[:, 0], seeds=4, luck=1.0)
    rows = by_name(sensitivity(pairs, policy="baseline"))
    assert rows["a.acts"]["stands_out"]
    assert rows["a.idle"]["index"] == pytest.approx(rows["a.idle"]["luck_share"], rel=0.3)
    assert not rows["a.idle"]["stands_out"]


@pytest.mark.parametrize(("method", "number"), [("saltelli", 128), ("morris", 20)])
def test_few_of_the_parameters_that_only_deal_the_luck_anew_stand_out(method, number):
    names, idle, acting = ("a.acts", *(f"a.idle{place}" for place in range(7))), [], 0
    for dealt in range(20):
        pairs = scheme(method, number, names, lambda units: 4.0 * units[:, 0], seeds=2, luck=1.0, dealt=dealt)
        out = {name: row["stands_out"] for name, row in by_name(sensitivity(pairs, policy="baseline")).items()}
        acting += out.pop("a.acts")
        idle += out.values()
    assert acting == 20
    assert np.mean(idle) <= 0.07  # 2.5 % lie more than half of an exact interval above their mean; of the mean, half do


def test_ranks_settle_where_parameters_differ_and_not_where_they_are_alike():
    names = ("a.one", "a.two", "a.three", "a.four")
    apart = sensitivity(scheme("saltelli", 512, names, lambda u: u @ np.array([8.0, 4.0, 2.0, 1.0])), policy="baseline")
    assert apart.found[0].settling.settled
    assert "has settled" in " ".join(apart.lines())
    assert apart.found[0].settling.draws == tuple(6 * number for number in (64, 128, 256, 512))
    alike = sensitivity(scheme("saltelli", 64, names, lambda u: u @ np.array([4.0, 3.5, 3.0, 2.5])), policy="baseline")
    assert not alike.found[0].settling.settled
    assert "has not settled" in " ".join(alike.lines())
    assert alike.found[0].settling.times > 1.0


def test_draws_of_blocks_that_are_not_whole_are_left_out_and_told():
    names = ("a.one", "b.two")
    pairs = scheme("morris", 4, names, lambda units: units @ np.array([1.0, 2.0]))
    there = np.arange(12) != 4  # one draw of the second trajectory is missing
    read = pairs.read
    pairs = replace(
        pairs,
        draw=pairs.draw[there],
        seed=pairs.seed[there],
        read=lambda *key: read(*key)[:, :, there],
        state="unfinished",
        left_out=1,
    )
    found = sensitivity(pairs, policy="baseline")
    assert [by_name(found)[name]["index"] for name in names] == pytest.approx([1.0, 2.0])
    assert found.table["draws"][0] == 9
    told = " ".join(found.lines())
    assert "is unfinished: go on with it by thbsim sweep and --resume" in told
    assert "1 pairs, 2 draws of parts of blocks" in told


def test_an_outcome_that_is_the_same_in_all_draws_hangs_on_nothing():
    pairs = scheme("saltelli", 16, ("a.one", "b.two"), lambda units: np.full(len(units), 3.0))
    found = sensitivity(pairs)
    assert found.table["index"].to_list() == [0.0] * 4
    assert "nothing that was drawn changes anything" in found.sentence()


def test_draws_that_go_together_are_told():
    one = RNG(3).random(200)
    table = {"a.acts": one, "b.follows": one + 0.05 * RNG(4).random(200), "c.free": RNG(5).random(200)}
    found = sensitivity(planted(table, {"victim_years": np.stack([one, one])}), policy="baseline")
    assert "a.acts goes together with b.follows: they can hardly be told apart" in " ".join(found.lines())


def test_what_only_policies_move_is_told_where_it_was_drawn(compiled):
    schedules = (catalogue.load("baseline"),)
    table = {"monitoring.capacity.BE": RNG(1).random(20), "exits.escape_hazard.labour": RNG(2).random(20)}
    pairs = planted(table, {"victim_years": np.stack([table["monitoring.capacity.BE"]] * 2)}, schedules=schedules)
    told = [line for line in sensitivity(pairs, policy="baseline").lines() if line.startswith("Drawn, though")]
    assert [line.partition(".")[0] + line.partition(".")[2][:11] for line in told] == [
        "Drawn, though it is known and only policies move it: monitoringcapacity.BE"
    ]


def test_every_language_gives_the_same_numbers_and_every_chart_is_drawn(tmp_path):
    found = sensitivity(scheme("saltelli", 16, ("a.one", "b.two", "b.three"), ishigami, seeds=2, luck=0.1))
    for language in LANGUAGES:
        said = found.sentence(language)
        assert "{" not in said
        assert said.count("b.two") == found.sentence().count("b.two") > 0
    for name, chart in (("t", found.plot()), ("m", found.heat_map()), ("c", found.convergence())):
        assert all(path.stat().st_size > 1000 for path in charts.save(chart, tmp_path, name))


@pytest.mark.parametrize(
    ("pairs", "asked", "sentence"),
    [
        (lambda: planted({}, {"victim_years": np.ones((2, 1, 4))}), {}, "alone"),
        (lambda: planted({"r.p": np.ones(1)}, {"victim_years": np.ones((2, 1, 4))}), {}, "one draw of the parameters"),
        (lambda: planted({"r.p": np.ones(40)}, {"victim_years": np.ones((2, 40))}), {}, "the same value in all"),
        (lambda: planted({"r.p": np.arange(9)}, {"victim_years": np.ones((2, 9))}), {}, "9 whole draws, and 16"),
        (lambda: scheme("morris", 1, ("a.x", "a.y"), ishigami_of_two), {}, "1 whole trajectories, and 2"),
        (lambda: scheme("morris", 2, ("a.x", "a.y"), ishigami_of_two), {"outcome": "hiden"}, "did you mean hidden?"),
        (lambda: scheme("morris", 2, ("a.x", "a.y"), ishigami_of_two), {"outcome": "hidden"}, "does not keep hidden"),
        (lambda: scheme("morris", 2, ("a.x", "a.y"), ishigami_of_two), {"policy": "polcy"}, "did you mean policy?"),
    ],
)
def test_what_cannot_be_told_is_said_in_a_sentence(pairs, asked, sentence):
    with pytest.raises(UsageError, match=sentence.replace("?", r"\?")):
        sensitivity(pairs(), **asked)


def ishigami_of_two(units):
    return units[:, 0] * units[:, 1]


def test_without_salib_the_way_to_install_it_is_told(monkeypatch):
    pairs = scheme("morris", 2, ("a.x", "a.y"), ishigami_of_two)
    for name in [name for name in sys.modules if name.partition(".")[0] == "SALib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(UsageError, match=r'needs SALib, which is not installed; run pip install "thbsim\[advice\]"'):
        sensitivity(pairs)


def test_a_stored_experiment_is_asked_from_the_command_line(tmp_path, compiled):
    store, out = tmp_path / "store.sqlite", tmp_path / "out"
    draws = '{ method = "morris", number = 2, parameters = ["exits"] }'
    design = write_design(tmp_path, {"draws": draws, "seeds": "{ number = 1 }"})
    assert thbsim("sweep", design, "--store", store)[0] == 0
    asked = ("sensitivity", 1, "--store", store, "--outcome", "victim_years")
    status, told, _ = thbsim(*asked, "--out", out)
    assert status == 0
    assert "exits.release_hazard" in told
    assert "luck cannot be told" in " ".join(told.split())
    names = {
        "sensitivity.csv",
        "sensitivity.txt",
        "sensitivity.png",
        "sensitivity-map.png",
        "sensitivity-convergence.png",
    }
    assert names <= {path.name for path in out.iterdir()}
    assert thbsim(*asked, "--json")[1].startswith("{")
    assert thbsim("sensitivity", 7, "--store", store)[::2] == (2, "no experiment 7 is in the store; it has 1\n")
