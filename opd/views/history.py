"""The whole story of a patient, from every centre; allergies and problems kept beside it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from centres import once
from centres.errors import HmsError
from centres.permissions import Permission
from hms.lib.text import clean, whole_number
from labs import selectors as labs
from opd import services
from opd.models import Allergy, Problem
from opd.selectors.room import banner_states
from opd.selectors.story import episodes, story
from opd.selectors.timeline import over_time
from opd.views.record import RecordView

LONGEST_FILTER = 40
MOST = 60


class History(RecordView):
    permission = Permission.RECORD_VIEW

    def get(self, request):
        return self.show("")

    def post(self, request):
        """A search word stands in the body, never in the address. Nothing is changed."""
        return self.show(clean(request.POST.get("find", ""))[:LONGEST_FILTER])

    def show(self, text):
        self.record_opening("history")
        results = labs.history(self.visit.patient)
        told = story(self.visit.patient, limit=10, results=results)
        context = {
            "visit": self.visit,
            "story": told,
            "episodes": episodes(self.visit.patient, limit=MOST, text=text) if text else told.episodes,
            "results": over_time(results, text),
            "find": text,
            "banner_states": banner_states(told),
            "idem": once.new_key(self.request.user),
        }
        return render(self.request, "opd/history.html", context)


class AllergyChange(RecordView):
    """Add or take off an allergy, or close a problem; then back to the page it was done on."""

    permission = Permission.CONSULT

    def post(self, request):
        back = self.back()
        try:
            return redirect(once.answer_once(request, lambda: self.change(back)))
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
        except HmsError as error:
            messages.error(request, str(error))
            return redirect(back)

    def change(self, back: str) -> str:
        post, who = self.request.POST, {"centre": self.centre, "by": self.request.user}
        what, _colon, written = post.get("do", "").partition(":")
        key = whole_number(written)
        person = self.visit.patient
        try:
            if what == "add":
                services.add_allergy(person, clean(post.get("substance", "")), clean(post.get("reaction", "")), **who)
            elif what == "remove" and key is not None:
                services.remove_allergy(person, key, clean(post.get("remove_reason", "")), **who)
            elif what == "resolve" and key is not None:
                services.resolve_problem(person, key, **who)
        except (Allergy.DoesNotExist, Problem.DoesNotExist):
            raise Http404 from None
        messages.success(self.request, _("Saved."))
        return back

    def back(self) -> str:
        page = self.request.POST.get("back", "")
        known = {self.url("consultation"), self.url("history")}
        return page if page in known else self.url("history")
