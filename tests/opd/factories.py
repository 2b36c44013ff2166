"""Consultations for tests. Everybody is invented."""

from datetime import time, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from hms.lib import ids
from opd import drafts
from opd.models import (
    Allergy,
    CareLevel,
    Complaint,
    Consultation,
    DeskComplaint,
    Diagnosis,
    EConsult,
    EConsultEntry,
    FollowUp,
    HouseNumber,
    Medicine,
    PoolMember,
    Problem,
    Referral,
    SpecialistPool,
    StockBatch,
    Vitals,
)
from tests.centres.factories import CentreFactory, HospitalFactory, UserFactory, staff
from tests.registration.factories import PatientFactory, VisitFactory


class MedicineFactory(DjangoModelFactory):
    class Meta:
        model = Medicine
        django_get_or_create = ["code"]

    code = "MED0001"
    name_en = "Paracetamol"
    name_hi = "पैरासिटामोल"
    presentation = "Tablet 500 mg"
    form = "tablet"
    strength = "500 mg"
    unit = "tablet"
    source = "test"


class DiagnosisFactory(DjangoModelFactory):
    class Meta:
        model = Diagnosis
        django_get_or_create = ["code"]

    code = "J06.9"
    name_en = "Acute upper respiratory infection"
    name_hi = "ऊपरी श्वसन संक्रमण"
    category = "Respiratory"
    source = "test"


class CareLevelFactory(DjangoModelFactory):
    """A cold is treated at the centre."""

    class Meta:
        model = CareLevel
        django_get_or_create = ["diagnosis"]

    diagnosis = factory.SubFactory(DiagnosisFactory)
    level = "centre"
    source = "test"


class HouseNumberFactory(DjangoModelFactory):
    class Meta:
        model = HouseNumber
        django_get_or_create = ["code"]

    code, name_en, name_hi = "bottle_ml", "Usual bottle of a liquid medicine", "पीने की दवा की आम शीशी"
    number, unit_en, unit_hi, source = 60, "ml", "मि.ली.", "test"


class VitalsFactory(DjangoModelFactory):
    class Meta:
        model = Vitals

    visit = factory.SubFactory(VisitFactory)
    systolic, diastolic, pulse = 120, 80, 72
    recorded_at = factory.LazyFunction(timezone.now)
    recorded_by = factory.SubFactory(UserFactory)


class ConsultationFactory(DjangoModelFactory):
    """An open draft of one complaint."""

    class Meta:
        model = Consultation

    visit = factory.SubFactory(VisitFactory)
    draft = factory.LazyFunction(lambda: a_draft())
    started_at = factory.LazyFunction(timezone.now)
    started_by = factory.SubFactory(UserFactory)
    saved_at = factory.LazyFunction(timezone.now)
    saved_by = factory.SelfAttribute("started_by")


class ReferralFactory(DjangoModelFactory):
    class Meta:
        model = Referral

    visit = factory.SubFactory(VisitFactory)
    to_centre = factory.SubFactory(HospitalFactory)
    department = "Surgery"
    reason = "पैर का घाव नहीं भर रहा"
    referred_at = factory.LazyFunction(timezone.now)
    referred_by = factory.SubFactory(UserFactory)


class AllergyFactory(DjangoModelFactory):
    class Meta:
        model = Allergy

    patient = factory.SubFactory(PatientFactory)
    substance = "Sulfa"
    noted_at = factory.LazyFunction(timezone.now)
    noted_by = factory.SubFactory(UserFactory)


class ProblemFactory(DjangoModelFactory):
    class Meta:
        model = Problem

    patient = factory.SubFactory(PatientFactory)
    diagnosis = factory.SubFactory(
        DiagnosisFactory,
        code="E11.9",
        name_en="Type 2 diabetes mellitus",
        name_hi="मधुमेह (शुगर)",
        is_chronic=True,
    )
    since_year = 2024
    noted_at = factory.LazyFunction(timezone.now)
    noted_by = factory.SubFactory(UserFactory)


class FollowUpFactory(DjangoModelFactory):
    """Due today, planned a week ago."""

    class Meta:
        model = FollowUp

    code = factory.LazyFunction(ids.random_code)
    visit = factory.SubFactory(VisitFactory)
    centre = factory.SelfAttribute("visit.centre")
    patient = factory.SelfAttribute("visit.patient")
    kind = FollowUp.Kind.REVIEW
    due_on = factory.LazyFunction(timezone.localdate)
    remind_on = factory.SelfAttribute("due_on")
    planned_at = factory.LazyFunction(timezone.now)
    planned_by = factory.SubFactory(UserFactory)


class StockBatchFactory(DjangoModelFactory):
    """A batch with its first row in the stock book."""

    class Meta:
        model = StockBatch

    centre = factory.SubFactory(CentreFactory)
    medicine = factory.SubFactory(MedicineFactory)
    batch = factory.Sequence(lambda n: f"PC{n + 1:04d}")
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=300))
    quantity = 100
    received_at = factory.LazyFunction(timezone.now)
    received_by = factory.SubFactory(UserFactory)


class PoolFactory(DjangoModelFactory):
    """Medicine at a hospital; answers day and night within an hour."""

    class Meta:
        model = SpecialistPool

    centre = factory.SubFactory(HospitalFactory)
    name_en, name_hi = "Medicine", "मेडिसिन"
    weekdays = factory.LazyFunction(lambda: list(range(7)))
    opens_at, closes_at = time(0), time(23, 59)
    answer_minutes = 60


def member(pool, user=None, role="doctor"):
    """Somebody who answers for the pool."""
    user = user or staff(role, pool.centre)
    PoolMember.objects.get_or_create(
        pool=pool, user=user, removed_at=None, defaults={"added_at": timezone.now(), "added_by": user}
    )
    return user


class EConsultFactory(DjangoModelFactory):
    """A question that waits."""

    class Meta:
        model = EConsult
        skip_postgeneration_save = True

    code = factory.LazyFunction(ids.random_code)
    visit = factory.SubFactory(VisitFactory)
    pool = factory.SubFactory(PoolFactory)
    question = "Itching rash for two weeks, no better with permethrin. What next?"
    status = "waiting"
    saved_at = factory.LazyFunction(timezone.now)
    saved_by = factory.SubFactory(UserFactory)
    asked_at = factory.SelfAttribute("saved_at")
    asked_by = factory.SelfAttribute("saved_by")
    due_at = factory.LazyAttribute(lambda row: row.saved_at + timedelta(hours=1))

    @factory.post_generation
    def entry(row, create, value, **kwargs):  # noqa: N805 (a hook of factory-boy)
        EConsultEntry.objects.create(
            e_consult=row, kind="question", text=row.question, written_at=row.saved_at, written_by=row.saved_by
        )


def desk_complaint() -> DeskComplaint:
    """A cold, which a health centre treats."""
    complaint, _ = Complaint.objects.get_or_create(
        code="CC024", defaults={"name_en": "cold", "name_hi": "सर्दी", "system": "ENT", "source": "test"}
    )
    row, _ = DeskComplaint.objects.get_or_create(
        complaint=complaint,
        defaults={"diagnosis": CareLevelFactory().diagnosis, "department_kind": "general", "source": "test"},
    )
    return row


FEVER = {"code": "CC001", "en": "fever", "hi": "बुखार", "for": "3 दिन"}
URI = {"code": "J06.9", "en": "Acute upper respiratory infection", "hi": "ऊपरी श्वसन संक्रमण", "certainty": "final"}
PARACETAMOL = {
    "code": "MED0001", "en": "Paracetamol", "hi": "पैरासिटामोल", "form": "tablet", "strength": "500 mg",
    "unit": "tablet", "dose": "1-1-1", "food": "PC", "days": 5, "quantity": "", "note": "",
}  # fmt: skip


def a_draft(**sections) -> dict:
    """A draft with a fever, and whatever else is given."""
    return drafts.tidy({"complaints": [FEVER], **sections})
