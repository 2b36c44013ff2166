"""Who lives together with somebody, and the way to registering more of them."""

from django.shortcuts import render

from centres import audit
from centres.permissions import Permission
from registration.selectors.households import household
from registration.views.base import PersonPage


class HouseholdView(PersonPage):
    permission = Permission.PATIENT_FIND

    def get(self, request):
        members = household(self.patient, self.centre)
        about = {"target": self.patient, "patient": self.patient, "people": len(members)}
        audit.record("household.opened", by=request.user, centre=self.centre, **about)
        self.with_links([member.person for member in members])
        context = {"patient": self.patient, "reference": self.reference, "members": members, **self.sides()}
        return render(request, "registration/household.html", context)
