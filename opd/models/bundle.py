"""What doctors keep for the next patient: bundles, what they diagnose most, and what could not be had."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed


@governed(centre="centre", internal="name content uses made_at removed_at")
class Bundle(models.Model):
    """Diagnosis, medicines, tests and advice under one name, about nobody. Without an owner it is the centre's.

    `content` has the shape of a draft's sections (opd.drafts) and is tidied again whenever it is used.
    """

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    owner = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    content = models.JSONField(default=dict)
    uses = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-uses", "name"]
        constraints = [
            both_or_neither("removed_at", "removed_by"),
            models.UniqueConstraint(
                fields=["centre", "owner", "name"],
                condition=models.Q(removed_at__isnull=True),
                nulls_distinct=False,
                name="bundle_once",
            ),
        ]

    def __str__(self):
        return f"{self.centre_id} {self.name}"


@governed(centre="centre", internal="uses")
class DiagnosisUse(models.Model):
    """How often one doctor has signed one diagnosis at one centre: what is typed most comes first."""

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    doctor = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    diagnosis = models.ForeignKey("opd.Diagnosis", models.PROTECT, related_name="+")
    uses = models.PositiveIntegerField(default=0)

    objects = CentreQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "doctor", "diagnosis"], name="diagnosis_use_once")]

    def __str__(self):
        return f"{self.centre_id} {self.doctor_id} {self.diagnosis_id}"


@governed(centre="centre", internal="kind name noted_at")
class UnmetNeed(models.Model):
    """A test or medicine that a doctor wanted for a patient and the centre could not give. Counted once a visit."""

    class Kind(models.TextChoices):
        TEST = "test", _("Test")
        MEDICINE = "medicine", _("Medicine")

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="unmet_needs")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=80)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at"]
        constraints = [models.UniqueConstraint(fields=["visit", "kind", "name"], name="unmet_need_once")]
        indexes = [models.Index(fields=["centre", "noted_at"])]

    def __str__(self):
        return f"{self.visit_id} {self.kind}"
