"""Reference content that every page shows and nobody changes during the day: kept for five minutes in memory."""

from django.core.cache import cache

from opd.doses import HOUSE_PACKS, PACK_CODES
from opd.limits import Rule
from opd.models import Complaint, DosagePhrase, DoseRule, HouseNumber, VitalRange
from opd.vital_ranges import Band

SECONDS = 300
CHIPS = 8
# Until the catalogue is loaded; house_numbers.csv says the same with its sources.
HOUSE = {
    **HOUSE_PACKS, "call_emergency": 1, "call_soon": 7, "call_routine": 15, "call_critical": 1, "call_positive": 3,
}  # fmt: skip


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


def house() -> dict[str, int]:
    """The numbers of the house by their code; those of the code itself before the catalogue is loaded."""
    return {**HOUSE, **dict(_kept("house", lambda: list(HouseNumber.objects.values_list("code", "number"))))}


def packs() -> dict[tuple[str, str], int]:
    """How much is in what is handed out whole, for opd.doses.quantity."""
    numbers = house()
    return {pack: numbers[code] for pack, code in PACK_CODES.items()}


def forget() -> None:
    """After the catalogues were loaded anew."""
    cache.delete_many([f"opd:{name}" for name in ("bands", "complaints", "advice", "exam", "rules", "house")])


def _kept(name: str, read):
    """Never keeps an empty list: the catalogues may be loaded a moment later."""
    found = cache.get(f"opd:{name}")
    if not found and (found := read()):
        cache.set(f"opd:{name}", found, SECONDS)
    return found
