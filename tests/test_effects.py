"""Pairs of stored runs: a pair needs both runs, and a draw or a seed that lacks one is left out as a whole."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.sweeps.effects import pairs_of

NAMES = ("baseline", "policy")


def means(draws, seeds, missing=()):
    """Each draw lies far from the others, each seed a little; the policy takes 1 away everywhere."""
    rows = [
        (name, draw, seed, 100.0 * draw + seed - (name == "policy"))
        for name in NAMES
        for draw in range(draws)
        for seed in range(seeds)
        if (name, draw, seed) not in missing
    ]
    return pl.DataFrame(rows, ["scenario", "draw", "seed", "value"], orient="row")


@given(draws=st.integers(1, 5), seeds=st.integers(1, 5), data=st.data())
def test_a_missing_run_never_pairs_a_draw_with_another(draws, seeds, data):
    runs = st.tuples(st.sampled_from(NAMES), st.integers(0, draws - 1), st.integers(0, seeds - 1))
    missing = data.draw(st.sets(runs, max_size=3))
    before, after = pairs_of(means(draws, seeds, missing), NAMES)
    assert np.all(after - before == -1.0)
    lost = {run[1:] for run in missing}
    assert before.size <= draws * seeds - len(lost)


@pytest.mark.parametrize(("draws", "seeds", "left"), [(8, 2, (7, 2)), (2, 8, (2, 7)), (1, 10, (1, 9)), (10, 1, (9, 1))])
def test_as_few_pairs_as_possible_are_left_out_for_a_missing_run(draws, seeds, left):
    before, _ = pairs_of(means(draws, seeds, {("policy", 0, 0)}), NAMES)
    assert before.shape == left


def test_the_order_of_rows_changes_nothing():
    table = means(3, 4)
    for one, other in zip(pairs_of(table, NAMES), pairs_of(table.reverse(), NAMES), strict=True):
        assert np.array_equal(one, other)
