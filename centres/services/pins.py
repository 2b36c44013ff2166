"""The six digits a person types on a computer that a colleague has opened."""

from itertools import pairwise

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.models import Membership, User
from centres.permissions import TOTP_ROLES

LENGTH = 6
TRIES = 5


class PinRefused(CentresError):
    """Not the PIN, or none that may be used now."""


class WeakPin(CentresError):
    """A PIN that the neighbour guesses."""


@transaction.atomic
def set_pin(user: User, pin: str, *, by: User) -> None:
    """Give `user` a new PIN. Raises WeakPin, or PinRefused where the role needs more than a PIN."""
    if needs_second_factor(user):
        raise PinRefused(_("Your role signs in with a password and a code from the phone, never with a PIN."))
    check_strength(pin)
    User.objects.filter(pk=user.pk).update(pin=make_password(pin), pin_failures=0, failed_pin_at=None)
    audit.record("pin.set", by=by, target=user)


@transaction.atomic
def clear_pin(user: User, *, by: User) -> None:
    User.objects.filter(pk=user.pk).update(pin="", pin_failures=0, failed_pin_at=None)
    audit.record("pin.cleared", by=by, target=user)


def check(user: User, pin: str) -> None:
    """Raise PinRefused unless `pin` opens for `user`. Five wrong ones block it until a sign-in by password.

    Guesses for one person wait for each other, so that a hundred at once are still only five.
    """
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        if not row.pin or not row.is_active or needs_second_factor(row):
            raise PinRefused(_("Sign in with your password."), field="pin")
        if row.pin_failures >= TRIES:
            raise PinRefused(blocked(), field="pin")
        is_right = check_password(pin, row.pin)
        row.pin_failures, row.failed_pin_at = (0, None) if is_right else (row.pin_failures + 1, timezone.now())
        row.save(update_fields=["pin_failures", "failed_pin_at"])
        if not is_right:
            audit.record("pin.wrong", by=None, target=row, tries=row.pin_failures)
    if is_right:
        return
    left = TRIES - row.pin_failures
    raise PinRefused(
        _("This is not your PIN. Tries left: %(left)d.") % {"left": left} if left else blocked(), field="pin"
    )


def blocked() -> str:
    return _("Wrong PIN five times. The PIN is blocked: sign in with your password, then it works again.")


def check_strength(pin: str) -> None:
    """Raises WeakPin for anything but six digits, and for the ones tried first."""
    if len(pin) != LENGTH or not pin.isascii() or not pin.isdigit():
        raise WeakPin(_("A PIN has exactly six digits."), field="new_pin")
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    is_repeat = pin == pin[:2] * 3 or pin == pin[:3] * 2
    is_year = pin[:4].startswith(("19", "20")) or pin[2:].startswith(("19", "20"))
    if len(steps) == 1 or is_repeat or is_year:
        raise WeakPin(
            _("Too easy to guess: no rows such as 123456, no repeats such as 121212, no birth year."), field="new_pin"
        )


def needs_second_factor(user: User) -> bool:
    return Membership.objects.on(timezone.localdate()).filter(user=user, role__in=TOTP_ROLES).exists()
