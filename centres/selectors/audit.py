"""Reading an audit chain page by page."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from centres.models import AuditEvent, User

PAGE = 50


def events(chain: str, *, before: int | None = None, day: date | None = None, person=None, action: str = ""):
    """The newest events of a chain below number `before`: one more than a page when there are more (1 query)."""
    rows = AuditEvent.objects.filter(chain=chain).select_related("by")
    if before is not None:
        rows = rows.filter(number__lt=before)
    if day is not None:
        start = timezone.make_aware(datetime.combine(day, time()))
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    if person is not None:
        rows = rows.filter(by_id=person)
    if action:
        rows = rows.filter(Q(action=action) | Q(action__startswith=f"{action}."))
    return list(rows.order_by("-number")[: PAGE + 1])


def people(centre, *, everywhere: bool):
    """Who can stand in the chain of `centre`; for the whole network everybody (1 query)."""
    rows = User.objects.all() if everywhere else User.objects.filter(memberships__centre=centre).distinct()
    return rows.order_by("name_en")
