"""The code from the phone that administrators and district officers need besides their password."""

from base64 import b32encode
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from centres import audit
from centres.errors import CentresError
from centres.models import User
from centres.services import sign_ins
from hms.lib import crypto

PURPOSE = "totp-key"
KEY_FOR = 3600  # seconds that a shown key may be enrolled


class CodeRefused(CentresError):
    """Not the code of this half minute, or one that was used already."""


class OwnReset(CentresError):
    """Nobody takes away their own second factor."""


def device_of(user: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def offer(user: User) -> str:
    """A fresh key, signed for this person: nothing is stored until they show that their phone has it."""
    return crypto.sign(random_hex(20), purpose=PURPOSE, owner=user.pk)


def read_offer(user: User, signed: str) -> str | None:
    try:
        return crypto.read_signed(signed, purpose=PURPOSE, owner=user.pk, max_age=KEY_FOR)
    except crypto.BadSignature:
        return None


def typed_key(key: str) -> str:
    """For typing into the phone by hand, in fours."""
    text = b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(user: User, key: str) -> str:
    """What the phone's app reads from the QR."""
    issuer = settings.OTP_TOTP_ISSUER
    query = urlencode({"secret": b32encode(bytes.fromhex(key)).decode(), "issuer": issuer})
    return f"otpauth://totp/{quote(f'{issuer}:{user.username}')}?{query}"


def enrol(request, key: str, code: str) -> None:
    """Take the phone that shows `code` for `key`. Raises CodeRefused."""
    user = request.user
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if device_of(user):
            raise CodeRefused(_("A phone is already set up. Sign in with its code."), field="code")
        device = TOTPDevice.objects.create(user=user, name="phone", key=key, confirmed=True)
        if not device.verify_token(code):
            device.delete()
            raise _refusal()
        _pass(request, device)
        sign_ins.end_all(user, by=user, but=request.session.session_key)
        audit.record("second_factor.enrolled", by=user, target=user)


def verify(request, code: str) -> None:
    """Let the person through. Raises CodeRefused; django-otp makes each further try wait longer."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=request.user, confirmed=True).first()
        is_right = device is not None and device.verify_token(code)
        if is_right:
            _pass(request, device)
        audit.record("second_factor.passed" if is_right else "second_factor.failed", by=request.user)
    if not is_right:
        raise _refusal()


@transaction.atomic
def reset(user: User, *, by: User) -> None:
    """Take the phone away, so that the person sets up a new one at the next sign-in. Raises OwnReset."""
    if user == by:
        raise OwnReset(_("Another administrator must reset your code."))
    TOTPDevice.objects.filter(user=user).delete()
    sign_ins.end_all(user, by=by)
    audit.record("second_factor.reset", by=by, target=user)


def _pass(request, device: TOTPDevice) -> None:
    otp_login(request, device)
    sign_ins.renew_key(request)


def _refusal() -> CodeRefused:
    return CodeRefused(
        _("This is not the code of this moment. Wait for the next one on the phone and type that."), field="code"
    )
