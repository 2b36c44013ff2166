"""The pharmacy window: who comes for medicines, and what each person gets."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centres import audit, once
from centres.permissions import Permission
from centres.views.base import CentreView, FormMixin
from labs.forms import FindForm
from opd import services
from opd.errors import DispensingError
from opd.forms.dispensing import DispenseForm, TakeBackForm
from opd.models import Dispensing
from opd.selectors import dispensing
from registration import access, scans, search
from registration.models import PatientAccess, Visit
from registration.selectors.records import of_uhid

Kind = search.Kind


class Window(CentreView):
    permission = Permission.DISPENSE

    def list_context(self) -> dict:
        return {"rows": dispensing.window(self.centre), "today": timezone.localdate()}


class DispenseList(Window):
    def get(self, request):
        context = {**self.list_context(), "find": FindForm(), "idem": once.new_key(request.user)}
        return render(request, "opd/pharmacy_list.html", context)


class DispenseFind(FormMixin, Window):
    """A slip's QR or code, a token of today or a visit's number opens the prescription.

    A slip of another centre in the pharmacist's hand opens the record here for today.
    """

    form_class = FindForm
    template_name = "opd/pharmacy_list.html"

    def act(self, form) -> str:
        query = search.read(form.cleaned_data["q"])
        visit = self.find(query)
        if query.is_proof and visit.centre_id != self.centre.pk:
            access.grant(visit.patient, self.centre, PatientAccess.Basis.SCAN, by=self.request.user)
        return reverse("opd:dispense", args=[self.centre.code, visit.code])

    def context(self, form) -> dict:
        return {**self.list_context(), "find": form}

    def find(self, query: search.Query) -> Visit:
        found = list(self.visits(query)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise DispensingError(_("Two departments have this token: scan the slip."), field="q")
        raise DispensingError(
            _(
                "No prescription found. Scan the slip, or type today's token or the code on the slip. "
                "A slip of another centre is scanned, or its code typed."
            ),
            field="q",
        )

    def visits(self, query):
        rows = Visit.objects.select_related("patient")
        if query.kind == Kind.SLIP:
            visit = scans.visit_of(query.value)
            return rows.filter(pk=visit.pk if visit else None)
        if query.kind == Kind.CODE:
            return rows.filter(code=query.value)
        if query.kind == Kind.NUMBER:
            return access.visits_open_to(self.centre).filter(number=query.value)
        today = rows.for_centre(self.centre).of_day(timezone.localdate()).filter(consultation__signed_at__isnull=False)
        if query.kind == Kind.TOKEN:
            return today.filter(token=int(query.value))
        return today.filter(patient__in=of_uhid(query.value)) if query.kind == Kind.UHID else rows.none()


class Dispense(FormMixin, CentreView):
    permission = Permission.DISPENSE
    form_class = DispenseForm
    template_name = "opd/pharmacy_dispense.html"

    def dispatch(self, request, *args, **kwargs):
        self.visit_code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def visit(self) -> Visit:
        """Of this centre, or of somebody whose record is open here today."""
        rows = access.visits_open_to(self.centre).filter(code=self.visit_code)
        visit = rows.select_related("patient", "centre", "department", "consultation__signed_by").first()
        if visit is None:
            raise Http404
        return visit

    def get(self, request):
        response = super().get(request)
        audit.record(
            "medicines.opened", by=request.user, centre=self.centre, target=self.visit, patient=self.visit.patient_id
        )
        return response

    def form_kwargs(self):
        return {"rows": dispensing.lines(self.visit, self.centre)}

    def context(self, form):
        consultation = getattr(self.visit, "consultation", None)
        return {
            "visit": self.visit,
            "today": timezone.localdate(),
            "is_elsewhere": self.visit.centre_id != self.centre.pk,
            "consultation": consultation if consultation and consultation.signed_at else None,
            "is_old": dispensing.is_slip_old(self.visit),
            "allergies": self.visit.patient.allergies.filter(removed_at=None),
            "has_open": any(not row.is_closed for row in form.rows),
        }

    def act(self, form) -> str:
        rows = services.dispense(self.visit, form.chosen(), centre=self.centre, by=self.request.user)
        given = sum(row.outcome in Dispensing.HANDED_OUT for row in rows)
        said = ngettext("%(count)d medicine handed out.", "%(count)d medicines handed out.", given)
        messages.success(self.request, f"{self.whose} {said % {'count': given}}")
        return reverse("opd:dispense-list", args=[self.centre.code])

    @property
    def whose(self) -> str:
        """A token of another centre says nothing here."""
        if self.visit.centre_id == self.centre.pk:
            return _("Token %(token)d:") % {"token": self.visit.token}
        return f"{self.visit.number}:"


class TakeBack(FormMixin, CentreView):
    """One line that was a mistake or came back."""

    permission = Permission.DISPENSE
    form_class = TakeBackForm
    template_name = "opd/pharmacy_take_back.html"

    def dispatch(self, request, *args, **kwargs):
        self.row_code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def row(self) -> Dispensing:
        rows = Dispensing.objects.select_related("item__consultation__visit__patient", "given_by", "centre")
        return self.get_or_404(rows, code=self.row_code)

    def context(self, form):
        return {"row": self.row, "visit": self.row.item.consultation.visit, "back": self.back()}

    def act(self, form) -> str:
        services.take_back(self.row, form.cleaned_data["reason"], by=self.request.user)
        messages.success(self.request, _("Taken back."))
        return self.back()

    def get(self, request):
        return redirect(self.back()) if self.row.taken_back_at else super().get(request)

    def back(self) -> str:
        """The slip's page; a slip of another centre opens only on the day of its scan."""
        visit = self.row.item.consultation.visit
        if visit.centre_id == self.centre.pk or access.may_open(visit.patient, self.centre):
            return reverse("opd:dispense", args=[self.centre.code, visit.code])
        return reverse("opd:dispense-list", args=[self.centre.code])
