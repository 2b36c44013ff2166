"""Compute every audit chain again and name the first row that is not as it was written."""

import sys

from django.core.management.base import BaseCommand

from centres.audit_check import check


class Command(BaseCommand):
    help = "Exit code 0 when every chain is whole, 1 when one is not."

    def handle(self, **options):
        findings = list(check())
        for finding in findings:
            if finding.problem:
                self.stdout.write(f"BROKEN {finding.chain} at event {finding.number}: {finding.problem}")
        broken = sum(1 for finding in findings if finding.problem)
        events = sum(finding.length for finding in findings)
        self.stdout.write(f"{len(findings)} chains, {events} events, {broken} broken")
        if broken:
            sys.exit(1)
