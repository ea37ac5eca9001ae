"""What networks hear of, how long they mind it, and what follows: displacement, and nothing without memory."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import engine, names, networks
from sim.rules import adaptation, placement
from sim.world import everyone
from tests.worlds import FEW_CITIES, by_key, changed, copied, differences, founded, lived, ordinary, quiet, seeds

NO_MEMORY = {"placement.aversion": 0.0, "adaptation.aversion": 0.0, "adaptation.flight": 0.0}
CLEANING, FLANDERS = names.SECTORS.index("cleaning"), 0
REMEMBERED = {
    "memories.risk", "memories.news", "memories.exposed", "memories.found", "memories.news_week",
    "markets.news", "markets.risk", "networks.channel_risk", "networks.in_touch", "channels.risk", "fading",
}  # fmt: skip


@pytest.mark.parametrize(("half_life", "weeks", "left"), [(26.0, 26, 0.5), (26.0, 52, 0.25), (4.0, 1, 0.5**0.25)])
def test_half_of_what_was_heard_is_forgotten_in_a_half_life(p, half_life, weeks, left):
    rules = changed(p, {"adaptation.half_life_weeks": half_life})
    world = founded(rules)
    world.memories["risk"][0, 0, :] = 3.0
    for _ in range(weeks):
        networks.forget(world, rules)
    assert placement.risk_of(0, 0, CLEANING, world) == pytest.approx(3.0 * left)


def test_memories_outlast_the_change_of_their_unit(p):
    rules = changed(p, {"adaptation.half_life_weeks": 4.0})
    world = founded(rules)
    world.fading[0] = networks.SMALLEST_UNIT * 1.01
    world.memories["risk"][0, 0, :] = 3.0 / world.fading[0]
    world.markets["risk"][:] = 2.0 / world.fading[0]
    world.networks["in_touch"][0, 0] = 1
    networks.forget(world, rules)
    assert world.fading[0] == 1.0
    assert placement.risk_of(0, 0, CLEANING, world) == pytest.approx(5.0 * 0.5**0.25)


def test_a_network_perceives_its_own_and_what_is_told_where_it_is_in_touch(p):
    world = founded(p)
    row = world.networks["city"][0, 0] * len(names.SECTORS) + CLEANING
    world.memories["risk"][0, 0, CLEANING] = 2.0
    world.markets["risk"][row] = 0.5
    heard = []
    for in_touch in (0, 1):
        world.networks["in_touch"][0, 0] = in_touch
        heard.append(placement.risk_of(0, 0, CLEANING, world))
    assert heard == [2.0, 2.5]


def test_three_persons_exposed_and_one_found_weigh_five_where_a_person_found_weighs_two(p):
    assert adaptation.weight_of(3, 1, changed(p, {"adaptation.person_weight": 2.0}).adaptation) == 5.0


def test_a_market_promises_half_where_aversion_times_risk_is_one(p):
    rules = changed(p, {"placement.aversion": 0.25}).placement
    assert placement.promise(12, 4.0, rules) == pytest.approx(6.0)
    assert placement.promise(12, 0.0, rules) == 12.0


def test_news_reaches_in_the_week_after_those_whom_it_concerns_and_no_other(p):
    world = founded(p)
    person = world.nobody.view(np.recarray)[0]
    person.network, person.place = 0, 0
    market = world.markets.view(np.recarray)[world.networks["city"][0, 0] * len(names.SECTORS) + CLEANING]
    world.networks["in_touch"][0, 0] = 0
    networks.remember(person, CLEANING, 1, 0, world)
    market.hits = 1
    networks.spread_news(world, p, 7)
    assert networks.news_of_last_week(person, market, world, 8) == 1.0
    assert networks.news_of_last_week(person, market, world, 9) == 0.0
    person.network = 1
    assert networks.news_of_last_week(person, market, world, 8) == 0.0


@pytest.mark.parametrize(
    "path",
    ["adaptation.half_life_weeks", "adaptation.hearing_chance", "adaptation.person_weight", "adaptation.arrest_weight"],
)
def test_where_nobody_minds_risk_what_is_heard_changes_nobody(p, path):
    calm = changed(p, NO_MEMORY)
    value = 0.9 if path == "adaptation.hearing_chance" else 60.0
    assert set(differences(lived(calm, 250), lived(changed(calm, {path: value}), 250))) <= REMEMBERED


def test_where_networks_mind_risk_somebody_is_placed_elsewhere(p):
    one, other = lived(changed(p, NO_MEMORY), 250), lived(changed(p, {"placement.aversion": 1.0}), 250)
    assert "persons.market" in differences(one, other)


@settings(max_examples=10, deadline=None)
@given(seeds(), st.floats(2.0, 4.0))
def test_without_memory_more_visits_to_one_sector_change_nobody_who_never_was_there(seed, times):
    """Ample demand and places, no investigations: nobody stands in another's way, so only those visited can differ."""
    p = ordinary()
    alone = quiet(p, NO_MEMORY | {"inspection.volume": 1.0, "reception.places": 1e6, "relocation.hazard": 4.0})
    volume = alone.inspection.volume.copy()
    world = founded(alone, seed, scale=0.5)
    region = np.array([world.cities["region"][city] for city in range(world.cities.size)])
    rows = np.array(FEW_CITIES)[region == FLANDERS]
    volume[rows, :, CLEANING] *= times
    more = changed(alone, {"inspection.volume": volume})
    ever = [set(), set()]
    worlds = [copied(world), copied(world)]
    for week in range(1, 120):
        for which, rules in enumerate((alone, more)):
            worlds[which] = engine.advance(worlds[which], rules, seed, week)
            people = everyone(worlds[which])
            there = (people.market % len(names.SECTORS) == CLEANING) & (people.market >= 0)
            ever[which] |= set(people.key[there].tolist())
    touched = ever[0] | ever[1]
    for column in ("status", "market", "detected_week", "ended_week", "control", "moves", "body"):
        one, other = by_key(worlds[0], column), by_key(worlds[1], column)
        assert all(other[key] == value for key, value in one.items() if key not in touched)
    assert by_key(worlds[0], "key").keys() == by_key(worlds[1], "key").keys()


def test_an_advertisement_that_is_taken_down_goes_to_another_channel_the_likelier_the_riskier_its_own_seems(p):
    rules = changed(p, {"adaptation.aversion": 1.0}).adaptation
    recruiter = founded(p).recruiters.view(np.recarray)[0]
    recruiter.channel, shares = 1, np.array([0.5, 0.25, 0.25])
    left = {0.0: 0, 1.0: 0, 9.0: 0}
    for risk in left:
        for found in range(2000):
            recruiter.times_found = found
            chosen = adaptation.repost(recruiter, np.array([0.0, risk, 0.0, 0.0]), shares, 1, rules)
            left[risk] += chosen != 1
    assert left[0.0] == 0
    assert left[1.0] == pytest.approx(1000, abs=90)
    assert left[9.0] == pytest.approx(1800, abs=55)


def test_arrests_alone_push_nobody_from_one_channel_to_another(p):
    """They make all channels seem riskier alike."""
    world = founded(p)
    world.networks["arrests"][0] = 2
    networks.spread_news(world, p, 3)
    risks = [networks.channel_risk(world.networks[0], channel, world, p) for channel in range(4)]
    own = world.networks["channel_risk"][0]
    assert (own == own[0]).all()
    assert min(risks) >= own[0] > 0.0
