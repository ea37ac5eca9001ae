"""Policies that react begin when the authorities have seen something for long enough, and are asleep before."""

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from experiments import began, runner
from experiments.cli import app
from scenarios import catalogue
from sim import engine, names
from sim.mesa_model import TraffickingModel
from sim.weeks import WEEKS_PER_YEAR, date_of, first_week_of
from sim.world import everyone
from tests.scenario_files import CHANGE, HEAD, lines
from tests.worlds import FEW_CITIES, differences, founded, seeds

LAST_YEAR = 2005
FROM, END = first_week_of(2003), first_week_of(LAST_YEAR + 1)
SCALE = 0.5
ALWAYS, NEVER = "below = 1e9", "above = 1e9"
COST = '{ eur = 1000, per = "year", source = "A43" }'
SCARCE = {
    "parameter": '"reception.places"',
    "where": '{ centre = ["payoke", "pag_asa", "surya"] }',
    "from": "2001-01-01",
    "times": "0.6",
    "unit_cost": COST,
}  # so that there is a queue within the short lives of these tests
MORE_CHECKS = {"parameter": '"inspection.volume"', "from": "2003-01-01", "times": "2.0", "unit_cost": COST}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("reacting")


def scenario(folder, *changes, name="policy"):
    """The schedule of a policy on the shipped baseline."""
    text = lines(HEAD) + "".join("[[change]]\n" + lines(CHANGE | change) for change in changes)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return catalogue.load(path)


def reacting(folder, when, **fields):
    """More checks from 2003 on when something is seen, in a world in which places in the centres are scarce."""
    return scenario(folder, SCARCE, MORE_CHECKS | {"when": "{ " + when + " }"} | fields)


def once(schedule):
    """The same where nobody is trafficked again, so that the persons tell what was counted."""
    return schedule.with_values({f"retrafficking.chance.{end}": 0.0 for end in names.ENDS})


def world_of(p, seed):
    return founded(p, seed, scale=SCALE, last_year=LAST_YEAR)


def lived(p, schedule, seed=1, until=END):
    """The world after a run, and the week in which the (last) reacting change began."""
    course = schedule.course()
    world = engine.live_through(world_of(p, seed), course, seed, until)
    return world, course.began[-1] if schedule.reacting else None


# Asleep


@settings(max_examples=10, deadline=None)
@given(seed=seeds(), for_weeks=st.integers(1, 200))
def test_a_change_that_never_begins_changes_nobody(p, folder, seed, for_weeks):
    asleep = reacting(folder, f'outcome = "longest_wait", {NEVER}, for_weeks = {for_weeks}')
    world, week = lived(p, asleep, seed)
    assert week is None
    assert differences(world, lived(p, scenario(folder, SCARCE), seed)[0]) == []


@settings(max_examples=10, deadline=None)
@given(seed=seeds(), above=st.integers(0, 6), for_weeks=st.integers(1, 6))
def test_until_the_week_in_which_it_begins_a_world_is_the_one_without_it(p, folder, seed, above, for_weeks):
    schedule = reacting(folder, f'outcome = "longest_wait", above = {above}, for_weeks = {for_weeks}')
    _, week = lived(p, schedule, seed)
    until = END if week is None else week
    assert differences(lived(p, schedule, seed, until)[0], lived(p, scenario(folder, SCARCE), seed, until)[0]) == []


@settings(max_examples=15, deadline=None)
@given(
    seed=seeds(),
    above=st.integers(0, 6),
    more=st.integers(0, 3),
    for_weeks=st.integers(1, 6),
    longer=st.integers(0, 4),
)
def test_a_lower_threshold_or_a_shorter_time_never_begins_later(p, folder, seed, above, more, for_weeks, longer):
    easy = reacting(folder, f'outcome = "longest_wait", above = {above}, for_weeks = {for_weeks}')
    hard = reacting(folder, f'outcome = "longest_wait", above = {above + more}, for_weeks = {for_weeks + longer}')
    sooner, later = (lived(p, schedule, seed)[1] for schedule in (easy, hard))
    assert later is None or (sooner is not None and sooner <= later)


# Awake


@pytest.mark.parametrize("for_weeks", [1, 5, 60])
@pytest.mark.parametrize("outcome", ["longest_wait", "waiting", "occupied", "identified", "referred", "detected"])
def test_what_is_always_so_begins_once_it_has_been_seen_for_so_many_weeks(p, folder, outcome, for_weeks):
    schedule = reacting(folder, f'outcome = "{outcome}", {ALWAYS}, for_weeks = {for_weeks}', ramp_weeks="9")
    week = FROM + for_weeks
    plain = MORE_CHECKS | {"from": str(date_of(week)), "ramp_weeks": "9"}
    world, begun = lived(p, schedule)
    assert begun == week
    assert differences(world, lived(p, scenario(folder, SCARCE, plain))[0]) == []


def test_a_change_that_has_begun_ends_on_its_last_day_as_any_other(p, folder):
    schedule = reacting(folder, f'outcome = "waiting", {ALWAYS}', until="2003-12-31")
    plain = MORE_CHECKS | {"from": str(date_of(FROM + 1)), "until": "2003-12-31"}
    assert differences(lived(p, schedule)[0], lived(p, scenario(folder, SCARCE, plain))[0]) == []


def test_after_its_last_day_a_change_begins_no_more(p, folder):
    held_by_then = reacting(folder, f'outcome = "waiting", {ALWAYS}, for_weeks = 51', until="2003-12-31")
    assert lived(p, held_by_then)[1] == FROM + 51
    when = 'outcome = "longest_wait", centre = "payoke", above = 2, for_weeks = 3'
    seed, week = next((seed, week) for seed in range(1, 20) if (week := lived(p, reacting(folder, when), seed)[1]))
    for end, begun in ((week, None), (week + 1, week)):
        ended = reacting(folder, when, until=str(date_of(end) - timedelta(days=1)))
        assert ended.reacting[0].end_week == end
        assert lived(p, ended, seed)[1] == begun


def test_it_begins_in_the_week_after_the_condition_has_held_without_a_break(p, folder):
    schedule = reacting(folder, 'outcome = "longest_wait", centre = "payoke", above = 2, for_weeks = 3')
    begun = [lived(p, schedule, seed)[1] for seed in range(1, 7)]
    assert any(week is not None and week > FROM + 3 for week in begun)
    for seed, week in enumerate(begun, 1):
        waits = waits_at_payoke(p, folder, seed, week or END)
        held = [all(wait > 2 for wait in waits[end - 3 : end]) for end in range(FROM + 3, len(waits) + 1)]
        assert held.index(True) + FROM + 3 == week if week else not any(held)


def waits_at_payoke(p, folder, seed, until):
    """At the end of each week, how long the person waits who has waited longest, counted person by person [weeks]."""
    segments = scenario(folder, SCARCE).segments
    world, found = world_of(p, seed), []
    for week in range(until):
        world = engine.live_through(world, segments, seed, week + 1)
        found.append(0)
        for person in world.persons[: world.counts[0]]:
            if person["status"] == 2 and person["centre"] == 0:
                found[-1] = max(found[-1], week - int(person["detected_week"]))
    return found


@pytest.mark.parametrize(
    ("outcome", "column", "side"),
    [("identified", "identified_week", "below"), ("detected", "detected_week", "above")],
)
def test_what_is_counted_is_counted_over_the_past_52_weeks_and_no_more(p, folder, outcome, column, side):
    world, _ = lived(p, once(scenario(folder, SCARCE)))
    persons = everyone(world)
    persons = persons[(persons[column] >= 0) & (world.markets["country"][persons["market"]] == 0)]
    counts = {
        week: ((persons[column] < week) & (persons[column] >= week - 52)).sum() / SCALE for week in range(FROM + 1, END)
    }
    begun = []
    for threshold in np.linspace(min(counts.values()), max(counts.values()), 6).round()[1:-1]:
        fits = [week for week, count in counts.items() if (count > threshold if side == "above" else count < threshold)]
        begun.append(lived(p, once(reacting(folder, f'outcome = "{outcome}", {side} = {threshold}')))[1])
        assert begun[-1] == fits[0]
    assert len(set(begun)) > 2


def test_one_label_is_looked_at_alone(p, folder):
    world, _ = lived(p, scenario(folder, SCARCE))
    begun = {}
    for label in (None, "payoke", "surya"):
        of = f', centre = "{label}"' if label else ""
        begun[label] = lived(p, reacting(folder, f'outcome = "longest_wait"{of}, above = 3'))[1] or END
    assert begun[None] <= min(begun["payoke"], begun["surya"])
    assert begun["payoke"] != begun["surya"]
    assert world.counts[4] == END


def test_two_changes_that_react_begin_each_in_its_own_week(p, folder):
    changes = [
        MORE_CHECKS | {"when": f'{{ outcome = "waiting", {ALWAYS}, for_weeks = {weeks} }}', "times": "1.2"}
        for weeks in (30, 3, 70)
    ]
    plain = [MORE_CHECKS | {"from": str(date_of(FROM + weeks)), "times": "1.2"} for weeks in (30, 3, 70)]
    schedule = scenario(folder, *changes)
    course = schedule.course()
    world = engine.live_through(world_of(p, 1), course, 1, END)
    assert course.began == [FROM + 30, FROM + 3, FROM + 70]
    assert differences(world, lived(p, scenario(folder, *plain))[0]) == []


def test_its_cost_begins_with_it(folder):
    change = MORE_CHECKS | {"when": f'{{ outcome = "waiting", {ALWAYS} }}', "ramp_weeks": "2"}
    schedule = scenario(folder, change)
    week = 1000 / WEEKS_PER_YEAR
    assert schedule.cost_eur_per_week(FROM + 90, [FROM + 50])[FROM + 49 :][:4] == pytest.approx(
        [0.0, week / 2, week, week]
    )
    assert not schedule.cost_eur_per_week(FROM + 90, [None]).any()
    assert schedule.cost_eur_per_week(FROM + 90)[FROM] == pytest.approx(week / 2)


# Hosts, threads, other processes


@settings(max_examples=8, deadline=None)
@given(seed=seeds(), above=st.integers(0, 4), for_weeks=st.integers(1, 5))
def test_both_hosts_end_in_the_same_state(p, folder, seed, above, for_weeks):
    when = f'outcome = "longest_wait", above = {above}, for_weeks = {for_weeks}'
    scarcer = SCARCE | {"times": "0.5"}
    more = MORE_CHECKS | {"from": "2001-06-01", "when": "{ " + when + " }", "ramp_weeks": "4"}
    schedule = scenario(folder, scarcer, more)
    courses = [schedule.course(), schedule.course()]
    model = TraffickingModel(courses[0], seed, scale=0.3, last_year=2002, cities=FEW_CITIES)
    for _ in range(70):
        model.step()
    world = engine.live_through(founded(p, seed, last_year=2002), courses[1], seed, 70)
    assert courses[0].began == courses[1].began
    assert differences(world, model.world) == []


def test_the_model_in_mesa_may_begin_with_a_later_year(p, folder):
    schedule = reacting(folder, f'outcome = "detected", {ALWAYS}, for_weeks = 40')
    model = TraffickingModel(schedule.course(), 3, SCALE, 2004, LAST_YEAR, FEW_CITIES)
    assert differences(model.world, lived(p, schedule, 3, first_week_of(2004))[0]) == []


def test_a_life_in_pieces_under_one_course_is_the_life_in_one_go(p, folder):
    schedule = reacting(folder, 'outcome = "longest_wait", above = 2, for_weeks = 3', ramp_weeks="20")
    course, world = schedule.course(), world_of(p, 1)
    for until in (3, FROM - 60, FROM, FROM, FROM + 1, FROM + 2, FROM + 77, END):
        world = engine.live_through(world, course, 1, until)
    assert differences(world, lived(p, schedule)[0]) == []


@pytest.mark.parametrize("used", [FROM + 30, END])
def test_a_course_serves_one_run_only(p, folder, used):
    course = reacting(folder, f'outcome = "waiting", {NEVER}').course()
    old = engine.live_through(world_of(p, 1), course, 1, used)
    with pytest.raises(ValueError, match="a course follows one run from its first week on"):
        course.next(world_of(p, 2))
    fresh = reacting(folder, f'outcome = "waiting", {NEVER}').course()
    with pytest.raises(ValueError, match=r"make a fresh one with schedule\.course\(\)"):
        fresh.next(old)


def test_runs_in_threads_give_what_each_gives_alone(p, folder):
    schedule = reacting(folder, 'outcome = "longest_wait", above = 1, for_weeks = 2', ramp_weeks="30")
    with ThreadPoolExecutor(4) as threads:
        at_once = list(threads.map(lambda seed: lived(p, schedule, seed), range(8)))
    assert len({week for _, week in at_once}) > 2
    for seed, (world, week) in enumerate(at_once):
        alone = reacting(folder, 'outcome = "longest_wait", above = 1, for_weeks = 2', ramp_weeks="30")
        again, begun = lived(p, alone, seed)
        assert (begun, differences(world, again)) == (week, [])


def test_records_are_packed_once_for_equal_strengths_and_not_without_end(p, folder, monkeypatch):
    schedule = reacting(folder, f'outcome = "waiting", {ALWAYS}', ramp_weeks="30")
    lived(p, schedule)
    assert len(schedule._remembered) == 31
    first, later = (schedule.parameters(week + 5, schedule.as_begun([week])) for week in (FROM + 1, FROM + 40))
    assert first is later
    monkeypatch.setattr("scenarios.schedule.MOST_REMEMBERED", 4)
    forgetful = reacting(folder, f'outcome = "waiting", {ALWAYS}', ramp_weeks="30")
    assert differences(lived(p, forgetful)[0], lived(p, schedule)[0]) == []
    assert len(forgetful._remembered) <= 4


def test_a_schedule_that_has_been_run_survives_the_way_to_another_process(p, folder):
    schedule = reacting(folder, 'outcome = "longest_wait", above = 2, for_weeks = 3', ramp_weeks="30")
    world, week = lived(p, schedule)
    again, begun = lived(p, pickle.loads(pickle.dumps(schedule)))
    assert (begun, differences(again, world)) == (week, [])


def test_segments_serve_where_nothing_reacts(folder):
    plain = scenario(folder, SCARCE)
    assert plain.course() is plain.segments
    assert plain.reacting == ()


# Digests, other values


def test_the_digest_hangs_on_the_condition(folder):
    conditions = [
        'outcome = "waiting", above = 3',
        'outcome = "occupied", above = 3',
        'outcome = "waiting", below = 3',
        'outcome = "waiting", above = 4',
        'outcome = "waiting", above = 3, for_weeks = 2',
        'outcome = "waiting", above = 3, centre = "payoke"',
    ]
    digests = {reacting(folder, when).digest for when in conditions}
    digests |= {scenario(folder, SCARCE, MORE_CHECKS).digest, reacting(folder, conditions[0], ramp_weeks="3").digest}
    assert len(digests) == len(conditions) + 2
    assert reacting(folder, conditions[0] + ", for_weeks = 1").digest == reacting(folder, conditions[0]).digest


def test_on_other_values_what_a_change_makes_of_them_stays_within_their_range(p, folder):
    schedule = scenario(folder, MORE_CHECKS | {"when": f'{{ outcome = "waiting", {ALWAYS} }}', "times": "2.0"})
    high = schedule.baseline.quantities["inspection.volume"].high
    other = schedule.with_values({"inspection.volume": high})
    parameters = other.parameters(FROM + 9, other.as_begun([FROM + 1]))
    assert np.max(parameters["inspection"]["volume"]) == high


# What is told


def test_a_run_knows_when_each_change_began_and_says_so():
    with runner.threads() as executor:
        runs = runner.run(catalogue.load("places-when-waiting"), 2009, 2014, range(1, 13), executor)
    weeks = [week for (week,) in runs.began if week is not None]
    assert 0 < len(weeks) < 12
    assert min(weeks) >= first_week_of(2011) + 4
    (sentence,) = began.sentences([runs])
    median = date_of(sorted(weeks)[(len(weeks) - 1) // 2])
    assert sentence == f"places-when-waiting: began in {len(weeks)} of 12 runs, median {median}"
    (told,) = began.record([runs])["places-when-waiting"]
    assert (told["change"], told["runs"]) == ("change 1 of places-when-waiting", len(weeks))
    assert told["median"] == str(median)
    assert told["days"] == [None if week is None else str(date_of(week)) for (week,) in runs.began]


def test_the_cost_of_a_run_begins_with_its_change(folder):
    change = MORE_CHECKS | {"from": "2011-01-01", "times": "1.0", "unit_cost": COST.replace("1000", "1e9")}
    schedules = [
        scenario(folder, change | {"when": '{ outcome = "longest_wait", above = 1, for_weeks = 1 }'}),
        catalogue.load("baseline"),
    ]
    with runner.threads() as executor:
        one, other = (runner.run(schedule, 2011, 2014, range(1, 7), executor) for schedule in schedules)
    further = (one.of("public_cost", "BE") - other.of("public_cost", "BE"))[:, 0].sum(axis=1)
    end = first_week_of(2015)
    weeks = [0 if week is None else end - week for (week,) in one.began]
    assert len(set(weeks)) > 1
    assert further == pytest.approx(np.array(weeks) * 1e9 / WEEKS_PER_YEAR, rel=1e-6)


def test_commands_say_when_a_policy_began(compiled, tmp_path):
    short = ["--runs", "3", "--from", "2011", "--to", "2011", "--parameters", "baseline"]
    said = CliRunner().invoke(app, ["run", "places-when-waiting", *short, "--out", str(tmp_path)])
    (line,) = [line for line in said.stdout.splitlines() if line.startswith("places-when-waiting: began in ")]
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["began"]["places-when-waiting"]
    assert f"began in {record[0]['runs']} of 3 runs" in line
    compared = CliRunner().invoke(app, ["compare", "baseline", "places-when-waiting+awareness", *short, "--json"])
    assert json.loads(compared.stdout)["began"]["places-when-waiting+awareness"][0]["days"] == record[0]["days"]
    plain = CliRunner().invoke(app, ["run", "awareness", *short, "--json"])
    assert json.loads(plain.stdout)["began"] == {}
