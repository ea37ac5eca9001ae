"""Travels: what runs lived week by week tell of persons, by attribute, agrees with the model's own tallies."""

import numpy as np
import polars as pl
import pytest

from experiments import runner
from experiments.language import LANGUAGES
from experiments.page.flows import drawing, known, outlines, told
from experiments.page.flows.picked import ALL, FILTERS, difference, picked
from experiments.page.flows.scene import Scene, table_of
from experiments.page.flows.settings import Settings
from experiments.page.flows.travels import (
    ARRIVED,
    COLUMNS,
    COUNT,
    HIDDEN,
    IDENTIFIED,
    MOVED,
    Travels,
    followed,
    summed,
)  # fmt: skip
from scenarios.catalogue import load
from sim import names, outcomes
from sim.definitions import ALL as EVERYWHERE
from sim.geography import cities, city_names

YEARS = 2010, 2012
BRUSSELS, ANTWERP, GHENT = 0, 1, 2


@pytest.fixture(scope="module", params=["baseline", "joint-teams", "places-when-waiting"])
def run(request, compiled):
    """(Travels of one run, its World, its Plan), of a scenario; the last one reacts."""
    plan = runner.plan(load(request.param), *YEARS)
    events, world = followed(plan, 3)
    return summed([events], *YEARS), world, plan


def counts(travels, kind, *columns):
    """Persons by some columns as an array over all their values."""
    sizes = {"left": len(cities()) + 1, "city": len(cities()), "origin": len(names.ORIGINS), "sex": 2, "age_group": 2}
    found = np.zeros([sizes[column] for column in columns], int)
    table = travels.table.filter(pl.col("kind") == kind)
    np.add.at(found, tuple(table[column].to_numpy() for column in columns), table[COUNT].to_numpy())
    return found


def test_living_week_by_week_changes_no_digit_of_a_run(run):
    _, world, plan = run
    course = plan.schedule.course()
    straight = plan.lived(3, course)
    assert all(np.array_equal(one, other) for one, other in zip(world.tally, straight.tally, strict=True))


def test_moves_and_arrivals_add_up_to_the_models_own_flows(run):
    travels, world, _ = run
    moves, arrivals = outcomes.flows(world, *YEARS)
    assert moves.sum() > 1000
    assert np.array_equal(counts(travels, MOVED, "left", "city")[1:], moves)
    assert np.array_equal(counts(travels, ARRIVED, "origin", "city"), arrivals)


@pytest.mark.parametrize(("kind", "outcome"), [(HIDDEN, "hidden"), (IDENTIFIED, "identified")])
def test_hidden_and_identified_persons_by_city_are_the_measures_of_the_run(run, kind, outcome):
    travels, world, plan = run
    found = outcomes.measures(world, plan.schedule.segments[0][1].costs, *YEARS)
    (own,) = (each for each in found if (each.outcome, each.area, each.dimension) == (outcome, EVERYWHERE, "city"))
    for place, year in enumerate(range(YEARS[0], YEARS[1] + 1)):
        of_year = travels._replace(table=travels.table.filter(pl.col("year") == year))
        assert np.array_equal(counts(of_year, kind, "city"), own.values[:, place])


def test_identified_persons_by_origin_sex_and_age_are_the_tally_of_the_run(run):
    travels, world, _ = run
    (event,) = np.flatnonzero(np.array(outcomes.PERSON_EVENTS) == "identified")
    first = YEARS[0] - outcomes.FIRST_YEAR
    own = world.tally.by_person[first : first + 3, event].sum(axis=(0, 1))
    assert np.array_equal(counts(travels, IDENTIFIED, "origin", "sex", "age_group"), own)


def test_the_shipped_baseline_is_of_this_model_and_this_posterior():
    """Where it is not, give `python -m experiments.page.flows`."""
    assert known.shipped() is not None
    assert known.shipped().years == tuple(range(2009, 2019))


def test_runs_of_the_shipped_baseline_come_out_the_same_again(compiled):
    digests = known.digests_of_shipped()
    assert len(digests) == known.RUNS
    live = known.lives_of(known.BASELINE)
    for seed in (1, 2, 37):
        assert known.digest_of_run(live(seed)[0]) == digests[seed - 1]


def test_the_baseline_needs_no_run():
    assert known.at_hand(known.BASELINE) is known.shipped()


def test_runs_that_were_stopped_leave_nothing_behind(compiled):
    class Stopped(Exception):
        pass

    def stop(share):
        raise Stopped

    with pytest.raises(Stopped):
        known.travels_of("hotline", 4, stop)
    assert known.at_hand("hotline", 4) is None


def test_what_was_lived_once_is_kept_and_only_so_much_of_it(compiled):
    shares = []
    found = known.travels_of("hotline", 3, shares.append)
    assert shares == [1 / 3, 2 / 3, 1.0]
    assert known.travels_of("hotline", 3, shares.append) is found
    assert len(shares) == 3
    for runs in range(4, 4 + known.KEPT):
        known._lived["hotline", runs] = found
    known.travels_of("hotline", 2)
    assert len(known._lived) == known.KEPT
    known._lived.clear()


def planted(*rows, runs=10):
    """Travels of so many runs in 2010 and 2011, from rows of COLUMNS and COUNT."""
    schema = dict.fromkeys([*COLUMNS, COUNT], pl.Int64)
    return Travels(pl.DataFrame(rows, schema, orient="row"), runs, 2010, 2011)


PLANTED = planted(
    (MOVED, 2010, BRUSSELS + 1, ANTWERP, 0, 0, 0, 0, 30),
    (MOVED, 2011, BRUSSELS + 1, ANTWERP, 8, 1, 1, 0, 10),
    (MOVED, 2011, ANTWERP + 1, GHENT, 8, 1, 1, 0, 1),
    (HIDDEN, 2011, 0, ANTWERP, 8, 1, 1, 0, 25),
    (ARRIVED, 2010, 0, GHENT, 0, 1, 0, 1, 4),
)


def test_figures_are_means_of_runs_in_a_year():
    found = picked(PLANTED, {}).figures(2011)
    assert found.flows.rows() == [(BRUSSELS, ANTWERP, 1.0), (ANTWERP, GHENT, 0.1)]
    assert found.cities.row(ANTWERP, named=True) == {
        "city": ANTWERP, "hidden": 2.5, "identified": 0.0, "arrived": 0.0, "entered": 1.0, "moved_away": 0.1,
    }  # fmt: skip


def test_without_a_year_figures_are_means_of_all_years():
    found = picked(PLANTED, {}).figures()
    assert found.flows.rows() == [(BRUSSELS, ANTWERP, 2.0), (ANTWERP, GHENT, 0.05)]
    assert found.cities["hidden"][ANTWERP] == 1.25


def test_a_form_is_its_sectors_and_a_filter_leaves_only_who_matches():
    assert picked(PLANTED, {"form": "labour"}).figures(2010).flows.rows() == [(BRUSSELS, ANTWERP, 3.0)]
    assert picked(PLANTED, {"form": "sexual", "sex": "female"}).figures().flows.is_empty()
    assert picked(PLANTED, {"sex": "male", "origin": "africa"}).figures(2011).flows.height == 2


@pytest.mark.parametrize("name", FILTERS)
def test_the_values_of_a_filter_together_are_all_persons(name):
    everyone = picked(known.shipped(), {name: ALL}).figures(2015).cities
    parts = [picked(known.shipped(), {name: value}).figures(2015).cities for value in FILTERS[name]]
    for figure in ("hidden", "entered"):
        assert np.allclose(sum(part[figure].to_numpy() for part in parts), everyone[figure].to_numpy())


def test_a_difference_is_the_other_less_the_one():
    one, other = (picked(PLANTED, {}).figures(year) for year in (2010, 2011))
    found = difference(one, other)
    assert found.flows.rows() == [(BRUSSELS, ANTWERP, -2.0), (ANTWERP, GHENT, 0.1)]
    assert found.cities["hidden"][ANTWERP] == 2.5
    assert found.cities["arrived"][GHENT] == -0.4


def look(language="en", **own):
    return drawing.Look(language, "near", "hidden", (4.0, 4.0))._replace(**own)


def test_means_that_are_too_small_are_not_drawn_and_this_is_said():
    rare = planted(
        (MOVED, 2010, BRUSSELS + 1, ANTWERP, 0, 0, 0, 0, 95),
        (MOVED, 2010, ANTWERP + 1, BRUSSELS, 0, 0, 0, 0, 4),
        (MOVED, 2010, BRUSSELS + 1, city_names().index("Berlin"), 0, 0, 0, 0, 1),
        runs=100,
    )
    figures = picked(rare, {}).figures(2010)
    assert drawing.drawn_of(figures, "near").flows.rows() == [(BRUSSELS, ANTWERP, pytest.approx(0.95))]
    assert told.coverage(figures, look()).replace("\N{NO-BREAK SPACE}", " ") == (
        "Drawn: the 1 largest flows between cities, 95 % of 1 moves a year. Left out: flows from or to cities beyond "
        "the map (1 %) and smaller flows (4 %). A mean below 0.05 is not drawn."
    )


def test_where_nobody_moves_it_is_said():
    figures = picked(PLANTED, {"sector": "begging"}).figures()
    assert told.coverage(figures, look()) == "Nobody is moved from one city to another here."
    assert told.coverage(figures, look(is_difference=True)) == "A and B do not differ here."


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_stands_around_a_map_is_said_in_every_language(language):
    settings = Settings(b="hotline", show="difference", city="Antwerp", year=2011)
    scene = Scene({"A": PLANTED, "B": PLANTED}, {})
    for show in ("both", "difference"):
        settings.show = show
        maps = scene.maps(settings, language)
        for figures, own in maps.values():
            assert "description" not in drawing.drawn_map(figures, own)
            text = told.legend(own, 60) + told.coverage(figures, own) + told.city_tables(scene.picked, 2011, own)
            assert "<script" not in text
        assert told.in_words(maps).count("<ol>") == 2 * len(maps)


def test_both_scenarios_and_all_years_are_drawn_to_one_scale():
    double = PLANTED._replace(table=PLANTED.table.with_columns(pl.col(COUNT) * 2))
    maps = Scene({"A": PLANTED, "B": double}, {}).maps(Settings(b="hotline", show="both", year=2011), "en")
    assert [own.largest for _, own in maps.values()] == [(6.0, 5.0), (6.0, 5.0)]


def test_the_table_to_be_taken_along_has_all_figures_that_are_shown():
    maps = Scene({"A": PLANTED}, {}).maps(Settings(year=2011), "en")
    table = table_of(maps)
    flows = table.filter(pl.col("measure") == "moves").rows()
    assert flows == [("A", "moves", "Brussels", "Antwerp", 1.0), ("A", "moves", "Antwerp", "Ghent", 0.1)]
    assert table.height == 2 + 5 * len(cities())
    hidden = table.filter(pl.col("measure") == "hidden", pl.col("city") == "Antwerp")
    assert hidden.rows() == [("A", "hidden", None, "Antwerp", 2.5)]


def test_the_near_window_has_every_belgian_city_and_the_other_one_all_cities():
    near, everything = (window.cities() for window in outlines.WINDOWS.values())
    assert {row for row, city in enumerate(cities()) if city.country == "BE"} <= set(near)
    assert set(everything) == set(range(len(cities())))


def test_lines_between_regions_are_drawn_but_not_a_second_coast():
    rows = outlines.outline_rows(outlines.WINDOWS["near"])
    regions = [row for row in rows if row["of"] == "region"]
    ostend = outlines.WINDOWS["near"].place(2.92, 51.23)
    brussels = outlines.WINDOWS["near"].place(4.35, 50.85)

    def nearest(place):
        return min(np.hypot(np.array(row["x"]) - place[0], np.array(row["y"]) - place[1]).min() for row in regions)

    assert nearest(brussels) < 25.0
    assert nearest(ostend) > 80.0
