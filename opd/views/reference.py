"""The catalogues of the consulting room with their sources, and whether a clinician has reviewed them."""

from django.shortcuts import render

from centres.permissions import Permission
from centres.views.base import CentreView
from opd.models import Complaint, Diagnosis, DosagePhrase, DoseRule, Medicine, VitalRange

KINDS = {
    "medicines": Medicine, "diagnoses": Diagnosis, "complaints": Complaint, "phrases": DosagePhrase,
    "ranges": VitalRange, "doses": DoseRule,
}  # fmt: skip


class Reference(CentreView):
    permission = Permission.RECORD_VIEW

    def get(self, request):
        kind = request.GET.get("list", "medicines")
        kind = kind if kind in KINDS else "medicines"
        rows = list(KINDS[kind].objects.all())
        context = {
            "kind": kind,
            "kinds": list(KINDS),
            "rows": rows,
            "reviewed": sum(row.is_reviewed for row in rows),
        }
        return render(request, "opd/reference.html", context)
