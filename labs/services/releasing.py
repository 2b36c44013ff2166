"""Letting results out of the laboratory: to the slip, the doctor's screen, the phone and the report."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs import signals
from labs.errors import LabError, SamePerson, ValuesChanged, WrongState
from labs.models import LabOrder, Report, Result
from labs.selectors.control import out_of_control
from labs.services import acknowledging, calling
from labs.services.calling import Call
from labs.services.freezing import current_results
from labs.services.locking import lock, orders_of
from labs.services.reporting import next_report
from registration.models import Visit
from registration.services import touch_slip

Status = LabOrder.Status
SHORTEST_REASON = 5  # letters


@transaction.atomic
def release(
    visit: Visit,
    seen: dict[str, int],
    *,
    by,
    calls: dict[str, Call] | None = None,
    paper: str = Report.Paper.A5,
    reason: str = "",
    control_reason: str = "",
) -> Report:
    """Release these orders and store the report's next version. `seen` maps order code to the version looked at.

    `calls`, by order code, say who was told of a critical value; one without stays on the list of those not told
    (ADR 0010). `reason` says why somebody releases values they entered themselves, where the centre allows it. Raises
    LabError without one, and without `control_reason` where a test's last control of today failed; SamePerson where
    the centre has the two-person rule and `by` entered one of the values, ValuesChanged when a value is not the one
    looked at, WrongState unless each has a value that waits for release.
    """
    visit = lock(visit)
    orders = orders_of(visit, seen)
    if not orders:
        raise LabError(_("Choose at least one result."), field="orders")
    current = current_results(orders.values())
    for code, order in orders.items():
        _check(order, current.get(order.pk), seen[code], visit, by)
    results = [current[order.pk] for order in orders.values()]
    own = [order.pk for order in orders.values() if current[order.pk].entered_by_id == by.pk]
    if own and not reason.strip():
        raise LabError(_("You entered these values yourself: say why you release them too."), field="self_reason")
    _check_controls(visit.centre, list(orders.values()), control_reason.strip())
    LabOrder.objects.filter(pk__in=own).update(release_reason=reason.strip()[:120])
    for code, call in (calls or {}).items():
        calling.check(current[orders[code].pk], call)
    return let_out(visit, list(orders.values()), results, by=by, calls=calls or {}, paper=paper)


def let_out(visit, orders, results, *, by, calls=None, paper=Report.Paper.A5) -> Report:
    """Inside the caller's transaction, after every check."""
    now = timezone.now()
    keys = [order.pk for order in orders]
    replaced = set(Result.objects.filter(order__in=keys, released_at__isnull=False).values_list("order_id", flat=True))
    Result.objects.filter(pk__in=[result.pk for result in results]).update(released_at=now, released_by=by)
    LabOrder.objects.filter(pk__in=keys).update(status=Status.RELEASED, released_at=now, released_by=by)
    amended = [result for result in results if result.order_id in replaced]
    report = next_report(visit, amended, by=by, at=now, paper=paper)
    touch_slip(visit, why="results")
    _record(visit, report, orders, amended, by)
    by_key = {result.order_id: result for result in results}
    codes = {order.code: order for order in orders}
    for code, call in (calls or {}).items():
        calling.write(visit, by_key[codes[code].pk], call, by=by)
    if amended:
        keys = {result.order_id for result in amended}
        acknowledging.notify(report, [order for order in orders if order.pk in keys])
    told = partial(signals.results_released.send, sender=Report, visit=visit, report=report, orders=orders)
    transaction.on_commit(told)
    return report


def _check(order: LabOrder, current: Result | None, seen: int, visit: Visit, by) -> None:
    words = {"test": order.test.name}
    if order.status == Status.RELEASED:
        raise ValuesChanged(_("%(test)s has been released by somebody else already.") % words, orders=[order.code])
    if order.status != Status.RESULTED or current is None:
        raise WrongState(_("%(test)s has no value to release.") % words)
    if current.version != seen:
        raise ValuesChanged(_("%(test)s was changed since you looked. Look again.") % words, orders=[order.code])
    if visit.centre.two_person_release and current.entered_by_id == by.pk:
        raise SamePerson(_("You entered %(test)s. At this centre somebody else releases it.") % words)


def _check_controls(centre, orders: list[LabOrder], reason: str) -> None:
    """A failed control warns: the values go out with a reason that stays beside each of them, or not at all."""
    failed = {run.test_id for run in out_of_control(centre, [order.test_id for order in orders])}
    if not failed:
        return
    if len(reason) < SHORTEST_REASON:
        raise LabError(_("Today's control failed: say why the values go out all the same."), field="control_reason")
    keys = [order.pk for order in orders if order.test_id in failed]
    LabOrder.objects.filter(pk__in=keys).update(control_reason=reason[:120])


def _record(visit, report, orders, amended, by):
    audit.record(
        "lab.released",
        by=by,
        centre=visit.centre,
        target=report,
        patient=visit.patient_id,
        orders=[order.code for order in orders],
        amended=len(amended),
    )
