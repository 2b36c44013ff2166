"""Staff as CSV: what each row would do, and what is wrong with it.

A row names a person by user name and gives a role at a centre. An unknown user name makes an account, a known one gets
the role where it is missing; a row whose role is there already does nothing: a file may be taken again and again.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from centres.forms.person import NewPersonForm
from centres.imports.reading import lines
from centres.models import Centre, Membership, User
from centres.permissions import Role
from centres.services import staff_rules

COLUMNS = [
    *("username", "role", "centre", "name_en", "name_hi", "designation"),
    *("registration_number", "phone", "language", "starts_on", "ends_on"),
]
MUST = ("username", "role")
MAX_ROWS = 300
MAX_CELL = 200


@dataclass
class PersonRow:
    """One line beside what it would do. `errors` are sentences by column; "" is the row as a whole."""

    line: int
    cells: dict[str, str]
    centre: Centre | None = None
    person: User | None = None
    has_role: bool = False
    errors: dict[str, list[str]] = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    role: str = ""
    days: dict = field(default_factory=dict)

    @property
    def username(self) -> str:
        return self.cells.get("username", "").lower()

    @property
    def role_label(self) -> str:
        return Role(self.role).label

    @property
    def status(self) -> str:
        if self.errors:
            return "wrong"
        if self.person is None:
            return "new"
        return "unchanged" if self.has_role else "changed"


class RowForm(NewPersonForm):
    """The rules of the page; that user names are free is looked up once for the whole file."""

    def validate_unique(self):
        pass


def preview(text: str, *, centres: list[Centre], permissions) -> list[PersonRow]:
    """Every row and what it would do (2 queries, however many rows). Raises NotReadable.

    `centres` are those whose staff may be given; with a single one the column `centre` may be left out.
    """
    rows = [PersonRow(number, cells) for number, cells in lines(text, COLUMNS, MUST, ignored=(), at_most=MAX_ROWS)]
    by_code = {centre.code: centre for centre in centres}
    people = {user.username: user for user in User.objects.filter(username__in={row.username for row in rows})}
    roles = _roles(people.values())
    for row in rows:
        _judge(row, by_code, people, permissions)
        if row.centre and row.person:
            row.has_role = (row.person.pk, row.centre.pk, row.role) in roles
    _refuse_twice(rows)
    _agree_on_names(rows)
    return rows


def _roles(people) -> set[tuple[int, int, str]]:
    """Roles in force, or to come."""
    today = timezone.localdate()
    rows = Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), user__in=list(people))
    return set(rows.values_list("user", "centre", "role"))


def _judge(row: PersonRow, by_code, people, permissions) -> None:
    if any(len(value) > MAX_CELL for value in row.cells.values()):
        row.errors[""] = [_("A cell of this row is too long.")]
        return
    row.centre = _centre(row, by_code)
    if row.centre is None:
        row.errors["centre"] = [_("You cannot give roles at this centre, or there is none with this code.")]
        return
    row.person = people.get(row.username)
    row.role = _role(row.cells.get("role", ""))
    if row.person is not None and not row.person.is_active:
        row.errors["username"] = [_("This account is closed.")]
    form = _form(row, staff_rules.grantable(permissions, row.centre))
    for name, errors in form.errors.items():
        row.errors.setdefault("" if name == "__all__" else name, []).extend(errors)
    if row.errors:
        return
    row.values, row.days = form.person, form.days


def _centre(row: PersonRow, by_code) -> Centre | None:
    code = row.cells.get("centre", "").upper()
    if not code and len(by_code) == 1:
        return next(iter(by_code.values()))
    return by_code.get(code)


def _form(row: PersonRow, roles) -> RowForm:
    """A known person's empty cells stand for what the account says."""
    known = row.person
    data = {name: row.cells.get(name) or (getattr(known, name) if known else "") for name in RowForm.Meta.fields}
    data |= {"username": row.username, "role": row.role, "ends_on": row.cells.get("ends_on", "")}
    data["language"] = data["language"] or "hi"
    data["starts_on"] = row.cells.get("starts_on") or timezone.localdate()
    form = RowForm(data, roles=roles)
    if known and form.is_valid() and _named_otherwise(form.cleaned_data, known):
        words = _("Somebody with another name has this user name. Choose another, or leave the names empty.")
        form.add_error("username", words)
    return form


def _named_otherwise(said, known: User) -> bool:
    """Neither name is the account's: probably another person, so nothing is given away."""
    same = (said["name_en"].casefold() == known.name_en.casefold(), said["name_hi"] == known.name_hi)
    return not any(same)


def _role(text: str) -> str:
    """The role's code; its name in either language is understood too."""
    wanted = text.strip().casefold()
    for language in ("en", "hi"):
        with override(language):
            for role in Role:
                if wanted in {role.value, str(role.label).casefold()}:
                    return role.value
    return text


def _refuse_twice(rows: list[PersonRow]) -> None:
    seen = Counter((row.username, row.role, row.centre and row.centre.pk) for row in rows)
    for row in rows:
        if row.username and seen[row.username, row.role, row.centre and row.centre.pk] > 1:
            row.errors.setdefault("username", []).append(_("This row stands in the file more than once."))


def _agree_on_names(rows: list[PersonRow]) -> None:
    """A new person's further rows give further roles, so they have to be about the same person."""
    first: dict[str, PersonRow] = {}
    for row in rows:
        if row.person is not None or row.errors:
            continue
        other = first.setdefault(row.username, row)
        if _named_otherwise(row.values, User(name_en=other.values["name_en"], name_hi=other.values["name_hi"])):
            words = _("Line %(line)d has this user name with another name.") % {"line": other.line}
            row.errors["username"] = [words]
