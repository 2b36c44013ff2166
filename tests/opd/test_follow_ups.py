"""Who should come again: planned by a signature or a result, followed by calls, kept by the next visit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centres.models import AuditEvent
from opd import services
from opd.errors import FollowUpError
from opd.follow_ups import kind_of_review, referral_due, result_due
from opd.models import FollowUp, FollowUpContact
from opd.selectors import following
from opd.selectors.story import story
from registration.services import finish_visit
from tests.centres.factories import CentreFactory, HospitalFactory, UserFactory
from tests.labs.factories import load_catalogue, released
from tests.opd.factories import (
    URI,
    ConsultationFactory,
    DiagnosisFactory,
    FollowUpFactory,
    VitalsFactory,
    a_draft,
)
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = timezone.localdate()


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def visit(centre):
    return VisitFactory(centre=centre, patient__name="Sunita Devi", visit_on=in_days(-7))


@pytest.fixture
def by():
    return UserFactory(name_en="Anita Kujur")


def sign(visit, by, **sections):
    consultation = ConsultationFactory(visit=visit, draft=a_draft(diagnoses=[URI], **sections))
    return services.sign(visit, version=consultation.version, by=by)


# --- planning -----------------------------------------------------------------------------------------------------
def test_a_signed_day_goes_on_the_list(visit, by):
    DiagnosisFactory()
    sign(visit, by, follow_up="7d", follow_up_note="BP check")

    row = FollowUp.objects.get(visit=visit)
    assert (row.kind, row.due_on, row.note, row.centre) == ("review", in_days(7), "BP check", visit.centre)


def test_without_a_day_nobody_is_expected(visit, by):
    DiagnosisFactory()
    sign(visit, by)

    assert not FollowUp.objects.exists()


def test_a_referral_is_followed_too(visit, by):
    DiagnosisFactory()
    hospital = HospitalFactory()
    sign(visit, by, referral={"to": hospital.code, "reason": "wound", "urgency": "emergency", "department": ""})

    row = FollowUp.objects.get(kind="referral")
    assert (row.due_on, row.note) == (in_days(1), "wound")


@pytest.mark.parametrize(
    ("code", "is_chronic", "age", "is_pregnant", "kind"),
    [
        ("J06.9", False, 30, False, "review"),
        ("E11.9", True, 50, False, "chronic"),
        ("J06.9", False, 4, False, "child"),
        ("J06.9", False, 5, False, "review"),
        ("J06.9", False, 25, True, "antenatal"),
        ("Z34.9", False, 25, False, "antenatal"),
    ],
)
def test_the_kind_follows_from_diagnosis_age_and_pregnancy(code, is_chronic, age, is_pregnant, kind):
    diagnosis = DiagnosisFactory.build(code=code, is_chronic=is_chronic)
    line = type("Line", (), {"code": code, "diagnosis": diagnosis})

    assert kind_of_review([line], age, is_pregnant=is_pregnant) == kind


@pytest.mark.parametrize(("urgency", "days"), [("emergency", 1), ("soon", 7), ("routine", 15)])
def test_a_referral_is_due_by_its_urgency(urgency, days):
    assert referral_due(urgency, TODAY) == TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("flags", "days"), [({"HH", "N"}, 1), ({"LL"}, 1), ({"A"}, 3), ({"H", "L"}, None), ({"N"}, None)]
)
def test_only_pressing_results_call_somebody_back(flags, days):
    assert result_due(flags, TODAY) == (TODAY + timedelta(days=days) if days else None)


def test_a_critical_value_of_somebody_who_has_gone_goes_on_the_list_once(visit, by, django_capture_on_commit_callbacks):
    load_catalogue(visit.centre)
    finish_visit(visit, by=by)
    with django_capture_on_commit_callbacks(execute=True):
        released(visit, {"HB": "3.9"})

    row = FollowUp.objects.get(visit=visit)
    assert (row.kind, row.due_on) == ("result", in_days(1))
    services.plan_from_results(visit, list(visit.lab_orders.all()), by=by)
    assert FollowUp.objects.count() == 1


def test_somebody_who_still_waits_here_is_not_called(visit, django_capture_on_commit_callbacks):
    load_catalogue(visit.centre)
    with django_capture_on_commit_callbacks(execute=True):
        released(visit, {"HB": "3.9"})

    assert not FollowUp.objects.exists()


# --- who is due ---------------------------------------------------------------------------------------------------
def test_defaulters_stand_first_and_far_ones_not_at_all(visit):
    for days in (-20, -2, 0, 5, 30):
        FollowUpFactory(visit=VisitFactory(centre=visit.centre), due_on=in_days(days))

    assert [row.late_days for row in following.due(visit.centre)] == [20, 2, 0, -5]


def test_coming_to_any_centre_takes_a_person_off_the_list(visit):
    row = FollowUpFactory(visit=visit, due_on=in_days(3))
    assert len(following.due(visit.centre)) == 1

    VisitFactory(centre=CentreFactory(), patient=row.patient)

    assert following.due(visit.centre) == []
    assert following.due_counts(visit.centre) == {}


def test_a_visit_long_before_the_day_does_not_count(visit):
    row = FollowUpFactory(visit=visit, due_on=in_days(8))

    VisitFactory(centre=visit.centre, patient=row.patient)

    assert FollowUp.objects.still_due().filter(pk=row.pk).exists()


def test_another_department_on_the_same_day_does_not_count(visit):
    row = FollowUpFactory(visit=visit, due_on=in_days(-2))

    VisitFactory(centre=CentreFactory(), patient=row.patient, visit_on=visit.visit_on)

    assert FollowUp.objects.still_due().filter(pk=row.pk).exists()


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_costs_the_same_however_long(visit, count, django_assert_num_queries):
    for _number in range(count):
        FollowUpFactory(visit=VisitFactory(centre=visit.centre))

    with django_assert_num_queries(1):
        assert len(following.due(visit.centre)) == count


def test_the_next_visit_opens_with_what_was_planned(visit):
    FollowUpFactory(visit=visit, note="BP check", planned_at=visit.registered_at)
    again = VisitFactory(centre=CentreFactory(), patient=visit.patient)

    assert [plan.note for plan in story(visit.patient, before=again).planned] == ["BP check"]


# --- calls --------------------------------------------------------------------------------------------------------
def contact(row, by, outcome, **changes):
    facts = {"way": "call", "next_on": None, "note": "", **changes}
    return services.write_contact(row, outcome=outcome, by=by, **facts)


def test_a_promise_needs_its_day_and_moves_the_reminder(visit, by):
    row = FollowUpFactory(visit=visit)
    with pytest.raises(FollowUpError, match="Write the day"):
        contact(row, by, "will_come")

    contact(row, by, "will_come", next_on=in_days(4))

    row.refresh_from_db()
    assert (row.remind_on, row.outcome, row.closed_at) == (in_days(4), "will_come", None)


@pytest.mark.parametrize(("days", "sentence"), [(-1, "is past"), (367, "more than a year")])
def test_impossible_days_are_refused(visit, by, days, sentence):
    with pytest.raises(FollowUpError, match=sentence):
        contact(FollowUpFactory(visit=visit), by, "no_answer", next_on=in_days(days))


@pytest.mark.parametrize("outcome", ["advised", "elsewhere", "moved", "refused", "died"])
def test_some_answers_end_it_for_good(visit, by, outcome):
    row = FollowUpFactory(visit=visit)

    contact(row, by, outcome)

    assert following.due(visit.centre) == []
    with pytest.raises(FollowUpError, match="ended already"):
        contact(row, by, "no_answer")


def test_every_try_stays(visit, by):
    row = FollowUpFactory(visit=visit)
    contact(row, by, "no_answer")
    contact(row, by, "wrong_number", way="home", note="neighbour says tomorrow")

    assert list(row.contacts.values_list("outcome", flat=True)) == ["wrong_number", "no_answer"]
    assert AuditEvent.objects.filter(action="follow_up.contact").count() == 2


# --- pages --------------------------------------------------------------------------------------------------------
def test_a_nurse_calls_from_the_list(nurse, visit):
    row = FollowUpFactory(visit=visit, due_on=in_days(-3), note="BP check")
    shown = nurse.get("opd:follow-ups").content.decode()
    assert "Sunita Devi" in shown
    assert "3 days late" in shown

    page = nurse.get("opd:follow-up", code=row.code).content.decode()
    assert f'href="tel:+91{visit.patient.phone}"' in page

    nurse.post("opd:follow-up", {"way": "call", "outcome": "will_come", "next_on": "2d"}, code=row.code)
    assert FollowUpContact.objects.get().next_on == in_days(2)


def test_a_day_that_cannot_be_read_is_kept(nurse, visit):
    row = FollowUpFactory(visit=visit)

    refused = nurse.post("opd:follow-up", {"way": "call", "outcome": "will_come", "next_on": "someday"}, code=row.code)

    assert refused.status_code == 422
    assert 'value="someday"' in refused.content.decode()
    assert not FollowUpContact.objects.exists()


def test_the_list_by_kind(nurse, visit):
    FollowUpFactory(visit=visit, kind="chronic")
    VitalsFactory(visit=visit)

    shown = nurse.client.get(nurse.url("opd:follow-ups") + "?kind=child").content.decode()

    assert "Sunita Devi" not in shown
