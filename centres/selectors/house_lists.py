"""Reads of the house's limits and lists, and of their history."""

from django.utils.translation import gettext as _

from centres.house_lists import HouseList
from centres.models import RuleChange


def history(one: HouseList, code: str):
    """Newest first."""
    return RuleChange.objects.filter(list=one.key, code=code).select_related("changed_by")


def changed(key: str) -> set[str]:
    """The codes of a list that are the house's own by now (1 query)."""
    return set(RuleChange.objects.filter(list=key).values_list("code", flat=True))


def row_of(one: HouseList, code: str):
    return one.rows().filter(**{one.column: code}).first()


def shown(one: HouseList) -> list:
    """Every row with what a page says of it (2 queries)."""
    own, rows = changed(one.key), list(one.rows())
    for row in rows:
        row.shown_code, row.shown_name, row.shown_limit = getattr(row, one.column), one.name(row), one.said(row)
        row.is_own = row.shown_code in own
    return rows


def steps(changes, labels: dict[str, str]) -> list:
    """Each change with what differed: `.lines` of (label, before, after)."""
    rows = list(changes)
    for row in rows:
        differing = [name for name in row.after if row.before.get(name) != row.after[name]]
        row.lines = [
            (labels.get(name, name), _words(row.before.get(name)), _words(row.after[name])) for name in differing
        ]
    return rows


def _words(value) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value in (None, "") else str(value)
