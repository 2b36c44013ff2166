"""The moment an inspector begins: what the records say then is frozen with the visit."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit, facts, stated
from centres.errors import CentresError
from centres.models import Inspection

Status = Inspection.Status


def facts_of(visit: Inspection, *, until: date | None = None) -> dict:
    """What the records say, what the centre itself stated, and how often either kind of claim was used."""
    own = stated.freeze(visit.centre, until=until or timezone.localdate())
    asked = {item.use for item in visit.version.items.all() if item.use}
    return {**facts.gather(visit.centre, asked | stated.uses(own), until=until), "stated": own}


@transaction.atomic
def begin(visit: Inspection, *, by) -> Inspection:
    """Begin a visit. One that goes on already stays as it is; raises CentresError for one that is over."""
    visit = Inspection.objects.select_for_update(of=("self",)).select_related("centre", "version").get(pk=visit.pk)
    if visit.status == Status.STARTED:
        return visit
    if visit.status != Status.PLANNED:
        raise CentresError(_("This visit is over."))
    visit.status, visit.started_at, visit.started_by = Status.STARTED, timezone.now(), by
    visit.facts = facts_of(visit)
    visit.save(update_fields=["status", "started_at", "started_by", "facts"])
    audit.record("inspection.begun", by=by, centre=visit.centre, target=visit)
    return visit
