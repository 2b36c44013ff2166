"""A new pad: its numbers from a locked counter, a token nobody can guess on each slip."""

import base64

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from registration import pad_numbers
from registration.errors import RegistrationError
from registration.models import DowntimePad, PadSlip
from registration.services.numbers import take_pad

MOST_SLIPS = 100  # more is a second pad
TOKEN_BYTES = 16


@transaction.atomic
def print_pad(centre, *, place: str, size: int, paper: str, by) -> DowntimePad:
    """A pad of `size` blank slips for one counter (5 queries). Raises RegistrationError for a size nobody can mean."""
    if not 1 <= size <= MOST_SLIPS:
        raise RegistrationError(_("A pad has 1 to %(most)d slips.") % {"most": MOST_SLIPS}, field="size")
    number, first = take_pad(centre, size)
    pad = DowntimePad.objects.create(
        centre=centre,
        number=number,
        place=place,
        size=size,
        paper=paper,
        printed_at=timezone.now(),
        printed_by=by,
        is_demo=centre.is_demo,
    )
    PadSlip.objects.bulk_create(_slip(pad, at, first + at - 1) for at in range(1, size + 1))
    audit.record("pad.made", by=by, centre=centre, target=pad, pad=number, slips=size)
    return pad


def token_of(slip: PadSlip) -> str:
    """What stands in the slip's QR: 128 bits computed under a key outside the database, as for slips (ADR 0011).

    So a pad that jammed in the printer can be printed again, and nothing that opens anything is stored.
    """
    sealed = salted_hmac(
        "hms pad slip v1", f"{slip.pad_id}:{slip.serial}", secret=settings.HMS_SEAL_KEY, algorithm="sha256"
    ).digest()
    return base64.urlsafe_b64encode(sealed[:TOKEN_BYTES]).decode().rstrip("=")


def check_printable(slips: list[PadSlip]) -> None:
    """Raises RegistrationError for a pad made under another key: its QRs would be nobody's."""
    if any(bytes(slip.token_hash) != bytes.fromhex(ids.token_hash(token_of(slip))) for slip in slips):
        raise RegistrationError(
            _("The key of this installation has changed since this pad was made. The papers printed then still work;"
              " make a new pad instead of printing this one again.")
        )  # fmt: skip


def _slip(pad: DowntimePad, place: int, number: int) -> PadSlip:
    slip = PadSlip(pad=pad, place=place, serial=pad_numbers.make(pad.centre.short_code, number))
    slip.token_hash = bytes.fromhex(ids.token_hash(token_of(slip)))
    return slip
