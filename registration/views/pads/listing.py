"""The pads of a centre: made, printed, counted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from centres import audit
from centres.permissions import Permission
from centres.views.base import FormMixin
from registration import documents
from registration.errors import RegistrationError
from registration.forms.pads import PadForm, SpoilForm
from registration.selectors import pads as selectors
from registration.services import pads as services
from registration.views.base import CounterView
from registration.views.pads.base import FindPad


class PadList(CounterView):
    permission = Permission.VISIT_OPEN

    def get(self, request):
        return render(request, "registration/pads.html", {"pads": selectors.pads(self.centre), **self.sides()})


class PadNew(FormMixin, CounterView):
    permission = Permission.PAD_PRINT
    form_class = PadForm
    template_name = "registration/pad_new.html"

    def form_kwargs(self) -> dict:
        workstation = self.request.session.get("workstation") or {}
        return {"initial": {"place": workstation.get("name", "")[:40]}}

    def act(self, form) -> str:
        pad = services.print_pad(self.centre, by=self.request.user, **form.cleaned_data)
        return self.url("pad", pad.number)

    def context(self, form) -> dict:
        return self.sides()


class PadView(CounterView, FindPad):
    permission = Permission.VISIT_OPEN

    def get(self, request):
        account = selectors.account(self.pad)
        is_new = not account.used and not account.spoilt
        context = {"pad": self.pad, "account": account, "is_new": is_new, **self.sides()}
        return render(request, "registration/pad.html", context)


class PadPrint(CounterView, FindPad):
    """The slips that are still blank: all of a new pad, the rest after the printer jammed."""

    permission = Permission.PAD_PRINT

    def get(self, request):
        account = selectors.account(self.pad)
        slips = account.missing + account.blank
        try:
            services.check_printable(slips)
        except RegistrationError as error:
            messages.error(request, str(error))
            return redirect(self.url("pad", self.pad.number))
        audit.record(
            "pad.printed", by=request.user, centre=self.centre, target=self.pad, pad=self.pad.number, slips=len(slips)
        )
        return _pdf(documents.pad_pdf(self.pad, slips), f"pad-{self.pad.number}.pdf")


class PadAccount(CounterView, FindPad):
    """Used, spoilt, missing, blank, on paper for the file."""

    permission = Permission.VISIT_OPEN

    def get(self, request):
        account = selectors.account(self.pad)
        audit.record("pad.list_printed", by=request.user, centre=self.centre, target=self.pad, pad=self.pad.number)
        paper = documents.pad_account_pdf(self.pad, account, at=timezone.now(), by=request.user)
        return _pdf(paper, f"pad-{self.pad.number}-list.pdf")


class PadSpoil(FormMixin, CounterView, FindPad):
    permission = Permission.VISIT_OPEN
    form_class = SpoilForm
    template_name = "registration/pad_spoil.html"

    def form_kwargs(self) -> dict:
        return {"pad": self.pad}

    def act(self, form) -> str:
        count = services.spoil(self.pad, by=self.request.user, **form.cleaned_data)
        sentence = ngettext("%(count)d slip is declared spoilt.", "%(count)d slips are declared spoilt.", count)
        messages.success(self.request, sentence % {"count": count})
        return self.url("pad", self.pad.number)

    def context(self, form) -> dict:
        return {"pad": self.pad, **self.sides()}


def _pdf(paper: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
