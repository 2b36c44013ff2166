"""The number itself, where it is kept at all; and the register of those who came without."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables

from centres import audit, once
from centres.errors import HmsError
from centres.permissions import Permission
from registration import documents, services
from registration.forms import RevealForm
from registration.selectors.exceptions import exceptions, months
from registration.services.aadhaar import keeps_number
from registration.views.base import CounterView, PersonPage


class Reveal(PersonPage):
    """Shown in the answer to the form and nowhere else: no redirect, nothing kept, not cached."""

    permission = Permission.AADHAAR_REVEAL

    def get(self, request):
        return self.show(RevealForm())

    @method_decorator(sensitive_variables("number"))
    def post(self, request):
        form = RevealForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            number = services.reveal_aadhaar(
                self.patient, reason=form.cleaned_data["reason"], centre=self.centre, by=request.user
            )
        except HmsError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.show(form, status=409)
        return self.show(form, number=" ".join((number[:4], number[4:8], number[8:])))

    def show(self, form, status=200, **more):
        context = {
            "patient": self.patient,
            "reference": self.reference,
            "form": form,
            "idem": once.new_key(self.request.user),
            "keeps_number": keeps_number(),
            **self.sides(),
            **more,
        }
        return render(self.request, "registration/aadhaar_reveal.html", context, status=status)


class Register(CounterView):
    """Everybody of one month who was registered here without Aadhaar, and why."""

    permission = Permission.EXCEPTION_REGISTER

    def content(self, request) -> dict:
        all_months = months(self.centre)
        wanted = request.GET.get("month", "")
        month = next((one for one in all_months if f"{one:%Y-%m}" == wanted), all_months[0])
        return {"month": month, "months": all_months, **exceptions(self.centre, month)}

    def get(self, request):
        content = self.content(request)
        audit.record("exceptions.read", by=request.user, centre=self.centre, month=f"{content['month']:%Y-%m}")
        return render(request, "registration/exceptions.html", {**content, **self.sides()})


class RegisterPrint(Register):
    def get(self, request):
        content = self.content(request)
        audit.record("exceptions.printed", by=request.user, centre=self.centre, month=f"{content['month']:%Y-%m}")
        paper = documents.exceptions_pdf(self.centre, content, at=timezone.now(), by=request.user)
        answer = HttpResponse(paper, content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="exceptions-{content["month"]:%Y-%m}.pdf"'
        return answer
