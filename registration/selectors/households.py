"""Who lives together: people of one phone, and of one house and street. No more is shown than a search would show."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from hms.lib.names import name_key
from registration.models import Patient
from registration.selectors.people import OTHERS_SHOWN, cards_of

MOST = 40


@dataclass(frozen=True)
class Member:
    person: Patient
    has_phone: bool
    has_address: bool

    @property
    def words(self) -> str:
        if self.has_phone and self.has_address:
            return _("same phone and address")
        return _("same phone") if self.has_phone else _("same address")


def household(person: Patient, centre) -> list[Member]:
    """Without the person: phone and address first, then phone, then address alone (1 query).

    A search finds people of other centres by their phone, four of them; by address it finds nobody there.
    """
    found = cards_of(_candidates(person), centre, MOST)
    members = [member for one in found if (member := _member(person, one))]
    ours = [one for one in members if one.person.is_ours or one.person.is_open]
    others = [one for one in members if one.has_phone and not (one.person.is_ours or one.person.is_open)]
    return sorted([*ours, *others[:OTHERS_SHOWN]], key=lambda one: (not one.has_phone, not one.has_address))


def _candidates(person: Patient):
    same = Q()
    if person.phone:
        same |= Q(phone=person.phone)
    if person.house and person.pincode:
        same |= Q(pincode=person.pincode, house=person.house)
    everybody = Patient.objects.exclude(pk=person.pk)
    return everybody.filter(same) if same else everybody.none()


def _member(person: Patient, one: Patient) -> Member | None:
    """None for the same house number in another street."""
    lives = bool(person.house) and (one.house, one.pincode) == (person.house, person.pincode)
    has_address = lives and bool(person.street) and name_key(one.street) == name_key(person.street)
    has_phone = bool(person.phone) and one.phone == person.phone
    return Member(one, has_phone, has_address) if has_phone or has_address else None
