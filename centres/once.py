"""A form acts once. The same form again, from a double click, a reload or a resend, gets the first answer."""

import hashlib
import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from centres import held
from centres.errors import CentresError, HmsError
from centres.models import SubmittedForm
from hms.lib import crypto

NOT_COMPARED = {"csrfmiddlewaretoken", "idem", "_page"}


class FormAlreadyUsed(CentresError):
    """The same form was sent before with other contents; `.answer` is where the first one led."""

    def __init__(self, answer: str):
        super().__init__(_("This form was already sent once with other contents. Here is what was saved then."))
        self.answer = answer


class FormNotOurs(CentresError):
    """The form carries no key of this person's."""


def new_key(user) -> str:
    """A signed key for one rendered form, bound to the person it was rendered for."""
    return crypto.sign_idempotency(user.pk)


def answer_once(request, act: Callable[[], str]) -> str:
    """Run `act` in one transaction with the form's key and return the path it answers with.

    A key that has been used returns the first answer without running anything (1 query). Two at once: the second
    waits, is rolled back whole and gets the first one's answer, also where it found the work done and refused.
    Raises FormAlreadyUsed when the same key comes with other contents, FormNotOurs when the key is missing, forged
    or another person's.
    """
    key = key_of(request)
    body = _hash(request)
    if (answer := _earlier(request.user, key, body)) is not None:
        return answer
    try:
        with transaction.atomic():
            answer = act()
            SubmittedForm.objects.create(user=request.user, key=key, body_hash=body, answer=answer)
            held.forget(request)
            return answer
    except (IntegrityError, HmsError):
        if (answer := _earlier(request.user, key, body)) is not None:
            return answer
        raise


def first_answer(request) -> str | None:
    """Where this very form led when it was sent before; None for a new, changed or foreign one (≤ 1 query).

    For a form that no longer fits: what it asked for may have been done by its own first copy.
    """
    try:
        return _earlier(request.user, key_of(request), _hash(request))
    except HmsError:
        return None


def key_of(request) -> uuid.UUID:
    """The key this person's form was rendered with. Raises FormNotOurs."""
    try:
        return crypto.read_idempotency(request.POST.get("idem", ""), request.user.pk)
    except crypto.BadSignature:
        raise FormNotOurs(_("This form is too old or belongs to somebody else. Please fill in the new one.")) from None


def _earlier(user, key: uuid.UUID, body: bytes) -> str | None:
    row = SubmittedForm.objects.filter(user=user, key=key).first()
    if row is None:
        return None
    if bytes(row.body_hash) != body:
        raise FormAlreadyUsed(row.answer)
    return row.answer


def _hash(request) -> bytes:
    typed = [(name, values) for name, values in sorted(request.POST.lists()) if name not in NOT_COMPARED]
    typed += [(name, _digest(file)) for name, file in sorted(request.FILES.items())]
    # Keyed: a plain hash beside the saved row would let its reader try every Aadhaar number that was typed.
    return salted_hmac("centres.once", repr(typed), algorithm="sha256").digest()


def _digest(file) -> str:
    """Two files are the same when their bytes are, whatever they are called."""
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return digest
