"""Positives that are reported onwards: which tests, to which form or programme. Pure.

L-form rows and their numbers: IDSP form L (idsp_conditions of the shared reference data, as read in 2026). Tuberculosis
goes to Nikshay, HIV to the ICTC, kala-azar and filaria to the vector-borne programme; these four from memory of public
programme documents, to be reviewed by the District Surveillance Unit.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Condition:
    """`shows_names` is false where law or stigma keeps the name off every list: only the slip's number stands there."""

    code: str
    name: str
    form: str
    tests: tuple[str, ...]
    shows_names: bool = True


CONDITIONS = (
    Condition("L12", _("Malaria"), "IDSP L", ("MPS", "MRDT")),
    Condition("L01", _("Dengue"), "IDSP L", ("DNS1", "DIGM")),
    Condition("L02", _("Chikungunya"), "IDSP L", ("CHIK",)),
    Condition("L05", _("Typhoid"), "IDSP L", ("TYPH",)),
    Condition("TB", _("Tuberculosis"), "Nikshay", ("AFB", "NAAT")),
    Condition("KA", _("Kala-azar"), "NCVBDC", ("RK39",)),
    Condition("FIL", _("Filaria"), "NCVBDC", ("FILA",)),
    Condition("COV", _("COVID-19"), "IDSP L", ("COVRAT",)),
    Condition("HEP", _("Hepatitis B and C"), "NVHCP", ("HBSAG", "HCV")),
    Condition("HIV", "HIV", "ICTC", ("HIV",), shows_names=False),
    Condition("SYP", _("Syphilis"), "NACP", ("SYPH",), shows_names=False),
)
BY_TEST = {test: condition for condition in CONDITIONS for test in condition.tests}
NO_ANSWER = ("Invalid", "Error/Invalid")  # such a kit tested nobody
