"""The end of a visit: points worked out and frozen, shortfalls written down as gaps."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.models import Inspection
from centres.scoring import score
from centres.selectors import inspecting
from centres.services import gaps


@transaction.atomic
def finish(visit: Inspection, *, remark: str, unseen_reason: str, by) -> Inspection:
    """End the visit; every shortfall becomes a gap. What was not answered needs a reason. Raises CentresError."""
    visit = (
        Inspection.objects.select_for_update(of=("self",))
        .select_related("centre", "office", "version__checklist")
        .get(pk=visit.pk)
    )
    if visit.status == Inspection.Status.FINISHED:
        return visit
    if visit.status != Inspection.Status.STARTED:
        raise CentresError(_("Begin the visit first."))
    lines = inspecting.lines(visit)
    unseen = sum(line.finding is None for line in lines)
    if unseen == len(lines):
        raise CentresError(_("Nothing is answered yet."))
    if unseen and len(unseen_reason) < 3:
        raise CentresError(_("Say why some items were not looked at."), field="unseen_reason")
    visit.status, visit.finished_at, visit.finished_by = Inspection.Status.FINISHED, timezone.now(), by
    visit.remark, visit.unseen_reason = remark, unseen_reason if unseen else ""
    visit.score = score(line.scored for line in lines)
    visit.save(update_fields=["status", "finished_at", "finished_by", "remark", "unseen_reason", "score"])
    gaps.from_inspection(visit, lines, by=by)
    audit.record("inspection.finished", by=by, centre=visit.centre, target=visit, points=visit.score["points"])
    return visit
