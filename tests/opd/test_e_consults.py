"""Online help: asked, seen by the right people, answered, asked back, late, taken over."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from centres.models import AuditEvent
from hms.lib.dates import INDIA
from opd import drafts, services
from opd.e_consults import Hours, due_at
from opd.errors import EConsultError, StaleReply
from opd.models import Addendum, Consultation, EConsult, FollowUp, PrescriptionItem
from opd.selectors import e_consults
from registration.models import PatientAccess
from tests.centres.factories import UserFactory
from tests.opd.factories import (
    PARACETAMOL,
    ConsultationFactory,
    EConsultFactory,
    MedicineFactory,
    PoolFactory,
    a_draft,
    member,
)
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
QUESTION = "Rash for two weeks, permethrin twice, no better. What next?"


@pytest.fixture
def visit(centre):
    return VisitFactory(centre=centre)


@pytest.fixture
def pool():
    return PoolFactory(name_en="Skin", name_hi="चर्म रोग")


@pytest.fixture
def specialist(pool):
    return member(pool)


@pytest.fixture
def asked(visit, pool, specialist, doctor):
    return services.send_question(visit, by=doctor.user, pool=pool, question=QUESTION)


def answered(row, specialist, *, advice="Wash with plain water", medicines=(), at_once=False) -> EConsult:
    draft = drafts.tidy({"advice": advice, "medicines": list(medicines)})
    row = services.save_reply(row, draft, version=row.reply_version, by=specialist)
    return services.answer(row, version=row.reply_version, by=specialist, is_send_at_once=at_once)


# --- when it is due ----------------------------------------------------------------------------------------------
WEEK = Hours((0, 1, 2, 3, 4, 5), time(9), time(17))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """November 2026: the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=INDIA)


@pytest.mark.parametrize(
    ("asked_at", "minutes", "due"),
    [
        (at(23, 10), 60, at(23, 11)),
        (at(23, 16, 30), 60, at(24, 9, 30)),
        (at(23, 20), 60, at(24, 10)),
        (at(23, 6), 60, at(23, 10)),
        (at(28, 16, 50), 60, at(30, 9, 50)),  # Saturday to Monday
        (at(23, 9), 16 * 60, at(24, 17)),
    ],
)
def test_the_clock_runs_in_open_hours_only(asked_at, minutes, due):
    assert due_at(asked_at, WEEK, minutes) == due


def test_a_pool_without_days_answers_by_the_plain_clock():
    assert due_at(at(23, 10), Hours((), time(9), time(17)), 30) == at(23, 10, 30)


# --- asking ------------------------------------------------------------------------------------------------------
def test_a_question_is_kept_while_it_is_typed_and_sent_once(visit, pool, specialist, doctor):
    first = services.save_question(visit, by=doctor.user, question="Ra")
    services.save_question(visit, by=doctor.user, pool=pool, question="Rash")
    row = services.send_question(visit, by=doctor.user, pool=pool, question=QUESTION, is_red_flag=True)

    assert EConsult.objects.get() == first == row
    assert (row.status, row.question, row.is_red_flag) == ("waiting", QUESTION, True)
    assert list(row.entries.values_list("kind", "text")) == [("question", QUESTION)]
    assert visit.__class__.objects.get(pk=visit.pk).slip_version == 2


@pytest.mark.parametrize(("question", "field"), [("", "question"), ("rash", "question"), (QUESTION, "whom")])
def test_what_cannot_be_sent_says_why(visit, pool, doctor, question, field):
    """The third: the pool has no members."""
    with pytest.raises(EConsultError) as refused:
        services.send_question(visit, by=doctor.user, pool=pool, question=question)

    assert refused.value.field == field


def test_the_same_pool_is_not_asked_twice_about_one_visit(asked, visit, pool):
    with pytest.raises(EConsultError, match="being asked about this visit already"):
        services.send_question(visit, by=UserFactory(), pool=pool, question=QUESTION)


def test_a_doctor_alone_in_the_pool_cannot_ask_themselves(visit, pool, doctor):
    member(pool, doctor.user)

    with pytest.raises(EConsultError, match="Nobody answers there"):
        services.send_question(visit, by=doctor.user, pool=pool, question=QUESTION)


def test_the_same_specialist_is_proposed_at_the_next_visit(asked, specialist, centre, visit):
    answered(asked, specialist)
    later = VisitFactory(centre=centre, patient=visit.patient, registered_at=timezone.now() + timedelta(days=7))

    assert e_consults.same_specialist(later.patient).answered_by == specialist
    asked.pool.members.update(removed_at=timezone.now(), removed_by=specialist)
    assert e_consults.same_specialist(later.patient) is None


# --- who sees it -------------------------------------------------------------------------------------------------
def test_members_see_warning_signs_first_then_what_is_due_first(pool, specialist):
    now = timezone.now()
    slow = EConsultFactory(pool=pool, due_at=now + timedelta(hours=2))
    late = EConsultFactory(pool=pool, due_at=now - timedelta(hours=2))
    red = EConsultFactory(pool=pool, due_at=now + timedelta(hours=3), is_red_flag=True)
    EConsultFactory(pool=PoolFactory())

    rows = e_consults.worklist(specialist, pool.centre)

    assert [one.row for one in rows] == [red, late, slow]
    assert [one.is_late for one in rows] == [False, True, False]
    assert e_consults.worklist(UserFactory(), pool.centre) == []


def test_a_question_to_one_person_is_not_the_colleagues_until_it_is_late(visit, pool, specialist, doctor):
    colleague = member(pool)
    services.send_question(visit, by=doctor.user, pool=pool, asked_to=specialist, question=QUESTION)

    assert len(e_consults.worklist(specialist, pool.centre)) == 1
    assert e_consults.worklist(colleague, pool.centre) == []

    with time_machine.travel(timezone.now() + timedelta(minutes=70), tick=False):
        assert services.escalate_unanswered() == 1
        assert len(e_consults.worklist(colleague, pool.centre)) == 1
        assert services.escalate_unanswered() == 0  # the pool has its own hour
    with time_machine.travel(timezone.now() + timedelta(minutes=140), tick=False):
        assert services.escalate_unanswered() == 1
        assert services.escalate_unanswered() == 0
        assert [one.row for one in e_consults.late(pool.centre)] == list(EConsult.objects.all())
        assert [one.row for one in e_consults.late()] == list(EConsult.objects.all())
    moved = AuditEvent.objects.filter(action="e_consult.late").order_by("pk")
    assert list(moved.values_list("detail__to", flat=True)) == ["pool", "in_charge"]


def test_two_loops_at_once_move_a_question_once(asked):
    EConsult.objects.update(due_at=timezone.now() - timedelta(minutes=1))

    assert (services.escalate_unanswered(), services.escalate_unanswered()) == (1, 0)


# --- answering ---------------------------------------------------------------------------------------------------
def test_opening_grants_the_hospital_today_and_stands_in_the_audit(asked, specialist, visit):
    services.open_record(asked, by=specialist)

    row = PatientAccess.objects.get(patient=visit.patient, centre=asked.pool.centre)
    assert (row.basis, row.day) == ("e_consult", timezone.localdate())
    assert AuditEvent.objects.filter(action="e_consult.opened", patient_key=visit.patient_id).count() == 1


def test_an_answer_needs_something_in_it(asked, specialist):
    with pytest.raises(EConsultError) as refused:
        answered(asked, specialist, advice="")

    assert refused.value.field == "advice"
    assert answered(asked, specialist, advice="", at_once=True).status == "answered"


def test_a_medicine_that_cannot_stand_is_not_sent(asked, specialist):
    with pytest.raises(EConsultError) as refused:
        answered(asked, specialist, medicines=[{**PARACETAMOL, "dose": "50-0-50"}])

    assert refused.value.field == "medicine"


def test_asking_back_and_the_reply_begin_the_clock_anew(asked, specialist, doctor):
    draft = drafts.tidy({"advice": "Since when? Contacts itch too?", "medicines": [PARACETAMOL]})
    row = services.save_reply(asked, draft, version=0, by=specialist)
    row = services.ask_back(row, version=row.reply_version, by=specialist)
    assert (row.status, row.reply["medicines"][0]["code"]) == ("asked_back", "MED0001")

    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=False):
        row = services.reply(row, "Two weeks, the brother too.", by=doctor.user)
        assert row.due_at == timezone.now() + timedelta(hours=1)

    assert list(row.entries.values_list("kind", flat=True)) == ["question", "asked_back", "reply"]
    assert services.answering.reply_of(row)["medicines"][0]["code"] == "MED0001"


def test_two_colleagues_in_one_answer_lose_nothing(asked, specialist):
    first = services.save_reply(asked, drafts.tidy({"advice": "Wash"}), version=0, by=specialist)

    with pytest.raises(StaleReply) as refused:
        services.save_reply(asked, drafts.tidy({"advice": "Boil"}), version=0, by=member(asked.pool))

    assert refused.value.saved.reply["advice"] == "Wash" == first.reply["advice"]


@pytest.mark.parametrize("status", ["asked_back", "answered", "accepted", "declined", "withdrawn"])
def test_what_does_not_wait_cannot_be_answered(status):
    row = EConsultFactory(status=status)

    with pytest.raises(EConsultError, match="does not wait any more"):
        services.save_reply(row, drafts.tidy({"advice": "Wash"}), version=0, by=UserFactory())


def test_an_answer_after_the_patient_has_gone_is_a_call_for_today(asked, specialist, visit):
    visit.__class__.objects.update(status="done")
    answered(asked, specialist)

    row = FollowUp.objects.get(kind="online")
    assert (row.centre, row.due_on, row.note) == (visit.centre, timezone.localdate(), "Wash with plain water")


# --- taking over -------------------------------------------------------------------------------------------------
def test_all_of_it_goes_into_the_draft_with_its_source(asked, specialist, visit, doctor):
    MedicineFactory()
    ConsultationFactory(visit=visit, draft=a_draft(advice="Rest"))
    row = answered(asked, specialist, medicines=[PARACETAMOL])

    services.accept(row, with_advice=True, lines={0}, by=doctor.user)

    draft = Consultation.objects.get(visit=visit).draft
    assert [line["code"] for line in draft["medicines"]] == ["MED0001"]
    assert draft["advice"].startswith("Rest\nWash with plain water — ")
    assert draft["advice"].endswith(f"{specialist.name_hi}, चर्म रोग, {asked.pool.centre.name_hi}")
    assert EConsult.objects.get().status == "accepted"


def test_a_line_left_out_is_left_out(asked, specialist, visit, doctor):
    row = answered(asked, specialist, medicines=[PARACETAMOL, {**PARACETAMOL, "strength": "650 mg"}])

    services.accept(row, with_advice=False, lines={1}, by=doctor.user)

    draft = Consultation.objects.get(visit=visit).draft
    assert ([line["strength"] for line in draft["medicines"]], draft["advice"]) == (["650 mg"], "")


def test_nothing_chosen_is_no_decision(asked, specialist, doctor):
    row = answered(asked, specialist)

    with pytest.raises(EConsultError, match="Choose at least one line"):
        services.accept(row, with_advice=False, lines=set(), by=doctor.user)


def signed(visit, by) -> Consultation:
    consultation = ConsultationFactory(visit=visit)
    return services.sign(visit, version=consultation.version, by=by)


def test_after_the_signature_it_becomes_an_addendum_whose_medicine_can_be_handed_out(asked, specialist, visit, doctor):
    MedicineFactory()
    signed(visit, doctor.user)
    row = answered(asked, specialist, medicines=[PARACETAMOL])

    services.accept(row, with_advice=True, lines={0}, by=doctor.user)

    addendum = Addendum.objects.get()
    assert "Wash with plain water" in addendum.text
    assert "PARACETAMOL 500 mg 1-1-1" in addendum.text
    item = PrescriptionItem.objects.get()
    assert (item.addendum, item.name_en, item.quantity) == (addendum, "Paracetamol", 15)


def test_send_at_once_writes_the_emergency_referral(asked, specialist, visit, doctor):
    signed(visit, doctor.user)
    row = answered(asked, specialist, advice="", at_once=True)

    services.accept(row, with_advice=False, lines=set(), by=doctor.user)

    referral = visit.referrals.get()
    assert (referral.to_centre, referral.urgency, referral.department) == (asked.pool.centre, "emergency", "Skin")
    assert FollowUp.objects.filter(kind="referral").count() == 1


def test_send_at_once_stands_in_an_open_draft_too(asked, specialist, visit, doctor):
    row = answered(asked, specialist, advice="", at_once=True)
    services.accept(row, with_advice=False, lines=set(), by=doctor.user)

    assert Consultation.objects.get().draft["referral"]["to"] == asked.pool.centre.code


@pytest.mark.parametrize("reason", ["", "  no "])
def test_not_taking_over_wants_a_reason(asked, specialist, doctor, reason):
    row = answered(asked, specialist)

    with pytest.raises(EConsultError) as refused:
        services.decline(row, reason, by=doctor.user)
    assert refused.value.field == "reason"

    services.decline(row, "Allergic to it", by=doctor.user)
    assert EConsult.objects.get().decline_reason == "Allergic to it"


def test_a_decision_is_made_once(asked, specialist, doctor):
    row = answered(asked, specialist)
    services.accept(row, with_advice=True, lines=set(), by=doctor.user)

    with pytest.raises(EConsultError, match="no answer to take over"):
        services.decline(row, "Changed my mind", by=doctor.user)


def test_taking_back_ends_it_unless_it_is_answered(asked, specialist, doctor):
    assert services.withdraw(asked, by=doctor.user).status == "withdrawn"
    other = EConsultFactory(status="answered")

    with pytest.raises(EConsultError, match="answered already"):
        services.withdraw(other, by=doctor.user)


@pytest.mark.django_db(transaction=True)
def test_two_specialists_answer_at_once_and_one_counts(asked, specialist, in_threads):
    row = services.save_reply(asked, drafts.tidy({"advice": "Wash"}), version=0, by=specialist)
    other = member(asked.pool)

    answers = in_threads(*(lambda who=who: services.answer(row, version=1, by=who) for who in (specialist, other)))

    assert sorted(type(one).__name__ for one in answers) == ["EConsult", "EConsultError"]
    assert row.entries.filter(kind="answer").count() == 1
