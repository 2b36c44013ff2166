"""What grows old is deleted: kept forms, used keys, dead links, sessions, records of wrong passwords."""

from collections.abc import Callable
from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from centres import held
from centres.models import SetPasswordLink, SubmittedForm

FORM_KEYS_FOR = timedelta(days=7)
LINKS_FOR = timedelta(days=30)


def submitted_forms() -> int:
    """Nobody sends a form again after a week."""
    return SubmittedForm.objects.filter(created_at__lt=timezone.now() - FORM_KEYS_FOR).delete()[0]


def password_links() -> int:
    """The audit keeps that they were given; the hashes have no use once they cannot open anything."""
    return SetPasswordLink.objects.filter(expires_at__lt=timezone.now() - LINKS_FOR).delete()[0]


def sessions() -> int:
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def wrong_passwords() -> int:
    """Past the time they lock anybody out; a flood of invented names does not stay."""
    return AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - settings.AXES_COOLOFF_TIME).delete()[0]


CHORES: dict[str, Callable[[], int]] = {
    "held forms": held.forget_old,
    "form keys": submitted_forms,
    "password links": password_links,
    "sessions": sessions,
    "wrong passwords": wrong_passwords,
}


def forget_old() -> dict[str, int]:
    """Run every chore; how many rows each deleted."""
    return {name: chore() for name, chore in CHORES.items()}
