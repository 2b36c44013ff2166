"""Referrals seen from both ends: how old each is at home, who is expected at the hospital."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, When
from django.utils import timezone

from opd.follow_ups import referral_due
from opd.models import FollowUp, Referral
from registration import aadhaar, scans
from registration.models import Visit
from registration.search import Kind, Query
from registration.selectors.records import of_uhid

MOST = 100
S = Referral.Status
COMING = (S.SENT, S.NOT_GONE)
ENDED = (S.BACK, S.NOT_GONE)


@dataclass(frozen=True)
class Aged:
    """One referral on one day. `follow_up` is the code under which the home centre calls; "" when nobody need."""

    row: Referral
    today: date
    follow_up: str = ""

    @property
    def days(self) -> int:
        return (self.today - timezone.localdate(self.row.referred_at)).days

    @property
    def due_on(self) -> date:
        return referral_due(self.row.urgency, timezone.localdate(self.row.referred_at))

    @property
    def is_late(self) -> bool:
        """The day by which the patient should have arrived is past, and nobody has seen them there."""
        return self.row.status == S.SENT and self.due_on < self.today

    @property
    def is_ended(self) -> bool:
        return self.row.status in ENDED


def sent(centre) -> list[Aged]:
    """What this centre sent: who has not arrived first, the longest overdue at the top, ended ones last (2 queries)."""
    waits_since = Case(When(status__in=ENDED, then=None), default=F("referred_at"))
    rows = _ends_last(Referral.objects.for_centre(centre)).order_by("is_over", waits_since, "-referred_at")
    rows = list(rows.select_related("visit__patient", "to_centre")[:MOST])
    waiting = FollowUp.objects.for_centre(centre).filter(kind=FollowUp.Kind.REFERRAL, closed_at=None)
    calls = dict(waiting.filter(visit__in=[row.visit_id for row in rows]).values_list("visit", "code"))
    today = timezone.localdate()
    aged = [Aged(row, today, calls.get(row.visit_id, "") if row.status == S.SENT else "") for row in rows]
    return sorted(aged, key=lambda one: (one.is_ended, not one.is_late, -one.days if not one.is_ended else one.days))


def _ends_last(referrals):
    """Of more than are shown, those that have not ended stay. To be ordered further."""
    return referrals.annotate(is_over=Case(When(status__in=ENDED, then=1), default=0))


def incoming(centre):
    """What other centres sent here: emergencies first, closed ones last (1 query)."""
    rows = _ends_last(Referral.objects.filter(to_centre=centre)).order_by("is_over", "-referred_at")
    rows = rows.select_related("visit__patient", "visit__centre")[:MOST]
    return sorted(
        rows,
        key=lambda row: (
            row.status in ENDED,
            row.urgency != Referral.Urgency.EMERGENCY,
            -row.referred_at.timestamp(),
        ),
    )


def expected(centre) -> list[Aged]:
    """Who was sent here and has not arrived, emergencies first, then the newest (1 query)."""
    today = timezone.localdate()
    return [Aged(row, today) for row in incoming(centre) if row.status == S.SENT]


def expected_count(centre) -> int:
    return Referral.objects.filter(to_centre=centre, status=S.SENT).count()


def meant(query: Query, centre) -> list[Referral]:
    """Referrals to `centre` of the person whose slip or number was given, newest first (2 queries). No names."""
    to_us = Referral.objects.filter(to_centre=centre).select_related("visit__patient", "visit__centre")
    if query.kind in {Kind.SLIP, Kind.CODE, Kind.NUMBER}:
        visit = _visit(query)
        return list(to_us.filter(visit__patient=visit.patient_id)) if visit else []
    if query.kind == Kind.UHID:
        return list(to_us.filter(visit__patient__in=of_uhid(query.value)))
    if query.kind == Kind.PHONE:
        return list(to_us.filter(visit__patient__phone=query.value))
    if query.kind == Kind.AADHAAR:
        people = aadhaar.identifiers_of(query.value).values("patient")
        return list(to_us.filter(visit__patient__in=people))
    return []


def _visit(query: Query) -> Visit | None:
    """A slip of any centre: its QR, the code or the number printed on it."""
    if query.kind == Kind.SLIP:
        return scans.visit_of(query.value)
    return Visit.objects.filter(**{query.kind.value: query.value}).first()
