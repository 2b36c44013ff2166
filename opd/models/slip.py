"""Every print of a slip has its own link."""

from django.db import models
from django.utils import timezone

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed


@governed(
    centre="visit__centre",
    credential="token_hash",
    internal="paper language slip_version pending copy issued_at expires_at revoked_at failures locked_until opened_at",
)
class SlipLink(models.Model):
    """What one printed QR opens. The token is only on the paper; here stands its SHA-256.

    `slip_version` and `pending` (reports not yet released) say what that paper showed; `copy` counts prints of
    the visit from 1. Five wrong answers lock the link until `locked_until`; `opened_at` is the last right one.
    """

    class Paper(models.TextChoices):
        A5 = "A5", "A5"
        A4 = "A4", "A4"

    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="slip_links")
    token_hash = models.BinaryField(max_length=32, unique=True)
    paper = models.CharField(max_length=2, choices=Paper.choices, default=Paper.A5)
    language = models.CharField(max_length=2, default="hi")
    slip_version = models.PositiveIntegerField()
    pending = models.PositiveSmallIntegerField(default=0)
    copy = models.PositiveSmallIntegerField(default=1)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            both_or_neither("revoked_at", "revoked_by"),
            models.UniqueConstraint(fields=["visit", "copy"], name="slip_copy_once"),
        ]

    def __str__(self):
        return f"{self.visit_id} copy {self.copy}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_locked(self) -> bool:
        return self.locked_until is not None and self.locked_until > timezone.now()


@governed(shared="counts callers from outside, who have no centre", personal="address", internal="hour wrong")
class GateCount(models.Model):
    """How many wrong answers came from one address within one hour, to right links and to wrong ones."""

    address = models.GenericIPAddressField()
    hour = models.DateTimeField()
    wrong = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "hour"], name="gate_count_once")]

    def __str__(self):
        return f"{self.hour:%d-%b-%Y %H:00} {self.wrong}"
