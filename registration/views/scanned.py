"""What a card before the scanner leads to. The answer to the scan is the page itself: nothing is stored between."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from centres.permissions import Permission
from hms.lib.cards import CardUnknown
from registration import access, cards, references
from registration.models import PatientAccess
from registration.selectors.cards import MOST, patients_of
from registration.selectors.people import cards_of
from registration.services import arrivals
from registration.views.newcomer import PatientNew
from registration.views.person import PersonView


class ScannedCard:
    """Part of the search: one person on record opens, several are shown, nobody means a form filled in."""

    def read_card(self, text: str):
        try:
            card = cards.read(text)
        except CardUnknown as error:
            self.note_search(None, "card_unread", 0)
            messages.warning(self.request, str(error))
            return redirect(self.url("counter"))
        people = cards_of(patients_of(card), self.centre, MOST)
        exact = people[0] if len(people) == 1 else None
        self.note_search(exact, f"card_{card.source}", len(people), signed_by=card.signed_by or "")
        if exact:
            return self.open_card(exact, card)
        return self.show_people(people, card) if people else self.begin(card)

    def open_card(self, patient, card):
        """A signed card proves that its holder is here; an unsigned one still asks for the year of birth elsewhere."""
        if card.signed_by and not patient.is_open:
            access.grant(patient, self.centre, PatientAccess.Basis.SCAN, by=self.request.user)
            patient.is_open = True
        page = self.page_of(PersonView)
        page.patient = patient
        page.knows_number = bool(card.number or card.abha_number or card.abha_address)
        page.reference = references.of_person(
            patient.pk, user=self.request.user, centre=self.centre, knows_number=page.knows_number, is_scanned=True
        )
        page.is_scanned = True
        page.card = {"scanned": cards.scanned(card), "photo": cards.photo_of(card)}
        return page.page()

    def show_people(self, people: list, card):
        context = {"people": self.with_links(people), "scanned": cards.scanned(card), "photo": cards.photo_of(card)}
        return render(self.request, "registration/people_found.html", {**context, **self.sides()})

    def begin(self, card):
        if Permission.PATIENT_REGISTER not in self.request.permissions:
            messages.info(self.request, _("Nobody on record has this card. The counter registers new people."))
            return redirect(self.url("counter"))
        return self.page_of(PatientNew).show_scanned(card)

    def read_arrival(self, code: str):
        """Details that a patient left by phone: the form filled in with them, or the visit they became."""
        row = arrivals.find(code, self.centre)
        self.note_search(None, "own_phone", int(row is not None))
        if row is None:
            messages.warning(
                self.request,
                _("No details wait under this code here. It works for one day, at the centre it was made for."),
            )
        elif row.claimed_at:
            messages.info(
                self.request, _("These details are registered already: token %(token)d.") % {"token": row.visit.token}
            )
            return redirect(self.url("visit", row.visit.code))
        elif Permission.PATIENT_REGISTER not in self.request.permissions:
            messages.info(self.request, _("The counter takes these details over."))
        else:
            return self.page_of(PatientNew).show_arrival(row)
        return redirect(self.url("counter"))

    def page_of(self, view):
        """Another page of the counter as the answer to this request; the right was checked by the caller."""
        page = view()
        page.setup(self.request)
        page.centre = self.centre
        return page
