"""The tests of one visit as the slip, the screen and the phone show them: two queries however many tests."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from labs.flags import in_both
from labs.models import LabOrder, Result
from labs.selectors.shown import Shown, show

Status = LabOrder.Status


@dataclass(frozen=True)
class Line:
    """One test asked for. `result` is the newest released value or None; `earlier` are released values it replaced.

    A released value that is being corrected stays in `result` with `is_being_corrected`, until the correction is
    released. Values that never left the laboratory are not here at all.
    """

    order_code: str
    test_code: str
    name_en: str
    name_hi: str
    status: str
    status_en: str
    status_hi: str
    is_urgent: bool
    is_sensitive: bool
    is_sent: bool
    sent_to_en: str
    sent_to_hi: str
    specimen_en: str
    specimen_hi: str
    ordered_at: datetime
    collected_at: datetime | None
    result: Shown | None
    earlier: list[Shown] = field(default_factory=list)
    is_being_corrected: bool = False

    @property
    def name(self) -> str:
        return self.name_hi if get_language() == "hi" else self.name_en

    @property
    def status_word(self) -> str:
        return self.status_hi if get_language() == "hi" else self.status_en

    @property
    def sent_to(self) -> str:
        return self.sent_to_hi if get_language() == "hi" else self.sent_to_en

    @property
    def is_pending(self) -> bool:
        return self.result is None

    @property
    def released_at(self) -> datetime | None:
        return self.result.released_at if self.result else None


@dataclass(frozen=True)
class Group:
    """The lines of one panel, or the single tests together under no name."""

    code: str
    name_en: str
    name_hi: str
    lines: list[Line]

    @property
    def name(self) -> str:
        return self.name_hi if get_language() == "hi" else self.name_en


def slip_lines(visit) -> list[Group]:
    """Every test asked for on this visit and not cancelled, panels first (2 queries)."""
    orders = list(
        LabOrder.objects.filter(visit=visit)
        .exclude(status=Status.CANCELLED)
        .select_related("test", "panel", "sample", "sent_to", "rejected_sample")
        .order_by("panel__position", "panel_id", "test__position", "pk")
    )
    if not orders:
        return []
    released = defaultdict(list)
    results = Result.objects.filter(order__in=orders, released_at__isnull=False).select_related("released_by")
    for result in results.order_by("-version"):
        released[result.order_id].append(result)
    groups = {}
    for order in orders:
        groups.setdefault(order.panel_id, []).append(_line(order, released[order.pk]))
    panels = {order.panel_id: order.panel for order in orders}
    return [_group(panels[key], lines) for key, lines in groups.items()]


def _group(panel, lines) -> Group:
    if panel is None:
        return Group("", "", "", lines)
    return Group(panel.code, panel.name_en, panel.name_hi, lines)


def status_words(order: LabOrder) -> tuple[str, str]:
    """The step in Hindi and English; after a rejected sample that a new one is needed, and why."""
    if not order.needs_new_sample:
        return in_both(Status(order.status).label)
    words = []
    for language in ("hi", "en"):
        with translation.override(language):
            words.append(_("new sample needed (%(why)s)") % {"why": order.rejected_sample.why_rejected})
    return words[0], words[1]


def _line(order: LabOrder, released: list[Result]) -> Line:
    shown = [show(result, order.test) for result in released]
    status_hi, status_en = status_words(order)
    return Line(
        order_code=order.code,
        test_code=order.test.code,
        name_en=order.test.name_en,
        name_hi=order.test.name_hi,
        status=order.status,
        status_en=status_en,
        status_hi=status_hi,
        is_urgent=order.is_urgent,
        is_sensitive=order.test.is_sensitive,
        is_sent=order.is_sent,
        sent_to_en=order.sent_to.name_en if order.sent_to else "",
        sent_to_hi=order.sent_to.name_hi if order.sent_to else "",
        specimen_en=order.test.specimen,
        specimen_hi=order.test.specimen_hi,
        ordered_at=order.ordered_at,
        collected_at=order.sample.collected_at if order.sample else None,
        result=shown[0] if shown else None,
        earlier=shown[1:],
        is_being_corrected=bool(shown) and order.status != Status.RELEASED,
    )
