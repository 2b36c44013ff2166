"""Bundles: made from what was just written, used in one go, taken away again."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib.text import clean
from opd import bundles
from opd.errors import BundleError
from opd.models import Bundle

MOST = 60  # of one doctor, and of one centre


@transaction.atomic
def keep_bundle(visit, draft: dict, name: str, *, is_shared: bool, by) -> Bundle:
    """Keep diagnoses, medicines, tests and advice of `draft` under `name`; the same name is replaced.

    Raises BundleError without a name, with nothing to keep, or when there are too many.
    """
    name = clean(name)[:60]
    content = bundles.content_of(draft)
    if not name:
        raise BundleError(_("Write a name for the bundle, like: fever."), field="bundle")
    if not any(content.values()):
        raise BundleError(_("Write medicines, tests or advice first: the bundle is made from them."), field="bundle")
    owner = None if is_shared else by
    mine = Bundle.objects.for_centre(visit.centre).select_for_update().filter(owner=owner, removed_at=None)
    row = mine.filter(name__iexact=name).first()
    if row is None and mine.count() >= MOST:
        raise BundleError(_("There are already %(most)d bundles: remove one first.") % {"most": MOST}, field="bundle")
    row = row or Bundle(centre=visit.centre, owner=owner)
    row.name, row.content, row.made_at, row.made_by = name, content, timezone.now(), by
    row.save()
    audit.record("bundle.kept", by=by, centre=visit.centre, target=row, shared=is_shared)
    return row


def count_use(key: int) -> None:
    """What is used most stands first."""
    Bundle.objects.filter(pk=key).update(uses=F("uses") + 1)


@transaction.atomic
def remove_bundle(centre, key: int, *, by) -> None:
    """One's own, or one of the centre's that one made. Raises BundleError for anybody else's."""
    row = Bundle.objects.for_centre(centre).select_for_update().filter(pk=key, removed_at=None, made_by=by).first()
    if row is None:
        raise BundleError(_("Only who made a bundle can remove it."), field="bundle")
    row.removed_at, row.removed_by = timezone.now(), by
    row.save(update_fields=["removed_at", "removed_by"])
    audit.record("bundle.removed", by=by, centre=centre, target=row)
