"""The signature, what follows it, and who may look."""

import pytest

from centres.models import AuditEvent
from registration.models import PatientAccess, Visit
from tests.centres.signing import Worker
from tests.opd.consultation.page import page, press

pytestmark = pytest.mark.django_db


def test_the_doctor_reads_what_will_stand_on_the_slip_and_signs(me, visit):
    press(me, visit, "enter", complaint="fever 3d", diagnosis="J06.9", medicine="pcm 500 1-1-1 5d pc")
    review = press(me, visit, "review", follow_up="7d")
    assert review.url == me.url("opd:consultation-sign", code=visit.code)
    shown = me.client.get(review.url)
    assert "morning 1, noon 1, night 1 tablet — after food, for 5 days" in shown.content.decode()

    signed = me.post("opd:consultation-sign", {"version": shown.context["consultation"].version}, code=visit.code)

    assert signed.url == me.url("opd:consultation", code=visit.code)
    visit.refresh_from_db()
    assert visit.status == Visit.Status.DONE
    after = page(me, visit).content.decode()
    assert "signed by" in after
    assert "PARACETAMOL 500 mg · 15" in after


def test_the_same_signature_sent_twice_signs_once(me, visit):
    press(me, visit, "enter", complaint="fever 3d")
    shown = me.get("opd:consultation-sign", code=visit.code)
    key = shown.context["idem"]

    answers = [me.post("opd:consultation-sign", {"version": 1}, key=key, code=visit.code).url for _turn in range(2)]

    assert len(set(answers)) == 1
    assert AuditEvent.objects.filter(action="consultation.signed").count() == 1


def test_an_empty_consultation_is_refused_with_a_clear_sentence(me, visit):
    press(me, visit, "save", medicine="half")

    refused = me.post("opd:consultation-sign", {"version": 1}, code=visit.code)

    assert refused.status_code == 409
    assert "There is nothing to sign" in refused.content.decode()


def test_an_addendum_is_added_after_the_signature(me, visit):
    press(me, visit, "enter", complaint="fever 3d")
    me.post("opd:consultation-sign", {"version": 1}, code=visit.code)

    me.post("opd:addendum", {"text": "Platelets seen: fine."}, code=visit.code)

    assert "Platelets seen: fine." in page(me, visit).content.decode()


def test_a_record_that_is_not_open_today_stays_closed_until_a_reason_is_given(me, visit):
    PatientAccess.objects.all().delete()

    closed = page(me, visit)
    assert closed.status_code == 403
    assert visit.patient.name not in closed.content.decode()

    me.post("opd:record-open", {"reason": "unconscious, brought by police"}, code=visit.code)

    assert page(me, visit).status_code == 200
    assert PatientAccess.objects.get().basis == "break_glass"


@pytest.mark.parametrize("role", ["clerk", "nurse", "lab_technician", "pharmacist"])
def test_only_doctors_write(visit, centre, role):
    worker = Worker.at(centre, role)

    assert page(worker, visit).status_code == 403
