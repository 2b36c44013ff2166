"""The network's centres at a glance."""

from collections import Counter

from django.db.models import Count, Q
from django.utils import timezone

from centres.models import AuditEvent, Centre, Membership


def centres(reached):
    """Those of `reached`, with a phase first, phase by phase; each with the number of its staff (1 query)."""
    today = timezone.localdate()
    now = Q(memberships__starts_on__lte=today, memberships__user__is_active=True) & (
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    )
    staff = Count("memberships__user", filter=now, distinct=True)
    return reached.annotate(staff=staff).order_by("phase", "code")


def stages(rows) -> list[tuple[str, int]]:
    """How many of `rows` stand at each stage, in the order of the rollout."""
    counted = Counter(centre.stage for centre in rows)
    return [(stage, counted[stage.value]) for stage in Centre.Stage]


def stage_history(centre: Centre) -> list[AuditEvent]:
    """The moves from stage to stage, newest first, with `.before` and `.after` in words (1 query)."""
    moves = list(AuditEvent.objects.for_centre(centre).filter(action="centre.stage").select_related("by")[:50])
    words = dict(Centre.Stage.choices)
    for move in moves:
        move.before, move.after = (words.get(move.detail.get(end), "–") for end in ("before", "after"))
    return moves


def staff_count(centre: Centre) -> int:
    return (
        Membership.objects.on(timezone.localdate())
        .filter(centre=centre, user__is_active=True)
        .aggregate(people=Count("user", distinct=True))["people"]
    )
