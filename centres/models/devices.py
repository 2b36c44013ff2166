"""What stands in a centre to work with: counted by a person, and heard of by itself (`Workstation.seen_at`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.models.centre import Centre
from centres.models.rollout import APPEND_ONLY
from centres.querysets import CentreQuerySet
from hms.lib.constraints import in_range
from hms.lib.governance import governed

AT_MOST = 200


@governed(centre="centre", internal="kind total working counted_on counted_at")
class DeviceCount(models.Model):
    """How many of one kind are there and how many of them work. A new count is a new row; the newest counts."""

    class Kind(models.TextChoices):
        COMPUTER = "computer", _("Computers")
        PRINTER = "printer", _("Printers")
        SCANNER = "scanner", _("Scanners")
        UPS = "ups", _("UPS")
        INTERNET = "internet", _("Internet links")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="device_counts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    total = models.PositiveSmallIntegerField(_("there"))
    working = models.PositiveSmallIntegerField(_("working"))
    counted_on = models.DateField(_("counted on"))
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-counted_at", "-pk"]
        indexes = [models.Index(fields=["centre", "kind", "-counted_at"], name="device_count_newest")]
        constraints = [
            in_range("total", 0, AT_MOST),
            models.CheckConstraint(condition=models.Q(working__lte=models.F("total")), name="device_count_working"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.centre_id} {self.kind} {self.working}/{self.total}"
