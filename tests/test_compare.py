"""Which policy is better, by how much, how surely: what was planted is found, and no more is claimed than is known."""

import itertools
import json
import sqlite3
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from experiments import compare, language
from experiments.advice import compare as comparing
from experiments.advice.asked import Asked
from experiments.advice.chances import chances
from experiments.advice.enough import CLEAR, HIDDEN, IGNORANCE, MANY, MORE, SAME, enough, needed, sentences
from experiments.requests import UsageError
from experiments.uncertainty import Parts
from tests.planted_pairs import pairs_of
from tests.sweep_files import carried_out, thbsim, write_design

NOTHING = "online-monitoring@0"
SMALL = Asked(("baseline", NOTHING, "online-monitoring"), years=(2010, 2011), runs=6, scale=0.2)
ORDERED = {"none": 0.0, "a": -1.0, "b": -2.0, "c": -3.0, "d": -4.0}  # fewer victim-years, the better


def planted(seed, pairs=40, spread=1.0, changes=ORDERED):
    luck = np.random.default_rng(seed)
    shared = 100.0 + 5.0 * luck.standard_normal(pairs)
    return {name: shared + change + spread * luck.standard_normal(pairs) for name, change in changes.items()}


def told(values, **fields):
    return compare(pairs_of(values, **fields))


# Worlds that were lived


@pytest.fixture(scope="module")
def lived(compiled):
    return compare(SMALL)


def test_a_policy_that_does_nothing_is_better_with_probability_one_half(lived):
    effect, row = lived.effects[0], lived.table.row(0, named=True)
    assert (effect.scenario, effect.difference, effect.low, effect.high) == (NOTHING, 0.0, 0.0, 0.0)
    assert effect.in_percent == (0.0, 0.0, 0.0)
    assert row["better_than_reference"] == 0.5
    assert (row["settled"], row["pairs_needed"]) == ("same", None)
    assert lived.chances.best[0] == lived.chances.best[1]
    assert "changes nothing" in lived.sentence()
    assert NOTHING not in lived.sentence().partition("probability")[2].partition(".")[0]


@pytest.mark.parametrize("outcome", ["victim_years", "hidden", "identified", "public_cost"])
@pytest.mark.parametrize("dimension", ["year", "form", "sector", "region"])
def test_a_policy_that_does_nothing_has_every_interval_exactly_at_zero(outcome, dimension, lived):
    if outcome == "public_cost" and dimension != "year":
        return
    found = compare(lived.pairs, outcome).by(dimension).by_scenario[0][1]
    assert all(effect.difference == effect.low == effect.high == 0.0 for effect in found)


def test_before_a_policy_begins_every_year_is_exactly_the_same(lived):
    before, after = lived.by("year").by_scenario[1][1]
    assert (before.label, before.difference, before.low, before.high) == ("2010", 0.0, 0.0, 0.0)
    assert after.low < after.difference < after.high
    assert (before.difference + after.difference) / 2.0 == pytest.approx(lived.effects[1].difference)
    assert any("2011-01-01" in line and NOTHING not in line for line in lived.by("year").lines())


def test_parts_of_an_effect_add_up_to_it(lived):
    for dimension in ("form", "sector", "origin", "channel"):
        found = lived.by(dimension).by_scenario[1][1]
        assert sum(effect.difference for effect in found) == pytest.approx(lived.effects[1].difference)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            {"outcome": "hiden"},
            "--outcome hiden: there is no such outcome; did you mean hidden?",
        ),
        ({"outcome": "recruited"}, "recruited is not there for BE by total; it is for BE+NL+DE, by channel;"),
        ({"scenarios": ["awarenes"]}, "the comparison has no scenario awarenes; choose from baseline,"),
        ({"scenarios": ["baseline"]}, "--scenarios names the reference only, baseline; name others of baseline,"),
    ],
)
def test_what_cannot_be_compared_is_said(words, sentence, lived):
    with pytest.raises(UsageError) as caught:
        compare(lived.pairs, **words)
    assert str(caught.value).startswith(sentence)


def test_what_is_not_told_apart_is_said(lived):
    with pytest.raises(UsageError, match="--by body: victim_years is not told apart so; choose from year, form"):
        lived.by("body")
    with pytest.raises(UsageError, match="the comparison does not keep victim_years in BE\\+NL\\+DE by market"):
        lived.by("market")


# What was planted


@given(st.permutations(list(ORDERED)[1:]), st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_the_order_in_which_scenarios_are_named_changes_nothing(order, seed):
    values = planted(seed, pairs=8, spread=3.0)
    one, other = told(values), told({name: values[name] for name in ("none", *order)})
    for table in ("table", "pairwise"):
        first, second = (getattr(found, table).sort("scenario", pl.nth(1)) for found in (one, other))
        assert first.select(pl.exclude("words")).equals(second.select(pl.exclude("words")))
    assert [one.pairs.names[place] for place in one.order] == [other.pairs.names[place] for place in other.order]


def test_a_planted_order_is_found_again():
    found = told(planted(1, pairs=400))
    assert found.table["mean_rank"].to_list() == pytest.approx([4.0, 3.0, 2.0, 1.0], abs=0.01)
    assert [found.pairs.names[place] for place in found.order] == ["d", "c", "b", "a"]
    assert found.table["best"][3] >= 0.99
    low, high = found.chances.middle_ranks
    assert low.tolist() == high.tolist() == [5.0, 4.0, 3.0, 2.0, 1.0]


def test_policies_that_are_the_same_share_their_ranks_and_being_the_best():
    values = planted(2, pairs=200)
    found = told(values | {"again": values["d"]})
    better = found.chances.better
    assert better[4, 5] == better[5, 4] == 0.5
    assert found.chances.ranks[:, 4].tolist() == found.chances.ranks[:, 5].tolist()
    assert found.chances.best[4] == found.chances.best[5] == pytest.approx(0.5, abs=0.01)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_probabilities_of_each_two_and_of_being_the_best_add_up_to_one(seed):
    found = told(planted(seed, pairs=6, spread=4.0)).chances
    assert found.better + found.better.T == pytest.approx(np.ones((5, 5)))
    assert found.best.sum() == pytest.approx(1.0)
    assert found.ranks.sum(axis=1) == pytest.approx(np.full(len(found.samples), 15.0))


def test_with_luck_alone_the_probability_is_students():
    values = planted(3, pairs=12, spread=4.0, changes={"none": 0.0, "a": -1.0})
    gap = values["none"] - values["a"]
    t = gap.mean() / (gap.std(ddof=1) / np.sqrt(gap.size))
    assert told(values).chances.better[1, 0] == pytest.approx(stats.t.cdf(t, gap.size - 1), abs=0.025)


def test_any_scenario_may_be_the_reference():
    pairs = pairs_of(planted(4))
    for reference, other in itertools.permutations(ORDERED, 2):
        found = compare(pairs, reference=reference, scenarios=[other])
        back = compare(pairs, reference=other, scenarios=[reference])
        assert (found.effects[0].reference, found.effects[0].scenario) == (reference, other)
        assert found.effects[0].difference == pytest.approx(-back.effects[0].difference)
        assert found.effects[0].low == pytest.approx(-back.effects[0].high)
        assert found.chances.better[1, 0] == pytest.approx(back.chances.better[0, 1], abs=0.02)


def on_draws(seed, own=0.3, chance=1.0, number=30):
    """Two policies that draws of the parameters move alike, by far more than they differ; two pairs on each draw."""
    luck = np.random.default_rng(seed)
    common, draws = np.repeat(-20.0 + 5.0 * luck.standard_normal(number), 2), np.repeat(np.arange(number), 2)
    errors = chance * luck.standard_normal((2, 2 * number))
    return pairs_of({"none": np.zeros(2 * number), "a": common + errors[0], "b": common - own + errors[1]}, draws)


@pytest.mark.parametrize("seed", range(6))
def test_two_policies_that_draws_move_alike_are_told_apart_as_in_a_comparison_of_their_own(seed):
    """Luck within draws must not be taken for ignorance of which of the two is better."""
    pairs = on_draws(seed)
    together = compare(pairs).chances.better[2, 1]
    alone = compare(pairs, reference="a", scenarios=["b"]).chances.better[1, 0]
    assert together == pytest.approx(alone, abs=0.07)


def test_no_probability_is_told_to_be_certain():
    found = told(planted(5, pairs=60))
    assert found.chances.better[4, 0] == 1.0
    text = json.dumps([found.rows(), found.matrix(), [found.sentence(one) for one in language.LANGUAGES]])
    assert "> 99 %" in text
    assert "100 %" not in text
    assert '"0 %"' not in text


def test_few_draws_allow_less_certainty():
    """Of twenty draws that all say the same, the next may say another thing with probability 1 in 21."""
    found = compare(on_draws(1, number=20))
    assert found.rows()[1][0][3] == "> 95 %"
    assert "more than 95 %" in found.sentence()


@pytest.mark.parametrize(
    ("probability", "cell", "words"),
    [(1.0, "> 99 %", "plus de 99 %"), (0.9901, "> 99 %", "plus de 99 %"), (0.99, "99 %", "99 %"), (0.5, "50 %", "50 %"),
     (0.01, "1 %", "1 %"), (0.0, "< 1 %", "moins de 1 %")],
)  # fmt: skip
def test_a_probability_in_words(probability, cell, words):
    assert language.chance_cell(probability) == cell
    assert language.chance(probability, "fr") == words


# How many pairs would settle it


def luck_only(mean, spread, number):
    """Pairs of two scenarios whose differences have just this mean and standard deviation."""
    values = np.resize([1.0, -1.0], number)
    values = mean + spread * values / values.std(ddof=1)
    return pairs_of({"none": np.zeros(number), "a": values})


def test_as_many_pairs_as_are_told_to_be_enough_are_enough_and_fewer_are_not():
    found = enough(luck_only(-1.0, 10.0, 40), 1, "victim_years", "BE")
    assert found.state == MORE
    assert enough(luck_only(-1.0, 10.0, found.pairs + found.pairs % 2), 1, "victim_years", "BE").state == CLEAR
    fewer = int(0.94 * found.pairs) // 2 * 2
    assert enough(luck_only(-1.0, 10.0, fewer), 1, "victim_years", "BE").state == MORE
    (said,) = sentences([found], 7)
    assert (
        f"a against none: open. If the difference stays where it is, about {found.pairs:,} pairs in all (40 now)"
        in said
    )


@pytest.mark.parametrize(
    ("mean", "spread", "state"), [(0.0, 0.0, SAME), (-1.0, 0.0, CLEAR), (-1.0, 0.1, CLEAR), (-0.001, 10.0, MANY)]
)
def test_what_luck_leaves_open_and_what_not(mean, spread, state):
    assert enough(luck_only(mean, spread, 40), 1, "victim_years", "BE").state == state


def of_ignorance(mean, spread, chance, number=200, each=2):
    luck, draws = np.random.default_rng(8), np.repeat(np.arange(number), each)
    there = mean + spread * stats.norm.ppf((np.arange(number) + 0.5) / number)
    return pairs_of(
        {"none": np.zeros(draws.size), "a": luck.permutation(there)[draws] + chance * luck.standard_normal(draws.size)},
        draws,
    )


def test_where_draws_of_the_parameters_lie_on_both_sides_of_zero_no_number_of_pairs_will_do():
    found = enough(of_ignorance(-1.0, 1.0, 0.5), 1, "victim_years", "BE")
    assert found.state == IGNORANCE
    (said,) = sentences([found, found], 7)
    assert said.startswith("a, a against none: open, and no number of pairs will settle it: what is not known")
    assert "thbsim information 7" in said


def test_where_ignorance_alone_leaves_zero_out_more_pairs_will_do():
    by_draw = -3.0 + stats.norm.ppf((np.arange(4000) + 0.5) / 4000)
    variances = {"luck": np.array([[2.0]]), "ignorance": np.array([[1.0]])}
    found = Parts(np.array([-3.0]), **variances, freedom=3999, by_draw=by_draw, of_luck=(8000, 4000))
    state, pairs = needed(found, 8000, crossed=False)
    assert state == MORE
    assert pairs == pytest.approx(8000 * 1.96**2 * 2.0 / (3.0**2 - 1.96**2), rel=0.05)


def test_where_luck_hides_how_far_draws_lie_apart_it_is_not_said_that_no_number_of_pairs_will_do():
    by_draw = -1.0 + stats.norm.ppf((np.arange(40) + 0.5) / 40)
    variances = {"luck": np.array([[0.2]]), "ignorance": np.array([[1.0]])}
    found = Parts(np.array([-1.0]), **variances, freedom=39, by_draw=by_draw, of_luck=(80, 40))
    assert needed(found, 80, crossed=False) == (HIDDEN, None)
    assert needed(replace(found, told_apart=True), 80, crossed=False) == (IGNORANCE, None)


def test_one_pair_on_each_draw_cannot_tell_luck_from_ignorance():
    assert enough(of_ignorance(-1.0, 1.0, 0.5, each=1), 1, "victim_years", "BE").state == HIDDEN


def test_seeds_that_all_draws_share_are_reckoned_with_alone_where_more_are_planned():
    luck, draws, seeds = np.random.default_rng(9), 40, 4
    values = -1.0 + 3.0 * luck.standard_normal((1, seeds)) + 0.1 * luck.standard_normal((draws, seeds))
    pairs = pairs_of({"none": np.zeros(values.size), "a": values.ravel()}, np.repeat(np.arange(draws), seeds), True)
    assert pairs.crossed
    found = enough(pairs, 1, "victim_years", "BE")
    assert found.state == MORE
    assert found.pairs > 2 * pairs.number


def test_the_best_two_are_held_against_each_other():
    found = told(planted(6, pairs=10, spread=3.0))
    best, next_one = (found.pairs.names[place] for place in found.order[:2])
    assert (found.best_two.effect.scenario, found.best_two.effect.reference) == (best, next_one)
    assert any(line.startswith(f"The best two: {best} against {next_one}: ") for line in found.lines())


# Words


def test_where_percentages_and_numbers_disagree_the_words_go_by_the_numbers_and_say_so():
    """A tenth fewer in every pair: sure in percent; but one world in five has nearly all of the persons."""
    before = np.array([1.0, 1.0, 1.0, 1.0, 1000.0])
    found = told({"none": before, "a": 0.9 * before})
    effect = found.effects[0]
    assert effect.clear
    assert effect.low < 0.0 < effect.high
    assert "it is not clear whether a changes" in found.sentence()
    start = "a: in percent the interval leaves zero out, in numbers it does not (−10.0 % (−10.0 to −10.0)"
    assert any(line.startswith(start) for line in found.lines())


def test_a_sentence_of_many_policies_names_the_best_three_and_counts_the_others():
    changes = {"none": 0.0} | {f"p{number}": -float(number) for number in range(8)}
    found = told(planted(7, pairs=30, spread=2.0, changes=changes))
    said = found.sentence()
    assert said.count("The probability that") == 3
    assert "Of the other 5 policies, " in said
    assert len(said) < 1200


@pytest.mark.parametrize("one", language.LANGUAGES)
def test_sentences_and_pictures_are_there_for_every_kind_of_finding(one, lived):
    open_one = told(planted(11, pairs=5, spread=9.0))
    looked = told(planted(11, pairs=40), looks=10, stopped="It stopped.")
    for found in (lived, open_one, looked):
        assert "{" not in found.sentence(one)
    assert "{" not in lived.by("sector").sentence(one)
    for chart in (lived.plot(), lived.plot_years(), lived.plot_pairwise(), lived.by("sector").plot()):
        assert chart.to_dict()["title"]["text"]


def test_an_interval_of_runs_that_were_looked_at_is_wider_and_says_so():
    values = planted(12, pairs=40)
    plain, looked = told(values), told(values, looks=10, stopped="It stopped.")
    assert all(
        one.low < other.low < other.high < one.high for one, other in zip(looked.effects, plain.effects, strict=True)
    )
    assert "however often the runs were looked at" in looked.sentence()
    assert "It stopped." in looked.lines()
    with pytest.raises(UsageError, match="has 4 pairs, too few for an interval that holds however often"):
        told(planted(12, pairs=4), looks=10)


# The command


@pytest.fixture(scope="module")
def address(compiled, tmp_path_factory):
    """A stored experiment of three scenarios, by market too, and a fourth in which a run is missing."""
    folder = tmp_path_factory.mktemp("stored")
    path = folder / "store.sqlite"
    design = {
        "scenarios": '["baseline", "earlier.toml", "online-monitoring@0"]',
        "seeds": "{ number = 6 }",
        "keep": '{ outcomes = ["victim_years", "hidden"], by = ["total", "sector", "region", "market"] }',
    }
    carried_out(write_design(folder, design), path)
    return path


def answered(*words):
    status, out, error = thbsim("compare", *words)
    assert status == 0, error
    return out, error


def test_a_lone_number_is_a_stored_experiment(address, tmp_path):
    out, error = answered(1, "--store", address, "--by", "region", "--out", tmp_path)
    for words in ("earlier", "Better", "Best of all", "Better than", "The best two", "By region", "inside", "outside"):
        assert words in out
    parts = ("", "-years", "-pairwise", "-region")
    assert {path.name for path in tmp_path.iterdir()} == {
        *(f"compare{part}.{kind}" for part in parts for kind in ("csv", "html", "png")),
        "compare.txt", "compare-region.txt", "leakage.csv",
    }  # fmt: skip
    assert "compare-pairwise.png" in error
    assert (tmp_path / "compare.txt").read_text(encoding="utf-8").count("2009-2009") >= 4


def test_the_same_as_json_and_against_another_reference(address):
    out, _ = answered(1, "--store", address, "--reference", "earlier", "--scenarios", "baseline", "--json")
    found = json.loads(out)
    assert (found["experiment"], found["reference"], found["pairs"]) == (1, "earlier", 6)
    assert [row["scenario"] for row in found["table"]] == ["baseline"]
    back = json.loads(answered(1, "--store", address, "--scenarios", "earlier", "--json")[0])
    assert found["table"][0]["difference"] == -back["table"][0]["difference"]
    assert found["leakage"] == []
    assert [leak["scenario"] for leak in back["leakage"]] == ["earlier"]


def test_runs_asked_for_by_name_are_stored_once_and_read_again(compiled, tmp_path):
    words = ("baseline", "online-monitoring", "--runs", 4, "--from", 2011, "--to", 2011, "--scale", 0.2)
    first, _ = answered(*words, "--store", tmp_path / "s.sqlite")
    second, error = answered(*words, "--store", tmp_path / "s.sqlite")
    assert "nothing is run again" in error
    again, _ = answered(1, "--store", tmp_path / "s.sqlite")
    assert first == second == again
    in_memory = json.loads(answered(*words, "--json")[0])["comparison"]
    stored = json.loads(answered(1, "--store", tmp_path / "s.sqlite", "--json")[0])
    assert in_memory["table"] == stored["table"]
    assert in_memory["pairwise"] == stored["pairwise"]


def test_runs_go_on_until_the_interval_is_narrow_or_as_many_as_were_allowed_are_lived(compiled, tmp_path):
    words = ("baseline", "online-monitoring", "--from", 2011, "--to", 2011, "--scale", 0.2, "--parameters", "baseline")
    store = ("--store", tmp_path / "s.sqlite")
    wide, _ = answered(*words, *store, "--runs", 60, "--until-width", 1000, "--json")
    assert json.loads(wide)["pairs"] == 20
    assert any(
        "no wider than 1000 (victim_years, BE) after 20 of at most 60 seeds" in n for n in json.loads(wide)["notes"]
    )
    narrow, _ = answered(*words, *store, "--runs", 24, "--until-width", 0.0001, "--json")
    assert json.loads(narrow)["pairs"] == 24
    assert any(
        "All 24 seeds were lived before the intervals of luck were no wider" in n for n in json.loads(narrow)["notes"]
    )


def test_an_unfinished_experiment_is_compared_as_far_as_it_is_whole_and_says_how_to_go_on(compiled, tmp_path):
    path = tmp_path / "store.sqlite"
    carried_out(write_design(tmp_path, {"seeds": "{ number = 5 }"}), path)
    with sqlite3.connect(path) as connection:
        gone = "(SELECT run_id FROM experiment_run WHERE seed = 3 AND place = 1)"
        connection.execute(f"DELETE FROM outcome_value WHERE run_id IN {gone}")
        connection.execute("DELETE FROM experiment_run WHERE seed = 3 AND place = 1")
    found = json.loads(answered(1, "--store", path, "--json")[0])
    assert found["pairs"] == 4
    assert "Experiment 1 is unfinished; what is whole of it is compared." in " ".join(found["notes"])
    assert "thbsim sweep --expand 1 --resume" in " ".join(found["notes"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((9,), "no experiment 9 is in the store; it has 1"),
        ((1, "--outcome", "identified"), "experiment 1 does not keep identified in BE by total; make a design whose"),
        ((1, "--by", "city"), "experiment 1 does not keep victim_years in BE+NL+DE by city; make a design whose"),
        ((1, "--by", "cty"), "--by cty: nothing is told apart so; did you mean city?"),
        (
            (1, "--runs", 3),
            "--runs goes with scenarios: experiment 1 has its runs already; enlarge it with thbsim sweep",
        ),
        ((1, "--from", 2009), "--from goes with scenarios: experiment 1 has its runs already"),
        ((1, "--reference", "nobody"), "experiment 1 has no scenario nobody; choose from baseline, earlier"),
        ((1, "--language", "it"), "there is no language it; choose en, nl, fr, de"),
        (("baseline", "awareness", "--reference", "baseline"), "--reference goes with the id of a stored experiment;"),
        (("baseline", "awareness", "--until-width", 0), "--until-width 0: give a width above 0, in the unit of"),
        (
            ("baseline", "awareness", "--until-width", 1, "--runs", 5),
            "--runs 5: with --until-width it is the most runs",
        ),
        (("baseline", "awareness", "--by", "market"), "--by market needs runs that are stored; give --store, too"),
    ],
)
def test_a_mistake_is_one_sentence_and_status_2(words, sentence, address):
    options = ("--store", address) if words[0] in (1, 9) else ()
    status, out, error = thbsim("compare", *words, *options)
    assert (status, out) == (2, "")
    assert error.startswith(sentence)
    assert error.count("\n") == 1


def test_one_scenario_is_not_enough(compiled, tmp_path):
    carried_out(write_design(tmp_path, {"scenarios": '["baseline"]'}), tmp_path / "store.sqlite")
    status, _, error = thbsim("compare", 1, "--store", tmp_path / "store.sqlite")
    assert status == 2
    assert "experiment 1 has 1 scenario, and 2 are needed; add others with thbsim sweep --expand" in error


def test_chosen_scenarios_bring_their_own_cautions_only(lived):
    pairs = replace(lived.pairs, cautions=("of all",))
    chosen = comparing.chosen(pairs, [NOTHING], None)
    assert not any("online-monitoring leaves out" in line and "@" not in line for line in chosen.cautions)
    assert chances(chosen, "victim_years", "BE").names == ("baseline", NOTHING)
