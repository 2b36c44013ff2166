"""What patients needed and the centre could not give, for who asks for it."""

from django.shortcuts import render

from centres import audit
from centres.permissions import Permission
from centres.views.base import CentreView
from opd.selectors import needs


class UnmetNeeds(CentreView):
    permission = Permission.CENTRE_BOARD

    def get(self, request):
        rows = needs.unmet(self.centre)
        audit.record("need.listed", by=request.user, centre=self.centre, rows=len(rows))
        return render(request, "opd/unmet.html", {"rows": rows, "days": needs.DAYS})
