"""Limits and lists of the house that an administrator may change, and the history of every change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.models.centre import BilingualName
from centres.models.gap import Gap
from centres.models.rollout import APPEND_ONLY
from hms.lib.governance import governed

REFERENCE = "reference content: one list for every centre"


@governed(shared=REFERENCE, public="severity days source is_reviewed")
class GapRule(models.Model):
    """By when a shortfall of one severity should be mended."""

    severity = models.CharField(max_length=10, choices=Gap.Severity.choices, unique=True)
    days = models.PositiveSmallIntegerField(_("days"))
    source = models.CharField(_("source"), max_length=200)
    is_reviewed = models.BooleanField(_("reviewed"), default=False)

    class Meta:
        ordering = ["days", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(days__gte=1), name="gap_rule_counts")]

    def __str__(self):
        return f"{self.severity} {self.days}"

    @property
    def code(self) -> str:
        return self.severity


@governed(shared=REFERENCE, public="group code name_en name_hi position is_active source is_reviewed")
class AskedItem(BilingualName):
    """One thing that every centre is asked about in its statement of the day: equipment, or a key medicine."""

    group = models.CharField(max_length=12)
    code = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    source = models.CharField(_("source"), max_length=200)
    is_reviewed = models.BooleanField(_("reviewed"), default=False)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["group", "code"], name="asked_item_once")]

    def __str__(self):
        return f"{self.group} {self.code}"


@governed(shared=REFERENCE, internal="list code before after reason changed_at")
class RuleChange(models.Model):
    """One row of one list (`centres.house_lists`) as it was and as it became. Append-only.

    A row with a change is the house's own: a later catalogue leaves it alone. The number of changes is its version.
    """

    list = models.CharField(max_length=12)
    code = models.CharField(max_length=60)
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["list", "code"], name="rule_changes")]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.list} {self.code}"
