"""Setting a password: once through a link, later by knowing the old one. Nobody ever picks one for somebody else."""

from datetime import timedelta

from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.models import SetPasswordLink, SignIn, User
from centres.services import sign_ins
from hms.lib.ids import new_token, token_hash

LINK_FOR = timedelta(hours=24)


class LinkUsed(CentresError):
    """The link was used or has ended in the meantime."""


@transaction.atomic
def issue_link(user: User, *, by: User | None) -> str:
    """The token of a new one-time link; show it once. Earlier links of this person end."""
    now, token = timezone.now(), new_token()
    SetPasswordLink.objects.filter(user=user, used_at=None, expires_at__gt=now).update(expires_at=now)
    SetPasswordLink.objects.create(
        user=user, token_hash=bytes.fromhex(token_hash(token)), created_by=by, expires_at=now + LINK_FOR
    )
    audit.record("password.link_issued", by=by, target=user)
    return token


def find_link(token: str) -> SetPasswordLink | None:
    """The link while it works; None for a wrong, used or expired one and for people who may not sign in."""
    return (
        SetPasswordLink.objects.select_related("user")
        .filter(
            token_hash=bytes.fromhex(token_hash(token)),
            used_at=None,
            expires_at__gt=timezone.now(),
            user__is_active=True,
        )
        .first()
    )


@transaction.atomic
def set_by_link(link: SetPasswordLink, password: str) -> User:
    """Set the password and use the link up; every session of this person ends. Raises LinkUsed."""
    link = SetPasswordLink.objects.select_for_update().get(pk=link.pk)
    if link.used_at or link.expires_at <= timezone.now():
        raise LinkUsed(_("This link no longer works."))
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    user = link.user
    _store(user, password)
    sign_ins.end_all(user, by=user)
    audit.record("password.set", by=user, target=user, way="link")
    return user


@transaction.atomic
def change(request, password: str) -> None:
    """Change the password of whoever is signed in; this session goes on, their others end."""
    user, old_key = request.user, request.session.session_key
    _store(user, password)
    update_session_auth_hash(request, user)
    SignIn.objects.filter(session_key=old_key).update(session_key=request.session.session_key)
    sign_ins.end_all(user, by=user, but=request.session.session_key)
    audit.record("password.set", by=user, target=user, way="change")


def _store(user: User, password: str) -> None:
    user.set_password(password)
    user.pin_failures, user.failed_pin_at = 0, None
    user.save(update_fields=["password", "pin_failures", "failed_pin_at"])
