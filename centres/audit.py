"""Writing the audit. Call it last in a transaction: it holds the centre's chain until the commit."""

import ipaddress
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from centres.models import AuditEvent

SYSTEM_CHAIN = "system"


@dataclass(frozen=True)
class Origin:
    """Where the current request came from; empty outside a request."""

    request_id: str = ""
    address: str | None = None


NOWHERE = Origin()
origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


@dataclass(frozen=True)
class Entry:
    """One thing to record. `target` is `model:key`; `detail` holds codes and counts, never personal data."""

    action: str
    target: str = ""
    patient_key: int | None = None
    detail: dict = field(default_factory=dict)


def record(action: str, *, by, centre=None, target="", patient=None, **detail) -> None:
    """Append one event (1 query). `patient` is a Patient or its primary key; `target` a row or a text."""
    record_all(
        [Entry(action, describe(target), patient.pk if hasattr(patient, "pk") else patient, detail)],
        by=by,
        centre=centre,
    )


def record_all(entries: list[Entry], *, by, centre=None) -> None:
    """Append events of one transaction together (1 query, however many)."""
    came = origin.get()
    person = by if by is not None and getattr(by, "is_authenticated", False) else None
    AuditEvent.objects.bulk_create(
        AuditEvent(
            chain=centre.code if centre else SYSTEM_CHAIN,
            number=0,
            at=timezone.now(),
            by=person,
            centre=centre,
            action=entry.action,
            target=entry.target,
            patient_key=entry.patient_key,
            detail=entry.detail,
            request_id=came.request_id,
            address=came.address,
            previous_hash=b"",
            hash=b"",
        )
        for entry in entries
    )


def describe(target) -> str:
    """`labs.report:17` for a row; text stays as it is."""
    if isinstance(target, str):
        return target
    return f"{target._meta.label_lower}:{target.pk}"


def client_ip(request) -> str | None:
    """The caller's address. X-Forwarded-For counts only when it comes from a proxy in TRUSTED_PROXIES."""
    peer = request.META.get("REMOTE_ADDR") or ""
    if peer in settings.TRUSTED_PROXIES:
        peer = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or peer
    try:
        return str(ipaddress.ip_address(peer))
    except ValueError:
        return None
