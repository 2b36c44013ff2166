"""Reference content that every page shows and nobody changes during the day: kept for five minutes in memory."""

from django.core.cache import cache

from opd.limits import Rule
from opd.models import Complaint, DosagePhrase, DoseRule, VitalRange
from opd.vital_ranges import Band

SECONDS = 300
CHIPS = 8


def bands() -> list[Band]:
    """Every range of vital signs."""
    columns = ["parameter", "unit", "age_min_days", "age_max_days", "low", "high", "critical_low", "critical_high"]
    return _kept("bands", lambda: [Band(*row) for row in VitalRange.objects.values_list(*columns)])


def complaint_chips() -> list[Complaint]:
    return _kept("complaints", lambda: list(Complaint.objects.all()[:CHIPS]))


def advice_phrases() -> list[DosagePhrase]:
    return _kept("advice", lambda: list(DosagePhrase.objects.filter(group="adv")))


def examinations() -> list[DosagePhrase]:
    """What is found in a healthy person, by system."""
    return _kept("exam", lambda: list(DosagePhrase.objects.filter(group="exam")))


def dose_rules() -> list[Rule]:
    return _kept("rules", lambda: [Rule(*row) for row in DoseRule.objects.values_list(*Rule._fields)])


def forget() -> None:
    """After the catalogues were loaded anew."""
    cache.delete_many([f"opd:{name}" for name in ("bands", "complaints", "advice", "exam", "rules")])


def _kept(name: str, read):
    """Never keeps an empty list: the catalogues may be loaded a moment later."""
    found = cache.get(f"opd:{name}")
    if not found and (found := read()):
        cache.set(f"opd:{name}", found, SECONDS)
    return found
