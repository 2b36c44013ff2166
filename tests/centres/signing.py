"""Signing people in for tests, as a full sign-in would leave the session."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from centres import once
from centres.models import Centre, SignIn, User
from centres.permissions import TOTP_ROLES, Role
from tests.centres.factories import staff


def sign_in(client: Client, role, centre, *, user: User | None = None, verified: bool | None = None) -> User:
    """Sign somebody with `role` at `centre` in on this client; a new person unless `user` is given.

    Those whose role needs a second factor have given it, unless `verified` is False.
    """
    user = user or staff(role, centre)
    sign_in_user(client, user, verified=Role(role) in TOTP_ROLES if verified is None else verified)
    return user


def sign_in_user(client: Client, user: User, *, verified: bool = False) -> None:
    """The session of somebody who signed in just now, whatever their memberships."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    now = int(time.time())
    session = client.session
    session.update({"opened_at": now, "seen_at": now, "language": settings.LANGUAGE_CODE})
    if verified:
        device, _ = TOTPDevice.objects.get_or_create(user=user, name="test", defaults={"confirmed": True})
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    SignIn.objects.get_or_create(
        session_key=session.session_key,
        defaults={
            "user": user,
            "method": SignIn.Method.PASSWORD,
            "started_at": timezone.now(),
            "seen_at": timezone.now(),
        },
    )


@dataclass
class Worker:
    """Somebody at work: signed in on a browser of their own."""

    user: User
    centre: Centre
    client: Client

    @classmethod
    def at(cls, centre: Centre, role, **kwargs) -> "Worker":
        client = Client()
        return cls(sign_in(client, role, centre, **kwargs), centre, client)

    def url(self, name: str, **kwargs) -> str:
        """The address of a page of this person's centre."""
        return reverse(name, kwargs={"centre": self.centre.code, **kwargs})

    def get(self, name: str, query: dict | None = None, **kwargs):
        return self.client.get(self.url(name, **kwargs), query or {})

    def post(self, name: str, data: dict | None = None, *, key: str | None = None, **kwargs):
        """Send the form of a page, with a fresh key as the page would carry."""
        return self.client.post(self.url(name, **kwargs), {"idem": key or once.new_key(self.user), **(data or {})})
