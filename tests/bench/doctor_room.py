"""The patients and the browser of tests/bench/doctor.py: invented people in the demonstration's own database."""

import contextlib
import os
import time
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop beside the database's calls
django.setup()

from django.db import transaction  # noqa: E402 - needs django.setup
from django.utils import timezone  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from centres.models import Centre, User  # noqa: E402
from hms.demo import PASSWORD  # noqa: E402
from opd import drafts, services  # noqa: E402
from opd.models import Bundle, Diagnosis, Medicine  # noqa: E402
from registration.services import open_visit  # noqa: E402
from tests.opd.factories import VitalsFactory  # noqa: E402
from tests.registration.factories import PatientFactory  # noqa: E402

CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu"]}


def medicine(name: str, strength: str, dose: str, days: int, food: str = "PC") -> dict:
    row = Medicine.objects.get(name_en=name, strength=strength, form__in=["tablet", "capsule"])
    return {
        "code": row.code, "en": row.name_en, "hi": row.name_hi, "form": row.form, "strength": row.strength,
        "unit": row.unit, "dose": dose, "food": food, "days": days, "quantity": "", "note": "",
    }  # fmt: skip


def diagnosis(code: str) -> dict:
    row = Diagnosis.objects.get(code=code)
    return {"code": row.code, "en": row.name_en, "hi": row.name_hi, "certainty": "final"}


class Room:
    def __init__(self, page, options):
        self.page, self.options, self.queries = page, options, -1
        self.centre = Centre.objects.get(code=options.centre)
        self.doctor = User.objects.get(username="yarpur.doctor")
        self.clerk = User.objects.get(username="yarpur.clerk")

    def sign_in(self) -> None:
        self.page.goto(f"{self.options.address}/sign-in/")
        self.page.fill("[name=username]", self.doctor.username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/c/**")

    def open(self, journey: str) -> None:
        """The consultation page of somebody new whom the journey is about."""
        people = {
            "fever from a bundle": self.fever, "chronic follow-up": self.chronic,
            "child with syrup by weight": self.child,
        }  # fmt: skip
        self.visit = people.get(journey, self.new_visit)()
        is_plain = journey not in people
        if is_plain:
            self.page = self.without_script()
        self.page.goto(self.address)
        self.page.wait_for_selector("#whole:focus" if is_plain else "#complaint:focus")

    def without_script(self):
        """The same person in a browser that runs no script."""
        browser = self.page.context.browser
        context = browser.new_context(java_script_enabled=False, storage_state=self.page.context.storage_state())
        return context.new_page()

    @property
    def address(self) -> str:
        return f"{self.options.address}/c/{self.centre.code}/opd/visits/{self.visit.code}/consultation/"

    def new_visit(self, **patient):
        person = PatientFactory(registered_by=self.clerk, registered_centre=self.centre, **patient)
        return self.visit_of(person)

    def visit_of(self, person, department: str = "general"):
        with transaction.atomic():
            return open_visit(person, self.centre.departments.get(code=department), by=self.clerk)

    def fever(self):
        content = {
            "diagnoses": [diagnosis("R50.9")],
            "medicines": [
                medicine("Paracetamol", "500 mg", "1-1-1", 3),
                medicine("Cetirizine", "10 mg", "hs", 5, ""),
                medicine("Azithromycin", "500 mg", "od", 3),
            ],
            "tests": ["CBC", "MAL"],
            "advice": "खूब पानी पिएँ",
        }
        Bundle.objects.filter(centre=self.centre, owner=self.doctor, name="benchfever").delete()
        Bundle.objects.create(
            centre=self.centre, owner=self.doctor, name="benchfever", content=content,
            made_at=timezone.now(), made_by=self.doctor,
        )  # fmt: skip
        return self.new_visit()

    def chronic(self):
        first = self.new_visit()
        draft = {
            "diagnoses": [diagnosis("I10"), diagnosis("E11.9")],
            "medicines": [medicine("Amlodipine", "5 mg", "od", 30), medicine("Metformin", "500 mg", "1-0-1", 30)],
        }
        row = services.save_draft(first, drafts.tidy(draft), version=0, by=self.doctor)
        services.sign(first, version=row.version, by=self.doctor)
        return self.visit_of(first.patient, "ncd")

    def child(self):
        visit = self.new_visit(birth_date=timezone.localdate() - timedelta(days=400))
        VitalsFactory(visit=visit, weight="9.5", systolic=None, diastolic=None, recorded_by=self.clerk)
        return visit

    def page_times(self, rounds: int) -> list[float]:
        """Milliseconds of the open page over HTTP, after one that warms."""
        self.visit = self.fever()
        times = []
        for number in range(rounds + 1):
            started = time.perf_counter()
            answer = self.page.request.get(self.address)
            if number:
                times.append((time.perf_counter() - started) * 1000)
            self.queries = int(answer.headers.get("x-queries", -1))
        return times

    def shoot(self, name: str) -> None:
        if self.options.shots:
            self.page.screenshot(path=Path(self.options.shots) / f"{name}.png", full_page=True)


@contextlib.contextmanager
def opened(options):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(15_000)
        room = Room(page, options)
        room.sign_in()
        if page.locator("[name=language][value=en]").count():
            page.locator("[name=language][value=en]").first.evaluate("box => box.form.requestSubmit()")
            page.wait_for_selector("html[lang=en]")
        yield room
        browser.close()
