"""Who of the staff was at work lately, for an inspection's claims against use, and the printers as counted."""

from datetime import date

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from centres.facts import Fact, said
from centres.models import DeviceCount, Membership
from hms.lib.dates import format_day


def at_work(centre, names: set[str], since: date) -> dict[str, int] | None:
    """People of each role who signed in since; None where nobody at all did, as before going live (1 query)."""
    rows = Membership.objects.for_centre(centre).filter(user__sign_ins__seen_at__date__gte=since).order_by()
    counts = dict(rows.values_list("role").annotate(Count("user", distinct=True)))
    return {name: counts.get(name, 0) for name in names} if counts else None


def printers(centre, since: date, until: date) -> Fact:
    """As counted by people: a printer does not speak. What was printed again says the rest (`opd.live_facts`)."""
    label = said(_("Printers that work"))
    rows = DeviceCount.objects.for_centre(centre).filter(kind=DeviceCount.Kind.PRINTER, counted_on__lte=until)
    row = rows.order_by("-counted_at", "-pk").first()
    if row is None:
        return Fact(label, said(_("not measured: nobody has counted the printers")), "unknown")
    words = _("%(working)d of %(total)d, counted on %(day)s")
    value = said(words, working=row.working, total=row.total, day=format_day(row.counted_on))
    return Fact(label, value, "late" if row.working < row.total or not row.working else "ok")
