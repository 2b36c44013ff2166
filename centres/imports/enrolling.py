"""Writing what the preview of the staff file showed."""

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError
from centres.imports.people import preview
from centres.models import Centre, User
from centres.services import passwords, people


@transaction.atomic
def enrol(text: str, *, centres: list[Centre], office: Centre, by: User, permissions) -> tuple[dict, dict[int, str]]:
    """Write it, all or nothing: counts by status, and the token of a link for each new person.

    Raises CentresError when a row has become wrong in the meantime.
    """
    rows = preview(text, centres=centres, permissions=permissions)
    if any(row.errors for row in rows):
        raise CentresError(_("Some rows are wrong. Correct the file and choose it again: nothing was saved."))
    rules, made, tokens = {"by": by, "permissions": permissions}, {}, {}
    for row in rows:
        person = row.person or made.get(row.username)
        if person is None:
            person = people.add_person(row.values, row.role, centre=row.centre, **row.days, **rules)
            made[row.username] = person
            tokens[person.pk] = passwords.issue_link(person, by=by)
        elif not row.has_role:
            people.add_membership(person, row.role, centre=row.centre, **row.days, **rules)
    done = Counter(row.status for row in rows)
    counts = {status: done[status] for status in ("new", "changed", "unchanged")}
    audit.record("staff.imported", by=by, centre=office, **counts)
    return counts, tokens
