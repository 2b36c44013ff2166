"""What a centre lacks, from the day it was seen until somebody proved that it is there."""

import pgtrigger
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centres.models.centre import BilingualName
from centres.models.checklist import Checklist
from centres.models.inspection import Inspection
from centres.querysets import CentreQuerySet
from hms.lib.constraints import non_negative, positive
from hms.lib.governance import governed


class GapQuerySet(CentreQuerySet):
    def live(self):
        """Neither verified nor merged into another."""
        return self.exclude(state__in=[Gap.State.VERIFIED, Gap.State.MERGED])

    def late(self, day):
        return self.live().filter(due_on__lt=day)


@governed(
    centre="centre",
    internal="code item_code name_en name_hi domain_en domain_hi unit_en unit_hi norm there missing severity state "
    "due_on found_at reminded_on version",
)
class Gap(BilingualName):
    """One shortfall. `there` of `norm` was found, `missing` is what to get; both None where nobody counted."""

    class State(models.TextChoices):
        OPEN = "open", _("Not mended yet")
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        ORDERED = "ordered", _("On order")
        RECEIVED = "received", _("Has come")
        VERIFIED = "verified", _("Verified")
        MERGED = "merged", _("Merged")

    class Severity(models.TextChoices):
        HIGH = "high", _("High")
        MEDIUM = "medium", _("Medium")
        LOW = "low", _("Low")

    code = models.CharField(max_length=8, unique=True)
    office = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="gaps")
    checklist = models.ForeignKey(Checklist, models.PROTECT, null=True, related_name="+")
    item_code = models.CharField(max_length=10, blank=True)
    domain_en = models.CharField(max_length=60, blank=True)
    domain_hi = models.CharField(max_length=60, blank=True)
    unit_en = models.CharField(max_length=20, blank=True)
    unit_hi = models.CharField(max_length=20, blank=True)
    norm = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    there = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    missing = models.DecimalField(_("missing"), max_digits=9, decimal_places=2, default=1)
    severity = models.CharField(_("severity"), max_length=6, choices=Severity.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    owner = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("due on"))
    found_in = models.ForeignKey(Inspection, models.PROTECT, null=True, related_name="gaps")
    found_at = models.DateTimeField()
    found_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    verified_in = models.ForeignKey(Inspection, models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    reminded_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = GapQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "checklist", "item_code"],
                condition=~models.Q(state__in=["verified", "merged"]) & ~models.Q(item_code=""),
                name="one_live_gap_of_an_item",
            ),
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into=None)),
                name="gap_merged_says_into_which",
            ),
            positive("missing"),
            non_negative("there"),
        ]
        indexes = [
            models.Index(fields=["office", "state", "due_on"], name="gaps_of_an_office"),
            models.Index(fields=["centre", "state"], name="gaps_of_a_centre"),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.code

    @property
    def is_live(self) -> bool:
        return self.state not in {self.State.VERIFIED, self.State.MERGED}

    @property
    def domain(self) -> str:
        return self.domain_hi if get_language() == "hi" else self.domain_en

    @property
    def unit(self) -> str:
        return self.unit_hi if get_language() == "hi" else self.unit_en


@governed(centre="gap__centre", internal="jpeg sha256 added_at")
class GapPhoto(models.Model):
    """Evidence: a photo written anew without place or camera. Never taken away."""

    gap = models.ForeignKey(Gap, models.PROTECT, related_name="photos")
    jpeg = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.gap_id} photo"


@governed(centre="gap__centre", internal="kind before after note at")
class GapStep(models.Model):
    """One thing that happened to a gap. Append-only: its history. The clock reminds, so `by` may be empty."""

    class Kind(models.TextChoices):
        FOUND = "found", _("Gap found")
        SEEN_AGAIN = "again", _("Seen again")
        MOVED = "moved", _("Moved on")
        ANSWERED = "answered", _("The centre answered")
        CHANGED = "changed", _("Changed")
        REMINDED = "reminded", _("Reminded")
        MERGED = "merged", _("Merged")

    gap = models.ForeignKey(Gap, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    before = models.CharField(max_length=8, choices=Gap.State.choices, blank=True)
    after = models.CharField(max_length=8, choices=Gap.State.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    photo = models.ForeignKey(GapPhoto, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | models.Q(kind="reminded"), name="gap_step_says_who"
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.gap_id} {self.kind}"
