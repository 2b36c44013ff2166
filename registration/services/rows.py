"""Rows that belong together, written in one statement.

A counter with a queue in front of it waits for round trips, not for PostgreSQL: one INSERT with its dependants
in a WITH clause is one round trip. Table and column names come from the models; values are parameters.
"""

from django.db import connection
from django.db.models import Model


def insert_together(first: Model, *others: Model, link: str = "", free: dict[str, list[str]] | None = None) -> None:
    """Insert `first`, then `others` with their relation `link` pointing at it, and set the primary keys.

    `free` gives for a unique column several random candidates: the first that nobody has yet is used.
    """
    free, rows, params = free or {}, (first, *others), []
    parts = [_insert(place, row, link, free, params) for place, row in enumerate(rows)]
    names = [f"r{place}" for place in range(len(rows))]
    columns = [(row, field) for row in rows for field in ("id", *_free_columns(row, free))]
    sql = f"WITH {', '.join(parts)} SELECT {', '.join(f'{name}.*' for name in names)} FROM {', '.join(names)}"  # noqa: S608 (names from models)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for (row, field), value in zip(columns, cursor.fetchone(), strict=True):
            setattr(row, field, value)
            row._state.adding, row._state.db = False, connection.alias
    for row in others:
        setattr(row, link, first)


def _insert(place: int, row: Model, link: str, free: dict, params: list) -> str:
    columns, values = [], []
    for field in row._meta.concrete_fields:
        if field.primary_key:
            continue
        columns.append(field.column)
        if place and field.name == link:
            values.append("r0.id")
        elif field.name in _free_columns(row, free):
            values.append(_first_free(row, field))
            params.append(free[field.name])
        else:
            values.append("%s")
            params.append(field.get_db_prep_save(field.pre_save(row, add=True), connection))
    source = " FROM r0" if place else ""
    returning = ", ".join(("id", *_free_columns(row, free)))
    into = f"{row._meta.db_table} ({', '.join(map(connection.ops.quote_name, columns))})"
    return f"r{place} AS (INSERT INTO {into} SELECT {', '.join(values)}{source} RETURNING {returning})"


def _first_free(row: Model, field) -> str:
    table = row._meta.db_table
    return (
        f"(SELECT c FROM unnest(%s::text[]) WITH ORDINALITY AS u(c, n) WHERE NOT EXISTS "  # noqa: S608 (names from models)
        f"(SELECT 1 FROM {table} t WHERE t.{field.column} = c) ORDER BY n LIMIT 1)"
    )


def _free_columns(row: Model, free: dict) -> list[str]:
    return [name for name in free if any(field.name == name and field.unique for field in row._meta.concrete_fields)]
