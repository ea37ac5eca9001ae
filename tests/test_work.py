"""Runs of one draw and seed share the years in which they are the same, and end as if each had been lived alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments import runner
from experiments.sweeps.design import read_design
from experiments.sweeps.kept import keys
from experiments.sweeps.work import Job, Unit, common_weeks, job_of, live_batch, live_unit, plans_of, shared_years
from scenarios.catalogue import load, names
from sim.weeks import first_week_from, first_week_of
from tests.sweep_files import write_design, write_policy

pytestmark = pytest.mark.usefixtures("compiled")
YEARS, SEEDS = (2010, 2011), (1, 2**40 + 3)
CATALOGUE = names()
EXITS = "exits.escape_hazard.labour"
DRAWN = {EXITS: 0.5, "placement.scarce_below": 0.4, "population.networks": 150.0}

NEVER_ROWS = len(CATALOGUE) + 4, len(CATALOGUE) + 5
NEVER = {"ramp_weeks = 104": 'when = { outcome = "longest_wait", centre = "payoke", above = 1e9 }'}


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Policies that change, or may change, from the world's first week on, and two that react alike."""
    folder = tmp_path_factory.mktemp("own")
    waiting = {"begins": "2001-01-01", "name": "places-when-waiting"}
    return [
        write_policy(folder / "from-the-start.toml", begins="2001-01-01"),
        write_policy(folder / "waiting-from-the-start.toml", **waiting),
        write_policy(folder / "waiting-longer.toml", **waiting, **{"for_weeks = 2": "for_weeks = 20"}),
        write_policy(folder / "earlier.toml"),
        write_policy(folder / "never.toml", "awareness", begins="2001-01-01", **NEVER),
        write_policy(folder / "never-either.toml", "awareness", begins="2001-01-01", **NEVER, **{"= 1e9": "= 2e9"}),
    ]


@pytest.fixture(scope="module")
def job(own):
    return job_with([load(name) for name in CATALOGUE] + [load(path) for path in own])


def job_with(schedules, years=YEARS, name=None):
    """A Job that keeps everything."""
    digest = name or repr([(schedule.name, schedule.digest) for schedule in schedules])
    return Job(digest, tuple(schedules), years, 1.0, keys())


@pytest.fixture(scope="module")
def alone(job):
    """What a run gives that is lived by itself, from its own plan: (values, beginnings)."""
    known = {}

    def live(row, seed, drawn=()):
        key = row, seed, tuple(drawn)
        if key not in known:
            schedule = job.schedules[row]
            schedule = schedule.with_values(dict(drawn)) if drawn else schedule
            found, *_, began = runner.plan(schedule, *job.years).live(seed)
            known[key] = np.concatenate([measure.values.ravel() for measure in found]), began
        return known[key]

    return live


def assert_alone(lived, alone, drawn=()):
    for one in lived:
        assert one.error is None
        values, began = alone(one.scenario, one.seed, drawn)
        assert np.array_equal(one.values, values), one.scenario
        assert one.began == began


@pytest.mark.parametrize("seed", SEEDS)
def test_all_scenarios_at_once_end_as_each_alone(seed, job, alone):
    rows = tuple(range(len(CATALOGUE)))
    assert_alone(live_unit(job, Unit(0, seed, (), rows)), alone)


@pytest.mark.parametrize("row", range(1, len(CATALOGUE)), ids=CATALOGUE[1:])
def test_each_scenario_beside_the_baseline_ends_as_alone(row, job, alone):
    assert_alone(live_unit(job, Unit(0, SEEDS[0], (), (0, row))), alone)
    assert_alone(live_unit(job, Unit(0, SEEDS[1], (), (row, 0))), alone)


@settings(deadline=None, max_examples=12)
@given(rows=st.lists(st.integers(0, len(CATALOGUE) + 5), min_size=1, max_size=5), seed=st.sampled_from(SEEDS))
def test_any_set_of_scenarios_in_any_order_ends_as_each_alone(rows, seed, job, alone):
    lived = live_unit(job, Unit(0, seed, (), tuple(rows)))
    assert [one.scenario for one in lived] == rows
    assert_alone(lived, alone)


def test_with_drawn_parameters_scenarios_end_as_each_alone(job, alone):
    drawn = tuple(DRAWN.items())
    rows = tuple(range(0, len(job.schedules), 2))
    assert_alone(live_unit(job, Unit(7, SEEDS[0], drawn, rows)), alone, drawn)


def test_drawn_parameters_change_what_comes_of_a_run(job, alone):
    drawn = tuple(DRAWN.items())
    assert not np.array_equal(alone(0, SEEDS[0])[0], alone(0, SEEDS[0], drawn)[0])


def test_policies_that_change_or_react_from_the_first_week_on_end_as_alone(job, alone):
    first = len(CATALOGUE)
    for rows in (
        (first,),
        (first + 1,),
        (first + 2, first + 1),
        (first, first + 1),
        (0, first + 1, first),
        (first + 4,),
        (first + 4, first + 5),
    ):
        for seed in SEEDS:
            assert_alone(live_unit(job, Unit(0, seed, (), rows)), alone)


def test_what_never_begins_changes_nothing_though_it_might_from_the_first_week_on(job):
    baseline, (one, other) = live_unit(job, Unit(0, 1, (), (0,)))[0], live_unit(job, Unit(0, 1, (), NEVER_ROWS))
    assert one.began == other.began == (None,)
    assert np.array_equal(one.values, baseline.values)
    assert np.array_equal(other.values, baseline.values)


def test_what_reacts_begins_in_some_runs(job, alone):
    waiting = [row for row, schedule in enumerate(job.schedules) if schedule.reacting]
    began = [alone(row, seed)[1] for row in waiting for seed in SEEDS]
    assert len(waiting) == 5
    assert any(weeks != (None,) for weeks in began)


def test_an_order_of_scenarios_changes_nothing(job):
    rows = tuple(range(0, len(job.schedules), 3))
    there, back = (live_unit(job, Unit(0, 5, (), order)) for order in (rows, rows[::-1]))
    for one, other in zip(there, back[::-1], strict=True):
        assert (one.scenario, one.began) == (other.scenario, other.began)
        assert np.array_equal(one.values, other.values)


def test_the_same_work_twice_gives_the_same_digits(job):
    units = [Unit(0, seed, (), (0, 3)) for seed in (1, 2)]
    one, other = (live_batch(job, units) for _ in range(2))
    assert [(run.seed, run.scenario) for run in one] == [(1, 0), (1, 3), (2, 0), (2, 3)]
    assert all(np.array_equal(a.values, b.values) for a, b in zip(one, other, strict=True))


def test_scenarios_are_one_until_the_first_of_them_changes(own):
    change, earlier = first_week_of(2011), first_week_of(2005)
    assert change == first_week_from(load("awareness").first_day)
    assert common_weeks([load("baseline")]) == float("inf")
    assert common_weeks([load("baseline"), load("awareness")]) == change
    assert common_weeks([load("awareness")]) == change
    assert common_weeks([load("awareness"), load(own[3])]) == earlier
    assert common_weeks([load("baseline"), load(own[0])]) == 0
    assert common_weeks([load(own[0])]) == load(own[0]).segments[1][0]


def test_scenarios_are_one_until_any_of_them_watches_what_it_reacts_to(own):
    waiting = load("places-when-waiting")
    assert 0 < common_weeks([load("baseline"), waiting]) <= first_week_of(2011) + 1
    assert common_weeks([load(own[1])]) <= 1
    assert common_weeks([load(own[1]), load(own[2])]) <= 1


def test_the_shared_years_end_with_the_last_year_where_nothing_changes(job):
    plans = plans_of(job, ())
    world, weeks = shared_years(plans[:1], 1)
    assert weeks == first_week_of(YEARS[1] + 1)
    assert world is not None
    assert shared_years([plans[0], plans[len(CATALOGUE)]], 1) == (None, 0)


def test_only_what_is_kept_is_given_in_the_order_of_a_run(job, alone):
    chosen = (("identified", "BE", "total"), ("victim_years", "BE+NL+DE", "total"))
    some = Job("some", job.schedules, YEARS, 1.0, chosen)
    (lived,) = live_unit(some, Unit(0, 1, (), (2,)))
    runs = runner.run(job.schedules[2], *YEARS, (1,), Now())
    assert lived.values.tolist() == [*runs.of(*chosen[0])[0, 0], *runs.of(*chosen[1])[0, 0]]


class Now:
    """An executor that does at once what it is asked to."""

    map = staticmethod(map)


def test_a_run_that_fails_is_told_and_the_others_go_on(job, alone):
    bad = Unit(0, 1, ((EXITS, 1e9),), (0, 1))
    lived = live_batch(job, [bad, Unit(1, 1, (), (0,))])
    assert [one.error is None for one in lived] == [False, False, True]
    assert lived[0].error.startswith(f"ScenarioError: values given for the baseline: {EXITS}: value 1000000000.0 lies")
    assert lived[0].values is None
    assert_alone(lived[2:], alone)


def test_designs_with_the_same_words_but_other_policies_are_different_jobs(tmp_path):
    jobs = []
    for folder, times in (("a", "2.0"), ("b", "3.0")):
        path = write_design(tmp_path / folder)
        write_policy(tmp_path / folder / "earlier.toml", times=times)
        jobs.append(job_of(read_design(path)))
    assert jobs[0] != jobs[1]
    first, second = (live_unit(job, Unit(0, 1, (), (1,)))[0] for job in jobs)
    assert not np.array_equal(first.values, second.values)
