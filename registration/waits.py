"""How long people waited, for an inspection."""

from datetime import date

from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from centres.facts import Fact, said
from hms.lib.percentile import Percentile
from registration.models import Visit

LONG = 60  # minutes of the median; the same hour after which the queue calls somebody late


def waiting(centre, since: date, until: date) -> Fact:
    """From the counter until called in: the median and the slow tenth (1 query)."""
    wait = F("called_at") - F("registered_at")
    called = Visit.objects.for_centre(centre).filter(visit_on__gte=since, visit_on__lte=until, called_at__isnull=False)
    found = called.aggregate(count=Count("pk"), median=Percentile(wait, share=0.5), slow=Percentile(wait, share=0.9))
    label = said(_("Wait for the doctor"))
    if not found["count"]:
        return Fact(label, said(_("not measured: nobody was called here")), "unknown")
    median, slow = (round(found[name].total_seconds() / 60) for name in ("median", "slow"))
    words = _("%(median)d min in the middle, one in ten longer than %(slow)d min, of %(count)d visits")
    value = said(words, median=median, slow=slow, count=found["count"])
    return Fact(label, value, "late" if median > LONG else "ok")
