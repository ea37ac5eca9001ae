"""The tab Policies in a browser: levers moved, compared, stopped, saved, loaded again."""

import re

import pytest
from playwright.sync_api import expect

from scenarios.catalogue import CATALOGUE
from tests.sweeping import thbsim
from tests.test_levers import OWN

pytestmark = pytest.mark.slow
HOTLINE = "A hotline that is well known and always answered"
INTERVIEWS = "Nine in ten domestic workers of diplomats interviewed each year"
PATIENCE = 240_000  # for the first comparison, which waits for the baseline [ms]


@pytest.fixture
def tab(visit):
    """The tab, just opened."""
    return opened(visit())


def opened(page):
    page.get_by_text("Policies", exact=True).click()
    slider(page, HOTLINE).wait_for()
    return page


def slider(page, title):
    return page.get_by_role("slider", name=re.compile(f"^{re.escape(title)}"))


def compare(page, pairs="60"):
    page.get_by_label("Pairs of runs").select_option(pairs)
    page.get_by_role("button", name="Compare").click()


def sentence(page):
    return page.locator("p.answer")


def test_a_lever_is_moved_and_compared_and_a_reload_keeps_it(tab):
    slider(tab, HOTLINE).fill("1.5")
    tab.wait_for_url("**levers=hotline*1.5*")
    compare(tab)
    expect(sentence(tab)).to_contain_text("hotline-1.5", timeout=PATIENCE)
    expect(sentence(tab)).to_contain_text("60 pairs of simulated worlds, 2009-2018")
    for heading in ("What it changes, a year", "Over the years", "Region", "Whether it moves elsewhere", "Cost"):
        expect(tab.get_by_role("heading", name=heading)).to_be_visible()
    expect(tab.get_by_text("EUR 900,000 a year.", exact=False).last).to_be_visible()
    tab.get_by_label("Tell apart by").select_option("Sector")
    expect(tab.get_by_role("heading", name="Sector", exact=True)).to_be_visible()
    tab.reload()
    expect(slider(tab, HOTLINE)).to_have_value("1.5")
    expect(tab.get_by_label("Pairs of runs")).to_have_value("60")


def test_nothing_is_compared_as_long_as_no_lever_is_on(tab):
    compare(tab)
    expect(tab.get_by_role("alert")).to_have_text("No lever is on: move at least one away from off.")


def test_a_size_beyond_the_evidence_is_refused_beside_its_lever(tab):
    slider(tab, INTERVIEWS).fill("2")
    said = tab.get_by_role("alert")
    expect(said).to_contain_text("interview.coverage would be 1.4")
    slider(tab, INTERVIEWS).fill("1")
    expect(said).to_have_count(0)


def test_a_comparison_is_stopped_at_once(tab):
    slider(tab, HOTLINE).fill("1")
    compare(tab, "1000")
    tab.get_by_role("button", name="Cancel").click()
    expect(tab.get_by_text("Stopped.", exact=True)).to_be_visible(timeout=5_000)
    expect(tab.get_by_role("button", name="Compare")).to_be_enabled()
    expect(sentence(tab)).to_have_count(0)


def test_levers_are_saved_pass_the_check_and_are_loaded_again(tab, visit, tmp_path):
    slider(tab, HOTLINE).fill("0.5")
    slider(tab, INTERVIEWS).fill("0.8")
    tab.get_by_role("button", name="Save and load").click()
    tab.get_by_label("Title (else that of the levers)").fill('Two "doors" <b>')
    tab.get_by_label("Title (else that of the levers)").press("Enter")
    saved = tab.locator("a", has_text="Save as a policy file")
    expect(saved).to_have_attribute("download", "two-doors-b.toml")
    with tab.expect_download() as download:
        saved.click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    status, _, told = thbsim("scenarios", "check", path)
    assert status == 0, told
    other = opened(visit())
    load(other, path)
    expect(slider(other, HOTLINE)).to_have_value("0.5")
    expect(slider(other, INTERVIEWS)).to_have_value("0.8")
    expect(other.get_by_label("Title (else that of the levers)")).to_have_value('Two "doors" <b>')


def load(page, file):
    fold = page.get_by_role("button", name="Save and load")
    if not page.locator("input[type=file]").is_visible():
        fold.click()
    page.locator("input[type=file]").set_input_files(file)


def test_an_own_policy_is_shown_with_its_signs_as_signs_and_compared(tab):
    load(tab, {"name": "own.toml", "mimeType": "application/toml", "buffer": OWN.encode()})
    expect(tab.get_by_role("heading", name="<script>alert(1)</script>")).to_be_visible()
    expect(tab.get_by_text("times 1.1", exact=False)).to_be_visible()
    compare(tab)
    expect(sentence(tab)).to_contain_text("own", timeout=PATIENCE)
    tab.get_by_role("button", name="Back to the levers").click()
    expect(slider(tab, HOTLINE)).to_have_value("0")


def test_a_bad_upload_gets_a_sentence(tab):
    bad = OWN.replace("detection.hotline", "detection.hotlne <img src=x onerror=alert(1)>")
    load(tab, {"name": "../../own.toml", "mimeType": "application/toml", "buffer": bad.encode()})
    expect(tab.get_by_role("alert")).to_contain_text(
        "own.toml: change 1: no rule has a parameter detection.hotlne <img"
    )
    load(tab, {"name": "large.toml", "mimeType": "application/toml", "buffer": b"#" * 200_001})
    expect(tab.get_by_role("alert")).to_contain_text("The file has 200,001 bytes; a policy file has 200,000 at most.")


def test_a_policy_of_the_catalogue_is_loaded_as_its_lever(tab):
    load(tab, CATALOGUE / "hotline.toml")
    expect(slider(tab, HOTLINE)).to_have_value("1")


def test_two_browsers_do_not_disturb_each_other(visit):
    one, other = opened(visit()), opened(visit())
    slider(one, HOTLINE).fill("2")
    one.wait_for_url("**levers=hotline*2*")
    expect(slider(other, HOTLINE)).to_have_value("0")
    assert "levers=hotline" not in other.url


def test_a_lever_is_moved_by_keys_and_set_in_time_and_place(tab):
    inspections = slider(tab, "Three times the visits to car washes")
    inspections.focus()
    for _ in range(10):
        inspections.press("ArrowRight")
    expect(inspections).to_have_value("1")
    tab.get_by_role("button", name="When, where, why").nth(7).click()
    tab.get_by_label("Only in these regions").select_option("Flanders")
    tab.get_by_label("Weeks until wholly in force").fill("30")
    tab.get_by_label("Weeks until wholly in force").press("Enter")
    tab.wait_for_url("**inspections-car-wash*30*flanders*")


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_the_tab_opens_in_each_language_and_on_a_narrow_screen(visit, language):
    page = visit(f"tab=policies&language={language}&levers=hotline:1.5", width=390)
    on = page.locator("label.on input")
    expect(on).to_have_value("1.5")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
