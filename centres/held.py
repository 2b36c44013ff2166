"""Forms kept, sealed, while their owner signs in again or unlocks the screen.

A form says who rendered it (its signed idempotency key) and where it belongs (`_page`), so a form sent after the
session ended still finds its owner. Aadhaar numbers, passwords and PINs are dropped before anything is kept.
"""

import uuid
from contextlib import suppress
from datetime import timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from centres.models import HeldForm
from hms.lib import crypto

KEPT_FOR = timedelta(hours=12)
MOST_SHOWN = 3
NEVER_KEPT = {
    "csrfmiddlewaretoken",
    "idem",
    "aadhaar_kept",
    "password",
    "new_password1",
    "new_password2",
    "pin",
    "new_pin",
    "again",
    "secret",
    "offer",
    "aadhaar",
    "code",
}


def page_of(request) -> str:
    """The page the posted form stands on: its `_page` field when that is a path of ours, else the posted path."""
    page = request.POST.get("_page", "")
    if page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        return page
    return request.path


def keep(request) -> uuid.UUID | None:
    """Keep a posted form for the person who rendered it; None when it names nobody we know (1 query)."""
    if request.method != "POST":
        return None
    owner = crypto.idempotency_owner(request.POST.get("idem", ""))
    if owner is None:
        return None
    typed = request.POST.copy()
    for name in NEVER_KEPT & set(typed):
        del typed[name]
    reference = uuid.uuid4()
    HeldForm.objects.create(
        reference=reference,
        user_id=owner,
        path=page_of(request)[:200],
        body=crypto.sealer().seal({"query": typed.urlencode()}, f"held:{reference}"),
    )
    return reference


def typed(request) -> QueryDict | None:
    """What this person had typed on this page before, named by `?held=`; None when there is nothing for them."""
    try:
        reference = uuid.UUID(request.GET.get("held", ""))
    except ValueError:
        return None
    row = HeldForm.objects.filter(
        reference=reference,
        user_id=request.user.pk,
        path=request.path,
        created_at__gt=timezone.now() - KEPT_FOR,
    ).first()
    if row is None:
        return None
    body = crypto.sealer().open(bytes(row.body), f"held:{reference}")
    return QueryDict(body["query"])


def path_back(reference: str, user) -> str | None:
    """Where the owner finds the kept form again; None for anybody else."""
    try:
        row = HeldForm.objects.filter(
            reference=uuid.UUID(reference), user_id=user.pk, created_at__gt=timezone.now() - KEPT_FOR
        ).first()
    except ValueError:
        return None
    return f"{row.path}?held={row.reference}" if row else None


def waiting(user) -> list[HeldForm]:
    """What this person typed in the last hours and has not saved since, the newest first (1 query)."""
    rows = HeldForm.objects.filter(user_id=user.pk, created_at__gt=timezone.now() - KEPT_FOR)
    return list(rows.defer("body")[:MOST_SHOWN])


def forget(request) -> None:
    """The kept form came back and was saved: nobody needs it again (1 query, none for other forms)."""
    with suppress(ValueError):
        reference = uuid.UUID(request.GET.get("held", ""))
        HeldForm.objects.filter(reference=reference, user_id=request.user.pk).delete()


def forget_old() -> int:
    """Delete what nobody came back for; the number deleted."""
    return HeldForm.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]
