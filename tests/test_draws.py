"""Luck depends on who decides what and when, and on nothing else."""

import ast
import importlib
import pkgutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

import sim
from sim.draws import (
    ESTABLISHMENT,
    MOST_ATTEMPTS,
    NETWORK,
    TEAM,
    exponential,
    key_of,
    person_key,
    philox4x32,
    race,
    recruiter_key,
    uniform,
)
from tests.worlds import seeds

WORDS = st.integers(0, 2**32 - 1)
KEYS = st.integers(0, 2**63 - 1)
DECISIONS, OPTIONS = st.integers(0, 255), st.integers(0, 2**24 - 1)


@pytest.mark.parametrize(
    ("counter", "key", "published"),
    [
        ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
    ],
)
def test_philox_gives_the_published_answers_of_random123(counter, key, published):
    words = [np.uint64(int(word, 16)) for word in f"{counter} {key}".split()]
    assert " ".join(f"{int(word):08x}" for word in philox4x32(*words)) == published


@settings(deadline=None)
@given(seeds(), KEYS, DECISIONS, OPTIONS, WORDS)
def test_a_number_lies_strictly_between_0_and_1(seed, key, decision, option, occasion):
    assert 0.0 < uniform(seed, key, decision, option, occasion) < 1.0
    assert 0.0 < exponential(seed, key, decision, option, occasion) < np.inf


@settings(deadline=None)
@given(seeds(), KEYS, DECISIONS, OPTIONS, WORDS, st.integers(0, 4), st.integers(0, 62))
def test_a_number_hangs_on_every_bit_of_what_it_is_drawn_for(seed, key, decision, option, occasion, part, bit):
    drawn_for = [seed, key, decision, option, occasion]
    other = list(drawn_for)
    other[part] ^= 1 << (bit % (63, 63, 8, 24, 32)[part])
    assert uniform(*drawn_for) == uniform(*drawn_for)
    assert uniform(*drawn_for) != uniform(*other)


def drawn_along(part, number=20_000):
    """Numbers that differ in one of: seed, key, decision, option, occasion."""
    here = [3, person_key(recruiter_key(5, 1, 0), 7), 20, 0, 0]
    reach = 256 if part == 2 else number
    if part == 2:
        return np.array([uniform(3, here[1], n % reach, n // reach, 0) for n in range(number)])
    return np.array([uniform(*here[:part], here[part] + n, *here[part + 1 :]) for n in range(number)])


@pytest.mark.parametrize("part", range(5), ids=["seeds", "keys", "decisions", "options", "occasions"])
def test_numbers_are_uniform_and_unrelated_along(part):
    numbers = drawn_along(part)
    error = 1.0 / np.sqrt(numbers.size)
    assert numbers.mean() == pytest.approx(0.5, abs=4.0 * error / np.sqrt(12.0))
    assert numbers.var() == pytest.approx(1.0 / 12.0, abs=4.0 * error * np.sqrt(1.0 / 180.0))
    assert stats.kstest(numbers, "uniform").pvalue > 1e-3
    for lag in (1, 2, 3, 16, 256):
        assert abs(np.corrcoef(numbers[:-lag], numbers[lag:])[0, 1]) < 4.0 * error


def test_clocks_are_unit_exponentials():
    thresholds = np.array([exponential(1, n, 80, 0, 0) for n in range(20_000)])
    assert stats.kstest(thresholds, "expon").pvalue > 1e-3


NETWORKS, PLACES, GENERATIONS = st.integers(0, 2**22 - 1), st.integers(0, 63), st.integers(0, 63)
ENTITIES = st.one_of(
    st.tuples(st.just("network"), st.integers(0, 2**60 - 1)),
    st.tuples(st.just("team"), st.integers(0, 2**60 - 1)),
    st.tuples(st.just("establishment"), st.integers(0, 2**60 - 1)),
    st.tuples(st.just("recruiter"), NETWORKS, PLACES, GENERATIONS),
    st.tuples(st.just("person"), NETWORKS, PLACES, GENERATIONS, st.integers(0, MOST_ATTEMPTS)),
)


def key_of_entity(kind, *numbers):
    if kind == "recruiter":
        return recruiter_key(*numbers)
    if kind == "person":
        return person_key(recruiter_key(*numbers[:3]), numbers[3])
    return key_of({"network": NETWORK, "team": TEAM, "establishment": ESTABLISHMENT}[kind], *numbers)


@settings(deadline=None, max_examples=300)
@given(ENTITIES, ENTITIES)
def test_no_two_entities_share_a_key(one, other):
    assume(one != other)
    assert key_of_entity(*one) != key_of_entity(*other)


@settings(deadline=None)
@given(NETWORKS, PLACES, GENERATIONS, st.integers(0, MOST_ATTEMPTS), st.integers(0, 3), st.integers(0, 60))
def test_no_person_shares_a_key_with_a_neighbour(network, place, generation, attempt, part, bit):
    numbers = [network, place, generation, attempt]
    other = list(numbers)
    other[part] ^= 1 << (bit % (22, 6, 6, 26)[part])
    assert key_of_entity("person", *numbers) != key_of_entity("person", *other)


@settings(deadline=None)
@given(ENTITIES)
def test_a_key_is_a_positive_number_that_a_column_can_hold(entity):
    assert 0 < key_of_entity(*entity) < 2**63


def winner(weights, key, occasion=0):
    return int(np.argmin([race(weight, 1, key, 30, option, occasion) for option, weight in enumerate(weights)]))


@pytest.mark.parametrize("weights", [(1.0, 1.0), (5.0, 3.0, 2.0), (0.01, 0.09, 0.9, 9.0), (1.0, 0.0, 3.0)])
def test_an_option_is_chosen_with_its_share_of_the_weights(weights):
    number = 20_000
    chosen = np.bincount([winner(weights, key) for key in range(number)], minlength=len(weights))
    expected = number * np.array(weights) / sum(weights)
    assert (chosen[expected == 0.0] == 0).all()
    there = expected > 0.0
    assert stats.chisquare(chosen[there], expected[there]).pvalue > 1e-3


@settings(deadline=None)
@given(st.lists(st.floats(0.01, 100.0), min_size=2, max_size=8), KEYS, WORDS, st.data())
def test_closing_an_option_moves_only_those_who_would_have_taken_it(weights, key, occasion, data):
    closed = data.draw(st.integers(0, len(weights) - 1))
    before = winner(weights, key, occasion)
    weights[closed] = 0.0
    after = winner(weights, key, occasion)
    assert after != closed
    assert after == before or before == closed


@settings(deadline=None)
@given(st.lists(st.floats(0.01, 100.0), min_size=2, max_size=8), KEYS, WORDS, st.floats(1.0, 50.0), st.data())
def test_an_option_that_gains_weight_loses_nobody(weights, key, occasion, gain, data):
    better = data.draw(st.integers(0, len(weights) - 1))
    before = winner(weights, key, occasion)
    weights[better] *= gain
    assert winner(weights, key, occasion) in (before, better)


def decisions():
    """[(module, constant, number)] of all that any module of sim decides by luck."""
    found = []
    for module in pkgutil.walk_packages(sim.__path__, "sim."):
        loaded = importlib.import_module(module.name)
        written = ast.parse(Path(loaded.__file__).read_text(encoding="utf-8")).body
        targets = [target for line in written if isinstance(line, ast.Assign) for target in line.targets]
        named = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
        found += [(module.name, name, getattr(loaded, name)) for name in named if name.startswith("DECISION_")]
    return found


def test_no_two_decisions_share_a_number():
    numbers = [number for _, _, number in decisions()]
    shared = [decision for decision in decisions() if numbers.count(decision[2]) > 1]
    assert len(numbers) >= 30
    assert shared == []


def test_every_decision_has_a_number_that_a_draw_can_take():
    assert [decision for decision in decisions() if not 0 <= decision[2] <= 255] == []
