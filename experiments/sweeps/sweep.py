"""Carries out a sweep: sends what is not there yet to workers, and stores what comes back, run by run."""

import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import and_, select
from sqlalchemy.exc import SQLAlchemyError

from experiments import interrupts
from experiments.store import parts, schema
from experiments.store.claims import Claims
from experiments.store.connection import patiently
from experiments.store.writing import Recorder, kept_measures
from experiments.sweeps.executors import ExecutorError
from experiments.sweeps.keys import differing, run_key
from experiments.sweeps.stopping import Rule
from experiments.sweeps.work import Lived, Unit, WorkerError, job_of, live_batch

CHUNK = 2048  # runs whose places are looked up at a time
MOST_AT_ONCE = 500  # runs of a piece of work
QUEUED = 2  # pieces of work for each worker: one at hand, one that waits
GRACE_SECONDS = 3.5  # for what is at hand when the user stops
PAUSE_SECONDS = 0.5
LATEST = 64  # draws whose parameters are kept at hand


@dataclass(frozen=True, eq=False)
class Pending:
    """Runs of one draw and seed that are not in the experiment yet."""

    draw: int
    seed: int
    keys: dict  # {row of the scenario: key of the run}


class Carrier:
    """One process at one experiment.

    Args:
        store: The Store.
        experiment: The experiment's id.
        sweep: The Sweep.
        ids: What its runs share in the store, from experiments.begin.
        workers: Workers.
        bar: Told of finished runs by advance(runs, failures) and skip(runs).
    """

    def __init__(self, store, experiment, sweep, ids, workers, bar):
        self.store, self.experiment, self.sweep, self.workers, self.bar = store, experiment, sweep, workers, bar
        self.recorder = Recorder(store, experiment, ids)
        self.claims = Claims(store, experiment)
        self.mover = parts.Mover(store)
        self.job = job_of(sweep)
        self.flying = {}  # {future: [Pending]}
        self.failed: set[str] = set()  # in this process; they are not tried twice
        self.seconds_of_a_run = 0.1
        self.lived = 0  # runs lived here, not adopted
        self._parameters = lru_cache(maxsize=LATEST)(self._drawn)  # asked for again when a place is sent and stored

    def carry_out(self):
        """Live all that is missing.  Returns how many seeds were enough by the stopping rule, None without one."""
        rule = Rule(self.store, self.experiment, self.sweep) if self.sweep.design.stop else None
        self.claims.arrive()
        try:
            for seeds in self._blocks():
                left = self._pass(seeds)
                while left:
                    interrupts.look()
                    time.sleep(PAUSE_SECONDS)  # another sweep lives what is left; look again
                    left = self._pass(seeds, first_time=False)
                interrupts.look()
                if rule and rule.holds(seeds):
                    return seeds.stop - self.sweep.design.seeds.first
        except KeyboardInterrupt:
            self._salvage()
            raise
        finally:
            self.claims.release()
        return None

    def _blocks(self):
        """Seeds between two looks of the stopping rule; all at once without one."""
        seeds, stop = self.sweep.design.seeds.range(), self.sweep.design.stop
        every = stop.every if stop else len(seeds)
        for first in range(seeds.start, seeds.stop, every):
            yield range(first, min(first + every, seeds.stop))

    def _pass(self, seeds, first_time=True):
        """Live what is missing among these seeds; returns how many runs others are just living."""
        left = runs = 0
        batch: list[Pending] = []
        for place in self._missing(seeds, first_time):
            batch.append(place)
            runs += len(place.keys)
            if runs * self.seconds_of_a_run >= self.workers.batch_seconds or runs >= MOST_AT_ONCE:
                left += self._send(batch)
                batch, runs = [], 0
        left += self._send(batch)
        while self.flying:
            self._receive()
        return left

    def _missing(self, seeds, first_time) -> Iterator[Pending]:
        names, points = self.sweep.schedules, self.sweep.points
        at_a_time = max(1, CHUNK // len(names))
        draws = len(points) if points.of_seeds else max(1, at_a_time // len(seeds))
        for draw in range(0, len(points), draws):
            some = range(draw, min(draw + draws, len(points)))
            for first in range(seeds.start, seeds.stop, at_a_time):
                chunk = range(first, min(first + at_a_time, seeds.stop))
                interrupts.look()
                done = self._done(some, chunk)
                if first_time:
                    self.bar.skip(len(done))
                yield from self._places(some, chunk, done)

    def _places(self, draws, seeds, done):
        for draw, seed in self.sweep.points.places(draws, seeds):
            parameters = self._parameters(draw)
            keys = {
                row: run_key(schedule, parameters, seed, self.sweep.years, self.sweep.design.scale)
                for row, schedule in enumerate(self.sweep.schedules)
                if (draw, seed, row) not in done
            }
            keys = {row: key for row, key in keys.items() if key not in self.failed}
            if keys:
                yield Pending(draw, seed, keys)

    def _drawn(self, draw):
        """What a draw changes: {path: value}, which nobody may write into."""
        return differing(self.sweep.points.values(draw), self.sweep.schedules[0].baseline)

    def _done(self, draws, seeds):
        """Places that have a finished run: {(draw, seed, scenario)}."""
        at, run = schema.experiment_runs.c, schema.runs.c
        asked = select(at.draw, at.seed, at.place).join_from(schema.experiment_runs, schema.runs).where(
            and_(at.experiment_id == self.experiment, run.state == schema.FINISHED),
            at.draw.between(draws.start, draws.stop - 1),
            at.seed.between(seeds.start, seeds.stop - 1),
        )  # fmt: skip
        return set(patiently(self.store.engine, lambda connection: connection.execute(asked).tuples().all()))

    def _send(self, batch):
        """Send a piece of work, once a worker is free; returns how many of its runs others are living."""
        if not batch:
            return 0
        while len(self.flying) >= QUEUED * self.workers.number:
            self._receive()
        ours, adopted, left = patiently(self.store.engine, lambda connection: self._take(connection, batch))
        self.bar.skip(adopted)
        if ours:
            units = [self._unit(place) for place in ours]
            self.flying[self.workers.executor.submit(live_batch, self.job, units)] = ours
        return left

    def _unit(self, place):
        values = tuple(self._parameters(place.draw).items())
        return Unit(place.draw, place.seed, values, tuple(place.keys))

    def _take(self, connection, batch):
        """Adopt runs that are there, claim the others: (places with what is ours, how many adopted, how many left)."""
        keys = [key for place in batch for key in place.keys.values()]
        there = self._there(connection, keys)
        wanted = [key for key in keys if key not in there]
        mine = self.claims.take(connection, wanted) if wanted else set()
        late = self._there(connection, list(mine)) if mine else {}  # stored by another between the look and the claim
        self.claims.give_up(connection, list(late))
        there |= late
        found = [
            (place.draw, place.seed, row, there[key])
            for place in batch
            for row, key in place.keys.items()
            if key in there
        ]
        self.recorder.adopt(connection, found)
        mine -= there.keys()
        ours = [
            Pending(place.draw, place.seed, {row: key for row, key in place.keys.items() if key in mine})
            for place in batch
        ]
        return [place for place in ours if place.keys], len(found), len(keys) - len(found) - len(mine)

    def _there(self, connection, keys):
        """{key: id} of finished runs, of whatever experiment, that have all outcomes wanted here."""
        run, wanted = schema.runs.c, set(self.job.measures)
        rows = connection.execute(
            select(run.key, run.id, run.kept_set_id).where(run.key.in_(keys), run.state == schema.FINISHED)
        ).tuples().all()  # fmt: skip
        fits = {kept: wanted <= kept_measures(connection, kept) for kept in {row[2] for row in rows}}
        return {key: run_id for key, run_id, kept in rows if fits[kept]}

    def _receive(self):
        """Wait for a piece of work, and store it."""
        interrupts.look()
        done, _ = wait(self.flying, timeout=1.0, return_when=FIRST_COMPLETED)
        self.workers.check()
        self.claims.renew()
        for future in done:
            self._keep(future)

    def _keep(self, future):
        places = self.flying[future]
        try:
            found = future.result()
        except WorkerError as error:
            raise ExecutorError(str(error)) from None
        except CancelledError:
            self.workers.check()
            raise ExecutorError("the executor dropped its work; what is done is kept: go on with --resume") from None
        except Exception as error:
            if type(error).__name__ != "KilledWorker":
                raise ExecutorError(
                    f"a worker could not do its work ({type(error).__name__}: {error}); install the same thbsim there,"
                    " then go on with --resume: what is done is kept"
                ) from None
            found = [  # workers died over it again and again: these runs failed, others go on
                Lived(place.draw, place.seed, row, 0.0, error=f"{type(error).__name__}: {error}")
                for place in places
                for row in place.keys
            ]
        key_of = {(place.draw, place.seed, row): key for place in places for row, key in place.keys.items()}
        results = [
            (key_of[lived.draw, lived.seed, lived.scenario], self._parameters(lived.draw), lived) for lived in found
        ]
        self.recorder.store_runs(results)
        del self.flying[future]
        self.lived += len(results)
        failures = [key for key, _, lived in results if lived.error is not None]
        self.failed.update(failures)
        self.bar.advance(len(results), len(failures))
        self.mover.add(sum(len(lived.values) for lived in found if lived.error is None))
        lasted = [lived.seconds for lived in found if lived.error is None]
        if lasted:
            self.seconds_of_a_run += 0.2 * (sum(lasted) / len(lasted) - self.seconds_of_a_run)

    def _salvage(self):
        """Store what is at hand when the user stops; what has not begun is dropped."""
        interrupts.leave()
        for future in list(self.flying):
            if future.cancel():
                del self.flying[future]
        done, _ = wait(self.flying, timeout=GRACE_SECONDS)
        with suppress(SQLAlchemyError):  # where the store is away, these runs are lived again
            for future in done:
                self._keep(future)
