"""How soon a patient sees their slip on a bad line: Chromium with 400 kbit/s, 400 ms and a processor four times slower.

    bin/run                                       # in one terminal, with demonstration data
    python -m tests.bench.slow_phone --address http://localhost:8000 --rounds 10

Prints the first contentful paint of the gate and of the slip behind it, in ms. Only ever aim it at this machine.
"""

import argparse
import statistics
import sys
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tests.bench.people import Day, read_qr

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="http://localhost:8000")
    parser.add_argument("--centre", default="UPHC-02")
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    if urlsplit(options.address).hostname not in {"localhost", "127.0.0.1", "::1"}:
        sys.exit("Only this machine may be measured.")
    path, answer = a_slip(options)
    gates, slips = [], []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for _round in range(options.rounds):
            gate, slip = one_visit(browser, options.address + path, answer)
            gates.append(gate)
            slips.append(slip)
        browser.close()
    for name, times in (("gate", gates), ("slip", slips)):
        print(f"{name}: first paint median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms")


def a_slip(options) -> tuple[str, str]:
    """The path on a fresh paper with three results, and the answer its gate wants."""
    day = Day(options.address, options.centre)
    code, phone = day.register()
    day.consult(code)
    day.laboratory(code)
    doctor = day.who("doctor")
    page = doctor.get(f"{day.base}/opd/slips/{code}/")
    pdf = doctor.submit(page, page.form(having="paper"), {"paper": "A5"}, follow=False)
    return urlsplit(read_qr(pdf.body)).path, phone[-4:]


def one_visit(browser, url: str, answer: str) -> tuple[float, float]:
    """A phone that has never been here: empty cache, slow line, slow processor."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_3G)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(url)
    gate = painted(page)
    page.fill("[name=answer]", answer)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    slip = painted(page)
    context.close()
    return gate, slip


def painted(page) -> float:
    """Milliseconds from the navigation's start to the first text."""
    page.wait_for_function(f"({PAINT}) > 0")
    return page.evaluate(PAINT)


if __name__ == "__main__":
    main()
