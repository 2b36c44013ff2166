"""New keys for old while people work: a few rows at a time, each batch its own transaction, to be taken up any time."""

from django.db import connection, transaction

from registration.vault import data_keys
from registration.vault.data_keys import rewrap
from registration.vault.keeping import seal, unseal

__all__ = ["left", "rewrap", "rotate_some", "start_rotation"]


def left() -> int:
    """Rows still under an older data key (1 query)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM vault.aadhaar a JOIN vault.data_key k ON k.id = a.data_key_id WHERE NOT k.is_current"
        )
        return cursor.fetchone()[0]


def start_rotation() -> None:
    data_keys.new()


@transaction.atomic
def rotate_some(size: int) -> int:
    """Seal up to `size` rows anew under the current key. Rows that somebody holds are left for the next round."""
    key = data_keys.current()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, data_key_id, sealed FROM vault.aadhaar WHERE data_key_id <> %s"
            " LIMIT %s FOR UPDATE SKIP LOCKED",
            [key.number, size],
        )
        rows = cursor.fetchall()
        olds = {number: data_keys.by_number(number) for number in {row[1] for row in rows}}
        cursor.executemany(
            "UPDATE vault.aadhaar SET data_key_id = %s, sealed = %s WHERE reference = %s",
            [
                (key.number, seal(unseal(bytes(sealed), reference, olds[number]), reference, key), reference)
                for reference, number, sealed in rows
            ],
        )
    return len(rows)
