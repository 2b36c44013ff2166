"""The rollout of many centres at a glance, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils import timezone

from centres.catalogue.defaults import SEES_PATIENTS
from centres.models import Blocker, Centre, DeviceCount, StageMove, StepPlan, Workstation
from centres.readiness import Point
from centres.selectors import readiness, statements

STAGES = list(Centre.Stage)
STALE_DAYS = 7  # a live centre's statement of what it has is pointed out after these
SILENT_DAYS = 3  # a live centre not heard from for longer is pointed out


@dataclass
class Step:
    """One stage of one centre: the plan for it and the move that reached it, either may be missing."""

    stage: Centre.Stage
    plan: StepPlan | None = None
    move: StageMove | None = None
    is_done: bool = False

    @property
    def is_late(self) -> bool:
        return not self.is_done and bool(self.plan and self.plan.due_on and self.plan.due_on < timezone.localdate())


@dataclass
class Line:
    """One centre on the board."""

    centre: Centre
    steps: list[Step]
    blockers: list[Blocker] = field(default_factory=list)
    devices: list[DeviceCount] = field(default_factory=list)
    seen_at: datetime | None = None
    points: list[Point] = field(default_factory=list)
    signed: StageMove | None = None
    stated_on: date | None = None

    @property
    def ready(self) -> int:
        return sum(point.is_met for point in self.points)

    @property
    def missing(self) -> list[Point]:
        return [point for point in self.points if not point.is_met]

    @property
    def next_step(self) -> Step | None:
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def due_on(self) -> date | None:
        step = self.next_step
        return step.plan.due_on if step and step.plan else None

    @property
    def is_unsaid(self) -> bool:
        """A live centre that has not said for a week what it has."""
        if self.centre.stage != Centre.Stage.LIVE:
            return False
        return self.stated_on is None or (timezone.localdate() - self.stated_on).days > STALE_DAYS

    @property
    def is_silent(self) -> bool:
        """A live centre none of whose computers said anything for days."""
        if self.centre.stage != Centre.Stage.LIVE:
            return False
        return self.seen_at is None or (timezone.now() - self.seen_at).days >= SILENT_DAYS


def of_rollout(reached):
    """The centres that come online by this plan: those with a phase, and every place that sees patients like them."""
    return reached.filter(Q(kind__in=SEES_PATIENTS) | Q(phase__isnull=False), is_active=True).order_by("phase", "code")


def board(centres: list[Centre]) -> list[Line]:
    """Everything about each of `centres` (13 queries, however many)."""
    plans, moves = _plans(centres), _moves(centres)
    blockers, devices, seen = _blockers(centres), _devices(centres), seen_at(centres)
    lists, stated = readiness.lists(centres), statements.stated_on(centres)
    return [
        Line(
            centre, _steps(centre, plans, moves), blockers[centre.pk], devices[centre.pk], seen.get(centre.pk),
            lists[centre.pk], _signed(centre, moves), stated.get(centre.pk),
        )
        for centre in centres
    ]  # fmt: skip


def line(centre: Centre) -> Line:
    return board([centre])[0]


def _steps(centre, plans, moves) -> list[Step]:
    """Going back undoes what came after: only the newest move to a stage counts, and only up to where it stands now."""
    reached = STAGES.index(Centre.Stage(centre.stage))
    steps = []
    for at, stage in enumerate(STAGES):
        key, is_done = (centre.pk, stage.value), at <= reached
        steps.append(Step(stage, plans.get(key), moves.get(key) if is_done else None, is_done))
    return steps


def _signed(centre, moves) -> StageMove | None:
    """The signature under which a live centre went live unready."""
    move = moves.get((centre.pk, Centre.Stage.LIVE.value)) if centre.stage == Centre.Stage.LIVE else None
    return move if move and move.is_signed else None


def _plans(centres) -> dict:
    rows = StepPlan.objects.filter(centre__in=centres).order_by("centre_id", "stage", "-planned_at", "-pk")
    return {(row.centre_id, row.stage): row for row in rows.distinct("centre_id", "stage")}


def _moves(centres) -> dict:
    rows = StageMove.objects.filter(centre__in=centres).select_related("moved_by")
    rows = rows.order_by("centre_id", "after", "-moved_at", "-pk").distinct("centre_id", "after")
    return {(row.centre_id, row.after): row for row in rows}


def _blockers(centres) -> dict:
    found = defaultdict(list)
    for row in Blocker.objects.filter(centre__in=centres, resolved_at=None):
        found[row.centre_id].append(row)
    return found


def _devices(centres) -> dict:
    order, found = DeviceCount.Kind.values, defaultdict(list)
    for row in readiness.newest_counts(centres):
        found[row.centre_id].append(row)
    return defaultdict(list, {pk: sorted(rows, key=lambda row: order.index(row.kind)) for pk, rows in found.items()})


def seen_at(centres) -> dict:
    """When any computer of each centre was last heard from (1 query)."""
    rows = Workstation.objects.filter(centre__in=centres, seen_at__isnull=False).order_by()
    return dict(rows.values_list("centre").annotate(Max("seen_at")))


def computers(centre: Centre) -> list[dict]:
    """Each computer of a centre by its name, and when it was last heard from (1 query)."""
    rows = Workstation.objects.for_centre(centre).order_by().values("name").annotate(seen=Max("seen_at"))
    return sorted(rows, key=lambda row: (row["seen"] is None, row["name"]))


def history(centre: Centre) -> list[StageMove]:
    return list(centre.stage_moves.select_related("moved_by")[:100])


def cleared(centre: Centre) -> list[Blocker]:
    """What stood in the way before, newest first (1 query)."""
    rows = centre.blockers.filter(resolved_at__isnull=False).select_related("resolved_by", "raised_by")
    return list(rows.order_by("-resolved_at")[:50])


SORTS = {
    "phase": lambda line: (line.centre.phase or 99, line.centre.code),
    "name": lambda line: line.centre.name,
    "stage": lambda line: (-STAGES.index(Centre.Stage(line.centre.stage)), line.centre.code),
    "due": lambda line: (line.due_on is None, line.due_on or date.max, line.centre.code),
    "blockers": lambda line: (-len(line.blockers), line.centre.code),
    "ready": lambda line: (line.ready - len(line.points), line.centre.code),
    "seen": lambda line: (line.seen_at is not None, line.seen_at or timezone.now(), line.centre.code),
}


def sort(lines: list[Line], by: str) -> list[Line]:
    return sorted(lines, key=SORTS.get(by, SORTS["phase"]))
