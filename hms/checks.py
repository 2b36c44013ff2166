"""What must be right before the first patient: run by `manage.py check` and at every start of the server.

Those about the database need `check --database default`, those about keys and hosts `check --deploy`.
"""

import os

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import DatabaseError, connections

from hms.lib import cards, fonts, vault_keys

OLDEST_POSTGRES = 150000
START_IT = "bin/run starts the built-in one; with DATABASE_URL, check that server."


@register(Tags.database)
def database_is_fit(databases=None, **kwargs) -> list[CheckMessage]:
    """Up to 3 queries on each database asked about."""
    found = []
    for alias in databases or []:
        try:
            found += _database_problems(connections[alias])
        except DatabaseError as error:
            # The driver's words name host and role, never a password.
            found.append(Error(f"The database does not answer: {error}", hint=START_IT, id="hms.E001"))
    return found


def _database_problems(connection) -> list[CheckMessage]:
    with connection.cursor() as cursor:
        cursor.execute("show server_version_num")
        version = int(cursor.fetchone()[0])
        if version < OLDEST_POSTGRES:
            return [Error(f"PostgreSQL {version // 10000} is too old: 15 or newer is needed.", id="hms.E002")]
        seen = sees_devanagari(cursor)
    if seen is None:
        hint = "manage.py migrate makes it; else, as a superuser: create extension pg_trgm"
        return [Caution("The database has no pg_trgm yet.", hint=hint, id="hms.W003")]
    if not seen:
        return [
            Error(
                "The database sees no Devanagari: searching for Hindi names would find nobody.",
                hint="Make it anew with LC_CTYPE C.UTF-8 (docs/deploying.md), then restore a backup into it.",
                id="hms.E003",
            )
        ]
    return []


def sees_devanagari(cursor) -> bool | None:
    """None when pg_trgm is not there. With LC_CTYPE=C it is there and blind, and no query says so."""
    cursor.execute("select exists (select 1 from pg_extension where extname = 'pg_trgm')")
    if not cursor.fetchone()[0]:
        return None
    cursor.execute("select show_trgm('क') <> '{}'")
    return cursor.fetchone()[0]


@register("paper")
def paper_has_fonts(app_configs=None, **kwargs) -> list[CheckMessage]:
    """Without them a slip prints boxes on one machine and a stranger's font on the next."""
    missing = fonts.missing(settings.FONTS_DIR)
    if not missing:
        return []
    hint = "python -m hms.lib.fonts makes them; bin/run does so by itself."
    return [
        Caution(
            f"Fonts for paper are missing in {settings.FONTS_DIR}: {', '.join(missing)}",
            hint=hint,
            id="hms.W004",
        )
    ]


@register("production", deploy=True)
def keys_are_keys(app_configs=None, **kwargs) -> list[CheckMessage]:
    found = []
    keys = {name: getattr(settings, name) for name in ("SECRET_KEY", "HMS_INDEX_KEY", "HMS_SEAL_KEY")}
    for name, key in keys.items():
        if len(key) < 32 or len(set(key)) < 10:
            hint = "openssl rand -base64 32"
            found.append(Error(f"{name} is too short or too simple to be a key.", hint=hint, id="hms.E005"))
    if len({bytes(key, "utf-8") if isinstance(key, str) else key for key in keys.values()}) < len(keys):
        found.append(Error("Two keys are the same: each needs its own.", id="hms.E006"))
    return found


@register("production", deploy=True)
def production_is_production(app_configs=None, **kwargs) -> list[CheckMessage]:
    found = []
    if settings.DEBUG:
        found.append(Error("DEBUG is on: error pages would show patients' data.", id="hms.E007"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append(Error("ALLOWED_HOSTS must name this server's own addresses.", id="hms.E008"))
    if not settings.PUBLIC_URL.startswith("https://"):
        found.append(Error("PUBLIC_URL must begin with https://: it is printed on paper.", id="hms.E009"))
    if settings.DEMO:
        found.append(Error("HMS_DEMO is on: its passwords are known to everybody.", id="hms.E010"))
    return found


@register("aadhaar")
def aadhaar_can_be_kept(app_configs=None, **kwargs) -> list[CheckMessage]:
    """In the mode VAULT the master key must be there; files among the card keys that hold no key are named."""
    found = []
    if settings.HMS_AADHAAR == "vault":
        try:
            vault_keys.provider().wrap(bytes(32))
        except vault_keys.KeyMissing as error:
            found.append(Error(str(error), hint="docs/operating.md, Aadhaar: mode, keys, consent", id="hms.E011"))
    unreadable = cards.load_keys(settings.HMS_CARD_KEYS_DIR)[1]
    if unreadable:
        hint = "RSA certificates or public keys of 2048 bits or more, .cer or .pem"
        found.append(Caution(f"No key in {', '.join(unreadable)} of HMS_CARD_KEYS_DIR.", hint=hint, id="hms.W012"))
    return found


def is_production() -> bool:
    return os.environ.get("HMS_ENV") == "production"
