"""How the laboratory is doing: turn-around, what waits, samples that were no good."""

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.permissions import Permission
from hms.lib.dates import INDIA, format_day, format_time
from labs.bars import bars
from labs.selectors import flow
from labs.views.base import LabView

SPANS = (1, 7, 30)


class Flow(LabView):
    permission = Permission.REPORT_VIEW

    def get(self, request):
        days = self.days()
        since = flow.days_back(days)
        taken, bad, reasons = flow.rejected(self.centre, since)
        hours = flow.by_hour(self.centre, since)
        context = {
            "bench_pages": self.bench_pages(),
            "days": days,
            "spans": [(span, self.span_words(span)) for span in SPANS],
            "tests": flow.turnaround(self.centre, since),
            "hours": bars([(f"{hour}", minutes, self.minutes(minutes)) for hour, _count, minutes in hours]),
            "hour_rows": hours,
            "pending": self.pending(days),
            "taken": taken,
            "bad": bad,
            "reasons": reasons,
        }
        return render(request, "labs/flow.html", context)

    def days(self) -> int:
        asked = self.request.GET.get("days", "7")
        return int(asked) if asked in {str(span) for span in SPANS} else 7

    def span_words(self, span: int) -> str:
        return _("Today") if span == 1 else _("%(count)d days") % {"count": span}

    def minutes(self, count: int) -> str:
        return _("%(count)d min") % {"count": count}

    def pending(self, days: int):
        """Today hour by hour; longer spans day by day at 18:00."""
        now = timezone.localtime(timezone=INDIA)
        if days == 1:
            moments = [now - timedelta(hours=back) for back in range(11, -1, -1)]
            labels = [format_time(moment) for moment in moments]
        else:
            evening = now.replace(hour=18, minute=0, second=0, microsecond=0)
            moments = [evening - timedelta(days=back) for back in range(days - 1, 0, -1)] + [now]
            labels = [format_day(moment.date())[: 6 if days == 7 else 2] for moment in moments]
        counts = flow.pending(self.centre, moments)
        return bars([(label, count, str(count)) for label, count in zip(labels, counts, strict=True)])
