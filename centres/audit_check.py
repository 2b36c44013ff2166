"""Is every link of every audit chain as it was written? The database computes the seals again."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from centres.models import AuditChain
from centres.models.audit import SEALED

# For each chain the first row that is out of order, does not hold the hash before it, or has another seal.
FIRST_BAD = f"""
    SELECT number, place, previous_hash IS DISTINCT FROM before AS is_cut, hash IS DISTINCT FROM sealed AS is_changed
    FROM (
        SELECT number, row_number() OVER chain AS place, previous_hash, hash,
               coalesce(lag(hash) OVER chain, '\\x'::bytea) AS before,
               {SEALED.format(row="event")} AS sealed
        FROM centres_auditevent AS event WHERE chain = %s
        WINDOW chain AS (ORDER BY number)
    ) AS link
    WHERE number <> place OR previous_hash IS DISTINCT FROM before OR hash IS DISTINCT FROM sealed
    ORDER BY number LIMIT 1
"""  # noqa: S608 (our own constant)
LAST = "SELECT number, hash FROM centres_auditevent WHERE chain = %s ORDER BY number DESC LIMIT 1"
CHAINS = "SELECT chain FROM centres_auditevent UNION SELECT name FROM centres_auditchain ORDER BY 1"


@dataclass(frozen=True)
class Finding:
    """What is wrong with a chain, and at which number; None means nothing is."""

    chain: str
    length: int
    problem: str | None = None
    number: int | None = None


def check() -> Iterator[Finding]:
    """One finding for each chain (3 queries each; reads every event once)."""
    with connection.cursor() as cursor:
        cursor.execute(CHAINS)
        for (chain,) in cursor.fetchall():
            yield check_chain(chain)


def check_chain(chain: str) -> Finding:
    """The first thing that is wrong with one chain, in English: for whoever runs the server."""
    head = AuditChain.objects.filter(name=chain).first()
    length = head.length if head else 0
    with connection.cursor() as cursor:
        cursor.execute(FIRST_BAD, [chain])
        if bad := cursor.fetchone():
            return Finding(chain, length, _problem(*bad), bad[0])
        cursor.execute(LAST, [chain])
        number, seal = cursor.fetchone() or (0, b"")
    if head is None or (number, bytes(seal)) != (head.length, bytes(head.hash)):
        return Finding(chain, length, f"the last event is {number}, the chain says {length}", number)
    return Finding(chain, length)


def _problem(number, place, is_cut, is_changed) -> str:
    if number != place:
        return f"event {place} is missing"
    return "the event was changed" if is_changed else "the event before it was changed or replaced"
