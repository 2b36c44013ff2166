"""A draft that two people may hold, a signature that ends it, addenda after that."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed
from opd.models.day_figures import DIAGNOSIS_MARKS_DAYS, SIGNATURE_MARKS_DAYS

SIGNED_IS_FINAL = pgtrigger.Trigger(
    name="signed_is_final",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Condition("OLD.signed_at IS NOT NULL"),
    func="RAISE EXCEPTION 'a signed consultation is final: add an addendum';",
)


@governed(
    centre="visit__centre",
    clinical="draft complaints history examination advice follow_up_on follow_up_note",
    internal="version started_at saved_at signed_at handed_at",
)
class Consultation(models.Model):
    """What the doctor wrote for one visit.

    Until it is signed everything typed stands in `draft` (see consultations.Draft for its shape) under `version`;
    signing fills the columns and the rows hanging on it, and the database refuses any change after that.
    """

    visit = models.OneToOneField("registration.Visit", models.PROTECT, related_name="consultation")
    version = models.PositiveIntegerField(default=1)
    draft = models.JSONField(default=dict)
    complaints = models.JSONField(default=list)  # [{"en", "hi", "for"}] in the doctor's order
    history = models.TextField(_("history"), blank=True)
    examination = models.TextField(_("examination"), blank=True)
    advice = models.TextField(_("advice"), blank=True)
    follow_up_on = models.DateField(_("come again on"), null=True, blank=True)
    follow_up_note = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    # Another doctor was asked to go on with the draft.
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    handed_to = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            both_or_neither("signed_at", "signed_by"),
            both_or_neither("handed_at", "handed_by", "handed_to"),
        ]
        indexes = [models.Index(fields=["signed_at"], name="consultation_by_signature")]
        triggers = [SIGNED_IS_FINAL, *SIGNATURE_MARKS_DAYS]

    def __str__(self):
        return f"{self.visit_id} v{self.version}"


@governed(centre="consultation__visit__centre", clinical="code name_en name_hi certainty", internal="position")
class ConsultationDiagnosis(models.Model):
    """A diagnosis as signed: the words are frozen beside the code."""

    class Certainty(models.TextChoices):
        PROVISIONAL = "provisional", _("Provisional")
        FINAL = "final", _("Final")

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="diagnoses")
    diagnosis = models.ForeignKey("opd.Diagnosis", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=8, blank=True)
    name_en = models.CharField(max_length=160)
    name_hi = models.CharField(max_length=160)
    certainty = models.CharField(max_length=12, choices=Certainty.choices, default=Certainty.PROVISIONAL)
    position = models.PositiveSmallIntegerField(default=0)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "position"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            DIAGNOSIS_MARKS_DAYS,
        ]

    def __str__(self):
        return f"{self.consultation_id} {self.code}"


@governed(
    centre="consultation__visit__centre",
    clinical="name_en name_hi form strength dose food days quantity unit words_en words_hi note",
    internal="position",
)
class PrescriptionItem(models.Model):
    """One medicine as signed, in the words the patient reads. `dose` is as typed, `1-0-1`; `quantity` in `unit`."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="prescription")
    medicine = models.ForeignKey("opd.Medicine", models.PROTECT, null=True, related_name="+")
    name_en = models.CharField(max_length=120)
    name_hi = models.CharField(max_length=120, blank=True)
    form = models.CharField(max_length=20, blank=True)
    strength = models.CharField(max_length=60, blank=True)
    dose = models.CharField(max_length=40)
    food = models.CharField(max_length=20, blank=True)
    days = models.PositiveSmallIntegerField(null=True)
    quantity = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    unit = models.CharField(max_length=20, blank=True)
    words_en = models.CharField(max_length=240)
    words_hi = models.CharField(max_length=240)
    note = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    # A medicine that came after the signature; None: signed with the consultation.
    addendum = models.ForeignKey("opd.Addendum", models.PROTECT, null=True, related_name="prescription")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "position"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.consultation_id} {self.position}"


@governed(centre="consultation__visit__centre", clinical="text", internal="written_at")
class Addendum(models.Model):
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="addenda")
    text = models.TextField(_("addendum"))
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["written_at"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.consultation_id} {self.written_at:%d-%b-%Y %H:%M}"
