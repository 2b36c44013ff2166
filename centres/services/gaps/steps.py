"""What every change of a gap does: lock, write the new state, keep the step."""

import hashlib

from django.utils import timezone
from django.utils.translation import gettext as _

from centres.errors import CentresError
from centres.models import Gap, GapPhoto, GapStep
from hms.lib.pictures import Picture

Kind = GapStep.Kind


def locked(gap: Gap) -> Gap:
    """The row as it is now, held until the commit. Raises CentresError for one that is closed."""
    gap = Gap.objects.select_for_update(of=("self",)).select_related("centre", "office").get(pk=gap.pk)
    if not gap.is_live:
        raise CentresError(_("This gap is closed."))
    return gap


def set_state(gap: Gap, state: str, *, by, kind: str = Kind.MOVED, note: str = "", photo=None, **changes) -> GapStep:
    """Move a locked gap to `state` with further `changes`, and keep the step."""
    before, gap.state = gap.state, state
    for name, value in changes.items():
        setattr(gap, name, value)
    gap.version += 1
    gap.save(update_fields=["state", "version", *changes])
    return keep(gap, kind, by=by, before=before, note=note, photo=photo)


def keep(gap: Gap, kind: str, *, by, before: str = "", note: str = "", photo: GapPhoto | None = None) -> GapStep:
    return GapStep.objects.create(
        gap=gap, kind=kind, before=before, after=gap.state if before else "", note=note, photo=photo,
        at=timezone.now(), by=by,
    )  # fmt: skip


def keep_photo(gap: Gap, picture: Picture | None, *, by) -> GapPhoto | None:
    if picture is None:
        return None
    sha256 = hashlib.sha256(picture.jpeg).hexdigest()
    return GapPhoto.objects.create(gap=gap, jpeg=picture.jpeg, sha256=sha256, added_at=timezone.now(), added_by=by)
