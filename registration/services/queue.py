"""How a visit moves through the day: waiting, called, away, done, cancelled. Each step locks, checks, records."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from registration.errors import NotInThisState, ReasonMissing
from registration.models import Visit
from registration.signals import tell

S = Visit.Status


def call_visit(visit: Visit, *, by) -> Visit:
    """Call the next person in. Raises NotInThisState when a colleague called them first."""
    return _move(visit, by, "called", {S.WAITING, S.AWAY}, status=S.CALLED, called_at=timezone.now(), called_by=by)


@transaction.atomic
def call_next(department, *, by) -> Visit | None:
    """Call whoever is first of today: priority, then token. None when nobody waits.

    Two rooms calling at the same moment get two people: a row that a colleague is just taking is skipped.
    """
    waiting = Visit.objects.filter(department=department, visit_on=timezone.localdate(), status=S.WAITING)
    first = waiting.select_for_update(of=("self",), skip_locked=True).in_queue_order().first()
    return call_visit(first, by=by) if first else None


def recall_visit(visit: Visit, *, by) -> Visit:
    """Call again: somebody who did not come in, was away, or was finished too early."""
    return _move(
        visit,
        by,
        "recalled",
        {S.CALLED, S.AWAY, S.DONE},
        status=S.CALLED,
        called_at=timezone.now(),
        called_by=by,
        done_at=None,
        done_by=None,
    )


def set_away(visit: Visit, *, by) -> Visit:
    """Not there when called; keeps the token."""
    return _move(visit, by, "away", {S.WAITING, S.CALLED}, status=S.AWAY)


def finish_visit(visit: Visit, *, by) -> Visit:
    """Seen. Finishing twice is refused like any other step out of order."""
    return _move(
        visit, by, "finished", {S.WAITING, S.CALLED, S.AWAY}, status=S.DONE, done_at=timezone.now(), done_by=by
    )


def cancel_visit(visit: Visit, *, by, reason: str) -> Visit:
    """Registered by mistake, or gone home before being called. The token is not given again."""
    reason = reason.strip()[:100]
    if not reason:
        raise ReasonMissing(_("Say why the visit is cancelled."), field="reason")
    return _move(
        visit,
        by,
        "cancelled",
        {S.WAITING, S.AWAY},
        status=S.CANCELLED,
        cancelled_at=timezone.now(),
        cancelled_by=by,
        cancel_reason=reason,
    )


@transaction.atomic
def _move(visit: Visit, by, what: str, from_states: set, **changes) -> Visit:
    locked = Visit.objects.select_for_update(of=("self",)).select_related("patient", "centre", "department")
    visit = locked.get(pk=visit.pk)
    if visit.status not in from_states:
        raise NotInThisState(
            _("Token %(token)d is no longer where this page shows it. It now stands as: %(state)s.")
            % {"token": visit.token, "state": visit.get_status_display()}
        )
    for name, value in {**changes, "version": visit.version + 1}.items():
        setattr(visit, name, value)
    visit.save(update_fields=[*changes, "version"])
    audit.record(f"visit.{what}", by=by, centre=visit.centre, target=visit, patient=visit.patient_id, token=visit.token)
    tell(visit, what)
    return visit
