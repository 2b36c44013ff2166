"""The exception register: who was registered at a centre without Aadhaar, and why.

Source: UIDAI, circular of 24 October 2017 (nobody is refused; the other means of identification is noted).
"""

from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.utils import timezone

from registration.models import Patient

MOST = 2000  # rows of one month; a centre registers at most 200 a day
BACK = 24  # months offered


def months(centre) -> list[date]:
    """First days of the months since the centre's first registration, the newest first (1 query)."""
    today = timezone.localdate()
    first = Patient.objects.filter(registered_centre=centre).order_by("registered_at").values_list("registered_at")[:1]
    start = timezone.localtime(first[0][0]).date() if first else today
    found, month = [], today.replace(day=1)
    while month >= start.replace(day=1) and len(found) < BACK:
        found.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return found or [today.replace(day=1)]


def exceptions(centre, month: date) -> dict:
    """`rows` in the order they came, `by_reason` (words, count) and `registered` in all (3 queries)."""
    people = Patient.objects.filter(registered_centre=centre, registered_at__range=_span(month))
    without = people.exclude(aadhaar_absent="")
    counted = dict(without.order_by().values_list("aadhaar_absent").annotate(count=Count("pk")))
    words = dict(Patient.AadhaarAbsent.choices)
    return {
        "rows": list(without.select_related("registered_by").order_by("registered_at")[:MOST]),
        "by_reason": [(words[code], counted[code]) for code in words if code in counted],
        "without": sum(counted.values()),
        "registered": people.count(),
    }


def _span(month: date) -> tuple[datetime, datetime]:
    after = (month + timedelta(days=32)).replace(day=1)
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (month, after))
    return start, end - timedelta(microseconds=1)
