"""The laboratory's book: everybody whose sample was taken, or whose test was done, on one day."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q
from django.utils import timezone

from labs.models import LabOrder, Result
from labs.selectors.shown import Shown, show


@dataclass
class Group:
    """Released tests of one panel, or those without one."""

    panel: object | None
    lines: list[tuple] = field(default_factory=list)


@dataclass
class Entry:
    """One patient of the day. `lines` are (order, what was released or None)."""

    serial: int
    visit: object
    lines: list[tuple] = field(default_factory=list)

    @property
    def groups(self) -> list[Group]:
        """What was released: the tests of a panel together, single tests together."""
        groups: dict = {}
        for order, shown in self.lines:
            if shown:
                groups.setdefault(order.panel_id, Group(order.panel)).lines.append((order.test, shown))
        return list(groups.values())

    @property
    def waiting(self) -> list[str]:
        """What is not released yet: a panel once, then the single tests."""
        return list(dict.fromkeys((order.panel or order.test).name for order, shown in self.lines if not shown))

    @property
    def released_by(self) -> list[Shown]:
        """One value of each person who released, in the order of the tests."""
        return list({shown.released_by_en: shown for _order, shown in self.lines if shown}.values())

    @property
    def samples(self) -> list[str]:
        return list(dict.fromkeys(order.sample.code for order, _shown in self.lines if order.sample))


def register(centre, day: date) -> list[Entry]:
    """In the order in which the samples came; cancelled tests stay out (2 queries)."""
    released = Result.objects.filter(is_current=True).select_related("released_by")
    on_day = Q(sample__collected_at__date=day) | Q(sample=None, resulted_at__date=day)
    orders = (
        LabOrder.objects.for_centre(centre)
        .filter(on_day)
        .exclude(status=LabOrder.Status.CANCELLED)
        .select_related("test", "panel", "sample", "visit__patient")
        .prefetch_related(Prefetch("results", queryset=released, to_attr="current"))
        .order_by("sample__collected_at", "visit_id", "panel__position", "test__position")
    )
    entries: dict[int, Entry] = {}
    with timezone.override("Asia/Kolkata"):
        rows = list(orders)
    for order in rows:
        entry = entries.setdefault(order.visit_id, Entry(len(entries) + 1, order.visit))
        current = order.current[0] if order.current and order.current[0].released_at else None
        entry.lines.append((order, show(current, order.test) if current else None))
    return list(entries.values())
