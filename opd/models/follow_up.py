"""Who should come again, and what was tried when they did not."""

from datetime import timedelta

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed
from registration.models import Visit
from registration.models.following import FOLLOWS_MERGE

EARLY = timedelta(days=7)  # somebody who comes this much before the day has come for it


class FollowUpQuerySet(CentreQuerySet):
    def still_due(self):
        """Neither ended by a call nor kept by a later visit at any centre."""
        return self.filter(closed_at=None).exclude(Exists(kept_by()))


def kept_by():
    """Visits of the same person on a later day, registered after the plan was made, that count as having come."""
    return Visit.objects.filter(
        patient=OuterRef("patient"),
        visit_on__gt=OuterRef("visit__visit_on"),
        visit_on__gte=OuterRef("due_on") - EARLY,
        registered_at__gt=OuterRef("planned_at"),
    ).exclude(status=Visit.Status.CANCELLED)


@governed(
    centre="centre",
    clinical="kind note outcome",
    internal="code due_on remind_on planned_at closed_at",
)
class FollowUp(models.Model):
    """One reason to come again on or about `due_on`. `remind_on` is the day on which the list shows it next.

    Nobody ticks it off: a later visit at any centre keeps it. Otherwise a contact that ends it does.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", _("Doctor's review")
        CHRONIC = "chronic", _("Long-term illness")
        RESULT = "result", _("Abnormal result")
        REFERRAL = "referral", _("Referral")
        CHILD = "child", _("Child")
        RECALL = "recall", _("Back from the hospital")
        ONLINE = "online", _("A specialist answered")
        ANTENATAL = "antenatal", _("Pregnancy")

    class Outcome(models.TextChoices):
        ARRIVED = "arrived", _("Has reached the hospital")
        WILL_COME = "will_come", _("Will come")
        NO_ANSWER = "no_answer", _("No answer")
        WRONG_NUMBER = "wrong_number", _("Wrong number")
        ADVISED = "advised", _("Advised, need not come")
        ELSEWHERE = "elsewhere", _("Being treated elsewhere")
        MOVED = "moved", _("Moved away")
        REFUSED = "refused", _("Does not want to come")
        DIED = "died", _("Has died")

    ENDING = (Outcome.ARRIVED, Outcome.ADVISED, Outcome.ELSEWHERE, Outcome.MOVED, Outcome.REFUSED, Outcome.DIED)

    code = models.CharField(max_length=8, unique=True)
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    patient = models.ForeignKey("registration.Patient", models.PROTECT, related_name="follow_ups")
    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    due_on = models.DateField()
    remind_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            both_or_neither("closed_at", "closed_by"),
            models.UniqueConstraint(fields=["visit", "kind"], name="follow_up_once_a_visit"),
        ]
        indexes = [
            models.Index(fields=["centre", "remind_on"], name="follow_ups_open", condition=models.Q(closed_at=None))
        ]
        triggers = [FOLLOWS_MERGE]

    def __str__(self):
        return self.code


@governed(centre="follow_up__centre", clinical="outcome note", internal="way next_on contacted_at")
class FollowUpContact(models.Model):
    """One call or house visit and what came of it. Append-only."""

    class Way(models.TextChoices):
        CALL = "call", _("Phone call")
        HOME = "home", _("House visit")

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="contacts")
    way = models.CharField(max_length=4, choices=Way.choices)
    outcome = models.CharField(max_length=14, choices=FollowUp.Outcome.choices)
    next_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    contacted_at = models.DateTimeField()
    contacted_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-contacted_at"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.follow_up_id} {self.contacted_at:%d-%b-%Y %H:%M}"
