"""Tired and hostile hands at the window, the referral and the consultation: what they do twice or cannot have meant."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centres import once
from opd import services
from opd.models import Consultation, Dispensing
from opd.services import Line
from tests.centres.factories import CentreFactory, HospitalFactory, UserFactory
from tests.centres.signing import Worker
from tests.opd.consultation.page import draft, fields, page, press
from tests.opd.factories import AllergyFactory, MedicineFactory, ReferralFactory
from tests.opd.prescriptions import prescribed
from tests.registration.factories import TEST_AADHAAR, PatientFactory, VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def visit(centre):
    return VisitFactory(centre=centre, token=41, patient=PatientFactory(registered_centre=centre))


def given(item, count: int, **more) -> dict:
    return {f"do-{item.pk}": "given", f"quantity-{item.pk}": str(count), f"seen-{item.pk}": "0", **more}


def test_a_double_click_at_the_window_gives_once(pharmacist, visit):
    item = prescribed(visit, 15)[0]
    key = once.new_key(pharmacist.user)

    answers = [pharmacist.post("opd:dispense", given(item, 15), key=key, code=visit.code) for _twice in range(2)]

    assert [answer.url for answer in answers] == [pharmacist.url("opd:dispense-list")] * 2
    assert Dispensing.objects.get().quantity == 15


def test_a_page_that_stood_open_says_what_another_centre_gave_meanwhile(pharmacist, visit):
    item = prescribed(visit, 15)[0]
    services.dispense(visit, [Line(item.pk, "given", 10)], centre=CentreFactory(), by=UserFactory())

    refused = pharmacist.post("opd:dispense", given(item, 15), code=visit.code)

    assert refused.status_code == 409
    assert "Meanwhile 10 of Paracetamol have been given. Look again." in refused.content.decode()
    assert sum(row.quantity for row in Dispensing.objects.all()) == 10


def test_a_number_of_twelve_digits_in_a_reason_at_the_window_is_masked(pharmacist, visit):
    item = prescribed(visit, 15)[0]
    [row] = services.dispense(visit, [Line(item.pk, "given", 15)], centre=visit.centre, by=pharmacist.user)

    pharmacist.post("opd:dispense-back", {"reason": f"card {TEST_AADHAAR} not his"}, code=row.code)

    row.refresh_from_db()
    assert row.taken_back_reason.startswith("card")
    assert TEST_AADHAAR not in row.taken_back_reason


def test_a_number_of_twelve_digits_in_why_another_is_given_is_masked(pharmacist, visit):
    item = prescribed(visit, 15)[0]

    pharmacist.post("opd:dispense", given(item, 15, **{f"reason-{item.pk}": f"card {TEST_AADHAAR}"}), code=visit.code)

    assert TEST_AADHAAR not in Dispensing.objects.get().reason


def test_a_referral_is_answered_once_and_the_second_note_is_refused_in_words(visit):
    hospital = HospitalFactory()
    referral = ReferralFactory(visit=visit, to_centre=hospital)
    surgeon, colleague = (Worker.at(hospital, "doctor") for _two in range(2))

    first = surgeon.post(
        "opd:referral-step", {"do": "back", "back_note": "operated, go on", "recall_on": "7d"}, code=visit.code
    )
    second = colleague.post(
        "opd:referral-step", {"do": "back", "back_note": "something else", "recall_on": "7d"}, code=visit.code
    )

    referral.refresh_from_db()
    assert first.status_code == 302
    assert (referral.status, referral.back_note) == ("back", "operated, go on")
    shown = colleague.client.get(second.url).content.decode() if second.status_code == 302 else second.content.decode()
    assert "something else" not in shown or second.status_code in {409, 422}


def test_a_child_without_weight_gets_no_dose_by_itself(doctor, visit):
    from opd import catalogue

    catalogue.load()
    press(doctor, visit, "enter", whole="r pcm 120 syp 3d; s")

    kept = draft(visit)
    assert kept["medicines"] == []
    assert kept["typing"]["whole"] == "r pcm 120 syp 3d; s"


def test_the_one_line_does_not_walk_past_an_allergy(doctor, visit):
    """It goes to the signature, and there the allergy wants its tick."""
    MedicineFactory()
    AllergyFactory(patient=visit.patient, substance="Paracetamol")

    answer = press(doctor, visit, "enter", whole="d fever; r Paracetamol 500 1-0-1 5d; s")
    asked = doctor.client.get(answer.url).content.decode()
    sent = {"version": Consultation.objects.get(visit=visit).version}
    refused = doctor.post("opd:consultation-sign", sent, code=visit.code)

    assert 'name="alert_0"' in asked
    assert refused.status_code == 422
    assert Consultation.objects.get(visit=visit).signed_at is None


def test_the_one_line_from_a_stale_window_loses_nothing(doctor, visit, centre):
    MedicineFactory()
    stale = fields(page(doctor, visit))
    press(doctor, visit, "enter", whole="c fever 3d")

    answer = doctor.client.post(
        doctor.url("opd:consultation", code=visit.code), {**stale, "do": "enter", "whole": "c cough 5d; s"}
    )

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert [row["en"] for row in draft(visit)["complaints"]] == ["fever"]
    assert "cough" in shown


def test_a_signed_slip_takes_no_more_lines(doctor, visit):
    stale = fields(page(doctor, visit))
    prescribed(visit, 15)

    answer = doctor.client.post(
        doctor.url("opd:consultation", code=visit.code), {**stale, "do": "enter", "whole": "r Paracetamol 500 1-0-1 5d"}
    )

    assert answer.status_code == 302
    assert visit.consultation.prescription.count() == 1


def test_of_more_referrals_than_are_shown_those_who_never_arrived_stay(visit, monkeypatch):
    """The newest were shown before, so whoever was forgotten longest fell off the list."""
    from opd.selectors import referrals

    monkeypatch.setattr(referrals, "MOST", 2)
    hospital, now = HospitalFactory(), timezone.now()
    forgotten = ReferralFactory(visit=visit, to_centre=hospital, referred_at=now - timedelta(days=90))
    for days in (1, 2, 3):
        other = VisitFactory(centre=visit.centre)
        ReferralFactory(visit=other, to_centre=hospital, status="back", referred_at=now - timedelta(days=days))

    assert referrals.sent(visit.centre)[0].row == forgotten
    assert [one.row for one in referrals.expected(hospital)] == [forgotten]


def test_the_hospitals_desk_keeps_the_newest_who_are_on_their_way(visit, monkeypatch):
    from opd.selectors import referrals

    monkeypatch.setattr(referrals, "MOST", 2)
    hospital, now = HospitalFactory(), timezone.now()
    coming = [
        ReferralFactory(
            visit=VisitFactory(centre=visit.centre), to_centre=hospital, referred_at=now - timedelta(days=days)
        )
        for days in (1, 2, 60)
    ]

    assert [one.row for one in referrals.expected(hospital)] == coming[:2]
