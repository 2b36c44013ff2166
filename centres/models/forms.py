"""Forms that were sent once, and forms kept while their owner signs in again."""

from django.db import models
from django.utils import timezone

from hms.lib.governance import governed


@governed(shared="belongs to the person who sent it", internal="key answer created_at", credential="body_hash")
class SubmittedForm(models.Model):
    """The first answer to a form. The same key again gives the same answer and does nothing."""

    user = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    key = models.UUIDField()
    body_hash = models.BinaryField(max_length=32)
    answer = models.CharField(max_length=200)  # the path the browser was sent to
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="form_sent_once")]

    def __str__(self):
        return str(self.key)


@governed(shared="belongs to the person who typed it", internal="path created_at reference", credential="body")
class HeldForm(models.Model):
    """What somebody had typed when the session ended or locked, sealed; never an Aadhaar number or password."""

    reference = models.UUIDField(unique=True)
    user = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    path = models.CharField(max_length=200)
    body = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)  # when it was kept last

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return str(self.reference)
