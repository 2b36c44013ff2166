"""Who is worth comparing with whom: a few candidates for each person out of four indexes, never all with all.

Blocks: the same phone; the same last four Aadhaar digits and birth date; a word of the name with a word of the
guardian's, sex and age within two years; the same name and birth date. What shares none of them is not found.
"""

from django.db import connection

EACH = 25  # candidates of one block; a phone that more people share (a health worker's) says nothing any more
DAYS = 731

PAIRS = f"""
    SELECT DISTINCT least(p.id, c.id), greatest(p.id, c.id)
    FROM registration_patient p CROSS JOIN LATERAL (
        (SELECT q.id FROM registration_patient q
         WHERE p.phone <> '' AND q.phone <> '' AND q.phone = p.phone
         AND q.merged_into_id IS NULL AND q.id <> p.id ORDER BY q.id DESC LIMIT {EACH})
        UNION
        (SELECT q.id FROM registration_patient q
         WHERE p.aadhaar_last4 <> '' AND q.aadhaar_last4 <> '' AND q.aadhaar_last4 = p.aadhaar_last4
         AND q.birth_date = p.birth_date AND q.merged_into_id IS NULL AND q.id <> p.id LIMIT {EACH})
        UNION
        (SELECT q.id FROM registration_patient q
         WHERE q.find_keys && ARRAY(SELECT k FROM unnest(p.find_keys) k WHERE strpos(k, '~') > 0)
         AND q.birth_date BETWEEN p.birth_date - {DAYS} AND p.birth_date + {DAYS}
         AND q.sex = p.sex AND q.id <> p.id LIMIT {EACH})
        UNION
        (SELECT q.id FROM registration_patient q
         WHERE q.name_keys = p.name_keys AND q.birth_date = p.birth_date
         AND q.merged_into_id IS NULL AND q.id <> p.id LIMIT {EACH})
    ) c
    WHERE p.id = ANY(%s) AND p.merged_into_id IS NULL
"""  # noqa: S608 (constants of this module)


def candidates(keys: list[int]) -> list[tuple[int, int]]:
    """Pairs to compare that have one of `keys` in them, the lower key first (1 query)."""
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, [list(keys)])
        return cursor.fetchall()
