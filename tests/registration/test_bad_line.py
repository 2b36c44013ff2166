"""200 registrations over a line that loses requests and answers make 200 visits, each with its own token."""

import http.client
import random
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.utils import timezone

from centres import once
from registration.models import Patient, Visit
from tests.cutting import CuttingLine, Fate
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db(transaction=True)

FORMS = 200
LOST = [Fate.LOSE_REQUEST, Fate.LOSE_ANSWER, Fate.CUT_ANSWER]


class Sender:
    """What static/saving.js does with a form: the same bytes until an answer comes."""

    def __init__(self, clerk, line: CuttingLine):
        self.clerk, self.line, self.tries = clerk, line, 0
        self.path = clerk.url("registration:patient-new")
        page = clerk.get("registration:patient-new").content.decode()
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        self.cookies = "; ".join(f"{name}={clerk.client.cookies[name].value}" for name in names)
        self.department = clerk.centre.departments.get().pk

    def fields(self, name: str, key: str) -> str:
        """Little is known of these people, so that nobody is taken for another one."""
        facts = {"name": name, "birth": "30", "sex": "F", "phone_owner": "none", "street": "Yarpur"}
        place = {"district": "Patna", "state": "Bihar"}
        rules = {"aadhaar_absent": "not_brought", "consent": "on", "consent_mode": "spoken", "consent_language": "hi"}
        form = {"csrfmiddlewaretoken": self.token, "idem": key, "department": self.department}
        return urlencode({**form, **facts, **place, **rules})

    def save(self, name: str, *, renews_key: bool = False) -> str:
        """Where the form led at last. `renews_key`: the mistake that this test must notice."""
        body = self.fields(name, once.new_key(self.clerk.user))
        for _try in range(20):
            self.tries += 1
            try:
                return self.post(body)
            except (OSError, http.client.HTTPException):
                if renews_key:
                    body = self.fields(name, once.new_key(self.clerk.user))
        raise AssertionError("no answer in 20 tries")

    def post(self, body: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.line.port, timeout=20)
        host = f"{self.line.address[0]}:{self.line.address[1]}"
        headers = {"Cookie": self.cookies, "X-Saving": "yes", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", self.path, body, {**headers, "Host": host, "Connection": "close"})
            answer = connection.getresponse()
            said = answer.read().decode()
            assert answer.status == 204, re.findall(r"(?s)data-errors.*?</ul>", said)
            if "X-Go" not in answer.headers:
                raise http.client.IncompleteRead(b"")  # cut within its head
            return answer.headers["X-Go"]
        finally:
            connection.close()


def person(number: int) -> str:
    """Names have no digits."""
    return "Sunita " + "".join("abcdefghij"[int(digit)] for digit in f"{number:03d}").title()


@pytest.fixture
def bad_line(live_server):
    """Two in five of what is sent or answered is lost, the same at each run."""
    chance = random.Random(5)
    line = CuttingLine(
        (live_server.thread.host, live_server.thread.port),
        lambda request: chance.choice(LOST) if chance.random() < 0.4 else Fate.PASS,
    )
    yield line
    line.close()


def test_two_hundred_forms_make_two_hundred_visits(clerk, bad_line):
    sender = Sender(clerk, bad_line)

    led_to = [sender.save(person(number)) for number in range(FORMS)]

    visits = Visit.objects.order_by("token")
    assert [visit.token for visit in visits] == list(range(1, FORMS + 1))
    assert Patient.objects.count() == FORMS
    codes = {visit.patient.name: visit.code for visit in visits.select_related("patient")}
    assert [codes[person(number)] in where for number, where in enumerate(led_to)] == [True] * FORMS
    assert set(bad_line.fates) == {Fate.PASS, *LOST}
    assert sender.tries == len(bad_line.fates) > FORMS + 50


def test_the_count_would_notice_a_key_made_anew_at_each_try(clerk, bad_line):
    sender = Sender(clerk, bad_line)

    for number in range(20):
        sender.save(person(number), renews_key=True)

    lost_answers = sum(fate in {Fate.LOSE_ANSWER, Fate.CUT_ANSWER} for fate in bad_line.fates)
    assert Visit.objects.count() == 20 + lost_answers > 20


def test_a_lost_answer_of_a_further_visit_gives_the_same_token_again(clerk, live_server):
    """The next token of somebody on record, sent three times: lost before, lost after, answered."""
    fates = iter([Fate.LOSE_REQUEST, Fate.LOSE_ANSWER, Fate.PASS])
    line = CuttingLine((live_server.thread.host, live_server.thread.port), lambda request: next(fates))
    patient = VisitFactory(centre=clerk.centre, registered_at=timezone.now() - timedelta(days=40)).patient
    page = clerk.client.post(clerk.url("registration:search"), {"q": patient.uhid}).url
    sender = Sender(clerk, line)
    sender.path = re.search(r'action="([^"]+/visit/)"', clerk.client.get(page).content.decode())[1]

    where = sender.save("", renews_key=False)

    visit = Visit.objects.latest("registered_at")
    assert Visit.objects.count() == 2
    assert where.startswith(clerk.url("registration:visit", code=visit.code))
    line.close()
