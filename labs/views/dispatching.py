"""Boxes of samples: sent by a centre, received at the hub, measured there, back on the slip they came from."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centres import audit
from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import documents, persons, services
from labs.codes import looks_like_sample_code, parse_sample_code
from labs.errors import LabError
from labs.forms import RejectForm, ReleaseForm, ResultsForm
from labs.forms.dispatching import NothingForm, ReceiveForm, SendForm
from labs.models import Dispatch, LabOrder, Sample
from labs.selectors import hub
from labs.selectors.control import out_of_control
from labs.selectors.outages import hub_outages
from labs.views.base import LabView

SHOWN = 30


class Dispatches(FormMixin, LabView):
    """What waits to be sent, and the boxes sent before."""

    permission = Permission.LAB_WORK
    form_class = SendForm
    template_name = "labs/dispatch_list.html"

    @cached_property
    def ready(self) -> dict:
        return hub.ready_to_send(self.centre)

    def form_kwargs(self) -> dict:
        return {"ready": self.ready}

    def act(self, form) -> str:
        to = form.hubs.get(form.cleaned_data["hub"])
        if to is None:
            raise LabError(_("Choose from the list."))
        dispatch = services.send_samples(self.centre, to, form.cleaned_data["sample"], by=self.request.user)
        messages.success(self.request, _("Packed as %(number)s. Print its list.") % {"number": dispatch.number})
        return self.url("dispatch", dispatch.code)

    def context(self, form) -> dict:
        sent = hub.dispatches(Dispatch.objects.for_centre(self.centre))[:SHOWN]
        at_hubs = hub_outages(self.centre)
        return {"ready": self.ready.items(), "sent": sent, "at_hubs": at_hubs, "bench_pages": self.bench_pages()}


class DispatchPage(LabView):
    permission = Permission.LAB_WORK

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    def boxes(self):
        return Dispatch.objects.for_centre(self.centre)

    @cached_property
    def box(self) -> Dispatch:
        box = hub.dispatches(self.boxes()).filter(code=self.code).first()
        if box is None:
            raise Http404
        return box


class DispatchView(FormMixin, DispatchPage):
    """A box as the centre that sent it sees it."""

    http_method_names = ["get", "head"]
    form_class = NothingForm
    template_name = "labs/dispatch_view.html"

    def context(self, form) -> dict:
        return {"box": self.box, "rows": hub.of_dispatch(self.box), "is_hub": False}


class Manifest(DispatchPage):
    """The list that lies in the box."""

    def get(self, request):
        audit.record("lab.manifest_opened", by=request.user, centre=self.centre, target=self.box)
        pdf = documents.manifest_pdf(self.box, hub.of_dispatch(self.box))
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="samples-{self.box.number}.pdf"'
        return response


class Arrivals(FormMixin, LabView):
    """The hub's own list: what is on its way here, and what is here and waits. A scan receives."""

    permission = Permission.LAB_WORK
    form_class = ReceiveForm
    template_name = "labs/arrivals.html"

    def act(self, form) -> str:
        typed = form.cleaned_data["q"]
        if not looks_like_sample_code(typed):
            code = typed.replace("-", "").replace(" ", "").upper()
            box = Dispatch.objects.arriving_at(self.centre).filter(code=code).first()
            if box is None:
                raise LabError(_("No box to this laboratory has this code."), field="q")
            return self.url("arrival", box.code)
        row = services.receive_sample(self.centre, parse_sample_code(typed), by=self.request.user)
        messages.success(self.request, _("Received: %(code)s.") % {"code": row.sample.code})
        return self.url("arrivals")

    def context(self, form) -> dict:
        boxes = hub.dispatches(Dispatch.objects.arriving_at(self.centre))[:SHOWN]
        return {"boxes": boxes, "rows": hub.at_hub(self.centre), "bench_pages": self.bench_pages()}


class Arrival(FormMixin, DispatchPage):
    """A box as the hub sees it. Posting says that what was not scanned is missing."""

    form_class = NothingForm
    template_name = "labs/dispatch_view.html"

    def boxes(self):
        return Dispatch.objects.arriving_at(self.centre)

    def act(self, form) -> str:
        count = services.mark_missing(self.box, by=self.request.user)
        words = ngettext("%(count)d sample is missing.", "%(count)d samples are missing.", count)
        messages.warning(self.request, words % {"count": count})
        return self.url("arrival", self.box.code)

    def context(self, form) -> dict:
        return {"box": self.box, "rows": hub.of_dispatch(self.box), "is_hub": True}


class HubSample(FormMixin, LabView):
    """Values of one received sample; nothing else of the patient is shown."""

    permission = Permission.LAB_WORK
    form_class = ResultsForm
    template_name = "labs/hub_results.html"

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sample(self) -> Sample:
        sample = hub.sample_at_hub(self.centre, self.code)
        if sample is None:
            raise Http404
        return sample

    @property
    def rows(self):
        return hub.hub_rows(self.sample)

    def get(self, request):
        response = super().get(request)
        audit.record(
            "lab.opened", by=request.user, centre=self.centre, target=self.sample, patient=self.sample.visit.patient
        )
        return response

    def form_kwargs(self) -> dict:
        rows = self.rows
        asks = persons.may_be_pregnant(self.sample.visit) and any(row.depends_on_pregnancy for row in rows)
        return {"rows": rows, "asks_pregnancy": asks}

    def act(self, form) -> str:
        pregnant = {"pregnant": form.pregnancy} if "pregnant" in form.changed_data else {}
        new = services.enter_at_hub(self.centre, self.sample, form.entries(), by=self.request.user, **pregnant)
        self.warn_of_shelf(new)
        saved = ngettext("%(count)d value saved.", "%(count)d values saved.", len(new)) % {"count": len(new)}
        messages.success(self.request, saved)
        return self.url("hub-release" if self.may_go_on() else "hub-sample", self.sample.code)

    def may_go_on(self) -> bool:
        return Permission.RESULT_RELEASE in self.request.permissions and all(row.current for row in self.rows)

    def context(self, form) -> dict:
        return {**self.facts(), "is_two_person": self.centre.two_person_release}

    def facts(self) -> dict:
        """What the hub must know of the person: whose range counts, and whom to call."""
        orders = list(self.sample.orders.select_related("ordered_by"))
        matters = persons.may_be_pregnant(self.sample.visit)
        return {
            "sample": self.sample,
            "visit": self.sample.visit,
            "pregnancy": {order.is_pregnant for order in orders} if matters else None,
            "is_urgent": any(order.is_urgent for order in orders),
            "asked_by": list(dict.fromkeys(order.ordered_by.name for order in orders)),
        }


class HubReject(FormMixin, LabView):
    """The hub cannot use a sample; the centre that sent it takes another."""

    permission = Permission.LAB_WORK
    form_class = RejectForm
    template_name = "labs/sample_reject.html"

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sample(self) -> Sample:
        sample = hub.sample_at_hub(self.centre, self.code)
        if sample is None:
            raise Http404
        return sample

    def act(self, form) -> str:
        services.reject_at_hub(self.centre, self.sample, by=self.request.user, **form.cleaned_data)
        words = {"centre": self.sample.visit.centre.name}
        messages.success(
            self.request, _("Rejected. %(centre)s, the doctor, slip and phone now ask for a new sample.") % words
        )
        return self.url("arrivals")

    def context(self, form) -> dict:
        return {"sample": self.sample, "back": self.url("hub-sample", self.sample.code)}


class HubRelease(HubSample):
    permission = Permission.RESULT_RELEASE
    form_class = ReleaseForm
    template_name = "labs/hub_release.html"

    def form_kwargs(self) -> dict:
        waiting = [row for row in self.rows if row.order.status == LabOrder.Status.RESULTED]
        person, mine = self.request.user.pk, frozenset()
        if self.centre.two_person_release or self.sample.visit.centre.two_person_release:
            mine = frozenset(row.order.code for row in waiting if row.current.entered_by_id == person)
        failed = out_of_control(self.centre, [row.order.test_id for row in waiting]) if waiting else []
        return {"rows": waiting, "mine": mine, "by": self.request.user, "failed": failed}

    def act(self, form) -> str:
        typed = form.cleaned_data
        services.release_at_hub(
            self.centre,
            self.sample,
            form.seen(),
            by=self.request.user,
            calls=form.calls(),
            paper=typed.get("paper") or "A5",
            reason=typed.get("self_reason") or "",
            control_reason=typed.get("control_reason") or "",
        )
        words = {"centre": self.sample.visit.centre.name}
        messages.success(self.request, _("Released: it is on the slip at %(centre)s now.") % words)
        return self.url("arrivals")
