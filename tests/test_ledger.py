"""Where an outcome falls and where it rises: everything adds up, and luck is not taken for displacement."""

import csv
import json
from dataclasses import replace
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from experiments import ledger
from experiments.advice.adding import adding_up, decimals, figure, units, written
from experiments.language import LANGUAGES
from experiments.requests import UsageError
from sim.definitions import ALL
from sim.weeks import WEEKS_PER_YEAR
from tests.ledger_pairs import of_labels, pairs_of
from tests.sweep_files import thbsim, values_of, write_design

DIMENSIONS = ("sector", "city", "country", "channel", "region", "form")
HALF_WEEK = 1.0 / WEEKS_PER_YEAR / 2.0
KEEP = f"""
[keep]
outcomes = ["victim_years"]
by = {json.dumps(["total", *DIMENSIONS])}
"""


@pytest.fixture(scope="module")
def store(compiled, tmp_path_factory):
    """A store with an experiment of a policy that does something and one that does nothing."""
    folder = tmp_path_factory.mktemp("ledger")
    changed = {"scenarios": '["baseline", "earlier.toml", "hotline@0"]', "seeds": "{ number = 6 }"}
    path = write_design(folder, changed)
    path.write_text(path.read_text(encoding="utf-8") + KEEP, encoding="utf-8")
    assert thbsim("sweep", path, "--store", folder / "store.sqlite")[0] == 0
    return folder / "store.sqlite"


def added(figures):
    """The sum of numbers as they are written, without rounding."""
    return sum((Decimal(str(one)) for one in figures), Decimal(0))


def test_entries_of_every_dimension_are_the_net_in_every_run_exactly(store):
    table = values_of(store).filter(area=ALL)
    half_weeks = pl.Series("half_weeks", np.rint(table["value"].to_numpy() / HALF_WEEK).astype(np.int64))
    assert np.abs(half_weeks.to_numpy() * HALF_WEEK - table["value"].to_numpy()).max() < 1e-9
    keys = "scenario", "draw", "seed", "year"
    sums = table.with_columns(half_weeks).group_by(*keys, "dimension").agg(pl.col("half_weeks").sum())
    runs = sums.partition_by(keys)
    assert len(runs) == 3 * 6
    for run in runs:
        assert set(run["dimension"]) == {"total", *DIMENSIONS}
        assert run["half_weeks"].n_unique() == 1


@given(st.lists(st.floats(-1e4, 1e4), max_size=60))
def test_rounded_figures_add_up_and_none_is_moved_by_a_whole_unit(values):
    places = decimals(values)
    whole = units(np.sum(values), places)
    found = adding_up(values, whole, places)
    assert sum(found) == whole
    assert all(abs(one - value * 10**places) < 1.0 for one, value in zip(found, values, strict=True))
    assert all(one == 0 for one, value in zip(found, values, strict=True) if value == 0.0)


@given(arrays(int, (13, 5), elements=st.integers(-400, 400)))
def test_falls_and_rises_add_up_to_the_net_to_the_last_digit_that_is_written(half_weeks):
    found = ledger(pairs_of({"sector": half_weeks * HALF_WEEK}), by=["sector"])
    table = found.table
    of_line = {line: table.filter(line=line)["difference"].to_list() for line in ("entry", "falls", "rises", "net")}
    entries = of_line["entry"]
    assert added(one for one in entries if one < 0) == added(of_line["falls"])
    assert added(one for one in entries if one > 0) == added(of_line["rises"])
    assert added(of_line["falls"] + of_line["rises"]) == added(of_line["net"])
    _, cells = found.rows()
    screen = {row[0].strip().partition(" (")[0]: row[1].partition(" ")[0] for row in cells[1:]}
    parts = [Decimal(screen[name].replace("−", "-").replace(",", "")) for name in ("All falls", "All rises", "Net")]
    assert parts[0] + parts[1] == parts[2]


def test_a_stored_ledger_adds_up_in_every_dimension_to_the_same_net(store, tmp_path):
    words = [word for dimension in DIMENSIONS for word in ("--by", dimension)]
    status, out, err = thbsim("ledger", 1, "--store", store, "--policy", "earlier", *words, "--out", tmp_path / "out")
    assert status == 0, err
    assert "Net" in out
    with (tmp_path / "out" / "ledger.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    nets = {row["difference"] for row in rows if row["line"] == "net"}
    assert len(nets) == 1
    assert nets != {"0.0"}
    for dimension in DIMENSIONS:
        entries = [row["difference"] for row in rows if (row["dimension"], row["line"]) == (dimension, "entry")]
        assert entries
        assert added(entries) == Decimal(next(iter(nets)))
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"ledger.{end}" for end in ("csv", "html", "png", "txt")
    }


def test_a_policy_that_does_nothing_has_an_empty_ledger(store):
    found = ledger(1, policies=["hotline@0"], store=store)
    assert all(account.entries == () for account in found.accounts["hotline@0"])
    assert set(found.table["line"]) == {"falls", "rises", "net"}
    assert set(found.table["difference"]) == {0.0}
    assert "changes nothing" in found.sentence()
    assert found.plot().to_dict()


def test_a_shift_from_one_city_to_another_is_found_and_displaces_all_of_it():
    moved = np.random.default_rng(1).integers(1, 9, 40) * HALF_WEEK
    pairs = pairs_of({"city": of_labels("city", {"Ghent": -moved, "Rotterdam": moved}, 40)})
    (account,) = ledger(pairs).accounts["policy"]
    assert [entry.label for entry in account.entries] == ["Ghent", "Rotterdam"]
    assert all(entry.clear for entry in account.entries)
    assert account.net.units == 0
    assert account.displaced.share == pytest.approx(1.0)
    assert (account.displaced.low, account.displaced.high) == pytest.approx((1.0, 1.0))
    assert "For every 100 that fall, at least about 100" in ledger(pairs).sentence()


def test_a_shift_within_a_country_is_nothing_between_countries():
    moved = np.arange(1, 9) * HALF_WEEK
    cities = of_labels("city", {"Ghent": -moved, "Namur": moved}, 8)
    found = ledger(pairs_of({"city": cities, "country": of_labels("country", {}, 8)})).accounts["policy"]
    assert [len(account.entries) for account in found] == [2, 0]


def test_what_is_prevented_is_not_displaced():
    fell = np.arange(1, 9) * HALF_WEEK
    (account,) = ledger(pairs_of({"city": of_labels("city", {"Ghent": -fell, "Bruges": -2 * fell}, 8)})).accounts[
        "policy"
    ]
    assert account.displaced.nothing
    assert account.rises == ()


def noisy(truth, luck, pairs=40, noise=1.0):
    """Differences by city about a truth [label]."""
    return truth[:, None] + noise * luck.standard_normal((truth.size, pairs))


def test_luck_that_comes_out_above_zero_is_not_taken_for_displacement():
    luck, truth = np.random.default_rng(2), np.zeros(59)
    truth[0] = -4.0
    found = [ledger(pairs_of({"city": noisy(truth, luck)})).accounts["policy"][0] for _ in range(60)]
    as_it_stands = [sum(entry.units for entry in one.rises) / -sum(entry.units for entry in one.falls) for one in found]
    assert np.mean(as_it_stands) > 0.3  # nothing rises, and 30 for each 100 seem to
    shares = np.array([one.displaced.share for one in found])
    assert abs(shares.mean()) < 3.0 * shares.std() / np.sqrt(shares.size)
    covered = np.mean([one.displaced.low <= 0.0 <= one.displaced.high for one in found])
    assert covered > 0.85


@pytest.mark.parametrize("on_draws", [False, True])
def test_a_planted_share_lies_in_its_interval_as_often_as_it_says(on_draws):
    luck, truth = np.random.default_rng(3), np.zeros(59)
    truth[:5], truth[5:10] = -2.0, 1.0
    draw = np.arange(40) // 2 if on_draws else None
    found = [ledger(pairs_of({"city": noisy(truth, luck)}, draw)).accounts["policy"][0].displaced for _ in range(100)]
    assert np.mean([one.low <= 0.5 <= one.high for one in found]) >= 0.88


def test_of_rises_that_are_spread_thin_less_is_detected_than_there_is():
    luck, truth = np.random.default_rng(5), np.zeros(59)
    truth[0], truth[1:] = -20.0, 10.0 / 58.0
    found = [ledger(pairs_of({"city": noisy(truth, luck)})).accounts["policy"][0].displaced for _ in range(60)]
    shares = np.array([one.share for one in found])
    assert 0.1 < shares.mean() < 0.5 - 3.0 * shares.std() / np.sqrt(shares.size)


def test_with_few_pairs_no_share_is_given():
    pairs = pairs_of({"city": of_labels("city", {"Ghent": [-1.0, -2.0, -1.5], "Namur": [1.0, 2.0, 1.0]}, 3)})
    found = ledger(pairs)
    assert found.accounts["policy"][0].displaced.few
    assert "with so few pairs" in found.sentence()


@pytest.mark.parametrize("on_draws", [False, True])
def test_bounds_of_runs_that_were_looked_at_are_wider_and_say_so(on_draws):
    truth = np.zeros(59)
    truth[:5], truth[5:10] = -2.0, 1.0
    changes = {"city": noisy(truth, np.random.default_rng(4))}
    plain = pairs_of(changes, np.arange(40) // 2 if on_draws else None)
    looked = replace(plain, looks=10, stopped="It stopped.")
    one, other = (ledger(pairs).accounts["policy"][0] for pairs in (plain, looked))
    assert looked.effect(1, "victim_years", ALL).low == pytest.approx(other.net.effect.low)
    for before, after in zip([one.net, *one.entries], [other.net, *other.entries], strict=True):
        assert after.effect.low < before.effect.low < before.effect.high < after.effect.high
    assert other.displaced.low < one.displaced.low < one.displaced.high < other.displaced.high
    assert "however often the runs were looked at" in ledger(looked).sentence()
    assert any("It stopped." in line for line in ledger(looked).lines())


def test_too_few_pairs_for_the_looks_of_a_rule_are_told():
    pairs = pairs_of({"city": of_labels("city", {"Ghent": np.arange(4.0)}, 4)})
    with pytest.raises(UsageError, match="has 4 pairs, too few for an interval that holds however often"):
        ledger(replace(pairs, looks=10))


def test_an_unfinished_experiment_says_so_and_how_to_go_on():
    pairs = pairs_of({"city": of_labels("city", {"Ghent": np.arange(4.0)}, 4)})
    told = ledger(replace(pairs, experiment=3, state="unfinished", left_out=2)).lines()
    assert (
        "Experiment 3 is unfinished; its 4 whole pairs are used. Go on with thbsim sweep --expand 3 --resume." in told
    )


def test_labels_that_are_no_parts_of_the_total_make_no_ledger():
    cities = of_labels("city", {"Ghent": np.arange(4.0)}, 4)
    with pytest.raises(UsageError, match="by country does not add up to its total"):
        ledger(pairs_of({"city": cities, "country": of_labels("country", {"BE": np.arange(4.0) + 1.0}, 4)}))


def test_figures_are_written_with_as_many_decimals_as_tell_them_apart():
    assert (decimals([]), decimals([120.0, 3.0]), decimals([0.05])) == (2, 2, 4)
    assert (written(-1234567, 2), written(0, 2), written(5, 3)) == ("−12,345.67", "0.00", "+0.005")
    assert figure(-5, 2) == -0.05


def test_bars_of_entries_that_are_not_clear_are_outlined():
    sure, unsure = np.full(8, 2.0) + np.arange(8) * HALF_WEEK, np.array([3.0, -3.0] * 4) + 0.1
    pairs = pairs_of({"city": of_labels("city", {"Ghent": -sure, "Namur": unsure}, 8)})
    bars = json.loads(ledger(pairs).plot().to_json())["concat"][0]["layer"][2]
    fill = {row["label"]: row["fill"] for row in bars["data"]["values"]}
    assert fill["Namur"] == "#ffffff"
    assert fill["Ghent"] != "#ffffff"


def test_a_ledger_is_told_in_every_language(store):
    found = ledger(1, store=store)
    told = [found.sentence(language) for language in LANGUAGES]
    assert len(set(told)) == len(LANGUAGES)
    assert all("earlier" in one and "hotline@0" in one for one in told)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["9"], "experiment 9"),
        (
            ["1", "--by", "sectr"],
            "--by sectr: choose one of sector, city, country, channel, region, form; did you mean sector?",
        ),
        (["1", "--policy", "earlyer"], "experiment 1 has no scenario earlyer; did you mean earlier?"),
        (["1", "--policy", "baseline"], "baseline is the reference of experiment 1"),
        (["1", "--outcome", "victims"], "--outcome victims: there is no such outcome"),
        (
            ["1", "--outcome", "documents"],
            "--outcome documents: it is not told apart by sector, city, country, channel",
        ),
        (["1", "--outcome", "hidden"], "experiment 1 keeps hidden by none of sector, city, country"),
        (["1", "--outcome", "hidden", "--by", "city"], "experiment 1 does not keep hidden in BE+NL+DE by total"),
        (["1", "--language", "xx"], "there is no language xx"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_sentence(store, words, sentence):
    status, _, err = thbsim("ledger", *words, "--store", store)
    assert status == 2
    assert sentence in err
    assert err.count("\n") == 1


def test_what_is_not_kept_is_named(tmp_path, compiled):
    path = write_design(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + KEEP.replace('"city", ', ""), encoding="utf-8")
    assert thbsim("sweep", path, "--store", tmp_path / "store.sqlite")[0] == 0
    status, out, _ = thbsim("ledger", 1, "--store", tmp_path / "store.sqlite", "--json")
    assert status == 0
    assert any('add "city" to keep.by' in note for note in json.loads(out)["notes"])
