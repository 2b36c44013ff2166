"""A visit that went on to another department of the same centre."""

from django.db import models

from centres.querysets import CentreQuerySet
from hms.lib.governance import governed


@governed(centre="visit__centre", internal="from_token to_token reason transferred_at")
class VisitTransfer(models.Model):
    """The same visit and slip, a new token in another queue. The row keeps where it came from; nothing changes it."""

    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="transfers")
    from_department = models.ForeignKey("centres.Department", models.PROTECT, related_name="+")
    from_token = models.PositiveIntegerField()
    to_department = models.ForeignKey("centres.Department", models.PROTECT, related_name="+")
    to_token = models.PositiveIntegerField()
    reason = models.CharField(max_length=100)
    transferred_at = models.DateTimeField()
    transferred_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["transferred_at"]

    def __str__(self):
        return f"{self.visit_id}: {self.from_token} to {self.to_token}"
