"""Raising the Aadhaar index to the newest key, a few rows at a time, while people register (ADR 0012).

A person is found throughout: a search asks for the number's digest under every key there is, in one query, and a row
stands under one of them at any moment.
"""

from django.db import transaction

from hms.lib import crypto
from registration.models import Identifier


def left() -> int:
    """Rows under an older key (1 query)."""
    return _old().count()


@transaction.atomic
def rotate_some(size: int) -> int:
    """Raise up to `size` rows. Rows that somebody holds are left for the next round."""
    index = crypto.aadhaar_index()
    rows = list(_old().select_for_update(skip_locked=True)[:size])
    for row in rows:
        row.index = index.raised(bytes(row.index), row.key_version)
        row.key_version = index.version
    Identifier.objects.bulk_update(rows, ["index", "key_version"])
    return len(rows)


def _old():
    version = crypto.aadhaar_index().version
    return Identifier.objects.filter(kind=Identifier.Kind.AADHAAR, key_version__lt=version).order_by("pk")
