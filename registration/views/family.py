"""A mother and her children: one page, one saving, tokens in a row."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from centres.permissions import Permission
from registration import printing, references, services
from registration.errors import AadhaarTaken, LikelyDuplicates
from registration.forms.family import FamilyForm
from registration.models import Visit
from registration.selectors.people import card
from registration.views.base import CounterView
from registration.views.newcomer import PatientNew

HOME = ("house", "street", "ward", "pincode", "post_office", "district", "state", "phone")


class FamilyNew(PatientNew):
    permission = Permission.PATIENT_REGISTER
    form_class = FamilyForm
    template_name = "registration/family_new.html"
    page_name = "family-new"

    def initial(self) -> dict:
        return {**super().initial(), **self.home()}

    def home(self) -> dict:
        """Address and phone of somebody whose home it is, where this clerk came from that person's page."""
        try:
            found = references.person(self.request.GET.get("home", ""), user=self.request.user, centre=self.centre)
        except references.Unreadable:
            return {}
        person = card(found.key, self.centre)
        if person is None or not (person.is_ours or person.is_open):
            return {}
        return {name: getattr(person, name) for name in HOME if getattr(person, name)}

    def act(self, form) -> str:
        members = form.members()
        try:
            visits = services.register_family(members, centre=self.centre, by=self.request.user)
        except AadhaarTaken:
            self.taken_number = members[0].aadhaar
            raise
        except LikelyDuplicates as error:
            self.likely = error.likely
            raise
        keys = [visit.patient_id for visit in visits]
        return self.url("family", references.of_people(keys, user=self.request.user, centre=self.centre))


class FamilyView(CounterView):
    """The tokens just given, each with its slip."""

    permission = Permission.PATIENT_FIND

    def get(self, request, reference):
        try:
            keys = references.people(reference, user=request.user, centre=self.centre)
        except references.Unreadable:
            return redirect(self.url("counter"))
        today = Visit.objects.for_centre(self.centre).of_day(timezone.localdate()).filter(patient__in=keys)
        visits = list(today.select_related("patient", "department", "room").order_by("token"))
        if not visits:
            raise Http404
        context = {"visits": visits, "printing": printing.offered(), **self.sides()}
        return render(request, "registration/family_registered.html", context)
