"""Somebody new: one dense form, saved once, with those who may be the same person beside it."""

from django.utils.functional import cached_property
from django.utils.translation import get_language

from centres.permissions import Permission
from centres.services import workstations
from centres.views.base import FormMixin
from hms.lib import ids
from hms.lib.text import clean, is_devanagari
from registration import aadhaar, cards, consent, references, search, selectors, services, stopwatch
from registration.errors import AadhaarTaken, LikelyDuplicates
from registration.forms import NewPatientForm
from registration.forms.facts import FactsForm, other_script
from registration.forms.fields import BirthField
from registration.models import Visit
from registration.selectors.people import card
from registration.selectors.places import last_locality, offices_of, pincodes
from registration.services import arrivals
from registration.views.base import CounterView


class PatientNew(FormMixin, CounterView):
    permission = Permission.PATIENT_REGISTER
    form_class = NewPatientForm
    template_name = "registration/patient_new.html"
    page_name = "patient-new"  # where the form stands, also when a scan led to it
    taken_number = ""
    photo = ""
    likely = ()

    def form_kwargs(self) -> dict:
        kwargs = {"user": self.request.user, "centre": self.centre, "departments": self.departments}
        return {**kwargs, "initial": self.initial()} if self.request.method == "GET" else kwargs

    @cached_property
    def departments(self) -> list:
        return selectors.open_departments(self.centre)

    @cached_property
    def locality(self):
        return last_locality(self.centre, self.request.user)

    def initial(self) -> dict:
        place = self.locality if self.request.GET.get("place") == "last" else None
        return {
            # A form taken up again has no honest time: nobody knows how long it lay.
            "started": "" if hasattr(self.request, "resumed") else self.start_watch(Visit.Entry.TYPED),
            "department": self.departments[0].pk if self.departments else None,
            "consent_language": get_language(),
            **(vars(place) if place else {}),
            **self.searched(),
        }

    def start_watch(self, entry: str) -> str:
        return stopwatch.start(self.request.user, entry=entry, workstation=workstations.of(self.request))

    def show_scanned(self, card):
        """The form filled in by a card. What was typed before the scan stays; the card's words stand beside it."""
        more = {}
        if card.number:
            more["aadhaar"] = ids.mask_aadhaar(card.number)
            more["aadhaar_kept"] = references.of_aadhaar(card.number, user=self.request.user)
        self.photo = cards.photo_of(card)
        return self.show_said(cards.scanned(card), **more)

    def show_arrival(self, row):
        """The form filled in by what the patient left by phone."""
        return self.show_said(cards.from_phone(arrivals.said(row), row.pk))

    def show_said(self, scanned: cards.Scanned, **more):
        typed = {name: value for name, value in self.typed_before().items() if value}
        initial = {
            **self.initial(),
            **scanned.said,
            "name_other": other_script(scanned.said.get("name", "")),
            **typed,
            "started": self.start_watch(Visit.Entry.SCANNED),
            "scanned": references.of_card(scanned.as_dict(), user=self.request.user, centre=self.centre),
            **more,
        }
        form = self.form_class(initial=initial, **self.form_kwargs())
        return self.show(form)

    def typed_before(self) -> dict:
        """What the clerk had typed on the form when the card was scanned: sent along as `typed-…`."""
        names = set(FactsForm.base_fields)
        post = self.request.POST
        return {name: clean(post.get(f"typed-{name}", ""))[:200] for name in names if f"typed-{name}" in post}

    def searched(self) -> dict:
        """What was searched for in vain is not typed again."""
        try:
            text = references.search(self.request.GET.get("from", ""), user=self.request.user, centre=self.centre)
        except references.Unreadable:
            return {}
        query = search.read(text)
        return {query.kind: query.value} if query.kind in {search.Kind.NAME, search.Kind.PHONE} else {}

    def act(self, form) -> str:
        data = form.new_patient()
        try:
            visit = services.register(data, centre=self.centre, by=self.request.user)
            if form.scanned and form.scanned.arrival:
                arrivals.claim(form.scanned.arrival, visit, by=self.request.user)
        except AadhaarTaken:
            self.taken_number = data.aadhaar
            raise
        except LikelyDuplicates as error:
            self.likely = error.likely
            raise
        return f"{self.url('visit', visit.code)}?print"

    def context(self, form) -> dict:
        sides = self.sides()
        label_departments(form, sides["counts"])
        typed = {name: form[name].value() or "" for name in ("birth", "pincode", "name")}
        return {
            **sides,
            "page_path": self.url(self.page_name),
            "place": self.locality,
            "pincodes": pincodes(),
            "offices": offices_of(typed["pincode"]),
            "birth_meaning": BirthField.meaning(typed["birth"]),
            "name_in_devanagari": is_devanagari(typed["name"]),
            "notices": [consent.notice("hi"), consent.notice("en")],
            "scanned": form.scanned,
            "photo": self.photo,
            "taken": self.owner() if self.taken_number else None,
            **self.likely_context(),
        }

    def likely_context(self) -> dict:
        """The people to compare with, and their keys sealed so that the answer can be read back."""
        for one in self.likely:
            one.patient.url = likely_url(self, one)
        keys = [one.patient.pk for one in self.likely]
        shown = references.of_people(keys, user=self.request.user, centre=self.centre) if keys else ""
        return {"likely": self.likely, "shown_people": shown, "must_answer": bool(keys)}

    def owner(self):
        """Whose record has this Aadhaar number, as far as this centre may know."""
        identifier = aadhaar.identifiers_of(self.taken_number).first()
        if identifier is None:
            return None
        return self.with_links([card(identifier.patient_id, self.centre)], knows_number=True)[0]


def likely_url(view: CounterView, one) -> str:
    """A phone that is the same was said at the counter: then the year of birth is the second fact."""
    return view.person_url("person", one.patient.pk, knows_number="phone" in one.likeness.reasons)


def label_departments(form, counts) -> None:
    """Each department with its room and how many wait."""
    form.fields["department"].choices = [(row.department.pk, row.label) for row in counts]
