"""The page as a visitor's browser sees it: a server with a store of its own, and Debian's Chromium by Playwright.

A test that takes `page` or `visit` fails on any error in the browser's console or in the server, and on any request to
another host.
"""

import os
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.sweeping import ended, started

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OPENED = re.compile(r"http://\S+")
LEFT = re.compile(
    r"Task exception was never retrieved\nfuture: [^\n]*write_message[^\n]*\n.*?"
    r"\ntornado\.websocket\.WebSocketClosedError\n",
    re.DOTALL,
)  # a visitor left while being told something
MILLISECONDS = 20_000  # that a test waits for something to appear


class Served(NamedTuple):
    """A running page."""

    url: str
    store: Path


@pytest.fixture(scope="session")
def chromium():
    """The browser; where it is not installed, tests are skipped, but never in CI."""
    if not CHROMIUM.exists():
        assert not os.environ.get("CI"), f"{CHROMIUM} is missing, and tests of the page may not be skipped in CI"
        pytest.skip(f"{CHROMIUM} IS MISSING: the page is not tested; tests/programs.sh installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory, compiled):
    """A page of this program, as Served, on a free port with an empty store."""
    store = tmp_path_factory.mktemp("page") / "store.sqlite"
    server = started("page", "--no-open", "--port", 0, "--store", store, PYTHONUNBUFFERED="1")
    try:
        yield Served(OPENED.search(server.stdout.readline())[0], store)
    finally:
        server.terminate()
        told = ended(server)[2]
    assert "Traceback" not in LEFT.sub("", told), told


@pytest.fixture
def visit(chromium, served):
    """A function that opens the page in a browser of its own, with nothing kept from others.

    Args of it:
        query: What stands behind the ? of the address, as "tab=about&language=nl".
        width: Of the window [px].
    """
    contexts, complaints = [], []

    def visit(query="", width=1280):
        context = chromium.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        _listen(page, urlsplit(served.url).netloc, complaints)
        page.goto(f"{served.url}?{query}" if query else served.url)
        page.get_by_role("heading", name="thbsim").wait_for()
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def page(visit):
    """The page as it is first seen, 1280 pixels wide."""
    return visit()


def _listen(page, host, complaints):
    """Note errors of the console, errors of scripts, and requests to another host than the page's."""

    def ask(request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            complaints.append(f"asks another host: {request.url}")

    page.on("request", ask)
    page.on("websocket", ask)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda line: complaints.append(f"console: {line.text}") if line.type == "error" else None)
