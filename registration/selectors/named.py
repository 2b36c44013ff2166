"""Finding people by name: here first, everywhere once one more fact is said, misspelt words by their neighbours."""

from collections import namedtuple

from django.db import connection
from django.utils import timezone

from registration import asked as asking
from registration.asked import Asked
from registration.find_keys import CENTRE, PHONE
from registration.models import NameWord
from registration.models.words import near as shortened
from registration.ranking import SAME, fit, spelling

HERE, EVERYWHERE = 200, 120  # candidates weighed at most
NEIGHBOURS, NEIGHBOURS_HERE = 80, 24
COMPARED = 40  # whose letters are compared
COLUMNS = "id name name_other name_keys find_keys phone pincode registered_at"
Row = namedtuple("Row", COLUMNS)


def ranked(text: str, centre, *, limit: int) -> tuple[list[int], Asked]:
    """Primary keys, best first, and what was understood (2 queries; 3 more where a word may be misspelt)."""
    asked = asking.read(text, timezone.localdate())
    if not asked.words:
        return [], asked
    rows = _candidates(asked, centre, {})
    near: dict[str, list[str]] = {}
    if not any(_is_certain(asked, row) for row in rows.values()):
        near = _neighbours(asked)
        rows |= _candidates(asked, centre, near)
    return _best(asked, rows.values(), near, centre)[:limit], asked


def _is_certain(asked: Asked, row) -> bool:
    """Each word spelled as asked, and no said fact against it."""
    facts = [any(key.endswith(end) for end in fact for key in row.find_keys) for fact in asked.facts()]
    return set(asked.words) <= set(row.name_keys) and all(facts)


def _best(asked: Asked, rows, near: dict, centre) -> list[int]:
    here = f"{CENTRE}{centre.pk}"
    weighed = [(fit(asked, row, near), any(key.endswith(here) for key in row.find_keys), row) for row in rows]
    weighed.sort(key=lambda one: (-one[0] - one[1], -one[2].registered_at.timestamp()))
    first = [(points + is_here + spelling(asked, row), row) for points, is_here, row in weighed[:COMPARED]]
    first.sort(key=lambda one: -one[0])
    least = first[0][0] - 2 * SAME if first else 0
    return [row.id for points, row in first if points >= max(least, 0)]


def _candidates(asked: Asked, centre, near: dict) -> dict[int, Row]:
    """By key, from up to three index reads joined into one statement."""
    words = [[word, *near.get(word, ())] for word in (asked.telling or asked.words[:1])]
    here = f"{CENTRE}{centre.pk}"
    reads = [_read(HERE, _here(asked, words, here, near))]
    facts = [[word + end for group in words for word in group for end in fact] for fact in asked.facts()]
    if facts:
        reads.append(_read(EVERYWHERE, [_any(facts[0]), *(_any(more) for more in facts[1:])]))
        reads.append(_read(HERE, [*(_any(fact) for fact in facts), _any([w + here for g in words for w in g])]))
        if asked.phone_end:
            reads.append(_read(EVERYWHERE, [_any([f"{PHONE}{asked.phone_end}{here}"])]))
    elif crossed := asking.crossed(asked, near):
        reads.append(_read(EVERYWHERE, [_any(crossed)]))
    sql = " UNION ".join(f"({part})" for part, _params in reads)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _part, params in reads for value in params])
        return {row[0]: Row(*row) for row in cursor.fetchall()}


def _here(asked: Asked, words: list, here: str, near: dict) -> list:
    """Every word of the name at this centre; without neighbours yet, exactly; a lone word otherwise."""
    if near and not asked.facts():
        return [_any([word + here for word in group[: NEIGHBOURS_HERE + 1]]) for group in words]
    return [("find_keys @> %s", [word + here for word in asked.words if len(word) > 1][:3] or [words[0][0] + here])]


def _any(keys: list[str]) -> tuple[str, list[str]]:
    return "find_keys && %s", keys


def _read(limit: int, conditions: list[tuple[str, list[str]]]) -> tuple[str, list]:
    where = " AND ".join(condition for condition, _keys in conditions)
    columns = ", ".join(COLUMNS.split())
    sql = f"SELECT {columns} FROM registration_patient WHERE {where} ORDER BY registered_at DESC LIMIT {limit}"  # noqa: S608 (constants of this module)
    return sql, [keys for _condition, keys in conditions]


def _neighbours(asked: Asked) -> dict[str, list[str]]:
    """Keys of names that exist and are one letter away from the telling words (1 query)."""
    words = asked.telling or asked.words
    wanted = {word: set(shortened(word)) for word in words}
    found = NameWord.objects.filter(near__overlap=sorted(set().union(*wanted.values()))).values_list("key", "near")
    by_word = {}
    for word, parts in wanted.items():
        close = [(abs(len(key) - len(word)), key[0] != word[0], key) for key, near in found if parts & set(near)]
        by_word[word] = [key for _length, _first, key in sorted(close)[: NEIGHBOURS + 1] if key != word]
    return by_word
