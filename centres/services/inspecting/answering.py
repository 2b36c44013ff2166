"""One answer: saved at once, saved again without harm, never lost to a second inspector."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError, Conflict
from centres.models import ChecklistItem, Finding, FindingVersion, Inspection


class AnsweredMeanwhile(Conflict):
    """A colleague answered first; `.finding` is what stands now."""

    def __init__(self, finding: Finding):
        super().__init__(_("A colleague answered this meanwhile. Compare, then save again."))
        self.finding = finding


@transaction.atomic
def answer(
    visit: Inspection, item: ChecklistItem, *, value: Decimal | None, remark: str, seen: int, by, applies: bool = True
) -> Finding:
    """Save what was found of `item`. `seen` is the version the person saw, 0 for none.

    The same answer again changes nothing. Raises AnsweredMeanwhile when a colleague saved another one since `seen`
    (one's own second device does not count), CentresError unless the visit goes on.
    """
    visit = Inspection.objects.select_for_update(of=("self",)).select_related("centre").get(pk=visit.pk)
    if visit.status != Inspection.Status.STARTED:
        raise CentresError(_("This visit is not going on: nothing can be written."))
    finding = Finding.objects.filter(inspection=visit, item=item).select_related("answered_by").first()
    new = {"value": value if applies else None, "is_applicable": applies, "remark": remark}
    if finding is None:
        finding = Finding(inspection=visit, item=item, version=0)
    elif all(getattr(finding, name) == what for name, what in new.items()):
        return finding
    elif finding.version != seen and finding.answered_by_id != by.pk:
        raise AnsweredMeanwhile(finding)
    _write(finding, new, by)
    audit.record("inspection.answered", by=by, centre=visit.centre, target=visit, item=item.code)
    return finding


def _write(finding: Finding, new: dict, by) -> None:
    finding.version += 1
    finding.answered_at, finding.answered_by = timezone.now(), by
    for name, what in new.items():
        setattr(finding, name, what)
    finding.save()
    FindingVersion.objects.create(
        finding=finding, version=finding.version, answered_at=finding.answered_at, answered_by=by, **new
    )
