"""From a paper to a visit: who is it, when was it written, attach."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from centres.permissions import Permission
from centres.views.base import FormMixin
from hms.lib import ids
from hms.lib.cards import CardUnknown, looks_like_card
from hms.lib.dates import format_day
from hms.lib.text import clean
from registration import cards, references, selectors
from registration.errors import AadhaarTaken, AlreadyToday, LikelyDuplicates
from registration.forms.pads import AttachForm, PadNewcomerForm, ReleaseForm
from registration.models import Visit
from registration.search import Query, read
from registration.selectors.cards import MOST, patients_of
from registration.selectors.people import Found, cards_of, find
from registration.services import pads as services
from registration.views.base import CounterView, FindPerson
from registration.views.live import Echo
from registration.views.newcomer import PatientNew
from registration.views.pads.base import FindSlip


class PersonForSlip:
    """Stands before the view in the chain: people found here lead back to the slip."""

    def person_url(self, name: str, patient_key: int, *, knows_number: bool = False) -> str:
        if name != "person":
            return super().person_url(name, patient_key, knows_number=knows_number)
        reference = references.of_person(
            patient_key, user=self.request.user, centre=self.centre, knows_number=knows_number
        )
        return self.url("pad-person", self.slip.serial, reference)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PadSlipView(PersonForSlip, CounterView, FindSlip):
    """GET shows how the slip stands, with a box to find its person; POST searches, as the counter's box does."""

    permission = Permission.VISIT_OPEN
    needs_blank = False

    def get(self, request):
        return self.show()

    def post(self, request):
        if self.slip.attached_at or self.slip.spoilt_at:
            return redirect(self.slip_url())
        text = request.POST.get("q", "")
        query, found = self.search(text)
        self.note_search(found.exact, str(query.kind), len(found.people))
        if found.exact:
            return redirect(self.person_url("person", found.exact.pk, knows_number=True))
        typed = "" if looks_like_card(text) else ids.redact(clean(text)[:300])
        return self.show(query=query, people=self.with_links(found.people), typed=typed, ask=found.ask)

    def search(self, text: str) -> tuple[Query, Found]:
        if not looks_like_card(text):
            query = read(text)
            return query, find(query, self.centre)
        try:
            people = cards_of(patients_of(cards.read(text)), self.centre, MOST)
        except CardUnknown as error:
            messages.warning(self.request, str(error))
            people = []
        return Query("card"), Found(people, people[0] if len(people) == 1 else None)

    def show(self, **found):
        new_url = self.url("pad-new-person", self.slip.serial)
        if found.get("typed"):
            sealed = references.of_search(found["typed"], user=self.request.user, centre=self.centre)
            new_url = f"{new_url}?from={sealed}"
        context = {"slip": self.slip, "new_url": new_url, "release_form": ReleaseForm(), **found, **self.sides()}
        return render(self.request, "registration/pad_slip.html", context)


class PadPerson(FormMixin, CounterView, FindSlip, FindPerson):
    """Somebody on record. A visit of that day in that department takes the paper, if the clerk says so."""

    permission = Permission.VISIT_OPEN
    form_class = AttachForm
    template_name = "registration/pad_slip_person.html"
    already: Visit | None = None

    def form_kwargs(self) -> dict:
        departments = selectors.open_departments(self.centre)
        today = format_day(timezone.localdate())
        return {"departments": departments, "initial": {"day": self.last_day() or today}}

    def act(self, form) -> str:
        try:
            visit = self.attach(form)
        except AlreadyToday as error:
            self.already = error.visit
            raise
        messages.success(self.request, _("Slip %(serial)s is entered. Scan the next one.") % {"serial": self.said()})
        return self.url("visit", visit.code)

    def attach(self, form) -> Visit:
        if code := self.request.POST.get("to_visit"):
            visit = self.get_or_404(Visit.objects, code=code, patient=self.patient.pk)
            return services.attach_to_visit(self.slip, visit, at=form.written()["at"], by=self.request.user)
        return services.attach_known(self.slip, self.patient, by=self.request.user, **form.attaching())

    def context(self, form) -> dict:
        return {
            "slip": self.slip,
            "patient": self.patient,
            "reference": self.reference,
            "already": self.already,
            **self.sides(),
        }


class PadSlipNew(PersonForSlip, PatientNew, FindSlip):
    """Somebody not on record: the counter's form with the paper's time before it."""

    permission = Permission.PATIENT_REGISTER
    form_class = PadNewcomerForm
    template_name = "registration/pad_slip_new.html"

    def initial(self) -> dict:
        return {**super().initial(), "day": self.last_day() or format_day(timezone.localdate())}

    def act(self, form) -> str:
        data = form.new_patient()
        try:
            visit = services.attach_new(self.slip, data, by=self.request.user, **form.written())
        except AadhaarTaken:
            self.taken_number = data.aadhaar
            raise
        except LikelyDuplicates as error:
            self.likely = error.likely
            raise
        messages.success(self.request, _("Slip %(serial)s is entered. Scan the next one.") % {"serial": self.said()})
        return self.url("visit", visit.code)

    def context(self, form) -> dict:
        return {**super().context(form), "slip": self.slip}


class PadEcho(PersonForSlip, Echo, FindSlip):
    """While the form of a new person is typed: those who may be the same lead back to the slip too."""

    permission = Permission.PATIENT_REGISTER
