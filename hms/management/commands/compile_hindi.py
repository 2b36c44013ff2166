"""Compile the Hindi catalogues that changed."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation.reloader import translation_file_changed

from hms.messages import catalogue


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def handle(self, **options):
        compiled = catalogue.compile_all()
        # Loading Django has read the old catalogues, or none; a first start goes on to make the demo in this process.
        translation_file_changed(sender=None, file_path=Path("django.mo"))
        self.stdout.write(f"{compiled} catalogues compiled")
