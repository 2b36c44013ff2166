"""Compile the Hindi catalogues that changed."""

from django.core.management.base import BaseCommand

from hms.messages import catalogue


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def handle(self, **options):
        self.stdout.write(f"{catalogue.compile_all()} catalogues compiled")
