"""Millions of invented people, copied into a database of their own."""

import itertools
import time
from functools import lru_cache
from multiprocessing import get_context

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from centres.models import User
from hms.lib import names
from registration.models.words import LEARN_SQL
from tests.bench.search_crowd import believable, crowded, people

INDEXES = ("patient_by_phone", "patient_by_find_keys", "patient_by_likeness", "patient_by_centre")
COLUMNS = [
    "uhid",
    "name",
    "name_other",
    "name_keys",
    "find_keys",
    "sex",
    "birth_date",
    "birth_is_estimated",
    "guardian_name",
    "guardian_relation",
    "phone",
    "phone_owner",
    "phone_owner_name",
    "house",
    "street",
    "ward",
    "pincode",
    "post_office",
    "district",
    "state",
    "aadhaar_last4",
    "aadhaar_absent",
    "aadhaar_seen",
    "is_demo",
    "registered_at",
    "registered_by_id",
    "registered_centre_id",
    "version",
]


def use(name: str, *, fresh: bool) -> None:
    """Point Django at the database; `fresh` makes it anew."""
    with connection.cursor() as cursor:
        if fresh:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)


def drop(name: str) -> None:
    connections.close_all()
    connections["default"].settings_dict["NAME"] = "postgres"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def build(count: int, *, is_crowded: bool, workers: int) -> None:
    names.telling_keys = lru_cache(maxsize=200_000)(names.telling_keys)  # the same names come again and again
    names.name_keys = lru_cache(maxsize=10_000)(names.name_keys)
    call_command("load_catalogues", verbosity=0)
    clerk = User.objects.create(username="bench", name_en="Bench", password="!")
    places = crowded() if is_crowded else believable(count)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registration_patient DISABLE TRIGGER USER")
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(INDEXES)])
        definitions = cursor.fetchall()
        for index, _sql in definitions:
            cursor.execute(f'DROP INDEX "{index}"')
    took("rows", lambda: copy(count, places, clerk.pk, workers))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for index, sql in definitions:
            took(index, lambda sql=sql: cursor.execute(sql))
        words = LEARN_SQL.format(keys="p.name_keys").replace("AS k) w", "AS k FROM registration_patient p) w")
        took("words of names", lambda: cursor.execute(words))
        cursor.execute("ALTER TABLE registration_patient ENABLE TRIGGER USER")
        took("vacuum analyze", lambda: cursor.execute("VACUUM ANALYZE registration_patient, registration_nameword"))


def took(what: str, act) -> None:
    began = time.monotonic()
    act()
    print(f"  {what}: {time.monotonic() - began:.0f} s", flush=True)


def copy(count: int, places: list, clerk: int, workers: int) -> None:
    """Each worker copies its own part."""
    part = -(-count // workers)
    connections.close_all()
    processes = [
        get_context("fork").Process(target=copy_part, args=(first, min(part, count - first), places, clerk))
        for first in range(0, count, part)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise SystemExit("a worker failed")


def copy_part(first: int, count: int, places: list, clerk: int) -> None:
    sql = f"COPY registration_patient ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET synchronous_commit = off")
        with cursor.copy(sql) as out:
            for some in batched(people(first, count, places, clerk), 1000):
                out.write("".join(line(person) for person in some))
    connections.close_all()


def batched(rows, size: int):
    while some := list(itertools.islice(rows, size)):
        yield some


def line(person: tuple) -> str:
    """As COPY reads it: names and keys hold no tab, backslash, comma or brace."""
    return "\t".join("{" + ",".join(one) + "}" if isinstance(one, list) else str(one) for one in person) + "\n"


SIZES = """
    SELECT relname, pg_relation_size(oid) FROM pg_class WHERE oid = 'registration_patient'::regclass
    OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'registration_patient'::regclass) ORDER BY 2 DESC
"""


def sizes() -> None:
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        for name, size in cursor.fetchall():
            print(f"  {name}: {size / 2**20:.0f} MiB")
