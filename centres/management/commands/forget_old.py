"""Delete what has grown old. The job loop does it every hour."""

from django.core.management.base import BaseCommand

from centres.housekeeping import forget_old


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        done = forget_old()
        self.stdout.write("deleted: " + ", ".join(f"{count} {name}" for name, count in done.items()))
