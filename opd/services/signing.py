"""The signature: one transaction makes the draft final and starts everything that follows from it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib.dates import InvalidDate, parse_day
from labs.services import order_tests
from opd import care, drafts
from opd.errors import AlreadySigned, NotClear, NothingWritten, NotSigned, StaleDraft
from opd.models import Addendum, Consultation
from opd.services.drafting import plain, save_draft
from opd.services.following import plan_from_signature
from opd.services.locking import lock_consultation, lock_visit
from opd.services.needs import count_diagnoses
from opd.services.problems import note_chronic
from opd.services.signed_rows import diagnosis_rows, prescription_rows, referral_rows
from registration.models import Visit
from registration.services import finish_visit, set_away, touch_slip

S = Visit.Status


@transaction.atomic
def sign(
    visit: Visit, *, version: int, by, stay_open: bool = False, up_reason: str = "", unanswered: int = 0
) -> Consultation:
    """Make the draft of `version` final: columns, diagnoses, prescription, tests, referral, chronic problems.

    The visit is finished, or with `stay_open` waits away for its reports. `unanswered` counts alerts that an emergency
    left open; the audit keeps it. Raises StaleDraft when the draft changed after it was read, AlreadySigned,
    NothingWritten when it is empty, NotClear or NotOffered for a line that cannot stand, NeedsReason without an
    `up_reason` where the level-of-care gate asks one; then nothing of it happens.
    """
    visit = lock_visit(visit)
    consultation = lock_consultation(visit)
    draft = _signable(consultation, version)
    diagnoses = diagnosis_rows(consultation, draft)
    prescription = prescription_rows(consultation, draft)
    referrals = care.passed(visit, referral_rows(visit, draft, by=by), diagnoses, up_reason)
    if draft["tests"]:
        order_tests(visit, draft["tests"], by=by)
    _fill(consultation, draft, by)
    for model, rows in ((type(row), group) for group in (diagnoses, prescription, referrals) for row in group[:1]):
        model.objects.bulk_create(rows)
    count_diagnoses(visit, diagnoses, by=by)
    note_chronic(visit.patient, diagnoses, by=by)
    plan_from_signature(visit, consultation, diagnoses, referrals, by=by)
    _let_go(visit, stay_open, by)
    touch_slip(visit, why="signed")
    audit.record(
        "consultation.signed", by=by, centre=visit.centre, target=consultation, patient=visit.patient_id,
        diagnoses=len(diagnoses), medicines=len(prescription), tests=len(draft["tests"]),
        referrals=len(referrals), given_in_spite_of_alert=draft["answered"], unanswered_alerts=unanswered,
    )  # fmt: skip
    return consultation


@transaction.atomic
def send_tests(visit: Visit, draft: dict, *, version: int, by, page=None) -> Consultation:
    """Order the tests of the draft before signing; they leave the draft. Raises NotOffered, StaleDraft."""
    order_tests(visit, draft["tests"], by=by)
    return save_draft(visit, {**draft, "tests": []}, version=version, by=by, page=page)


@transaction.atomic
def add_addendum(visit: Visit, text: str, *, by) -> Addendum:
    """Say more after the signature; both stay. Raises NotSigned, NothingWritten."""
    visit = lock_visit(visit)
    consultation = lock_consultation(visit)
    if consultation is None or consultation.signed_at is None:
        raise NotSigned(_("The consultation is not signed yet: write in the draft."))
    if not text.strip():
        raise NothingWritten(_("Write the addendum."), field="text")
    row = Addendum.objects.create(consultation=consultation, text=text, written_at=timezone.now(), written_by=by)
    touch_slip(visit, why="addendum")
    audit.record("consultation.addendum", by=by, centre=visit.centre, target=row, patient=visit.patient_id)
    return row


def _signable(consultation: Consultation | None, version: int) -> dict:
    if consultation and consultation.signed_at:
        raise AlreadySigned(_("%(name)s has signed this already.") % {"name": consultation.signed_by.name})
    draft = plain(consultation)
    if consultation is None or drafts.is_empty(draft):
        raise NothingWritten(_("There is nothing to sign: write at least a complaint, a diagnosis or advice."))
    if consultation.version != version:
        raise StaleDraft(_("The draft changed after this page was shown. Read it once more."), saved=consultation)
    return draft


def _fill(consultation: Consultation, draft: dict, by) -> None:
    consultation.complaints = [{key: line[key] for key in ("en", "hi", "for")} for line in draft["complaints"]]
    for name in ("history", "examination", "advice"):
        setattr(consultation, name, draft[name])
    consultation.follow_up_on = follow_up_day(draft["follow_up"])
    consultation.follow_up_note = draft["follow_up_note"][:120]
    consultation.signed_at, consultation.signed_by = timezone.now(), by
    consultation.save(
        update_fields=[
            "complaints", "history", "examination", "advice", "follow_up_on", "follow_up_note",
            "signed_at", "signed_by",
        ]
    )  # fmt: skip


def follow_up_day(typed: str):
    """The day meant by 7d, 2 हफ्ते, 29/11; None when nothing stands there. Raises NotClear with the reason."""
    if not typed:
        return None
    try:
        return parse_day(typed, timezone.localdate())
    except InvalidDate as error:
        raise NotClear(str(error), field="follow_up") from None


def _let_go(visit: Visit, stay_open: bool, by) -> None:
    if visit.status == S.DONE or (stay_open and visit.status == S.AWAY):
        return
    if stay_open:
        set_away(visit, by=by)
    else:
        finish_visit(visit, by=by)
