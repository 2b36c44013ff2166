"""A round of inspections, one visit to one centre, what was found there, and photos of it."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.models.checklist import ChecklistItem, ChecklistVersion
from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither, valid_range
from hms.lib.governance import governed

NOT_AFTER_THE_END = pgtrigger.Trigger(
    name="not_after_the_end",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF (SELECT status FROM centres_inspection WHERE id = COALESCE(NEW.inspection_id, OLD.inspection_id))
            = 'finished' THEN
            RAISE EXCEPTION 'a finished inspection never changes: the next one says what is new';
        END IF;
        RETURN COALESCE(NEW, OLD);
    """,
)


@governed(centre="office", internal="code name starts_on ends_on planned_at")
class InspectionRound(models.Model):
    """Several centres in one go with one checklist. `office` plans it; `starts_on` and `ends_on` both count."""

    code = models.CharField(max_length=8, unique=True)
    office = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    version = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="rounds")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [valid_range("starts_on", "ends_on")]

    def __str__(self):
        return self.code


@governed(
    centre="centre",
    internal="code planned_on status facts score remark unseen_reason started_at finished_at cancelled_at",
)
class Inspection(models.Model):
    """One visit to one centre. `facts` are frozen when it begins, `score` when it ends (centres.scoring)."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        STARTED = "started", _("Going on")
        FINISHED = "finished", _("Finished")
        CANCELLED = "cancelled", _("Cancelled")

    code = models.CharField(max_length=8, unique=True)
    round = models.ForeignKey(InspectionRound, models.PROTECT, related_name="inspections")
    office = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="inspections")
    version = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="inspections")
    inspector = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    planned_on = models.DateField(_("day"))
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    facts = models.JSONField(default=dict)
    score = models.JSONField(default=dict)
    remark = models.TextField(_("remark"), blank=True)
    unseen_reason = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "centre"], condition=~models.Q(status="cancelled"), name="centre_once_in_a_round"
            ),
            both_or_neither("started_at", "started_by"),
            both_or_neither("finished_at", "finished_by"),
            both_or_neither("cancelled_at", "cancelled_by"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="finished_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status = 'finished'"),
            )
        ]

    def __str__(self):
        return self.code


class Found(models.Model):
    """What was seen of one item. `value` against the item's norm: a quantity, 1 yes, 0.5 partly, 0 no, or a grade."""

    value = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    is_applicable = models.BooleanField(default=True)
    remark = models.CharField(max_length=300, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


@governed(centre="inspection__centre", internal="value is_applicable remark version answered_at")
class Finding(Found):
    """The newest answer. Every save makes the next version; earlier ones stay as FindingVersion."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["inspection", "item__position"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "item"], name="finding_once"),
            models.CheckConstraint(
                condition=models.Q(is_applicable=True, value__gte=0) | models.Q(is_applicable=False, value=None),
                name="finding_value_fits",
            ),
        ]
        triggers = [NOT_AFTER_THE_END]

    def __str__(self):
        return f"{self.inspection_id} {self.item_id} v{self.version}"


@governed(centre="finding__inspection__centre", internal="value is_applicable remark version answered_at")
class FindingVersion(Found):
    """One answer as it was saved, by whom. Append-only."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="versions")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["finding", "version"]
        constraints = [models.UniqueConstraint(fields=["finding", "version"], name="finding_version_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.finding_id} v{self.version}"


@governed(centre="inspection__centre", internal="jpeg sha256 added_at")
class InspectionPhoto(models.Model):
    """A photo of one item, written anew without place or camera. May be taken away until the visit ends."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="photos")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    jpeg = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["inspection", "item__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["inspection", "item", "sha256"], name="inspection_photo_once")]
        triggers = [NOT_AFTER_THE_END]

    def __str__(self):
        return f"{self.inspection_id} {self.item_id}"
