"""The computers at a centre, and who is signed in on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.governance import governed


@governed(
    centre="centre",
    internal="name opened_at open_until seen_at",
    credential="token_hash",
)
class Workstation(models.Model):
    """A browser that a full sign-in opened for the day: colleagues then switch with their PIN.

    The browser holds a random token in a cookie; the hash stands here. Ending it ends PIN sign-in there.
    """

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="workstations")
    name = models.CharField(_("name of this computer"), max_length=40)
    token_hash = models.BinaryField(max_length=32, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    open_until = models.DateTimeField()
    # Noted by the browser itself every few minutes of work, also on days when nobody opens it for PINs.
    seen_at = models.DateTimeField(null=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "name"]

    def __str__(self):
        return f"{self.centre_id} {self.name}"


@governed(
    shared="belongs to the person who signed in",
    internal="started_at seen_at ended_at method browser",
    personal="address",
    credential="session_key",
)
class SignIn(models.Model):
    """One browser session of one person. Its owner and the administrator can end it."""

    class Method(models.TextChoices):
        PASSWORD = "password", _("password")
        PIN = "pin", _("PIN")

    user = models.ForeignKey("centres.User", models.PROTECT, related_name="sign_ins")
    workstation = models.ForeignKey(Workstation, models.PROTECT, null=True, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    method = models.CharField(max_length=10, choices=Method.choices)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["user", "-started_at"])]

    def __str__(self):
        return f"{self.user_id} {self.started_at:%d-%b-%Y %H:%M}"
