"""Photos of a visit; they come in written anew (hms.lib.pictures)."""

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.models import ChecklistItem, Inspection, InspectionPhoto
from hms.lib.pictures import Picture

MOST = 4  # of one item


@transaction.atomic
def add_photo(visit: Inspection, item: ChecklistItem, picture: Picture, *, by) -> InspectionPhoto:
    """Keep a photo of one item; the same picture again is the same photo. Raises CentresError beyond four."""
    visit = _going_on(visit)
    there = InspectionPhoto.objects.filter(inspection=visit, item=item)
    sha256 = hashlib.sha256(picture.jpeg).hexdigest()
    if (same := there.filter(sha256=sha256).first()) is not None:
        return same
    if there.count() >= MOST:
        raise CentresError(_("Four photos of one item are enough. Take one away first."), field="photo")
    photo = InspectionPhoto.objects.create(
        inspection=visit, item=item, jpeg=picture.jpeg, sha256=sha256, added_at=timezone.now(), added_by=by
    )
    audit.record("inspection.photo", by=by, centre=visit.centre, target=visit, item=item.code)
    return photo


@transaction.atomic
def remove_photo(photo: InspectionPhoto, *, by) -> None:
    """Take a photo away for good, such as one that shows a patient; only until the visit ends."""
    visit = _going_on(photo.inspection)
    photo.delete()
    audit.record("inspection.photo_removed", by=by, centre=visit.centre, target=visit, item=photo.item.code)


def _going_on(visit: Inspection) -> Inspection:
    visit = Inspection.objects.select_for_update(of=("self",)).select_related("centre").get(pk=visit.pk)
    if visit.status != Inspection.Status.STARTED:
        raise CentresError(_("This visit is not going on: nothing can be written."))
    return visit
