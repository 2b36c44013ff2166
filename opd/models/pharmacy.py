"""What the pharmacy window hands out, and the stock it is taken from where a centre keeps one."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither, not_blank
from hms.lib.governance import governed

TAKEN_BACK_ONCE = pgtrigger.Trigger(
    name="only_taken_back",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        IF OLD.taken_back_at IS NOT NULL
            OR (to_jsonb(NEW) - '{taken_back_at,taken_back_by_id,taken_back_reason}'::text[])
                <> (to_jsonb(OLD) - '{taken_back_at,taken_back_by_id,taken_back_reason}'::text[]) THEN
            RAISE EXCEPTION 'what was handed out is never rewritten: it is taken back and written anew';
        END IF;
        RETURN NEW;
    """,
)


@governed(centre="centre", internal="batch expires_on quantity received_at")
class StockBatch(models.Model):
    """One batch of one presentation on a centre's shelf. `quantity` in the medicine's own unit; never below 0.

    `expires_on` is the last day on which it may be handed out. Every change is a StockMove; the two always agree.
    """

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="stock")
    medicine = models.ForeignKey("opd.Medicine", models.PROTECT, related_name="stock")
    batch = models.CharField(_("batch"), max_length=30)
    expires_on = models.DateField(_("expires"))
    quantity = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["medicine", "expires_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "medicine", "batch"], name="stock_batch_once"),
            not_blank("batch"),
        ]

    def __str__(self):
        return f"{self.medicine_id} {self.batch}"


@governed(
    centre="centre",
    clinical="outcome name_en name_hi strength quantity unit reason taken_back_reason",
    internal="code given_at taken_back_at",
)
class Dispensing(models.Model):
    """One handing out against one prescribed medicine: given, given as another, or not to be had.

    A medicine may be given in parts, and at several windows: `centre` is the one that handed out, whoever wrote the
    slip. A mistake is taken back, once, and stays visible.
    """

    class Outcome(models.TextChoices):
        GIVEN = "given", _("Given")
        SUBSTITUTED = "substituted", _("Another one given")
        NOT_AVAILABLE = "not_available", _("Not available")
        NOT_WANTED = "not_wanted", _("Patient does not want it")

    HANDED_OUT = (Outcome.GIVEN, Outcome.SUBSTITUTED)

    code = models.CharField(max_length=8, unique=True)
    item = models.ForeignKey("opd.PrescriptionItem", models.PROTECT, related_name="dispensings")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="dispensings")
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    medicine = models.ForeignKey("opd.Medicine", models.PROTECT, null=True, related_name="+")
    batch = models.ForeignKey(StockBatch, models.PROTECT, null=True, related_name="dispensings")
    name_en = models.CharField(max_length=120)
    name_hi = models.CharField(max_length=120, blank=True)
    strength = models.CharField(max_length=60, blank=True)
    quantity = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=120, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    taken_back_reason = models.CharField(max_length=120, blank=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            both_or_neither("taken_back_at", "taken_back_by"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["given", "substituted"], quantity__gt=0)
                | models.Q(outcome__in=["not_available", "not_wanted"], quantity=0, batch=None),
                name="dispensing_quantity_fits",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="substituted") | ~models.Q(reason=""), name="substitute_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None) | ~models.Q(taken_back_reason=""), name="taken_back_says_why"
            ),
        ]
        indexes = [models.Index(fields=["centre", "given_at"], name="dispensing_of_centre_by_time")]
        triggers = [TAKEN_BACK_ONCE, pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.code


@governed(centre="batch__centre", internal="kind change balance reason moved_at")
class StockMove(models.Model):
    """One change of one batch and what was left after it. Append-only: the stock book."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        DISPENSED = "dispensed", _("Handed out")
        TAKEN_BACK = "taken_back", _("Taken back from a patient")
        ISSUED = "issued", _("Issued to another place")
        ADJUSTED = "adjusted", _("Counted anew")

    batch = models.ForeignKey(StockBatch, models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    change = models.IntegerField()
    balance = models.PositiveIntegerField()
    reason = models.CharField(max_length=120, blank=True)
    dispensing = models.ForeignKey(Dispensing, models.PROTECT, null=True, related_name="moves")
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-moved_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(change=0), name="stock_move_changes_something")]
        indexes = [models.Index(fields=["batch", "moved_at"], name="stock_moves_of_batch")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.batch_id} {self.change:+d}"
