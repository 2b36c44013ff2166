"""Internal quality control: what should come out, and what did."""

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither, not_blank, positive
from hms.lib.governance import governed
from labs.models.catalogue import Test


@governed(
    centre="centre",
    internal="name level lot_number expires_on mean sd source is_active added_at",
)
class ControlLot(models.Model):
    """One level of one control material for one test, with the mean and SD it should give, in the test's unit."""

    class Level(models.TextChoices):
        ONE = "1", _("Level 1")
        TWO = "2", _("Level 2")
        THREE = "3", _("Level 3")

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="control_lots")
    test = models.ForeignKey(Test, models.PROTECT, related_name="control_lots")
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=1, choices=Level.choices)
    lot_number = models.CharField(max_length=30)
    expires_on = models.DateField()
    mean = models.DecimalField(max_digits=12, decimal_places=4)
    sd = models.DecimalField(max_digits=12, decimal_places=4)
    source = models.CharField(max_length=120)  # kit insert, or our own runs of which days
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["test", "level", "-added_at"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "test", "level", "lot_number"], name="control_lot_once"),
            models.UniqueConstraint(
                fields=["centre", "test", "level"], condition=models.Q(is_active=True), name="one_active_control_lot"
            ),
            positive("sd"),
            not_blank("source"),
        ]
        triggers = [
            # Mean and SD are what earlier runs were judged by: a new lot is a new row.
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_rewritten",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF (to_jsonb(NEW) - '{is_active}'::text[]) <> (to_jsonb(OLD) - '{is_active}'::text[]) THEN
                        RAISE EXCEPTION 'a control lot is never rewritten: add a lot';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.test_id} {self.level} {self.lot_number}"

    @property
    def is_expired(self) -> bool:
        return self.expires_on < timezone.localdate()

    @property
    def decimals(self) -> int:
        """Digits after the point of the SD: what the lines of a chart need."""
        return max(0, -self.sd.normalize().as_tuple().exponent)


@governed(centre="centre", internal="run_at rules verdict action_text acted_at")
class ControlRun(models.Model):
    """The controls of one test measured together, judged by Westgard's rules when they were entered.

    `rules` are those broken, such as "1-2s 2-2s". After a rejection `action_text` says what was done.
    """

    class Verdict(models.TextChoices):
        ACCEPT = "accept", _("In control")
        WARN = "warn", _("Warning")
        REJECT = "reject", _("Out of control")

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="control_runs")
    test = models.ForeignKey(Test, models.PROTECT, related_name="control_runs")
    run_at = models.DateTimeField()
    run_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    rules = models.CharField(max_length=40, blank=True)
    verdict = models.CharField(max_length=6, choices=Verdict.choices)
    action_text = models.CharField(max_length=200, blank=True)
    acted_at = models.DateTimeField(null=True)
    acted_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-run_at"]
        constraints = [both_or_neither("acted_at", "acted_by")]
        indexes = [models.Index(fields=["centre", "test", "-run_at"], name="lab_control_runs")]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.test_id} {self.run_at:%d-%b-%Y %H:%M} {self.verdict}"


@governed(centre="run__centre", internal="value")
class ControlValue(models.Model):
    """What one level gave in one run, in the test's unit. Append-only."""

    run = models.ForeignKey(ControlRun, models.PROTECT, related_name="values")
    lot = models.ForeignKey(ControlLot, models.PROTECT, related_name="values")
    value = models.DecimalField(max_digits=14, decimal_places=4)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["lot__level"]
        constraints = [models.UniqueConstraint(fields=["run", "lot"], name="control_value_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.run_id} {self.value}"
