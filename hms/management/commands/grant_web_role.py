"""Give the web's role its rights, as the owner of the tables: after every migrate."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from hms.database.grants import grant


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("role", help="the role in the web's DATABASE_URL")

    def handle(self, role, **options):
        if role == connection.settings_dict["USER"]:
            raise CommandError(f"{role} is the owner itself: the web needs a role of its own.")
        with transaction.atomic():
            connection.ensure_connection()
            for line in grant(connection.connection, role):
                self.stdout.write(line)
