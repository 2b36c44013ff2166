"""The first administrator, or a further one when nobody can sign in any more."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from centres import audit
from centres.models import Centre, Membership, User
from centres.permissions import Role
from centres.services import passwords

OFFICE = "CSO"


class Command(BaseCommand):
    help = "Make a system administrator at the Civil Surgeon's office and print the link that sets the password."

    def add_arguments(self, parser):
        parser.add_argument("--username", required=True)
        parser.add_argument("--name-en", default="System administrator")
        parser.add_argument("--name-hi", default="सिस्टम प्रशासक")

    @transaction.atomic
    def handle(self, *, username, name_en, name_hi, **options):
        office = Centre.objects.filter(code=OFFICE).first()
        if office is None:
            raise CommandError(f"There is no centre {OFFICE} yet: run manage.py load_catalogues first.")
        user = self.person(username, name_en, name_hi)
        today = timezone.localdate()
        if not Membership.objects.on(today).filter(user=user, centre=office, role=Role.ADMINISTRATOR).exists():
            Membership.objects.create(user=user, centre=office, role=Role.ADMINISTRATOR, starts_on=today)
            audit.record("membership.added", by=None, centre=office, target=user, role=Role.ADMINISTRATOR.value)
        link = reverse("centres:set-password", args=[passwords.issue_link(user, by=None)])
        self.stdout.write(f"{user.username} sets the password within 24 hours, once, at\n{settings.PUBLIC_URL}{link}")

    def person(self, username, name_en, name_hi) -> User:
        """A new person; one who exists gets a new link, so that a lost password never locks the network out."""
        username = username.strip().lower()
        user = User.objects.filter(username=username).first()
        if user is not None and not user.is_active:
            raise CommandError(f"The account {username} is closed. Choose another user name.")
        if user is None:
            user = User(username=username, name_en=name_en, name_hi=name_hi)
            user.set_unusable_password()
            user.full_clean(exclude=["password"])
            user.save()
            audit.record("person.added", by=None, target=user)
        return user
