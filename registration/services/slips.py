"""The slip's version: every change that the slip shows makes the next one."""

from django.db import transaction
from django.db.models import F

from registration.models import Visit
from registration.signals import tell


@transaction.atomic(savepoint=False)
def touch_slip(visit: Visit, *, why: str) -> int:
    """The slip shows something new: its next version (2 queries). `why` is a code for listeners: "results"."""
    Visit.objects.filter(pk=visit.pk).update(slip_version=F("slip_version") + 1)
    visit.slip_version = Visit.objects.values_list("slip_version", flat=True).get(pk=visit.pk)
    tell(visit, f"slip:{why}")
    return visit.slip_version
