"""A centre, its departments, rooms and hours."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet, ReachQuerySet
from hms.lib.governance import governed


class BilingualName(models.Model):
    """A name in both languages; `.name` is the one the reader reads."""

    name_en = models.CharField(_("name in English"), max_length=120)
    name_hi = models.CharField(_("name in Hindi"), max_length=120)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return self.name_hi if get_language() == "hi" else self.name_en


@governed(
    shared="the list of centres itself; a person reaches one through a membership",
    public="code short_code name_en name_hi kind tier district ward locality pincode latitude longitude phone "
    "phase stage is_placeholder fee_rupees slip_valid_days letterhead_mm",
    internal="two_person_release sign_with_pin critical_minutes is_active is_demo source is_reviewed loaded version",
)
class Centre(BilingualName):
    """One place of care or office. Adding one is data: nothing in the code knows a centre by name."""

    class Kind(models.TextChoices):
        UHWC = "UHWC", _("Urban health and wellness centre")
        UPHC = "UPHC", _("Urban primary health centre")
        PHC = "PHC", _("Primary health centre")
        CHC = "CHC", _("Community health centre")
        SDH = "SUB_DISTRICT_HOSPITAL", _("Sub-divisional hospital")
        DH = "DISTRICT_HOSPITAL", _("District hospital")
        STATE_SPECIALTY = "STATE_SPECIALTY_HOSPITAL", _("State speciality hospital")
        MEDICAL_COLLEGE = "MEDICAL_COLLEGE", _("Medical college hospital")
        AUTONOMOUS = "AUTONOMOUS_INSTITUTE", _("Autonomous institute")
        CENTRAL = "CENTRAL_INSTITUTE", _("Central institute")
        DENTAL = "DENTAL_COLLEGE", _("Dental college")
        AYUSH = "AYUSH_COLLEGE", _("AYUSH college")
        PROGRAMME = "PROGRAMME_CENTRE", _("Programme centre")
        ADMIN = "ADMIN_OFFICE", _("Administrative office")

    class Stage(models.TextChoices):
        PLANNED = "planned", _("Planned")
        SURVEYED = "surveyed", _("Surveyed")
        EQUIPPED = "equipped", _("Equipped")
        TRAINED = "trained", _("Trained")
        LIVE = "live", _("Live")

    code = models.SlugField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9-]+$", _("Use capital letters, digits and hyphens."))],
    )
    # Stands in every visit number (YRP-261122-041), so it never changes once visits exist.
    short_code = models.CharField(_("short code"), max_length=6, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    tier = models.CharField(_("tier"), max_length=20, blank=True)
    phase = models.PositiveSmallIntegerField(_("phase"), null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.PLANNED)
    district = models.CharField(_("district"), max_length=60, default="Patna")
    ward = models.CharField(_("ward"), max_length=10, blank=True)
    locality = models.CharField(_("locality"), max_length=120, blank=True)
    pincode = models.CharField(_("PIN code"), max_length=6, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=15, blank=True)
    is_placeholder = models.BooleanField(_("name still to be supplied"), default=False)
    fee_rupees = models.DecimalField(_("fee in rupees"), max_digits=6, decimal_places=2, default=0)
    slip_valid_days = models.PositiveSmallIntegerField(_("slip valid for days"), default=15)
    two_person_release = models.BooleanField(_("a second person releases lab results"), default=False)
    sign_with_pin = models.BooleanField(_("doctors sign with their PIN"), default=False)
    # Height of what the printer's paper already carries; 0 for plain paper.
    letterhead_mm = models.PositiveSmallIntegerField(_("pre-printed head in mm"), default=0)
    critical_minutes = models.PositiveSmallIntegerField(
        _("minutes until an untold critical value goes to the person in charge"), default=30
    )
    is_active = models.BooleanField(_("in use"), default=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_reviewed = models.BooleanField(_("reviewed"), default=False)
    # What the catalogue said last, so that a later one leaves alone what an administrator changed.
    loaded = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReachQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.name_en}"

    @property
    def is_hospital(self) -> bool:
        """Whether patients are referred up to it."""
        return self.tier in {"secondary", "tertiary"}


@governed(centre="centre", public="number name_en name_hi is_active")
class Room(BilingualName):
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="rooms")
    number = models.CharField(_("room number"), max_length=10)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    name_hi = models.CharField(_("name in Hindi"), max_length=60, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "number"]
        constraints = [models.UniqueConstraint(fields=["centre", "number"], name="room_once_per_centre")]

    def __str__(self):
        return f"{self.centre.code} {self.number}"


@governed(centre="centre", public="code name_en name_hi kind is_active position")
class Department(BilingualName):
    """A queue of its own: patients get a token of one department for one day."""

    class Kind(models.TextChoices):
        GENERAL = "general", _("General OPD")
        MCH = "mch", _("Mother and child")
        NCD = "ncd", _("NCD clinic")
        DENTAL = "dental", _("Dental")
        IMMUNISATION = "immunisation", _("Immunisation")
        EYE = "eye", _("Eye")
        AYUSH = "ayush", _("AYUSH")
        LAB = "lab", _("Laboratory")
        OTHER = "other", _("Other")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="departments")
    code = models.SlugField(_("code"), max_length=12)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="departments", verbose_name=_("room")
    )
    position = models.PositiveSmallIntegerField(_("order in lists"), default=10)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["centre", "code"], name="department_once_per_centre")]

    def __str__(self):
        return f"{self.centre.code} {self.name_en}"


@governed(centre="centre", public="weekday starts_at ends_at name_en name_hi")
class OpdSession(BilingualName):
    """When the doors are open on one weekday. `starts_at` and `ends_at` are times of day at the centre."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="sessions")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    name_en = models.CharField(_("name in English"), max_length=40, default="Morning")
    name_hi = models.CharField(_("name in Hindi"), max_length=40, default="सुबह")
    starts_at = models.TimeField(_("opens"))
    ends_at = models.TimeField(_("closes"))

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "weekday", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "weekday", "starts_at"], name="session_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.centre.code} {self.get_weekday_display()} {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"
