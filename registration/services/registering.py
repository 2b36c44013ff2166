"""A new person with their first visit: one transaction, a handful of statements."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.models import Department
from hms.lib import crypto, ids
from registration import consent
from registration.access import access_row
from registration.errors import AadhaarTaken, AbhaTaken, ConsentMissing, LikelyDuplicates
from registration.models import Consent, Identifier, Patient, PatientAccess, Visit
from registration.search import keys_of
from registration.selectors.likely import likely_people
from registration.services import aadhaar
from registration.services.aadhaar import keeps_index
from registration.services.numbers import take_numbers
from registration.services.rows import insert_together
from registration.services.visiting import check_department, new_visit, visit_codes
from registration.signals import tell

UHID_CANDIDATES = 4
FACTS = """
    name name_other sex birth_date birth_is_estimated guardian_name guardian_relation phone phone_owner
    phone_owner_name house street ward pincode post_office district state aadhaar_absent aadhaar_seen is_demo
"""


@dataclass(frozen=True)
class NewPatient:
    """What the counter learned about a new person. Of `aadhaar` is kept what the mode says (ADR 0012)."""

    name: str
    sex: str
    birth_date: date
    department: Department
    birth_is_estimated: bool = False
    name_other: str = ""
    guardian_name: str = ""
    guardian_relation: str = ""
    phone: str = ""
    phone_owner: str = Patient.PhoneOwner.SELF
    phone_owner_name: str = ""
    house: str = ""
    street: str = ""
    ward: str = ""
    pincode: str = ""
    post_office: str = ""
    district: str = "Patna"
    state: str = "Bihar"
    aadhaar: str = ""
    aadhaar_last4: str = ""  # of a scanned card that does not carry the number
    abha_number: str = ""
    abha_address: str = ""
    card: str = ""  # what was scanned, and the key that verified it: for the audit
    signed_by: str = ""
    aadhaar_absent: str = ""
    aadhaar_seen: bool = False
    # None: the notice was not read, which is right only for somebody who cannot speak now.
    consent_mode: str | None = Consent.Mode.SPOKEN
    consent_language: str = "hi"
    priority: str = ""
    seconds_at_counter: int | None = None
    counter_entry: str = ""
    workstation_id: int | None = None
    source: str = Visit.Source.COUNTER
    at: datetime | None = None  # when it really was, for pads entered later
    is_demo: bool = False
    # Likely people whom the clerk was shown and says are others; None: nobody is asked, as in imports.
    not_same_as: frozenset[int] | None = None

    @property
    def name_keys(self) -> list[str]:
        return keys_of(self.name, self.name_other)


def register(data: NewPatient, *, centre, by, is_checked: bool = False) -> Visit:
    """Patient, identifier, consent, visit with token, access and audit together (4 queries).

    The checks come before the transaction, so a refusal spoils nobody's; what they cannot see, the database refuses.

    Raises NoSuchDepartment, ConsentMissing, AadhaarTaken (one person, one record), LikelyDuplicates (somebody
    very much alike, not answered yet). `is_checked`: check_new has passed already.
    """
    if not is_checked:
        check_new(data, centre)
    with transaction.atomic(savepoint=False):
        visit = _insert(data, centre, by)
        _record(visit, data, by)
        tell(visit, "opened")
    return visit


def check_new(data: NewPatient, centre) -> None:
    """What can be known before anything is written (0-1 query). Raises as `register` does."""
    check_department(data.department, centre)
    _check_consent(data)
    digests = crypto.aadhaar_index().digests(data.aadhaar) if data.aadhaar and keeps_index() else []
    if digests or data.not_same_as is not None:
        _refuse_second_record(data, digests)


def _check_consent(data: NewPatient) -> None:
    cannot_speak = data.aadhaar_absent == Patient.AadhaarAbsent.UNCONSCIOUS
    if data.consent_mode is None and not cannot_speak:
        raise ConsentMissing(_("Read the notice out and tick that the person agrees."), field="consent")


def _refuse_second_record(data: NewPatient, digests: list[bytes]) -> None:
    likely = likely_people(data, aadhaar_digests=digests)
    if same := next((found for found in likely if found.has_same_aadhaar), None):
        raise aadhaar_taken(same.patient.pk)
    unanswered = [
        found for found in likely if found.is_very_likely and found.patient.pk not in (data.not_same_as or ())
    ]
    if unanswered and data.not_same_as is not None:
        raise LikelyDuplicates(
            _("This person may be registered already. Compare, then choose one of them or say it is somebody else."),
            likely=unanswered,
        )


def aadhaar_taken(patient_key: int) -> AadhaarTaken:
    return AadhaarTaken(
        _("This Aadhaar number already has a record. Open that record instead of making a second one."),
        patient_key=patient_key,
    )


def _insert(data: NewPatient, centre, by) -> Visit:
    now = timezone.now()
    at = data.at or now
    patient = _patient(data, centre, by, at)
    visit = new_visit(
        patient,
        data.department,
        take_numbers(centre, data.department, timezone.localdate(at)),
        by=by,
        at=at,
        kind=Visit.Kind.NEW,
        said_priority=data.priority,
        seconds_at_counter=data.seconds_at_counter,
        counter_entry=data.counter_entry,
        workstation_id=data.workstation_id,
        source=data.source,
    )
    rows = [visit, access_row(patient, centre, PatientAccess.Basis.VISIT, by=by, at=at)]
    if data.aadhaar and (identifier := aadhaar.identifier(patient, data.aadhaar, by=by)):
        rows.append(identifier)
    abha = {Identifier.Kind.ABHA_NUMBER: data.abha_number, Identifier.Kind.ABHA_ADDRESS: data.abha_address}
    rows += [Identifier(patient=patient, kind=kind, value=value, added_by=by) for kind, value in abha.items() if value]
    if data.consent_mode:
        rows.append(consent.row(patient, data.consent_language, data.consent_mode, centre=centre, by=by, at=at))
    uhids = [ids.new_uhid() for _try in range(UHID_CANDIDATES)]
    try:
        insert_together(patient, *rows, link="patient", free={"uhid": uhids, "code": visit_codes()})
    except IntegrityError as error:
        if "one_person_one_record" in str(error):  # two counters at once: the view looks up whose it is
            raise aadhaar_taken(0) from error
        if "one_person_per_number" in str(error):
            raise AbhaTaken(_("This ABHA already has a record. Scan the card again: it opens that record.")) from error
        raise
    return visit


def _patient(data: NewPatient, centre, by, at: datetime) -> Patient:
    return Patient(
        **{fact: getattr(data, fact) for fact in FACTS.split()},
        name_keys=data.name_keys,
        aadhaar_last4=data.aadhaar[-4:] or data.aadhaar_last4,
        registered_at=at,
        registered_by=by,
        registered_centre=centre,
    )


def _record(visit: Visit, data: NewPatient, by) -> None:
    dismissed = sorted(data.not_same_as or ())
    kept = settings.HMS_AADHAAR if data.aadhaar else data.aadhaar_absent or "last4"
    card = {"card": data.card, "signed_by": data.signed_by} if data.card else {}
    entries = [
        audit.Entry(
            "patient.registered",
            audit.describe(visit.patient),
            visit.patient_id,
            {"aadhaar": kept, "consent": data.consent_mode or "", "not_same_as": dismissed, **card},
        ),
        audit.Entry(
            "visit.opened", audit.describe(visit), visit.patient_id, {"token": visit.token, "kind": visit.kind}
        ),
    ]
    audit.record_all(entries, by=by, centre=visit.centre)
