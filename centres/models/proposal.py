"""Asking for what is missing: price list, proposals with their lines, decisions, money that came and went."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centres.models.centre import BilingualName
from centres.models.gap import Gap
from centres.querysets import CentreQuerySet
from hms.lib import money
from hms.lib.constraints import both_or_neither, positive
from hms.lib.governance import governed

SENT_IS_FROZEN = pgtrigger.Trigger(
    name="sent_is_frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Condition("OLD.sent_at IS NOT NULL"),
    func="""
        IF TG_OP = 'DELETE'
            OR (to_jsonb(NEW) - '{status,decided_on,decided_at,decided_by_id,decision,money_by}'::text[])
                <> (to_jsonb(OLD) - '{status,decided_on,decided_at,decided_by_id,decision,money_by}'::text[]) THEN
            RAISE EXCEPTION 'a proposal that was sent never changes';
        END IF;
        RETURN NEW;
    """,
)
LINES_ARE_FROZEN = pgtrigger.Trigger(
    name="frozen_with_its_letter",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF (SELECT sent_at FROM centres_proposal WHERE id = COALESCE(NEW.proposal_id, OLD.proposal_id)) IS NULL THEN
            RETURN COALESCE(NEW, OLD);
        END IF;
        IF TG_OP <> 'UPDATE' OR OLD.outcome <> 'pending'
            OR (to_jsonb(NEW) - '{outcome,sanctioned,reason}'::text[])
                <> (to_jsonb(OLD) - '{outcome,sanctioned,reason}'::text[]) THEN
            RAISE EXCEPTION 'a line that was sent is decided once and never changes';
        END IF;
        RETURN NEW;
    """,
)


@governed(
    shared="reference content: one price list for all offices",
    public="code name_en name_hi unit_en unit_hi unit_cost source priced_on is_reviewed is_active",
    internal="version changed_at",
)
class PriceItem(BilingualName):
    """What one unit costs in rupees, where that is from and of which day. `code` is the checklist's item."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    unit_en = models.CharField(_("unit in English"), max_length=20, blank=True)
    unit_hi = models.CharField(_("unit in Hindi"), max_length=20, blank=True)
    unit_cost = models.DecimalField(_("cost of one in rupees"), max_digits=12, decimal_places=2)
    source = models.CharField(_("source"), max_length=200)
    priced_on = models.DateField(_("price of"))
    is_reviewed = models.BooleanField(_("reviewed"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["code"]
        constraints = [both_or_neither("changed_at", "changed_by"), positive("unit_cost")]

    def __str__(self):
        return self.code

    @property
    def unit(self) -> str:
        return self.unit_hi if get_language() == "hi" else self.unit_en


@governed(centre="office", internal="scope value")
class LetterCounter(models.Model):
    """The last number of an office's letters of one kind and year. Never read without its lock."""

    office = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    scope = models.CharField(max_length=30)
    value = models.PositiveIntegerField(default=0)

    objects = CentreQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "scope"], name="letter_counter_once")]

    def __str__(self):
        return f"{self.scope} {self.value}"


@governed(
    centre="office",
    internal="code number title addressed_to justification status content seal answer_by money_by made_at sent_at "
    "decided_on decided_at decision version",
)
class Proposal(models.Model):
    """A letter for money. `content` is what was sent, in Hindi and as numbers; `seal` its SHA-256."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")
        DECIDED = "decided", _("Decided")

    code = models.CharField(max_length=8, unique=True)
    office = models.ForeignKey("centres.Centre", models.PROTECT, related_name="proposals")
    number = models.CharField(max_length=40, null=True, unique=True)
    title = models.CharField(_("subject"), max_length=160)
    addressed_to = models.TextField(_("addressed to"))
    justification = models.TextField(_("why"))
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAFT)
    content = models.JSONField(default=dict)
    seal = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    answer_by = models.DateField(_("answer wanted by"), null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(_("decided on"), null=True)
    decision = models.CharField(_("number of the decision"), max_length=80, blank=True)
    money_by = models.DateField(_("money promised by"), null=True)
    version = models.PositiveIntegerField(default=1)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            both_or_neither("sent_at", "sent_by", "number", "answer_by"),
            both_or_neither("decided_at", "decided_by", "decided_on"),
        ]
        triggers = [SENT_IS_FROZEN]

    def __str__(self):
        return self.code

    @property
    def is_late(self) -> bool:
        """Sent, and no answer by the day that was asked for."""
        return self.status == self.Status.SENT and self.answer_by < timezone.localdate()


@governed(
    centre="proposal__office",
    internal="position name_en name_hi unit_en unit_hi quantity unit_cost price_source priced_on outcome sanctioned "
    "reason",
)
class ProposalLine(BilingualName):
    """One gap with quantity and cost in rupees; no cost yet is None, and cannot be sent."""

    class Outcome(models.TextChoices):
        PENDING = "pending", _("Not decided")
        FULL = "full", _("In full")
        PART = "part", _("In part")
        REFUSED = "refused", _("Refused")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="lines")
    gap = models.ForeignKey(Gap, models.PROTECT, related_name="proposal_lines")
    position = models.PositiveSmallIntegerField()
    unit_en = models.CharField(max_length=20, blank=True)
    unit_hi = models.CharField(max_length=20, blank=True)
    quantity = models.DecimalField(max_digits=9, decimal_places=2)
    unit_cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    price_source = models.CharField(max_length=200, blank=True)
    priced_on = models.DateField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.PENDING)
    sanctioned = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "gap__centre__code", "position"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "gap"], name="gap_once_in_a_proposal"),
            models.CheckConstraint(
                condition=models.Q(outcome="pending", sanctioned=None)
                | models.Q(outcome__in=["full", "part"], sanctioned__gt=0)
                | (models.Q(outcome="refused", sanctioned=0) & ~models.Q(reason="")),
                name="proposal_outcome_fits",
            ),
            positive("quantity"),
            positive("unit_cost"),
        ]
        triggers = [LINES_ARE_FROZEN]

    def __str__(self):
        return f"{self.proposal_id} {self.position}"

    @property
    def unit(self) -> str:
        return self.unit_hi if get_language() == "hi" else self.unit_en

    @property
    def state(self) -> str:
        """What somebody who changes the line has seen of it."""
        return f"{self.quantity:.2f}|{'' if self.unit_cost is None else f'{self.unit_cost:.2f}'}|{self.price_source}"

    @property
    def amount(self) -> Decimal | None:
        return None if self.unit_cost is None else money.rounded(self.quantity * self.unit_cost)


class Paid(models.Model):
    """An amount in rupees with its day and the paper that proves it."""

    amount = models.DecimalField(max_digits=14, decimal_places=2)
    on = models.DateField()
    reference = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["on", "pk"]
        constraints = [positive("amount")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.on} {self.amount}"


@governed(centre="proposal__office", internal="amount on reference recorded_at")
class ProposalRelease(Paid):
    """Money that came."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="releases")


@governed(centre="proposal__office", internal="amount on reference recorded_at")
class ProposalSpending(Paid):
    """Money that was spent, for one line where that is known."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="spendings")
    line = models.ForeignKey(ProposalLine, models.PROTECT, null=True, related_name="spendings")
