"""The treating doctor takes a specialist's answer over, line by line or all, or says why not."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from centres import audit
from opd import care
from opd.errors import EConsultError
from opd.models import Addendum, EConsult, EConsultEntry, PrescriptionItem, Referral
from opd.services.asking import lock
from opd.services.drafting import plain, save_draft
from opd.services.following import plan_referrals
from opd.services.locking import lock_consultation
from opd.services.signed_rows import prescription_rows, referral_rows
from registration.services import touch_slip

S = EConsult.Status


@transaction.atomic
def accept(row: EConsult, *, with_advice: bool, lines: set[int], by, unanswered: int = 0) -> EConsult:
    """Into the draft, where alerts ask again at the signature; when signed, into an addendum with its own medicines.

    `lines` are places of the answer's medicines. "Send at once" writes an emergency referral to the hospital asked,
    unless one stands. Raises EConsultError when it is decided already or nothing was chosen.
    """
    row = lock(row)
    said = answer_of(row)
    medicines = [line for place, line in enumerate(said.medicines) if place in lines]
    text = said.text if with_advice else ""
    if not (text or medicines or said.is_send_at_once):
        raise EConsultError(_("Choose at least one line, or say why the answer is not taken over."))
    consultation = lock_consultation(row.visit)
    if consultation and consultation.signed_at:
        _add_after(row, consultation, said, text, medicines, by)
    else:
        _into_draft(row, consultation, said, text, medicines, by)
    row.status, row.decided_at, row.decided_by = S.ACCEPTED, timezone.now(), by
    row.save(update_fields=["status", "decided_at", "decided_by"])
    touch_slip(row.visit, why="e_consult")
    audit.record(
        "e_consult.accepted", by=by, centre=row.visit.centre, target=row, patient=row.visit.patient_id,
        medicines=len(medicines), left_out=len(said.medicines) - len(medicines), unanswered_alerts=unanswered,
    )  # fmt: skip
    return row


@transaction.atomic
def decline(row: EConsult, reason: str, *, by) -> EConsult:
    """Nothing of the answer is taken over. Raises EConsultError without a reason."""
    row = lock(row)
    answer_of(row)
    if len(reason.strip()) < 4:
        raise EConsultError(_("Say in a few words why not; the specialist reads it."), field="reason")
    row.status, row.decline_reason = S.DECLINED, reason.strip()[:200]
    row.decided_at, row.decided_by = timezone.now(), by
    row.save(update_fields=["status", "decline_reason", "decided_at", "decided_by"])
    touch_slip(row.visit, why="e_consult")
    audit.record("e_consult.declined", by=by, centre=row.visit.centre, target=row, patient=row.visit.patient_id)
    return row


def answer_of(row: EConsult) -> EConsultEntry:
    """What waits to be taken over. Raises EConsultError when there is nothing."""
    if row.status != S.ANSWERED:
        raise EConsultError(_("There is no answer to take over: %(state)s.") % {"state": row.get_status_display()})
    said = row.entries.filter(kind=EConsultEntry.Kind.ANSWER).select_related("written_by").last()
    return said


def signature(row: EConsult, said: EConsultEntry, language: str = "hi") -> str:
    """Who said it, as it stands behind the words on the slip."""
    with override(language):
        return f"{said.written_by.name}, {row.pool.name}, {row.pool.centre.name}"


def referral_of(row: EConsult) -> dict:
    reason = " ".join(row.question.split())[:250]
    return {
        "to": row.pool.centre.code, "department": row.pool.name_en[:60], "reason": reason,
        "urgency": Referral.Urgency.EMERGENCY, "done": "",
    }  # fmt: skip


def _into_draft(row, consultation, said, text, medicines, by) -> None:
    draft = plain(consultation)
    if text:
        draft["advice"] = "\n".join(filter(None, [draft["advice"], f"{text} — {signature(row, said)}"]))
    draft["medicines"] += [line for line in medicines if line not in draft["medicines"]]
    if said.is_send_at_once and not draft["referral"]["to"]:
        draft["referral"] = referral_of(row)
    save_draft(row.visit, draft, version=consultation.version if consultation else 0, by=by)


def _add_after(row, consultation, said, text, medicines, by) -> None:
    words = [text, *(line["en"].upper() + f" {line['strength']} {line['dose']}" for line in medicines)]
    if said.is_send_at_once:
        words.append(_("Send to %(hospital)s at once.") % {"hospital": row.pool.centre.name})
    body = "\n".join(filter(None, words)) + f"\n— {signature(row, said)}"
    addendum = Addendum.objects.create(consultation=consultation, text=body, written_at=timezone.now(), written_by=by)
    _prescribe(consultation, addendum, medicines)
    if said.is_send_at_once and not row.visit.referrals.filter(to_centre=row.pool.centre).exists():
        referrals = referral_rows(row.visit, {"referral": referral_of(row)}, by=by)
        referrals = care.passed(row.visit, referrals, list(consultation.diagnoses.all()), "")
        Referral.objects.bulk_create(referrals)
        plan_referrals(row.visit, referrals, by=by)


def _prescribe(consultation, addendum, medicines) -> None:
    last = consultation.prescription.aggregate(last=Max("position"))["last"]
    items = prescription_rows(consultation, {"medicines": medicines})
    for place, item in enumerate(items, start=0 if last is None else last + 1):
        item.addendum, item.position = addendum, place
    PrescriptionItem.objects.bulk_create(items)
