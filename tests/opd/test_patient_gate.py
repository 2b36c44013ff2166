"""What a stranger, a guesser and the patient get from a link."""

import time
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from centres import housekeeping
from centres.models import AuditEvent
from opd.models import GateCount, SlipLink
from opd.slip import gate, links
from registration.models import Visit
from tests.centres.factories import CentreFactory
from tests.opd import slips
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db
COOKIE = f"{django_settings.COOKIE_PREFIX}slip"


@pytest.fixture
def visit(centre):
    return slips.full(centre)


@pytest.fixture
def token(visit):
    return slips.printed(visit).token


def page(token):
    return reverse("patient:page", args=[token])


def answered(client, token, answer="3210", **kwargs):
    return client.post(page(token), {"answer": answer}, **kwargs)


def being_seen(visit):
    """Token 38 of the same department is with the doctor."""
    called = {"status": Visit.Status.CALLED, "called_at": timezone.now(), "called_by": visit.registered_by}
    VisitFactory(centre=visit.centre, token=38, **called)


def texts_of(visit):
    """Everything about the person and the findings that must not leak."""
    person = visit.patient
    return [
        person.name,
        person.name_other,
        person.uhid,
        person.uhid[:4],
        person.phone,
        person.phone[:5],
        person.guardian_name,
        person.street,
        visit.number,
        visit.code,
        "PARACETAMOL",
        "पैरासिटामोल",
        "सर्दी-बुखार",
        "9.8",
        "सल्फा",
    ]


def without_id(response):
    return response.content.decode(), response.status_code, response.headers["Content-Security-Policy"]


def test_a_photographed_qr_reveals_nothing_about_the_person(client, visit, token):
    response = client.get(page(token))

    html = response.content.decode()
    assert response.status_code == 200
    assert [text for text in texts_of(visit) if text in html] == []
    assert visit.centre.name_hi in html
    assert token not in html


def test_the_gate_shows_the_token_now_being_seen(client, visit, token):
    VisitFactory(
        centre=visit.centre,
        token=38,
        status=Visit.Status.CALLED,
        called_at=timezone.now(),
        called_by=visit.registered_by,
    )

    html = client.get(page(token)).content.decode()

    assert '<div class="n">38</div>' in html
    assert "<b>41</b>" in html


def test_yesterdays_slip_shows_no_token(client, visit, token):
    VisitFactory(
        centre=visit.centre,
        token=38,
        status=Visit.Status.CALLED,
        called_at=timezone.now(),
        called_by=visit.registered_by,
    )
    Visit.objects.filter(pk=visit.pk).update(visit_on=timezone.localdate() - timedelta(days=1), status="done")

    assert 'class="n"' not in client.get(page(token)).content.decode()


@pytest.mark.parametrize("typed", ["3210", " 32 10 ", "३२१०", "9876543210", "+91 98765 43210", "३२१०\u200d"])
def test_the_right_answer_opens_however_it_is_typed(client, visit, token, typed):
    response = client.post(page(token), {"answer": typed}, follow=True)

    assert response.status_code == 200
    assert visit.patient.name in response.content.decode()


@pytest.mark.parametrize("typed", ["", "3211", "9876", "0000", "a" * 5000, "\x00", "32101", "%s%n", "' or 1=1"])
def test_a_wrong_answer_opens_nothing(client, visit, token, typed):
    response = answered(client, token, typed)

    html = response.content.decode()
    assert response.status_code == 403
    assert COOKIE not in response.cookies
    assert [text for text in texts_of(visit) if text in html] == []


def test_a_wrong_link_and_a_wrong_answer_get_the_same_page(client, token):
    wrong_answer = answered(client, token, "0000")
    wrong_link = answered(client, "A" * 22, "0000")

    assert without_id(wrong_answer) == without_id(wrong_link)


def test_the_neighbour_of_a_token_is_an_unknown_one(client, visit, token):
    last = "B" if token[0] != "B" else "C"
    neighbour = last + token[1:]

    assert without_id(client.get(page(neighbour))) == without_id(client.get(page("A" * 22)))
    assert answered(client, neighbour).status_code == 403


@pytest.mark.parametrize("odd", ["x", "A" * 5000, "%2e%2e", "<script>", "राम", "'--", "{{7*7}}"])
def test_nonsense_in_place_of_a_token_is_an_unknown_link(client, odd):
    response = client.get(page(odd))

    assert without_id(response) == without_id(client.get(page("A" * 22)))


def test_wrong_and_unknown_cost_the_same_statements(client, token):
    counts = []
    for asked in (token, "A" * 22):
        answered(client, asked, "0000")
        with CaptureQueriesContext(connection) as queries:
            answered(client, asked, "0000")
        counts.append([query["sql"].split()[0] for query in queries])

    assert counts[0] == counts[1]


def test_wrong_and_unknown_take_the_same_time(client, token, monkeypatch):
    monkeypatch.setattr(gate, "WRONG_PER_HOUR", 10_000)
    times = {token: [], "A" * 22: []}
    for _round in range(40):
        for asked, taken in times.items():
            start = time.perf_counter()
            answered(client, asked, "0000")
            taken.append(time.perf_counter() - start)

    first, second = (min(taken) for taken in times.values())  # a busy machine only adds

    assert abs(first - second) < 0.005


def test_five_wrong_answers_lock_the_link_for_a_day(client, visit, token):
    for _try in range(5):
        answered(client, token, "0000")

    link = SlipLink.objects.get()
    right = answered(client, token)
    shown = client.get(page(token)).content.decode()

    assert timedelta(hours=23, minutes=59) < link.locked_until - timezone.now() <= timedelta(hours=24)
    assert right.status_code == 403
    assert "पाँच बार" in shown
    assert "<form" not in shown


def test_a_lock_is_not_told_to_whoever_goes_on_guessing(client, token):
    refusals = [without_id(answered(client, token, "0000")) for _try in range(8)]

    assert len(set(refusals)) == 1


def test_the_day_after_the_count_starts_anew(client, token):
    SlipLink.objects.update(failures=5, locked_until=timezone.now() - timedelta(minutes=1))

    answered(client, token, "0000")

    link = SlipLink.objects.get()
    assert (link.failures, link.locked_until) == (1, None)
    assert answered(client, token).status_code == 302


def test_the_right_answer_forgives_the_wrong_ones(client, token):
    for _try in range(4):
        answered(client, token, "0000")

    answered(client, token)

    assert SlipLink.objects.get().failures == 0


def test_one_link_locked_leaves_the_other_print_open(client, visit, token):
    other = slips.printed(visit).token
    for _try in range(5):
        answered(client, token, "0000")

    assert answered(client, other).status_code == 302


@pytest.fixture
def shared_address():
    """A mobile network's address from which strangers have guessed all hour."""
    GateCount.objects.create(address="203.0.113.9", hour=gate._hour(), wrong=gate.WRONG_PER_HOUR)
    return {"REMOTE_ADDR": "203.0.113.9"}


def test_strangers_who_guess_do_not_shut_out_the_patient_behind_the_same_address(client, token, shared_address):
    assert answered(client, token, **shared_address).status_code == 302


def test_a_link_keeps_its_five_tries_behind_an_address_that_guesses(client, token, shared_address):
    refusals = {without_id(answered(client, token, "0000", **shared_address)) for _try in range(5)}

    assert SlipLink.objects.get().is_locked
    assert answered(client, token, **shared_address).status_code == 403
    assert refusals == {without_id(answered(client, "A" * 22, "0000", **shared_address))}


def test_an_address_that_guesses_on_cannot_fill_the_audit(client, token, shared_address):
    SlipLink.objects.update(failures=5, locked_until=timezone.now() + timedelta(hours=1))

    for asked in (token, "A" * 22, "B" * 22):
        answered(client, asked, "0000", **shared_address)

    assert not AuditEvent.objects.filter(action="slip.refused").exists()
    assert GateCount.objects.get().wrong == gate.WRONG_PER_HOUR


def test_what_an_address_guesses_is_written_down_for_the_first_sixty(client):
    GateCount.objects.create(address="203.0.113.9", hour=gate._hour(), wrong=gate.WRONG_PER_HOUR - 1)

    for _try in range(3):
        answered(client, "A" * 22, "0000", REMOTE_ADDR="203.0.113.9")

    assert AuditEvent.objects.filter(action="slip.refused").count() == 1


def test_right_answers_do_not_count_against_a_shared_address(client, token):
    for _patient in range(3):
        answered(client, token, REMOTE_ADDR="203.0.113.9")

    assert not GateCount.objects.exists()


def test_a_forged_forwarded_address_is_ignored(client, token):
    answered(client, token, "0000", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="198.51.100.1")

    assert GateCount.objects.get().address == "203.0.113.9"


def test_an_ipv6_line_is_one_caller(client, token):
    answered(client, token, "0000", REMOTE_ADDR="2001:db8::1")
    answered(client, token, "0000", REMOTE_ADDR="2001:db8::2")

    assert GateCount.objects.get().wrong == 2


def test_old_counts_are_forgotten():
    GateCount.objects.create(address="203.0.113.9", hour=timezone.now() - timedelta(days=2), wrong=60)
    GateCount.objects.create(address="203.0.113.9", hour=gate._hour(), wrong=1)

    assert gate.forget_old() == 1


def test_without_a_phone_the_year_of_birth_opens(client, centre):
    visit = slips.visit_of(centre, phone="", phone_owner="none")
    token = slips.printed(visit).token

    asked = client.get(page(token)).content.decode()

    assert "किस साल" in asked
    assert answered(client, token, "1985").status_code == 403
    assert answered(client, token, "1986").status_code == 302


def test_an_estimated_year_may_be_one_off(client, centre):
    visit = slips.visit_of(centre, phone="", phone_owner="none", birth_is_estimated=True)
    token = slips.printed(visit).token

    assert answered(client, token, "1988").status_code == 403
    assert answered(client, token, "1985").status_code == 302


def test_the_year_does_not_open_where_there_is_a_phone(client, token):
    assert answered(client, token, "1986").status_code == 403


def test_the_cookie_of_one_link_opens_no_other(client, centre, visit, token):
    other = slips.printed(slips.visit_of(CentreFactory(), name="मीना कुमारी", phone="9876500001")).token
    answered(client, token)

    response = client.get(page(other))

    assert "मीना कुमारी" not in response.content.decode()
    assert visit.patient.name in client.get(page(token)).content.decode()


def test_the_cookie_is_short_lived_and_out_of_reach(client, token):
    cookie = answered(client, token).cookies[COOKIE]

    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (1800, True, "Lax", "/")
    assert token not in cookie.value


def test_a_forged_cookie_opens_nothing(client, visit, token):
    client.cookies[COOKIE] = "open:1tabcd:AAAA"

    assert visit.patient.name not in client.get(page(token)).content.decode()


def test_closing_shuts_the_slip_on_a_shared_phone(client, visit, token):
    answered(client, token)

    client.post(page(token), {"close": "1"})

    assert visit.patient.name not in client.get(page(token)).content.decode()


def test_an_ended_link_is_an_unknown_one(client, visit, token):
    answered(client, token)
    links.revoke(visit, by=visit.registered_by)

    assert without_id(client.get(page(token))) == without_id(client.get(page("A" * 22)))
    assert answered(client, token).status_code == 403


def test_a_link_that_ran_out_says_so_politely(client, visit, token):
    answered(client, token)
    SlipLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    response = client.get(page(token))

    html = response.content.decode()
    assert response.status_code == 410
    assert [text for text in texts_of(visit) if text in html] == []
    assert answered(client, token).status_code == 403


def test_opening_and_refusal_are_recorded_without_the_token(client, visit, token):
    answered(client, token, "0000")
    answered(client, token)

    events = AuditEvent.objects.filter(action__in=["slip.refused", "slip.opened"]).order_by("pk")

    assert [(event.action, event.by, event.patient_key) for event in events] == [
        ("slip.refused", None, visit.patient_id),
        ("slip.opened", None, visit.patient_id),
    ]
    assert all(token not in f"{event.target}{event.detail}" for event in events)


def test_the_gate_needs_no_earlier_cookie(client, token):
    """KaiOS without referrer, a first visit, checks switched on: the form still works."""
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)

    assert answered(strict, token, HTTP_ORIGIN="null").status_code == 302


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_are_refused(client, token, method):
    assert getattr(client, method)(page(token)).status_code == 405


@pytest.mark.parametrize("language", ["", "?lang=en"])
def test_before_the_gate_a_page_is_small(client, token, language):
    assert len(client.get(page(token) + language).content) <= 14_000
    assert len(answered(client, token + language, "0000").content) <= 14_000


def test_nothing_of_it_is_kept_indexed_or_told_on(client, visit, token):
    answered(client, token)
    for response in (client.get(page(token)), client.get(page("A" * 22)), answered(client, token, "0000")):
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "style-src 'sha256-" in policy
        assert "default-src 'none'" in policy
        assert "script-src 'none'" in policy


def test_the_job_loop_forgets_old_counts():
    GateCount.objects.create(address="203.0.113.9", hour=timezone.now() - timedelta(days=2), wrong=60)

    assert housekeeping.forget_old()["wrong answers at slips"] == 1
