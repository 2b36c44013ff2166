"""How long tests take, what waits, and which samples were no good. No patient stands in any of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import ExtractHour
from django.utils import timezone

from hms.lib.dates import INDIA
from hms.lib.percentile import Percentile
from labs.models import LabOrder, Sample, Test

LATE_SHARE = 0.9


@dataclass(frozen=True)
class Turnaround:
    """Median minutes of one test: order to sample, sample to release, and the whole; `late` is the slow tenth's."""

    test: Test
    count: int
    to_collect: int | None
    to_release: int | None
    whole: int
    late: int


def days_back(days: int) -> datetime:
    """Midnight in India, so many days before today's; 1 is today alone."""
    today = timezone.localtime(timezone=INDIA).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days - 1)


def turnaround(centre, since: datetime) -> list[Turnaround]:
    """Of what was released since, in the order of the bench (2 queries)."""
    rows = (
        _released(centre, since)
        .values("test_id")
        .annotate(
            count=Count("pk"),
            to_collect=Percentile(F("sample__collected_at") - F("ordered_at"), share=0.5),
            to_release=Percentile(F("released_at") - F("sample__collected_at"), share=0.5),
            whole=Percentile(F("released_at") - F("ordered_at"), share=0.5),
            late=Percentile(F("released_at") - F("ordered_at"), share=LATE_SHARE),
        )
    )
    found = {row.pop("test_id"): row for row in rows}
    tests = Test.objects.filter(pk__in=found).order_by("position", "code")
    return [Turnaround(test, found[test.pk].pop("count"), **_minutes(found[test.pk])) for test in tests]


def by_hour(centre, since: datetime) -> list[tuple[int, int, int]]:
    """Hour of the order, how many, and the median minutes from order to release (1 query)."""
    rows = (
        _released(centre, since)
        .annotate(hour=ExtractHour("ordered_at", tzinfo=INDIA))
        .values("hour")
        .annotate(count=Count("pk"), whole=Percentile(F("released_at") - F("ordered_at"), share=0.5))
        .order_by("hour")
    )
    return [(row["hour"], row["count"], _minutes(row)["whole"]) for row in rows]


def pending(centre, moments: list[datetime]) -> list[int]:
    """How many tests were asked for and neither released nor cancelled at each of these moments (1 query)."""
    marks = {
        f"at{number}": Count(
            "pk",
            filter=Q(ordered_at__lte=moment)
            & (Q(released_at=None) | Q(released_at__gt=moment))
            & (Q(cancelled_at=None) | Q(cancelled_at__gt=moment)),
        )
        for number, moment in enumerate(moments)
    }
    counted = LabOrder.objects.for_centre(centre).aggregate(**marks)
    return [counted[f"at{number}"] for number in range(len(moments))]


def rejected(centre, since: datetime) -> tuple[int, int, list[tuple[str, int]]]:
    """Samples taken, how many were no good, and why, most frequent first (2 queries)."""
    samples = Sample.objects.for_centre(centre).filter(collected_at__gte=since)
    bad = Q(rejected_at__isnull=False)
    counted = samples.aggregate(all=Count("pk"), bad=Count("pk", filter=bad))
    rows = samples.filter(bad).only("reject_cause", "reject_reason")
    return counted["all"], counted["bad"], Counter(row.why_rejected for row in rows).most_common()


def _released(centre, since: datetime):
    return LabOrder.objects.for_centre(centre).filter(released_at__gte=since)


def _minutes(row: dict) -> dict:
    return {
        name: None if value is None else round(value.total_seconds() / 60)
        for name, value in row.items()
        if isinstance(value, timedelta) or name in {"to_collect", "to_release"}
    }
