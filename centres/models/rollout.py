"""How a centre comes online: each step it took, who answers for the next ones, and what stands in the way."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.models.centre import Centre
from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither, not_blank
from hms.lib.governance import governed

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


@governed(centre="centre", internal="before after done_on reason is_signed missing moved_at")
class StageMove(models.Model):
    """One move along the rollout or back. Append-only, so that who signed for what stands for ever.

    `done_on` is the day it came true, `moved_at` when it was written down. `is_signed`: went live although the
    readiness list was not complete; `missing` then holds those points in both languages as they were worded.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="stage_moves")
    before = models.CharField(max_length=10, choices=Centre.Stage.choices)
    after = models.CharField(max_length=10, choices=Centre.Stage.choices)
    done_on = models.DateField(_("done on"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    is_signed = models.BooleanField(default=False)
    missing = models.JSONField(default=list, blank=True)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-moved_at", "-pk"]
        indexes = [models.Index(fields=["centre", "-moved_at"], name="stage_move_of_centre")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="stage_move_moves"),
            models.CheckConstraint(
                condition=models.Q(is_signed=False) | (models.Q(after=Centre.Stage.LIVE) & ~models.Q(reason="")),
                name="stage_move_signed_with_reason",
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.centre_id} {self.before}→{self.after}"

    @property
    def is_back(self) -> bool:
        order = Centre.Stage.values
        return order.index(self.after) < order.index(self.before)


@governed(centre="centre", internal="stage due_on planned_at", personal="owner")
class StepPlan(models.Model):
    """Who answers for one step of a centre and by when. A change is a new row; the newest counts."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="step_plans")
    stage = models.CharField(max_length=10, choices=Centre.Stage.choices)
    owner = models.CharField(_("who answers for it"), max_length=80)
    due_on = models.DateField(_("due"), null=True, blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at", "-pk"]
        indexes = [models.Index(fields=["centre", "stage", "-planned_at"], name="step_plan_newest")]
        constraints = [not_blank("owner")]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.centre_id} {self.stage}"


@governed(centre="centre", internal="text since raised_at resolved_at resolution", personal="owner")
class Blocker(models.Model):
    """What keeps a centre from its next step, since when, and who has to clear it."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="blockers")
    text = models.CharField(_("what is in the way"), max_length=300)
    since = models.DateField(_("since"))
    owner = models.CharField(_("who clears it"), max_length=80, blank=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey("centres.User", models.PROTECT, null=True, blank=True, related_name="+")
    resolution = models.CharField(_("how it was cleared"), max_length=200, blank=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [not_blank("text"), both_or_neither("resolved_at", "resolved_by")]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.centre_id} since {self.since:%d-%b-%Y}"
