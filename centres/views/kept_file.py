"""A file somebody chose, kept sealed for them alone until they have seen what it would do."""

import uuid

from django.http import Http404, QueryDict
from django.utils import timezone

from centres.held import KEPT_FOR
from centres.models import HeldForm
from hms.lib import crypto


def keep(text: str, reference: uuid.UUID, path: str, user) -> None:
    body = QueryDict(mutable=True)
    body["csv"] = text
    sealed = crypto.sealer().seal({"query": body.urlencode()}, f"held:{reference}")
    HeldForm.objects.create(reference=reference, user=user, path=path, body=sealed)


def read(request, reference: uuid.UUID) -> str:
    """The text of the file kept for this page and person. Raises Http404 when there is none, or no more."""
    row = HeldForm.objects.filter(
        reference=reference, user=request.user, created_at__gt=timezone.now() - KEPT_FOR
    ).first()
    if row is None or row.path != request.path:
        raise Http404
    body = crypto.sealer().open(bytes(row.body), f"held:{reference}")
    return QueryDict(body["query"])["csv"]


def drop(reference: uuid.UUID) -> None:
    HeldForm.objects.filter(reference=reference).delete()
