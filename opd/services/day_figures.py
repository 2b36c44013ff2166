"""Keeping the sums of closed days (opd.reporting.closed)."""

from datetime import timedelta

from django.utils import timezone

from centres.catalogue.defaults import SEES_PATIENTS
from centres.models import Centre
from opd.reporting import closed
from opd.reporting.periods import Period

KEPT_DAYS = 100  # the longest a page of many centres asks for: nine weeks of wards, a month and the one before it


def keep_day_figures(*, at_most: int = 7) -> int:
    """Count what is missing or old of the last days, the newest first; how many days were counted."""
    last = timezone.localdate() - timedelta(days=closed.OPEN_DAYS)
    centres = list(Centre.objects.filter(kind__in=SEES_PATIENTS, is_active=True).order_by("code"))
    return closed.keep(Period(last - timedelta(days=KEPT_DAYS - 1), last), centres, at_most=at_most)
