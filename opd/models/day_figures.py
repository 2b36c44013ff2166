"""Sums of closed days, so that a month of a district is not counted anew at each look."""

import pgtrigger
from django.db import models

from centres.querysets import CentreQuerySet
from hms.lib.governance import governed
from registration.models.days import marks_days

OF_VISITS = "SELECT visit.centre_id, visit.visit_on FROM registration_visit visit JOIN new_rows ON"
SIGNATURE_MARKS_DAYS = [
    marks_days(name, operation, f"{OF_VISITS} new_rows.visit_id = visit.id WHERE new_rows.signed_at IS NOT NULL")
    for name, operation in (("marks_day_of_new", pgtrigger.Insert), ("marks_day_of_signed", pgtrigger.Update))
]
DIAGNOSIS_MARKS_DAYS = marks_days(
    "marks_day_of_diagnosis",
    pgtrigger.Insert,
    """SELECT visit.centre_id, visit.visit_on FROM registration_visit visit
       JOIN opd_consultation written ON written.visit_id = visit.id
       JOIN new_rows ON new_rows.consultation_id = written.id""",
)
REFERRAL_MARKS_DAYS = [
    marks_days(name, operation, f"{OF_VISITS} new_rows.visit_id = visit.id")
    for name, operation in (("marks_day_of_new", pgtrigger.Insert), ("marks_day_of_changed", pgtrigger.Update))
]


@governed(centre="centre", internal="day part changes made_for content made_at")
class DayFigures(models.Model):
    """One part of the figures of one centre's day (opd.reporting.closed). Right while `changes` is the day's own.

    `made_for` is the fingerprint of the catalogue rows it was counted by. Nothing but a memory: emptying the table
    costs time and no truth.
    """

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    day = models.DateField()
    part = models.CharField(max_length=10)
    changes = models.PositiveBigIntegerField()
    made_for = models.CharField(max_length=64, blank=True)
    content = models.JSONField()
    made_at = models.DateTimeField()

    objects = CentreQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "centre", "day"], name="day_figures_once")]

    def __str__(self):
        return f"{self.centre_id} {self.day} {self.part}"
