"""The audit: the database itself refuses to change it, and every row seals the one before."""

import pgtrigger
from django.db import models

from centres.querysets import CentreQuerySet
from hms.lib.governance import governed

NOT_TRUNCATED = pgtrigger.Trigger(
    name="not_truncated",
    when=pgtrigger.Before,
    level=pgtrigger.Statement,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'the audit is append-only';",
)

# What the seal covers, in one place: the trigger writes it and `verify_audit` computes it again.
SEALED = """
    sha256({row}.previous_hash || convert_to(jsonb_build_array(
        {row}.chain, {row}.number, to_char({row}.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        {row}.by_id, {row}.centre_id, {row}.action, {row}.target, {row}.patient_key,
        {row}.detail, {row}.request_id, {row}.address::text
    )::text, 'UTF8'))
"""

# Built from SEALED alone: nothing typed by anybody comes in here.
APPEND = """
    INSERT INTO centres_auditchain AS head (name, length, hash)
    VALUES (NEW.chain, 1, '\\x'::bytea)
    ON CONFLICT (name) DO UPDATE SET length = head.length + 1
    RETURNING head.length, head.hash INTO NEW.number, NEW.previous_hash;
    NEW.at := clock_timestamp();
    NEW.hash := (the seal);
    UPDATE centres_auditchain SET hash = NEW.hash WHERE name = NEW.chain;
    RETURN NEW;
""".replace("(the seal)", SEALED.format(row="NEW"))


@governed(shared="one row for each chain of events", internal="name length hash")
class AuditChain(models.Model):
    """The newest link of one chain; a chain per centre keeps centres from waiting for each other."""

    name = models.CharField(max_length=20, primary_key=True)
    length = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="only_through_events",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
            ),
            NOT_TRUNCATED,
        ]

    def __str__(self):
        return f"{self.name} #{self.length}"


@governed(
    centre="centre",
    internal="chain number at action target detail request_id previous_hash hash patient_key",
    personal="address",
)
class AuditEvent(models.Model):
    """Who did, read, printed or was refused what. `detail` never holds a name, phone, Aadhaar or typed text."""

    chain = models.CharField(max_length=20)
    number = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=40)
    target = models.CharField(max_length=60, blank=True)
    patient_key = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=32, blank=True)
    address = models.GenericIPAddressField(null=True)
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="audit_chain_number")]
        indexes = [
            models.Index(fields=["patient_key", "-at"], name="audit_of_patient"),
            models.Index(fields=["centre", "-at"], name="audit_of_centre"),
            models.Index(fields=["by", "-at"], name="audit_of_person"),
        ]
        triggers = [
            pgtrigger.Trigger(name="append", when=pgtrigger.Before, operation=pgtrigger.Insert, func=APPEND),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            NOT_TRUNCATED,
        ]

    def __str__(self):
        return f"{self.chain}#{self.number} {self.action}"
