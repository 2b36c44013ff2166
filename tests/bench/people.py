"""Five people and one slip: what each of them opens and sends."""

import io
import itertools
import random
import re
from typing import NamedTuple
from urllib.parse import urlsplit

import pypdfium2
import zxingcpp

from hms.demo import PASSWORD
from tests.bench.browser import Answer, Browser

_PHONES = itertools.count(random.randint(10**7, 9 * 10**7))
NAMES = ("Sunita", "Rekha", "Kiran", "Pooja", "Mamta", "Neha", "Ruby", "Kanchan", "Sarita", "Usha")
FAMILIES = ("Devi", "Kumari", "Yadav", "Paswan", "Sah", "Sharma", "Gupta", "Khatoon")


class Registered(NamedTuple):
    seconds: float
    token: str


class Day:
    """One clerk, doctor, two technicians and one phone at one centre of the demonstration."""

    def __init__(self, address: str, centre: str, place: str = "yarpur"):
        self.address, self.base, self.place = address, f"/c/{centre}", place
        self.people: dict[str, Browser] = {}
        self.log: list[tuple[str, Answer]] = []

    def who(self, job: str) -> Browser:
        if job not in self.people:
            browser = self.people[job] = Browser(self.address)
            browser.log = self.log
            page = browser.get("/sign-in/")
            form = page.form(having="username")
            typed = {"username": f"{self.place}.{job}", "password": PASSWORD}
            must(browser.submit(page, form, typed, "sign-in", follow=False), 302)
        return self.people[job]

    def sign_in_clerk(self):
        self.who("clerk")

    def walk(self) -> list[tuple[str, Answer]]:
        self.search("Sunita Devi")
        code, phone = self.register()
        self.come_again(code)
        self.consult(code)
        self.laboratory(code)
        self.paper_and_phone(code, phone)
        return self.log

    def search(self, text: str) -> Answer:
        clerk = self.who("clerk")
        page = clerk.get(f"{self.base}/counter/")
        sent = clerk.submit(page, page.form(having="q"), {"q": text}, follow=False)
        return clerk.get(sent.headers["location"], "search")

    def register(self) -> tuple[str, str]:
        answer, phone = self.send_registration("new patient + visit")
        return answer.headers["location"].split("/visits/")[1][:8], phone

    def send_registration(self, step: str = "") -> tuple[Answer, str]:
        page, form, typed, phone = self.fill_registration()
        return self.save(page, form, typed, phone, step), phone

    def save(self, page: Answer, form, typed: dict, _phone: str, step: str = "") -> Answer:
        return must(self.who("clerk").submit(page, form, typed, step, follow=False), 302)

    def bare(self) -> Answer:
        return must(self.who("clerk").get("/health/live"), 200)

    def fill_registration(self) -> tuple:
        """A form opened and filled in: what `save` takes."""
        page = self.who("clerk").get(f"{self.base}/counter/new/")
        phone = f"9{next(_PHONES):09d}"
        typed = {
            "name": f"{random.choice(NAMES)} {random.choice(NAMES)} {random.choice(FAMILIES)}",
            "birth": f"{random.randint(18, 80)}y",
            "sex": "F",
            "guardian_name": random.choice(FAMILIES),
            "phone": phone,
            "phone_owner": "self",
            "street": "Yarpur Road",
            "ward": "14",
            "pincode": "800001",
            "aadhaar_absent": "not_brought",
            "consent": "on",
        }
        return page, page.form(having="birth"), typed, phone

    def come_again(self, code: str) -> None:
        """A person of an earlier day gets a token: scan, Enter."""
        clerk = self.who("clerk")
        page = clerk.get(f"{self.base}/counter/")
        found = clerk.submit(page, page.form(having="q"), {"q": code})
        form = found.form(having="department")
        others = re.findall(r'<option value="(\d+)"', found.text)
        current = dict(form.fields).get("department")
        other = next(key for key in others if key != current)
        must(clerk.submit(found, form, {"department": other}, "returning visit", follow=False), 302)

    def consult(self, code: str) -> None:
        doctor, visit = self.who("doctor"), f"{self.base}/opd/visits/{code}"
        page = doctor.get(f"{visit}/vitals/")
        typed = {
            "bp": "148/92",
            "pulse": "88",
            "temperature": "101.2",
            "respiration": "18",
            "spo2": "97",
            "weight": "61",
        }
        must(doctor.submit(page, page.form(having="bp"), typed, "vitals", follow=False), 302)
        page = doctor.get(f"{visit}/consultation/")
        typed = {
            "complaint": "fever 3d",
            "diagnosis": "J06.9",
            "medicine": "paracetamol 500",
            "dose": "1-1-1",
            "days": "5",
            "food": "PC",
            "test": "HB",
            "follow_up": "7d",
            "do": "enter",
        }
        must(doctor.submit(page, page.form(having="complaint"), typed, "draft saved", follow=False), 302)
        for test in ("RBS", "ESR"):
            page = doctor.get(f"{visit}/consultation/")
            must(doctor.submit(page, page.form(having="complaint"), {"test": test, "do": "enter"}, follow=False), 302)
        page = doctor.get(f"{visit}/sign/")
        must(doctor.submit(page, page.form(having="after"), {}, "consultation signed", follow=False), 302)

    def laboratory(self, code: str) -> None:
        bench, lab = self.who("lab"), f"{self.base}/lab/visits/{code}"
        page = bench.get(f"{lab}/samples/")
        must(bench.submit(page, page.form(having="tube-"), {}, follow=False), 302)
        page = bench.get(f"{lab}/")
        form = page.form(having="value-")
        boxes = [name for name, value in form.fields if name.startswith("value-") and not value]
        values = dict.fromkeys(boxes, "19")  # possible for each of the three: g/dL, mg/dL, mm
        must(bench.submit(page, form, values, "results entered", follow=False), 302)
        second = self.who("lab2")
        page = second.get(f"{lab}/release/")
        must(second.submit(page, page.form(having="release-"), {}, "results released", follow=False), 302)

    def paper_and_phone(self, code: str, phone: str) -> None:
        doctor = self.who("doctor")
        page = doctor.get(f"{self.base}/opd/slips/{code}/", "slip page")
        must(page, 200)
        pdf = doctor.submit(page, page.form(having="paper"), {"paper": "A5"}, "slip PDF", follow=False)
        must(pdf, 200)
        mobile = Browser(self.address)
        mobile.log = self.log
        gate = mobile.get(urlsplit(read_qr(pdf.body)).path, "phone: gate")
        sent = mobile.submit(gate, gate.form(having="answer"), {"answer": phone[-4:]}, follow=False)
        must(mobile.get(sent.headers["location"], "phone: slip"), 200)

    def desk_flow(self) -> Registered:
        """Six requests: the counter, the search and its list, the form, saving it, the page with the token."""
        self.search(f"{random.choice(NAMES)} {random.choice(FAMILIES)}")
        answer, _phone = self.send_registration()
        page = must(self.who("clerk").get(answer.headers["location"]), 200)
        number = re.search(r"[A-Z]{2,6}-\d{6}-\d{3,}", page.text)
        return Registered(answer.seconds, number[0])


def read_qr(pdf: bytes) -> str:
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0]
    return zxingcpp.read_barcodes(page.render(scale=2.5).to_pil())[0].text


def must(answer: Answer, status: int) -> Answer:
    """The answer when it is as expected. Raises LookupError with the page's beginning."""
    if answer.status != status:
        text = re.sub(r"<[^>]+>|\s+", " ", answer.text)
        raise LookupError(f"{answer.url}: {answer.status} instead of {status}: {text[:600]}")
    return answer
