"""Which centre may open whose record today, and on what ground."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.governance import governed
from registration.models.following import FOLLOWS_MERGE


@governed(centre="centre", internal="day basis granted_at", clinical="reason")
class PatientAccess(models.Model):
    """Leave for one centre to open one person's record on one day.

    A visit here, a scan of slip or card, or UHID/phone with the year of birth grants it; else a typed reason.
    """

    class Basis(models.TextChoices):
        VISIT = "visit", _("Visit today")
        SCAN = "scan", _("Slip or card scanned")
        LOOKUP = "lookup", _("Number and year of birth given")
        E_CONSULT = "e_consult", _("Asked online as a specialist")
        BREAK_GLASS = "break_glass", _("Opened with a reason")

    patient = models.ForeignKey("registration.Patient", models.PROTECT, related_name="accesses")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    day = models.DateField()
    basis = models.CharField(max_length=12, choices=Basis.choices)
    reason = models.CharField(max_length=200, blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "centre", "day"], name="access_once_a_day"),
            models.CheckConstraint(
                condition=~models.Q(basis="break_glass") | ~models.Q(reason=""), name="break_glass_says_why"
            ),
        ]
        triggers = [FOLLOWS_MERGE]

    def __str__(self):
        return f"{self.patient_id} at {self.centre_id} on {self.day}"
