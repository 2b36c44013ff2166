"""At a big hospital's desk: who could be treated nearer home, was told so, and went."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed
from opd.models.catalogue import REFERENCE


@governed(shared=REFERENCE, public="department_kind source is_reviewed")
class DeskComplaint(models.Model):
    """What somebody may come with to a hospital's desk, and the usual condition behind it.

    It is offered nearer home only while the table of conditions says that a health centre treats `diagnosis`.
    """

    complaint = models.OneToOneField("opd.Complaint", models.PROTECT, related_name="desk")
    diagnosis = models.ForeignKey("opd.Diagnosis", models.PROTECT, related_name="+")
    department_kind = models.CharField(max_length=12)  # centres.Department.Kind; general where a centre lacks it
    source = models.CharField(max_length=200)
    is_reviewed = models.BooleanField(default=False)

    class Meta:
        ordering = ["complaint__position", "complaint__code"]

    def __str__(self):
        return f"{self.complaint_id} {self.diagnosis_id}"


@governed(centre="centre", internal="code outcome asked_at sent_at", personal="pincode")
class Redirection(models.Model):
    """One question at the desk. `visit` is the visit at the health centre, once there is one."""

    class Outcome(models.TextChoices):
        RED_FLAG = "red_flag", _("Warning sign: stays at the hospital")
        OFFERED = "offered", _("A nearer centre was named")
        SENT = "sent", _("Has a token at the nearer centre")

    code = models.CharField(max_length=8, unique=True)
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="redirections")
    desk_complaint = models.ForeignKey(DeskComplaint, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    pincode = models.CharField(max_length=6, blank=True)
    to_centre = models.ForeignKey("centres.Centre", models.PROTECT, null=True, related_name="redirections_in")
    department = models.ForeignKey("centres.Department", models.PROTECT, null=True, related_name="+")
    visit = models.OneToOneField("registration.Visit", models.PROTECT, null=True, related_name="redirection")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            both_or_neither("sent_at", "sent_by"),
            models.CheckConstraint(
                condition=~models.Q(outcome="red_flag") | models.Q(to_centre__isnull=True, visit__isnull=True),
                name="red_flag_goes_nowhere",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="sent") | models.Q(visit__isnull=False, to_centre__isnull=False),
                name="sent_has_a_visit",
            ),
        ]
        indexes = [models.Index(fields=["centre", "asked_at"], name="redirection_by_day")]

    def __str__(self):
        return f"{self.code} {self.outcome}"
