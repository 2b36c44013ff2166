"""The queue of a doctor's room: who is in, who is next, whose reports have come."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import once
from centres.errors import HmsError
from centres.models import Department
from centres.permissions import Permission
from centres.views.base import CentreView
from hms.lib.text import clean
from opd.selectors.queue import board
from registration import selectors as registration
from registration.models import Visit
from registration.services import call_next, call_visit, finish_visit, recall_visit, set_away

STEPS = {"call": call_visit, "recall": recall_visit, "away": set_away, "done": finish_visit}


class QueueView(CentreView):
    """The queue of one department of today."""

    permission = Permission.QUEUE_VIEW

    def context(self, code: str | None) -> dict:
        counts = [one for one in registration.counts(self.centre, timezone.localdate()) if one.department.kind != "lab"]
        department = self.choose(counts, code)
        here = board(self.centre, department) if department else None
        return {
            "counts": counts,
            "department": department,
            "board": here,
            "next": (here.ready or here.waiting or [None])[0] if here else None,
            "is_doctor": Permission.CONSULT in self.request.permissions,
        }

    def choose(self, counts, code: str | None) -> Department | None:
        """The department asked for; else the one where this person called somebody, else the busiest."""
        if code is not None:
            found = [one.department for one in counts if one.department.code == code]
            if not found:
                raise Http404
            return found[0]
        mine = (
            Visit.objects.for_centre(self.centre).of_day(timezone.localdate()).filter(called_by=self.request.user)
            .order_by("-called_at").values_list("department_id", flat=True).first()
        )  # fmt: skip
        ordered = sorted(counts, key=lambda one: (one.department.pk != mine, -one.waiting))
        return ordered[0].department if ordered else None


class Queue(QueueView):
    def get(self, request, department=None):
        context = self.context(department)
        if context["department"]:
            context["seen"] = context["board"].stamp
        return render(request, "opd/queue.html", {**context, "idem": once.new_key(request.user)})


class QueueLive(QueueView):
    """The same as a piece, asked for every few seconds; nothing is sent while nothing changed."""

    is_background = True

    def get(self, request, department):
        context = self.context(department)
        stamp = context["board"].stamp
        etag = f'"{stamp}"'
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304, headers={"ETag": etag})
        if request.GET.get("seen") == stamp:
            return HttpResponse(status=204, headers={"ETag": etag})
        answer = render(request, "opd/_queue_board.html", {**context, "seen": stamp})
        answer.headers["ETag"] = etag
        return answer


class QueueStep(QueueView):
    """Call the next one or a given one, call again, away, done."""

    permission = Permission.QUEUE_CALL

    def post(self, request, department):
        room = self.get_or_404(Department.objects, code=department, is_active=True)
        back = reverse("opd:room", kwargs={"centre": self.centre.code, "department": room.code})
        try:
            return redirect(once.answer_once(request, lambda: self.step(room, back)))
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
        except HmsError as error:
            messages.warning(request, str(error))
            return redirect(back)

    def step(self, room: Department, back: str) -> str:
        what, _colon, code = clean(self.request.POST.get("do", "")).partition(":")
        if what == "next":
            visit = self.first_with_reports(room) or call_next(room, by=self.request.user)
            if visit is None:
                messages.info(self.request, _("Nobody is waiting."))
                return back
        elif what in STEPS:
            visit = self.get_or_404(Visit.objects.filter(department=room, visit_on=timezone.localdate()), code=code)
            visit = STEPS[what](visit, by=self.request.user)
        else:
            return back
        is_called = visit.status == Visit.Status.CALLED
        if is_called and Permission.CONSULT in self.request.permissions and what != "recall":
            return reverse("opd:consultation", kwargs={"centre": self.centre.code, "code": visit.code})
        return back

    def first_with_reports(self, room: Department) -> Visit | None:
        """Whoever came back with reports goes before the next new one."""
        ready = board(self.centre, room).ready
        return call_visit(ready[0].visit, by=self.request.user) if ready else None
