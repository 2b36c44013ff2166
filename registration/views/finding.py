"""Searching. The text is posted, never stands in a URL, and is not written to the audit."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from centres import audit
from centres.permissions import Permission
from hms.lib.text import clean
from registration import access, references
from registration.models import PatientAccess
from registration.search import Kind, read
from registration.selectors.people import OWN_SHOWN, find
from registration.views.base import CounterView

PRECISE = {Kind.SLIP, Kind.CODE, Kind.UHID, Kind.AADHAAR, Kind.NUMBER, Kind.TOKEN}


class Search(CounterView):
    """One text of a scanner or a keyboard. One certain hit opens at once; else the list, at an address of its own."""

    permission = Permission.PATIENT_FIND

    def get(self, request):
        return redirect(self.url("counter"))

    def post(self, request):
        query = read(request.POST.get("q", ""))
        found = find(query, self.centre)
        audit.record(
            "patient.searched",
            by=request.user,
            centre=self.centre,
            patient=found.exact,
            kind=str(query.kind),
            found=len(found.people),
        )
        if found.exact:
            return self.open(found.exact, query)
        if query.kind == Kind.NOTHING:
            return redirect(self.url("counter"))
        if query.kind == Kind.AADHAAR:  # the number is not carried anywhere, not even sealed
            messages.info(request, _("No record has this Aadhaar number. Register the person with F2."))
            return redirect(self.url("counter"))
        text = clean(request.POST["q"])[:300]
        return redirect(self.url("found", references.of_search(text, user=request.user, centre=self.centre)))

    def open(self, patient, query):
        """Whoever holds the slip is here: that opens the record for the day. A number alone does not."""
        if query.is_proof and not patient.is_open:
            access.grant(patient, self.centre, PatientAccess.Basis.SCAN, by=self.request.user)
        return redirect(self.person_url("person", patient.pk, knows_number=query.kind in {Kind.UHID, Kind.AADHAAR}))


class Found(CounterView):
    """The people who fit. A reload or the back button searches again."""

    permission = Permission.PATIENT_FIND

    def get(self, request, reference):
        try:
            text = references.search(reference, user=request.user, centre=self.centre)
        except references.Unreadable:
            return redirect(self.url("counter"))
        query = read(text)
        people = self.with_links(find(query, self.centre).people, knows_number=query.kind == Kind.PHONE)
        context = {"typed": text, "query": query, "people": people, "reference": reference, **self.sides()}
        context |= {"search_has_focus": not people, "is_cut": sum(one.is_ours for one in people) >= OWN_SHOWN}
        return render(request, "registration/people_found.html", context)
