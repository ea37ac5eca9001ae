"""In 95 of 100 small experiments, the interval of a policy's effect holds what many thousand pairs of worlds give."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from experiments.advice.pairs import Pairs
from experiments.sweeps.points import Points, nothing
from experiments.sweeps.work import Job, Unit, live_unit
from scenarios.catalogue import load
from tests.sweep_files import write_policy

EXPERIMENTS, PAIRS = 1000, 8
KEYS = (("victim_years", "BE+NL+DE", "total"), ("hidden", "BE", "total"), ("identified", "BE", "total"))
YEAR, SCALE, THREADS = 2009, 0.1, 2


@pytest.fixture(scope="module")
def lived(compiled, tmp_path_factory):
    """What each pair of worlds gives, without and with four times the monitoring [pair, scenario, outcome]."""
    policy = load(write_policy(tmp_path_factory.mktemp("policy") / "more.toml", times="4.0"))
    job = Job("coverage", (load("baseline"), policy), (YEAR, YEAR), SCALE, KEYS)
    with ThreadPoolExecutor(THREADS) as threads:
        found = threads.map(lambda seed: live_unit(job, Unit(0, seed, (), (0, 1))), range(EXPERIMENTS * PAIRS))
        return np.array([[one.values for one in unit] for unit in found])


def experiment(lived, number):
    """The Pairs of one of the small experiments, which share no pair."""
    rows = lived[number * PAIRS : (number + 1) * PAIRS]

    def read(*key):
        return rows[:, :, KEYS.index(key)].T[:, None, :, None]

    fixed = ("small", ("baseline", "more"), (), (YEAR, YEAR))
    return Pairs(*fixed, np.zeros(PAIRS, int), np.arange(PAIRS), Points((), nothing()), read, KEYS)


@pytest.mark.slow
@pytest.mark.statistical
def test_the_interval_of_an_effect_holds_the_truth_in_95_of_100_experiments(lived):
    truth = (lived[:, 1] - lived[:, 0]).mean(axis=0)
    for place, (outcome, area, _) in enumerate(KEYS):
        effects = [experiment(lived, number).effect(1, outcome, area) for number in range(EXPERIMENTS)]
        held = np.mean([effect.low <= truth[place] <= effect.high for effect in effects])
        assert 0.93 <= held <= 0.97, (outcome, held)
