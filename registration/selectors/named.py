"""Finding people by name: here first, everywhere once one more fact is said, misspelt words by their neighbours."""

from collections import namedtuple
from functools import partial

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from hms.lib import names
from registration import asked as asking
from registration import misspelling
from registration.asked import Asked
from registration.find_keys import CENTRE, PHONE
from registration.models import NameWord
from registration.models.words import near as shortened
from registration.ranking import SAME, fit, spelling

HERE, EVERYWHERE = 200, 120  # candidates weighed at most
LOOKED_AT = 300  # people whose words are counted before
NEIGHBOURS, NEIGHBOURS_HERE, NEIGHBOURS_FAR = 80, 24, 24
COMPARED = 80  # whose letters are compared
COLUMNS = "id, name, name_other, name_keys, find_keys, phone, pincode, registered_at"
ONLY_BITMAPS = "SELECT set_config('enable_seqscan', %s, true), set_config('enable_indexscan', %s, true)"
Row = namedtuple("Row", COLUMNS.replace(",", ""))


def ranked(text: str, centre, *, limit: int) -> tuple[list[int], Asked]:
    """Primary keys, best first, and what was understood (2 queries; 3 more where a word may be misspelt)."""
    asked = asking.read(text, timezone.localdate())
    if not asked.words:
        return [], asked
    rows = _candidates(asked, centre, {})
    near: dict[str, dict[str, int]] = {}
    if not any(_is_certain(asked, row, centre) for row in rows.values()):
        near = _neighbours(asked)
        rows |= _candidates(asked, centre, near)
    return _best(asked, rows.values(), near, centre)[:limit], asked


def _is_certain(asked: Asked, row, centre) -> bool:
    """Known here, each word spelled as asked, and no said fact against it.

    Among millions somebody far away fits a misspelt name as well, which says nothing about who stands here.
    """
    facts = [any(key.endswith(end) for end in fact for key in row.find_keys) for fact in asked.facts()]
    return set(asked.words) <= set(row.name_keys) and all(facts) and _is_here(row, centre)


def _is_here(row, centre) -> bool:
    here = f"{CENTRE}{centre.pk}"
    return any(key.endswith(here) for key in row.find_keys)


def _best(asked: Asked, rows, near: dict, centre) -> list[int]:
    weighed = [(fit(asked, row, near), _is_here(row, centre), row) for row in rows]
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
    near_by = [word for group in words for word in group]
    if asked.facts():
        likeliest = [word for group in words for word in group[: NEIGHBOURS_FAR + 1]]
        reads.append(read(EVERYWHERE, _said(asked, likeliest)))
        reads.append(read(HERE, [*_said(asked, near_by), _any([word + here for word in near_by])]))
        if asked.phone_end:
            reads.append(read(EVERYWHERE, [_any([f"{PHONE}{asked.phone_end}{here}"])]))
    elif crossed := asking.crossed(asked, near):
        reads.append(read(EVERYWHERE, [_any(crossed), *_with_surname(asked)]))
        reads.append(read(HERE, [_any(crossed), _any([word + here for word in near_by])]))
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


def _said(asked: Asked, words: list[str]) -> list:
    """Any of the words joined to each fact that was said."""
    return [_any([word + end for word in words for end in fact]) for fact in asked.facts()]


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


def _neighbours(asked: Asked) -> dict[str, dict[str, int]]:
    """For each telling word, keys of known names one slip away: likeliest first, with the cost (1 query)."""
    words = asked.telling or asked.words
    cut = {word: set(shortened(word)) for word in words}
    mended = {word: {} for word in words}
    for typed in asked.name.lower().split():
        if (key := next(iter(names.name_keys(typed)), "")) in mended:
            mended[key] = misspelling.mended(typed)
    exact = sorted(set().union(*mended.values()))
    found = NameWord.objects.filter(Q(near__overlap=sorted(set().union(*cut.values()))) | Q(key__in=exact))
    known = list(found.values_list("key", "near"))
    by_word = {}
    for word in words:
        costs = {key: misspelling.cost(word, key) for key, near in known if cut[word] & set(near)}
        for key in mended[word].keys() & {key for key, _near in known}:
            costs[key] = min(mended[word][key], costs.get(key, misspelling.LEAST))
        likely = sorted((cost, key) for key, cost in costs.items() if key != word)
        by_word[word] = {key: cost for cost, key in likely[:NEIGHBOURS]}
    return by_word
