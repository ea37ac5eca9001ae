"""The tab Watch: a world that lives as everywhere else, what is told of it, and what a visitor does in a browser."""

import gc
import re
import time
import weakref
from functools import cache

import numpy as np
import pytest

from experiments import runner
from experiments.language import LANGUAGES, texts
from experiments.life import command
from experiments.page.flows.outlines import WIDTH, WINDOWS
from experiments.page.live.charts import Charts
from experiments.page.live.drawing import CLICK
from experiments.page.live.in_words import in_words
from experiments.page.live.marks import AGENTS, MARKS
from experiments.page.live.rows import Rows, as_html, places_of, queues, recruited_by
from experiments.page.live.scene import Scene
from experiments.page.live.settings import Settings
from experiments.page.live.story import story_so_far
from experiments.page.live.watched import Watched, weeks_from
from experiments.page.session import Session
from experiments.page.watch_view import Watch
from scenarios import catalogue
from sim import engine, names
from sim.mesa_model import Victim
from sim.weeks import first_week_of
from sim.world import PERSONS, person_count
from tests.worlds import differences

pytestmark = pytest.mark.usefixtures("compiled")
SEED, YEAR = 7, 2016


def compiled_loop(scenario, weeks):
    """The world of the compiled loop, so many weeks after the beginning of the year."""
    schedule = catalogue.load(scenario)
    plan = runner.plan(schedule, 2018, 2018)
    return engine.live_through(plan.founded(SEED), schedule.course(), SEED, first_week_of(YEAR) + weeks)


def watched(weeks=0, scenario="baseline", seed=SEED, year=YEAR):
    return Watched(catalogue.load(scenario), seed, year, weeks)


@cache
def seen():
    """A world that nobody steps."""
    return watched(30)


@pytest.mark.parametrize("scenario", ["baseline", "places-when-waiting"])
def test_the_watched_world_is_that_of_the_compiled_loop_to_the_last_bit(scenario):
    world = watched(5, scenario)
    for _ in range(12):
        world.step()
    assert world.weeks == 17
    assert differences(world.world, compiled_loop(scenario, 17)) == []


def test_a_world_brought_to_a_week_is_the_one_that_was_stepped_there():
    brought, stepped = watched(6), watched()
    for _ in range(6):
        stepped.step()
    assert differences(brought.world, stepped.world) == []
    assert brought.counts == stepped.counts
    assert np.array_equal(brought.visits, stepped.visits)
    assert brought.date == stepped.date


def test_a_world_brought_to_a_week_has_an_agent_for_everybody():
    model = seen().model
    persons = seen().world.persons["key"][: seen().world.counts[PERSONS]]
    assert sorted(agent.key for agent in model.agents_by_type[Victim]) == sorted(persons.tolist())


def test_two_visitors_do_not_disturb_each_other():
    mine, yours = watched(), watched(seed=8)
    for _ in range(4):
        mine.step()
        yours.step()
        yours.step()
    assert differences(mine.world, compiled_loop("baseline", 4)) == []
    assert differences(mine.world, yours.world) != []


def test_the_run_is_over_when_its_last_year_is():
    world = watched(10_000, year=2018)
    assert world.is_over
    assert world.weeks == weeks_from(2018) == 52
    with pytest.raises(ValueError, match="the last year is over"):
        world.step()


def test_what_is_counted_is_what_the_rows_say():
    counts, world = seen().counts[-1], seen().world
    persons = world.persons[: world.counts[PERSONS]]
    assert counts.hidden == (persons["status"] == names.EXPLOITED).sum() > 100
    assert counts.waiting == queues(world).sum()
    assert counts.assisted == world.centres["occupied"].sum() > 0
    assert counts.active + counts.arrested + counts.convicted == world.recruiters.size
    first = watched().counts[0]
    assert first.identified == 0 < counts.identified


@pytest.mark.parametrize("window", WINDOWS)
def test_everybody_has_one_place_that_hangs_on_nothing_else(window):
    scene, again = Scene(seen().world, window), Scene(watched(30).world, window)
    world = seen().world
    assert scene.keys("victim").size == world.counts[PERSONS]
    assert scene.keys("recruiter").size == world.recruiters.size
    assert scene.keys("inspector").size == world.teams.size
    assert scene.keys("centre").size == len(names.CENTRES)
    for mark in MARKS:
        for one, other in zip(scene.spots[mark.name], again.spots[mark.name], strict=True):
            assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    assert np.isfinite(Scene(world, "all").spots["exploited"].x).all()


def test_a_click_finds_who_stands_there_and_nobody_where_nobody_is():
    scene = Scene(seen().world, "near")
    for agent in AGENTS:
        key = next(key for key in scene.keys(agent).tolist() if scene.place(agent, key))
        x, y = scene.place(agent, key)
        found = scene.nearest(x, y, CLICK)
        assert scene.place(*found) == pytest.approx((x, y))
    assert scene.nearest(5.0, 5.0, CLICK) is None
    assert scene.place("victim", 1) is None


def test_who_is_beyond_the_window_is_not_on_the_map():
    scene = Scene(seen().world, "near")
    height = WINDOWS["near"].height
    for mark in MARKS:
        x, y = scene.spots[mark.name].x, scene.spots[mark.name].y
        inside = np.isfinite(x)
        assert ((x[inside] > 0.0) & (x[inside] < WIDTH)).all()
        assert mark.name == "travelling" or (y[inside] < height).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_agent_is_told_in_each_language(language):
    session, scene = Session(language=language), Scene(seen().world, "all")
    rows = Rows(session, seen())
    for agent in AGENTS:
        for key in scene.keys(agent).tolist()[:40]:
            heading, sentence, row = rows.told(agent, key)
            assert heading
            assert sentence
            assert len(row) >= 5
            assert all(isinstance(value, str) and value for _, value in row)
    assert rows.told("victim", 1) is None


def test_rows_tell_what_the_world_holds():
    session, world = Session(), seen().world
    rows = Rows(session, seen())
    queue, places = queues(world), places_of(world, seen().model.parameters)
    row = dict(rows.told("centre", 0)[2])
    assert row["Reception centre"] == "Payoke"
    assert row["Persons who wait (number)"] == str(queue[0])
    assert row["Places (number)"] == str(round(places[0]))
    recruiter = int(world.recruiters["attempts"].argmax())
    told = dict(rows.told("recruiter", recruiter)[2])
    brought = recruited_by(world, world.recruiters["key"][recruiter])
    assert told["Persons recruited (number)"] == str(brought)
    assert 0 < brought <= world.recruiters["attempts"][recruiter]
    assert sum(recruited_by(world, key) for key in world.recruiters["key"]) <= person_count(world)


def test_nothing_that_networks_remember_or_expect_is_told():
    columns = {key for key in texts("page_watch", "en") if key.startswith("column_")}
    forbidden = ("risk", "news", "ear", "until", "open_places", "memory", "weight", "control")
    assert not [key for key in columns if any(part in key.removeprefix("column_").split("_") for part in forbidden)]
    sector = seen().world.markets["held"].argmax()
    assert [name for name, _ in Rows(Session(), seen()).told("sector", int(sector))[2]] == [
        "City",
        "Sector",
        "Form of exploitation",
        "Country",
        "Persons in exploitation (number)",
        "Places asked for, mean of the year (number)",
    ]


def test_a_story_so_far_is_what_thbsim_life_tells_up_to_that_week():
    world = seen().world
    persons = world.persons[: world.counts[PERSONS]]
    until = seen().model.week
    for status in (names.EXPLOITED, names.ASSISTED):
        record = persons[np.flatnonzero(persons["status"] == status)[0]]
        life = story_so_far(seen().schedule, SEED, record, until)
        whole = command.tell("baseline", SEED, int(record["key"]))
        assert list(life.lines) == [line for line in whole.lines if line.week < until]
        assert life.command == whole.command
        assert life.path[-1].status == names.STATUSES[status]


def test_a_story_stops_when_the_visitor_does():
    def stop(share):
        raise InterruptedError(share)

    record = seen().world.persons[0]
    with pytest.raises(InterruptedError):
        story_so_far(seen().schedule, SEED, record, seen().model.week, stop)


def test_what_a_row_says_is_text_whatever_signs_are_in_it():
    told = as_html(("<b>", "a & b", [("<i>", "<script>")]))
    assert "<script>" not in told
    assert "<b>" not in told
    assert "&lt;script&gt;" in told


def test_charts_say_in_words_what_they_show():
    charts = Charts(Session())
    charts.show(seen())
    last = seen().counts[-1]
    assert charts.drawn.object.count('role="img"') == len(last)
    assert "In exploitation: from the week of 4 January 2016" in charts.drawn.object
    assert f"now {last.hidden}" in charts.drawn.object


def test_the_map_is_told_in_words():
    world = seen().world
    told = in_words(Session(), world)
    assert f"in exploitation {seen().counts[-1].hidden}, in " in told
    assert f"recruiters {world.recruiters.size};" in told


def test_an_address_that_asks_for_what_is_not_there_is_refused():
    for wrong in ({"seed": -1}, {"scenario": "../x"}, {"start": 1999}, {"week": 10**9}, {"speed": 100}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            Settings(**wrong)


def test_nothing_stays_of_the_world_of_a_visitor_who_left():
    watch = Watch(Session(), Settings(week=2))
    until = time.monotonic() + 60.0
    while watch.watched is None and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1.0)  # the Job's thread ends
    kept = weakref.ref(watch.watched), weakref.ref(watch.watched.model)
    watch.leave()
    gc.collect()
    assert [one() for one in kept] == [None, None]


WEEK = re.compile(r"Week (\d+), which began on")


def week(page):
    return int(WEEK.findall(page.get_by_role("status").filter(has_text=WEEK).first.inner_text())[0])


def ready(page):
    page.get_by_text(re.compile("Week \\d+|Before the first week")).first.wait_for(timeout=120_000)
    return page


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_a_run_is_watched_played_paused_and_stepped(visit):
    page = ready(visit("tab=watch&watch_week=3&watch_speed=8"))
    assert week(page) == 3
    press(page, "Play")
    page.get_by_role("status").filter(has_text=re.compile("Week (9|1[0-9]),")).wait_for()
    press(page, "Pause")
    page.get_by_role("button", name="Play", exact=True).wait_for()
    page.wait_for_timeout(500)
    stopped = week(page)
    page.wait_for_timeout(1200)
    assert week(page) == stopped >= 9
    press(page, "One week on")
    page.get_by_text(f"Week {stopped + 1}, which").wait_for()
    page.wait_for_timeout(800)
    assert week(page) == stopped + 1
    page.wait_for_url(f"**watch_week={stopped + 1}**")
    page.reload()
    assert week(ready(page)) == stopped + 1
    press(page, "Restart")
    page.get_by_text("Before the first week").wait_for()


def test_a_victim_is_chosen_by_keyboard_and_told(visit):
    page = ready(visit("tab=watch&watch_week=30&watch_start=2016&watch_seed=7"))
    page.get_by_label("Look at").select_option(label="Victims")
    page.get_by_label("Number").fill("5")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Show", exact=True).focus()
    page.keyboard.press("Enter")
    key = int(Scene(seen().world, "near").keys("victim")[4])
    page.get_by_role("heading", name=f"Victim {key}").wait_for()
    page.get_by_role("rowheader", name="Region of origin").wait_for()
    page.get_by_role("heading", name="Story to the week of").wait_for()
    page.get_by_text("First contact").first.wait_for()
    page.get_by_text(f"thbsim life --scenario baseline --seed 7 --person {key}").wait_for()


def test_a_click_on_the_map_tells_of_who_stands_there(visit):
    page = ready(visit("tab=watch&watch_week=30&watch_start=2016&watch_seed=7"))
    canvas = page.locator("canvas").first
    canvas.wait_for()
    box = canvas.bounding_box()
    x, y = (place / WIDTH * box["width"] for place in Scene(seen().world, "near").place("centre", 0))
    page.mouse.click(box["x"] + x, box["y"] + y)
    page.get_by_role("heading", name="Reception centre: Payoke").wait_for()


def test_two_browsers_watch_worlds_of_their_own(visit):
    one, other = ready(visit("tab=watch&watch_week=3")), ready(visit("tab=watch&watch_week=8&watch_seed=9"))
    press(one, "One week on")
    one.get_by_text("Week 4, which").wait_for()
    assert (week(one), week(other)) == (4, 8)
    assert "watch_seed=9" not in one.url


def test_another_scenario_is_another_world(visit):
    page = ready(visit("tab=watch&watch_week=3"))
    page.get_by_label("Scenario", exact=True).select_option(index=2)
    page.get_by_text("Before the first week").wait_for()
    assert "watch_scenario=" in page.url


def test_the_tab_speaks_dutch_and_fits_a_small_screen(visit):
    page = visit("tab=watch&watch_week=3&language=nl", width=390)
    page.get_by_text("Week 3, die begon op 12 januari 2015").wait_for()
    page.get_by_role("button", name="Eén week verder").wait_for()
    page.get_by_text("In uitbuiting").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.get_by_text("Recruiters").count() == 0
