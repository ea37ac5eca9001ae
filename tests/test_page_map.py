"""The tab Map in a browser."""

import polars as pl
import pytest

from experiments.language import LANGUAGES, number, say
from experiments.page.flows import known
from experiments.page.flows.outlines import WIDTH, WINDOWS
from experiments.page.flows.picked import picked
from sim.geography import cities, city_names

LIVING = 120_000  # that the runs of a scenario may take on a busy machine [ms]


def drawn(page, maps=1):
    """Wait until so many maps are drawn; the last one's picture."""
    last = page.locator("svg.marks").nth(maps - 1)
    last.wait_for(timeout=LIVING)
    return last


def caption(page, text):
    page.locator("caption").filter(has_text=text).first.wait_for()


def cell(page, name):
    """The last cell of a row of the city's first table."""
    rows = page.locator("table:has(caption)").first.locator("tr").filter(has=page.get_by_role("rowheader", name=name))
    return rows.first.locator("td").last.inner_text()


def test_the_baseline_is_drawn_at_once_and_told_in_words(page):
    drawn(page)
    figures = picked(known.shipped(), {}).figures(2018)
    brussels = number(figures.cities["hidden"][0], "en", 1)
    page.get_by_text(f"Brussels: {brussels}").wait_for()
    page.get_by_text("means of 60 simulated runs").wait_for()
    page.get_by_text("Drawn: the 60 largest flows").wait_for()
    assert "Baseline" in page.locator(".vega-embed").get_attribute("aria-label")


def test_a_click_on_a_city_tells_its_figures(page):
    box = drawn(page).bounding_box()
    window, ghent = WINDOWS["near"], cities()[2]
    x, y = (place / WIDTH * box["width"] for place in window.place(ghent.longitude, ghent.latitude))
    page.mouse.click(box["x"] + x, box["y"] + y)
    caption(page, "Ghent")
    figures = picked(known.shipped(), {}).figures(2018)
    assert cell(page, "Identified victims") == number(figures.cities["identified"][2], "en", 1)
    assert "city=Ghent" in page.url


def test_everything_may_be_chosen_by_its_label(page):
    drawn(page)
    page.get_by_label("City", exact=True).select_option(label="Antwerp")
    caption(page, "Antwerp")
    page.get_by_label("Form of exploitation").select_option(index=2)
    page.get_by_label("Sex", exact=True).select_option(index=1)
    page.get_by_label("Year", exact=True).select_option(label="2012")
    page.get_by_role("heading", name="2012").wait_for()
    figures = picked(known.shipped(), {"form": "sexual", "sex": "female"}).figures(2012)
    wanted = number(figures.cities["entered"][1], "en", 1)
    page.get_by_role("cell", name=wanted, exact=True).first.wait_for()
    assert cell(page, "Moved in from other cities") == wanted


def test_a_reload_shows_the_same(page):
    drawn(page)
    page.get_by_label("City", exact=True).select_option(label="Liège")
    page.get_by_label("Part of the map").select_option(index=1)
    page.get_by_label("Year", exact=True).select_option(index=0)
    page.get_by_role("heading", name="mean of all years").wait_for()
    page.reload()
    drawn(page)
    caption(page, "Liège")
    page.get_by_role("heading", name="mean of all years").wait_for()
    assert page.get_by_label("Part of the map").input_value() == "All three countries"


def test_what_an_address_does_not_allow_is_left_out(visit):
    page = visit("a=../../etc/passwd&year=1815&city=<script>&sex=x&show=all")
    drawn(page)
    page.get_by_role("heading", name="2018").wait_for()


def test_years_are_played_and_paused(page):
    drawn(page)
    page.get_by_label("Year", exact=True).select_option(label="2010")
    page.get_by_role("heading", name="2010").wait_for()
    page.get_by_role("button", name="Play the years").click()
    page.get_by_role("heading", name="2011").wait_for()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Play the years").wait_for()


@pytest.mark.slow
def test_two_scenarios_stand_side_by_side_and_then_as_their_difference(page):
    drawn(page)
    page.get_by_label("Scenario B").select_option(label="A hotline that is well known and always answered")
    page.get_by_text("Living 60 runs of").wait_for()
    drawn(page, 2)
    page.get_by_label("Show", exact=True).select_option(label="Difference: B minus A")
    page.get_by_text("largest differences between flows").wait_for()
    page.get_by_text("fewer in B").wait_for()
    page.get_by_label("City", exact=True).select_option(label="Brussels")
    caption(page, "Brussels")
    row = page.locator("table:has(caption)").first.locator("tr").nth(1)
    one, other, change = (float(text.replace("−", "-")) for text in row.locator("td").all_inner_texts())
    assert change == pytest.approx(other - one, abs=0.11)
    page.reload()  # what was lived once is there at once
    page.get_by_text("fewer in B").wait_for()
    assert page.get_by_text("Living 60 runs of").count() == 0


@pytest.mark.slow
def test_runs_may_be_cancelled(page):
    drawn(page)
    page.get_by_label("Scenario A").select_option(label="Twice the online monitoring")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Stopped before the end.").wait_for()
    drawn(page)
    page.get_by_role("heading", name="Baseline").wait_for()


def test_two_visitors_do_not_disturb_each_other(visit):
    one, other = visit(), visit("year=2011")
    for page, city in ((one, "Namur"), (other, "Bruges")):
        drawn(page)
        page.get_by_label("City", exact=True).select_option(label=city)
        caption(page, city)
    caption(one, "Namur")
    one.get_by_role("heading", name="2018").wait_for()
    other.get_by_role("heading", name="2011").wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_fits_a_small_screen_in_every_language(visit, language):
    page = visit(f"language={language}", width=390)
    box = drawn(page).bounding_box()
    assert box["width"] > 350
    assert box["height"] == pytest.approx(box["width"] * WINDOWS["near"].height / WIDTH, abs=4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_text(say(language, "page_map.words")).wait_for()


def test_the_table_of_the_map_is_downloaded(page, tmp_path):
    drawn(page)
    with page.expect_download() as download:
        page.get_by_text("Download map.csv").click()
    download.value.save_as(tmp_path / "map.csv")
    table = pl.read_csv(tmp_path / "map.csv")
    figures = picked(known.shipped(), {}).figures(2018)
    assert table.filter(pl.col("measure") == "hidden")["persons"].to_list() == figures.cities["hidden"].to_list()
    assert table.filter(pl.col("measure") == "moves").height == figures.flows.height
    assert set(table["city"]) == set(city_names())


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_picture_of_the_map_is_downloaded(page, tmp_path, kind):
    drawn(page)
    with page.expect_download() as download:
        page.get_by_text(f"Download map.{kind}").click()
    download.value.save_as(tmp_path / f"map.{kind}")
    start = (tmp_path / f"map.{kind}").read_bytes()[:8]
    assert start.startswith(b"\x89PNG" if kind == "png" else b"<svg")
