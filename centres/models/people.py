"""Who works here, where, as what, from when to when."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centres.permissions import Role
from centres.querysets import CentreQuerySet
from hms.lib.governance import governed


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(username=username.strip().lower())


@governed(
    shared="a person may work at several centres",
    internal="username language designation is_active is_demo last_login pin_failures failed_pin_at version",
    personal="name_en name_hi phone registration_number",
    credential="password pin",
)
class User(AbstractBaseUser):
    """One member of staff. Rights come from memberships alone; there is no superuser."""

    username = models.CharField(_("user name"), max_length=40, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_hi = models.CharField(_("name in Hindi"), max_length=80)
    phone = models.CharField(_("phone"), max_length=10, blank=True)
    designation = models.CharField(_("designation"), max_length=80, blank=True)
    # Printed under a prescription, as the NMC conduct regulations ask.
    registration_number = models.CharField(_("medical registration number"), max_length=30, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("hi", _("Hindi")), ("en", _("English"))], default="hi"
    )
    pin = models.CharField(_("PIN"), max_length=128, blank=True)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    failed_pin_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False)
    version = models.PositiveIntegerField(default=1)

    objects = UserManager()

    USERNAME_FIELD = "username"

    class Meta:
        ordering = ["name_en"]

    def __str__(self):
        return self.username

    @property
    def name(self) -> str:
        return self.name_hi if get_language() == "hi" else self.name_en

    def get_full_name(self):
        return self.name


class MembershipQuerySet(CentreQuerySet):
    def on(self, day):
        """In force on `day`; both ends count."""
        return self.filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day),
            starts_on__lte=day,
            centre__is_active=True,
        )


@governed(centre="centre", internal="role starts_on ends_on")
class Membership(models.Model):
    """A person may act in `role` at `centre` from `starts_on` to `ends_on`; an open end is None."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user", "centre", "role"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_start",
            ),
            models.UniqueConstraint(fields=["user", "centre", "role", "starts_on"], name="membership_once"),
        ]

    def __str__(self):
        return f"{self.user_id} {self.role} @ {self.centre_id}"


@governed(
    shared="given to a person, not a centre",
    credential="token_hash",
    internal="created_at expires_at used_at",
)
class SetPasswordLink(models.Model):
    """One use, one day. Only the hash of its token is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="password_links")
    token_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"for {self.user_id} until {self.expires_at:%d-%b-%Y %H:%M}"
