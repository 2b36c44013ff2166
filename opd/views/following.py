"""Whom to call because they should have come, and what the call brought."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centres import audit
from centres.permissions import Permission
from centres.views.base import CentreView, FormMixin
from opd import services
from opd.forms.following import ContactForm
from opd.models import FollowUp
from opd.selectors import following


class FollowUpList(CentreView):
    permission = Permission.FOLLOW_UP

    def get(self, request):
        kind = request.GET.get("kind", "")
        counts = following.due_counts(self.centre)
        tabs = [("", _("All"), sum(counts.values()))]
        tabs += [(value, label, counts.get(value, 0)) for value, label in FollowUp.Kind.choices]
        rows = following.due(self.centre, kind)
        audit.record("follow_up.listed", by=request.user, centre=self.centre, rows=len(rows))
        return render(request, "opd/follow_up_list.html", {"rows": rows, "tabs": tabs, "kind": kind})


class FollowUpContactPage(FormMixin, CentreView):
    """One person to call: the number, why, what was tried. Opening it is recorded."""

    permission = Permission.FOLLOW_UP
    form_class = ContactForm
    template_name = "opd/follow_up_contact.html"

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def row(self) -> FollowUp:
        rows = FollowUp.objects.select_related("patient", "visit__department", "planned_by", "centre")
        return self.get_or_404(rows, code=self.code)

    def form_kwargs(self):
        """Without a phone somebody has to go to the house."""
        return {"kind": self.row.kind, "initial": {"way": "call" if self.row.patient.phone else "home"}}

    def get(self, request):
        response = super().get(request)
        audit.record(
            "follow_up.opened", by=request.user, centre=self.centre, target=self.row, patient=self.row.patient_id
        )
        return response

    def context(self, form):
        return {
            "row": self.row,
            "patient": self.row.patient,
            "contacts": self.row.contacts.select_related("contacted_by"),
            "is_due": FollowUp.objects.still_due().filter(pk=self.row.pk).exists(),
        }

    def act(self, form) -> str:
        typed = form.cleaned_data
        services.write_contact(
            self.row, way=typed["way"], outcome=typed["outcome"], next_on=typed["next_on"], note=typed["note"],
            by=self.request.user,
        )  # fmt: skip
        messages.success(self.request, _("Written down."))
        return reverse("opd:follow-ups", args=[self.centre.code])
