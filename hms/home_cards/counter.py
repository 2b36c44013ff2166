"""Cards of the counter: registering, how fast, and records to compare."""

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hms.home_cards.tile import Tile
from hms.nav import address
from registration.models import Visit
from registration.selectors.doubles import waiting
from registration.selectors.pace import pace

S = Visit.Status


def counter(request) -> list[Tile]:
    visits = Visit.objects.for_centre(request.centre).of_day(timezone.localdate())
    seen = visits.aggregate(
        all=Count("pk", filter=~Q(status=S.CANCELLED)), new=Count("pk", filter=Q(kind="new") & ~Q(status=S.CANCELLED))
    )
    url = address("registration:counter", request.centre)
    return [
        Tile(_("Register a patient"), url=url, more=_("Scan, search, or new patient"), key="F2"),
        Tile(_("Registered today"), seen["all"], _("%(count)d of them new") % {"count": seen["new"]}),
    ]


def stopwatch(request) -> list[Tile]:
    """Only where somebody was registered today."""
    today = pace(request.centre, timezone.localdate())
    if not today.registered:
        return []
    shown = {"new": _seconds(today.new_seconds), "again": _seconds(today.returning_seconds)}
    more = _("today: new %(new)s, returning %(again)s") % shown
    return [Tile(_("Counter pace"), more=more, url=address("registration:stopwatch", request.centre))]


def _seconds(value: int | None) -> str:
    return "–" if value is None else _("%(seconds)d s") % {"seconds": value}


def doubles(request) -> list[Tile]:
    """Records that may be one person's; nothing where there are none."""
    count = waiting(request.centre).count()
    if not count:
        return []
    url = address("registration:duplicates", request.centre)
    return [Tile(_("Records to compare"), count, _("Perhaps one person with two numbers"), url)]
