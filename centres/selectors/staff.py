"""Who works at a centre, and when."""

from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from centres.models import Centre, Membership, User


def staff(centre: Centre) -> list[User]:
    """Everybody who ever had a role at `centre`, those of today first; `.roles` are their rows here (2 queries)."""
    here = Membership.objects.for_centre(centre).order_by("role", "starts_on")
    people = User.objects.filter(memberships__centre=centre).distinct()
    people = people.prefetch_related(Prefetch("memberships", queryset=here, to_attr="roles"))
    today = timezone.localdate()
    for person in people:
        person.is_here = person.is_active and any(is_in_force(row, today) for row in person.roles)
        person.roles = [row for row in person.roles if row.ends_on is None or row.ends_on >= today] or person.roles[-1:]
    return sorted(people, key=lambda person: (not person.is_here, person.name_en))


def is_in_force(membership: Membership, day: date) -> bool:
    return membership.starts_on <= day and (membership.ends_on is None or membership.ends_on >= day)


def person_of(centre: Centre, pk: int) -> User | None:
    """Somebody who has or had a role at `centre` (1 query)."""
    return User.objects.filter(pk=pk, memberships__centre=centre).first()
