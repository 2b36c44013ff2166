"""What was found. A correction is a new row; what was printed stays as it was printed."""

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed


class Flag(models.TextChoices):
    NORMAL = "N", _("normal")
    LOW = "L", _("low")
    HIGH = "H", _("high")
    CRITICAL_LOW = "LL", _("critically low")
    CRITICAL_HIGH = "HH", _("critically high")
    ABNORMAL = "A", _("abnormal")  # a coded result outside the usual, such as "Positive"
    NONE = "", _("no range")


@governed(
    centre="order__visit__centre",
    internal="version entered_at released_at unit decimals method range_for range_source",
    clinical="value text parts flag low high critical_low critical_high range_text reason is_current",
)
class Result(models.Model):
    """One value of one order, with the range frozen as it was that day. The newest version counts.

    Numbers in `value` (Decimal, in `unit`), words in `text`; of a microscopy also each part as it was judged
    (labs.components.Part), and `text` is all of them. `reason` says why a later version exists. `released_at`
    is set once, when this version left the laboratory; a version without it was never shown outside.
    """

    order = models.ForeignKey("labs.LabOrder", models.PROTECT, related_name="results")
    version = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    text = models.CharField(max_length=1000, blank=True)
    parts = models.JSONField(default=list, blank=True)
    unit = models.CharField(max_length=24, blank=True)
    decimals = models.PositiveSmallIntegerField(default=1)
    flag = models.CharField(max_length=2, choices=Flag.choices, blank=True)
    low = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    high = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    critical_low = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    critical_high = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    range_text = models.CharField(max_length=60, blank=True)
    range_for = models.CharField(max_length=40, blank=True)  # whom the range is for: "F 5475-43800"
    range_source = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["order", "version"]
        constraints = [
            models.UniqueConstraint(fields=["order", "version"], name="result_version_once"),
            models.UniqueConstraint(fields=["order"], condition=models.Q(is_current=True), name="one_current_result"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | ~models.Q(text=""), name="result_says_something"
            ),
            models.CheckConstraint(
                condition=models.Q(version=1) | ~models.Q(reason=""), name="result_correction_says_why"
            ),
            both_or_neither("released_at", "released_by"),
        ]
        indexes = [
            models.Index(fields=["entered_at"], name="result_by_entry"),
            models.Index(fields=["released_at"], name="result_by_release"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            # `is_current` may change, from the newest version to a superseded one; release is written once.
            pgtrigger.Trigger(
                name="never_rewritten",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF (to_jsonb(NEW) - '{is_current,released_at,released_by_id}'::text[])
                        <> (to_jsonb(OLD) - '{is_current,released_at,released_by_id}'::text[])
                        OR (OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at)
                        OR (OLD.released_by_id IS NOT NULL AND NEW.released_by_id <> OLD.released_by_id)
                        OR (NEW.is_current AND NOT OLD.is_current) THEN
                        RAISE EXCEPTION 'a result is never rewritten: add a version';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.order_id} v{self.version}"

    @property
    def is_overdue(self) -> bool:
        """Of a critical value nobody was told of (selectors.critical): past the centre's time."""
        return self.deadline <= timezone.now()


@governed(
    centre="visit__centre",
    internal="version kind paper released_at sha256 content_sha256 size",
    clinical="content pdf amendment_reason",
    credential="check_hash",
)
class Report(models.Model):
    """The released results of one visit as one document, stored once with its hash. A correction is a new version."""

    class Kind(models.TextChoices):
        FIRST = "first", _("First report")
        FURTHER = "further", _("Further results")
        AMENDED = "amended", _("Amended report")

    class Paper(models.TextChoices):
        A5 = "A5", "A5"
        A4 = "A4", "A4"

    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="reports")
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amendment_reason = models.CharField(max_length=200, blank=True)
    paper = models.CharField(max_length=2, choices=Paper.choices, default=Paper.A5)
    content = models.JSONField()  # what was printed, frozen
    content_sha256 = models.CharField(max_length=64)  # its first letters are printed on the report
    check_hash = models.CharField(max_length=64, null=True, unique=True)  # of the token in its QR; none before QRs came
    pdf = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    released_at = models.DateTimeField()
    released_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["visit", "version"]
        constraints = [models.UniqueConstraint(fields=["visit", "version"], name="report_version_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.visit_id} v{self.version}"


@governed(
    centre="result__order__visit__centre",
    internal="told_at read_back",
    clinical="told_to note",
)
class CriticalCall(models.Model):
    """Who was told of a critical value, when, and that they read it back. Append-only."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="calls")
    told_to = models.CharField(_("who was told"), max_length=80)
    told_at = models.DateTimeField(_("when"))
    told_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    read_back = models.BooleanField(_("they read the value back"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.result_id} {self.told_at:%d-%b-%Y %H:%M}"
