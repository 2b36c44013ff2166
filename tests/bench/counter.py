"""Keys, clicks, pages and seconds at the registration counter, counted in Chromium against a running server.

    bin/run                                   # in one terminal, on a database of demonstration data
    python -m tests.bench.counter --address http://localhost:8000

Each journey starts with the cursor in the counter's scan box and ends with the token on the screen; the printer is not
waited for. What a scanner sends is no key of the clerk's. It registers people: only ever aim it at this machine.
"""

import argparse
import os
import statistics
import sys
from urllib.parse import urlsplit

from tests.bench.hands import Hands

# Aims of the project: keys (after the scan, where there is one) and seconds; None where none was set.
AIMS = {
    "returning, slip scanned": (2, 13),
    "returning, by phone": (15, 15),
    "returning, by name in Hindi": (None, 15),
    "new, typed": (95, 45),
    "new, Aadhaar card scanned": (None, 24),
    "family of four, typed": (None, 90),
}


def slip_scanned(hands: Hands, desk) -> None:
    desk.scanner.scan(desk.slip_address())
    give_token(hands)


def by_phone(hands: Hands, desk) -> None:
    hands.decide()
    hands.type(desk.known().phone)
    hands.press("Enter")
    choose(hands, desk)
    give_token(hands)


def by_name(hands: Hands, desk) -> None:
    hands.decide()
    hands.type(desk.known().name)
    hands.press("Enter")
    choose(hands, desk)
    give_token(hands)


def choose(hands: Hands, desk) -> None:
    """The right one among those who fit; one who is alone opens at once."""
    hands.sees(".person-row, [data-main]")
    if not hands.page.locator(".person-row").count():
        return
    hands.decide()
    rows = hands.page.locator(".person-row")
    at = next(n for n in range(rows.count()) if desk.uhid in rows.nth(n).inner_text())
    hands.press(*["ArrowDown"] * at, "Enter")


def give_token(hands: Hands) -> None:
    hands.sees("[data-main]:focus")
    hands.decide()
    hands.press("Enter")
    hands.sees("#token")


def new_typed(hands: Hands, desk) -> None:
    hands.press("F2")
    hands.sees("#id_name:focus")
    person = desk.stranger()
    adult(hands, person)
    hands.press("Control+Enter")
    hands.sees("#token")


def adult(hands: Hands, person) -> None:
    hands.decide()
    hands.type(person.name)
    hands.fill("birth", person.age)
    hands.decide()
    hands.tab_to("sex")
    hands.press("f")
    hands.fill("guardian_name", person.guardian)
    hands.fill("phone", person.phone)
    hands.fill("street", person.street)
    hands.fill("aadhaar", person.aadhaar)
    consent(hands)


def consent(hands: Hands) -> None:
    """Reading the notice out takes its own time, the same for every way of registering; it is not counted."""
    hands.decide()
    hands.press("F6", "Space")


def card_scanned(hands: Hands, desk) -> None:
    desk.scanner.scan(desk.card())
    hands.sees(".scanned")
    hands.decide()  # the face, and what the card filled in
    hands.fill("phone", desk.stranger().phone)
    consent(hands)
    hands.press("Control+Enter")
    hands.sees("#token")


def family(hands: Hands, desk) -> None:
    hands.press("F7")
    hands.sees("#id_name:focus")
    person = desk.stranger()
    adult(hands, person)
    for child, name in enumerate(person.children, 1):
        hands.fill(f"child{child}_name", name)
        hands.fill(f"child{child}_birth", str(3 * child))
        hands.decide()
        hands.tab_to(f"child{child}_sex")
        hands.press("m")
    hands.press("Control+Enter")
    hands.sees("text=Family registered")


JOURNEYS = dict(zip(AIMS, (slip_scanned, by_phone, by_name, new_typed, card_scanned, family), strict=True))
LINE = "| {:<28} | {:>4} | {:>5} | {:>9} | {:>6} | {:>5} | {:>9.0f} | {:>10.1f} | {:>5} |"


def main() -> None:
    options = read_options()
    from tests.bench import counter_desk  # needs Django, which reads its settings at import

    with counter_desk.opened(options) as desk:
        hands = Hands(desk.page)
        print("| registration | keys | aim | decisions | clicks | pages | server ms | estimate s | aim s |")
        print("|---|---|---|---|---|---|---|---|---|")
        for name, walk in JOURNEYS.items():
            print(line(name, [desk.walk(hands, walk) for _round in range(options.rounds)]))
            desk.shoot(name)


def line(name: str, rounds: list[tuple]) -> str:
    """Keys and the rest of the round in the middle; of the server's time the median."""
    keys, decisions, clicks, pages, _server, estimate = sorted(rounds)[len(rounds) // 2]
    server = 1000 * statistics.median(one[4] for one in rounds)
    most, seconds = AIMS[name]
    return LINE.format(name, keys, most or "", decisions, clicks, pages, server, estimate, seconds)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="http://localhost:8000")
    parser.add_argument("--centre", default="UPHC-02")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--shots", default="", help="a folder for a picture of each journey's end")
    options = parser.parse_args()
    if urlsplit(options.address).hostname not in {"localhost", "127.0.0.1", "::1"}:
        sys.exit("Only this machine may be measured.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hms.settings")
    return options


if __name__ == "__main__":
    main()
