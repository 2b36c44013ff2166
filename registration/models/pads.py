"""Blank slips printed beforehand for a power cut, and what became of each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import at_most_one, both_or_neither
from hms.lib.governance import governed


@governed(centre="centre", internal="number place size paper printed_at is_demo")
class DowntimePad(models.Model):
    """A pad of numbered slips for one counter. `number` counts the pads of a centre."""

    class Paper(models.TextChoices):
        A4 = "A4", _("A4, two slips on a sheet")
        A5 = "A5", _("A5, one slip on a sheet")

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="pads")
    number = models.PositiveIntegerField()
    place = models.CharField(_("counter or room"), max_length=40)
    size = models.PositiveSmallIntegerField()
    paper = models.CharField(max_length=2, choices=Paper.choices, default=Paper.A4)
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    is_demo = models.BooleanField(default=False)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["centre", "number"], name="pad_number_once")]

    def __str__(self):
        return f"pad {self.number} of {self.centre_id}"


@governed(
    centre="pad__centre",
    internal="serial place written_at attached_at spoilt_at spoilt_reason",
    credential="token_hash",
)
class PadSlip(models.Model):
    """One blank slip: still blank, attached to a visit, or declared spoilt.

    `serial` is printed and typed (registration.pad_numbers); `place` is its place in the pad. The token of its QR
    stands on the paper only. `written_at` is the time on the paper, which may be days before `attached_at`.
    """

    pad = models.ForeignKey(DowntimePad, models.PROTECT, related_name="slips")
    serial = models.CharField(max_length=16, unique=True)
    place = models.PositiveSmallIntegerField()
    token_hash = models.BinaryField(max_length=32, unique=True)
    visit = models.ForeignKey("registration.Visit", models.PROTECT, null=True, related_name="pad_slips")
    written_at = models.DateTimeField(null=True)
    attached_at = models.DateTimeField(null=True)
    attached_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    spoilt_at = models.DateTimeField(null=True)
    spoilt_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    spoilt_reason = models.CharField(max_length=100, blank=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["pad", "place"]
        constraints = [
            models.UniqueConstraint(fields=["pad", "place"], name="pad_place_once"),
            both_or_neither("visit", "written_at", "attached_at", "attached_by"),
            both_or_neither("attached_at", "attached_by"),
            both_or_neither("spoilt_at", "spoilt_by"),
            at_most_one("attached_at", "spoilt_at"),
            models.CheckConstraint(
                condition=models.Q(spoilt_at__isnull=True) | ~models.Q(spoilt_reason=""), name="spoilt_slip_says_why"
            ),
        ]

    def __str__(self):
        return self.serial
