"""Numbers in and out of the vault, each sealed with AES-256-GCM under the data key of its day."""

import os
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from hms.lib.ids import parse_aadhaar
from registration.vault import data_keys

_NONCE = 12


class NotInVault(Exception):
    """No such reference, or its row was changed or moved."""


def put(number: str) -> UUID:
    """Raises InvalidId unless `number` can be an Aadhaar number (1-2 queries)."""
    number, reference = parse_aadhaar(number), uuid4()
    key = data_keys.current()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO vault.aadhaar (reference, data_key_id, sealed) VALUES (%s, %s, %s)",
            [reference, key.number, seal(number, reference, key)],
        )
    return reference


def read(reference: UUID) -> str:
    """The twelve digits (1-2 queries). Raises NotInVault."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data_key_id, sealed FROM vault.aadhaar WHERE reference = %s", [reference])
        row = cursor.fetchone()
    if row is None:
        raise NotInVault
    return unseal(bytes(row[1]), reference, data_keys.by_number(row[0]))


def forget(references: list[UUID]) -> int:
    """How many rows went (1 query)."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM vault.aadhaar WHERE reference = ANY(%s)", [list(references)])
        return cursor.rowcount


def seal(number: str, reference: UUID, key: data_keys.DataKey) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key.secret).encrypt(nonce, number.encode(), _context(reference, key))


def unseal(sealed: bytes, reference: UUID, key: data_keys.DataKey) -> str:
    """Raises NotInVault for a row that was changed, or moved to another reference or key."""
    try:
        return AESGCM(key.secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], _context(reference, key)).decode()
    except InvalidTag:
        raise NotInVault from None


def _context(reference: UUID, key: data_keys.DataKey) -> bytes:
    return reference.bytes + key.number.to_bytes(4, "big")
