"""The slip for staff: on screen, on paper, and the end of a lost one."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centres import audit, once
from centres.errors import HmsError
from centres.permissions import Permission
from centres.views.base import CentreView
from hms.lib.text import whole_number
from opd import documents
from opd.models import SlipLink
from opd.slip import content, gather, links, openings
from opd.slip.changes import changes_since
from opd.slip.content import Audience
from registration.models import Visit


class PrintForm(forms.Form):
    """Nothing is shown of it but buttons: what is missing or unknown prints as usual."""

    paper = forms.ChoiceField(choices=SlipLink.Paper.choices, required=False)
    language = forms.ChoiceField(choices=[("hi", "hi"), ("en", "en")], required=False)

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {
            "paper": self.cleaned_data.get("paper") or SlipLink.Paper.A5,
            "language": self.cleaned_data.get("language") or "hi",
        }


class SlipPage(CentreView):
    """The living slip, its prints and who opened the record. Reading it is recorded."""

    permission = Permission.SLIP_VIEW

    def get(self, request, code):
        visit = self.get_or_404(gather.visits(), code=code)
        slip = content(visit, audience=Audience.SCREEN)
        prints = list(visit.slip_links.select_related("issued_by"))
        context = {
            "visit": visit,
            "slip": slip,
            "prints": prints,
            "changes": changes_since(slip, prints[0].issued_at) if prints else [],
            "openings": openings.openings(visit.patient_id),
            "idem": once.new_key(request.user),
        }
        audit.record("slip.viewed", by=request.user, centre=self.centre, target=visit, patient=visit.patient_id)
        return render(request, "opd/slip_page.html", context)


class SlipPrint(CentreView):
    """The paper itself, straight from the form: no address ever holds the token (ADR 0011)."""

    permission = Permission.SLIP_PRINT

    def get(self, request, code):
        """A reloaded tab of the browser's PDF reader comes back here without its form."""
        visit = self.get_or_404(Visit.objects, code=code)
        return redirect(page_after(request, visit))

    def post(self, request, code):
        visit = self.get_or_404(Visit.objects, code=code)
        chosen = PrintForm(request.POST).chosen()
        try:
            printed = links.print_slip(visit, key=once.key_of(request), by=request.user, **chosen)
        except HmsError as error:
            messages.warning(request, str(error))
            return redirect(page_after(request, visit))
        body = documents.slip_pdf(printed.slip, link=printed.link, token=printed.token, paper=chosen["paper"])
        return pdf_response(body, f"slip-{visit.visit_on:%Y%m%d}-{visit.token}.pdf")


class SlipRevoke(CentreView):
    """Ends the links of prints that were lost: of one copy, or of all."""

    permission = Permission.SLIP_PRINT

    def post(self, request, code):
        visit = self.get_or_404(Visit.objects, code=code)
        number = whole_number(request.POST.get("copy"), most=4)
        try:
            answer = once.answer_once(request, lambda: self.act(visit, number))
        except once.FormAlreadyUsed as error:
            answer = error.answer
        except HmsError as error:
            messages.warning(request, str(error))
            answer = page_after(request, visit)
        return redirect(answer)

    def act(self, visit, copy: int | None) -> str:
        ended = links.revoke(visit, by=self.request.user, copy=copy)
        messages.success(
            self.request,
            ngettext("%(ended)d print opens nothing any more.", "%(ended)d prints open nothing any more.", ended)
            % {"ended": ended}
            if ended
            else _("There was no print left to end."),
        )
        return page_after(self.request, visit)


def page_after(request, visit) -> str:
    """The slip's page for those who may read it, else the counter."""
    if Permission.SLIP_VIEW in request.permissions:
        return reverse("opd:slip", args=[request.centre.code, visit.code])
    return reverse("registration:counter", args=[request.centre.code])


def pdf_response(body: bytes, name: str) -> HttpResponse:
    """Shown in the browser, kept nowhere. `name` holds nothing personal."""
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
