"""Where a scan leads: each trade's own page about the visit. The apps above register theirs.

desks.add(Desk(Permission.LAB_WORK, address))      in AppConfig.ready(); address(visit) -> path, "" for "not mine"
"""

from collections.abc import Callable
from dataclasses import dataclass

from centres.models import Centre
from centres.permissions import Permission
from registration.models import Visit


@dataclass(frozen=True)
class Desk:
    """`address` gets a visit of the reader's own centre; `elsewhere` one of another, whose slip was scanned here."""

    permission: Permission
    address: Callable[[Visit], str]
    elsewhere: Callable[[Visit, Centre], str] | None = None


_desks: list[Desk] = []


def add(desk: Desk) -> None:
    if desk not in _desks:
        _desks.append(desk)


def address(visit: Visit | None, permissions) -> str:
    """The first desk that this person works at and that has to do with the visit; "" leads to the person's page.

    Whoever gives tokens stays at the counter: a person there has come for the next one.
    """
    if visit is None or Permission.VISIT_OPEN in permissions:
        return ""
    return next((path for desk in _mine(permissions) if (path := desk.address(visit))), "")


def address_elsewhere(visit: Visit | None, centre: Centre, permissions) -> str:
    """The desk at `centre` that has to do with a slip of another centre; "" leads to the person's page."""
    if visit is None or visit.centre_id == centre.pk or Permission.VISIT_OPEN in permissions:
        return ""
    mine = (desk for desk in _mine(permissions) if desk.elsewhere)
    return next((path for desk in mine if (path := desk.elsewhere(visit, centre))), "")


def _mine(permissions) -> list[Desk]:
    return [desk for desk in _desks if desk.permission in permissions]
