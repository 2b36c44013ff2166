"""Whether a centre is ready to go live: pure rules over what is known of it, without the database.

A point with a rule is judged from `Known`; one without holds when somebody said so of its present wording.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

HEARD_WITHIN = timedelta(days=7)


@dataclass
class Known:
    """What the system itself knows of one centre. `devices` and `roles` count by kind and role."""

    has_name: bool = False
    has_place: bool = False
    departments: int = 0
    sessions: int = 0
    devices: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    seen_at: datetime | None = None


@dataclass(frozen=True)
class Point:
    """One point of the list at one centre. `found` is the count that a rule found, None where a person looks."""

    item: object
    is_met: bool
    found: int | None = None
    check: object | None = None

    @property
    def is_outdated(self) -> bool:
        """Somebody said yes to an earlier wording."""
        return self.check is not None and self.check.is_met and not self.is_met


def count(rule: str, known: Known, now: datetime) -> int:
    """What `rule` finds. Raises ValueError for a rule that nobody wrote: a list with it must not load."""
    kind, _, of = rule.partition(":")
    match kind:
        case "name":
            return int(known.has_name)
        case "place":
            return int(known.has_place)
        case "departments":
            return known.departments
        case "hours":
            return known.sessions
        case "device":
            return known.devices.get(of, 0)
        case "role":
            return known.roles.get(of, 0)
        case "seen":
            return int(known.seen_at is not None and now - known.seen_at <= HEARD_WITHIN)
    raise ValueError(f"no such rule: {rule}")


def judge(item, known: Known, check, now: datetime) -> Point:
    """One point; `check` is the newest word of a person on it, or None."""
    if item.rule:
        found = count(item.rule, known, now)
        return Point(item, found >= item.need, found)
    is_met = check is not None and check.is_met and check.item_version == item.version
    return Point(item, is_met, None, check)
