"""What the counter's pages share: the sides of the page, and people behind sealed references."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from centres import audit
from centres.views.base import CentreView
from registration import references, selectors
from registration.selectors.pace import pace
from registration.selectors.people import card, registered_today
from registration.selectors.records import goes_on


def counter_sides(centre, user) -> dict:
    """The queue of each department, the pace and the newest registrations (4 queries)."""
    today = timezone.localdate()
    return {
        "counts": selectors.counts(centre, today),
        "pace": pace(centre, today, user),
        "newest": registered_today(centre, limit=8),
    }


class CounterView(CentreView):
    """A page with the search box above and the day beside it."""

    def url(self, name: str, *args) -> str:
        return reverse(f"registration:{name}", args=[self.centre.code, *args])

    def person_url(self, name: str, patient_key: int, **how: bool) -> str:
        """`how`: knows_number, is_scanned (registration.references)."""
        reference = references.of_person(patient_key, user=self.request.user, centre=self.centre, **how)
        return self.url(name, reference)

    def note_search(self, exact, kind: str, found: int, **more) -> None:
        """What was searched is audited without the text."""
        by = self.request.user
        audit.record("patient.searched", by=by, centre=self.centre, patient=exact, kind=kind, found=found, **more)

    def sides(self) -> dict:
        return counter_sides(self.centre, self.request.user)

    def with_links(self, people: list, *, knows_number: bool = False) -> list:
        """Give each card the address it opens at."""
        for person in people:
            person.url = self.person_url("person", person.pk, knows_number=knows_number)
        return people


class FindPerson(View):
    """Stands behind CentreView in the chain: the right is checked by then, the person is found next."""

    needs_open = True  # whether a record of another centre must have been opened first

    def dispatch(self, request, *args, reference, **kwargs):
        self.reference = reference
        try:
            found = references.person(reference, user=request.user, centre=self.centre)
        except references.Unreadable:
            messages.info(request, _("This page is from another day or another person. Search again."))
            return redirect(self.url("counter"))
        self.knows_number, self.is_scanned = found.knows_number, found.is_scanned
        self.patient = card(found.key, self.centre)
        if self.patient is None:
            return self.at_the_record_that_goes_on(found)
        if self.needs_open and not self.is_open:
            return redirect(self.url("person", reference))
        return super().dispatch(request, *args, **kwargs)

    def at_the_record_that_goes_on(self, found):
        """This one was merged into another since the page was made: nothing typed for it is written there unseen."""
        key = goes_on(found.key)
        if key is None:
            raise Http404
        messages.info(self.request, _("This record was put together with another one. Here is the one that goes on."))
        return redirect(self.person_url("person", key, knows_number=found.knows_number))

    @property
    def is_open(self) -> bool:
        return self.patient.is_ours or self.patient.is_open


class PersonPage(CounterView, FindPerson):
    """A page about one person, reached by a reference that only this clerk can read, today, here."""
