"""The lines of the forms that go up every week and month, and what was sent."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.models.centre import BilingualName
from centres.querysets import CentreQuerySet
from hms.lib.governance import governed
from opd.models.catalogue import REFERENCE


class Form(models.TextChoices):
    HMIS = "hmis", _("HMIS, monthly")
    IDSP_P = "idsp_p", _("IDSP form P, weekly")
    IDSP_L = "idsp_l", _("IDSP form L, weekly")
    IDSP_S = "idsp_s", _("IDSP form S, weekly")


@governed(
    shared=REFERENCE,
    public="form code name_en name_hi rule codes options not_here position source is_reviewed",
)
class ReportLine(BilingualName):
    """One line of a form. `rule` says how it is counted (opd/reporting/lines.py) over `codes` with `options`.

    A line that this system cannot know has no rule and says in `not_here` why: it is never printed as zero.
    """

    class NotHere(models.TextChoices):
        OTHER_REGISTER = "other_register", _("kept in another register")
        NO_CODE = "no_code", _("no such code or test in this system")
        FREE_TEXT = "free_text", _("written in words, not as a code")
        BY_HAND = "by_hand", _("filled in by hand")
        NO_STOCK = "no_stock", _("this centre keeps no stock book here")

    form = models.CharField(max_length=6, choices=Form.choices)
    code = models.CharField(max_length=12)
    name_en = models.CharField(max_length=160)
    name_hi = models.CharField(max_length=160)
    rule = models.CharField(max_length=20, blank=True)
    codes = ArrayField(models.CharField(max_length=12), default=list)
    options = models.JSONField(default=dict)
    not_here = models.CharField(max_length=16, choices=NotHere.choices, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200)
    is_reviewed = models.BooleanField(default=False)

    class Meta:
        ordering = ["form", "position"]
        constraints = [
            models.UniqueConstraint(fields=["form", "code"], name="report_line_once"),
            models.CheckConstraint(condition=~models.Q(rule="", not_here=""), name="report_line_counted_or_says_why"),
        ]

    def __str__(self):
        return f"{self.form} {self.code}"


@governed(
    centre="centre",
    internal="form first last version content sha256 remark submitted_at",
)
class Submission(models.Model):
    """A form of one centre and one week or month as it was sent: the numbers and the keys of the rows they counted.

    Never changed. What changes in the rows afterwards is shown beside it as an amendment; sending again makes the
    next version. `content` is {line code: {column: {"n": shown, "rows": [keys]}}}, `sha256` of it as sorted JSON.
    """

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    form = models.CharField(max_length=6, choices=Form.choices)
    first = models.DateField()
    last = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    remark = models.CharField(_("action taken, in brief"), max_length=300, blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "form", "-first", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form", "first", "version"], name="submission_version_once")
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.centre_id} {self.form} {self.first} v{self.version}"
