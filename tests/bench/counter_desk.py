"""The counter of tests/bench/counter.py: known people, strangers, their cards, and a scanner beside the keyboard."""

import contextlib
import gzip
import os
import random
import uuid
from pathlib import Path
from types import SimpleNamespace

import django

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop beside the database's calls
django.setup()

from django.db import transaction  # noqa: E402 - needs django.setup
from django.utils import timezone  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from centres.models import Centre, User  # noqa: E402
from hms.demo import PASSWORD  # noqa: E402
from hms.lib import ids  # noqa: E402
from opd.slip import links  # noqa: E402
from registration.services import open_visit  # noqa: E402
from tests.registration.factories import PatientFactory, aadhaar  # noqa: E402
from tests.scanner import Scanner  # noqa: E402

CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu"]}
GIVEN = ["Sunita", "Rekha", "Kiran", "Pooja", "Mamta", "Neha", "Ruby", "Kanchan", "Sarita", "Usha"]
BOYS = ["Aman", "Rohit", "Sonu", "Vikash", "Golu", "Ankit", "Raja", "Nitish", "Pawan", "Karan"]
SURNAMES = ["Yadav", "Paswan", "Sharma", "Gupta", "Manjhi", "Rajak", "Thakur", "Verma", "Prasad", "Mishra"]
HUSBANDS = ["Ramesh", "Dinesh", "Suresh", "Mahesh", "Ganesh", "Rajesh", "Naresh", "Umesh", "Mukesh", "Rakesh"]
HINDI = ["सुनीता", "रेखा", "किरण", "ममता", "नेहा", "सरिता", "उषा", "बबीता", "ललिता", "सावित्री"]
HINDI_SURNAMES = ["यादव", "पासवान", "शर्मा", "गुप्ता", "मांझी", "रजक", "ठाकुर", "वर्मा", "प्रसाद", "मिश्रा"]
# What a card carries between its reference and the four digits of the phone: sample data in the layout of V2.
CARD_TAIL = ["Patna", "Near Shiv Mandir", "12/A", "Yarpur", "800001", "Patna GPO", "Bihar", "Yarpur Road",
             "Patna Sadar", "Patna", "3210"]  # fmt: skip


class Desk:
    def __init__(self, page, options):
        self.page, self.options, self.chance = page, options, random.Random()
        self.scanner = Scanner(page)
        self.centre = Centre.objects.get(code=options.centre)
        self.clerk = User.objects.get(username="yarpur.clerk")
        self.uhid = ""

    def sign_in(self) -> None:
        self.page.goto(f"{self.options.address}/sign-in/")
        self.page.fill("[name=username]", self.clerk.username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/c/**")

    def walk(self, hands, journey) -> tuple:
        """Keys, decisions, clicks, pages, server seconds, estimate; from the counter's page to the token."""
        self.page.goto(f"{self.options.address}/c/{self.centre.code}/counter/")
        self.page.wait_for_selector("#q:focus")
        hands.start()
        journey(hands, self)
        self.page.wait_for_load_state("load")
        return hands.keys, hands.decisions, hands.clicks, hands.pages, hands.server, hands.estimate

    def phone(self) -> str:
        return f"9{self.chance.randrange(10**9):09d}"

    def known(self):
        """Somebody with a visit two weeks ago, and one name among many at this centre."""
        choose = self.chance.choice
        person = PatientFactory(
            name=f"{choose(HINDI)} {choose(HINDI_SURNAMES)}", phone=self.phone(),
            registered_by=self.clerk, registered_centre=self.centre,
        )  # fmt: skip
        self.uhid = ids.format_uhid(person.uhid)
        return person

    def slip_address(self) -> str:
        """What the QR of somebody's last slip says."""
        then = timezone.now() - timezone.timedelta(days=14)
        with transaction.atomic():
            visit = open_visit(self.known(), self.centre.departments.get(code="general"), by=self.clerk, at=then)
        paper = links.print_slip(visit, key=uuid.uuid4(), paper="a5", language="hi", by=self.clerk)
        return f"{self.options.address}/s/{paper.token}"

    def stranger(self) -> SimpleNamespace:
        choose = self.chance.choice
        surname = choose(SURNAMES)
        return SimpleNamespace(
            name=f"{choose(GIVEN)} {surname}",
            age=str(self.chance.randrange(22, 60)),
            guardian=f"{choose(HUSBANDS)} {surname}",
            phone=self.phone(),
            street="Yarpur Road",
            aadhaar=aadhaar(self.chance.randrange(10**7)),
            children=[f"{boy} {surname}" for boy in self.chance.sample(BOYS, 3)],
        )

    def card(self) -> str:
        """A new card's QR as a scanner types it, in the layout of V2 with bytes for a photo, signed by nobody."""
        person = self.stranger()
        reference = f"{self.chance.randrange(10**4):04d}20260115103015123"
        born = f"05-03-{self.chance.randrange(1960, 2000)}"
        fields = ["V2", "2", reference, person.name, born, "F", f"W/O {person.guardian}", *CARD_TAIL]
        photo = self.chance.randbytes(900)
        plain = b"\xff".join(part.encode("iso-8859-1") for part in fields) + b"\xff" + photo + bytes(256)
        return decimal(gzip.compress(plain))

    def shoot(self, name: str) -> None:
        if self.options.shots:
            self.page.screenshot(path=Path(self.options.shots) / f"{name}.png", full_page=True)


def decimal(packed: bytes) -> str:
    """str() stops at 4,300 digits."""
    number, parts = int.from_bytes(packed, "big"), []
    while number:
        number, part = divmod(number, 10**4000)
        parts.append(str(part).zfill(4000))
    return "".join(reversed(parts)).lstrip("0")


@contextlib.contextmanager
def opened(options):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(20_000)
        desk = Desk(page, options)
        desk.sign_in()
        if page.locator("[name=language][value=en]").count():
            page.locator("[name=language][value=en]").first.evaluate("box => box.form.requestSubmit()")
            page.wait_for_selector("html[lang=en]")
        yield desk
        browser.close()
