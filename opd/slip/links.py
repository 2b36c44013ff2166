"""One link for each print, made, found and ended (ADR 0011).

The token is not stored and not random on its own: it is computed, under a key kept outside the database, from the
form that asked for the print, so a reload or a double click prints the same paper again and mints nothing.
"""

import base64
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from opd.models import SlipLink
from opd.slip import gather
from opd.slip.content import Audience, Slip, content
from opd.slip.errors import LinkRevoked
from registration.models import Visit

TOKEN_BYTES = 16


@dataclass(frozen=True)
class Print:
    """What is about to be printed. `token` exists only here and on the paper."""

    link: SlipLink
    token: str
    slip: Slip


@transaction.atomic
def print_slip(visit: Visit, *, key: uuid.UUID, paper: str, language: str, by) -> Print:
    """The slip as it stands now, with a link of its own.

    The same `key` for the same paper, language and slip version gives the same link again. Raises LinkRevoked when
    that link has been ended meanwhile.
    """
    visit = gather.visits().select_for_update(of=("self",)).get(pk=visit.pk)
    token = _token(key, visit, paper, language)
    with translation.override(language):
        slip = content(visit, audience=Audience.PAPER)
    link = SlipLink.objects.filter(token_hash=digest(token)).first()
    if link and link.revoked_at:
        raise LinkRevoked(_("This print was made useless. Open the slip again and print it anew."))
    if link is None:
        link = _issue(slip, token, paper=paper, language=language, by=by)
    return Print(link, token, slip)


def _issue(slip: Slip, token: str, *, paper: str, language: str, by) -> SlipLink:
    now = timezone.now()
    last = slip.visit.slip_links.aggregate(last=Max("copy"))["last"] or 0  # the visit's row is locked
    link = SlipLink.objects.create(
        visit=slip.visit,
        token_hash=digest(token),
        paper=paper,
        language=language,
        slip_version=slip.visit.slip_version,
        pending=slip.tests.pending,
        copy=last + 1,
        issued_at=now,
        issued_by=by,
        expires_at=now + timedelta(days=settings.SLIP_LINK_DAYS),
    )
    audit.record(
        "slip.printed",
        by=by,
        centre=slip.visit.centre,
        target=slip.visit,
        patient=slip.visit.patient_id,
        copy=link.copy,
        version=link.slip_version,
        paper=paper,
    )
    return link


@transaction.atomic
def revoke(visit: Visit, *, by, copy: int | None = None) -> int:
    """End the links of all prints of a visit, or of one copy; the number ended. Paper that was lost opens nothing."""
    links = visit.slip_links.filter(revoked_at=None)
    if copy is not None:
        links = links.filter(copy=copy)
    ended = links.update(revoked_at=timezone.now(), revoked_by=by)
    if ended:
        audit.record("slip.revoked", by=by, centre=visit.centre, target=visit, patient=visit.patient_id, ended=ended)
    return ended


def visit_of(token: str) -> Visit | None:
    """The visit whose slip was scanned at a counter. An expired print still shows the way; a revoked one does not."""
    link = (
        SlipLink.objects.filter(token_hash=digest(token), revoked_at=None)
        .select_related("visit__patient", "visit__centre", "visit__department")
        .first()
    )
    return link.visit if link else None


def address(token: str) -> str:
    """What the QR holds: nothing about the patient."""
    return f"{settings.PUBLIC_URL}/s/{token}"


def digest(token: str) -> bytes:
    return bytes.fromhex(ids.token_hash(token))


def _token(key: uuid.UUID, visit: Visit, paper: str, language: str) -> str:
    """22 letters, 128 bits that nobody can compute without the key outside the database."""
    asked = f"{key.hex}:{visit.pk}:{visit.slip_version}:{paper}:{language}"
    sealed = salted_hmac("hms slip link v1", asked, secret=settings.HMS_SEAL_KEY, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(sealed[:TOKEN_BYTES]).decode().rstrip("=")
