"""Signed prescriptions for tests of the pharmacy window."""

from decimal import Decimal

from django.utils import timezone

from opd import services
from opd.models import Consultation, Dispensing, PrescriptionItem
from opd.services import Line
from tests.centres.factories import UserFactory
from tests.opd.factories import MedicineFactory


def prescribed(visit, *quantities, medicine=None) -> list[PrescriptionItem]:
    """A signed consultation with one line for each quantity; None is left open. The first is paracetamol."""
    doctor, now = UserFactory(name_en="Dr Harsh Mishra", registration_number="BCMR 41"), timezone.now()
    facts = {f"{step}_{what}": value for step in ("started", "saved") for what, value in (("at", now), ("by", doctor))}
    consultation = Consultation.objects.create(visit=visit, **facts)
    rows = [_item(consultation, place, count, medicine) for place, count in enumerate(quantities or (15,))]
    consultation.signed_at, consultation.signed_by = now, doctor
    consultation.save()
    return rows


def _item(consultation, place, count, medicine) -> PrescriptionItem:
    medicine = medicine or MedicineFactory(code=f"MED{place + 1:04d}")
    return PrescriptionItem.objects.create(
        consultation=consultation,
        medicine=medicine,
        name_en=medicine.name_en,
        name_hi=medicine.name_hi,
        form=medicine.form,
        strength=medicine.strength,
        dose="1-1-1",
        days=5,
        quantity=None if count is None else Decimal(count),
        unit=medicine.unit,
        words_en="1 tablet morning, noon, night — 5 days",
        words_hi="सुबह 1, दोपहर 1, रात 1 गोली — 5 दिन",
        position=place,
    )


def given(visit, count: int = 5) -> Dispensing:
    """Part of a prescription handed out without stock."""
    item = prescribed(visit, 15)[0]
    return services.dispense(visit, [Line(item.pk, "given", count)], centre=visit.centre, by=UserFactory())[0]
