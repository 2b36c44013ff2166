"""Watching for Aadhaar numbers where none may be: every page and log line of every test, and, asked for, the database.

The numbers of the whole suite come from the 9999 range, which UIDAI gives to nobody, and one printed example; so a
number in an answer, a log line or a row is a leak and no coincidence. `pytest --leaks` dumps the database each time.
"""

import logging
import re

from django.db import DatabaseError, connection

from hms.lib.ids import is_aadhaar
from hms.lib.text import latin_digits

_GAP = r"(?:[\s+_.\-\u2010-\u2015]|%20|&nbsp;)?"
MARKER = re.compile(rf"(?<!\d)(9999{_GAP}\d{{4}}{_GAP}\d{{4}}|2341{_GAP}2341{_GAP}2346)(?!\d)")
SHOWS_IT = {"registration:aadhaar-reveal"}  # with a right, a reason and an audit entry
_BYTES = re.compile(r"\\x((?:[0-9a-f]{2})+)")


def numbers_in(text: str) -> list[str]:
    """Marker numbers in clear, in either script's digits."""
    found = (re.sub(r"\D", "", one) for one in MARKER.findall(latin_digits(text)))
    return [number for number in found if is_aadhaar(number)]


class Watch:
    """The outermost middleware of the tests: fails the test whose page, header or address holds a number."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.view_name in SHOWS_IT and request.method == "POST":
            return response
        said = " ".join(f"{name}: {value}" for name, value in response.items())
        cookies = response.cookies.output()
        body = "" if response.streaming else response.content.decode(errors="replace")
        assert numbers_in(f"{said} {cookies} {body}") == [], f"an Aadhaar number in the answer of {match}"
        return response


class Handler(logging.Handler):
    """What the console would have written."""

    seen: list[str] = []

    def emit(self, record):
        if numbers := numbers_in(self.format(record)):
            self.seen.append(f"{record.name}: {numbers}")


def rows() -> list[str]:
    """Every row of every table as text, the vault's schema left out."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
            " AND table_schema NOT IN ('pg_catalog', 'information_schema', 'vault')"
        )
        for schema, table in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{schema}"."{table}" t')
            found += [f"{table}: {row}" for (row,) in cursor.fetchall()]
    return found


def numbers_in_rows() -> list[str]:
    """Rows that hold a number, as text or as bytes."""
    return [row[:200] for row in rows() if numbers_in(row) or any(map(numbers_in, _unpacked(row)))]


def after_test(item) -> None:
    if item.get_closest_marker("plants_a_number"):
        return
    if not {"db", "transactional_db"} & set(item.fixturenames) and not item.get_closest_marker("django_db"):
        return
    try:
        leaking = numbers_in_rows()
    except (DatabaseError, RuntimeError):  # the test left a broken transaction or no database
        return
    assert leaking == [], "an Aadhaar number in the database"


def _unpacked(row: str) -> list[str]:
    return [bytes.fromhex(one).decode("latin-1") for one in _BYTES.findall(row)]
