"""Tests, panels and ranges, and what each centre can do."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.models.centre import BilingualName
from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.dates import format_day
from hms.lib.governance import governed


@governed(
    shared="reference content of the whole network",
    public="code name_en name_hi category specimen specimen_hi container method result_type unit decimals "
    "choices_en choices_hi choices_flag loinc possible_low possible_high is_sensitive meaning_high_en "
    "meaning_high_hi meaning_low_en meaning_low_hi position is_active source is_reviewed reviewed_on edited_at version "
    "reactive_from components is_loinc_confirmed",
    internal="reviewed_by_name",
)
class Test(BilingualName):
    """One thing the laboratory measures.

    `possible_low`/`possible_high` are what a living person's sample can give, in `unit`; outside is a slip of the
    hand. A sensitive test's result never shows on the patient's phone. `choices_hi` and `choices_flag` stand beside
    `choices_en`: for a blood group no choice is abnormal, so its flags are empty. Of a titre the choices are its
    dilutions in order, and `reactive_from` the first that counts as reactive, by `source`. A microscopy holds what is
    looked for in `components` (labs.components). `is_loinc_confirmed`: somebody saw the number beside the name.
    """

    __test__ = False  # for pytest: a laboratory test, not a test case

    class ResultType(models.TextChoices):
        NUMERIC = "numeric", gettext_lazy("Number")
        CODED = "coded", gettext_lazy("Choice")
        TITRE = "titre", gettext_lazy("Titre")
        MICROSCOPY = "microscopy", gettext_lazy("Microscopy")
        TEXT = "text", gettext_lazy("Text")

    class Container(models.TextChoices):
        EDTA = "edta", gettext_lazy("EDTA tube (purple)")
        PLAIN = "plain", gettext_lazy("Plain tube (red)")
        FLUORIDE = "fluoride", gettext_lazy("Fluoride tube (grey)")
        CITRATE = "citrate", gettext_lazy("Citrate tube (blue)")
        PRICK = "prick", gettext_lazy("Finger prick")
        URINE = "urine", gettext_lazy("Urine bottle")
        STOOL = "stool", gettext_lazy("Stool box")
        SPUTUM = "sputum", gettext_lazy("Sputum box")
        SEMEN = "semen", gettext_lazy("Semen container")
        SWAB = "swab", gettext_lazy("Swab")
        SLIDE = "slide", gettext_lazy("Slide")
        NONE = "", gettext_lazy("No sample")

    code = models.CharField(max_length=12, unique=True)
    category = models.CharField(max_length=40)
    specimen = models.CharField(max_length=40)
    specimen_hi = models.CharField(max_length=40, blank=True)
    container = models.CharField(max_length=10, choices=Container.choices, blank=True)
    method = models.CharField(max_length=120, blank=True)
    result_type = models.CharField(max_length=10, choices=ResultType.choices)
    unit = models.CharField(max_length=24, blank=True)
    decimals = models.PositiveSmallIntegerField(default=1)
    choices_en = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    choices_hi = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    choices_flag = ArrayField(models.CharField(max_length=2, blank=True), default=list, blank=True)
    reactive_from = models.CharField(max_length=12, blank=True)
    components = models.JSONField(default=list, blank=True)
    loinc = models.CharField(max_length=10, blank=True)
    is_loinc_confirmed = models.BooleanField(default=False)
    possible_low = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    possible_high = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    is_sensitive = models.BooleanField(default=False)
    meaning_high_en = models.CharField(max_length=200, blank=True)
    meaning_high_hi = models.CharField(max_length=200, blank=True)
    meaning_low_en = models.CharField(max_length=200, blank=True)
    meaning_low_hi = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)
    source = models.CharField(max_length=200)
    is_reviewed = models.BooleanField(default=False)
    reviewed_by_name = models.CharField(max_length=120, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)  # set on screen: loading the files leaves this test alone
    edited_by = models.ForeignKey("centres.User", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "code"]
        constraints = [both_or_neither("edited_at", "edited_by")]

    def __str__(self):
        return self.code

    @property
    def needs_sample(self) -> bool:
        """An X-ray, an ECG and a skin test have no tube to label."""
        return bool(self.container)


@governed(
    shared="reference content of the whole network",
    public="code name_en name_hi position is_active edited_at version",
)
class Panel(BilingualName):
    """Tests that are ordered together, such as CBC."""

    code = models.CharField(max_length=12, unique=True)
    tests = models.ManyToManyField(Test, through="labs.PanelTest", related_name="panels")
    position = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey("centres.User", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "code"]
        constraints = [both_or_neither("edited_at", "edited_by")]

    def __str__(self):
        return self.code


@governed(shared="reference content of the whole network", public="position")
class PanelTest(models.Model):
    panel = models.ForeignKey(Panel, models.CASCADE)
    test = models.ForeignKey(Test, models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["panel", "position"]
        constraints = [models.UniqueConstraint(fields=["panel", "test"], name="panel_test_once")]

    def __str__(self):
        return f"{self.panel_id} {self.test_id}"


@governed(
    shared="reference content of the whole network",
    public="sex pregnancy age_min_days age_max_days analyser low high critical_low critical_high note source "
    "is_reviewed",
)
class ReferenceRange(models.Model):
    """What is normal for whom, in the test's unit. Both ends are normal; None means no limit.

    Ages in completed days, both ends included. The row with the narrowest matching age and sex counts; pregnancy
    wins. A row with an `analyser` holds only where the centre names that analyser for the test, and wins there.
    """

    class Sex(models.TextChoices):
        FEMALE = "F", gettext_lazy("Female")
        MALE = "M", gettext_lazy("Male")
        ANY = "A", gettext_lazy("Any")

    test = models.ForeignKey(Test, models.CASCADE, related_name="ranges")
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.ANY)
    pregnancy = models.BooleanField(default=False)
    age_min_days = models.PositiveIntegerField(default=0)
    age_max_days = models.PositiveIntegerField(default=50000)
    analyser = models.CharField(max_length=60, blank=True)
    low = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    critical_low = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    critical_high = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    is_reviewed = models.BooleanField(default=False)

    class Meta:
        ordering = ["test", "age_min_days", "sex"]
        constraints = [
            models.UniqueConstraint(
                fields=["test", "sex", "pregnancy", "age_min_days", "age_max_days", "analyser"], name="range_once"
            ),
            models.CheckConstraint(
                condition=models.Q(age_max_days__gte=models.F("age_min_days")), name="range_ages_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.test_id} {self.sex} {self.low}–{self.high}"


@governed(centre="centre", internal="mode cause reason until analyser changed_at")
class CentreTest(models.Model):
    """Whether a centre does a test itself, sends it out or cannot do it today. No row means: not offered.

    `until` is the first day on which a test that is not possible now is expected back; the switch itself stays until
    somebody turns it. `analyser` chooses the ranges made for that machine.
    """

    class Mode(models.TextChoices):
        HERE = "here", gettext_lazy("Done here")
        SENT = "sent", gettext_lazy("Sent out")
        NOT_TODAY = "not_today", gettext_lazy("Not possible today")

    class Cause(models.TextChoices):
        REAGENT = "reagent", gettext_lazy("Reagent or kit finished")
        MACHINE = "machine", gettext_lazy("Machine down")
        POWER = "power", gettext_lazy("No electricity")
        STAFF = "staff", gettext_lazy("Technician away")
        OTHER = "other", gettext_lazy("Something else")

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="tests")
    test = models.ForeignKey(Test, models.PROTECT, related_name="centres")
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.HERE)
    sent_to = models.ForeignKey("centres.Centre", models.PROTECT, null=True, blank=True, related_name="+")
    cause = models.CharField(max_length=8, choices=Cause.choices, blank=True)
    reason = models.CharField(max_length=120, blank=True)
    until = models.DateField(null=True, blank=True)
    analyser = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "test"]
        constraints = [models.UniqueConstraint(fields=["centre", "test"], name="centre_test_once")]

    def __str__(self):
        return f"{self.centre_id} {self.test_id} {self.mode}"

    @property
    def why(self) -> str:
        """Why not today, as doctors read it: the cause, words of our own, and the day it is expected back."""
        cause = self.get_cause_display() if self.cause not in {"", self.Cause.OTHER} else ""
        back = _("back on %(day)s") % {"day": format_day(self.until)} if self.until else ""
        return "; ".join(filter(None, [cause, self.reason, back]))

    def is_overdue(self, today) -> bool:
        """Expected back by now and still switched off."""
        return self.mode == self.Mode.NOT_TODAY and self.until is not None and self.until <= today
