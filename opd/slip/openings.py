"""Who opened a person's record, for the person and for the staff; and what changed on a slip since it was printed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from centres.models import AuditEvent, Membership
from centres.permissions import Role
from registration.selectors.records import keys_of

LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True)
class Opening:
    """One person on one day; `at` is their last time that day. The patient's own phone has no `role`."""

    name: str
    role: str
    centre: str
    at: datetime
    is_phone: bool


def openings(patient_key: int, *, limit: int = 12) -> list[Opening]:
    """Everyone who read or changed this record, or one that was merged into it, lately, newest first (1 query)."""
    role = Membership.objects.filter(user=OuterRef("by"), centre=OuterRef("centre")).order_by("-starts_on")
    rows = (
        AuditEvent.objects.filter(Q(by__isnull=False) | Q(action="slip.opened"), patient_key__in=keys_of(patient_key))
        .filter(at__gt=timezone.now() - LOOK_BACK)
        .annotate(day=TruncDate("at"), role=Subquery(role.values("role")[:1]))
        .values("day", "role", "by_id", *_names("by"), *_names("centre"))
        .annotate(last=Max("at"))
        .order_by(F("last").desc())[:limit]
    )
    return [_opening(row) for row in rows]


def _names(relation: str) -> list[str]:
    return [f"{relation}__name_hi", f"{relation}__name_en"]


def _opening(row: dict) -> Opening:
    language = get_language()
    is_phone = row["by_id"] is None
    return Opening(
        name=_("this page, on a phone") if is_phone else row[f"by__name_{language}"],
        role=str(Role(row["role"]).label) if row["role"] else "",
        centre=row[f"centre__name_{language}"] or "",
        at=row["last"],
        is_phone=is_phone,
    )
