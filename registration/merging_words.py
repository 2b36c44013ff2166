"""A merge in the reader's words: what moved, and the facts of both records as they stood."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from hms.lib import ids
from hms.lib.dates import format_day
from registration.merging import GROUPS, LABELS, NOT_KEPT_IN_TEXT
from registration.models import Patient, PatientMerge

MOVED = {
    "registration.visit.patient": ngettext_lazy(
        "%(n)d visit with its slip, tests and medicines", "%(n)d visits with their slips, tests and medicines", "n"
    ),
    "opd.allergy.patient": ngettext_lazy("%(n)d allergy", "%(n)d allergies", "n"),
    "opd.followup.patient": ngettext_lazy("%(n)d follow-up", "%(n)d follow-ups", "n"),
    "opd.problem.patient": ngettext_lazy("%(n)d long-term illness", "%(n)d long-term illnesses", "n"),
    "registration.consent.patient": ngettext_lazy("%(n)d consent", "%(n)d consents", "n"),
    "registration.identifier.patient": ngettext_lazy("%(n)d card or number", "%(n)d cards or numbers", "n"),
    "registration.patient.merged_into": ngettext_lazy("%(n)d earlier record", "%(n)d earlier records", "n"),
    "registration.patientaccess.patient": ngettext_lazy("%(n)d day of access", "%(n)d days of access", "n"),
}
OTHERS = ngettext_lazy("%(n)d other entry", "%(n)d other entries", "n")


@dataclass(frozen=True)
class Fact:
    """One group of both records before, and whose stood afterwards ("survivor" or "merged")."""

    label: str
    survivor: list[str]
    merged: list[str]
    stands: str

    @property
    def is_same(self) -> bool:
        return self.survivor == self.merged


def moved_words(moved: dict[str, list[int]]) -> list[str]:
    known = [words % {"n": len(moved[name])} for name, words in MOVED.items() if name in moved]
    others = sum(len(keys) for name, keys in moved.items() if name not in MOVED)
    return [*known, OTHERS % {"n": others}] if others else known


def shown_facts(merge: PatientMerge) -> list[Fact]:
    before = merge.facts
    return [
        Fact(str(LABELS[group]), words(group, before["survivor"]), words(group, before["merged"]), merge.chosen[group])
        for group in GROUPS
    ]


def words(group: str, written: dict[str, str]) -> list[str]:
    """The columns of a group, those that say something; each may be in another script."""
    columns = [column for column in GROUPS[group] if column != NOT_KEPT_IN_TEXT]
    return [part for column in columns if (part := value_words(column, written[column]))]


def value_words(column: str, text: str) -> str:
    """One column's text in words: choices by their name, dates as they are written, phones masked."""
    field = Patient._meta.get_field(column)
    if field.get_internal_type() == "BooleanField":
        return str(YES.get(column, _("yes"))) if text == "True" else ""
    if field.get_internal_type() == "DateField" and text:
        return format_day(field.to_python(text))
    if column == "phone":
        return ids.mask_phone_staff(text)
    return str(dict(field.flatchoices).get(text, text))


YES = {"birth_is_estimated": gettext_lazy("estimated"), "aadhaar_seen": gettext_lazy("card seen")}
