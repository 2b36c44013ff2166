"""The measurements of a visit, as the consultation shows them, and the blanks of a slip that was printed first."""

from decimal import Decimal

from django.utils.translation import gettext as _

from opd.models import Vitals
from opd.selectors import reference
from opd.selectors.measures import Measure, measures
from opd.slip.gather import VITALS, VITALS_DECIMAL
from opd.slip.words import moment
from registration.models import Patient


def measured(row: dict, patient: Patient) -> list[Measure]:
    """What was measured, of a visit's current vitals as gathered; 1 query when no range is in memory yet."""
    decimals = {name: Decimal(row[name]) for name in VITALS_DECIMAL if row[name] is not None}
    vitals = Vitals(recorded_at=moment(row["recorded_at"]), **{name: row[name] for name in VITALS}, **decimals)
    return measures(vitals, patient, reference.bands())


def blanks() -> list[Measure]:
    """What a nurse writes by hand."""
    return [
        Measure("bp", _("BP"), "", "mmHg"),
        Measure("pulse", _("Pulse"), "", "/min"),
        Measure("temperature", _("Temp."), "", "°F"),
        Measure("spo2", "SpO₂", "", "%"),
        Measure("weight", _("Weight"), "", "kg"),
        Measure("glucose", _("Sugar"), "", "mg/dL"),
    ]
