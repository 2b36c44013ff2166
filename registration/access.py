"""Which centre may open whose record today. The record is the patient's, not the centre's (design 3.3)."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.models import AuditEvent
from registration import aadhaar, search
from registration.errors import NoMatch, ReasonMissing
from registration.models import Patient, PatientAccess, Visit
from registration.selectors.records import keys_of, uhids_of

SHORTEST_REASON = 8  # letters
MOST_TRIES = 5
REFUSED = "denied.access"


def may_open(patient: Patient, centre) -> bool:
    """Whether the whole record, with what other centres wrote, is open to `centre` today (1 query)."""
    return PatientAccess.objects.for_centre(centre).filter(patient=patient, day=timezone.localdate()).exists()


def may_see_facts(patient: Patient, centre) -> bool:
    """Whether the counter may see name, address and phone: our own patients, and whoever is here today (1 query)."""
    return ours(Patient.objects.filter(pk=patient.pk), centre).filter(Q(is_ours=True) | Q(is_open=True)).exists()


def visits_open_to(centre):
    """Visits of this centre, and those of anybody whose record is open here today."""
    opened = PatientAccess.objects.for_centre(centre).filter(day=timezone.localdate())
    return Visit.objects.filter(Q(centre=centre) | Q(patient__in=opened.values("patient")))


def ours(patients, centre):
    """Annotate `patients`: is_ours (registered here or ever seen here) and is_open (opened here today).

    Whoever was registered here under a record that was merged into this one counts.
    """
    absorbed = Patient.everyone.filter(merged_into=OuterRef("pk"), registered_centre=centre)
    been_here = Visit.objects.for_centre(centre).filter(patient=OuterRef("pk"))
    opened = PatientAccess.objects.for_centre(centre).filter(patient=OuterRef("pk"), day=timezone.localdate())
    return patients.annotate(
        is_ours=Q(registered_centre=centre) | Exists(been_here) | Exists(absorbed),
        is_open=Exists(opened),
    )


def grant(patient: Patient, centre, basis: str, *, by, reason: str = "") -> None:
    """Open the record to `centre` for the rest of the day. Again on the same day changes nothing but the audit.

    Raises ReasonMissing when the glass is broken without saying why.
    """
    reason = reason.strip()
    if basis == PatientAccess.Basis.BREAK_GLASS and len(reason) < SHORTEST_REASON:
        raise ReasonMissing(_("Say in a few words why you must open this record."), field="reason")
    row = access_row(patient, centre, basis, by=by, at=timezone.now(), reason=reason)
    PatientAccess.objects.bulk_create([row], ignore_conflicts=True)
    audit.record("patient.access", by=by, centre=centre, target=patient, patient=patient, basis=str(basis))


def access_row(patient, centre, basis, *, by, at, reason="") -> PatientAccess:
    day = timezone.localdate(at)
    return PatientAccess(
        patient=patient, centre=centre, day=day, basis=basis, reason=reason[:200], granted_at=at, granted_by=by
    )


def grant_by_facts(patient: Patient, centre, *, number: str | None, year: int, by) -> None:
    """A number of the person's and the year of birth open the record for the day.

    `number` is a UHID, phone or Aadhaar as typed; None when it was given before. Raises NoMatch, which does not say
    which of the two was wrong; the caller records the refusal outside this transaction (refuse_access), and after
    MOST_TRIES of them on one day facts no longer open this record here.
    """
    tries = AuditEvent.objects.for_centre(centre).filter(
        patient_key__in=keys_of(patient.pk), action=REFUSED, at__date=timezone.localdate()
    )
    if tries.count() >= MOST_TRIES:
        raise NoMatch(_("Too many wrong answers today. The doctor or the centre in charge can open it with a reason."))
    if not (number is None or _is_theirs(patient, number)) or year != patient.birth_date.year:
        raise NoMatch(_("The number and the year of birth do not fit this record. Ask again."), field="year")
    grant(patient, centre, PatientAccess.Basis.LOOKUP, by=by)


def refuse_access(patient: Patient, centre, *, by) -> None:
    audit.record(REFUSED, by=by, centre=centre, target=patient, patient=patient)


def _is_theirs(patient: Patient, number: str) -> bool:
    query = search.read(number)
    if query.kind == search.Kind.AADHAAR:
        return aadhaar.identifiers_of(query.value).filter(patient=patient).exists()
    return query.value in {patient.phone, *uhids_of(patient)} - {""}
