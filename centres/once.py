"""A form acts once. The same form again, from a double click, a reload or a resend, gets the first answer."""

import uuid
from collections.abc import Callable
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centres import held, sent
from centres.errors import CentresError, HmsError
from centres.models import SubmittedForm
from hms.lib import crypto


class FormAlreadyUsed(CentresError):
    """The same form was sent before with other contents; `.answer` is where the first one led."""

    def __init__(self, answer: str):
        super().__init__(_("This form was already sent once with other contents. Here is what was saved then."))
        self.answer = answer


class FormNotOurs(CentresError):
    """The form carries no key of this person's."""


def new_key(user, key: uuid.UUID | None = None) -> str:
    """A signed key for one rendered form, bound to the person it was rendered for; `key` for one that goes on."""
    return crypto.sign_idempotency(user.pk, key)


def key_of_page(request) -> str:
    """The key for the form that answers this request: its own for one refused or taken up again, else a new one.

    What goes on under its first key stays one form: sent again after a lost answer, it finds what it did.
    """
    if request.method == "POST":
        with suppress(FormNotOurs):
            return new_key(request.user, key_of(request))
    return new_key(request.user, getattr(request, "resumed", None))


def answer_once(request, act: Callable[[], str]) -> str:
    """Run `act` in one transaction with the form's key and return the path it answers with.

    A key that has been used returns the first answer without running anything (1 query). Two at once: the second
    waits, is rolled back whole and gets the first one's answer, also where it found the work done and refused.
    Raises FormAlreadyUsed when the same key comes with other contents, FormNotOurs when the key is missing, forged
    or another person's.
    """
    key = key_of(request)
    body = sent.body_hash(request)
    if (answer := _earlier(request.user, key, body)) is not None:
        return answer
    try:
        with transaction.atomic():
            answer = act()
            SubmittedForm.objects.create(user=request.user, key=key, body_hash=body, answer=answer)
            held.forget(request, key)
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
        return _earlier(request.user, key_of(request), sent.body_hash(request))
    except HmsError:
        return None


def key_of(request) -> uuid.UUID:
    """The key this person's form was rendered with. Raises FormNotOurs."""
    try:
        return crypto.read_idempotency(request.POST.get("idem", ""), request.user.pk)
    except crypto.BadSignature:
        raise FormNotOurs(_("This form is too old or belongs to somebody else. Please fill in the new one.")) from None


def _earlier(user, key: uuid.UUID, body: bytes) -> str | None:
    row = sent.earlier(user.pk, key)
    if row is None:
        return None
    if bytes(row.body_hash) != body:
        raise FormAlreadyUsed(row.answer)
    return row.answer
