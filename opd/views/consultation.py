"""The consultation: written on one page, saved as it is typed, signed after one look, then only added to."""

import json

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from centres import held, once
from centres.errors import HmsError
from centres.permissions import Permission
from hms.lib.dates import INDIA
from hms.lib.text import whole_number
from labs import selectors as labs
from opd import drafts, services
from opd.entry.actions import Desk, apply
from opd.entry.entered import Entered
from opd.errors import AlreadySigned, StaleDraft
from opd.forms.addendum import AddendumForm
from opd.forms.draft import Posted, read
from opd.models import Consultation
from opd.selectors import room
from opd.selectors.signed import signed
from opd.services.drafting import plain
from opd.views.conflict import render_conflict
from opd.views.pressing import handed_over, pressed
from opd.views.record import RecordView


class ConsultView(RecordView):
    permission = Permission.CONSULT

    @property
    def consultation(self) -> Consultation | None:
        rows = Consultation.objects.for_centre(self.centre).select_related(
            "saved_by", "signed_by", "started_by", "handed_by", "handed_to"
        )
        return rows.filter(visit=self.visit).first()

    def wants_part(self) -> bool:
        """Asked by the page itself: answer with a piece of it, or JSON for a save."""
        return self.request.headers.get("X-Requested-With") == "fetch"


ENTRY_BOXES = ("complaint", "diagnosis", "medicine", "test", "whole")


def came_from(posted: Posted, box: str) -> str:
    """The query that puts the cursor back into the box from which something was taken."""
    used = [name for name in ENTRY_BOXES if posted.draft["typing"][name]]
    at = box if box in ENTRY_BOXES else used[-1] if used else ""
    return f"?at={at}" if at else ""


class ConsultationPage(ConsultView):
    def get(self, request):
        consultation = self.consultation
        self.record_opening("consultation")
        if consultation and consultation.signed_at:
            return self.show_signed(consultation)
        typed = held.typed(request)
        if typed:
            posted = read(typed)
            messages.info(request, _("What you had typed is here again. It is not saved yet."))
            return self.show(consultation, posted.draft, version=posted.version)
        at = request.GET.get("at", "")
        return self.show(consultation, plain(consultation), box=at if at in ENTRY_BOXES else "")

    def post(self, request):
        posted = read(request.POST)
        entered, box = apply(posted.draft, posted.action, posted.argument, self.desk())
        entered, box = pressed(self, posted, entered, box)
        try:
            consultation = self.save(posted, entered)
            if posted.action == "hand-over":
                entered = handed_over(self, entered)
        except StaleDraft as error:
            return self.conflict(posted.draft, error)
        except AlreadySigned as error:
            return self.refused(error)
        except HmsError as error:
            entered, box = Entered(entered.draft, problem=str(error)), error.field or ""
            consultation = self.consultation
        return self.answer(posted, consultation, entered, box)

    def desk(self) -> Desk:
        offers = SimpleLazyObject(lambda: labs.offered(self.centre))
        return Desk(self.visit, self.request.user, lambda: offers, lambda: room.person_of(self.visit))

    def save(self, posted: Posted, entered: Entered) -> Consultation:
        keep = {"version": posted.version, "by": self.request.user, "page": posted.page}
        if posted.action == "order":
            return services.send_tests(self.visit, entered.draft, **keep)
        return services.save_draft(self.visit, entered.draft, **keep)

    def answer(self, posted: Posted, consultation, entered: Entered, box: str):
        if self.wants_part():
            if posted.action == "save":
                return JsonResponse({"version": consultation.version, "saved": saved_at(consultation)})
            return self.show(consultation, entered.draft, entered, box, page=posted.page.key, part=True)
        if not entered.is_taken:
            return self.show(consultation, entered.draft, entered, box, status=200 if entered.notice else 422)
        if posted.action == "order":
            messages.success(self.request, _("The tests are ordered."))
        if entered.done:
            messages.success(self.request, entered.done)
        if posted.action == "review" or box == "sign":
            return redirect(self.url("consultation-sign"))
        return redirect(self.url("consultation") + came_from(posted, box))

    def show(self, consultation, draft, entered=None, box="", *, version=None, page="", part=False, status=200):
        if version is None:
            version = consultation.version if consultation else 0
        context = room.table(self.visit, consultation, draft, by=self.request.user, full=not part) | {
            "version": version,
            "page_key": page or get_random_string(20),
            "entered": entered,
            "box": box,
            "has_errors": bool(entered and entered.problem),
            "saved": saved_at(consultation) if consultation else "",
            "idem": once.new_key(self.request.user),
        }
        template = "opd/_consultation_paper.html" if part else "opd/consultation_write.html"
        return render(self.request, template, context, status=status)

    def show_signed(self, consultation):
        context = signed(self.visit, consultation) | {
            "form": AddendumForm(),
            "idem": once.new_key(self.request.user),
        }
        return render(self.request, "opd/consultation_signed.html", context)

    def conflict(self, mine: dict, error: StaleDraft):
        if self.wants_part():
            return JsonResponse({"conflict": str(error)}, status=409)
        return render_conflict(self, mine, error)

    def refused(self, error):
        if self.wants_part():
            return JsonResponse({"conflict": str(error)}, status=409)
        messages.warning(self.request, str(error))
        return redirect(self.url("consultation"))


class ConsultationMerge(ConsultView):
    """Two wrote in one draft: for each section one's own words, the saved ones, or both."""

    def post(self, request):
        mine = drafts.tidy(_json(request.POST.get("mine", "")))
        saved = plain(self.consultation)
        choices = {name: request.POST.get(f"choose-{name}", "both") for name in drafts.SECTIONS}
        version = whole_number(request.POST.get("version")) or 0
        try:
            services.save_draft(self.visit, drafts.merged(mine, saved, choices), by=request.user, version=version)
        except StaleDraft as error:
            return render_conflict(self, mine, error)
        except HmsError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Both texts are joined and saved."))
        return redirect(self.url("consultation"))

    def get(self, request):
        return redirect(self.url("consultation"))


def saved_at(consultation) -> str:
    return f"{consultation.saved_at.astimezone(INDIA):%H:%M:%S}"


def _json(text: str):
    try:
        return json.loads(text[:200_000])
    except (ValueError, RecursionError):
        return {}
