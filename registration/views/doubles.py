"""Records that may be one person's: the list, two side by side, and putting them together."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from centres import audit, once
from centres.errors import Conflict, HmsError
from centres.permissions import Permission
from centres.views.base import FormMixin
from registration import merging, services
from registration.forms import MergeForm, OtherRecordForm
from registration.models import Patient, Visit
from registration.selectors import doubles
from registration.selectors.records import of_uhid
from registration.services.merging import number_of
from registration.views.base import CounterView, PersonPage


class Duplicates(CounterView):
    """What waits to be compared, and what was put together lately."""

    permission = Permission.PATIENT_MERGE

    def get(self, request):
        pairs = doubles.listed(self.centre)
        audit.record("pairs.listed", by=request.user, centre=self.centre, pairs=len(pairs))
        context = {
            "pairs": pairs[: doubles.LISTED],
            "is_cut": len(pairs) > doubles.LISTED,
            "merges": doubles.merges_listed(self.centre),
            "last": doubles.last_search(),
            "search_has_focus": False,
        }
        return render(request, "registration/duplicate_list.html", context)


class FindPair(View):
    """Stands behind CentreView in the chain: the right is checked by then, the pair is found next."""

    def dispatch(self, request, *args, code, **kwargs):
        self.pair = doubles.find(code, self.centre)
        if self.pair is None:
            if merge := doubles.merge_instead(code, self.centre):
                return redirect(self.url("merge", merge.code))
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Compare(FormMixin, CounterView, FindPair):
    """Two records side by side. A GET reads both; a POST puts them together."""

    permission = Permission.PATIENT_MERGE
    form_class = MergeForm
    template_name = "registration/duplicate_compare.html"
    is_stale = False

    def get(self, request):
        entries = [
            audit.Entry("patient.compared", audit.describe(self.pair), key)
            for key in (self.pair.one_id, self.pair.other_id)
        ]
        audit.record_all(entries, by=request.user, centre=self.centre)
        return super().get(request)

    @property
    def compared(self) -> list:
        if not hasattr(self, "_compared"):
            one, other = self.pair.one, self.pair.other
            self._compared = merging.compare(one, other, number_of(one, other))
        return self._compared

    def form_kwargs(self) -> dict:
        kwargs = {"compared": self.compared}
        if self.request.method == "POST":
            return kwargs
        versions = {"version_one": self.pair.one.version, "version_other": self.pair.other.version}
        return {**kwargs, "initial": {"keep": self.usual(), **versions}}

    def usual(self) -> str:
        """The record that more slips carry goes on; else the older one."""
        counts = [Visit.objects.filter(patient=person).count() for person in (self.pair.one, self.pair.other)]
        return merging.OTHER if counts[1] > counts[0] else merging.ONE

    def act(self, form) -> str:
        typed = form.cleaned_data
        try:
            merge = services.merge_records(
                self.pair,
                keep=typed["keep"],
                chosen=form.chosen(),
                reason=typed["reason"],
                versions=(typed["version_one"], typed["version_other"]),
                centre=self.centre,
                by=self.request.user,
            )
        except Conflict:
            self.is_stale = True
            raise
        messages.success(self.request, _("One record now. Both numbers open it."))
        return self.url("merge", merge.code)

    def show(self, form, status=200):
        if form.is_bound and self.is_old(form):
            return super().show(self.again(form), 409)
        return super().show(form, status)

    def is_old(self, form) -> bool:
        """Whether the page was made from other versions of the records; a form without any says so by itself."""
        typed = [form.cleaned_data.get(name) for name in ("version_one", "version_other")]
        return None not in typed and (self.is_stale or typed != [self.pair.one.version, self.pair.other.version])

    def again(self, form) -> MergeForm:
        """What was typed, beside the records as they stand now: there may be other facts to choose."""
        self.pair = doubles.find(self.pair.code, self.centre) or self.pair
        del self._compared
        typed = form.data.copy()
        typed["version_one"], typed["version_other"] = self.pair.one.version, self.pair.other.version
        new = self.form_class(typed, **self.form_kwargs())
        new.add_error(None, _("Somebody corrected one of these records meanwhile. Compare them again."))
        return new

    def context(self, form) -> dict:
        sides = [doubles.side(person, self.centre) for person in (self.pair.one, self.pair.other)]
        open_now = [visit for one in sides for visit in one.visits if visit.status in OPEN and is_today(visit)]
        for one in sides:
            one.person.url = self.person_url("person", one.person.pk)
        rows = [(row, form[f"take_{row.group}"] if row.is_conflict else None) for row in self.compared]
        return {
            "pair": self.pair,
            "sides": sides,
            "rows": rows,
            "open_now": open_now,
            "idem_two": once.new_key(self.request.user),
        }


OPEN = {Visit.Status.WAITING, Visit.Status.CALLED, Visit.Status.AWAY}


def is_today(visit: Visit) -> bool:
    return visit.visit_on == timezone.localdate()


class TwoPeople(CounterView, FindPair):
    """They are two: the pair leaves the list and is not proposed again."""

    permission = Permission.PATIENT_MERGE

    def get(self, request):
        return redirect(self.url("duplicate", self.pair.code))

    def post(self, request):
        def act() -> str:
            services.call_two_people(self.pair, centre=self.centre, by=request.user)
            messages.success(request, _("Two people. They will not be proposed again."))
            return self.url("duplicates")

        try:
            return redirect(once.answer_once(request, act))
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
        except HmsError as error:
            messages.error(request, str(error))
            return redirect(self.url("duplicate", self.pair.code))


class CompareByHand(FormMixin, PersonPage):
    """This person and another record whose number is known."""

    permission = Permission.PATIENT_MERGE
    form_class = OtherRecordForm
    template_name = "registration/duplicate_by_hand.html"

    def act(self, form) -> str:
        found = Patient.objects.filter(pk__in=of_uhid(form.cleaned_data["number"])).values_list("pk", flat=True).first()
        reach = doubles.within_reach([found], self.centre) if found else {}
        if not reach:
            raise services.merging.CannotMerge(
                _("No record of this centre, or opened here today, has this number. Open it first, then come back."),
                field="number",
            )
        pair = services.compare_by_hand(self.patient, reach[found], centre=self.centre, by=self.request.user)
        return self.url("duplicate", pair.code)

    def context(self, form) -> dict:
        pairs = doubles.pairs_of(self.patient, self.centre)
        return {"patient": self.patient, "reference": self.reference, "pairs": pairs, **self.sides()}
