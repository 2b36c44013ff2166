"""Where a condition is treated: at a primary health centre, or in a hospital."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hms.lib.governance import governed
from opd.models.catalogue import REFERENCE


class Level(models.TextChoices):
    CENTRE = "centre", _("At the health centre")
    HOSPITAL = "hospital", _("In a hospital")


@governed(shared=REFERENCE, public="level tests medicines source is_reviewed version")
class CareLevel(models.Model):
    """Where one diagnosis of the catalogue is treated. At the centre only while it has `tests` and `medicines`.

    `tests` are codes of the laboratory's catalogue, all of which are needed; `medicines` generic names, all of
    which are needed where the centre keeps a stock of them. `version` above 1: changed by an administrator, so a
    later catalogue leaves the row alone.
    """

    diagnosis = models.OneToOneField("opd.Diagnosis", models.PROTECT, related_name="care")
    level = models.CharField(_("treated"), max_length=8, choices=Level.choices)
    tests = ArrayField(models.CharField(max_length=12), verbose_name=_("needs the tests"), default=list, blank=True)
    medicines = ArrayField(
        models.CharField(max_length=120), verbose_name=_("needs the medicines"), default=list, blank=True
    )
    source = models.CharField(_("source"), max_length=200)
    is_reviewed = models.BooleanField(_("reviewed by a clinician"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["diagnosis__code"]

    def __str__(self):
        return f"{self.diagnosis_id} {self.level}"


@governed(shared=REFERENCE, internal="before after reason changed_at")
class CareLevelChange(models.Model):
    """One change of a row, with both states. Append-only."""

    care = models.ForeignKey(CareLevel, models.PROTECT, related_name="changes")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-changed_at"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.care_id} {self.changed_at:%d-%b-%Y %H:%M}"
