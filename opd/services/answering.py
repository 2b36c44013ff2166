"""The specialist's side: opening the slip that was asked about, writing, asking back, answering."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from opd import drafts
from opd.doses import DoseError
from opd.errors import EConsultError, StaleReply
from opd.models import EConsult, EConsultEntry
from opd.prescription import understood
from opd.services import following
from opd.services.asking import _say, lock
from opd.services.drafting import Page
from registration import access
from registration.models import PatientAccess
from registration.services import touch_slip

S, Kind = EConsult.Status, EConsultEntry.Kind


@transaction.atomic
def open_record(row: EConsult, *, by) -> None:
    """The patient's story is open to the hospital for today, on the ground of this question; the patient can see it."""
    access.grant(row.visit.patient, row.pool.centre, PatientAccess.Basis.E_CONSULT, by=by)
    audit.record("e_consult.opened", by=by, centre=row.pool.centre, target=row, patient=row.visit.patient_id)


@transaction.atomic
def save_reply(row: EConsult, draft: dict, *, version: int, by, page: Page | None = None) -> EConsult:
    """Keep an answer while it is written. Raises StaleReply when a colleague wrote meanwhile, EConsultError when it
    does not wait any more."""
    row, page = lock(row), page or Page()
    if row.status != S.WAITING:
        raise EConsultError(_("This question does not wait any more."))
    stamp = row.reply.get("_saved") or {}
    is_same_page = bool(page.key) and stamp.get("page") == page.key
    if (is_same_page and 0 < page.number <= stamp.get("number", 0)) or reply_of(row) == draft:
        return row
    if version != row.reply_version and not is_same_page:
        raise StaleReply(_("A colleague wrote in this answer meanwhile. Both texts stand below."), saved=row)
    row.reply = {**draft, "_saved": {"page": page.key, "number": page.number, "by": by.pk}}
    row.reply_version += 1
    row.save(update_fields=["reply", "reply_version"])
    return row


def reply_of(row: EConsult) -> dict:
    return drafts.tidy(row.reply)


@transaction.atomic
def answer(row: EConsult, *, version: int, by, is_send_at_once: bool = False) -> EConsult:
    """Send what stands in the draft: advice, medicines, both, or only that the patient must come at once.

    Raises EConsultError when there is nothing, a medicine cannot stand, or the draft changed after it was read.
    """
    row, draft = _sendable(row, version)
    if not (draft["advice"] or draft["medicines"] or is_send_at_once):
        raise EConsultError(_("Write advice or a medicine first."), field="advice")
    for line in draft["medicines"]:
        try:
            understood(line)
        except DoseError as error:
            raise EConsultError(f"{line['en']}: {error}", field="medicine") from None
    row.status, row.answered_at, row.answered_by = S.ANSWERED, timezone.now(), by
    row.save(update_fields=["status", "answered_at", "answered_by", "reply"])
    _say(row, Kind.ANSWER, draft["advice"], by, medicines=draft["medicines"], is_send_at_once=is_send_at_once)
    following.plan_answer(row.visit, draft["advice"] or row.pool.name_hi, by=by)
    touch_slip(row.visit, why="e_consult")
    audit.record(
        "e_consult.answered", by=by, centre=row.pool.centre, target=row, patient=row.visit.patient_id,
        medicines=len(draft["medicines"]), at_once=is_send_at_once,
    )  # fmt: skip
    return row


@transaction.atomic
def ask_back(row: EConsult, *, version: int, by) -> EConsult:
    """What stands in the box goes back as a question; medicines typed so far stay in the draft."""
    row, draft = _sendable(row, version)
    if not draft["advice"]:
        raise EConsultError(_("Write what you want to know."), field="advice")
    row.status, row.reply = S.ASKED_BACK, {**draft, "advice": ""}
    row.save(update_fields=["status", "reply"])
    _say(row, Kind.ASKED_BACK, draft["advice"], by)
    audit.record("e_consult.asked_back", by=by, centre=row.pool.centre, target=row, patient=row.visit.patient_id)
    return row


def _sendable(row: EConsult, version: int) -> tuple[EConsult, dict]:
    row = lock(row)
    if row.status != S.WAITING:
        raise EConsultError(_("This question does not wait any more."))
    if row.reply_version != version:
        raise StaleReply(_("A colleague wrote in this answer meanwhile. Both texts stand below."), saved=row)
    draft = reply_of(row)
    row.reply = {}
    return row, draft
