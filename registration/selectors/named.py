"""Finding people by name: here first, everywhere once one more fact is said, misspelt words by their neighbours."""

from collections import namedtuple
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from registration import asked as asking
from registration import misspelling
from registration.asked import Asked
from registration.find_keys import CENTRE, PHONE
from registration.models import NameWord
from registration.models.words import near as shortened
from registration.ranking import SAME, fit, spelling

HERE, EVERYWHERE = 200, 120  # candidates weighed at most
LOOKED_AT = 300  # people whose words are counted before
NEIGHBOURS, NEIGHBOURS_HERE = 80, 24
COMPARED = 40  # whose letters are compared
COLUMNS = "id, name, name_other, name_keys, find_keys, phone, pincode, registered_at"
ONLY_BITMAPS = "SELECT set_config('enable_seqscan', %s, true), set_config('enable_indexscan', %s, true)"
Row = namedtuple("Row", COLUMNS.replace(",", ""))


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
    read = partial(_read, words=asked.words)
    reads = [read(HERE, _here(asked, words, here, near))]
    facts = [[word + end for group in words for word in group for end in fact] for fact in asked.facts()]
    if facts:
        reads.append(read(EVERYWHERE, [_any(facts[0]), *(_any(more) for more in facts[1:])]))
        reads.append(read(HERE, [*(_any(fact) for fact in facts), _any([w + here for g in words for w in g])]))
        if asked.phone_end:
            reads.append(read(EVERYWHERE, [_any([f"{PHONE}{asked.phone_end}{here}"])]))
    elif crossed := asking.crossed(asked, near):
        reads.append(read(EVERYWHERE, [_any(crossed), *_with_surname(asked)]))
        reads.append(read(HERE, [_any(crossed), _any([w + here for g in words for w in g])]))
    sql = " UNION ".join(f"({part})" for part, _params in reads)
    return {row[0]: Row(*row) for row in _by_index(sql, [value for _part, params in reads for value in params])}


def _by_index(sql: str, params: list) -> list[tuple]:
    """The rows of `sql` by the index of find keys, whatever the planner thinks (1 query, 2 settings).

    Each key that is not among the commonest counts as some thirty rows for the planner, so a few hundred keys look
    like a good part of the table, and it reads all of it: 1.5 s at 100,000 people for what the index answers in
    1.4 ms. A GIN index is read as a bitmap only; with the other ways closed nothing else is left.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONLY_BITMAPS, ["off", "off"])
        cursor.execute(sql, params)
        rows = cursor.fetchall()
        cursor.execute(ONLY_BITMAPS, ["on", "on"])
        return rows


def _here(asked: Asked, words: list, here: str, near: dict) -> list:
    """Every word of the name at this centre; without neighbours yet, exactly; a lone word otherwise."""
    if near and not asked.facts():
        return [_any([word + here for word in group[: NEIGHBOURS_HERE + 1]]) for group in words]
    return [("find_keys @> %s", [word + here for word in asked.words if len(word) > 1][:3] or [words[0][0] + here])]


def _with_surname(asked: Asked) -> list:
    """Elsewhere, where a misspelt name and a mohalla fit thousands, the surname must be as it was typed."""
    carried = [word for word in asked.words if word not in asked.telling]
    return [("name_keys && %s::varchar[]", carried)] if carried else []


def _any(keys: list[str]) -> tuple[str, list[str]]:
    return "find_keys && %s", keys


def _read(limit: int, conditions: list[tuple[str, list[str]]], words) -> tuple[str, list]:
    """Of at most LOOKED_AT people, those who share most words with the name as it was typed."""
    where = " AND ".join(condition for condition, _keys in conditions)
    sql = f"""SELECT {COLUMNS} FROM (SELECT {COLUMNS} FROM registration_patient WHERE {where} LIMIT {LOOKED_AT}) p
        ORDER BY (SELECT count(*) FROM unnest(name_keys) k WHERE k = ANY(%s)) DESC, registered_at DESC LIMIT {limit}"""  # noqa: S608 (constants of this module)
    return sql, [*(keys for _condition, keys in conditions), list(words)]


def _neighbours(asked: Asked) -> dict[str, list[str]]:
    """Keys of names that exist and are one letter away from the telling words (1 query)."""
    words = asked.telling or asked.words
    wanted = {word: set(shortened(word)) for word in words}
    found = NameWord.objects.filter(near__overlap=sorted(set().union(*wanted.values()))).values_list("key", "near")
    by_word = {}
    for word, parts in wanted.items():
        close = sorted((misspelling.cost(word, key), key) for key, near in found if parts & set(near))
        by_word[word] = [key for _cost, key in close[: NEIGHBOURS + 1] if key != word]
    return by_word
