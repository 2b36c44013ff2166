"""One switch for a machine or a reagent that is out, and for all its tests."""

from django.contrib import messages
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import services
from labs.forms.dispatching import NothingForm
from labs.forms.outages import OutageForm
from labs.models import Outage
from labs.selectors.outages import suspects
from labs.views.base import LabView


class OutageNew(FormMixin, LabView):
    """`?what=` chooses a machine or a kit of this centre; its tests are ticked then."""

    permission = Permission.LAB_AVAILABILITY
    form_class = OutageForm
    template_name = "labs/outage_new.html"

    @cached_property
    def suspects(self):
        return suspects(self.centre)

    def chosen(self):
        wanted = self.request.GET.get("what", "")
        return next((one for one in self.suspects if one.key == wanted), None)

    def form_kwargs(self) -> dict:
        one = self.chosen()
        if one is None:
            return {"centre": self.centre, "initial": {"cause": "machine"}}
        tests = [test.pk for test in one.tests]
        return {"centre": self.centre, "initial": {"what": one.name, "cause": one.cause, "tests": tests}}

    def act(self, form) -> str:
        typed = form.cleaned_data
        outage = services.begin_outage(self.centre, by=self.request.user, **typed)
        count = len(typed["tests"])
        words = ngettext(
            "%(what)s is out, and %(count)d test with it.", "%(what)s is out, and %(count)d tests with it.", count
        )
        messages.warning(self.request, words % {"what": outage.what, "count": count})
        return self.url("availability")

    def context(self, form) -> dict:
        return {"suspects": self.suspects, "chosen": self.chosen()}


class OutageEnd(FormMixin, LabView):
    permission = Permission.LAB_AVAILABILITY
    form_class = NothingForm
    template_name = "labs/outage_end.html"

    def dispatch(self, request, *args, **kwargs):
        self.pk = kwargs.pop("pk")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def outage(self) -> Outage:
        return self.get_or_404(Outage.objects.select_related("began_by").prefetch_related("tests"), pk=self.pk)

    def act(self, form) -> str:
        services.end_outage(self.outage, by=self.request.user)
        messages.success(
            self.request, _("%(what)s is back. Its tests can be ordered again.") % {"what": self.outage.what}
        )
        return self.url("availability")

    def context(self, form) -> dict:
        return {"outage": self.outage}
