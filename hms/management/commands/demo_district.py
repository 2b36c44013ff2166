"""Fill an empty database with the whole district: 26 centres, 90 days, about 200,000 invented visits."""

import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from registration.models import Patient


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=90)
        parser.add_argument("--visits", type=int, default=200_000)
        parser.add_argument(
            "--seed", type=int, default=26, help="the same seed on the same day gives the same district"
        )

    def handle(self, *, days, visits, seed, **options):
        from hms.demo.district import build

        if not settings.LOCAL:
            raise CommandError("Demonstration data has no place on a production server (HMS_ENV=production).")
        if Patient.objects.exists():
            raise CommandError(
                "There are patients already. Give an empty database: DATABASE_URL=… manage.py demo_district"
            )
        began = time.monotonic()
        call_command("load_catalogues", stdout=self.stdout)
        total = build.build(days=days, visits=visits, seed=seed, say=self.stdout.write)
        counts = ", ".join(f"{count:,} {name}" for name, count in total.items())
        self.stdout.write(f"{counts}; {time.monotonic() - began:.0f} s, {self.size()}")

    def size(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
            return cursor.fetchone()[0]
