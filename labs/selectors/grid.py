"""One visit at the bench: every test with its value, range and the value before. A fixed number of queries."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from labs import delta, persons, ranges, values
from labs.flags import Said, say
from labs.models import LabOrder, Result
from labs.selectors.history import Point, previous_values
from labs.selectors.reference import delta_limits, ranges_of

Status = LabOrder.Status


@dataclass
class GridRow:
    """One test. `current` is the newest value, released or not; `earlier` the versions before it."""

    order: LabOrder
    normal: ranges.Normal | None
    current: Result | None
    earlier: list[Result] = field(default_factory=list)
    before: Point | None = None
    depends_on_pregnancy: bool = False
    limit: delta.Limit = delta.USUAL

    @property
    def test(self):
        return self.order.test

    @property
    def may_enter(self) -> bool:
        """Whether a box stands here: not cancelled, not released, and its sample is there."""
        if self.order.status == Status.ORDERED:
            return not self.test.needs_sample
        return self.order.status in {Status.COLLECTED, Status.RESULTED}

    @property
    def is_released(self) -> bool:
        return self.order.status == Status.RELEASED

    @property
    def is_amendment(self) -> bool:
        """A correction of a released value that waits for its own release."""
        return self.order.status == Status.RESULTED and any(result.released_at for result in self.earlier)

    @property
    def range_text(self) -> str:
        """The frozen range of the value that stands; before there is one, today's."""
        if self.current is not None:
            return self.current.range_text
        if self.test.reactive_from:
            return f"< {self.test.reactive_from}"
        return ranges.words(self.normal, self.test.decimals)

    @property
    def range_for(self) -> str:
        return self.current.range_for if self.current is not None else (self.normal.who if self.normal else "")

    @property
    def shown(self) -> str:
        return values.in_box(self.current) if self.current else ""

    @property
    def said(self) -> Said | None:
        return say(self.current.flag) if self.current else None

    @property
    def change(self) -> str:
        """How far a number moved since the value before, "−2.3"; empty when there is nothing to compare."""
        if self.current is None or self.before is None or None in (self.current.value, self.before.number):
            return ""
        return f"{self.current.value - self.before.number:+.{self.test.decimals}f}".replace("-", "−")

    @property
    def is_big_change(self) -> bool:
        """The delta check: further from the value before than the test's limit."""
        if not self.change:
            return False
        days = {"before_on": self.before.visit.visit_on, "now_on": self.order.visit.visit_on}
        return delta.is_big(self.before.number, self.current.value, limit=self.limit, **days)

    @property
    def delta_words(self) -> str:
        """What the flag of the delta check says: by how much, and the limit."""
        moved = delta.percent_moved(self.before.number, self.current.value)
        percent = "" if moved is None else f"{moved:+.0f} %".replace("-", "−")
        return _("big change %(percent)s, limit %(limit)d %%: check the label") % {
            "percent": percent,
            "limit": self.limit.percent,
        }


def grid(visit, *, everywhere: bool = False) -> list[GridRow]:
    """The visit's tests in panel order (5 queries). `everywhere` compares with other centres' values too."""
    orders = list(
        LabOrder.objects.filter(visit=visit)
        .exclude(status=Status.CANCELLED)
        .select_related("test", "panel", "sample", "sent_to", "rejected_sample")
        .order_by("panel__position", "panel_id", "test__position", "pk")
    )
    if not orders:
        return []
    versions: dict[int, list[Result]] = {}
    for result in Result.objects.filter(order__in=orders).select_related("entered_by").order_by("-version"):
        versions.setdefault(result.order_id, []).append(result)
    rows = ranges_of(orders)
    before = previous_values(visit, [order.test_id for order in orders], everywhere=everywhere)
    limits = delta_limits(orders)
    return [_row(order, visit, versions.get(order.pk, []), rows, before, limits) for order in orders]


def _row(order, visit, versions, rows, before, limits) -> GridRow:
    order.visit = visit
    normal = persons.normal_for(order, visit, rows[order.test_id])
    asks = any(row.pregnancy for row in rows[order.test_id])
    return GridRow(
        order,
        normal,
        versions[0] if versions else None,
        versions[1:],
        before.get(order.test_id),
        asks,
        limits.get(order.test_id, delta.USUAL),
    )
