"""Who of the staff was at work lately, for an inspection's claims against use, and what nobody measures yet."""

from datetime import date

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from centres.facts import Fact, said
from centres.models import Membership


def at_work(centre, names: set[str], since: date) -> dict[str, int] | None:
    """People of each role who signed in since; None where nobody at all did, as before going live (1 query)."""
    rows = Membership.objects.for_centre(centre).filter(user__sign_ins__seen_at__date__gte=since).order_by()
    counts = dict(rows.values_list("role").annotate(Count("user", distinct=True)))
    return {name: counts.get(name, 0) for name in names} if counts else None


def printers(centre, since: date, until: date) -> Fact:
    """Browsers print by themselves and tell nobody when it failed."""
    return Fact(said(_("Printer failures")), said(_("not measured: printing leaves no record")), "unknown")
