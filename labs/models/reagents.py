"""Reagents and kits: what is on the shelf, until when, and for which tests."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import non_negative, not_blank
from hms.lib.governance import governed
from labs.models.catalogue import Test


@governed(centre="centre", internal="name unit least per_test is_active")
class Reagent(models.Model):
    """One kit or reagent of one centre. `least` is how much should always be there, in `unit`.

    `per_test` is what one result of its tests takes from the shelf by itself; 0 where somebody counts by hand.
    """

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="reagents")
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=20)  # tests, strips, ml
    least = models.PositiveIntegerField(default=0)
    per_test = models.PositiveSmallIntegerField(default=1)
    tests = models.ManyToManyField(Test, related_name="reagents", blank=True)
    is_active = models.BooleanField(default=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "name"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="reagent_once_per_centre"),
            not_blank("name"),
        ]

    def __str__(self):
        return self.name


@governed(centre="reagent__centre", internal="lot_number expires_on quantity")
class ReagentLot(models.Model):
    """One lot on the shelf. `quantity` is the sum of its moves; only the service changes it, with the row locked."""

    reagent = models.ForeignKey(Reagent, models.PROTECT, related_name="lots")
    lot_number = models.CharField(max_length=30)
    expires_on = models.DateField()
    quantity = models.IntegerField(default=0)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["reagent", "expires_on"]
        constraints = [
            models.UniqueConstraint(fields=["reagent", "lot_number"], name="reagent_lot_once"),
            non_negative("quantity"),
        ]

    def __str__(self):
        return self.lot_number


@governed(centre="lot__reagent__centre", internal="kind quantity reason moved_at")
class ReagentMove(models.Model):
    """What came, went or was corrected. `quantity` has its sign. Append-only."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        USED = "used", _("Used")
        TESTED = "tested", _("Tests done")
        ADJUSTED = "adjusted", _("Corrected")

    lot = models.ForeignKey(ReagentLot, models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    quantity = models.IntegerField()
    reason = models.CharField(max_length=120, blank=True)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-moved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="adjusted") | models.Q(reason__regex=r"\S"), name="reagent_correction_says_why"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.lot_id} {self.quantity:+d}"
