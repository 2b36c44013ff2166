"""Two records that may be one person's, and what was done about it. Nothing of this is ever deleted."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed


@governed(
    shared="two people's records; reached only where both are within a centre's reach (selectors.doubles)",
    internal="code state points reasons centres proposed_at decided_at",
)
class DuplicatePair(models.Model):
    """`one` has the lower key. `reasons` are codes of likeness.Why; `centres` knew both when it was last looked at.

    A pair that a person called two people is kept for ever, so that no night proposes it again.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("To be compared")
        MERGED = "merged", _("One record now")
        NOT_SAME = "not_same", _("Two people")

    code = models.CharField(max_length=8, unique=True)
    one = models.ForeignKey("registration.Patient", models.PROTECT, related_name="+")
    other = models.ForeignKey("registration.Patient", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    points = models.SmallIntegerField()
    reasons = ArrayField(models.CharField(max_length=20), default=list)
    centres = ArrayField(models.BigIntegerField(), default=list)
    proposed_at = models.DateTimeField()
    # Null: the nightly search.
    proposed_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="pair_in_order"),
            both_or_neither("decided_at", "decided_by"),
            models.CheckConstraint(
                condition=models.Q(state="proposed") | models.Q(decided_at__isnull=False),
                name="pair_decided_by_somebody",
            ),
        ]
        indexes = [
            GinIndex(fields=["centres"], name="pairs_of_a_centre", condition=models.Q(state="proposed")),
        ]

    def __str__(self):
        return self.code


@governed(
    centre="centre",
    internal="code chosen moved returned merged_at undone_at",
    personal="facts reason undo_reason",
    aadhaar="survivor_aadhaar_last4",
)
class PatientMerge(models.Model):
    """One record went into another: the facts of both before, of the survivor after, and every row that moved.

    `facts` has "survivor", "merged" and "after" (column: text); `chosen` group: whose; `moved` "app.model.field": keys;
    `returned` what an undo could not or should not give back. Last four digits stand apart, because a consent that is
    taken back clears them here too.
    """

    code = models.CharField(max_length=8, unique=True)
    pair = models.ForeignKey(DuplicatePair, models.PROTECT, related_name="merges")
    survivor = models.ForeignKey("registration.Patient", models.PROTECT, related_name="merges_into")
    merged = models.ForeignKey("registration.Patient", models.PROTECT, related_name="merges_away")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    facts = models.JSONField()
    chosen = models.JSONField()
    moved = models.JSONField()
    returned = models.JSONField(default=dict)
    survivor_aadhaar_last4 = models.CharField(max_length=4, blank=True)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    undo_reason = models.CharField(max_length=200, blank=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at__isnull=True), name="merged_into_one_record"
            ),
            both_or_neither("undone_at", "undone_by"),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.code


@governed(
    shared="one row for each night's search, of nobody in particular", internal="started_at ended_at upto people found"
)
class DuplicateSearch(models.Model):
    """A night's search: `people` looked at, up to the record with the key `upto`, `found` new pairs."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    upto = models.BigIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self):
        return f"{self.started_at:%d-%b-%Y %H:%M}: {self.found}"
