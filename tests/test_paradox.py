"""A count that rises with more trafficking and with more looking, split into both."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from experiments import paradox
from experiments.advice.asking import stored
from experiments.advice.four_worlds import Worlds, worlds_among, worlds_of
from experiments.advice.paradox import shares
from experiments.comparison import effect_of
from experiments.language import LANGUAGES
from scenarios.catalogue import load
from tests.sweep_files import thbsim
from tests.sweeping import rows

MORE = "docs/examples/more-trafficking.toml"
BOTH = f"{MORE}+hotline"
ASKED = {"runs": 12, "years": (2011, 2012), "parameters": "baseline"}
counts = arrays(int, (4, 6), elements=st.integers(0, 10_000))
MIXED = """
[[change]]
parameter = "recruitment.attempts_per_year"
from = 2011-01-01
times = 1.1
unit_cost = { eur = 0, per = "year", source = "A19" }
why = "A tenth more."
"""


@pytest.fixture(scope="module")
def store(compiled, tmp_path_factory):
    return tmp_path_factory.mktemp("paradox") / "store.sqlite"


@pytest.fixture(scope="module")
def found(store):
    """More trafficking and a hotline, on the baseline's values; experiment 1 of the store."""
    return paradox(BOTH, store=str(store), **ASKED)


@pytest.fixture
def mixed(tmp_path):
    """A policy that changes both parts."""
    path = tmp_path / "mixed.toml"
    path.write_text(Path("scenarios/catalogue/hotline.toml").read_text(encoding="utf-8") + MIXED, encoding="utf-8")
    return path


@given(counts)
def test_both_shares_are_the_whole_in_every_pair_exactly(four):
    trafficking, looking, _ = shares(*four.astype(float))
    assert np.array_equal(trafficking + looking, four[3] - four[0])


@given(counts)
def test_no_part_comes_first(four):
    neither, one, other, both = four.astype(float)
    first, second, together = shares(neither, one, other, both)
    assert [values.tolist() for values in shares(neither, other, one, both)] == [
        values.tolist() for values in (second, first, together)
    ]


@given(counts)
def test_parts_that_do_not_meddle_keep_what_they_do_alone(four):
    neither, one, other, _ = four.astype(float)
    trafficking, looking, interaction = shares(neither, one, other, one + other - neither)
    assert np.array_equal(trafficking, one - neither)
    assert np.array_equal(looking, other - neither)
    assert not interaction.any()


def test_a_share_worked_by_hand():
    assert shares(100.0, 120.0, 110.0, 140.0) == (
        25.0,
        15.0,
        10.0,
    )  # 20 alone and 30 beside looking; 10 alone and 20 beside trafficking


def test_a_combination_is_taken_apart_into_its_policies():
    assert worlds_of("awareness+hotline", "baseline") == Worlds("baseline", "awareness", "hotline", "awareness+hotline")
    assert worlds_of("awareness+hotline@0.5+child-focus", "hotline@0.5") == Worlds(
        "hotline@0.5", "awareness+hotline@0.5", "hotline@0.5+child-focus", "awareness+hotline@0.5+child-focus"
    )


def test_a_policy_with_both_parts_is_cut_in_two(mixed):
    worlds = worlds_of(mixed, "baseline")
    assert worlds == Worlds("baseline", f"{mixed}@trafficking", f"{mixed}@looking", mixed)
    both = load(f"{worlds.trafficking}+{worlds.looking}")
    assert both.segments[-1][1].tobytes() == load(mixed).segments[-1][1].tobytes()


def test_where_one_part_changes_only_two_worlds_are_enough():
    assert worlds_of("hotline", "baseline").distinct == ("baseline", "hotline")
    assert worlds_of("hotline", "baseline").one_part == "looking"
    assert worlds_of("awareness", "baseline").one_part == "trafficking"
    assert worlds_of("awareness+hotline", "awareness").one_part == "looking"
    assert worlds_of("awareness+hotline", "baseline").one_part is None


def test_the_example_changes_trafficking_only():
    assert worlds_of(MORE, "baseline").one_part == "trafficking"


def test_more_trafficking_raises_what_is_counted_and_what_is_not(found):
    for one in found.splits:
        assert one.units["trafficking"] > 0
        assert one.clear("trafficking")
    assert found.splits[2].effects["looking"].difference < found.splits[2].effects["trafficking"].difference


def test_the_whole_is_the_effect_that_compare_would_tell(found):
    pairs, worlds = found.pairs, found.worlds
    for one in found.splits:
        means = pairs.mean(one.outcome, one.area)[[worlds.neither, worlds.both]]
        names = pairs.names[worlds.neither], pairs.names[worlds.both]
        told = effect_of(*means, (one.outcome, one.area, "total", "total"), names, pairs.draws)
        together = one.effects["together"]
        assert (together.difference, together.low, together.high) == pytest.approx(
            (told.difference, told.low, told.high)
        )


def test_bounds_of_runs_that_were_looked_at_are_those_of_compare_and_say_so(found):
    looked = paradox(replace(found.pairs, looks=6))
    for one, other in zip(found.splits, looked.splits, strict=True):
        together = other.effects["together"]
        told = looked.pairs.effect(looked.worlds.both, one.outcome, one.area)
        assert (together.low, together.high) == pytest.approx((told.low, told.high))
        assert together.low < one.effects["together"].low < one.effects["together"].high < together.high
    assert "however often the runs were looked at" in looked.sentence()


def test_shares_add_up_to_the_last_digit_that_is_written(found):
    table = found.table
    for one in found.splits:
        rows_of = table.filter(outcome=one.outcome, area=one.area)
        written = {share: Decimal(str(value)) for share, value in rows_of.select("share", "difference").iter_rows()}
        assert written["trafficking"] + written["looking"] == written["together"]


def test_nothing_is_run_twice(found, store):
    before = rows(str(store), "SELECT count(*) FROM run")[0][0]
    assert before == 4 * 12
    again = paradox(BOTH, store=str(store), **ASKED)
    assert again.table.equals(found.table)
    assert rows(str(store), "SELECT count(*) FROM run")[0][0] == before


def test_a_stored_experiment_with_the_four_worlds_gives_the_same(found, store):
    assert paradox(1, store=str(store)).table.equals(found.table)
    assert worlds_among(stored(1, str(store)), 3) == found.worlds


def test_a_policy_that_only_looks_has_no_share_of_trafficking(found, store):
    status, out, err = thbsim(
        *("paradox", "hotline", "--store", store, "--runs", 12, "--from", 2011, "--to", 2012),
        *("--parameters", "baseline", "--json"),
    )
    assert status == 0, err
    told = json.loads(out)
    for row in told["table"]:
        if row["share"] in ("trafficking", "interaction"):
            assert row["difference"] == row["low"] == row["high"] == 0.0
    assert "hotline changes only how victims are looked for" in told["sentence"]
    assert any("the share of trafficking is 0" in note for note in told["notes"])
    assert rows(str(store), "SELECT count(*) FROM run")[0][0] == 4 * 12  # all of its runs were there


def test_every_language_tells_it(found):
    told = [found.sentence(language) for language in LANGUAGES]
    assert len(set(told)) == len(LANGUAGES)
    assert all("more-trafficking+hotline" in one for one in told)
    assert "it is no sign that they are better protected" in told[0]


def test_the_bridge_leads_from_the_reference_to_the_scenario(found):
    panels = json.loads(found.plot().to_json())["hconcat"]
    for panel, one in zip(panels, (found.splits[0], found.splits[2]), strict=True):
        steps = panel["data"]["values"]
        assert len(steps) == 4
        assert steps[0]["end"] == pytest.approx(steps[1]["start"])
        assert steps[1]["end"] == pytest.approx(steps[2]["start"])
        assert steps[2]["end"] == pytest.approx(steps[3]["end"])
        assert steps[3]["end"] - steps[0]["end"] == pytest.approx(one.effects["together"].difference)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["baseline"], "baseline changes nothing against baseline; name another scenario, or another --against"),
        (["hotlin"], "no scenario is called 'hotlin'; did you mean hotline?"),
        (["hotline", "--runs", 1], "--runs 1: an interval needs at least 2 runs"),
        (["hotline", "--runs", 2], "needs at least 3 runs"),
        (["hotline", "--to", 2008], "--to 2008: give a year from 2009"),
        (["hotline", "--outcome", "hidden"], "--outcome hidden: choose one of identified, detected, rapporteur"),
        (["hotline", "--parameters", "prior"], "--parameters prior: give posterior, baseline, or the path"),
        (["1", "--against", "hotline"], "--against does not go with a stored experiment"),
        (["7"], "experiment 7"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_sentence(found, store, words, sentence):
    status, _, err = thbsim("paradox", *words, "--store", store)
    assert status == 2
    assert sentence in err
    assert err.count("\n") == 1


def test_a_sized_policy_with_both_parts_asks_for_a_file_of_its_own(mixed):
    with pytest.raises(ValueError, match="a version has no versions; write its size into a file of its own"):
        worlds_of(f"{mixed}@0.5", "baseline")
    mixed.write_text("size = 0.5\n" + mixed.read_text(encoding="utf-8"), encoding="utf-8")
    assert load(worlds_of(mixed, "baseline").looking).changes[0].size == 0.5


def test_a_stored_experiment_that_lacks_a_world_says_what_to_run(found, store):
    pairs = stored(1, str(store)).only(["baseline", "more-trafficking", "more-trafficking+hotline"])
    with pytest.raises(
        ValueError, match=r"has no scenario in which only looking changes as in more-trafficking\+hotline"
    ):
        paradox(pairs)
