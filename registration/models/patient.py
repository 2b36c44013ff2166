"""One row per person, state-wide."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed
from registration.find_keys import FindKeysField
from registration.models.days import PATIENT_MARKS_DAYS
from registration.models.following import FOLLOWS_MERGE
from registration.models.words import LEARNS_WORDS


class LivingManager(models.Manager):
    """Records that go on. One that was merged into another is found through Patient.everyone only."""

    def get_queryset(self):
        return super().get_queryset().filter(merged_into=None)


@governed(
    shared="the record belongs to the patient, not to a centre (design 3.3); reached through PatientAccess",
    personal="uhid name name_other sex birth_date birth_is_estimated guardian_name guardian_relation phone "
    "phone_owner phone_owner_name house street ward pincode post_office district state name_keys find_keys",
    aadhaar="aadhaar_last4",
    internal="aadhaar_absent aadhaar_seen is_demo registered_at version",
)
class Patient(models.Model):
    """A person. Every centre sees the same row; facts are corrected with history (PatientChange).

    `merged_into` is the record that goes on, never one that was itself merged (ADR 0018).
    """

    class Sex(models.TextChoices):
        FEMALE = "F", _("Female")
        MALE = "M", _("Male")
        OTHER = "O", _("Other")

    class Relation(models.TextChoices):
        HUSBAND = "W", _("Husband")  # W/O: wife of
        FATHER = "F", _("Father")  # S/O, D/O
        MOTHER = "M", _("Mother")
        OTHER = "C", _("Guardian")  # C/O

    class PhoneOwner(models.TextChoices):
        SELF = "self", _("Own phone")
        OTHER = "other", _("Somebody else's phone")
        NONE = "none", _("No phone")

    class AadhaarAbsent(models.TextChoices):
        NOT_BROUGHT = "not_brought", _("Card not brought")
        NOT_ENROLLED = "not_enrolled", _("Not enrolled yet")
        CHILD = "child", _("Child")
        REFUSED = "refused", _("Does not want to give it")
        UNCONSCIOUS = "unconscious", _("Cannot speak now")
        HOMELESS = "homeless", _("Homeless or transgender person without a card")
        FOREIGN = "foreign", _("Foreign national")

    uhid = models.CharField(max_length=11, unique=True)
    name = models.CharField(_("full name"), max_length=100)
    name_other = models.CharField(_("name in the other script"), max_length=100, blank=True)
    # Sorted, each once: see hms.lib.names and search.keys_of.
    name_keys = ArrayField(models.CharField(max_length=30), default=list)
    find_keys = FindKeysField(models.TextField(), default=list)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices)
    birth_date = models.DateField(_("birth date"))
    birth_is_estimated = models.BooleanField(_("birth date estimated from age"), default=False)
    guardian_name = models.CharField(_("guardian"), max_length=100, blank=True)
    guardian_relation = models.CharField(_("relation"), max_length=1, choices=Relation.choices, blank=True)
    phone = models.CharField(_("phone"), max_length=10, blank=True)
    phone_owner = models.CharField(_("whose phone"), max_length=5, choices=PhoneOwner.choices)
    phone_owner_name = models.CharField(_("name of the phone's owner"), max_length=100, blank=True)
    house = models.CharField(_("house"), max_length=60, blank=True)
    street = models.CharField(_("mohalla or street"), max_length=120, blank=True)
    ward = models.CharField(_("ward"), max_length=10, blank=True)
    pincode = models.CharField(_("PIN code"), max_length=6, blank=True)
    post_office = models.CharField(_("post office"), max_length=60, blank=True)
    district = models.CharField(_("district"), max_length=60, default="Patna")
    state = models.CharField(_("state"), max_length=60, default="Bihar")
    aadhaar_last4 = models.CharField(max_length=4, blank=True)
    aadhaar_absent = models.CharField(
        _("why there is no Aadhaar"), max_length=12, choices=AadhaarAbsent.choices, blank=True
    )
    aadhaar_seen = models.BooleanField(_("Aadhaar card seen"), default=False)
    is_demo = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    registered_centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="absorbed")
    version = models.PositiveIntegerField(default=1)

    objects = LivingManager()
    everyone = models.Manager()  # noqa: DJ012 (a manager)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(phone_owner="none", phone="")
                | (~models.Q(phone_owner="none") & models.Q(phone__regex=r"^[6-9]\d{9}$")),
                name="patient_phone_or_no_phone",
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="patient_has_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(uhid__regex=r"^[1-9]\d{10}$"),
                name="patient_uhid_has_eleven_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
                name="patient_not_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["phone"], name="patient_by_phone", condition=~models.Q(phone="")),
            GinIndex(fields=["find_keys"], name="patient_by_find_keys"),
            # Possible duplicates: the same sorted keys and about the same age, however many million people.
            models.Index(fields=["name_keys", "birth_date"], name="patient_by_likeness"),
            # A card scanned again: its last four digits and birth date, then the name.
            models.Index(
                fields=["aadhaar_last4", "birth_date"], name="patient_by_card", condition=~models.Q(aadhaar_last4="")
            ),
            models.Index(fields=["registered_centre", "-registered_at"], name="patient_by_centre"),
            # Who lives in the same house.
            models.Index(fields=["pincode", "house"], name="patient_by_house", condition=~models.Q(house="")),
        ]
        triggers = [LEARNS_WORDS, PATIENT_MARKS_DAYS]

    def __str__(self):
        return self.uhid


@governed(
    shared="follows the patient",
    internal="kind added_at",
    personal="value last4",
    aadhaar="index",
    credential="key_version vault_reference",
)
class Identifier(models.Model):
    """Another system's number for this person. An Aadhaar number is never here: only its keyed index."""

    class Kind(models.TextChoices):
        AADHAAR = "aadhaar", _("Aadhaar")
        ABHA_NUMBER = "abha_number", _("ABHA number")
        ABHA_ADDRESS = "abha_address", _("ABHA address")
        RATION_CARD = "ration_card", _("Ration card")
        OLD_UHID = "old_uhid", _("Earlier hospital number")
        BHAVYA = "bhavya", _("BHAVYA number")

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=60, blank=True)
    index = models.BinaryField(max_length=32, null=True)
    # A random name of the row in the vault's own schema (registration.vault); null in every mode but VAULT.
    vault_reference = models.UUIDField(null=True, unique=True)
    key_version = models.PositiveSmallIntegerField(default=1)
    last4 = models.CharField(max_length=4, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "index"],
                condition=models.Q(index__isnull=False),
                name="one_person_one_record",
            ),
            models.UniqueConstraint(
                fields=["kind", "value"], condition=~models.Q(value=""), name="one_person_per_number"
            ),
            models.CheckConstraint(
                condition=(models.Q(kind="aadhaar", value="", index__isnull=False))
                | (~models.Q(kind="aadhaar") & ~models.Q(value="")),
                name="aadhaar_only_as_index",
            ),
        ]
        triggers = [FOLLOWS_MERGE]

    def __str__(self):
        return f"{self.kind} of {self.patient_id}"


@governed(
    shared="follows the patient",
    internal="notice_version notice_hash language mode recorded_at withdrawn_at",
)
class Consent(models.Model):
    """What was read to the person, in which words, and that they agreed."""

    class Mode(models.TextChoices):
        SPOKEN = "spoken", _("Read out, agreed by word of mouth")
        THUMB = "thumb", _("Thumb impression on paper")
        SIGNATURE = "signature", _("Signature on paper")

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="consents")
    notice_version = models.CharField(max_length=10)
    notice_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.SPOKEN)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [both_or_neither("withdrawn_at", "withdrawn_by")]
        triggers = [FOLLOWS_MERGE]

    def __str__(self):
        return f"{self.notice_version} of {self.patient_id}"


@governed(shared="follows the patient", internal="field changed_at", personal="before after reason")
class PatientChange(models.Model):
    """A corrected fact keeps its old value and says why. Append-only."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="changes")
    field = models.CharField(max_length=30)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-changed_at"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.field} of {self.patient_id}"
