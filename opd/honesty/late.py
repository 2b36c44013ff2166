"""What was written in the week about days long past: pads, vitals, signatures, results."""

from datetime import timedelta

from django.utils import timezone

from labs.models import Result
from opd.honesty.found import Found, Kind, Look, found
from opd.models import Consultation, Vitals
from opd.reporting import register
from registration.models import PadSlip, Visit


def late_entries(look: Look) -> Found | None:
    """At least `least` visits and `share` per cent of the week's, more than `within` days after the day."""
    begin, end = look.week.moments
    pads = PadSlip.objects.for_centres(look.at).filter(attached_at__gte=begin, attached_at__lt=end)
    signed = Consultation.objects.for_centres(look.at).filter(signed_at__gte=begin, signed_at__lt=end)
    measured = Vitals.objects.for_centres(look.at).filter(recorded_at__gte=begin, recorded_at__lt=end)
    results = Result.objects.for_centres(look.at).filter(entered_at__gte=begin, entered_at__lt=end, version=1)
    on_screen = {"visit__source": Visit.Source.DOWNTIME}
    parts = {
        "pads": pads.values_list("visit", "attached_at", "written_at"),
        "vitals": measured.exclude(**on_screen).values_list("visit", "recorded_at", "visit__registered_at"),
        "signed": signed.exclude(**on_screen).values_list("visit", "signed_at", "visit__registered_at"),
        "results": results.filter(order__is_sent=False, order__sample__isnull=False).values_list(
            "order__visit", "entered_at", "order__sample__collected_at"
        ),
    }
    late = {name: _late(rows.order_by(), look.rule.within) for name, rows in parts.items()}
    keys = set().union(*late.values())
    of = register.visits(look.at, look.week).filter(register.COUNTED).count()
    if len(keys) < look.rule.least or len(keys) * 100 < look.rule.share * of:
        return None
    return found(look, Kind.VISITS, keys, of=of, **{name: len(rows) for name, rows in late.items()})


def _late(rows, days: int) -> set[int]:
    limit = timedelta(days=days)
    return {visit for visit, entered, was in rows if timezone.localdate(entered) - timezone.localdate(was) > limit}
