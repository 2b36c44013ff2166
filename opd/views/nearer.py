"""The desk of a big hospital: could this be treated nearer home? Warning signs first; then a token there at once."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from centres import once
from centres.errors import HmsError
from centres.permissions import Permission
from centres.views.base import CentreView
from opd import documents, services
from opd.errors import RedirectError
from opd.forms.nearer import KnownForm, NearerForm, NewcomerForm
from opd.models import Redirection
from opd.redflags import SIGNS
from opd.selectors import nearer
from opd.slip import links
from opd.views.slip import PrintForm, pdf_response
from registration import consent, references
from registration.errors import LikelyDuplicates
from registration.search import Kind, read
from registration.selectors.people import find

BY_NUMBER = {Kind.UHID, Kind.PHONE}


class Nearer(CentreView):
    """Any warning sign ends it. Else the centres that could take the person now, nearest first."""

    permission = Permission.REFERRAL_DESK

    def get(self, request):
        if not self.centre.is_hospital:
            messages.info(request, _("This is for the desk of a hospital."))
            return redirect(reverse("centre-home", args=[self.centre.code]))
        return self.show(self.make_form())

    def make_form(self, *args) -> NearerForm:
        return NearerForm(*args, complaints=nearer.complaints())

    def post(self, request):
        if not self.centre.is_hospital:
            return self.get(request)
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        to = request.POST.get("to", "")
        if form.cleaned_data["red_flag"] == "no" and not to:
            return self.show(form, options=nearer.nearer(self.centre, form.row, form.cleaned_data["pincode"]))
        try:
            return redirect(once.answer_once(request, lambda: self.act(form, to)))
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
        except HmsError as error:
            form.add_error(None, str(error))
            options = nearer.nearer(self.centre, form.row, form.cleaned_data["pincode"])
            return self.show(form, options=options, status=409)

    def act(self, form, to: str) -> str:
        if form.cleaned_data["red_flag"] == "yes":
            services.stop_for_red_flag(self.centre, form.row, by=self.request.user)
            messages.warning(
                self.request,
                _("Nobody with such a sign is sent away. Take the person to the emergency room, or give a token here."),
            )
            return reverse("opd:nearer", args=[self.centre.code])
        row = services.offer(self.centre, form.row, to, pincode=form.cleaned_data["pincode"], by=self.request.user)
        return reverse("opd:nearer-person", args=[self.centre.code, row.code])

    def show(self, form, *, options=None, status=200):
        context = {
            "form": form, "signs": SIGNS, "options": options, "has_errors": bool(form.errors),
            "is_none": options is not None and not any(one.is_possible for one in options),
            "idem": once.new_key(self.request.user), "has_own_search": True,
        }  # fmt: skip
        return render(self.request, "opd/nearer.html", context, status=status)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class RedirectionView(CentreView):
    """One redirection of this hospital; `code` is its own."""

    permission = Permission.REFERRAL_DESK

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def row(self) -> Redirection:
        rows = Redirection.objects.for_centre(self.centre).exclude(outcome=Redirection.Outcome.RED_FLAG)
        row = rows.filter(code=self.code).select_related(
            "to_centre", "department__room", "department__centre", "desk_complaint__complaint", "visit__patient",
            "visit__department", "visit__room",
        ).first()  # fmt: skip
        if row is None:
            raise Http404
        return row

    @property
    def page(self) -> str:
        return reverse("opd:nearer-person", args=[self.centre.code, self.row.code])


class NearerPerson(RedirectionView):
    """Whose token it is: somebody on record by slip or number and year of birth, or somebody new. Then the slip."""

    must_compare = False
    likely: tuple = ()

    def get(self, request, **kwargs):
        return self.show(KnownForm(), NewcomerForm())

    def post(self, request, **kwargs):
        what = request.POST.get("do", "")
        known = KnownForm(request.POST if what == "known" else None)
        self.must_compare = "not_same_as" in request.POST
        new = NewcomerForm(request.POST if what == "new" else None, must_compare=self.must_compare)
        form = new if what == "new" else known
        if what not in {"known", "new"} or self.row.visit_id or not form.is_valid():
            return redirect(self.page) if self.row.visit_id else self.show(known, new, status=422)
        try:
            return redirect(once.answer_once(request, lambda: self.act(what, form)))
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
        except LikelyDuplicates as error:
            self.likely = error.likely
            new = NewcomerForm(request.POST, must_compare=True)
            new.is_valid()
            return self.show(known, new, status=409, problem=str(error))
        except HmsError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.show(known, new, status=409)

    def act(self, what: str, form) -> str:
        if what == "known":
            services.send_known(self.row, self.known_person(form), by=self.request.user)
        else:
            services.send_new(self.row, form.new_patient(self.row, self.answered(form)), by=self.request.user)
        return self.page

    def known_person(self, form):
        """A slip in hand, or a number with the year of birth. The refusal does not say which of them was wrong."""
        query = read(form.cleaned_data["q"])
        found = find(query, self.centre)
        people = [found.exact] if found.exact else found.people
        if not query.is_proof:
            people = [one for one in people if query.kind in BY_NUMBER and one.birth_date.year == form.birth_year]
        if len(people) != 1:
            raise RedirectError(
                _("No record fits this number and year of birth, or more than one. Ask again, or register anew."),
                field="q",
            )
        return people[0]

    def answered(self, form) -> frozenset:
        if not form.cleaned_data.get("somebody_else"):
            return frozenset()
        try:
            sealed = self.request.POST.get("not_same_as", "")
            return frozenset(references.people(sealed, user=self.request.user, centre=self.centre))
        except references.Unreadable:
            return frozenset()

    def show(self, known, new, *, status=200, problem=""):
        keys = [one.patient.pk for one in self.likely]
        context = {
            "row": self.row, "known": known, "new": new, "problem": problem, "likely": self.likely,
            "not_same_as": references.of_people(keys, user=self.request.user, centre=self.centre) if keys else "",
            "hours": list(self.row.to_centre.sessions.filter(weekday=_weekday())),
            "ahead": self.ahead(), "notices": [consent.notice("hi"), consent.notice("en")],
            "idem": once.new_key(self.request.user), "has_errors": bool(known.errors or new.errors),
        }  # fmt: skip
        return render(self.request, "opd/nearer_person.html", context, status=status)

    def ahead(self) -> int:
        """How many wait before this token."""
        visit = self.row.visit
        if visit is None:
            return 0
        waiting = type(visit).objects.for_centre(self.row.to_centre).of_day(visit.visit_on)
        return waiting.filter(department=visit.department, status="waiting", token__lt=visit.token).count()


class NearerPrint(RedirectionView):
    """The slip of the visit there, printed here: the same paper with a link of its own."""

    permission = Permission.REFERRAL_DESK

    def get(self, request, **kwargs):
        return redirect(self.page)

    def post(self, request, **kwargs):
        if self.row.visit is None:
            return redirect(self.page)
        chosen = PrintForm(request.POST).chosen()
        try:
            printed = links.print_slip(self.row.visit, key=once.key_of(request), by=request.user, **chosen)
        except HmsError as error:
            messages.warning(request, str(error))
            return redirect(self.page)
        body = documents.slip_pdf(printed.slip, link=printed.link, token=printed.token, paper=chosen["paper"])
        return pdf_response(body, f"slip-{self.row.visit.visit_on:%Y%m%d}-{self.row.visit.token}.pdf")


def _weekday() -> int:
    return timezone.localdate().weekday()
