"""Backups by pg_dump, checked as they are written, and restores that keep what was there."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from hms.database import programs, server
from hms.database.place import Place
from hms.database.programs import DatabaseError


def take(place: Place, file: Path) -> int:
    """Write `file`, readable by its owner only, and read its list of contents back. Returns bytes."""
    half = file.with_name(file.name + ".half")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as output:
        _run(["pg_dump", "--format=custom", "--no-owner", *_where(place), place.NAME], stdout=output)
    _run(["pg_restore", "--list", str(half)], stdout=subprocess.DEVNULL)
    half.replace(file)
    return file.stat().st_size


def restore(place: Place, file: Path) -> str:
    """Load into a new database, then swap names: a backup that will not load changes nothing.

    Returns the name under which the database before is kept.
    """
    if not file.is_file():
        raise DatabaseError(f"There is no file {file}.")
    kept = f"{place.NAME}_before_{datetime.now(UTC):%Y%m%d_%H%M%S_%f}"
    new = f"{place.NAME}_restoring"
    _sql(place, "drop database if exists {}", new)
    _sql(place, "create database {}", new)
    _run(["pg_restore", "--exit-on-error", "--no-owner", *_where(place), f"--dbname={new}", str(file)])
    _sql(place, "revoke all on database {} from public", new)
    _swap(place, new, kept)
    return kept


def _swap(place: Place, new: str, kept: str) -> None:
    """`new` takes the database's name. Whoever is connected works on what is replaced: they must go first."""
    _sql(place, "alter database {} allow_connections false", place.NAME)
    try:
        _sql(place, "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'hms'")
        _sql(place, "alter database {} rename to {}", place.NAME, kept)
    except psycopg.Error:
        _sql(place, "alter database {} allow_connections true", place.NAME)
        raise
    _sql(place, "alter database {} rename to {}", new, place.NAME)
    _sql(place, "alter database {} allow_connections true", kept)


def _where(place: Place) -> list[str]:
    return [f"--host={place.socket}", f"--port={place.PORT}", f"--username={place.USER}", "--no-password"]


def _run(command: list[str], **options) -> None:
    program, *rest = command
    done = subprocess.run([programs.client(program), *rest], stderr=subprocess.PIPE, text=True, **options)  # noqa: S603
    if done.returncode:
        raise DatabaseError(f"{program}: {done.stderr.strip()}")


def _sql(place: Place, statement: str, *names: str) -> None:
    with server.connect(place, "postgres") as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
