"""Phones: nobody's, and one for many homes. Of everybody who came in the week, each once."""

from collections import defaultdict
from statistics import median

from opd.honesty.found import Found, Kind, Look, found
from opd.reporting import register
from registration.models import Patient


def came(centres, week):
    """(centre, patient, visit, phone, owner, house, street) of the first visit of each person (1 query)."""
    rows = register.visits(centres, week).filter(register.COUNTED).order_by("centre", "patient", "pk")
    values = ("centre", "patient", "pk", "patient__phone", "patient__phone_owner", "patient__house", "patient__street")
    return rows.distinct("centre", "patient").values_list(*values)


def shares(centres, week) -> dict[int, float]:
    """Per cent of people without a phone, by centre."""
    people: dict[int, list[bool]] = defaultdict(list)
    for centre, _patient, _visit, phone, *_rest in came(centres, week):
        people[centre].append(phone == "")
    return {centre: 100 * sum(without) / len(without) for centre, without in people.items()}


def nobody(look: Look) -> Found | None:
    """No number at all for at least `share` per cent, and `times` the usual of the other centres."""
    people, rule = list(came(look.at, look.week)), look.rule
    without = [visit for _centre, _patient, visit, phone, *_rest in people if phone == ""]
    usual = median(look.others) if look.others else None
    if len(people) < rule.least or len(without) * 100 < rule.share * len(people):
        return None
    if usual is not None and len(without) * 100 < rule.times * usual * len(people):
        return None
    expected = None if usual is None else round(usual * len(people) / 100)
    return found(look, Kind.VISITS, without, of=len(people), expected=expected)


def shared(look: Look) -> Found | None:
    """One number, said to be the own one, of `times` people from `within` homes. Families and helpers are left out."""
    people, by_phone = list(came(look.at, look.week)), defaultdict(list)
    for _centre, _patient, visit, phone, owner, house, street in people:
        if phone and owner == Patient.PhoneOwner.SELF:
            by_phone[phone].append((visit, (house.strip().lower(), street.strip().lower())))
    many = [
        rows
        for rows in by_phone.values()
        if len(rows) >= look.rule.times and len({home for _visit, home in rows}) >= look.rule.within
    ]
    if not many:
        return None
    keys = [visit for rows in many for visit, _home in rows]
    largest = max(len(rows) for rows in many)
    return found(look, Kind.VISITS, keys, of=len(people), numbers=len(many), largest=largest)
