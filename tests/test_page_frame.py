"""The frame of the page: tabs by key, languages, an address that is followed and never trusted."""

import pytest
from playwright.sync_api import expect

from experiments.language import LANGUAGES, say
from experiments.page.session import TABS

FOCUSED = """() => {
  let at = document.activeElement
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at.textContent
}"""  # what stands on the part that has the focus


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tab_loads_in_every_language(visit, language):
    page = visit(f"language={language}")
    for tab in reversed(TABS):
        page.get_by_role("button", name=say(language, f"page.{tab}"), exact=True).click()
        page.wait_for_url(f"**tab={tab}*" if tab != TABS[0] else "**")
        page.wait_for_timeout(1500)
        assert page.get_by_text(say(language, "page.defect")).count() == 0


def test_tabs_are_opened_by_keys(page):
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == say("en", "page.about"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text(say("en", "page_about.not_for_persons"))).to_be_visible()


def test_going_back_shows_what_was_seen_before(page):
    page.get_by_role("button", name="About", exact=True).click()
    page.get_by_text(say("en", "page_about.not_for_persons")).wait_for()
    page.go_back()
    page.get_by_text("means of 60 simulated runs").wait_for()


@pytest.mark.parametrize(
    "query", ["tab=../../etc", "language=xx", "tab=<script>1</script>&levers=<script>", "experiment=abc&question=<b>"]
)
def test_what_an_address_must_not_say_is_left_out(visit, query):
    page = visit(query)
    page.get_by_text("means of 60 simulated runs").wait_for()


def test_the_page_is_read_in_the_language_that_is_chosen(page):
    page.get_by_label("Language").select_option(label="Deutsch")
    page.get_by_text(say("de", "page.not_statistics")).wait_for()
    assert "language=de" in page.url
