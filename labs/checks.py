"""What a scanned report says of itself to anybody: genuine or not, newest or not. Nothing that is not printed on it."""

from dataclasses import dataclass

from django.db.models import F, Max
from django.utils import timezone

from labs.models import CheckCount, Report
from labs.seals import digest, is_genuine

UNKNOWN_PER_HOUR = 60


class Asked(Exception):
    """Too many unknown reports asked for from one address."""


@dataclass(frozen=True)
class Check:
    """`report` without its PDF; `newest` is the number of the newest version of that visit's report."""

    report: Report
    newest: int
    is_intact: bool

    @property
    def is_newest(self) -> bool:
        return self.report.version == self.newest


def look_up(token: str, *, address: str | None) -> Check | None:
    """What this token's report is; None for an unknown one. Raises Asked after too many unknown ones in an hour."""
    if _asked(address) >= UNKNOWN_PER_HOUR:
        raise Asked
    report = Report.objects.filter(check_hash=digest(token)).select_related("visit__centre").first()
    if report is None:
        _count(address)
        return None
    newest = Report.objects.filter(visit=report.visit_id).aggregate(last=Max("version"))["last"]
    return Check(report, newest, is_genuine(report))


def _hour():
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _asked(address: str | None) -> int:
    row = CheckCount.objects.filter(address=address, hour=_hour()).first() if address else None
    return row.asked if row else 0


def _count(address: str | None) -> None:
    if address is None:
        return
    CheckCount.objects.get_or_create(address=address, hour=_hour())
    CheckCount.objects.filter(address=address, hour=_hour()).update(asked=F("asked") + 1)
