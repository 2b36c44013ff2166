from django.core.management.base import BaseCommand

from centres.models import Centre
from labs.catalogue import load, offer_defaults


class Command(BaseCommand):
    help = "Load tests, ranges and panels, and offer every UPHC what its level does. May run twice."

    def handle(self, *args, **options):
        counts = load()
        offered = sum(
            offer_defaults(centre) for centre in Centre.objects.filter(kind__in=[Centre.Kind.UPHC, Centre.Kind.UHWC])
        )
        self.stdout.write(
            f"{counts['tests']} tests, {counts['ranges']} ranges, {counts['panels']} panels; "
            f"{offered} newly offered at centres."
        )
