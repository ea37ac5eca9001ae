"""What the authorities see is what has happened in the world, and nothing that only a simulation knows."""

import re
from pathlib import Path

import numpy as np
import pytest

from sim import engine, names
from sim.course import Foreseen
from sim.definitions import OUTCOMES
from sim.observed import BELGIAN_CENTRES, OBSERVED, WEEKS_COUNTED
from sim.world import everyone
from tests.worlds import founded, multiplied

WEEKS = 150
LAST_YEAR = WEEKS - WEEKS_COUNTED  # the first week of the last 52


@pytest.fixture(scope="module")
def p_scarce(p):
    """Places are scarce; nobody is trafficked again, so that persons tell what was counted."""
    return multiplied(p, {"reception.places": 0.5, "detection.report_hazard": 3.0, "retrafficking.chance": 0.0})


@pytest.fixture(scope="module")
def world(p_scarce):
    return engine.advance(founded(p_scarce, scale=1.0), p_scarce, 1, WEEKS)


@pytest.fixture(scope="module")
def a_year_before(p_scarce):
    return engine.advance(founded(p_scarce, scale=1.0), p_scarce, 1, LAST_YEAR)


def counted(outcome, world, before):
    """{label: count over the past 52 weeks}."""
    observed = OBSERVED[outcome]
    return dict(zip(observed.labels, observed.seen(world) - observed.seen(before), strict=True))


def of_last_year(world, column):
    persons = everyone(world)
    return persons[persons[column] >= LAST_YEAR]


@pytest.mark.parametrize("name", OBSERVED)
def test_each_gives_one_number_for_each_label_and_all_together_one(name, world):
    observed = OBSERVED[name]
    seen = observed.seen(world)
    assert seen.shape == (len(observed.labels),)
    assert seen.dtype == np.float64
    assert np.all(seen >= 0.0)
    assert float(observed.together(seen)) > 0.0


def test_nothing_that_only_a_simulation_knows_is_seen():
    hidden = {
        "hidden",
        "victim_years",
        "arrived",
        "exits",
        "recruited",
        "relocations",
        "border_relocations",
        "attempts",
    }
    assert hidden <= set(OUTCOMES)
    assert not hidden & set(OBSERVED)


def test_the_guide_lists_what_is_seen_and_by_what_it_is_told_apart():
    guide = Path("docs/scenarios.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| `(centre|body|channel)`", guide, re.M)
    assert rows == [(name, observed.dimension) for name, observed in OBSERVED.items()]
    assert all(f"`{centre}`" in guide for centre in BELGIAN_CENTRES)


def test_looking_changes_nothing(p_scarce, world):
    before = [part.tobytes() for part in (*world[:-1], *world.tally)]
    for observed in OBSERVED.values():
        observed.seen(world)
    assert [part.tobytes() for part in (*world[:-1], *world.tally)] == before


def test_the_longest_wait_is_that_of_the_person_who_was_found_first(world):
    persons = everyone(world)
    for centre, label in enumerate(BELGIAN_CENTRES):
        queue = persons[(persons["status"] == names.WAITING) & (persons["centre"] == centre)]
        longest = max((WEEKS - 1 - person["detected_week"] for person in queue), default=0)
        assert OBSERVED["longest_wait"].seen(world)[centre] == longest, label
    assert OBSERVED["longest_wait"].together(np.array([1.0, 5.0, 2.0])) == 5.0


def test_persons_in_a_centre_and_waiting_are_counted_one_by_one(world):
    persons = everyone(world)
    for centre in range(len(BELGIAN_CENTRES)):
        here = persons[persons["centre"] == centre]
        inside = np.isin(here["status"], (names.REFLECTION, names.ASSISTED)).sum()
        asked = ((here["status"] == names.WAITING) & (here["detected_week"] < WEEKS - 1)).sum()
        assert OBSERVED["occupied"].seen(world)[centre] == inside
        assert OBSERVED["waiting"].seen(world)[centre] == asked


def test_persons_taken_in_and_referred_in_the_past_year_are_counted_one_by_one(world, a_year_before):
    for outcome, column in (("identified", "identified_week"), ("referred", "detected_week")):
        centres = of_last_year(world, column)["centre"]
        expected = {label: (centres == centre).sum() for centre, label in enumerate(BELGIAN_CENTRES)}
        assert counted(outcome, world, a_year_before) == expected


def test_persons_detected_in_belgium_in_the_past_year_are_counted_one_by_one(world, a_year_before):
    found = of_last_year(world, "detected_week")
    bodies = found["body"][world.markets["country"][found["market"]] == 0]
    expected = {body: (bodies == number).sum() for number, body in enumerate(names.BODIES[:5])}
    expected["reports"] = (bodies >= names.REPORT_BY_OTHERS).sum()
    assert counted("detected", world, a_year_before) == expected
    assert expected["reports"] > 0
    assert sum(expected.values()) > expected["reports"]


def test_a_smaller_world_shows_numbers_as_for_a_whole_one(p_scarce, world):
    small = engine.advance(founded(p_scarce, scale=0.25), p_scarce, 1, WEEKS)
    for name in ("occupied", "identified", "referred", "detected"):
        observed = OBSERVED[name]
        whole, quarter = (float(observed.together(observed.seen(one))) for one in (world, small))
        assert quarter == pytest.approx(whole, rel=0.5), name
        assert quarter * 0.25 == pytest.approx(round(quarter * 0.25))


def test_segments_are_a_course_that_is_asked_again_when_the_next_begins(p):
    course = Foreseen(((0, p), (3, "later"), (7, "last")))
    world = founded(p)
    found = []
    for week in (0, 2, 3, 6, 7, 999):
        world.counts[4] = week
        found.append(course.next(world))
    assert found == [(p, 3), (p, 3), ("later", 7), ("later", 7), ("last", np.inf), ("last", np.inf)]
    assert course.start is p
