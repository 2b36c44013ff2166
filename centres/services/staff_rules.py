"""Who may do what with whose account. Nobody lifts themselves, nobody reaches above their own level."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.errors import CentresError
from centres.models import Centre, Membership, User
from centres.permissions import OFFICE_ROLES, Permission, Role


class NotYours(CentresError):
    """This person or role is not for you to change."""


def grantable(permissions, centre: Centre) -> list[Role]:
    """The roles that may be given at `centre` by somebody with `permissions`.

    Office roles are given at offices and by administrators of the network alone; all others at places of care.
    """
    if centre.kind != Centre.Kind.ADMIN:
        return [role for role in Role if role not in OFFICE_ROLES]
    return sorted(OFFICE_ROLES) if Permission.NETWORK_MANAGE in permissions else []


def may_manage_account(person: User, centre: Centre, permissions) -> bool:
    """Names, password, PIN, second factor, leaving: all of it opens everything the person may do (1 query).

    An administrator of the network may; somebody in charge of one centre only where the person works nowhere else.
    """
    if Permission.NETWORK_MANAGE in permissions:
        return True
    current = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()), user=person
    ).values_list("centre_id", "role")
    return all(where == centre.pk and role not in OFFICE_ROLES for where, role in current)


def require_account(person: User, centre: Centre, permissions) -> None:
    """Raises NotYours."""
    if not may_manage_account(person, centre, permissions):
        raise NotYours(_("This person also works elsewhere. Ask the system administrator to change the account."))


def require_other(person: User, *, by: User) -> None:
    """Raises NotYours for oneself."""
    if by is not None and person.pk == by.pk:
        raise NotYours(_("Your own account and roles are for a colleague to change."))


def require_administrator_left(*, without: Q) -> None:
    """Raises CentresError when nobody could run the network after what `without` describes is gone (1 query)."""
    left = (
        Membership.objects.on(timezone.localdate())
        .filter(role=Role.ADMINISTRATOR, user__is_active=True, ends_on__isnull=True)
        .exclude(without)
    )
    if not left.exists():
        raise CentresError(_("This is the last system administrator. Make another one first."))
