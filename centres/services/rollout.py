"""Moving a centre along its rollout: one step at a time, dated, and never live unready without a name under it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centres import audit
from centres.errors import CentresError, Conflict
from centres.models import Centre, StageMove, StepPlan, User
from centres.permissions import Permission
from centres.selectors import readiness
from hms.lib.dates import format_day

ORDER = Centre.Stage.values
FARTHEST = 3 * 366  # days ahead that anybody plans


class NotReady(CentresError):
    """The readiness list is not complete; `.points` are those missing."""

    def __init__(self, message, points):
        super().__init__(message, field="stage")
        self.points = points


@transaction.atomic
def move(
    centre: Centre, after: str, *, before: str, done_on: date, reason: str, is_signed: bool, by: User, permissions
) -> StageMove:
    """Move `centre` from `before` (as the person saw it) to the next stage, or back to an earlier one.

    Raises Conflict when somebody moved it meanwhile, NotReady for going live with points missing and no signature,
    CentresError for a skipped step, an impossible day, or a way back without a reason.
    """
    centre = Centre.objects.select_for_update().get(pk=centre.pk)
    if centre.stage != before:
        raise Conflict(_("Somebody else moved this centre while you were typing. Look at it again."))
    _check_step(before, after)
    _check_day(centre, done_on)
    if ORDER.index(after) < ORDER.index(before) and not reason:
        raise CentresError(_("Say why it goes back."), field="reason")
    missing = _require_ready(centre, reason, is_signed, permissions) if after == Centre.Stage.LIVE else []
    row = StageMove.objects.create(
        centre=centre, before=before, after=after, done_on=done_on, reason=reason,
        is_signed=bool(missing), missing=[_as_worded(point) for point in missing],
        moved_at=timezone.now(), moved_by=by,
    )  # fmt: skip
    centre.stage = after
    centre.version += 1
    centre.save(update_fields=["stage", "version"])
    detail = {"before": before, "after": after, "missing": len(missing)}
    audit.record("centre.signed_live" if missing else "centre.stage", by=by, centre=centre, target=centre, **detail)
    return row


def _check_step(before: str, after: str) -> None:
    ahead = ORDER.index(after) - ORDER.index(before)
    if ahead == 0:
        raise CentresError(_("The centre stands there already."), field="stage")
    if ahead > 1:
        raise CentresError(_("One step at a time: each has a day of its own."), field="stage")


def _check_day(centre: Centre, done_on: date) -> None:
    if done_on > timezone.localdate():
        raise CentresError(_("This day is still to come. A step counts once it is done."), field="done_on")
    last = centre.stage_moves.first()
    if last and done_on < last.done_on:
        said = {"day": format_day(last.done_on), "stage": Centre.Stage(last.after).label}
        raise CentresError(_("Not before the last step: %(stage)s on %(day)s.") % said, field="done_on")


def _require_ready(centre: Centre, reason: str, is_signed: bool, permissions) -> list:
    """The points that are missing, for which somebody signs now. Raises NotReady."""
    if centre.is_placeholder:
        raise CentresError(_("Give this centre its name before it goes live."), field="stage")
    points = readiness.missing(centre)
    if points and not is_signed:
        raise NotReady(_not_ready(len(points), Permission.ROLLOUT_SIGN in permissions), points)
    if points and Permission.ROLLOUT_SIGN not in permissions:
        raise CentresError(_("Only a district officer may sign for a centre that is not ready."), field="sign")
    if points and not reason:
        words = _("Write why it goes live all the same. It stands here for ever with your name.")
        raise CentresError(words, field="reason")
    return points


def _not_ready(count: int, may_sign: bool) -> str:
    missing = ngettext("Not ready: %(count)d point is missing.", "Not ready: %(count)d points are missing.", count)
    further = (
        _("Complete the list, or sign below why it goes live without.")
        if may_sign
        else _("Complete the list; only a district officer may sign for less.")
    )
    return f"{missing % {'count': count}} {further}"


def _as_worded(point) -> dict:
    item = point.item
    return {"code": item.code, "version": item.version, "en": item.text_en, "hi": item.text_hi}


@transaction.atomic
def plan_step(centre: Centre, stage: str, *, owner: str, due_on: date | None, by: User) -> StepPlan | None:
    """Say who answers for a step and by when; None when that is said already. Raises CentresError for a bad day."""
    Centre.objects.select_for_update().get(pk=centre.pk)
    last = centre.step_plans.filter(stage=stage).first()
    if last and (last.owner, last.due_on) == (owner, due_on):
        return None
    if due_on and (last is None or last.due_on != due_on):
        _check_due(centre, stage, due_on)
    row = StepPlan.objects.create(
        centre=centre, stage=stage, owner=owner, due_on=due_on, planned_at=timezone.now(), planned_by=by
    )
    audit.record("rollout.planned", by=by, centre=centre, target=row, stage=stage)
    return row


def _check_due(centre: Centre, stage: str, due_on: date) -> None:
    today = timezone.localdate()
    if due_on < today:
        raise CentresError(_("This day is over. A plan looks ahead."), field="due_on")
    if (due_on - today).days > FARTHEST:
        raise CentresError(_("At most three years ahead."), field="due_on")
    newest = centre.step_plans.order_by("stage", "-planned_at", "-pk").distinct("stage")
    for other in newest:
        if other.due_on is None or other.stage == stage:
            continue
        said = {"stage": Centre.Stage(other.stage).label, "day": format_day(other.due_on)}
        if ORDER.index(other.stage) < ORDER.index(stage) and other.due_on > due_on:
            raise CentresError(_("Not before the step ahead of it: %(stage)s is due %(day)s.") % said, field="due_on")
        if ORDER.index(other.stage) > ORDER.index(stage) and other.due_on < due_on:
            raise CentresError(_("Not after the step behind it: %(stage)s is due %(day)s.") % said, field="due_on")
