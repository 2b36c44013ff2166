"""The vault's own keys: 32 random bytes each, stored wrapped by the master key (hms.lib.vault_keys)."""

import os
from functools import lru_cache
from typing import NamedTuple

from django.db import connection, transaction

from hms.lib import vault_keys
from hms.lib.vault_keys import Wrapped


class DataKey(NamedTuple):
    number: int
    secret: bytes


def current() -> DataKey:
    """The key that seals from now on; the first is made when it is first needed (1 query)."""
    row = _row("is_current")
    return _open(row) if row else new()


def by_number(number: int) -> DataKey:
    """1 query, and one unwrapping in a process's life."""
    row = _row("id = %s", number)
    if row is None:
        raise vault_keys.KeyMissing(f"The vault's data key {number} is gone.")
    return _open(row)


@transaction.atomic
def new() -> DataKey:
    """Make a key and let it seal from now on."""
    wrapped = vault_keys.provider().wrap(os.urandom(32))
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE vault.data_key IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("UPDATE vault.data_key SET is_current = false WHERE is_current")
        cursor.execute(
            "INSERT INTO vault.data_key (label, wrapped, is_current) VALUES (%s, %s, true) RETURNING id", [*wrapped]
        )
        return _open((cursor.fetchone()[0], *wrapped))


@transaction.atomic
def rewrap() -> int:
    """Wrap every key under the provider's current master key; how many were under another."""
    provider = vault_keys.provider()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, label, wrapped FROM vault.data_key WHERE label <> %s FOR UPDATE", [provider.current])
        rows = cursor.fetchall()
        for number, label, blob in rows:
            again = provider.wrap(provider.unwrap(Wrapped(label, bytes(blob))))
            cursor.execute("UPDATE vault.data_key SET label = %s, wrapped = %s WHERE id = %s", [*again, number])
    return len(rows)


def drop_unused() -> int:
    """Delete keys that seal nothing any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM vault.data_key k WHERE NOT is_current"
            " AND NOT EXISTS (SELECT 1 FROM vault.aadhaar a WHERE a.data_key_id = k.id)"
        )
        return cursor.rowcount


def _row(where: str, *params):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, label, wrapped FROM vault.data_key WHERE {where}", params)  # noqa: S608 (our own words)
        return cursor.fetchone()


def _open(row) -> DataKey:
    number, label, blob = row
    return DataKey(number, _unwrapped(label, bytes(blob)))


@lru_cache(maxsize=16)
def _unwrapped(label: str, blob: bytes) -> bytes:
    return vault_keys.provider().unwrap(Wrapped(label, blob))
