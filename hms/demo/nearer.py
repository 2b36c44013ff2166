"""PMCH's desk: whom it asked this fortnight, and who of this morning's visits at Yarpur came from there."""

import random
from datetime import timedelta

from django.utils import timezone

from centres.models import Centre
from hms.lib import ids
from opd.models import DeskComplaint, Redirection
from registration.models import Visit

O = Redirection.Outcome  # noqa: E741 (read as its name)


def ask(users: dict, rng: random.Random) -> None:
    """A few warning signs, a few who only wanted to know, and a share of the visits with a token from the desk."""
    hospital, clerk = Centre.objects.get(code="PMCH"), users["pmch.clerk"]
    complaints = list(DeskComplaint.objects.all()[:12])
    visits = Visit.objects.filter(centre__code__in=["UPHC-02", "UPHC-09"], status=Visit.Status.DONE)
    visits = list(visits.exclude(redirection__isnull=False).order_by("-registered_at")[:120])
    rows = [
        _row(hospital, clerk, rng.choice(complaints), visit.registered_at, O.SENT, visit)
        for visit in rng.sample(visits, min(14, len(visits)))
    ]
    now = timezone.now()
    for outcome, count in ((O.RED_FLAG, 5), (O.OFFERED, 3)):
        rows += [
            _row(hospital, clerk, rng.choice(complaints), now - timedelta(hours=rng.randint(2, 240)), outcome)
            for _one in range(count)
        ]
    Redirection.objects.bulk_create(rows)


def _row(hospital, clerk, complaint, at, outcome, visit=None) -> Redirection:
    return Redirection(
        code=ids.random_code(), centre=hospital, desk_complaint=complaint, outcome=outcome,
        to_centre=visit.centre if visit else None, department=visit.department if visit else None, visit=visit,
        asked_at=at, asked_by=clerk, sent_at=at if visit else None, sent_by=clerk if visit else None,
    )  # fmt: skip
