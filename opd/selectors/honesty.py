"""Reads of questions about numbers: the list, what waits for whom, the rows as far as a reader's rights go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from centres.models import User
from labs.models import Result
from opd.models import HonestyFinding, HonestyStep, Vitals
from registration.models import Visit

S, Kind = HonestyFinding.State, HonestyFinding.Kind


def of_centres(centres) -> QuerySet[HonestyFinding]:
    """What waits longest first."""
    rows = HonestyFinding.objects.for_centres(centres).select_related("rule", "centre")
    return rows.defer("rows").order_by("found_at", "centre__code", "rule__position")


def counts(centres) -> dict[str, int]:
    """How many wait for the centres, for the district, and are closed (1 query)."""
    rows = HonestyFinding.objects.for_centres(centres)
    return rows.aggregate(
        centre=Count("pk", filter=Q(state__in=[S.OPEN, S.ASKED])),
        district=Count("pk", filter=Q(state=S.ANSWERED)),
        closed=Count("pk", filter=Q(state=S.ACCEPTED)),
    )


def history(finding: HonestyFinding) -> list[HonestyStep]:
    return list(finding.steps.select_related("by"))


def answer_of(steps: Iterable[HonestyStep]) -> HonestyStep | None:
    """The newest version of the answer."""
    return next((step for step in reversed(list(steps)) if step.kind == HonestyStep.Kind.ANSWERED), None)


@dataclass(frozen=True)
class Row:
    """One counted row: its visit, what was counted of it, and in whose names. A reader's page shows what is due."""

    visit: Visit
    at: datetime
    by: list[User]
    said: str = ""
    result: Result | None = None


def rows(finding: HonestyFinding, start: int, end: int) -> list[Row]:
    """The counted rows from `start` to `end`, in the order of keys (1-2 queries)."""
    keys = finding.rows[start:end]
    return [_row(finding.kind, one) for one in _read(finding.kind, keys)]


def _read(kind: str, keys):
    if kind == Kind.VITALS:
        found = Vitals.objects.filter(pk__in=keys).select_related("visit__patient", "visit__centre", "recorded_by")
    elif kind == Kind.RESULTS:
        found = Result.objects.filter(pk__in=keys).select_related(
            "order__visit__patient", "order__visit__centre", "order__test", "entered_by"
        )
    else:
        measured = Prefetch(
            "vitals", Vitals.objects.filter(is_current=True).select_related("recorded_by"), to_attr="measured"
        )
        found = Visit.objects.filter(pk__in=keys).select_related(
            "patient", "centre", "registered_by", "consultation__signed_by"
        )
        found = found.prefetch_related(measured)
    return found.order_by("pk")


def _row(kind: str, one) -> Row:
    if kind == Kind.VITALS:
        pressure = f"{one.systolic}/{one.diastolic if one.diastolic is not None else '–'}"
        return Row(one.visit, one.recorded_at, [one.recorded_by], said=pressure)
    if kind == Kind.RESULTS:
        return Row(one.order.visit, one.entered_at, [one.entered_by], result=one)
    return Row(one, one.registered_at, _hands(one))


def _hands(visit: Visit) -> list[User]:
    """Whoever registered, measured and signed, each once."""
    consultation = getattr(visit, "consultation", None)
    signed = [consultation.signed_by] if consultation and consultation.signed_by_id else []
    return list(dict.fromkeys([visit.registered_by, *(one.recorded_by for one in visit.measured), *signed]))
