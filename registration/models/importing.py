"""An old register taken over from a file: the run, what of it is still to do, and what became of each row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed
from registration.models.following import FOLLOWS_MERGE


@governed(
    centre="centre",
    internal="code file_name headings columns status all_rows done_rows made known asked refused attempts chosen_at "
    "started_at stopped_at finished_at",
)
class RegisterImport(models.Model):
    """One file. Its rows stand sealed in chunks until the job loop has done them; nothing of the file stays after.

    `headings` are the file's first line; `columns` says which of them (by place) is which fact of a person.
    """

    class Status(models.TextChoices):
        CHOSEN = "chosen", _("Not started")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Broken off by a fault")

    code = models.CharField(max_length=8, unique=True)
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=80)
    headings = models.JSONField()
    columns = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.CHOSEN)
    all_rows = models.PositiveIntegerField()
    done_rows = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-chosen_at"]
        constraints = [both_or_neither("started_at", "started_by"), both_or_neither("stopped_at", "stopped_by")]

    def __str__(self):
        return self.code

    @property
    def percent(self) -> int:
        return min(100, self.done_rows * 100 // self.all_rows) if self.all_rows else 0

    @property
    def is_open(self) -> bool:
        return self.status in {self.Status.CHOSEN, self.Status.RUNNING}


@governed(centre="run__centre", internal="number first_line", personal="said")
class ImportChunk(models.Model):
    """Rows still to do, sealed. Deleted in the transaction that did them, so a killed loop goes on with the next."""

    run = models.ForeignKey(RegisterImport, models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()
    first_line = models.PositiveIntegerField()
    said = models.BinaryField()

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_chunk_once")]

    def __str__(self):
        return f"{self.run_id} chunk {self.number}"


@governed(
    centre="centre",
    internal="line outcome why decided_at",
    personal="said",
    credential="digest",
)
class ImportedRow(models.Model):
    """What became of one row. `digest` (keyed) is of its register number, or of the whole row where it has none.

    `patient` is whom it made, whom it was joined to, or who may be the same. `said` holds the sealed cells while
    somebody has still to answer or correct.
    """

    class Outcome(models.TextChoices):
        MADE = "made", _("new record")
        ASKED = "asked", _("perhaps on record already")
        JOINED = "joined", _("joined to a record")
        REFUSED = "refused", _("refused")

    class Why(models.TextChoices):
        FACTS = "facts", _("Something in the row cannot be right.")
        NUMBER = "number", _("This register number belongs to somebody else already.")
        UNANSWERED = "unanswered", _("Nobody said within 90 days whether it is the same person.")

    run = models.ForeignKey(RegisterImport, models.PROTECT, related_name="rows")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    patient = models.ForeignKey("registration.Patient", models.PROTECT, null=True, related_name="+")
    said = models.BinaryField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["run", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "digest"], condition=~models.Q(outcome="refused"), name="imported_row_once"
            ),
            both_or_neither("decided_at", "decided_by"),
            models.CheckConstraint(
                condition=models.Q(outcome="refused") | models.Q(patient__isnull=False),
                name="imported_row_has_a_person",
            ),
        ]
        triggers = [FOLLOWS_MERGE]
        indexes = [
            models.Index(fields=["run", "line"], name="rows_to_answer", condition=models.Q(outcome="asked")),
            models.Index(fields=["run", "outcome", "line"], name="rows_of_a_run"),
        ]

    def __str__(self):
        return f"{self.run_id} line {self.line}"
