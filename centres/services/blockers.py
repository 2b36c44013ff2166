"""What stands in a centre's way: written down, and cleared with a word on how."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.models import Blocker, Centre, User

OLDEST = 5 * 366  # days back that still make sense


@transaction.atomic
def raise_blocker(centre: Centre, *, text: str, since: date, owner: str, by: User) -> Blocker:
    """Raises CentresError for a day to come or one that is absurdly long ago, and for the same words twice."""
    today = timezone.localdate()
    if since > today:
        raise CentresError(_("This day is still to come."), field="since")
    if (today - since).days > OLDEST:
        raise CentresError(_("More than five years ago: please check the day."), field="since")
    if centre.blockers.filter(text=text, resolved_at=None).exists():
        raise CentresError(_("This is on the list already."), field="text")
    row = Blocker.objects.create(
        centre=centre, text=text, since=since, owner=owner, raised_at=timezone.now(), raised_by=by
    )
    audit.record("blocker.raised", by=by, centre=centre, target=row)
    return row


@transaction.atomic
def resolve(blocker: Blocker, resolution: str, *, by: User) -> Blocker:
    """Raises CentresError when somebody cleared it before."""
    blocker = Blocker.objects.select_for_update().get(pk=blocker.pk)
    if blocker.resolved_at:
        raise CentresError(_("This is cleared already."))
    blocker.resolved_at, blocker.resolved_by, blocker.resolution = timezone.now(), by, resolution
    blocker.save(update_fields=["resolved_at", "resolved_by", "resolution"])
    audit.record("blocker.resolved", by=by, centre=blocker.centre, target=blocker)
    return blocker
