"""Samples on their way from the centre that took them to the laboratory that measures them."""

from django.db import models
from django.db.models import Q

from centres.querysets import CentreQuerySet
from hms.lib.constraints import at_most_one, both_or_neither
from hms.lib.governance import governed
from labs.models.orders import Sample


class DispatchQuerySet(CentreQuerySet):
    def arriving_at(self, hub):
        """What was sent to this hub, and nothing else."""
        return self.filter(to_centre=hub)


@governed(centre="from_centre", internal="code number sent_at")
class Dispatch(models.Model):
    """One box of samples from `from_centre` to the hub, with its manifest. `code` is on the manifest as Code 128."""

    code = models.CharField(max_length=8, unique=True)
    number = models.CharField(max_length=24, unique=True)
    from_centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="dispatches")
    to_centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="arrivals")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = DispatchQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_centre=models.F("to_centre")), name="dispatch_goes_elsewhere")
        ]

    def __str__(self):
        return self.number


class DispatchedQuerySet(CentreQuerySet):
    def arriving_at(self, hub):
        return self.filter(dispatch__to_centre=hub)

    def open(self):
        return self.filter(received_at=None, missing_at=None)


@governed(centre="dispatch__from_centre", internal="received_at missing_at")
class DispatchedSample(models.Model):
    """One sample in a box: on its way, received at the hub, or missing there."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="samples")
    sample = models.OneToOneField(Sample, models.PROTECT, related_name="dispatched")
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    missing_at = models.DateTimeField(null=True)
    missing_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = DispatchedQuerySet.as_manager()

    class Meta:
        ordering = ["dispatch", "pk"]
        constraints = [
            both_or_neither("received_at", "received_by"),
            both_or_neither("missing_at", "missing_by"),
            at_most_one("received_at", "missing_at"),
        ]

    def __str__(self):
        return f"{self.dispatch_id} {self.sample_id}"
