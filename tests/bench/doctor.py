"""Keys and seconds of a doctor's consultation, counted in Chromium against a running server.

    bin/run                                   # in one terminal, on a database of demonstration data
    python -m tests.bench.doctor --address http://localhost:8000

Each journey starts on the open consultation page and ends with the signature. A key is one key pressed, so Ctrl+Enter
is two. The estimate is 200 ms a key and 1.35 s for each decision (the M of the keystroke-level model). It signs
consultations: only ever aim it at this machine.
"""

import argparse
import os
import statistics
import sys
import time
from urllib.parse import urlsplit

KEY, DECISION = 0.2, 1.35  # seconds
PLAIN = "plain, without JavaScript"
AIMS = {"fever from a bundle": 25, "chronic follow-up": 10, "child with syrup by weight": 40, PLAIN: 80}


class Hands:
    """One person's keyboard: every key is counted, and typed slower than a scanner."""

    def __init__(self, page):
        self.page, self.keys, self.decisions = page, 0, 0

    def decide(self) -> None:
        self.decisions += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += len(key.split("+"))
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text, delay=80)

    def sees(self, selector: str) -> None:
        self.page.wait_for_selector(selector)

    def sign(self) -> None:
        self.press("Control+Enter")
        self.page.wait_for_url("**/sign/")
        self.decide()
        self.press("Control+Enter")
        self.sees("text=signed by")

    @property
    def estimate(self) -> float:
        return self.keys * KEY + self.decisions * DECISION


def fever(hands: Hands) -> None:
    """Complaint, then a bundle: diagnosis, three medicines, two tests, advice."""
    hands.decide()
    hands.type("fever 3d")
    hands.press("Enter")
    hands.sees(".chip >> text=fever")
    hands.decide()
    hands.press("F7")
    hands.type("benchf")
    hands.press("Enter")
    hands.sees(".rx >> text=CETIRIZINE")
    hands.sign()


def chronic(hands: Hands) -> None:
    """Last prescription again, come back in a month."""
    hands.decide()
    hands.press("F6")
    hands.sees(".rx >> text=METFORMIN")
    hands.decide()
    hands.press("F4")
    hands.type("1m")
    hands.sign()


def child(hands: Hands) -> None:
    """Fever of a child of 9.5 kg: the dose comes from the weight and is looked at once."""
    hands.decide()
    hands.type("fever 2d")
    hands.press("Enter")
    hands.sees(".chip >> text=fever")
    hands.decide()
    hands.press("F2")
    hands.type("pcm 120 syp 3d")
    hands.press("Enter")
    hands.sees("#notice >> text=9.5 kg")
    hands.decide()
    hands.press("Enter")
    hands.sees(".rx >> text=PARACETAMOL")
    hands.sign()


def one_line(hands: Hands) -> None:
    """Complaint, diagnosis, medicine, two tests and the day to come again, in the one box of a page without script."""
    hands.decide()
    hands.type("c fever 3d; d J06.9; r pcm 500 1-0-1 5d pc; t KFT, HB; f 7d; s")
    hands.press("Enter")
    hands.page.wait_for_url("**/sign/")
    hands.decide()
    hands.press("Enter")
    hands.sees("text=signed by")


JOURNEYS = {
    "fever from a bundle": fever, "chronic follow-up": chronic, "child with syrup by weight": child, PLAIN: one_line,
}  # fmt: skip


def main() -> None:
    options = read_options()
    from tests.bench import doctor_room  # needs Django, which reads its settings at import

    with doctor_room.opened(options) as room:
        print("| consultation | keys | aim | decisions | estimate s | in Chromium s |\n|---|---|---|---|---|---|")
        for name, walk in JOURNEYS.items():
            room.open(name)
            hands, started = Hands(room.page), time.perf_counter()
            walk(hands)
            took = time.perf_counter() - started
            print(f"| {name} | {hands.keys} | {AIMS[name]} | {hands.decisions} | {hands.estimate:.1f} | {took:.1f} |")
        times = sorted(room.page_times(options.rounds))
        p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
        print(
            f"\nConsultation page, {len(times)} times: p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms", end=""
        )
        print(f", {room.queries} statements")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="http://localhost:8000")
    parser.add_argument("--centre", default="UPHC-02")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--shots", default="", help="a folder for pictures of each step")
    options = parser.parse_args()
    if urlsplit(options.address).hostname not in {"localhost", "127.0.0.1", "::1"}:
        sys.exit("Only this machine may be measured.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hms.settings")
    return options


if __name__ == "__main__":
    main()
