"""How the slips of each pad stand: used, spoilt, missing, still blank."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from hms.lib import ids
from registration.models import DowntimePad, PadSlip
from registration.search import Kind, Query

MOST_PADS = 200


@dataclass(frozen=True)
class Account:
    """A pad's slips in order. Missing: blank, though a later slip of the pad was used; somebody tore it off."""

    slips: list[PadSlip]

    @cached_property
    def last_used(self) -> int:
        return max((one.place for one in self.slips if one.attached_at), default=0)

    @property
    def used(self) -> list[PadSlip]:
        return [one for one in self.slips if one.attached_at]

    @property
    def spoilt(self) -> list[PadSlip]:
        return [one for one in self.slips if one.spoilt_at]

    @property
    def missing(self) -> list[PadSlip]:
        return [one for one in self._open if one.place < self.last_used]

    @property
    def blank(self) -> list[PadSlip]:
        return [one for one in self._open if one.place > self.last_used]

    @property
    def shown(self) -> list[PadSlip]:
        """All but the blank ones, which are told in one line; a missing one says `is_missing`."""
        missing = {one.pk for one in self.missing}
        for one in self.slips:
            one.is_missing = one.pk in missing
        return [one for one in self.slips if one.attached_at or one.spoilt_at or one.is_missing]

    @property
    def counts(self) -> list[tuple[str, int, str]]:
        """Word, count and kind, as they are read out."""
        return [
            (_("Used"), len(self.used), "used"),
            (_("Spoilt"), len(self.spoilt), "spoilt"),
            (_("Missing"), len(self.missing), "missing"),
            (_("Blank"), len(self.blank), "blank"),
        ]

    @property
    def _open(self) -> list[PadSlip]:
        return [one for one in self.slips if not one.attached_at and not one.spoilt_at]


def pads(centre) -> list[DowntimePad]:
    """The newest first, each with .used, .spoilt, .missing and .blank as counts (1 query)."""
    used = PadSlip.objects.filter(pad=OuterRef("pk"), attached_at__isnull=False)
    reached = Coalesce(Subquery(used.order_by("-place").values("place")[:1]), 0)
    is_open = Q(slips__attached_at=None, slips__spoilt_at=None)
    rows = DowntimePad.objects.for_centre(centre).select_related("printed_by").alias(reached=reached)
    counted = rows.annotate(
        used=Count("slips", filter=Q(slips__attached_at__isnull=False)),
        spoilt=Count("slips", filter=Q(slips__spoilt_at__isnull=False)),
        missing=Count("slips", filter=is_open & Q(slips__place__lt=F("reached"))),
        blank=Count("slips", filter=is_open & Q(slips__place__gt=F("reached"))),
    )
    return list(counted[:MOST_PADS])


def account(pad: DowntimePad) -> Account:
    """Every slip with its visit and who attached or spoilt it (1 query)."""
    rows = pad.slips.select_related("visit__department", "visit__patient", "attached_by", "spoilt_by")
    return Account(list(rows.order_by("place")))


def slip_of(query: Query) -> PadSlip | None:
    """The slip that was scanned or typed, of whatever centre (1 query)."""
    rows = PadSlip.objects.select_related("pad__centre")
    if query.kind == Kind.PAD:
        return rows.filter(serial=query.value).first()
    if query.kind == Kind.SLIP:
        return rows.filter(token_hash=bytes.fromhex(ids.token_hash(query.value))).first()
    return None


def missing_here(centre) -> int:
    """Slips torn off and never entered, over all pads of a centre (1 query)."""
    return sum(pad.missing for pad in pads(centre))
