"""A question to a specialist about one slip, what was said on both sides, and what the treating doctor took."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed


@governed(
    centre="visit__centre",
    clinical="question reply decline_reason is_red_flag",
    internal="code status reply_version asked_at due_at to_pool_at in_charge_at answered_at decided_at saved_at",
)
class EConsult(models.Model):
    """One question. Until it is sent it is a draft of `saved_by`; `question` is final once it is sent.

    `asked_to`: one specialist, proposed because they answered before; None asks the whole pool. `due_at` is when an
    answer was promised; past it, `to_pool_at` opens a question to one specialist to the whole pool, and
    `in_charge_at` puts it before the person in charge of the hospital. `reply` is the specialist's unsent draft.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Not sent yet")
        WAITING = "waiting", _("Waits for the specialist")
        ASKED_BACK = "asked_back", _("The specialist asks back")
        ANSWERED = "answered", _("Answered")
        ACCEPTED = "accepted", _("Answer taken over")
        DECLINED = "declined", _("Answer not taken over")
        WITHDRAWN = "withdrawn", _("Taken back")

    code = models.CharField(max_length=8, unique=True)
    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="e_consults")
    pool = models.ForeignKey("opd.SpecialistPool", models.PROTECT, null=True, related_name="e_consults")
    asked_to = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    question = models.TextField(_("question"), blank=True)
    is_red_flag = models.BooleanField(_("warning sign"), default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True)
    to_pool_at = models.DateTimeField(null=True)
    in_charge_at = models.DateTimeField(null=True)
    reply = models.JSONField(default=dict, blank=True)
    reply_version = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    decline_reason = models.CharField(max_length=200, blank=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            both_or_neither("asked_at", "asked_by"),
            both_or_neither("answered_at", "answered_by"),
            both_or_neither("decided_at", "decided_by"),
            models.CheckConstraint(
                condition=models.Q(status="draft") | models.Q(pool__isnull=False, due_at__isnull=False)
                | models.Q(status="withdrawn"),
                name="e_consult_sent_has_pool",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["pool", "due_at"], name="e_consult_waiting", condition=models.Q(status="waiting")
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.code} {self.status}"


@governed(centre="e_consult__visit__centre", clinical="text medicines is_send_at_once", internal="kind written_at")
class EConsultEntry(models.Model):
    """One thing said, in its order. `medicines` have the shape of a draft's lines (opd.drafts). Append-only."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        ASKED_BACK = "asked_back", _("Asked back")
        REPLY = "reply", _("Reply")
        ANSWER = "answer", _("Answer")

    e_consult = models.ForeignKey(EConsult, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(blank=True)
    medicines = models.JSONField(default=list, blank=True)
    is_send_at_once = models.BooleanField(_("send at once"), default=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["e_consult", "written_at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.e_consult_id} {self.kind}"


@governed(
    centre="e_consult__visit__centre", clinical="content caption", internal="code width height size added_at removed_at"
)
class EConsultPicture(models.Model):
    """A photo that goes with a question: drawn anew as JPEG (hms.lib.pictures), nothing of the sent file is kept."""

    code = models.CharField(max_length=8, unique=True)
    e_consult = models.ForeignKey(EConsult, models.PROTECT, related_name="pictures")
    caption = models.CharField(_("what it shows"), max_length=80, blank=True)
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["e_consult", "added_at"]
        constraints = [both_or_neither("removed_at", "removed_by")]

    def __str__(self):
        return f"{self.e_consult_id} {self.width}x{self.height}"
