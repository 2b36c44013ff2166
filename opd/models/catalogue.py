"""Reference content of the consulting room, each row with its source."""

from django.db import models
from django.utils.translation import get_language

from centres.models.centre import BilingualName
from hms.lib.governance import governed

REFERENCE = "reference content of the whole network"


@governed(shared=REFERENCE, public="code name_en name_hi roman_hi system red_flag position source is_reviewed")
class Complaint(BilingualName):
    code = models.CharField(max_length=10, unique=True)
    roman_hi = models.CharField(max_length=120, blank=True)
    system = models.CharField(max_length=40)
    red_flag = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    source = models.CharField(max_length=200)
    is_reviewed = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self):
        return self.code


@governed(
    shared=REFERENCE,
    public="code name_en name_hi category idsp_code hmis_code is_chronic is_sensitive official_title source "
    "is_reviewed",
)
class Diagnosis(BilingualName):
    """An ICD-10 code with the words doctors and patients use. A sensitive one never shows on the phone."""

    code = models.CharField(max_length=8, unique=True)
    name_en = models.CharField(max_length=160)
    name_hi = models.CharField(max_length=160)
    category = models.CharField(max_length=40)
    idsp_code = models.CharField(max_length=20, blank=True)
    hmis_code = models.CharField(max_length=20, blank=True)
    is_chronic = models.BooleanField(default=False)
    is_sensitive = models.BooleanField(default=False)
    official_title = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    is_reviewed = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.code


@governed(
    shared=REFERENCE,
    public="code name_en name_hi presentation form strength category route nlem_code nlem_level is_primary_level "
    "schedule unit source is_reviewed is_active",
)
class Medicine(BilingualName):
    """One presentation of a generic medicine. `unit` is what is counted: tablet, bottle, tube …"""

    code = models.CharField(max_length=10, unique=True)
    presentation = models.CharField(max_length=120)  # as the source has it: "Tablet 500 mg"
    form = models.CharField(max_length=20)  # tablet capsule syrup drops injection ointment inhaler powder other
    strength = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=60, blank=True)
    route = models.CharField(max_length=30, blank=True)
    nlem_code = models.CharField(max_length=40, blank=True)
    nlem_level = models.CharField(max_length=10, blank=True)
    is_primary_level = models.BooleanField(default=False)
    schedule = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=20, default="tablet")
    source = models.CharField(max_length=200)
    is_reviewed = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name_en", "presentation"]

    def __str__(self):
        return f"{self.name_en} {self.presentation}"


@governed(
    shared=REFERENCE,
    public="group code text_en text_hi times_per_period period fhir_hint source is_reviewed",
)
class DosagePhrase(models.Model):
    group = models.CharField(max_length=20)
    code = models.CharField(max_length=20)
    text_en = models.CharField(max_length=160)
    text_hi = models.CharField(max_length=160)
    times_per_period = models.CharField(max_length=20, blank=True)
    period = models.CharField(max_length=20, blank=True)
    fhir_hint = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=200)
    is_reviewed = models.BooleanField(default=False)

    class Meta:
        ordering = ["group", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "code"], name="dosage_phrase_once")]

    def __str__(self):
        return f"{self.group}:{self.code}"

    @property
    def text(self) -> str:
        return self.text_hi if get_language() == "hi" else self.text_en


@governed(
    shared=REFERENCE,
    public="parameter unit loinc age_group age_min_days age_max_days low high critical_low critical_high note "
    "source is_reviewed",
)
class VitalRange(models.Model):
    """What is usual at an age (completed days, both ends included); `plausible` rows bound what can be typed."""

    parameter = models.CharField(max_length=60)
    unit = models.CharField(max_length=20)
    loinc = models.CharField(max_length=10, blank=True)
    age_group = models.CharField(max_length=40)
    age_min_days = models.PositiveIntegerField()
    age_max_days = models.PositiveIntegerField()
    low = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    critical_low = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    critical_high = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    is_reviewed = models.BooleanField(default=False)

    class Meta:
        ordering = ["parameter", "age_min_days"]
        constraints = [models.UniqueConstraint(fields=["parameter", "age_group", "note"], name="vital_range_once")]

    def __str__(self):
        return f"{self.parameter} {self.age_group}"


@governed(
    shared=REFERENCE,
    public="code substance drug_class mg_kg_dose every mg_kg_day_low mg_kg_day_high max_mg_dose max_mg_day "
    "not_below_days pregnancy source is_reviewed",
)
class DoseRule(models.Model):
    """What is stated about a substance: dose by weight, most at once and in a day, ages, pregnancy (opd.limits)."""

    code = models.CharField(max_length=10, unique=True)
    substance = models.CharField(max_length=60)  # as it stands in the English name, small letters
    drug_class = models.CharField(max_length=40, blank=True)
    mg_kg_dose = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    every = models.CharField(max_length=6, blank=True)
    mg_kg_day_low = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    mg_kg_day_high = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    max_mg_dose = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    max_mg_day = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    not_below_days = models.PositiveIntegerField(null=True)
    pregnancy = models.CharField(max_length=10, blank=True)  # avoid, caution or nothing stated
    source = models.CharField(max_length=200)
    is_reviewed = models.BooleanField(default=False)

    class Meta:
        ordering = ["substance"]

    def __str__(self):
        return f"{self.code} {self.substance}"


__all__ = ["Complaint", "Diagnosis", "DosagePhrase", "DoseRule", "Medicine", "VitalRange"]
