"""Days of a centre for tests of figures: visits of chosen kinds on chosen days. Everybody is invented."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from hms.lib.dates import INDIA
from opd.models import Consultation, ConsultationDiagnosis, Diagnosis, Referral
from registration.models import Visit
from tests.centres.factories import HospitalFactory, UserFactory
from tests.opd.factories import DiagnosisFactory
from tests.registration.factories import VisitFactory


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), INDIA)


def came(centre, day: date, *, hour=9, sex="F", years=30, cancelled=False, **visit) -> Visit:
    """Somebody of that age and sex, registered on `day`."""
    at = moment(day, hour)
    if cancelled:
        by = UserFactory()
        visit |= {"status": Visit.Status.CANCELLED, "cancelled_at": at, "cancelled_by": by}
    born = day.replace(year=day.year - years)
    return VisitFactory(centre=centre, registered_at=at, patient__sex=sex, patient__birth_date=born, **visit)


def diagnosed(visit: Visit, *codes: str, complaints=(), **diagnosis) -> Visit:
    """Signed by whoever registered, with these diagnoses; made in the catalogue where missing."""
    at, by = visit.registered_at + timedelta(minutes=20), visit.registered_by
    consultation = Consultation.objects.create(
        visit=visit, started_at=at, started_by=by, saved_at=at, saved_by=by, complaints=list(complaints)
    )
    for place, code in enumerate(codes):
        row = Diagnosis.objects.filter(code=code).first() or DiagnosisFactory(code=code, **diagnosis)
        ConsultationDiagnosis.objects.create(
            consultation=consultation, diagnosis=row, code=code, name_en=row.name_en, name_hi=row.name_hi,
            position=place,
        )  # fmt: skip
    consultation.signed_at, consultation.signed_by = at, by
    consultation.save()
    return visit


def sent(visit: Visit, *, hour: int | None = None, **referral) -> Referral:
    at = moment(visit.visit_on, hour) if hour is not None else visit.registered_at
    return Referral.objects.create(
        visit=visit, to_centre=HospitalFactory(), reason="x", referred_at=at, referred_by=visit.registered_by,
        **referral,
    )  # fmt: skip


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)
