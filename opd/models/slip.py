"""Every print of a slip has its own link."""

from django.db import models

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed


@governed(
    centre="visit__centre",
    credential="token_hash",
    internal="paper slip_version pending copy issued_at expires_at revoked_at failures locked_until opened_at",
)
class SlipLink(models.Model):
    """What one printed QR opens. The token is only on the paper; here stands its SHA-256.

    `slip_version` and `pending` (reports not yet released) say what that paper showed; `copy` counts prints of
    the visit from 1. Five wrong answers lock the link until `locked_until`.
    """

    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="slip_links")
    token_hash = models.BinaryField(max_length=32, unique=True)
    paper = models.CharField(max_length=4, default="A5")
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
        constraints = [both_or_neither("revoked_at", "revoked_by")]

    def __str__(self):
        return f"{self.visit_id} copy {self.copy}"
