"""Files that are made by the job loop: asked for on one page, downloaded on another, gone after a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed


class ExportQuerySet(CentreQuerySet):
    def under_way(self):
        return self.filter(status__in=[Export.Status.WAITING, Export.Status.RUNNING])


@governed(
    centre="centre",
    internal="code kind format asked status done_rows all_rows attempts requested_at started_at finished_at expires_at "
    "file_name size sha256 downloads",
    clinical="content",
)
class Export(models.Model):
    """One file for one person. `asked` holds codes, days and rights as they were when it was asked for.

    `content` is emptied when `expires_at` has passed; who asked for what stays.
    """

    class Kind(models.TextChoices):
        REGISTER = "register", _("OPD register")

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")
        EXPIRED = "expired", _("Expired")

    code = models.CharField(max_length=8, unique=True)
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    format = models.CharField(max_length=4, choices=Format.choices)
    asked = models.JSONField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    done_rows = models.PositiveIntegerField(default=0)
    all_rows = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=80)
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    downloads = models.PositiveIntegerField(default=0)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        constraints = [both_or_neither("content", "expires_at")]
        indexes = [
            models.Index(
                fields=["requested_at"],
                name="exports_to_make",
                condition=models.Q(status__in=["waiting", "running"]),
            )
        ]

    def __str__(self):
        return self.code

    @property
    def percent(self) -> int:
        return min(100, self.done_rows * 100 // self.all_rows) if self.all_rows else 0
