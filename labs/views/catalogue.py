"""Every test with its ranges, where they come from, and whether a clinician has looked at them."""

from django.db.models import Prefetch
from django.shortcuts import render

from centres.permissions import Permission
from labs import ranges
from labs.models import Panel, ReferenceRange, Test
from labs.views.base import LabView


class Catalogue(LabView):
    permission = Permission.LAB_CATALOGUE_VIEW

    def get(self, request):
        by_age = ReferenceRange.objects.order_by("pregnancy", "-age_min_days", "sex")
        tests = list(Test.objects.filter(is_active=True).prefetch_related(Prefetch("ranges", queryset=by_age)))
        modes = {row.test_id: row for row in self.centre.tests.select_related("sent_to")}
        groups: dict[str, list] = {}
        for test in tests:
            lines = [(row, ranges.words(row, test.decimals)) for row in test.ranges.all()]
            groups.setdefault(test.category, []).append((test, lines, modes.get(test.pk)))
        context = {
            "groups": groups.items(),
            "panels": Panel.objects.filter(is_active=True).prefetch_related("tests"),
            "unreviewed": sum(not test.is_reviewed for test in tests),
            "count": len(tests),
        }
        return render(request, "labs/catalogue.html", context)
