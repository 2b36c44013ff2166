"""What the laboratory's records say to an inspector: tests not done, and which tests were really made."""

from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.facts import Fact, said
from labs.models import LabOrder

LATE_AFTER = timedelta(days=1)
MOST_NAMED = 8


def undone(centre, since: date, until: date) -> Fact:
    """Ordered more than a day ago in these days and neither released nor cancelled (2 queries)."""
    orders = LabOrder.objects.for_centre(centre).filter(ordered_at__date__gte=since, ordered_at__date__lte=until)
    label, all_of_them = said(_("Tests ordered and not done")), orders.count()
    if not all_of_them:
        return Fact(label, said(_("not measured: no test was ordered here")), "unknown")
    waiting = orders.open().filter(ordered_at__lt=timezone.now() - LATE_AFTER).order_by()
    rows = list(waiting.values_list("test__name_hi", "test__name_en").annotate(count=Count("pk")).order_by("-count"))
    late = sum(count for _hi, _en, count in rows)
    named = [{"hi": f"{hi}: {count}", "en": f"{en}: {count}"} for hi, en, count in rows[:MOST_NAMED]]
    value = said(_("%(late)d of %(count)d, older than a day"), late=late, count=all_of_them)
    return Fact(label, value, "late" if late else "ok", named)


def released(centre, names: set[str], since: date) -> dict[str, int] | None:
    """Reports of each test or panel code since; None where no test was ever ordered in these days (2 queries)."""
    orders = LabOrder.objects.for_centre(centre).filter(ordered_at__date__gte=since).order_by()
    done = orders.filter(status=LabOrder.Status.RELEASED)
    counts = dict.fromkeys(names, 0)
    found = list(done.values_list("test__code", "panel__code").annotate(Count("pk")))
    if not found and not orders.exists():
        return None
    for test, panel, count in found:
        for code in {test, panel} & names:
            counts[code] += count
    return counts
