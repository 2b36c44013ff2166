"""What was changed in the catalogue: who, when, why, and what stood there before."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hms.lib.constraints import not_blank
from hms.lib.governance import governed
from labs.models.catalogue import Panel, Test


@governed(
    shared="reference content of the whole network",
    public="kind subject before after reason changed_at",
)
class CatalogueChange(models.Model):
    """One change on screen or by file. `before` and `after` hold only what differs, as text. Append-only.

    Results are not touched: each carries the range it was judged by.
    """

    class Kind(models.TextChoices):
        TEST = "test", _("Test")
        RANGE = "range", _("Range")
        RANGE_REMOVED = "removed", _("Range removed")
        REVIEW = "review", _("Review")
        PANEL = "panel", _("Panel")
        DELTA = "delta", _("Delta check")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    test = models.ForeignKey(Test, models.PROTECT, null=True, related_name="changes")
    panel = models.ForeignKey(Panel, models.PROTECT, null=True, related_name="changes")
    subject = models.CharField(max_length=60, blank=True)  # of a range: whom it is for
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [not_blank("reason")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.test_id or self.panel_id} {self.kind} {self.changed_at:%d-%b-%Y}"
