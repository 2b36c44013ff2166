"""Somebody else's account: a link for a new password, a PIN forgotten, a phone lost, sign-ins ended.

Each checks first whether this person is theirs to look after (staff_rules), then does what the person could do.
"""

from django.db import transaction

from centres.models import Centre, SignIn, User
from centres.services import passwords, pins, second_factor, sign_ins, staff_rules


@transaction.atomic
def issue_link(user: User, *, centre: Centre, by: User, permissions) -> str:
    """The token of a one-time link to set a password; show it once."""
    _require(user, centre, permissions, by)
    return passwords.issue_link(user, by=by)


@transaction.atomic
def forget_pin(user: User, *, centre: Centre, by: User, permissions) -> None:
    """Switching by PIN works again once the person has signed in with the password and chosen a new one."""
    _require(user, centre, permissions, by)
    pins.clear_pin(user, by=by)


@transaction.atomic
def forget_second_factor(user: User, *, centre: Centre, by: User, permissions) -> None:
    """The old codes work no more and every sign-in ends; the next one shows a new key to scan."""
    _require(user, centre, permissions, by)
    second_factor.reset(user, by=by)


@transaction.atomic
def end_sign_in(sign_in: SignIn, *, centre: Centre, by: User, permissions) -> None:
    """One browser of theirs has to sign in again."""
    staff_rules.require_account(sign_in.user, centre, permissions)
    sign_ins.end(sign_in, by=by)


def _require(user, centre, permissions, by) -> None:
    """Never one's own here: who finds an open screen must not be able to take the account over."""
    staff_rules.require_other(user, by=by)
    staff_rules.require_account(user, centre, permissions)
