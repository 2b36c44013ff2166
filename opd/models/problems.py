"""What stays with a person between visits."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed
from registration.models.following import FOLLOWS_MERGE


@governed(shared="follows the patient", clinical="substance reaction", internal="noted_at removed_at remove_reason")
class Allergy(models.Model):
    SAID_ONCE = ("substance", "reaction")  # two records that say the same become one: it stands there once

    patient = models.ForeignKey("registration.Patient", models.PROTECT, related_name="allergies")
    substance = models.CharField(_("allergic to"), max_length=60)
    reaction = models.CharField(_("what happens"), max_length=80, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    remove_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["substance"]
        constraints = [both_or_neither("removed_at", "removed_by")]
        triggers = [FOLLOWS_MERGE]

    def __str__(self):
        return f"{self.patient_id} {self.pk}"


@governed(shared="follows the patient", clinical="since_year", internal="noted_at resolved_at")
class Problem(models.Model):
    """A chronic diagnosis on the person's list."""

    patient = models.ForeignKey("registration.Patient", models.PROTECT, related_name="problems")
    diagnosis = models.ForeignKey("opd.Diagnosis", models.PROTECT, related_name="+")
    since_year = models.PositiveSmallIntegerField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["noted_at"]
        constraints = [
            both_or_neither("resolved_at", "resolved_by"),
            models.UniqueConstraint(
                fields=["patient", "diagnosis"],
                condition=models.Q(resolved_at__isnull=True),
                name="problem_once",
            ),
        ]
        triggers = [FOLLOWS_MERGE]

    def __str__(self):
        return f"{self.patient_id} {self.diagnosis_id}"
