"""Ending sign-ins: at once, on every computer."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from centres import audit
from centres.models import Centre, SignIn, User


def end_all(user: User, *, but: str = "") -> int:
    """End every open sign-in of `user`, except the session with the key `but`; how many (4 queries)."""
    return _end(SignIn.objects.filter(user=user, ended_at__isnull=True).exclude(session_key=but))


@transaction.atomic
def end_one(sign_in: SignIn, *, by: User, centre: Centre | None = None) -> None:
    """End one sign-in. Ending it twice is no second event."""
    if _end(SignIn.objects.filter(pk=sign_in.pk, ended_at__isnull=True)):
        audit.record("sign_in.ended", by=by, centre=centre, target=sign_in.user)


def _end(rows) -> int:
    with transaction.atomic():
        keys = list(rows.select_for_update().values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        return SignIn.objects.filter(session_key__in=keys).update(ended_at=timezone.now())
