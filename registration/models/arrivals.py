"""What patients entered on their own phones before they reached the counter."""

from django.db import models

from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed


@governed(centre="centre", internal="code key made_at claimed_at", personal="said", credential="caller")
class PreRegistration(models.Model):
    """One form of one phone, for one day. `said` is sealed, and emptied when the counter has taken it over.

    `key` comes with the form, so that sending it again corrects it instead of making a second one. `caller` is a keyed
    hash of the phone's network address, kept to count.
    """

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    code = models.CharField(max_length=6, unique=True)
    key = models.UUIDField()
    said = models.BinaryField()
    caller = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(db_index=True)
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")
    visit = models.ForeignKey("registration.Visit", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "key"], name="own_phone_form_once"),
            both_or_neither("claimed_at", "claimed_by"),
        ]
        indexes = [models.Index(fields=["caller", "made_at"], name="own_phone_by_caller")]

    def __str__(self):
        return self.code
