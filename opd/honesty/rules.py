"""Every rule by its code in honesty_rules.csv."""

from collections.abc import Callable

from opd.honesty import bursts, duty, late, phones, results, vitals
from opd.honesty.found import Found, Look

RULES: dict[str, Callable[[Look], Found | None]] = {
    "no_phone": phones.nobody,
    "same_phone": phones.shared,
    "burst": bursts.bursts,
    "off_duty": duty.off_duty,
    "round_vitals": vitals.round_vitals,
    "late_entry": late.late_entries,
    "same_results": results.same_results,
}
