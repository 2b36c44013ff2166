"""Who of the rows may be on record already: a few candidates for each row in one query, then the rules of likeness."""

from django.db import connection

from registration.importing.facts import Facts
from registration.likeness import ASKED_FROM, Likeness, Traits, likeness
from registration.models import Patient
from registration.selectors.likely import AGE_WINDOW, EACH, Likely, traits

COLUMNS = """
    id, name, guardian_name, guardian_relation, sex, birth_date, birth_is_estimated, phone, ward, pincode, aadhaar_last4
"""
# Read by the indexes patient_by_phone and patient_by_likeness, at most EACH of a row from each.
_CANDIDATES = f"""
    SELECT a.at, p.* FROM unnest(%(at)s::int[], %(phone)s::text[]) AS a(at, phone)
    CROSS JOIN LATERAL (
        SELECT {COLUMNS} FROM registration_patient q WHERE q.phone = a.phone AND q.phone <> ''
        AND q.merged_into_id IS NULL LIMIT {EACH}) p
    WHERE a.phone <> ''
    UNION
    SELECT b.at, p.* FROM unnest(%(at)s::int[], %(keys)s::text[], %(low)s::date[], %(high)s::date[])
        AS b(at, keys, low, high)
    CROSS JOIN LATERAL (
        SELECT {COLUMNS} FROM registration_patient q
        WHERE q.name_keys = string_to_array(b.keys, ' ')::varchar[] AND q.birth_date BETWEEN b.low AND b.high
        AND q.merged_into_id IS NULL LIMIT {EACH}) p
    WHERE b.keys <> ''
"""  # noqa: S608 (constants)


def likely_on_record(rows: list[Facts]) -> list[Likely | None]:
    """For each row the person most alike, from ASKED_FROM points on (2 queries however many rows)."""
    best: dict[int, tuple[int, int, Likeness]] = {}
    mine = [traits(row) for row in rows]
    for at, key, theirs in _candidates(rows):
        alike = likeness(mine[at], theirs)
        rank = (alike.points, -key, alike)
        if alike.points >= ASKED_FROM and rank[:2] > best.get(at, (0, 0))[:2]:
            best[at] = rank
    keys = {-rank[1] for rank in best.values()}
    known = {one.pk: one for one in Patient.objects.select_related("registered_centre").filter(pk__in=keys)}
    found = {at: Likely(known[-key], alike, False) for at, (_points, key, alike) in best.items() if -key in known}
    return [found.get(at) for at in range(len(rows))]


def is_alike(one: Facts, other: Facts) -> bool:
    """Two rows of one file that the counter would ask about."""
    return likeness(traits(one), traits(other)).points >= ASKED_FROM


def _candidates(rows: list[Facts]):
    """Place of the row, key of the person, and what is compared of them."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES,
            {
                "at": list(range(len(rows))),
                "phone": [row.phone for row in rows],
                "keys": [" ".join(row.name_keys) for row in rows],
                "low": [row.birth_date - AGE_WINDOW for row in rows],
                "high": [row.birth_date + AGE_WINDOW for row in rows],
            },
        )
        found = cursor.fetchall()
    for at, key, name, guardian, relation, sex, born, is_estimated, phone, ward, pincode, last4 in found:
        yield (
            at,
            key,
            Traits(
                name=name,
                guardian=guardian,
                relation=relation,
                sex=sex,
                birth=born,
                is_estimated=is_estimated,
                phone=phone,
                ward=ward,
                pincode=pincode,
                last4=last4,
            ),
        )
