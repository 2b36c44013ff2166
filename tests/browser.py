"""One Chromium for all tests of a process: Playwright's loop may start only once in a thread."""

import os
from pathlib import Path

import pytest

CHROMIUM = Path(os.environ.get("HMS_CHROMIUM", "/usr/bin/chromium"))
HAND = 75  # milliseconds between two keys of somebody who types fast; what comes quicker is taken for a scanner
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--use-fake-ui-for-media-stream",  # a camera for the scan box, allowed to those contexts that ask for it
    "--use-fake-device-for-media-stream",
)


@pytest.fixture(scope="session")
def _driver():
    """A started Playwright; tests that need no browser never start it."""
    if not CHROMIUM.exists():
        pytest.skip(f"left out: no Chromium at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    # Playwright's loop counts as running in this thread from here on; the server answers in another.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def _browser(_driver):
    browser = _driver.chromium.launch(executable_path=str(CHROMIUM), args=list(SWITCHES))
    yield browser
    browser.close()


@pytest.fixture
def chromium(_browser):
    """Nothing that a test left open goes on asking while the next one empties the tables."""
    yield _browser
    for context in _browser.contexts:
        context.close()
