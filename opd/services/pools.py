"""Who answers online: pools and their members, changed by the hospital or the network's administrator."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.models import Membership
from centres.permissions import GRANTS, Permission
from opd.errors import PoolError
from opd.models import PoolMember, SpecialistPool

COLUMNS = ("name_en", "name_hi", "weekdays", "opens_at", "closes_at", "answer_minutes", "is_active")


@transaction.atomic
def save_pool(centre, values: dict, members: set[int], *, by, at, pool: SpecialistPool | None = None, version=0):
    """Make or change a pool of `centre` with exactly these members. `at` is the centre whose person does it.

    Raises PoolError when somebody was faster, the field stands already, or a member does not consult there today.
    """
    if pool:
        pool = SpecialistPool.objects.select_for_update().get(pk=pool.pk)
        if pool.version != version:
            raise PoolError(_("Somebody changed this meanwhile. Read it once more; nothing of yours was saved."))
        pool.version += 1
    else:
        pool = SpecialistPool(centre=centre)
    _check(centre, pool, values, members)
    for name in COLUMNS:
        setattr(pool, name, values[name])
    pool.save()
    _set_members(pool, members, by)
    audit.record("pool.saved", by=by, centre=at, target=pool, members=len(members))
    return pool


def specialists(centre):
    """Who may be a member: whoever consults at the hospital today, by user key and name (1 query)."""
    roles = [role for role, rights in GRANTS.items() if Permission.E_CONSULT_ANSWER in rights]
    rows = Membership.objects.on(timezone.localdate()).filter(centre=centre, role__in=roles, user__is_active=True)
    return {row.user_id: row.user for row in rows.select_related("user").order_by("user__name_en")}


def _check(centre, pool, values, members) -> None:
    if not centre.is_hospital:
        raise PoolError(_("Specialists answer from a hospital."))
    same = SpecialistPool.objects.filter(centre=centre, name_en__iexact=values["name_en"]).exclude(pk=pool.pk)
    if same.exists():
        raise PoolError(_("This field stands already."), field="name_en")
    if values["closes_at"] <= values["opens_at"]:
        raise PoolError(_("It must close after it opens."), field="closes_at")
    if members - set(specialists(centre)):
        raise PoolError(_("Choose people who work there today."), field="members")


def _set_members(pool, wanted: set[int], by) -> None:
    there = pool.members.filter(removed_at=None)
    now = timezone.now()
    there.exclude(user__in=wanted).update(removed_at=now, removed_by=by)
    new = wanted - set(there.values_list("user", flat=True))
    PoolMember.objects.bulk_create(PoolMember(pool=pool, user_id=key, added_at=now, added_by=by) for key in sorted(new))
