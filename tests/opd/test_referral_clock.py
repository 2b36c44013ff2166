"""A referral's clock: arrived by one scan or by phone, seen, back with a note, recalled; late ones and the numbers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centres.models import AuditEvent, Centre
from centres.permissions import Role
from hms.lib import ids
from opd import services
from opd.errors import FollowUpError, WrongStep
from opd.models import FollowUp, FollowUpContact, Referral
from opd.selectors import following, referral_report
from opd.selectors.referrals import sent
from opd.services.following import plan_from_signature
from opd.slip import links
from registration import access
from registration.models import Visit
from tests.centres.factories import CentreFactory, HospitalFactory, UserFactory
from tests.centres.signing import Worker
from tests.opd.factories import (
    URI,
    CareLevelFactory,
    ConsultationFactory,
    DiagnosisFactory,
    FollowUpFactory,
    ReferralFactory,
    a_draft,
)
from tests.opd.slips import printed
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def hospital():
    return HospitalFactory(name_en="Guru Gobind Singh Hospital")


@pytest.fixture
def desk(hospital):
    return Worker.at(hospital, Role.CLERK)


@pytest.fixture
def visit(centre):
    return VisitFactory(centre=centre, patient__name="Sunita Devi", patient__phone="9876543210")


@pytest.fixture
def referral(visit, hospital):
    row = ReferralFactory(visit=visit, to_centre=hospital, urgency="soon")
    plan = ConsultationFactory(visit=visit)
    plan_from_signature(visit, plan, [], [row], by=row.referred_by)
    return row


# --- the desk -----------------------------------------------------------------------------------------------------
def scanned(worker, text, **more):
    answer = worker.post("opd:referral-desk", {"q": text, **more})
    return worker.client.get(answer.url) if answer.status_code == 302 else answer


@pytest.mark.parametrize("typed", ["code", "number", "uhid", "phone"])
def test_one_scan_or_number_says_that_the_patient_has_arrived(desk, referral, typed):
    patient = referral.visit.patient
    texts = {
        "code": referral.visit.code, "number": referral.visit.number, "uhid": patient.uhid, "phone": patient.phone,
    }  # fmt: skip
    shown = scanned(desk, texts[typed]).content.decode()

    referral.refresh_from_db()
    assert (referral.status, referral.arrived_by, referral.arrived_way) == ("arrived", desk.user, "desk")
    assert "Sunita Devi" in shown
    assert "Surgery" in shown
    assert referral.reason not in shown


def test_the_qr_of_the_slip_opens_the_record_for_the_day_a_phone_number_does_not(desk, referral):
    scanned(desk, referral.visit.patient.phone)
    assert not access.may_open(referral.visit.patient, desk.centre)

    Referral.objects.update(status="sent", arrived_at=None, arrived_by=None)
    token = printed(referral.visit).token
    scanned(desk, links.address(token))

    referral.refresh_from_db()
    assert referral.status == "arrived"
    assert access.may_open(referral.visit.patient, desk.centre)


def test_who_has_arrived_is_no_longer_called_for_it(desk, referral):
    assert [one.row.kind for one in following.due(referral.visit.centre)] == ["referral"]

    scanned(desk, referral.visit.code)

    assert following.due(referral.visit.centre) == []
    assert FollowUp.objects.get().outcome == "arrived"


def test_a_second_scan_says_when_and_changes_nothing(desk, referral):
    scanned(desk, referral.visit.code)
    before = Referral.objects.get().arrived_at

    shown = scanned(desk, referral.visit.code).content.decode()

    assert Referral.objects.get().arrived_at == before
    assert "Arrived" in shown


def test_a_scanner_types_into_the_desk_and_not_into_the_counters_search(desk, referral):
    """static/scan.js sends every scan to the form with data-scan."""
    shown = desk.get("opd:referral-desk").content.decode()

    assert shown.count("data-scan>") == 1
    assert desk.url("registration:search") not in shown


def test_a_code_of_letters_only_is_no_name_here(desk, referral):
    body = "ABCDEF"
    codes = (f"{body}{last}{check}" for last in "GHJKMN" for check in "ABCDEFGHJKMNPQRSTUVWXYZ")
    code = next(code for code in codes if _is_code(code))
    Visit.objects.filter(pk=referral.visit.pk).update(code=code)

    scanned(desk, code)

    referral.refresh_from_db()
    assert referral.status == "arrived"


def _is_code(text):
    try:
        return bool(ids.parse_code(text))
    except ids.InvalidId:
        return False


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "A name is not enough here."),
        ("Sunita Devi", "A name is not enough here."),
        ("12345678901", "check"),
        ("9999999990", "No referral to this hospital was found for this."),
        ("' OR 1=1 --", "A name is not enough here."),
        ("https://x/s/AAAAAAAAAAAAAAAAAAAAAA", "No referral to this hospital was found for this."),
    ],
)
def test_what_fits_no_referral_says_what_to_do(desk, referral, typed, words):
    refused = desk.post("opd:referral-desk", {"q": typed})

    assert refused.status_code == 422
    assert words in refused.content.decode()
    referral.refresh_from_db()
    assert referral.status == "sent"


def test_another_hospitals_referral_is_an_unknown_slip(referral):
    there = Worker.at(HospitalFactory(), Role.CLERK)

    refused = there.post("opd:referral-desk", {"q": referral.visit.code})

    assert refused.status_code == 422
    assert "Sunita Devi" not in refused.content.decode()
    assert there.get("opd:referral-arrived", code=referral.visit.code).status_code == 404
    referral.refresh_from_db()
    assert referral.status == "sent"


def test_a_family_with_one_phone_is_asked_which_one(desk, referral, hospital):
    brother = VisitFactory(centre=referral.visit.centre, patient__name="Ravi Kumar", patient__phone="9876543210")
    other = ReferralFactory(visit=brother, to_centre=hospital)

    asked = desk.post("opd:referral-desk", {"q": "9876543210"})
    assert "Ravi Kumar" in asked.content.decode()

    scanned(desk, "9876543210", code=brother.code)
    other.refresh_from_db()
    referral.refresh_from_db()
    assert (other.status, referral.status) == ("arrived", "sent")


def test_the_desk_sees_who_comes_and_nothing_clinical(desk, referral):
    shown = desk.get("opd:referral-desk").content.decode()

    assert "Sunita Devi" in shown
    assert referral.reason not in shown
    assert AuditEvent.objects.filter(action="referral.listed", by=desk.user).exists()


@pytest.mark.parametrize("role", [Role.PHARMACIST, Role.LAB_TECHNICIAN])
def test_others_have_no_desk(hospital, role):
    assert Worker.at(hospital, role).get("opd:referral-desk").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_once_mark_one_arrival(in_threads, referral):
    first, second = UserFactory(), UserFactory()

    answers = in_threads(
        lambda: services.mark_arrived(referral, by=first), lambda: services.mark_arrived(referral, by=second)
    )

    assert sum(isinstance(answer, WrongStep) for answer in answers) == 1
    assert AuditEvent.objects.filter(action="referral.arrived").count() == 1


# --- by phone -----------------------------------------------------------------------------------------------------
def call(referral, by, outcome):
    row = FollowUp.objects.get(visit=referral.visit, kind="referral")
    return services.write_contact(row, way="call", outcome=outcome, next_on=None, note="", by=by)


def test_a_call_can_say_that_the_patient_has_arrived(referral):
    by = UserFactory()
    call(referral, by, "arrived")

    referral.refresh_from_db()
    assert (referral.status, referral.arrived_way, referral.arrived_by) == ("arrived", "phone", by)
    assert AuditEvent.objects.get(action="referral.arrived").centre_id == referral.visit.centre_id


def test_a_final_no_ends_it_and_coming_after_all_opens_it_again(referral, desk):
    call(referral, UserFactory(), "refused")
    referral.refresh_from_db()
    assert (referral.status, bool(referral.closed_at)) == ("not_gone", True)

    scanned(desk, referral.visit.code)

    referral.refresh_from_db()
    assert (referral.status, referral.closed_at) == ("arrived", None)


def test_no_answer_leaves_it_open(referral):
    call(referral, UserFactory(), "no_answer")

    referral.refresh_from_db()
    assert referral.status == "sent"


def test_only_somebody_who_was_sent_can_have_reached_a_hospital(visit, nurse):
    row = FollowUpFactory(visit=visit)
    with pytest.raises(WrongStep):
        services.write_contact(row, way="call", outcome="arrived", next_on=None, note="", by=nurse.user)

    assert not FollowUpContact.objects.exists()
    assert "Has reached the hospital" not in nurse.get("opd:follow-up", code=row.code).content.decode()


def test_the_call_about_a_referral_offers_it(referral, nurse):
    row = FollowUp.objects.get(kind="referral")

    assert "Has reached the hospital" in nurse.get("opd:follow-up", code=row.code).content.decode()


# --- back and recalled --------------------------------------------------------------------------------------------
def test_the_note_puts_the_patient_on_the_home_centres_list(referral):
    note = "Operated. Dressing every second day."
    services.send_back(referral, note, by=UserFactory(), recall_on=in_days(3))

    row = FollowUp.objects.get(kind="recall")
    assert (row.centre, row.due_on, row.note) == (referral.visit.centre, in_days(3), note)
    assert [one.row.kind for one in following.due(referral.visit.centre)] == ["recall"]


def test_a_visit_at_the_hospital_before_the_note_does_not_keep_the_recall(referral, hospital):
    before = timezone.now() - timedelta(hours=1)
    Visit.objects.filter(pk=referral.visit.pk).update(visit_on=in_days(-3))
    VisitFactory(patient=referral.visit.patient, centre=hospital, visit_on=in_days(0), registered_at=before)
    services.send_back(referral, "Operated.", by=UserFactory(), recall_on=in_days(2))

    assert FollowUp.objects.still_due().filter(kind="recall").exists()


def test_coming_home_keeps_it(referral):
    Visit.objects.filter(pk=referral.visit.pk).update(visit_on=in_days(-3))
    services.send_back(referral, "Operated.", by=UserFactory())
    later = timezone.now() + timedelta(minutes=1)
    VisitFactory(patient=referral.visit.patient, centre=referral.visit.centre, registered_at=later)

    assert not FollowUp.objects.still_due().filter(kind="recall").exists()


@pytest.mark.parametrize("days", [-1, 400])
def test_an_impossible_day_writes_nothing(referral, days):
    with pytest.raises(FollowUpError):
        services.send_back(referral, "Operated.", by=UserFactory(), recall_on=in_days(days))

    referral.refresh_from_db()
    assert (referral.status, referral.back_note) == ("sent", "")


def test_the_form_refuses_it_and_keeps_the_note(referral, hospital):
    there = Worker.at(hospital, Role.DOCTOR)

    refused = there.post(
        "opd:referral-step", {"do": "back", "back_note": "Operated well.", "recall_on": "2y"}, code=referral.visit.code
    )

    assert refused.status_code in {409, 422}
    assert "Operated well." in refused.content.decode()
    referral.refresh_from_db()
    assert referral.status == "sent"


def test_ownership_never_moves(referral, desk):
    home, registered = referral.visit.centre, referral.visit.patient.registered_centre
    scanned(desk, referral.visit.code)
    services.send_back(referral, "Operated.", by=UserFactory())

    visit = Visit.objects.select_related("patient").get(pk=referral.visit.pk)
    assert (visit.centre, visit.patient.registered_centre) == (home, registered)


# --- ageing -------------------------------------------------------------------------------------------------------
def test_the_longest_overdue_stand_first_and_the_ended_last(centre, hospital):
    now = timezone.now()
    ages = [
        ("ended", 30, "back"),
        ("fresh", 1, "sent"),
        ("late", 20, "sent"),
        ("later", 40, "sent"),
        ("seen", 9, "seen"),
    ]
    for reason, days, status in ages:
        closed = {"closed_at": now, "closed_by": UserFactory()} if status == "back" else {}
        ReferralFactory(
            visit=VisitFactory(centre=centre), to_centre=hospital, reason=reason, status=status,
            referred_at=now - timedelta(days=days), **closed,
        )  # fmt: skip

    rows = sent(centre)

    assert [one.row.reason for one in rows] == ["later", "late", "seen", "fresh", "ended"]
    assert [one.is_late for one in rows] == [True, True, False, False, False]
    assert rows[0].days == 40


def test_the_home_centre_sees_the_age_and_calls_from_there(referral, nurse):
    Referral.objects.update(referred_at=timezone.now() - timedelta(days=12))

    shown = nurse.get("opd:referrals").content.decode()

    assert "not arrived, day is past" in shown
    assert "12 days" in shown
    assert nurse.url("opd:follow-up", code=FollowUp.objects.get().code) in shown


# --- the numbers --------------------------------------------------------------------------------------------------
@pytest.fixture
def college():
    return HospitalFactory(kind=Centre.Kind.MEDICAL_COLLEGE, tier="tertiary")


def signed_referral(centre, by, to, up_reason, *, diagnoses=(URI,)):
    wanted = {"to": to.code, "reason": "x", "urgency": "routine", "department": ""} if to else {}
    visit = VisitFactory(centre=centre)
    consultation = ConsultationFactory(visit=visit, draft=a_draft(diagnoses=list(diagnoses), referral=wanted))
    services.sign(visit, version=consultation.version, by=by, up_reason=up_reason)


@pytest.fixture
def numbers(centre, hospital, college, doctor):
    DiagnosisFactory()
    CareLevelFactory()
    for to, reason in [(college, "patient_wish"), (college, "no_better"), (college, "test_missing"), (hospital, "")]:
        signed_referral(centre, doctor.user, to, reason)
    signed_referral(centre, doctor.user, None, "")
    signed_referral(centre, doctor.user, college, "", diagnoses=())
    far = CentreFactory(name_en="UPHC Far Away")
    signed_referral(far, UserFactory(name_en="Dr Far"), college, "patient_wish")


def test_counts_stand_with_what_they_are_a_part_of(centre, numbers):
    (line,) = referral_report.by_centre(30, centre)

    assert (line.name, line.signed) == ("UPHC Yarpur", 6)
    assert {key: line.counts[key] for key in ("sent", "up", "treatable", "wish", "gap", "avoidable")} == {
        "sent": 5, "up": 4, "treatable": 3, "wish": 1, "gap": 1, "avoidable": 2,
    }  # fmt: skip
    assert line.avoidable_percent == 50
    assert referral_report.uncoded(30, centre) == 1
    assert [(one.name, one.counts["sent"]) for one in referral_report.by_condition(30, centre)] == [
        ("Acute upper respiratory infection (J06.9)", 3)
    ]


def test_the_person_in_charge_sees_the_own_doctors_and_no_other_centre(in_charge, doctor, numbers):
    shown = in_charge.get("opd:referral-report").content.decode()

    assert doctor.user.name_en in shown
    assert "UPHC Far Away" not in shown
    assert "Dr Far" not in shown


def test_the_office_sees_every_centre_and_doctor_and_no_patients_name(district_officer, doctor, numbers):
    shown = district_officer.get("opd:referral-report").content.decode()

    assert "UPHC Yarpur" in shown
    assert "UPHC Far Away" in shown
    assert f"{doctor.user.name_en} · UPHC Yarpur" in shown
    assert not any(name in shown for name in Visit.objects.values_list("patient__name", flat=True))


def test_a_doctor_has_no_report_and_an_odd_period_is_a_month(doctor, in_charge, numbers):
    assert doctor.get("opd:referral-report").status_code == 403
    shown = in_charge.get("opd:referral-report", {"days": "-5;drop"}).content.decode()
    assert 'href="?days=30" aria-current="page"' in shown


def test_an_empty_month_divides_by_nothing(in_charge):
    assert "No consultation was signed in this time." in in_charge.get("opd:referral-report").content.decode()
