"""Numbers of the house that decide how much is handed out and when somebody is called."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centres.models.centre import BilingualName
from hms.lib.governance import governed
from opd.models.catalogue import REFERENCE


@governed(shared=REFERENCE, public="code name_en name_hi number unit_en unit_hi source is_reviewed", internal="version")
class HouseNumber(BilingualName):
    """`version` above 1: changed by an administrator, so a later catalogue leaves the row alone."""

    code = models.CharField(max_length=20, unique=True)
    number = models.PositiveIntegerField(_("number"))
    unit_en = models.CharField(max_length=20)
    unit_hi = models.CharField(max_length=20)
    source = models.CharField(_("source"), max_length=200)
    is_reviewed = models.BooleanField(_("reviewed by a clinician"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=models.Q(number__gte=1), name="house_number_counts")]

    def __str__(self):
        return f"{self.code} {self.number}"

    @property
    def unit(self) -> str:
        return self.unit_hi if get_language() == "hi" else self.unit_en
