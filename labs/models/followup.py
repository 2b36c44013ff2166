"""What must not be forgotten after a release: a critical value nobody was told of, a correction nobody has read."""

import pgtrigger
from django.db import models

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed
from labs.models.results import Report, Result


@governed(centre="result__order__visit__centre", internal="escalated_at after_minutes")
class CriticalEscalation(models.Model):
    """A critical value nobody was told of within the centre's time: it stands before the person in charge since."""

    result = models.OneToOneField(Result, models.PROTECT, related_name="escalation")
    escalated_at = models.DateTimeField()
    after_minutes = models.PositiveSmallIntegerField()  # the centre's setting of that moment

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-escalated_at"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.result_id} after {self.after_minutes} min"


@governed(centre="report__visit__centre", internal="acknowledged_at")
class AmendmentNotice(models.Model):
    """An amended report that waits until whoever ordered the test, or a colleague in the room, has read it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="notices")
    orderer = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["report"]
        constraints = [
            models.UniqueConstraint(fields=["report", "orderer"], name="amendment_notice_once"),
            both_or_neither("acknowledged_at", "acknowledged_by"),
        ]
        indexes = [
            models.Index(fields=["orderer"], name="lab_unread_amendments", condition=models.Q(acknowledged_at=None))
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.report_id} for {self.orderer_id}"


@governed(shared="counts callers from outside, who have no centre", personal="address", internal="hour asked")
class CheckCount(models.Model):
    """How often one address asked about a report that does not exist, within one hour."""

    address = models.GenericIPAddressField()
    hour = models.DateTimeField()
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "hour"], name="check_count_once")]

    def __str__(self):
        return f"{self.hour:%d-%b-%Y %H:00} {self.asked}"
