"""Fill an empty database with invented people, so that everything can be tried."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from hms.demo import build
from registration.models import Patient


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--patients", type=int, default=1000)
        parser.add_argument("--days", type=int, default=14)

    def handle(self, **options):
        if not settings.LOCAL:
            raise CommandError("Demonstration data has no place on a production server (HMS_ENV=production).")
        if Patient.objects.exists():
            self.stdout.write("There are patients already: nothing was added.")
            return
        call_command("load_catalogues", stdout=self.stdout)
        build.build(people=options["patients"], days=options["days"], say=self.stdout.write)
        self.stdout.write("Demonstration data is ready.")
