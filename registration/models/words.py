"""The words of names that exist, so that a misspelt one finds its neighbours; and where somebody became known."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from hms.lib.governance import governed


@governed(shared="keys of words, of nobody in particular", internal="key near")
class NameWord(models.Model):
    """One key of a name with every key that is one letter shorter. Two keys that share one are a slip apart."""

    key = models.CharField(max_length=30, primary_key=True)
    near = ArrayField(models.CharField(max_length=30))

    class Meta:
        indexes = [GinIndex(fields=["near"], name="word_by_near", fastupdate=False)]

    def __str__(self):
        return self.key


def near(key: str) -> list[str]:
    """The key and each key with one letter left out, as the trigger writes them."""
    return sorted({key, *(key[:place] + key[place + 1 :] for place in range(len(key)))} - {""})


LEARN_SQL = """
    INSERT INTO registration_nameword (key, near)
    SELECT k, ARRAY(
        SELECT x FROM (
            SELECT k AS x UNION SELECT overlay(k placing '' from i for 1) FROM generate_series(1, length(k)) i
        ) s
        WHERE x <> '' ORDER BY x)
    FROM (SELECT DISTINCT unnest({keys}) AS k) w
    WHERE NOT EXISTS (SELECT 1 FROM registration_nameword n WHERE n.key = k)
    ON CONFLICT DO NOTHING;
"""

LEARNS_WORDS = pgtrigger.Trigger(
    name="learns_words",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("name_keys"),
    when=pgtrigger.After,
    func=LEARN_SQL.format(keys="NEW.name_keys") + " RETURN NULL;",
)

# Joins the words of the name to the centre of the visit (registration.find_keys). The first visit at a centre only.
KNOWN_HERE = pgtrigger.Trigger(
    name="known_here",
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    func="""
        UPDATE registration_patient p SET find_keys = ARRAY(
            SELECT DISTINCT unnest(
                p.find_keys || ARRAY(SELECT k || '@' || NEW.centre_id FROM unnest(p.name_keys) k)
                || CASE WHEN p.phone = '' THEN '{}' ELSE ARRAY['#' || right(p.phone, 4) || '@' || NEW.centre_id] END)
        )
        WHERE p.id = NEW.patient_id AND p.registered_centre_id <> NEW.centre_id AND p.name_keys <> '{}'
        AND NOT (p.name_keys[1] || '@' || NEW.centre_id) = ANY(p.find_keys);
        RETURN NULL;
    """,
)
