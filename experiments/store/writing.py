"""Writes into a store: what runs are made of once, each finished run once, in transactions that may be done twice."""

import json
from datetime import UTC, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from experiments.canonical import canonical, digest_of
from experiments.store import schema
from experiments.store.connection import patiently
from experiments.sweeps.kept import cells, storable


def now():
    return datetime.now(UTC).replace(tzinfo=None)


def insert(connection, table):
    """An insertion that leaves alone what is there already."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table).on_conflict_do_nothing()


def insert_new(connection, table, rows):
    if rows:
        connection.execute(insert(connection, table), rows)


def ids_of(connection, table, rows):
    """The keys of rows told apart by their digest, which are stored if need be: [id], in the order of the rows."""
    insert_new(connection, table, rows)
    digests = [row["digest"] for row in rows]
    found = dict(
        connection.execute(select(table.c.digest, table.c.id).where(table.c.digest.in_(digests))).tuples().all()
    )
    return [found[digest] for digest in digests]


def environment_row(environment):
    return {
        "digest": environment.digest,
        "model_source": environment.model_source,
        "versions": canonical(dict(environment.versions)),
        "processor": environment.processor,
        "system": environment.system,
    }


def scenario_row(schedule, files):
    return {
        "digest": digest_of([schedule.name, files]),
        "name": schedule.name,
        "title": schedule.title,
        "meaning": schedule.digest,
        "files": canonical(files),
    }


def kept_row(measures):
    """Of (outcome, area, dimension), in whatever order."""
    keys = sorted([list(key) for key in measures])
    return {"digest": digest_of(keys), "measures": canonical(keys)}


def parameter_row(values):
    return {"digest": digest_of(values), "parameters": canonical(values)}


def measure_ids(connection, measures):
    """The key of each label of what is kept, in the order in which a run gives them: [id]."""
    labels = [(*key, label) for key in measures for label in storable()[key]]
    names = ("outcome", "area", "dimension", "label")
    insert_new(connection, schema.measures, [dict(zip(names, label, strict=True)) for label in labels])
    columns = [schema.measures.c[name] for name in names]
    rows = connection.execute(select(schema.measures.c.id, *columns)).tuples().all()
    known = {tuple(row[1:]): row[0] for row in rows}
    return [known[label] for label in labels]


class Recorder:
    """Stores what the runs of one experiment give.

    Args:
        store: The Store.
        experiment: The experiment's id.
        ids: A Ids, of what its runs share.
    """

    def __init__(self, store, experiment, ids):
        self.store, self.experiment, self.ids = store, experiment, ids
        self._keys = [cell[:3] for cell in cells(ids.measures, *ids.years)]  # of each value of a run

    def store_runs(self, results):
        """Store results [(key, parameters, Lived)]: runs, values, their places in the experiment; their claims go."""
        patiently(self.store.engine, lambda connection: self._store(connection, results))

    def _store(self, connection, results):
        sets = {digest_of(parameters): parameters for _, parameters, _ in results}
        rows = [parameter_row(parameters) for parameters in sets.values()]
        set_ids = dict(zip(sets, ids_of(connection, schema.parameter_sets, rows), strict=True))
        before = _known(connection, [key for key, *_ in results])
        fresh = [self._row(key, set_ids[digest_of(drawn)], lived) for key, drawn, lived in results if key not in before]
        insert_new(connection, schema.runs, fresh)
        known = _known(connection, [key for key, *_ in results])
        for key, _, lived in results:
            if key in before and lived.error is None:
                self._complete(connection, known[key], lived)
        self._store_values(connection, known, before, results)
        place = [
            {"experiment_id": self.experiment, "draw": lived.draw, "seed": lived.seed, "place": lived.scenario}
            | {"run_id": known[key][0]}
            for key, _, lived in results
            if lived.error is None or known[key][1] == schema.FAILED  # not one that has other outcomes already
        ]
        insert_new(connection, schema.experiment_runs, place)
        connection.execute(delete(schema.claims).where(schema.claims.c.key.in_([key for key, *_ in results])))

    def _row(self, key, parameter_set, lived):
        return {
            "key": key,
            "scenario_id": self.ids.scenarios[lived.scenario],
            "parameter_set_id": parameter_set,
            "environment_id": self.ids.environment,
            "kept_set_id": self.ids.kept,
            "seed": lived.seed,
            "first_year": self.ids.years[0],
            "last_year": self.ids.years[1],
            "scale": self.ids.scale,
            "state": schema.FINISHED if lived.error is None else schema.FAILED,
            "error": lived.error,
            "seconds": lived.seconds,
            "began": canonical(lived.began) if lived.began else None,
            "stored_at": now(),
        }

    def _complete(self, connection, known, lived):
        """A run that had failed, or had been kept with other outcomes, has these too now."""
        run, state, kept = known
        measures = set(self.ids.measures)
        if state == schema.FINISHED:
            measures |= set(kept_measures(connection, kept))
        (kept_set,) = ids_of(connection, schema.kept_sets, [kept_row(measures)])
        changed = {"state": schema.FINISHED, "error": None, "kept_set_id": kept_set, "stored_at": now()}
        if state == schema.FAILED:
            changed |= {"seconds": lived.seconds, "environment_id": self.ids.environment}
            changed |= {"began": canonical(lived.began) if lived.began else None}
        connection.execute(update(schema.runs).where(schema.runs.c.id == run).values(changed))

    def _store_values(self, connection, known, before, results):
        """Store what runs have not yet: what they have may have moved into a part, where the table sees it no more."""
        sets = {kept for _, state, kept in before.values() if state == schema.FINISHED}
        kept_of = {kept: kept_measures(connection, kept) for kept in sets}
        rows = []
        for key, _, lived in results:
            if lived.error is None:
                _, state, kept = before.get(key, (None, None, None))
                there = kept_of[kept] if state == schema.FINISHED else ()
                numbers = zip(self._keys, self.ids.columns, lived.values.tolist(), strict=True)
                rows += [
                    {"run_id": known[key][0], "measure_id": measure, "year": year, "value": value}
                    for of, (measure, year), value in numbers
                    if of not in there
                ]
        insert_new(connection, schema.values, rows)

    def adopt(self, connection, places):
        """Give runs that are there already a place in the experiment: [(draw, seed, place, run id)]."""
        names = ("draw", "seed", "place", "run_id")
        rows = [{"experiment_id": self.experiment} | dict(zip(names, place, strict=True)) for place in places]
        insert_new(connection, schema.experiment_runs, rows)


def kept_measures(connection, kept_set):
    """What runs with a kept set have: {(outcome, area, dimension)}."""
    text = connection.execute(select(schema.kept_sets.c.measures).where(schema.kept_sets.c.id == kept_set)).scalar_one()
    return {tuple(key) for key in json.loads(text)}


def _known(connection, keys):
    """{key: (id, state, kept set)} of the runs that are there."""
    runs = schema.runs.c
    rows = connection.execute(select(runs.key, runs.id, runs.state, runs.kept_set_id).where(runs.key.in_(keys)))
    return {key: (run, state, kept) for key, run, state, kept in rows}
