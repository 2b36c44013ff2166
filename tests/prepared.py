"""One migrated database that every worker, and the next run, copies: migrations take as long as a thousand tests."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(settings.BASE_DIR)
LOCK = 7_310_482  # any number that nothing else on the test server locks


def template() -> str:
    """The name of a database with every migration in it; made now if there is none for today's migrations.

    Workers that ask at once wait for the first. Those of older migrations are dropped.
    """
    base = connection.settings_dict["TEST"]["NAME"].removesuffix("_" + os.environ.get("PYTEST_XDIST_WORKER", "-"))
    prefix = f"{base}_as_migrated_"
    wanted = prefix + _digest()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        found = {name for (name,) in cursor.fetchall()}
        for name in found - {wanted}:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if wanted not in found:
            _make(cursor, wanted)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return wanted


def _digest() -> str:
    digest = hashlib.sha256()
    for file in [ROOT / "requirements.lock", *sorted(ROOT.glob("*/migrations/*.py"))]:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _make(cursor, name: str) -> None:
    """Under another name until it is whole, so that a run that was stopped leaves nothing that looks ready."""
    half = name + "_half"
    cursor.execute(f'DROP DATABASE IF EXISTS "{half}" WITH (FORCE)')
    cursor.execute(f"CREATE DATABASE \"{half}\" ENCODING 'UTF8'")
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = half
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
