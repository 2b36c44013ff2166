"""Measurements of one visit. A later row of the same visit counts; the earlier one stays."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.governance import governed


@governed(
    centre="visit__centre",
    clinical="systolic diastolic pulse temperature respiration spo2 weight height glucose muac is_pregnant note",
    internal="recorded_at is_current",
)
class Vitals(models.Model):
    """Units: mmHg, /min, °F, /min, %, kg, cm, mg/dL, cm. None means not measured."""

    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="vitals")
    systolic = models.PositiveSmallIntegerField(_("BP upper"), null=True, blank=True)
    diastolic = models.PositiveSmallIntegerField(_("BP lower"), null=True, blank=True)
    pulse = models.PositiveSmallIntegerField(_("pulse"), null=True, blank=True)
    temperature = models.DecimalField(_("temperature"), max_digits=4, decimal_places=1, null=True, blank=True)
    respiration = models.PositiveSmallIntegerField(_("breaths"), null=True, blank=True)
    spo2 = models.PositiveSmallIntegerField(_("SpO₂"), null=True, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2, null=True, blank=True)
    height = models.DecimalField(_("height"), max_digits=4, decimal_places=1, null=True, blank=True)
    glucose = models.PositiveSmallIntegerField(_("random blood sugar"), null=True, blank=True)
    muac = models.DecimalField(_("upper arm"), max_digits=4, decimal_places=1, null=True, blank=True)
    is_pregnant = models.BooleanField(_("pregnant"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=120, blank=True)
    is_current = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["visit"], condition=models.Q(is_current=True), name="one_current_vitals")
        ]
        indexes = [models.Index(fields=["recorded_at"], name="vitals_by_moment")]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.visit_id} {self.recorded_at:%d-%b-%Y %H:%M}"
