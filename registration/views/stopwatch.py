"""The counter's stopwatch for whoever answers for the centre: by counter and by hour, and what is not known."""

from datetime import date, timedelta

from django.shortcuts import render
from django.utils import timezone

from centres.permissions import Permission
from centres.views.base import CentreView
from registration.selectors import pace


class Stopwatch(CentreView):
    """`?day=2026-11-23`; a day that cannot be read, or is still to come, is today."""

    permission = Permission.CENTRE_BOARD

    def get(self, request):
        day, today = self.day(), timezone.localdate()
        context = {
            "day": day,
            "is_today": day == today,
            "before": day - timedelta(days=1),
            "after": day + timedelta(days=1) if day < today else None,
            "total": pace.whole_day(self.centre, day),
            "counters": pace.by_counter(self.centre, day),
            "hours": pace.by_hour(self.centre, day),
        }
        return render(request, "registration/stopwatch.html", context)

    def day(self) -> date:
        today = timezone.localdate()
        try:
            asked = date.fromisoformat(self.request.GET.get("day", ""))
        except ValueError:
            return today
        return min(asked, today) if asked.year > 2000 else today
