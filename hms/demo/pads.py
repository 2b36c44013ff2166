"""A power cut in the demonstration: a pad of which some slips were entered, one is spoilt and one is missing."""

from datetime import timedelta

from django.utils import timezone

from registration.models import DowntimePad, Visit
from registration.services import pads

SLIPS = 12
SPOILT, MISSING = 4, 6  # places in the pad


def power_cut(centre, staff: dict) -> DowntimePad | None:
    """The first seven people of the newest past day were written by hand; the slips were entered at noon."""
    past = Visit.objects.for_centre(centre).filter(visit_on__lt=timezone.localdate(), source=Visit.Source.COUNTER)
    newest = past.order_by("-visit_on").values_list("visit_on", flat=True).first()
    if newest is None:
        return None
    visits = list(past.filter(visit_on=newest).order_by("daily_serial")[: SLIPS - 5])
    pad = pads.print_pad(centre, place="काउंटर 1", size=SLIPS, paper=DowntimePad.Paper.A4, by=staff["clerk"])
    pad.printed_at = min(pad.printed_at, visits[0].registered_at - timedelta(days=3))
    pad.save(update_fields=["printed_at"])
    slips = list(pad.slips.order_by("place"))
    pads.spoil(pad, slips[SPOILT - 1], slips[SPOILT - 1], reason="पानी गिर गया", by=staff["clerk"])
    for slip, visit in zip((one for one in slips if one.place not in {SPOILT, MISSING}), visits, strict=False):
        Visit.objects.filter(pk=visit.pk).update(source=Visit.Source.DOWNTIME, seconds_at_counter=None)
        at = visit.registered_at.replace(second=0, microsecond=0)
        pads.attach_to_visit(slip, visit, at=at, by=staff["clerk"])
    return pad
