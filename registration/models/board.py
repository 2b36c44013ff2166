"""The screen on the wall of a waiting room."""

from django.db import models

from centres.querysets import CentreQuerySet
from hms.lib.governance import governed


@governed(centre="centre", internal="renewed_at", credential="token")
class WaitingBoard(models.Model):
    """The address under which a centre's screen shows its tokens.

    The token is kept readable, unlike a slip's: behind it stand numbers that hang on the wall anyway, and the person
    in charge must be able to open a second screen. Renewing it closes every screen that had the old one.
    """

    centre = models.OneToOneField("centres.Centre", models.PROTECT, related_name="waiting_board")
    token = models.CharField(max_length=22, unique=True)
    renewed_at = models.DateTimeField()
    renewed_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    def __str__(self):
        return f"board of {self.centre_id}"
