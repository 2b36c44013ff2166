"""Look at a full week of numbers and put what looks unlikely as questions to the centres. Twice the same asks once."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from opd import services
from opd.reporting.periods import week_of


class Command(BaseCommand):
    help = f"{__doc__} The job loop does this every night; by hand for another week or one centre."

    def add_arguments(self, parser):
        parser.add_argument("--day", help="the week around this day (2026-11-23) instead of the last full one")
        parser.add_argument("--centre", action="append", help="only this centre's code; may be given again")

    def handle(self, *, day, centre, **options):
        check = services.look_at_numbers(self.week(day) if day else None, centre)
        self.stdout.write(
            f"{check.first:%d-%b-%Y} to {check.last:%d-%b-%Y}: {check.centres} centres, {check.found} new questions"
        )

    def week(self, typed):
        try:
            week = week_of(date.fromisoformat(typed))
        except ValueError:
            raise CommandError("Write the day as 2026-11-23.") from None
        if week.last >= timezone.localdate():
            raise CommandError("That week is not over yet.")
        return week
