"""Views that open a patient's record: only with leave for today, and always written down."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from centres import audit
from centres.permissions import Permission
from centres.views.base import CentreView, FormMixin
from registration import access
from registration.forms.access import BreakGlassForm
from registration.models import PatientAccess, Visit


class RecordView(CentreView):
    """`self.visit` is the visit of this centre named by `code`; `get` and `post` run only when its record is open."""

    def dispatch(self, request, *args, **kwargs):
        self.visit = None
        if self.permission in request.permissions:
            self.visit = self.find(request, kwargs.pop("code"))
            if not access.may_open(self.visit.patient, request.centre):
                return self.closed(request)
        else:
            kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    def find(self, request, code) -> Visit:
        rows = Visit.objects.for_centre(request.centre).select_related("patient", "centre", "department", "room")
        visit = rows.filter(code=code).first()
        if visit is None:
            raise Http404
        return visit

    def closed(self, request):
        """Not opened today: say how it can be opened."""
        form = BreakGlassForm() if Permission.BREAK_GLASS in request.permissions else None
        context = {"visit_code": self.visit.code, "form": form, "wanted": request.path}
        return render(request, "opd/record_closed.html", context, status=403)

    def record_opening(self, what: str) -> None:
        audit.record(
            "record.opened", by=self.request.user, centre=self.centre, target=self.visit,
            patient=self.visit.patient_id, page=what,
        )  # fmt: skip

    def url(self, name: str, **kwargs) -> str:
        return reverse(f"opd:{name}", kwargs={"centre": self.centre.code, "code": self.visit.code, **kwargs})


class RecordOpen(FormMixin, CentreView):
    """Break the glass: open the record of an earlier visit with a typed reason."""

    permission = Permission.BREAK_GLASS
    form_class = BreakGlassForm
    template_name = "opd/record_closed.html"

    def dispatch(self, request, *args, code, **kwargs):
        self.code = code
        return super().dispatch(request, *args, **kwargs)

    def context(self, form):
        self.get_or_404(Visit.objects, code=self.code)
        return {"visit_code": self.code}

    def act(self, form):
        visit = self.get_or_404(Visit.objects.select_related("patient"), code=self.code)
        basis = PatientAccess.Basis.BREAK_GLASS
        access.grant(visit.patient, self.centre, basis, by=self.request.user, reason=form.cleaned_data["reason"])
        return reverse("opd:history", kwargs={"centre": self.centre.code, "code": self.code})


def back_to(view: RecordView, name: str):
    return redirect(view.url(name))
