"""What a policy changes inside and outside its aim adds up to the whole, and no direction is presumed."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from experiments import comparison, printing, runner
from experiments.comparison import PairingError
from experiments.leakage import leakages, leaked_share, parts
from experiments.uncertainty import by_luck
from scenarios.aims import CHANNELS, MARKETS, ORIGINS, Aim, aims
from scenarios.baseline import BASELINE, read_baseline
from scenarios.catalogue import load
from scenarios.policy import read_policy
from scenarios.schedule import Schedule
from scenarios.selection import declared
from scenarios.sources import SOURCES, read_sources
from sim import names
from sim.definitions import ALL, BELGIUM
from sim.geography import cities
from sim.outcomes import BY_MARKET
from tests.scenario_files import policy_text, write_policy

FIRST, LAST, SEEDS = 2011, 2012, range(1, 7)
SEARCH = next(
    name for name, told in declared().items() if name.startswith("monitoring") and "channel" in told.dimensions
)


def policy(folder, *changes):
    """A policy on the shipped baseline."""
    sources = read_sources(SOURCES)
    start = read_baseline(BASELINE, SOURCES)
    return Schedule("mine", start, (read_policy(write_policy(folder, policy_text(*changes)), start, sources),))


def lived(schedule):
    with runner.threads() as executor:
        return runner.run(schedule, FIRST, LAST, SEEDS, executor)


@pytest.fixture(scope="module")
def baseline():
    return lived(load("baseline"))


@pytest.fixture(scope="module")
def inspections():
    return lived(load("sector-inspections"))


@pytest.fixture(scope="module")
def monitoring():
    return lived(load("online-monitoring"))


@pytest.fixture(scope="module")
def awareness():
    return lived(load("awareness"))


@pytest.fixture(scope="module")
def takedowns(tmp_path_factory):
    """Advertisements in forums are found four times as fast; besides, Belgium's cell is twice as large."""
    forums = {"parameter": f'"{SEARCH}"', "where": '{ channel = "forums" }', "times": "4.0"}
    return lived(policy(tmp_path_factory.mktemp("policy"), forums, {"where": '{ country = "BE" }'}))


def by_place(leak, outcome):
    return {found.place: found for found in leak.places if found.outcome == outcome}


def outside_parts(found):
    return [place for name, place in found.items() if name not in ("inside", "outside", "total")]


@pytest.mark.parametrize("name", ["inspections", "monitoring", "awareness", "takedowns"])
def test_inside_and_outside_add_up_to_the_total_and_the_parts_to_the_outside(baseline, name, request):
    for leak in leakages(baseline, request.getfixturevalue(name)):
        for outcome in {place.outcome for place in leak.places}:
            found = by_place(leak, outcome)
            for field in ("reference_mean", "scenario_mean", "difference"):
                inside, outside, total = (getattr(found[place], field) for place in ("inside", "outside", "total"))
                assert inside + outside == pytest.approx(total, rel=1e-12, abs=1e-9)
                if outside_parts(found):
                    split = sum(getattr(place, field) for place in outside_parts(found))
                    assert split == pytest.approx(outside, rel=1e-12, abs=1e-9)


def test_the_total_and_its_interval_are_those_of_the_effects(baseline, inspections):
    (leak,) = leakages(baseline, inspections)
    for outcome in ("victim_years", "hidden", "identified"):
        found, effect = by_place(leak, outcome)["total"], comparison.effect(baseline, inspections, outcome, ALL)
        for field in ("reference_mean", "scenario_mean", "difference", "low", "high"):
            assert getattr(found, field) == pytest.approx(getattr(effect, field), rel=1e-5, abs=1e-5)


def test_inside_an_aim_at_belgium_is_what_happens_in_belgium(baseline, monitoring):
    (leak,) = leakages(baseline, monitoring)
    found, effect = by_place(leak, "victim_years"), comparison.effect(baseline, monitoring, "victim_years", BELGIUM)
    assert found["inside"].difference == pytest.approx(effect.difference, rel=1e-5)
    assert (found["inside"].low, found["inside"].high) == pytest.approx((effect.low, effect.high), rel=1e-4)
    assert [place.place for place in outside_parts(found)] == ["beyond Belgium"]


def test_recruitment_is_told_apart_by_origin_and_by_channel(baseline, awareness, takedowns):
    (leak,) = leakages(baseline, awareness)
    before, after = (runs.of("recruited", ALL, "origin").mean(axis=(0, 2)) for runs in (baseline, awareness))
    aimed = np.isin(names.ORIGINS, ("eastern_europe", "africa"))
    assert by_place(leak, "recruited")["inside"].difference == pytest.approx((after - before)[aimed].sum())
    channels = {leak.kind: leak for leak in leakages(baseline, takedowns)}[CHANNELS]
    assert list(dict.fromkeys(place.outcome for place in channels.places)) == ["recruited", "attempts"]
    before, after = (runs.of("attempts", ALL, "channel").mean(axis=(0, 2)) for runs in (baseline, takedowns))
    found = by_place(channels, "attempts")
    assert found["inside"].difference == pytest.approx((after - before)[names.CHANNELS.index("forums")])
    assert found["offline"].difference == pytest.approx((after - before)[0])
    assert by_place(channels, "recruited")["inside"].high < 0.0


def test_each_aim_of_a_policy_has_its_table_and_names_what_is_not_aimed(baseline, takedowns):
    found = {leak.kind: leak for leak in leakages(baseline, takedowns)}
    assert set(found) == {MARKETS, CHANNELS}
    assert found[MARKETS].unaimed == (SEARCH,)
    assert found[CHANNELS].unaimed == ("monitoring.capacity",)


def test_a_policy_without_an_aim_has_no_leakage(baseline):
    assert not leakages(baseline, replace(baseline, schedule=load("reception-places")))


def planted(runs, inside, outside):
    """The same runs, with so many victim-years more a year in car washes of Ghent, and of Cologne."""
    by_market = runs.by_market.copy()
    row = {city.name: place * len(names.SECTORS) for place, city in enumerate(cities())}
    for city, amount in (("Ghent", inside), ("Cologne", outside)):
        market = row[city] + names.SECTORS.index("car_wash")
        by_market[:, BY_MARKET.index("victim_years"), market] += amount
    return replace(runs, schedule=load("inspections-car-wash"), by_market=by_market)


@pytest.mark.parametrize(
    ("inside", "outside", "share", "words"),
    [
        (-4.0, 1.0, 0.25, "for every 100 victim-years fewer inside, 25.0 more outside (25.0 to 25.0)"),
        (-4.0, -1.0, -0.25, "for every 100 victim-years fewer inside, 25.0 fewer outside as well (25.0 to 25.0)"),
        (4.0, -1.0, 0.25, "for every 100 victim-years more inside, 25.0 fewer outside (25.0 to 25.0)"),
        (4.0, 1.0, -0.25, "for every 100 victim-years more inside, 25.0 more outside as well (25.0 to 25.0)"),
        (-4.0, 0.0, 0.0, "for every 100 victim-years fewer inside, nothing changes outside in any run"),
    ],
)
def test_what_moves_from_inside_to_outside_is_found_where_it_went(baseline, inside, outside, share, words):
    (leak,) = leakages(baseline, planted(baseline, inside, outside))
    found = by_place(leak, "victim_years")
    assert found["inside"].difference == pytest.approx(inside, abs=1e-5)
    assert found["same sectors, beyond Belgium"].difference == pytest.approx(outside, abs=1e-5)
    assert found["other sectors, same cities"].difference == found["other sectors, other cities"].difference == 0.0
    assert leak.share.share == pytest.approx(share, abs=1e-5)
    assert leak.share.words == words


def test_a_policy_against_itself_changes_nothing_and_leaks_no_share(inspections):
    (leak,) = leakages(inspections, inspections)
    assert all(place.difference == place.low == place.high == 0.0 for place in leak.places)
    assert leak.share.share is None
    assert leak.share.words == "leaked share of victim-years: not given, as nothing changes inside in any run"


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 0.95))
def test_the_parts_of_any_outside_do_not_overlap_and_leave_nothing_out(seed, density):
    chosen = np.random.default_rng(seed).random((len(cities()), len(names.SECTORS))) < density
    found = parts(Aim(MARKETS, chosen, "", ()))
    near = [there for place, there in found.items() if place not in ("inside", "outside", "total")]
    assert np.array_equal(sum(there.astype(int) for there in near), found["outside"].astype(int))
    assert np.array_equal(found["inside"] | found["outside"], found["total"])
    assert np.array_equal(found["inside"], chosen.ravel())


@pytest.mark.parametrize(
    ("where", "near"),
    [
        ({"country": ("BE",)}, ["beyond Belgium"]),
        ({"country": ("BE", "NL")}, ["beyond Belgium and the Netherlands"]),
        ({"region": ("wallonia",)}, ["elsewhere in Belgium", "beyond Belgium"]),
        ({"sector": ("car_wash",)}, ["other sectors, same cities"]),
        (
            {"city": ("Ghent",), "sector": ("car_wash",)},
            [
                "other sectors, same cities",
                "same sectors, elsewhere in Belgium",
                "same sectors, beyond Belgium",
                "other sectors, other cities",
            ],
        ),
        (
            {"country": ("BE",), "sector": ("car_wash",)},
            ["other sectors, same cities", "same sectors, beyond Belgium", "other sectors, other cities"],
        ),
        ({"channel": ("forums",)}, ["other online channels", "offline"]),
        ({"channel": names.ONLINE_CHANNELS}, ["offline"]),
        ({"origin": ("africa",)}, []),
    ],
)
def test_the_outside_is_told_apart_by_how_near_it_is(where, near):
    (aim,) = aims([SimpleNamespace(parameter="a.b", where=where)])
    assert list(parts(aim)) == ["inside", "outside", *near, "total"]


def pairs(seed, inside=-3.0, outside=0.6, runs=20):
    """Correlated differences of runs whose true leaked share is -outside / inside."""
    luck = np.random.default_rng(seed)
    shared = luck.normal(size=runs)
    return inside + shared + luck.normal(size=runs), outside + 0.5 * shared + luck.normal(size=runs)


@given(st.integers(0, 2**32 - 1))
def test_the_bounds_of_the_share_are_where_a_paired_test_begins_to_refute_it(seed):
    inside, outside = pairs(seed)
    found = leaked_share("victim_years", inside, outside)
    for bound in (found.low, found.high):
        assert stats.ttest_1samp(outside + bound * inside, 0.0).pvalue == pytest.approx(0.05, rel=1e-6)
    assert found.low < found.share < found.high
    assert found.share == pytest.approx(-outside.mean() / inside.mean())


@pytest.mark.statistical
def test_the_interval_of_the_share_holds_the_truth_in_95_of_100_studies():
    found = [leaked_share("victim_years", *pairs(seed)) for seed in range(2000)]
    held = np.mean([one.low <= 0.2 <= one.high for one in found])
    assert held == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 2000))


@given(st.integers(0, 2**32 - 1), st.floats(-2.0, 2.0), st.floats(-2.0, 2.0))
def test_a_share_is_given_just_where_the_change_inside_is_clear_and_never_claims_more(seed, inside, outside):
    differences = pairs(seed, inside, outside)
    _, low, high = by_luck(differences[0][None]).interval
    found = leaked_share("victim_years", *differences)
    assert (found.share is None) == (low <= 0.0 <= high)
    assert found.words.startswith("leaked share of victim-years: not given, as the change") == (found.share is None)
    if found.share is not None:
        assert ("no clear change outside" in found.words) == (found.low <= 0.0 <= found.high)
        assert (" as well" in found.words) == (found.high < 0.0)


def test_a_change_inside_that_is_not_clear_is_said_with_its_interval():
    inside = np.array([-1.0, 1.0, 0.5])
    assert leaked_share("victim_years", inside, inside).words == (
        "leaked share of victim-years: not given, as the change inside is not clearly different from zero"
        " (−2.42 to +2.75)"
    )


def test_runs_that_do_not_share_their_luck_have_no_leakage(baseline, inspections):
    with pytest.raises(PairingError):
        leakages(baseline, replace(inspections, seeds=tuple(range(11, 17))))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("country BE; sector car_wash", "BE; car wash"),
        ("sector a, b, c, d", "4 sectors"),
        ("country BE and city a, b, c, d", "BE and 4 cities"),
        ("origin eastern_europe, africa", "Eastern Europe, Africa"),
    ],
)
def test_the_title_of_a_table_counts_long_lists(text, words):
    assert printing.aim_in_words(text) == words


def test_every_kind_of_aim_can_be_in_one_policy():
    where = {"country": ("BE",), "origin": ("africa",), "channel": ("forums",)}
    found = aims([SimpleNamespace(parameter="a.b", where=where)])
    assert [aim.kind for aim in found] == [MARKETS, CHANNELS, ORIGINS]
