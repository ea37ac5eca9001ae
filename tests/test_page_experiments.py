"""The tabs Experiments and About in a browser: what is stored is found, asked, and taken along."""

from io import BytesIO

import polars as pl
import pytest

from experiments.language import LANGUAGES, say
from experiments.reports import words
from experiments.stored import Experiment, sweep
from experiments.sweeps.exporting import summary
from tests.sweep_files import write_design

TITLE = "Hotline <script>window.found = true</script> & more"
WORKING = 60_000  # that an answer may take on a busy machine [ms]


@pytest.fixture(scope="module")
def experiment(served, tmp_path_factory):
    """One stored experiment, in the page's store."""
    changed = {
        "title": f"'{TITLE}'",
        "scenarios": '["baseline", "hotline"]',
        "from": "2009",
        "to": "2010",
        "draws": '{ method = "posterior", number = 4 }',
        "seeds": "{ number = 2 }",
        "keep": '{ outcomes = ["all"], by = ["total", "form", "region", "sector"] }',
    }
    return sweep(write_design(tmp_path_factory.mktemp("stored"), changed), served.store)


@pytest.fixture
def at(visit, experiment):
    """The tab, with the experiment's first answer shown."""
    page = visit("tab=experiments")
    page.get_by_text("Download effects-1-victim_years.csv").wait_for(timeout=WORKING)
    return page


def downloaded(page, name):
    """The bytes of a file, by the button that gives it."""
    with page.expect_download(timeout=WORKING) as found:
        page.get_by_text(f"Download {name}").click()
    return found.value.path().read_bytes()


def test_a_store_without_experiments_says_how_to_fill_it_and_shows_one_once_it_is_there(visit, served, request):
    page = visit("tab=experiments")
    page.get_by_text("Nothing is stored yet").wait_for()
    request.getfixturevalue("experiment")
    page.get_by_text("finished").first.wait_for(timeout=WORKING)


def test_what_users_wrote_is_shown_as_text(at):
    at.get_by_text(TITLE).first.wait_for(state="attached")
    assert at.evaluate("window.found") is None


def test_a_table_that_is_downloaded_is_what_the_store_holds(at, experiment):
    at.get_by_label("Question").select_option(label="All stored numbers")
    at.get_by_text("Download numbers-1-victim_years.csv").wait_for(timeout=WORKING)
    at.get_by_label("Outcome").select_option(label=words.outcome("en", "hidden"))
    found = pl.read_parquet(BytesIO(downloaded(at, "numbers-1-hidden.parquet")))
    stored = summary(Experiment(experiment.store, experiment.id).values.filter(outcome="hidden"))
    assert found.equals(stored)
    assert downloaded(at, "numbers-1-hidden.csv").decode() == stored.write_csv()


def test_a_chart_is_taken_along_as_a_picture(at):
    assert downloaded(at, "effects-1-victim_years.png").startswith(b"\x89PNG")
    assert downloaded(at, "effects-1-victim_years.svg").startswith(b"<svg")


def test_a_report_is_written_in_the_language_that_was_chosen(at):
    at.get_by_label("Language of the report").select_option(label="Nederlands")
    at.get_by_label("Format").select_option(label="html")
    at.get_by_role("button", name="Write the report").click()
    page = downloaded(at, "thbsim-1-recommendations-nl.html").decode()
    assert page.startswith("<!doctype html>")
    assert say("nl", "annex.lines") in page


def test_a_report_that_cannot_be_written_says_why(at):
    at.get_by_label("Report", exact=True).select_option(label="The independent rapporteur's annual report")
    at.get_by_role("button", name="Write the report").click()
    at.get_by_text("keep.by").first.wait_for(timeout=WORKING)


def test_a_reload_shows_the_same_question(at):
    at.get_by_label("Question").select_option(label="At what cost?")
    at.get_by_text("Download cost-1-victim_years.csv").wait_for(timeout=WORKING)
    at.reload()
    at.get_by_text("Download cost-1-victim_years.csv").wait_for(timeout=WORKING)
    assert "question=cost" in at.url


def test_two_visitors_do_not_disturb_each_other(at, visit):
    other = visit("tab=experiments&question=cost&language=fr")
    other.get_by_text("Télécharger cost-1-victim_years.csv").wait_for(timeout=WORKING)
    assert at.get_by_text("Download effects-1-victim_years.csv").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_about_says_what_the_model_must_not_be_used_for(visit, language, width):
    page = visit(f"tab=about&language={language}", width)
    page.get_by_text(say(language, "page_about.not_for_forecasts")).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_about_holds_parameters_sources_the_description_and_versions(visit):
    page = visit("tab=about")
    for part, seen in (
        ("Parameters with sources", "population."),
        ("The model, described (ODD)", "ODD protocol (Grimm"),
        ("Versions", "model_source"),
    ):
        page.get_by_text(part, exact=True).click()
        page.get_by_text(seen).first.wait_for()
