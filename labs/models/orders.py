"""What was asked for, and the specimen it is measured in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed
from labs.models.catalogue import Test


@governed(
    centre="visit__centre",
    internal="code collected_at labels_printed rejected_at",
    clinical="specimen container reject_cause reject_reason",
)
class Sample(models.Model):
    """One tube or container. `code` is on its label as Code 128 and short readable text."""

    class Cause(models.TextChoices):
        """Why samples are refused before the analysis, as laboratories commonly count them."""

        HAEMOLYSED = "haemolysed", _("Haemolysed (red cells burst)")
        CLOTTED = "clotted", _("Clotted")
        TOO_LITTLE = "too_little", _("Too little")
        WRONG_TUBE = "wrong_tube", _("Wrong tube or container")
        LABEL = "label", _("Label missing or wrong")
        LEAKED = "leaked", _("Leaked or broken")
        TOO_OLD = "too_old", _("Too old on arrival")
        LOST = "lost", _("Lost on the way")
        OTHER = "other", _("Something else")

    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="samples")
    code = models.CharField(max_length=12, unique=True)
    specimen = models.CharField(max_length=80)
    container = models.CharField(max_length=10, choices=Test.Container.choices)
    collected_at = models.DateTimeField()
    collected_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    labels_printed = models.PositiveSmallIntegerField(default=0)
    rejected_at = models.DateTimeField(null=True)
    rejected_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    reject_cause = models.CharField(max_length=12, choices=Cause.choices, blank=True)
    reject_reason = models.CharField(max_length=120, blank=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-collected_at"]
        constraints = [both_or_neither("rejected_at", "rejected_by")]

    def __str__(self):
        return self.code

    @property
    def why_rejected(self) -> str:
        """The cause in the reader's language, and what was written beside it."""
        cause = self.get_reject_cause_display() if self.reject_cause not in {"", self.Cause.OTHER} else ""
        return ": ".join(filter(None, [cause, self.reject_reason]))


class LabOrderQuerySet(CentreQuerySet):
    def open(self):
        """Asked for and not yet released or cancelled."""
        return self.exclude(status__in=[LabOrder.Status.RELEASED, LabOrder.Status.CANCELLED])

    def measured_at(self, centre):
        """The centre's own tests, and those of samples that it has received as a hub."""
        received = Q(sample__dispatched__dispatch__to_centre=centre, sample__dispatched__received_at__isnull=False)
        return self.filter(Q(visit__centre=centre) | received)


@governed(
    centre="visit__centre",
    internal="code status is_urgent is_sent ordered_at resulted_at released_at release_reason control_reason "
    "cancelled_at cancel_reason",
    clinical="is_pregnant",
)
class LabOrder(models.Model):
    """One test asked for on one visit.

    `is_pregnant` chooses the range; None means nobody asked. `outside` is who asked where no doctor here did.
    `sent_to` is where the sample went when ordered. `rejected_sample` is the last one that was no good: until a newer
    is taken, the patient is asked for another.
    """

    class Status(models.TextChoices):
        ORDERED = "ordered", _("Ordered")
        COLLECTED = "collected", _("Sample taken")
        RESULTED = "resulted", _("Result entered")
        RELEASED = "released", _("Released")
        CANCELLED = "cancelled", _("Cancelled")

    code = models.CharField(max_length=8, unique=True)
    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="lab_orders")
    test = models.ForeignKey("labs.Test", models.PROTECT, related_name="orders")
    panel = models.ForeignKey("labs.Panel", models.PROTECT, null=True, related_name="+")
    sample = models.ForeignKey(Sample, models.PROTECT, null=True, related_name="orders")
    rejected_sample = models.ForeignKey(Sample, models.PROTECT, null=True, related_name="rejected_orders")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ORDERED)
    outside = models.ForeignKey("labs.OutsideRequest", models.PROTECT, null=True, related_name="orders")
    is_urgent = models.BooleanField(default=False)
    is_pregnant = models.BooleanField(null=True)
    is_sent = models.BooleanField(default=False)
    sent_to = models.ForeignKey("centres.Centre", models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    resulted_at = models.DateTimeField(null=True)
    resulted_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    release_reason = models.CharField(max_length=120, blank=True)  # why one person both entered and released
    control_reason = models.CharField(max_length=120, blank=True)  # why it left although the control had failed
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    cancel_reason = models.CharField(max_length=120, blank=True)

    objects = LabOrderQuerySet.as_manager()

    class Meta:
        ordering = ["ordered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "test"],
                condition=~models.Q(status="cancelled"),
                name="test_once_per_visit",
            ),
            both_or_neither("resulted_at", "resulted_by"),
            both_or_neither("released_at", "released_by"),
            both_or_neither("cancelled_at", "cancelled_by"),
        ]
        indexes = [
            models.Index(
                fields=["status", "ordered_at"],
                name="lab_open_orders",
                condition=~models.Q(status__in=["released", "cancelled"]),
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def needs_new_sample(self) -> bool:
        return self.status == self.Status.ORDERED and self.rejected_sample_id is not None
