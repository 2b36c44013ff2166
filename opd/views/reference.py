"""The catalogues of the consulting room with their sources, and whether a clinician has reviewed them."""

from django.shortcuts import render

from centres.permissions import Permission
from centres.views.base import CentreView
from opd import redflags
from opd.models import Complaint, DeskComplaint, Diagnosis, DosagePhrase, DoseRule, Medicine, VitalRange

KINDS = {
    "medicines": Medicine, "diagnoses": Diagnosis, "complaints": Complaint, "phrases": DosagePhrase,
    "ranges": VitalRange, "doses": DoseRule, "desk": DeskComplaint,
}  # fmt: skip


class Reference(CentreView):
    permission = Permission.REFERENCE_VIEW

    def get(self, request):
        kind = request.GET.get("list", "medicines")
        kind = kind if kind in KINDS else "medicines"
        rows = KINDS[kind].objects.all()
        rows = list(rows.select_related("complaint", "diagnosis") if kind == "desk" else rows)
        context = {
            "kind": kind,
            "signs": redflags.SIGNS if kind == "desk" else (),
            "signs_source": redflags.SOURCE,
            "rows": rows,
            "reviewed": sum(row.is_reviewed for row in rows),
        }
        return render(request, "opd/reference.html", context)
