"""A machine or a reagent that is out, and the tests it takes with it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither, not_blank
from hms.lib.dates import format_day
from hms.lib.governance import governed
from labs.models.catalogue import CentreTest, Test


class OutageQuerySet(CentreQuerySet):
    def open(self):
        return self.filter(ended_at=None)


@governed(centre="centre", internal="cause what reason until began_at ended_at")
class Outage(models.Model):
    """One switch for several tests. While it is open none of them is done here; what goes to a hub still goes.

    Nothing of the tests' own switches changes, so ending it brings each back to what it was. `until` is the first day
    on which it is expected back.
    """

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="outages")
    cause = models.CharField(max_length=8, choices=CentreTest.Cause.choices)
    what = models.CharField(max_length=80)
    tests = models.ManyToManyField(Test, related_name="+")
    reason = models.CharField(max_length=120, blank=True)
    until = models.DateField(null=True)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = OutageQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            both_or_neither("ended_at", "ended_by"),
            not_blank("what"),
            models.UniqueConstraint(fields=["centre", "what"], condition=Q(ended_at=None), name="outage_once"),
        ]

    def __str__(self):
        return self.what

    @property
    def why(self) -> str:
        """As doctors read it: what is out, why, and the day it is expected back."""
        cause = self.get_cause_display() if self.cause != CentreTest.Cause.OTHER else ""
        head = f"{self.what} – {cause}" if cause else self.what
        back = _("back on %(day)s") % {"day": format_day(self.until)} if self.until else ""
        return "; ".join(filter(None, [head, self.reason, back]))

    def is_overdue(self, today) -> bool:
        return self.until is not None and self.until <= today
