"""Taking a typed line into the draft: found, shown as a choice, or kept as the doctor's own words."""

from opd.entry.complaints import add_complaint
from opd.entry.diagnoses import add_diagnosis
from opd.entry.entered import Entered
from opd.entry.medicines import add_medicine
from opd.entry.tests import add_tests

__all__ = ["Entered", "add_complaint", "add_diagnosis", "add_medicine", "add_tests"]
