"""Forms kept, sealed, while somebody types, signs in again or unlocks the screen.

A form says who rendered it (its signed idempotency key) and where it belongs (`_page`), so a form sent after the
session ended still finds its owner. It is kept under that key: one form, one row, however often it is kept, and a form
that was saved meanwhile leads to what it did. Aadhaar numbers, passwords and PINs are dropped before anything is kept.
"""

import uuid
from contextlib import suppress
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from centres import sent
from centres.models import HeldForm, SubmittedForm
from hms.lib import crypto

KEPT_FOR = timedelta(hours=12)
MOST_SHOWN = 3
NEVER_KEPT = {
    "csrfmiddlewaretoken",
    "idem",
    "_kept",
    "started",
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
    """Keep a posted form for the person who rendered it; None when it names nobody we know (3 queries).

    A form that was saved just so is not kept: its reference leads to what was saved.
    """
    if request.method != "POST":
        return None
    found = crypto.idempotency_of(request.POST.get("idem", ""))
    if found is None:
        return None
    owner, reference = found
    if row := sent.earlier(owner, reference):
        if bytes(row.body_hash) == sent.body_hash(request):
            return reference
        reference = uuid.uuid4()  # the page went on after its form was saved
    typed = request.POST.copy()
    for name in NEVER_KEPT & set(typed):
        del typed[name]
    HeldForm.objects.update_or_create(
        reference=reference,
        user_id=owner,
        defaults={
            "path": page_of(request)[:200],
            "body": crypto.sealer().seal({"query": typed.urlencode()}, f"held:{reference}"),
            "created_at": timezone.now(),
        },
    )
    return reference


def typed(request) -> QueryDict | None:
    """What this person had typed on this page before, named by `?held=`; None when there is nothing for them.

    From here on the request goes on with the form's own key (`once.key_of_page`).
    """
    reference = _named(request)
    row = reference and _theirs(request.user).filter(reference=reference, path=request.path).first()
    if not row:
        return None
    request.resumed = reference
    return _opened(row)


def saved(request) -> str | None:
    """Where the form named by `?held=` led, when it was saved after all (1 query, none without the name)."""
    row = (reference := _named(request)) and sent.earlier(request.user.pk, reference)
    return row.answer if row else None


def path_back(reference: str, user) -> str | None:
    """Where the owner finds the kept form again, or what became of it; None for anybody else."""
    try:
        key = uuid.UUID(reference)
    except ValueError:
        return None
    if row := _theirs(user).filter(reference=key).first():
        return f"{row.path}?held={row.reference}"
    row = sent.earlier(user.pk, key)
    return row.answer if row else None


def waiting(user) -> list[HeldForm]:
    """What this person typed in the last hours and has not saved since, the newest first (1 query)."""
    done = SubmittedForm.objects.filter(user=user.pk, key=OuterRef("reference"))
    return list(_theirs(user).exclude(Exists(done))[:MOST_SHOWN])


def forget(request, key: uuid.UUID) -> None:
    """The form was saved: nobody needs what was kept of it (1 query, none for forms that were never kept)."""
    if "_kept" in request.POST or "held" in request.GET:
        HeldForm.objects.filter(reference__in={key, _named(request)} - {None}, user_id=request.user.pk).delete()


def drop(reference: str, user) -> None:
    """Thrown away by its owner."""
    with suppress(ValueError):
        HeldForm.objects.filter(reference=uuid.UUID(reference), user_id=user.pk).delete()


def drop_typed(request) -> None:
    """Left without saving: the form that came along is not kept on."""
    found = crypto.idempotency_of(request.POST.get("idem", ""))
    if found and found[0] == request.user.pk:
        drop(str(found[1]), request.user)


def name_in(row: HeldForm) -> str:
    """The name that stands in a kept form, for its owner to tell one from another."""
    return _opened(row).get("name", "")[:60]


def forget_old() -> int:
    """Delete what nobody came back for; the number deleted."""
    return HeldForm.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _theirs(user):
    return HeldForm.objects.filter(user_id=user.pk, created_at__gt=timezone.now() - KEPT_FOR)


def _named(request) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get("held", ""))
    except ValueError:
        return None


def _opened(row: HeldForm) -> QueryDict:
    return QueryDict(crypto.sealer().open(bytes(row.body), f"held:{row.reference}")["query"])
