"""Rights of the role the web signs in with: it may work with every table, own none, and not rewrite history."""

import psycopg
from psycopg import sql

# What a table's own trigger refuses, the role is not even granted: one wall behind the other.
REFUSED = {"pgtrigger_append_only": "update, delete", "pgtrigger_never_deleted": "delete"}
GUARDED = """
    select n.nspname, c.relname
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where starts_with(t.tgname, %s) order by 1, 2
"""


def grant(connection: psycopg.Connection, web: str) -> list[str]:
    """As the owner of the tables, after every migration. Returns the tables `web` may not change, for the log."""
    role, guarded = sql.Identifier(web), []
    with connection.cursor() as cursor:
        for statement in [
            "grant usage on schema public to {}",
            "grant select, insert, update, delete on all tables in schema public to {}",
            "grant usage, select on all sequences in schema public to {}",
            # The Aadhaar vault: rows come and go through registration.vault, keys are made and replaced by it.
            "grant usage on schema vault to {}",
            "grant select, insert, update, delete on all tables in schema vault to {}",
            "grant usage, select on all sequences in schema vault to {}",
            "revoke insert, update, delete on django_migrations from {}",
        ]:
            cursor.execute(sql.SQL(statement).format(role))
        for trigger, rights in REFUSED.items():
            cursor.execute(GUARDED, [trigger])
            for schema, table in cursor.fetchall():
                where = sql.Identifier(schema, table)
                cursor.execute(sql.SQL("revoke {} on {} from {}").format(sql.SQL(rights), where, role))
                guarded.append(f"{table}: no {rights}")
    return guarded
