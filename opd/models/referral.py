"""Sent up, and what came back. The record's ownership never moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed
from opd.models.day_figures import REFERRAL_MARKS_DAYS


@governed(
    centre="visit__centre",
    clinical="department reason back_note urgency done_before up_reason treatable_codes",
    internal="status referred_at arrived_at seen_at closed_at arrived_way recall_on",
)
class Referral(models.Model):
    class Urgency(models.TextChoices):
        ROUTINE = "routine", _("Routine")
        SOON = "soon", _("Within a week")
        EMERGENCY = "emergency", _("Emergency, at once")

    class Status(models.TextChoices):
        SENT = "sent", _("Sent")
        ARRIVED = "arrived", _("Arrived")
        SEEN = "seen", _("Seen")
        BACK = "back", _("Back with a note")
        NOT_GONE = "not_gone", _("Did not go")

    class Way(models.TextChoices):
        DESK = "desk", _("At the hospital's desk")
        PHONE = "phone", _("By phone")

    class UpReason(models.TextChoices):
        """Why somebody goes to a medical college although the centre can treat it (ADR 0013)."""

        EMERGENCY = "emergency", _("Emergency")
        RED_FLAG = "red_flag", _("Warning sign found")
        NO_BETTER = "no_better", _("Treated here, no better")
        COMPLICATION = "complication", _("Complication or another illness with it")
        ADVISED = "advised", _("A specialist was asked and wants to see the patient")
        E_CONSULT = "e_consult", _("After online help from a specialist")
        TEST_MISSING = "test_missing", _("Needed test cannot be done here")
        MEDICINE_MISSING = "medicine_missing", _("Needed medicine is not here")
        PATIENT_WISH = "patient_wish", _("The patient insists")

    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="referrals")
    to_centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="referrals_in")
    department = models.CharField(_("department there"), max_length=60, blank=True)
    reason = models.CharField(_("why"), max_length=300)
    done_before = models.CharField(_("done before referral"), max_length=500, blank=True)
    # Codes of the diagnoses that the centre could treat, in a row with a space; only where the gate asked.
    treatable_codes = models.CharField(max_length=120, blank=True)
    up_reason = models.CharField(_("why not here"), max_length=16, choices=UpReason.choices, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.ROUTINE)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.SENT)
    referred_at = models.DateTimeField()
    referred_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    arrived_way = models.CharField(max_length=5, choices=Way.choices, blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    back_note = models.TextField(blank=True)
    recall_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(treatable_codes="", up_reason="")
                | ~models.Q(treatable_codes="") & ~models.Q(up_reason=""),
                name="referral_gate_has_its_reason",
            ),
            both_or_neither("arrived_at", "arrived_by"),
            both_or_neither("seen_at", "seen_by"),
            both_or_neither("closed_at", "closed_by"),
        ]
        triggers = [*REFERRAL_MARKS_DAYS]

    def __str__(self):
        return f"{self.visit_id} to {self.to_centre_id}"
