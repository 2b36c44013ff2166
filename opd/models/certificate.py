"""What a patient carries to an employer, a school or a hospital: printed, numbered and provable."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.governance import governed


@governed(
    centre="centre",
    clinical="content",
    internal="code kind number starts_on ends_on issued_at",
    credential="token_hash",
)
class Certificate(models.Model):
    """One certificate as issued; a wrong one is not changed, another one is issued.

    `content` is what stands on the paper, frozen. The token in its QR is not stored (opd.certificates.token_of).
    """

    class Kind(models.TextChoices):
        REST = "rest", _("Rest")
        FITNESS = "fitness", _("Fitness")
        REFERRAL = "referral", _("Referral letter")

    code = models.CharField(max_length=8, unique=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.CharField(max_length=24, unique=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    content = models.JSONField(default=dict)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="certificate_ends_after_start",
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.number
