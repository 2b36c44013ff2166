"""What a centre says it has today: staff, rooms, equipment, tests, medicines. Dated, and never rewritten."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centres.models.centre import Centre
from centres.models.rollout import APPEND_ONLY
from centres.querysets import CentreQuerySet
from hms.lib.constraints import exactly_one, not_blank
from hms.lib.governance import governed


@governed(centre="centre", internal="on version remark made_at")
class Statement(models.Model):
    """The word of one day. `same_as` holds the lines when nothing had changed; else it has lines of its own.

    A correction on the same day is the next version; the newest version of the newest day counts.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="statements")
    on = models.DateField(_("day"))
    version = models.PositiveSmallIntegerField(default=1)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-version"]
        constraints = [models.UniqueConstraint(fields=["centre", "on", "version"], name="statement_once")]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.centre_id} {self.on:%d-%b-%Y} v{self.version}"

    @property
    def lines_of(self) -> int:
        """The key of the statement whose lines these are."""
        return self.same_as_id or self.pk


@governed(centre="statement__centre", public="group code name_en name_hi is_available count total")
class StatementLine(models.Model):
    """One thing: there or not, or how many of it. `total` is how many the system knew of then."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    group = models.CharField(max_length=12)
    code = models.CharField(max_length=20)
    name_en = models.CharField(max_length=120)
    name_hi = models.CharField(max_length=120)
    is_available = models.BooleanField(null=True)
    count = models.PositiveSmallIntegerField(null=True)
    total = models.PositiveSmallIntegerField(null=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "group", "code"], name="statement_line_once"),
            exactly_one("is_available", "count"),
            not_blank("code"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.group} {self.code}"

    @property
    def name(self) -> str:
        return self.name_hi if get_language() == "hi" else self.name_en

    @property
    def value(self):
        return self.count if self.is_available is None else self.is_available


@governed(centre="statement__centre", internal="width height caption added_at", personal="jpeg")
class StatementPhoto(models.Model):
    """Evidence for a statement: written anew as JPEG, without place or time (hms.lib.pictures)."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="photos")
    jpeg = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    caption = models.CharField(_("what it shows"), max_length=120)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [not_blank("caption")]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"photo of {self.statement_id}"
