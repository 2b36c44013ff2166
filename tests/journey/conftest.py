"""A browser for the session, and a centre with its catalogues and its five people."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.journey.town import Town

# Playwright drives its own event loop in this thread; the server answers in another.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture
def town(live_server, paper_fonts):
    """One live centre where somebody else must release what a technician entered."""
    return Town.build(live_server.url)
