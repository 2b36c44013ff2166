"""What a person is found by besides numbers: each word of the name joined to one more fact. Pure, no database.

    snt@12     Sunita, known at centre 12          snt~rms    Sunita, guardian Ramesh
    snt^1980   Sunita, born 1980                   snt+yrpr   Sunita, of Yarpur
    snt#3210   Sunita, phone ends in 3210           #3210@12   phone ends in 3210, known at centre 12

"Sunita" alone fits ten thousand people of a district, and so does "born 1980"; the two joined fit a few. One GIN index
over the joined words answers in a millisecond what intersecting two long lists does not (docs/performance.md).
Words that half the district carries (Devi, Kumar) are joined to centre, year and phone only.
"""

from django.contrib.postgres.fields import ArrayField

from hms.lib import names

CENTRE, YEAR, PHONE, GUARDIAN, STREET = "@^#~+"
MOST = 60


def find_keys(person) -> list[str]:
    """Sorted, each once. Centres where the person became known later are kept from the keys that stand.

    A record that was merged into another is found by none.
    """
    if getattr(person, "merged_into_id", None):
        return []
    every = [key[:30] for key in person.name_keys]
    telling = [key[:30] for name in (person.name, person.name_other) if name for key in names.telling_keys(name)]
    centres = {str(person.registered_centre_id), *centres_of(person.find_keys or ())}
    shared = [CENTRE + centre for centre in sorted(centres)]
    shared += [f"{YEAR}{person.birth_date.year}"] if person.birth_date else []
    shared += [PHONE + person.phone[-4:]] if person.phone else []
    own = [GUARDIAN + key[:30] for key in guardian_keys(person.guardian_name)]
    own += [STREET + key[:30] for key in street_keys(person.street)]
    alone = [f"{PHONE}{person.phone[-4:]}{CENTRE}{centre}" for centre in sorted(centres) if person.phone]
    joined = alone + [key + fact for key in every for fact in shared] + [key + fact for key in telling for fact in own]
    return sorted(dict.fromkeys(joined[: MOST * 2]))[:MOST]


def centres_of(keys) -> set[str]:
    """Primary keys, as text, of the centres a person is known at."""
    return {key.rpartition(CENTRE)[2] for key in keys if CENTRE in key}


def guardian_keys(name: str) -> list[str]:
    return names.telling_keys(name)[:3] if name else []


def street_keys(street: str) -> list[str]:
    """Keys of the words of a mohalla, without its numbers and what every road is called."""
    return [key for key in names.name_keys(street)[:6] if key not in ROADS and not key[0].isdigit() and len(key) > 1]


ROADS = frozenset(names.name_keys("road lane gali mohalla nagar colony street tola ke pas sadak gully bagh house"))


class FindKeysField(ArrayField):
    """Worked out anew whenever the row is written, like auto_now: no writer can forget it."""

    def pre_save(self, model_instance, add):
        value = find_keys(model_instance)
        setattr(model_instance, self.attname, value)
        return value
