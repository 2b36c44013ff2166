"""Changes to people: who they are, where they work as what, and whether they may sign in."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError, Conflict
from centres.models import Centre, Membership, User
from centres.permissions import Role
from centres.services import sign_ins, staff_rules


@transaction.atomic
def add_person(
    values: dict,
    role: str,
    *,
    centre: Centre,
    by: User | None,
    permissions,
    starts_on: date,
    ends_on: date | None = None,
) -> User:
    """Add somebody with a first role at `centre`. They cannot sign in before they set a password.

    Raises CentresError when the user name is taken, NotYours for a role `by` may not give.
    """
    user = User(**values)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise CentresError(_("Somebody has this user name already. Choose another."), field="username") from None
    audit.record("person.added", by=by, centre=centre, target=user)
    days = {"starts_on": starts_on, "ends_on": ends_on}
    add_membership(user, role, centre=centre, by=by, permissions=permissions, **days)
    return user


@transaction.atomic
def change_person(user: User, values: dict, *, version: int, centre: Centre, by: User, permissions) -> User:
    """Change what differs. Raises Conflict when `version` is not the newest, NotYours for others' people."""
    user = User.objects.select_for_update().get(pk=user.pk)
    staff_rules.require_account(user, centre, permissions)
    if user.version != version:
        raise Conflict(_("Somebody else changed this while you were typing. Compare the two, then save again."))
    fields = [name for name, value in values.items() if getattr(user, name) != value]
    if not fields:
        return user
    for name in fields:
        setattr(user, name, values[name])
    user.version += 1
    user.save(update_fields=[*fields, "version"])
    audit.record("person.changed", by=by, centre=centre, target=user, fields=sorted(fields))
    return user


@transaction.atomic
def add_membership(
    user: User, role: str, *, centre: Centre, by: User | None, permissions, starts_on: date, ends_on: date | None = None
) -> Membership:
    """Let a person act as `role` at `centre`. Raises NotYours, or CentresError when the time overlaps."""
    user = User.objects.select_for_update().get(pk=user.pk)
    staff_rules.require_other(user, by=by)
    if role not in staff_rules.grantable(permissions, centre):
        raise staff_rules.NotYours(_("You cannot give this role here."), field="role")
    if ends_on is not None and ends_on < starts_on:
        raise CentresError(_("The last day cannot come before the first."), field="ends_on")
    if _overlapping(user, role, centre, starts_on, ends_on):
        raise CentresError(_("This person has this role here at that time already."), field="role")
    row = Membership.objects.create(user=user, centre=centre, role=role, starts_on=starts_on, ends_on=ends_on)
    audit.record("membership.added", by=by, centre=centre, target=user, role=str(role))
    return row


def _overlapping(user, role, centre, starts_on, ends_on) -> bool:
    same = Membership.objects.filter(user=user, role=role, centre=centre)
    same = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    return (same.filter(starts_on__lte=ends_on) if ends_on else same).exists()


@transaction.atomic
def end_membership(membership: Membership, *, last_day: date, by: User, permissions) -> None:
    """Set the role's last day; yesterday ends it at once. A last day before the first one takes the role back whole.

    Raises NotYours, or CentresError for the last administrator.
    """
    if membership.role == Role.ADMINISTRATOR:
        _lock_administrators()
    membership = (
        Membership.objects.select_for_update(of=["self"]).select_related("user", "centre").get(pk=membership.pk)
    )
    staff_rules.require_other(membership.user, by=by)
    if membership.role not in staff_rules.grantable(permissions, membership.centre):
        raise staff_rules.NotYours(_("You cannot end this role."))
    if membership.role == Role.ADMINISTRATOR:
        staff_rules.require_administrator_left(without=Q(pk=membership.pk))
    if last_day < membership.starts_on:
        membership.delete()
    else:
        membership.ends_on = last_day
        membership.save(update_fields=["ends_on"])
    audit.record("membership.ended", by=by, centre=membership.centre, target=membership.user, role=membership.role)


@transaction.atomic
def close_account(user: User, *, centre: Centre, by: User, permissions) -> User:
    """Nobody signs in with it any more, from this moment; every sign-in of theirs ends."""
    if is_administrator := user.memberships.filter(role=Role.ADMINISTRATOR).exists():
        _lock_administrators()
    user = User.objects.select_for_update().get(pk=user.pk)
    staff_rules.require_other(user, by=by)
    staff_rules.require_account(user, centre, permissions)
    if is_administrator:
        staff_rules.require_administrator_left(without=Q(user=user))
    user.is_active = False
    user.version += 1
    user.save(update_fields=["is_active", "version"])
    sign_ins.end_all(user, by=by)
    audit.record("person.closed", by=by, centre=centre, target=user)
    return user


@transaction.atomic
def reopen_account(user: User, *, centre: Centre, by: User, permissions) -> User:
    """They may sign in again, with the password they had."""
    user = User.objects.select_for_update().get(pk=user.pk)
    staff_rules.require_account(user, centre, permissions)
    user.is_active = True
    user.version += 1
    user.save(update_fields=["is_active", "version"])
    audit.record("person.reopened", by=by, centre=centre, target=user)
    return user


def _lock_administrators() -> None:
    """Before any other lock. Two administrators who remove each other at one moment: the second waits, is refused."""
    list(Membership.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk"))
