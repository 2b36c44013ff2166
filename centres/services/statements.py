"""A centre's word on what it has today."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit, resources
from centres.errors import CentresError
from centres.models import Centre, Statement, StatementLine, StatementPhoto, User
from centres.selectors import statements
from hms.lib.pictures import Picture

AT_MOST = 999
PHOTOS_AT_MOST = 6


@transaction.atomic
def state(centre: Centre, said: dict[tuple[str, str], bool | int], *, remark: str, by: User) -> Statement:
    """Keep today's word: (group, code) -> there or how many. The same lines as last time are kept as unchanged.

    Lines nobody knows are passed over. Raises CentresError for counts below 0 or absurdly high.
    """
    centre = Centre.objects.select_for_update().get(pk=centre.pk)
    rows = [
        _line(source.group, fact, said[source.group, fact.code])
        for source, found in resources.of(centre)
        for fact in found
        if (source.group, fact.code) in said
    ]
    if not rows:
        raise CentresError(_("There is nothing to state: this centre has no rooms, tests or people yet."))
    last = statements.latest(centre)
    old = {key: row.value for key, row in statements.lines(last).items()}
    if last and not remark and old == {(row.group, row.code): row.value for row in rows}:
        return _keep(centre, by=by, same_as_id=last.lines_of)
    row = _keep(centre, by=by, remark=remark)
    for line in rows:
        line.statement = row
    StatementLine.objects.bulk_create(rows)
    return row


@transaction.atomic
def confirm(centre: Centre, *, by: User) -> Statement:
    """Everything is as last said. Again on the same day changes nothing. Raises CentresError without a last time."""
    centre = Centre.objects.select_for_update().get(pk=centre.pk)
    last = statements.latest(centre)
    if last is None:
        raise CentresError(_("Nothing has been stated yet: fill in the list once."))
    if last.on == timezone.localdate():
        return last
    return _keep(centre, by=by, same_as_id=last.lines_of)


def newest_of_today(centre: Centre) -> Statement:
    """What a photo of today belongs to. Raises CentresError when nothing has been stated today."""
    last = statements.latest(centre)
    if last is None or last.on != timezone.localdate():
        raise CentresError(_("Make today's statement first, then add photos to it."), field="photo")
    return last


@transaction.atomic
def add_photo(statement: Statement, picture: Picture, caption: str, *, by: User) -> StatementPhoto:
    """Evidence for a statement. Raises CentresError when there are enough."""
    statement = Statement.objects.select_for_update().get(pk=statement.pk)
    if statement.photos.count() >= PHOTOS_AT_MOST:
        raise CentresError(_("At most %(count)d photos a day.") % {"count": PHOTOS_AT_MOST}, field="photo")
    row = StatementPhoto.objects.create(
        statement=statement, jpeg=picture.jpeg, width=picture.width, height=picture.height, caption=caption,
        added_at=timezone.now(), added_by=by,
    )  # fmt: skip
    audit.record("statement.photo", by=by, centre=statement.centre, target=row)
    return row


def _keep(centre: Centre, *, by: User, remark: str = "", same_as_id: int | None = None) -> Statement:
    today = timezone.localdate()
    last = centre.statements.filter(on=today).first()
    row = Statement.objects.create(
        centre=centre, on=today, version=last.version + 1 if last else 1, same_as_id=same_as_id, remark=remark,
        made_at=timezone.now(), made_by=by,
    )  # fmt: skip
    action = "statement.confirmed" if same_as_id else "statement.made"
    audit.record(action, by=by, centre=centre, target=row)
    return row


def _line(group: str, fact: resources.Resource, value) -> StatementLine:
    line = StatementLine(group=group, code=fact.code, name_en=fact.name_en, name_hi=fact.name_hi, total=fact.total)
    if fact.is_available is None:
        if not 0 <= value <= AT_MOST:
            words = _("Between 0 and %(most)d.") % {"most": AT_MOST}
            raise CentresError(words, field=f"{group}-{fact.code}")
        line.count = value
    else:
        line.is_available = bool(value)
    return line
