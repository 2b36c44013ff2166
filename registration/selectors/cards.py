"""People on record whom a card may mean. The reference id changes with each print, so it is no key."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from hms.lib import names
from hms.lib.cards import Card
from hms.lib.dates import InvalidDate, parse_birth
from registration import aadhaar
from registration.models import Identifier, Patient

MOST = 5


def patients_of(card: Card):
    """By the number where the card has one; else last four digits, name key and birth date (1 query, when read)."""
    if found := _by_number(card):
        return found
    return _by_facts(card)


def _by_number(card: Card):
    values = [value for value in (card.abha_number, card.abha_address) if value]
    by_value = Q(kind__in=[Identifier.Kind.ABHA_NUMBER, Identifier.Kind.ABHA_ADDRESS], value__in=values)
    if card.number:
        rows = aadhaar.identifiers_of(card.number)
    elif values:
        rows = Identifier.objects.filter(by_value)
    else:
        return None
    keys = set(rows.values_list("patient", flat=True))
    return Patient.objects.filter(pk__in=keys) if keys else None


def _by_facts(card: Card):
    born = _born(card.birth)
    keys = names.search_keys(card.name)
    if not (card.last4 and born and keys):
        return Patient.objects.none()
    return Patient.objects.filter(aadhaar_last4=card.last4, birth_date__range=born, name_keys__contains=keys)


def _born(text: str) -> tuple[date, date] | None:
    """First and last day that fit: one day, or the whole year where the card has only that."""
    if len(text) == 4:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    try:
        day = parse_birth(text, timezone.localdate()).date
    except InvalidDate:
        return None
    return day, day
