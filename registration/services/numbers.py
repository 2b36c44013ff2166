"""Token, daily and yearly serial out of locked counter rows: no gaps, no duplicates, never MAX()+1."""

from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, Q

from registration import priority
from registration.models import Visit

_TAKE = """
    INSERT INTO registration_counter AS c (centre_id, scope, value)
    VALUES (%(centre)s, %(token)s, 1), (%(centre)s, %(day)s, 1), (%(centre)s, %(year)s, 1)
    ON CONFLICT (centre_id, scope) DO UPDATE SET value = c.value + 1
    RETURNING scope, value
"""
_TAKE_ONE = """
    INSERT INTO registration_counter AS c (centre_id, scope, value) VALUES (%(centre)s, %(token)s, 1)
    ON CONFLICT (centre_id, scope) DO UPDATE SET value = c.value + 1 RETURNING value
"""

_TAKE_PAD = """
    INSERT INTO registration_counter AS c (centre_id, scope, value)
    VALUES (%(centre)s, 'pad', 1), (%(centre)s, 'pad-slip', %(size)s)
    ON CONFLICT (centre_id, scope) DO UPDATE SET value = c.value + EXCLUDED.value
    RETURNING scope, value
"""


class Numbers(NamedTuple):
    token: int
    daily: int
    yearly: int

    def visit_number(self, centre, day: date) -> str:
        """As "YRP-261122-041"."""
        return f"{centre.short_code}-{day:%y%m%d}-{self.daily:03}"


def take_numbers(centre, department, day: date) -> Numbers:
    """The next numbers (1 query), locked in this order until the commit; a rollback gives them back."""
    scopes = {"token": f"token:{department.pk}:{day}", "day": f"day:{day}", "year": f"year:{day.year}"}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"centre": centre.pk, **scopes})
        value = dict(cursor.fetchall())
    return Numbers(value[scopes["token"]], value[scopes["day"]], value[scopes["year"]])


def place_in_queue(why: str, department, day: date, token: int) -> float:
    """Where somebody is called (0-1 query, only for who goes before their token); the token's counter is locked."""
    if why in {"", priority.Reason.EMERGENCY}:
        return priority.place(why, token)
    places = Visit.objects.filter(department=department, visit_on=day).aggregate(
        now=Max("place", filter=Q(called_at__isnull=False)),
        last=Max("place", filter=Q(is_priority=True, place__gt=priority.FIRST)),
    )
    return priority.place(why, token, now=places["now"] or 0, last=places["last"])


def take_token(centre, department, day: date) -> int:
    """The next token alone (1 query), for a visit that has its serials already; locked until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_ONE, {"centre": centre.pk, "token": f"token:{department.pk}:{day}"})
        return cursor.fetchone()[0]


def take_pad(centre, size: int) -> tuple[int, int]:
    """The next pad's number and the number of its first slip (1 query). `size` slips are taken with it."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_PAD, {"centre": centre.pk, "size": size})
        value = dict(cursor.fetchall())
    return value["pad"], value["pad-slip"] - size + 1
