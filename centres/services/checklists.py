"""Making checklists: one draft at a time, then published for good."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.models import Checklist, ChecklistItem, ChecklistVersion

Status = ChecklistVersion.Status
COPIED = [
    field.attname for field in ChecklistItem._meta.concrete_fields if field.name not in {"id", "version", "position"}
]


@transaction.atomic
def create(*, code: str, name_en: str, name_hi: str, source: str, by) -> ChecklistVersion:
    """A new list with an empty draft. Raises CentresError for a code that is taken."""
    try:
        with transaction.atomic():
            checklist = Checklist.objects.create(code=code, name_en=name_en, name_hi=name_hi)
    except IntegrityError as error:
        raise CentresError(_("There is a checklist with this code."), field="code") from error
    version = _draft(checklist, 1, source, by)
    audit.record("checklist.made", by=by, target=checklist)
    return version


@transaction.atomic
def draft_of(checklist: Checklist, *, by) -> ChecklistVersion:
    """The draft of the next version, begun as a copy of the newest where there is none."""
    checklist = Checklist.objects.select_for_update().get(pk=checklist.pk)
    newest = checklist.versions.first()
    if newest.status == Status.DRAFT:
        return newest
    version = _draft(checklist, newest.number + 1, newest.source, by)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(version=version, position=item.position, **{name: getattr(item, name) for name in COPIED})
        for item in newest.items.all()
    )
    audit.record("checklist.draft", by=by, target=version)
    return version


@transaction.atomic
def save_item(version: ChecklistVersion, item: ChecklistItem | None, values: dict, *, by) -> ChecklistItem:
    """Add an item at the end of its section, or change one. Raises CentresError for a code that is taken."""
    _locked_draft(version)
    if item is None:
        item = ChecklistItem(version=version, position=version.items.count() + 1)
    for name, value in values.items():
        setattr(item, name, value)
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError as error:
        raise CentresError(_("Another item has this code."), field="code") from error
    audit.record("checklist.item", by=by, target=item, code=item.code)
    return item


@transaction.atomic
def remove_item(item: ChecklistItem, *, by) -> None:
    _locked_draft(item.version)
    audit.record("checklist.item_removed", by=by, target=item, code=item.code)
    item.delete()


@transaction.atomic
def replace_items(version: ChecklistVersion, rows: list[dict], *, by) -> int:
    """Take every item of the draft out of a file; how many."""
    _locked_draft(version)
    version.items.all().delete()
    ChecklistItem.objects.bulk_create(
        ChecklistItem(version=version, position=place, **row) for place, row in enumerate(rows, 1)
    )
    audit.record("checklist.imported", by=by, target=version, count=len(rows))
    return len(rows)


@transaction.atomic
def publish(version: ChecklistVersion, *, source: str, is_reviewed: bool, by) -> ChecklistVersion:
    """From now on new rounds use it; it never changes. `is_reviewed` holds for every item. Raises CentresError."""
    version = _locked_draft(version)
    if not version.items.exists():
        raise CentresError(_("There is no item yet."))
    version.items.update(is_reviewed=is_reviewed)
    version.status, version.source, version.is_reviewed = Status.PUBLISHED, source, is_reviewed
    version.made_at, version.made_by = timezone.now(), by
    version.save(update_fields=["status", "source", "is_reviewed", "made_at", "made_by"])
    audit.record("checklist.published", by=by, target=version, number=version.number, reviewed=is_reviewed)
    return version


def _draft(checklist: Checklist, number: int, source: str, by) -> ChecklistVersion:
    return ChecklistVersion.objects.create(
        checklist=checklist, number=number, source=source, made_at=timezone.now(), made_by=by
    )


def _locked_draft(version: ChecklistVersion) -> ChecklistVersion:
    version = ChecklistVersion.objects.select_for_update().get(pk=version.pk)
    if version.status != Status.DRAFT:
        raise CentresError(_("This version is in use and never changes. Make the next one."))
    return version
