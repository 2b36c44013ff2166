"""What the rooms and the shelf say to an inspector."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.facts import Fact, said
from hms.lib.dates import format_day
from opd.models import Consultation, Referral, SlipLink
from opd.selectors import stock
from registration.models import Visit

MOST_NAMED = 8


def stock_outs(centre, since: date, until: date) -> Fact:
    """Days on which medicines kept here had run out, over the stock book's own 30 days (4 queries)."""
    rows = [row for row in stock.shelf(centre) if row.batches]
    label = said(_("Days with medicines out of stock"))
    if not rows:
        return Fact(label, said(_("not measured: no stock book is kept")), "unknown")
    out = sorted((row for row in rows if row.out_days), key=lambda row: -row.out_days)
    value = said(_("%(count)d of %(all)d medicines had run out"), count=len(out), all=len(rows))
    return Fact(label, value, "late" if out else "ok", [_out(row) for row in out[:MOST_NAMED]])


def _out(row) -> dict:
    days = said(_("%(days)d days"), days=row.out_days)
    name = f"{row.medicine.name_en} {row.medicine.strength}".strip()
    return {language: f"{name}: {words}" for language, words in days.items()}


def days_without_a_doctor(centre, since: date, until: date) -> Fact:
    """Opening days on which nobody wrote a consultation, from the first visit until yesterday (3 queries)."""
    label = said(_("Days without a doctor"))
    visits = Visit.objects.for_centre(centre).filter(visit_on__gte=since, visit_on__lte=until)
    first = visits.order_by("visit_on").values_list("visit_on", flat=True).first()
    if first is None:
        return Fact(label, said(_("not measured: no visit was registered here")), "unknown")
    open_on = set(centre.sessions.values_list("weekday", flat=True)) or set(range(6))
    seen = set(
        Consultation.objects.for_centre(centre)
        .filter(started_at__date__gte=since)
        .annotate(day=TruncDate("started_at"))
        .values_list("day", flat=True)
    )
    last = min(until, timezone.localdate() - timedelta(days=1))  # today is not over
    days = [first + timedelta(days=back) for back in range((last - first).days + 1)]
    opened = [day for day in days if day.weekday() in open_on]
    without = [day for day in opened if day not in seen]
    rows = [dict.fromkeys(("hi", "en"), format_day(day)) for day in without[-MOST_NAMED:]]
    value = said(_("%(count)d of %(all)d opening days"), count=len(without), all=len(opened))
    return Fact(label, value, "late" if without else "ok", rows)


def counts(centre, names: set[str], since: date) -> dict[str, int] | None:
    """Consultations and referrals since; None where no visit was registered (2 queries)."""
    if not Visit.objects.for_centre(centre).filter(visit_on__gte=since).exists():
        return None
    sent = Referral.objects.filter(visit__centre=centre, visit__visit_on__gte=since)
    return {"referral": sent.count()}


AGAIN_WITHIN = timedelta(minutes=10)


def printed_again(centre, since: date, until: date) -> Fact:
    """Slips printed again unchanged within ten minutes: mostly a paper that did not come out (2 queries)."""
    label = said(_("Printer failures: slips printed again unchanged within ten minutes"))
    links = SlipLink.objects.for_centre(centre).filter(issued_at__date__gte=since, issued_at__date__lte=until)
    papers = links.count()
    if not papers:
        return Fact(label, said(_("not measured: no slip was printed here")), "unknown")
    first = SlipLink.objects.filter(
        visit=OuterRef("visit"), copy=OuterRef("copy") - 1, slip_version=OuterRef("slip_version"),
        pending=OuterRef("pending"), issued_at__gte=OuterRef("issued_at") - AGAIN_WITHIN,
    )  # fmt: skip
    again = links.filter(Exists(first)).count()
    return Fact(label, said(_("%(count)d of %(all)d"), count=again, all=papers), "late" if again else "ok")
