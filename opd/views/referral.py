"""Referrals of a centre: what was sent, what came in, and the step each one takes."""

from crispy_forms.layout import Layout
from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres import once
from centres.errors import HmsError
from centres.permissions import Permission
from centres.views.base import CentreView
from hms.lib.forms import LayoutMixin
from opd import services
from opd.forms.following import DayField
from opd.models import Referral
from opd.selectors.referrals import incoming, sent

STEPS = {"arrived": services.mark_arrived, "seen": services.mark_seen}


class BackNoteForm(LayoutMixin, forms.Form):
    layout = Layout("back_note", "recall_on")
    back_note = forms.CharField(
        label=gettext_lazy("What was found, what to continue"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    recall_on = DayField(
        label=gettext_lazy("Home centre sees the patient again on"), required=False, initial="7d", help_text="7d, 29/11"
    )


class ReferralList(CentreView):
    permission = Permission.RECORD_VIEW

    def get(self, request):
        context = {
            "incoming": incoming(self.centre),
            "sent": sent(self.centre),
            "may_desk": Permission.REFERRAL_DESK in request.permissions and self.centre.is_hospital,
            "idem": once.new_key(request.user),
        }
        return render(request, "opd/referral_list.html", context)


class ReferralStep(CentreView):
    """At the receiving hospital: arrived, seen, or back with a note. `code` is the visit's."""

    permission = Permission.CONSULT

    def find(self, code) -> Referral:
        rows = Referral.objects.filter(to_centre=self.centre, visit__code=code)
        referral = rows.select_related("visit__patient", "visit__centre", "referred_by").first()
        if referral is None:
            raise Http404
        return referral

    def get(self, request, code):
        return self.show(self.find(code), BackNoteForm())

    def post(self, request, code):
        referral, form = self.find(code), BackNoteForm(request.POST)
        what = request.POST.get("do", "")
        if what == "back" and not form.is_valid():
            return self.show(referral, form, status=422)
        try:
            return redirect(once.answer_once(request, lambda: self.act(referral, what, form)))
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
        except HmsError as error:
            if what == "back" and error.field in form.fields:
                form.add_error(error.field, str(error))
                return self.show(referral, form, status=409)
            messages.warning(request, str(error))
            return redirect(reverse("opd:referrals", args=[self.centre.code]))

    def act(self, referral, what: str, form) -> str:
        if what == "back":
            services.send_back(
                referral, form.cleaned_data["back_note"], by=self.request.user, recall_on=form.cleaned_data["recall_on"]
            )
            messages.success(self.request, _("The note is on its way to the home centre."))
        elif what in STEPS:
            STEPS[what](referral, by=self.request.user)
            messages.success(self.request, _("Saved."))
        return reverse("opd:referrals", args=[self.centre.code])

    def show(self, referral, form, status=200):
        context = {
            "referral": referral,
            "form": form,
            "idem": once.new_key(self.request.user),
            "has_errors": bool(form.errors),
        }
        return render(self.request, "opd/referral_step.html", context, status=status)
