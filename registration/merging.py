"""Which of two records' facts stand when they become one. Pure, no database.

Facts that belong together are chosen together: half of one address and half of another is nobody's. What only one
record knows is taken from it; what both say differently is a conflict, and a person chooses.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hms.lib.names import name_key

ONE, OTHER = "one", "other"
GROUPS: dict[str, tuple[str, ...]] = {
    "name": ("name", "name_other"),
    "birth": ("birth_date", "birth_is_estimated"),
    "sex": ("sex",),
    "guardian": ("guardian_name", "guardian_relation"),
    "phone": ("phone", "phone_owner", "phone_owner_name"),
    "address": ("house", "street", "ward", "pincode", "post_office", "district", "state"),
    "aadhaar": ("aadhaar_last4", "aadhaar_seen", "aadhaar_absent"),
}
LABELS = {
    "name": _("Name"),
    "birth": _("Born"),
    "sex": _("Sex"),
    "guardian": _("Guardian"),
    "phone": _("Mobile"),
    "address": _("Address"),
    "aadhaar": _("Aadhaar"),
}
# The column that says whether a record knows anything of the group, and those that make two records say the same.
_TELLS = {
    "name": "name",
    "birth": "birth_date",
    "sex": "sex",
    "guardian": "guardian_name",
    "phone": "phone",
    "address": "street",
    "aadhaar": "aadhaar_last4",
}
COLUMNS = tuple(column for columns in GROUPS.values() for column in columns)
NOT_KEPT_IN_TEXT = "aadhaar_last4"  # a consent taken back clears it, so it stands in a column of its own


@dataclass(frozen=True)
class Compared:
    """One group: whose is taken without asking (`taken`), or nobody's because both differ (`is_conflict`)."""

    group: str
    is_same: bool
    taken: str  # ONE, OTHER or ""
    words: str

    @property
    def is_conflict(self) -> bool:
        return not self.taken

    @property
    def label(self) -> str:
        return LABELS[self.group]


def compare(one, other, number_of: str = "") -> list[Compared]:
    """Every group of two Patients, in the order people check them.

    `number_of`: whose Aadhaar number is indexed; its last four digits stand.
    """
    return [_compare(group, one, other, number_of) for group in GROUPS]


def conflicts(one, other, number_of: str = "") -> list[str]:
    return [row.group for row in compare(one, other, number_of) if row.is_conflict]


def settled(one, other, chosen: dict[str, str], number_of: str = "") -> dict[str, str]:
    """Group: ONE or OTHER, for every group. Raises KeyError for a conflict that `chosen` does not answer."""
    return {row.group: row.taken or chosen[row.group] for row in compare(one, other, number_of)}


def values(person, group: str) -> dict:
    return {column: getattr(person, column) for column in GROUPS[group]}


def _compare(group: str, one, other, number_of: str) -> Compared:
    mine, theirs = values(one, group), values(other, group)
    if mine == theirs:
        return Compared(group, True, ONE, _("the same"))
    if group == "aadhaar" and number_of:
        return Compared(group, False, number_of, _("the number is kept in this record"))
    knows = bool(getattr(one, _TELLS[group])), bool(getattr(other, _TELLS[group]))
    if knows == (True, False):
        return Compared(group, False, ONE, _("only record 1 knows it"))
    if knows == (False, True):
        return Compared(group, False, OTHER, _("only record 2 knows it"))
    if knows == (False, False):
        return Compared(group, False, ONE, _("neither knows it"))
    if group == "name" and set(mine.values()) == set(theirs.values()):
        return Compared(group, False, ONE, _("the same, in the other script first"))
    if fuller := _fuller(group, one, other):
        return Compared(group, False, fuller, _("record 1 says more") if fuller == ONE else _("record 2 says more"))
    return Compared(group, False, "", _difference(group, one, other))


def _fuller(group: str, one, other) -> str:
    """Where both say the same and one says more, that one; "" where a person must choose."""
    tells = _TELLS[group]
    if getattr(one, tells) != getattr(other, tells):
        return ""
    mine, theirs = (_filled(person, group) for person in (one, other))
    if mine.items() >= theirs.items():
        return ONE
    return OTHER if theirs.items() >= mine.items() else ""


def _filled(person, group: str) -> dict:
    return {column: value for column, value in values(person, group).items() if value not in {"", False}}


def _difference(group: str, one, other) -> str:
    if group == "birth":
        days = abs((one.birth_date - other.birth_date).days)
        if not days:
            return _("the same day, once as an estimate")
        years = days // 365
        return _("%(years)d years apart") % {"years": years} if years > 1 else _("less than two years apart")
    if group in {"name", "guardian"}:
        column = _TELLS[group]
        if name_key(getattr(one, column)) == name_key(getattr(other, column)):
            return _("written differently, sounds the same")
    if group == "address" and one.pincode and one.pincode == other.pincode:
        return _("different, same PIN code")
    if group == "phone" and one.phone == other.phone:
        return _("the same number, another owner")
    return _("different")
