"""Searching. The text is posted, never stands in a URL, and is not written to the audit."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from centres.permissions import Permission
from hms.lib import ids
from hms.lib.cards import looks_like_card
from hms.lib.text import clean
from registration import access, desks, references
from registration.models import PatientAccess
from registration.search import Kind, Query, read
from registration.selectors.people import OWN_SHOWN, find, visit_meant, visit_proved
from registration.services.aadhaar import keeps_index
from registration.views.base import CounterView
from registration.views.pads.scanned import ScannedPad
from registration.views.scanned import ScannedCard

PRECISE = {Kind.SLIP, Kind.CODE, Kind.UHID, Kind.AADHAAR, Kind.NUMBER, Kind.TOKEN}


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Search(ScannedCard, ScannedPad, CounterView):
    """One text of a scanner or a keyboard. One certain hit opens at once; else the list, at an address of its own.

    A name is never certain, so the list looks for it, once.
    """

    permission = Permission.PATIENT_FIND

    def get(self, request):
        return redirect(self.url("counter"))

    def post(self, request):
        text = request.POST.get("q", "")
        if looks_like_card(text):
            return self.read_card(text)
        query = read(text)
        if query.kind == Kind.ARRIVAL:
            return self.read_arrival(query.value)
        found = find(query, self.centre, by_name=False)
        if query.kind != Kind.NAME:
            self.note_search(found.exact, str(query.kind), len(found.people))
        if not found.people and (answer := self.read_pad(query)):
            return answer
        if found.exact:
            return self.open(found.exact, query)
        if query.kind == Kind.NOTHING:
            return redirect(self.url("counter"))
        if query.kind == Kind.AADHAAR:  # the number is not carried anywhere, not even sealed
            if keeps_index():
                messages.info(request, _("No record has this Aadhaar number. Register the person with F2."))
            else:
                messages.info(request, _("Here nobody is found by Aadhaar number. Scan the card, or type the name."))
            return redirect(self.url("counter"))
        text = ids.redact(clean(text)[:300])
        return redirect(self.url("found", references.of_search(text, user=request.user, centre=self.centre)))

    def open(self, patient, query: Query):
        """Whoever holds the slip is here: that opens the record for the day. A number alone does not.

        Then each trade's own page about the visit; for the counter, and where there is no visit, the person.
        """
        if query.is_proof and not patient.is_open:
            access.grant(patient, self.centre, PatientAccess.Basis.SCAN, by=self.request.user)
            patient.is_open = True
        if patient.is_ours or patient.is_open:
            visit = visit_meant(query, patient, self.centre)
            if address := desks.address(visit, self.request.permissions):
                return redirect(address)
        if query.is_proof:
            visit = visit_proved(query)
            if address := desks.address_elsewhere(visit, self.centre, self.request.permissions):
                return redirect(address)
        how = {"knows_number": query.kind in {Kind.UHID, Kind.AADHAAR}, "is_scanned": self.was_scanned(query)}
        return redirect(self.person_url("person", patient.pk, **how))

    def was_scanned(self, query: Query) -> bool:
        """A slip's QR and a specimen's label are never typed; of numbers the page says it (static/scan.js)."""
        return query.kind in {Kind.SLIP, Kind.SAMPLE} or "scanned" in self.request.POST


class Found(CounterView):
    """The people who fit. A reload or the back button searches again."""

    permission = Permission.PATIENT_FIND

    def get(self, request, reference):
        try:
            text = references.search(reference, user=request.user, centre=self.centre)
        except references.Unreadable:
            return redirect(self.url("counter"))
        query = read(text)
        found = find(query, self.centre)
        if found.asked:
            self.note_search(None, str(Kind.NAME), len(found.people))
        people = self.with_links(found.people, knows_number=query.kind == Kind.PHONE)
        context = {"typed": text, "query": query, "people": people, "reference": reference, **self.sides()}
        context |= {"ask": found.ask, "needs_fact": bool(found.asked) and not found.asked.has_fact}
        context |= {"search_has_focus": not people, "is_cut": sum(one.is_ours for one in people) >= OWN_SHOWN}
        return render(request, "registration/people_found.html", context)
