"""What the doctor decided, as signed. Nothing of a draft ever stands on a slip."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hms.lib.dates import format_day_clock
from opd.entry import durations
from opd.models import Referral
from opd.models.consultation import ConsultationDiagnosis
from opd.slip.medicines import Medicine, medicine
from opd.slip.words import in_language, moment, said_day, weekday


@dataclass(frozen=True)
class ReferredTo:
    name: str
    place: str
    department: str
    reason: str
    urgency: str
    is_emergency: bool
    status: str
    back_note: str
    done_before: str
    up_reason: str
    at: datetime


@dataclass(frozen=True)
class OnlineHelp:
    """A specialist who was asked. Their words stand where the treating doctor took them over: advice or addendum.

    Only "come at once" stands here as soon as it is said.
    """

    who: str
    place: str
    by: str
    state: str
    asked_at: datetime
    answered_at: datetime | None
    is_answered: bool
    is_at_once: bool


@dataclass(frozen=True)
class Note:
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Doctor:
    name: str
    title: str
    registration: str


@dataclass(frozen=True)
class Clinical:
    is_started: bool = False
    is_signed: bool = False
    signed_at: datetime | None = None
    doctor: Doctor | None = None
    complaints: str = ""
    history: str = ""
    examination: str = ""
    diagnoses: list[str] = field(default_factory=list)
    hidden_diagnoses: int = 0
    medicines: list[Medicine] = field(default_factory=list)
    advice: str = ""
    follow_up: date | None = None
    follow_up_said: str = ""
    follow_up_weekday: str = ""
    follow_up_note: str = ""
    referrals: list[ReferredTo] = field(default_factory=list)
    addenda: list[Note] = field(default_factory=list)
    online: list[OnlineHelp] = field(default_factory=list)


def clinical(visit, *, is_guarded: bool, is_phone: bool) -> Clinical:
    """The signed part. The phone leaves out sensitive diagnoses and the doctor's own notes; where there is a
    sensitive diagnosis (`is_guarded`) also every free word, as it may tell the same."""
    consultation = getattr(visit, "consultation", None)
    referrals = [_referral(row, is_guarded=is_guarded) for row in visit.slip_referrals]
    online = [_online(row) for row in visit.slip_e_consults]
    if consultation is None or consultation.signed_at is None:
        return Clinical(is_started=consultation is not None, referrals=referrals, online=online)
    diagnoses = [row for row in visit.slip_diagnoses if not (is_phone and row["is_sensitive"])]
    day = consultation.follow_up_on
    return Clinical(
        is_started=True,
        is_signed=True,
        signed_at=consultation.signed_at,
        doctor=_doctor(consultation.signed_by),
        complaints="" if is_guarded else ", ".join(map(_complaint, consultation.complaints)),
        history="" if is_guarded else consultation.history,
        examination="" if is_guarded else consultation.examination,
        diagnoses=[_diagnosis(row, is_plain=is_phone) for row in diagnoses],
        hidden_diagnoses=len(visit.slip_diagnoses) - len(diagnoses),
        medicines=[medicine(row, home=visit.centre_id) for row in visit.slip_medicines],
        advice="" if is_guarded else consultation.advice,
        follow_up=day,
        follow_up_said=said_day(day) if day else "",
        follow_up_weekday=weekday(day) if day else "",
        follow_up_note="" if is_guarded else consultation.follow_up_note,
        referrals=referrals,
        addenda=[] if is_guarded else [_note(row) for row in visit.slip_addenda],
        online=online,
    )


def _complaint(row: dict) -> str:
    first, second = ("hi", "en") if get_language() == "hi" else ("en", "hi")
    words = row.get(first) or row.get(second) or ""
    lasting = row.get("for") or ""
    lasting = lasting if first == "hi" else durations.in_english(lasting)
    return f"{words} ({lasting})" if lasting else words


def _diagnosis(row: dict, *, is_plain: bool) -> str:
    words = in_language(row, "name")
    if not is_plain and row["code"]:
        words = f"{words} ({row['code']})"
    if row["certainty"] == ConsultationDiagnosis.Certainty.PROVISIONAL:
        words = f"{words} – {_('provisional')}"
    return words


def _referral(row: dict, *, is_guarded: bool) -> ReferredTo:
    return ReferredTo(
        name=in_language(row, "to"),
        place=row["place"],
        department="" if is_guarded else row["department"],
        reason="" if is_guarded else row["reason"],
        urgency=str(Referral.Urgency(row["urgency"]).label),
        is_emergency=row["urgency"] == Referral.Urgency.EMERGENCY,
        status=str(Referral.Status(row["status"]).label),
        back_note="" if is_guarded else row["back_note"],
        done_before="" if is_guarded else row["done_before"],
        up_reason="" if is_guarded or not row["up_reason"] else str(Referral.UpReason(row["up_reason"]).label),
        at=moment(row["referred_at"]),
    )


def _online(row: dict) -> OnlineHelp:
    is_answered = row["answered_at"] is not None
    return OnlineHelp(
        who=in_language(row, "pool"),
        place=in_language(row, "at"),
        by=in_language(row, "by"),
        state=_online_state(row),
        asked_at=moment(row["asked_at"]),
        answered_at=moment(row["answered_at"]) if is_answered else None,
        is_answered=is_answered,
        is_at_once=bool(row["at_once"]),
    )


def _online_state(row: dict) -> str:
    if row["decided_at"]:
        return _("the advice was taken over")
    if row["answered_at"]:
        return _("has answered; your doctor is reading it")
    return _("answer expected by %(moment)s") % {"moment": format_day_clock(moment(row["due_at"]))}


def _note(row: dict) -> Note:
    return Note(text=row["text"], by=in_language(row, "by"), at=moment(row["written_at"]))


def _doctor(user) -> Doctor:
    return Doctor(name=user.name, title=user.designation, registration=user.registration_number)
