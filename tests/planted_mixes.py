"""Pairs and mixes whose truth is known, for tests of advice."""

import numpy as np
from sqlalchemy import text

from experiments.advice.mixes import name_of
from experiments.advice.pairs import Pairs
from experiments.advice.tried import Tried
from experiments.store.opening import open_store
from experiments.sweeps.points import Points, nothing
from scenarios import catalogue

LEVERS = ("hotline", "awareness", "online-monitoring")
YEAR = 2011


def planted(names, values, draw=None):
    """Pairs of scenarios of which every run is given.

    Args:
        names: Of scenarios, the reference first.
        values: {outcome: [scenario, pair]}, all in Belgium.
        draw: The draw of each pair; one for all by default.
    """
    number = next(iter(values.values())).shape[1]
    draw = np.zeros(number, int) if draw is None else np.asarray(draw)
    several = np.unique(draw).size > 1
    return Pairs(
        title="planted",
        names=tuple(names),
        schedules=tuple(catalogue.load(name) for name in names),
        years=(YEAR, YEAR),
        draw=draw,
        seed=np.arange(1, number + 1),
        points=Points(("exits.planted",), draw[:, None].astype(float)) if several else Points((), nothing()),
        read=lambda outcome, area, dimension: values[outcome][:, None, :, None],
        kept=tuple((outcome, "BE", "total") for outcome in values),
    )


def effects(victim_years, cost, identified=None, spread=0.0, names=None, pairs=40, seed=1):
    """Pairs of scenarios that change yearly means by so much, each with as much luck of its own.

    Args:
        victim_years, cost, identified: Changes [scenario]; the reference, which changes nothing, is put before them.
        spread: Standard deviation of the luck of each change, relative to 1 victim-year and to EUR 100,000.
    """
    luck = np.random.default_rng(seed)
    changes = [np.concatenate([[0.0], values]) for values in (victim_years, cost, identified or [0.0] * len(cost))]
    base = [luck.normal(mean, 5.0, pairs) for mean in (300.0, 1e7, 100.0)]
    found = {}
    for outcome, change, start, unit in zip(
        ("victim_years", "public_cost", "identified"), changes, base, (1.0, 1e5, 1.0), strict=True
    ):
        noise = spread * unit * luck.standard_normal((change.size, pairs))
        noise[0] = 0.0
        found[outcome] = start + change[:, None] + noise
    return planted(names or ["baseline", *catalogue.names()[1 : len(cost) + 1]], found)


def tried_mixes(sizes, victim_years, cost, identified=None, noise=0.3, draws=20):
    """The Tried of mixes whose response is a pure function of sizes [mix, lever], with luck and draws around it."""
    luck = np.random.default_rng(3)
    sizes = np.concatenate([np.zeros((1, sizes.shape[1])), sizes])
    names = [name_of(LEVERS[: sizes.shape[1]], one) for one in sizes]
    draw = np.repeat(np.arange(draws), 2)
    strength = np.repeat(1.0 + 0.2 * _centred(luck.standard_normal(draws)), 2)
    values = {}
    for outcome, response, unit in (
        ("victim_years", lambda at: -victim_years(at), 1.0),
        ("public_cost", cost, 1e4),
        ("identified", identified or (lambda at: np.zeros(len(at))), 1.0),
    ):
        own = noise * unit * luck.standard_normal((len(sizes), draw.size))
        own[0] = 0.0
        values[outcome] = 1e3 + response(sizes)[:, None] * strength + own
    return Tried(planted(names, values, draw), LEVERS[: sizes.shape[1]], "victim_years", "BE")


def _centred(values):
    return values - values.mean()


def counts(store):
    """How many runs and experiments a store has."""
    opened = open_store(str(store))
    with opened.reading() as connection:
        found = [
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in ("run", "experiment")
        ]
    opened.close()
    return found


def forget(store, where):
    """Take runs out of a store, as if it had been stopped before them."""
    opened = open_store(str(store))
    with opened.engine.begin() as connection:
        lost = connection.execute(text(f"SELECT run_id FROM experiment_run WHERE {where}")).scalars().all()
        assert lost
        for table, column in (("outcome_value", "run_id"), ("experiment_run", "run_id"), ("run", "id")):
            listed = ", ".join(map(str, lost))
            connection.execute(text(f"DELETE FROM {table} WHERE {column} IN ({listed})"))
    opened.close()
