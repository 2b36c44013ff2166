"""Limits and lists of the house that an administrator may change on screen. Apps above add theirs in `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres.forms import rules as forms
from centres.models import AskedItem, GapRule, ReadinessItem


@dataclass(frozen=True)
class HouseList:
    """`said` words the limit of a row; `bumps` says whether a change makes another `version` of it."""

    key: str
    title: str
    about: str
    rows: Callable
    form: type
    name: Callable
    said: Callable
    column: str = "code"
    bumps: Callable | None = None


_lists: dict[str, HouseList] = {}


def add(one: HouseList) -> None:
    _lists[one.key] = one


def every() -> list[HouseList]:
    return list(_lists.values())


def find(key: str) -> HouseList | None:
    return _lists.get(key)


def _days(row) -> str:
    return ngettext("within %(days)d day", "within %(days)d days", row.days) % {"days": row.days}


def _point(row) -> str:
    if not row.is_active:
        return _("not in use")
    if not row.rule:
        return _("somebody looks")
    return _("at least %(need)d, seen by the system") % {"need": row.need} if row.need > 1 else _("seen by the system")


def _in_use(row) -> str:
    return _("in use") if row.is_active else _("not in use")


def _asked(group: str):
    return lambda: AskedItem.objects.filter(group=group)


def _asks_other(before: dict, after: dict) -> bool:
    return any(before[name] != after[name] for name in ReadinessItem.ASKS if name in after)


OWN = (
    HouseList(
        "gaps", gettext_lazy("Gaps: by when"),
        gettext_lazy("Days until a shortfall that an inspection found should be mended. Dates already set stay."),
        GapRule.objects.all, forms.GapRuleForm, lambda row: row.get_severity_display(), _days, column="severity",
    ),
    HouseList(
        "readiness", gettext_lazy("Readiness list"),
        gettext_lazy("What must be true before a centre goes live. A new wording is asked again everywhere."),
        ReadinessItem.objects.all, forms.ReadinessItemForm, lambda row: row.text, _point, bumps=_asks_other,
    ),
    HouseList(
        "equipment", gettext_lazy("Statement: equipment"),
        gettext_lazy("What every centre is asked to count in its statement of the day."),
        _asked("equipment"), forms.EquipmentForm, lambda row: row.name, _in_use,
    ),
    HouseList(
        "medicines", gettext_lazy("Statement: key medicines"),
        gettext_lazy("What every centre is asked about in its statement of the day, beside what its stock book holds."),
        _asked("medicines"), forms.AskedItemForm, lambda row: row.name, _in_use,
    ),
)  # fmt: skip
