"""From stored runs as much is told of what moves inside and outside an aim as from runs in memory."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments import leakage, runner
from experiments.advice import leaking
from experiments.advice.asking import run_into
from experiments.advice.leaking import leakages
from experiments.advice.stored_pairs import pairs_of_experiment
from experiments.sweeps.design import Design, Seeds
from experiments.sweeps.kept import MARKET, Keep, keys, storable
from scenarios.aims import aims
from scenarios.catalogue import load
from sim import names
from sim.definitions import ALL, BELGIUM
from sim.geography import cities
from sim.outcomes import BY_MARKET
from tests.sweep_files import thbsim, write_design

POLICIES = ("sector-inspections", "online-monitoring", "awareness", "inspections-car-wash")
YEARS, SEEDS = (2011, 2012), range(1, 7)
KEPT = ("total", "region", "sector", "form", "origin", "country", "city")


def schedules():
    return [load(name) for name in ("baseline", *POLICIES)]


@pytest.fixture(scope="module")
def stored(compiled, tmp_path_factory):
    """Pairs of an experiment that keeps markets, and all else."""
    own = schedules()
    design = Design(
        title="Leakage",
        scenarios=tuple(one.name for one in own),
        **{"from": YEARS[0], "to": YEARS[1]},
        seeds=Seeds(first=SEEDS.start, number=len(SEEDS)),
        keep=Keep(outcomes=(*BY_MARKET, "recruited", "attempts"), by=(*KEPT, "channel", MARKET)),
    )
    experiment, store = run_into(design, own, str(tmp_path_factory.mktemp("store") / "store.sqlite"))
    yield pairs_of_experiment(store, experiment)
    store.close()


@pytest.fixture(scope="module")
def in_memory(compiled):
    with runner.threads() as executor:
        reference, *others = (runner.run(one, *YEARS, SEEDS, executor) for one in schedules())
    return [leak for other in others for leak in leakage.leakages(reference, other)]


def without(pairs, *dimensions):
    return replace(pairs, kept=tuple(key for key in pairs.kept if key[2] not in dimensions))


def assert_same(found, wanted, parts=True):
    for one, other in zip(found, wanted, strict=True):
        assert (one.scenario, one.reference, one.runs, one.aim) == (
            other.scenario,
            other.reference,
            other.runs,
            other.aim,
        )
        places = {(place.place, place.outcome): place for place in other.places}
        for place in one.places:
            there = places[place.place, place.outcome]
            for field in ("reference_mean", "scenario_mean", "difference", "low", "high"):
                assert getattr(place, field) == pytest.approx(getattr(there, field), rel=1e-4, abs=1e-4)
        assert not parts or len(one.places) == len(other.places)
        assert one.share.words == other.share.words


def test_from_markets_the_leakage_is_that_of_runs_in_memory(stored, in_memory):
    found, not_told = leakages(stored)
    assert not_told == []
    assert_same(found, in_memory)


def test_bounds_of_runs_that_were_looked_at_are_wider_in_every_place(stored):
    plain, looked = leakages(stored)[0], leakages(replace(stored, looks=2))[0]
    for one, other in zip(plain, looked, strict=True):
        for before, after in zip(one.places, other.places, strict=True):
            assert after.low <= before.low <= before.high <= after.high
            assert (after.low < before.low) == (before.low < before.high)


def test_without_markets_it_is_made_of_what_else_is_kept(stored, in_memory):
    found, not_told = leakages(without(stored, MARKET))
    assert not_told == []
    assert_same(found, in_memory)


@pytest.mark.parametrize("gone", [("city",), ("form",), ("sector",), ("region", "country", "city")])
def test_what_is_not_needed_may_be_left_out(gone, stored, in_memory):
    found, not_told = leakages(without(stored, MARKET, *gone))
    told = {leak.scenario for leak in found}
    assert_same(found, [leak for leak in in_memory if leak.scenario in told])
    assert told | {sentence.partition(":")[0] for sentence in not_told} == set(POLICIES)


def test_where_it_cannot_be_told_a_sentence_says_what_to_keep(stored):
    found, not_told = leakages(without(stored, MARKET, "sector", "form", "origin"))
    assert [leak.scenario for leak in found] == ["online-monitoring"]
    design = "is not told by what experiment 1 keeps; make a design whose keep.outcomes has"
    by_sector = (
        f'{design} "victim_years" and keep.by "total" and "sector", or "market" for the parts of the outside, too'
    )
    start = "what changes inside and outside its aim"
    assert not_told == [
        f"sector-inspections: {start} (BE; 8 sectors) {by_sector}",
        f'awareness: {start} (Eastern Europe, Africa) {design} "recruited" and keep.by "origin"',
        f"inspections-car-wash: {start} (BE; car wash) {by_sector}",
    ]


def test_another_reference_turns_differences_about(stored):
    (one,), _ = leakages(stored.only(["baseline", "sector-inspections"]))
    own = stored.only(["awareness", "sector-inspections"])
    (other,), _ = leakages(own)
    shift = own.mean("victim_years", ALL)[0].mean() - stored.mean("victim_years", ALL)[0].mean()
    total = {leak.reference: next(place for place in leak.places if place.place == "total") for leak in (one, other)}
    assert total["baseline"].difference - total["awareness"].difference == pytest.approx(shift)


# Markets in the store


def test_markets_add_up_to_sectors_cities_and_the_total(stored):
    for outcome in BY_MARKET:
        markets = stored.yearly(outcome, ALL, MARKET).reshape(5, len(cities()), len(names.SECTORS), len(SEEDS), 2)
        assert markets.sum(axis=(1, 2)) == pytest.approx(stored.yearly(outcome, ALL)[:, 0])
        assert markets.sum(axis=1) == pytest.approx(stored.yearly(outcome, ALL, "sector"))
        belgian = np.array([city.country == BELGIUM for city in cities()])
        assert markets[:, belgian].sum(axis=1) == pytest.approx(stored.yearly(outcome, BELGIUM, "sector"))
        if (outcome, ALL, "city") in storable():
            assert markets.sum(axis=2) == pytest.approx(stored.yearly(outcome, ALL, "city"))


def test_a_market_is_called_by_its_city_and_its_sector(stored):
    labels = stored.labels("victim_years", ALL, MARKET)
    assert labels[0] == f"{cities()[0].name}: {names.SECTORS[0]}"
    assert labels[-1] == f"{cities()[-1].name}: {names.SECTORS[-1]}"
    assert len(set(labels)) == len(labels) == len(cities()) * len(names.SECTORS)


def test_everything_is_kept_without_markets_unless_they_are_named():
    assert Keep(outcomes=("all",), by=("all",)).measures == keys()
    assert set(Keep(outcomes=("all",), by=("all", MARKET)).measures) == set(storable())
    assert {dimension for *_, dimension in Keep(by=(MARKET,)).measures} == {MARKET}


def test_markets_are_exported_bundled_and_reproduced(compiled, tmp_path):
    keep = '{ outcomes = ["victim_years", "hidden"], by = ["total", "market"] }'
    design, store = write_design(tmp_path, {"keep": keep, "seeds": "{ number = 2 }"}), tmp_path / "store.sqlite"
    assert thbsim("sweep", design, "--store", store)[0] == 0
    assert thbsim("experiments", "reproduce", 1, "--store", store)[0] == 0
    assert thbsim("experiments", "export", 1, "--store", store, "--to", tmp_path / "out")[0] == 0
    assert "Antwerp: car_wash" in (tmp_path / "out" / "outcomes.csv").read_text(encoding="utf-8")
    assert thbsim("experiments", "bundle", 1, "--store", store, "--out", tmp_path / "bundle.zip")[0] == 0
    assert "4 of 4 runs are the same to the last digit." in thbsim("reproduce", tmp_path / "bundle.zip")[1]


# Sums and differences


@given(st.sets(st.sampled_from(names.SECTORS), min_size=1, max_size=12), st.sampled_from([None, "BE", "NL", "DE"]))
@settings(max_examples=12, deadline=None)
def test_whatever_weights_are_found_make_just_the_place_that_is_meant(sectors, country):
    where = {"sector": tuple(sectors)} | ({"country": (country,)} if country else {})
    for aim in aims([SimpleNamespace(parameter="a.b", where=where)]):
        kept = [key for key in storable() if key[0] == "victim_years" and key[2] in KEPT]
        found = leaking._recipe(aim, kept)
        assert (set(found) != set()) == (country in (None, "BE"))
        for place, terms in found.items():
            made = sum(weights @ leaking._membership(aim.kind, key) for key, weights in terms)
            assert np.array_equal(made, leakage.parts(aim)[place].astype(float))
