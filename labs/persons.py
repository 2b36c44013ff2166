"""Whose range: sex, age in days at the visit, and whether a pregnancy matters."""

from hms.lib import dates
from labs import ranges
from labs.models import LabOrder

CHILDBEARING = range(10, 56)  # completed years in which somebody is asked


def age_days(visit) -> int | None:
    """Completed days on the day of the visit; None when the birth date on record is later than that."""
    if visit.patient.birth_date > visit.visit_on:
        return None
    return dates.age_on(visit.patient.birth_date, visit.visit_on).total_days


def normal_for(order: LabOrder, visit, rows) -> ranges.Normal | None:
    """The limits for this order's patient out of the test's range rows."""
    return ranges.choose(
        rows, unit=order.test.unit, sex=visit.patient.sex, age_days=age_days(visit), pregnant=order.is_pregnant
    )


def may_be_pregnant(visit) -> bool:
    """Whether to ask at all."""
    if visit.patient.sex == "M" or visit.patient.birth_date > visit.visit_on:
        return False
    return dates.age_on(visit.patient.birth_date, visit.visit_on).years in CHILDBEARING
