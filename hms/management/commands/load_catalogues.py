"""Reference data of every app, in the order in which apps build on each other. May run as often as one likes."""

from importlib import import_module
from importlib.util import find_spec

from django.core.management.base import BaseCommand
from django.db import transaction

from centres.catalogue.defaults import SEES_PATIENTS
from centres.models import Centre

APPS = ("centres", "registration", "labs", "opd")


class Command(BaseCommand):
    help = "Load facilities, post offices, tests, diagnoses, medicines … A second run changes nothing."

    @transaction.atomic
    def handle(self, **options):
        for app in APPS:
            if find_spec(f"{app}.catalogue"):
                done = import_module(f"{app}.catalogue").load()
                self.stdout.write(f"{app}: {_words(done)}")
        self.stdout.write(f"labs: {self._offer()} tests newly offered at centres")

    def _offer(self) -> int:
        """What a centre's laboratory offers on its first day."""
        from labs.catalogue import offer_defaults

        centres = Centre.objects.filter(kind__in=SEES_PATIENTS)
        return sum(offer_defaults(centre) for centre in centres)


def _words(done) -> str:
    if isinstance(done, dict):
        return ", ".join(f"{count} {what}" for what, count in done.items())
    return ", ".join(map(str, done)) if isinstance(done, list | tuple) else str(done if done is not None else "loaded")
