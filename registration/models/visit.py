"""One attendance: its token, its slip number and its place in the queue."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed
from registration.models.days import VISIT_MARKS_DAYS
from registration.models.following import FOLLOWS_MERGE
from registration.models.words import KNOWN_HERE
from registration.priority import Reason


class VisitQuerySet(CentreQuerySet):
    def of_day(self, day):
        return self.filter(visit_on=day)

    def in_queue_order(self):
        """As people are called (registration.priority)."""
        return self.order_by("place", "token")


@governed(
    centre="centre",
    internal="code number visit_on token daily_serial yearly_serial kind source status is_priority place fee_rupees "
    "registered_at called_at done_at cancelled_at cancel_reason slip_version is_demo version seconds_at_counter "
    "counter_entry",
    clinical="priority",
)
class Visit(models.Model):
    """One patient at one department of one centre on one day. It carries the slip's number and version.

    `code` is the short code printed on the slip and the visit's key in URLs; it means nothing to outsiders.
    `slip_version` grows by one with every change that the slip shows (see services.touch_slip). `came_as` is the record
    whose UHID stands on the printed slip, where that one was merged into `patient` later.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("New")
        FOLLOW_UP = "follow_up", _("Follow-up")

    class Source(models.TextChoices):
        COUNTER = "counter", _("Counter")
        OWN_PHONE = "own_phone", _("Patient's own phone")
        DOWNTIME = "downtime", _("Hand-written pad")

    class Entry(models.TextChoices):
        TYPED = "typed", _("typed")
        SCANNED = "scanned", _("scanned")
        FAMILY = "family", _("family")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CALLED = "called", _("Called in")
        AWAY = "away", _("Away")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    code = models.CharField(max_length=8, unique=True)
    patient = models.ForeignKey("registration.Patient", models.PROTECT, related_name="visits")
    came_as = models.ForeignKey("registration.Patient", models.PROTECT, null=True, related_name="+")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="visits")
    department = models.ForeignKey("centres.Department", models.PROTECT, related_name="visits")
    room = models.ForeignKey("centres.Room", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=24, unique=True)
    visit_on = models.DateField()
    token = models.PositiveIntegerField()
    daily_serial = models.PositiveIntegerField()
    yearly_serial = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NEW)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.COUNTER)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    is_priority = models.BooleanField(default=False)
    priority = models.CharField(
        _("why first"), max_length=10, choices=Reason.choices, blank=True, default="", db_default=""
    )
    place = models.FloatField(default=0, db_default=0)  # in the order of calling: registration.priority
    fee_rupees = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    cancel_reason = models.CharField(max_length=100, blank=True)
    seconds_at_counter = models.PositiveIntegerField(null=True)
    counter_entry = models.CharField(max_length=7, choices=Entry.choices, blank=True, default="", db_default="")
    workstation = models.ForeignKey("centres.Workstation", models.PROTECT, null=True, related_name="+")
    slip_version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "department", "visit_on", "token"], name="token_once"),
            models.UniqueConstraint(fields=["centre", "visit_on", "daily_serial"], name="daily_serial_once"),
            models.UniqueConstraint(
                fields=["patient", "department", "visit_on"],
                condition=~models.Q(status="cancelled") & models.Q(came_as=None),
                name="one_visit_a_day_of_a_record",
            ),
            both_or_neither("called_at", "called_by"),
            both_or_neither("done_at", "done_by"),
            both_or_neither("cancelled_at", "cancelled_by"),
        ]
        indexes = [
            models.Index(fields=["patient", "-registered_at"], name="visit_by_patient"),
            models.Index(fields=["centre", "visit_on", "department", "status"], name="visit_queue"),
        ]
        triggers = [FOLLOWS_MERGE, KNOWN_HERE, *VISIT_MARKS_DAYS]

    def __str__(self):
        return self.number


@governed(centre="centre", internal="scope value")
class Counter(models.Model):
    """A number that grows by one inside a transaction: no gaps, no duplicates. Never read without its lock."""

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    scope = models.CharField(max_length=40)
    value = models.PositiveIntegerField()

    objects = CentreQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "scope"], name="counter_once")]

    def __str__(self):
        return f"{self.centre_id} {self.scope} {self.value}"
