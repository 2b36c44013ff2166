"""The question before a patient's page opens: last four digits of the phone, or the year of birth.

A wrong link and a wrong answer do the same work and get the same page. Five wrong answers lock a link for a day.
After sixty from one address within an hour nothing more is counted or written for it at unknown and locked links.
The right answer to a known link always opens: a whole mobile network may stand behind that address.
"""

import secrets
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from centres import audit
from centres.throttle import subscriber
from hms.lib.ids import InvalidId, parse_phone
from hms.lib.text import clean, latin_digits
from opd.models import GateCount, SlipLink
from opd.slip.links import digest
from registration.models import Visit

TRIES = 5
LOCKED_FOR = timedelta(hours=24)
WRONG_PER_HOUR = 60
LONGEST_TYPED = 40


class Question(StrEnum):
    PHONE = "phone"
    YEAR = "year"


def find(token: str) -> SlipLink | None:
    """The link with visit, patient, place and the token now called in its department; 1 query, found or not.

    Revoked links are not found; expired and locked ones are: ask them.
    """
    called = Visit.objects.filter(
        centre=OuterRef("visit__centre"),
        department=OuterRef("visit__department"),
        visit_on=timezone.localdate(),
        status=Visit.Status.CALLED,
    ).order_by("-called_at")
    return (
        SlipLink.objects.filter(token_hash=digest(token), revoked_at=None)
        .select_related("visit__patient", "visit__centre", "visit__department", "visit__room")
        .annotate(token_now=Subquery(called.values("token")[:1]))
        .first()
    )


def question(link: SlipLink | None) -> Question:
    return Question.YEAR if link and not link.visit.patient.phone else Question.PHONE


@transaction.atomic
def answer(token: str, typed: str, *, address: str | None) -> SlipLink | None:
    """The link when it may open, else None. Right or wrong is recorded; as many queries when refused, known or not."""
    link = (
        SlipLink.objects.filter(token_hash=digest(token), revoked_at=None)
        .select_for_update(of=("self",))
        .select_related("visit__patient", "visit__centre")
        .first()
    )
    is_right = _matches(typed, _expected(link))
    if link and is_right and not link.is_locked and not link.is_expired:
        return _open(link)
    _refuse(token, link, address)
    return None


def _open(link: SlipLink) -> SlipLink:
    link.failures, link.locked_until, link.opened_at = 0, None, timezone.now()
    link.save(update_fields=["failures", "locked_until", "opened_at"])
    _record("slip.opened", link)
    return link


def _refuse(token: str, link: SlipLink | None, address: str | None) -> None:
    """The same statements whether the link exists or not. A lock that has run out starts the count anew.

    An address that goes on guessing cannot fill the audit: a known link has its five tries and then is locked.
    """
    if is_closed(address) and (link is None or link.is_locked):
        return
    now = timezone.now()
    open_now = Q(locked_until=None) | Q(locked_until__lte=now)
    SlipLink.objects.filter(open_now, token_hash=digest(token), revoked_at=None).update(
        failures=Case(When(locked_until__isnull=False, then=Value(1)), default=F("failures") + 1),
        locked_until=Case(
            When(locked_until__isnull=True, failures__gte=TRIES - 1, then=Value(now + LOCKED_FOR)), default=None
        ),
    )
    _count(address)
    _record("slip.refused", link)


def _record(action: str, link: SlipLink | None) -> None:
    visit = link.visit if link else None
    audit.record(
        action,
        by=None,
        centre=visit.centre if visit else None,
        target=visit or "slip:unknown",
        patient=visit.patient_id if visit else None,
        **({"copy": link.copy} if link else {}),
    )


def _expected(link: SlipLink | None) -> list[str]:
    """Right answers; for an unknown link one that nobody can type. An estimated year may be one off."""
    if link is None:
        return [secrets.token_hex(2)]
    patient = link.visit.patient
    if patient.phone:
        return [patient.phone[-4:]]
    year = patient.birth_date.year
    return [str(year), str(year - 1), str(year + 1)] if patient.birth_is_estimated else [str(year)]


def _matches(typed: str, expected: list[str]) -> bool:
    """Against every right answer, each in constant time. Whoever types the whole phone number means its end."""
    given = latin_digits(clean(typed[:LONGEST_TYPED])).replace(" ", "").replace("-", "")
    with suppress(InvalidId):  # four digits, or nonsense that will not match
        given = parse_phone(given)[-4:]
    same = [constant_time_compare(given, right) for right in expected]
    return any(same)


def _hour():
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def is_closed(address: str | None) -> bool:
    """Whether this address has guessed too often within the hour (1 query)."""
    return _wrong_this_hour(address) >= WRONG_PER_HOUR


def count_wrong(address: str | None) -> None:
    """One more wrong link from this address (2 queries)."""
    _count(address)


def _wrong_this_hour(address: str | None) -> int:
    row = GateCount.objects.filter(address=subscriber(address), hour=_hour()).first()
    return row.wrong if row else 0


def _count(address: str | None) -> None:
    row = GateCount(address=subscriber(address), hour=_hour(), wrong=0)
    GateCount.objects.bulk_create([row], ignore_conflicts=True)
    GateCount.objects.filter(address=row.address, hour=row.hour).update(wrong=F("wrong") + 1)


def forget_old() -> int:
    """Delete counts of past days; the number deleted."""
    return GateCount.objects.filter(hour__lt=_hour() - timedelta(days=1)).delete()[0]
