"""One visit: its overview, beginning, sections, single answers, the end."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres import once
from centres.errors import CentresError, HmsError
from centres.forms.inspecting import answers
from centres.forms.inspecting.rounds import FinishForm
from centres.models import Inspection
from centres.selectors import gaps, inspecting
from centres.services import inspecting as services
from centres.views.base import FormMixin
from centres.views.inspecting.base import VisitView
from hms.lib.dates import format_time

Status = Inspection.Status


class Visit(VisitView):
    def get(self, request):
        visit = self.visit
        if visit.status == Status.FINISHED:
            return redirect("inspection:report", self.centre.code, visit.code)
        sections = inspecting.sections(self.lines)
        context = {
            "visit": visit,
            "sections": sections,
            "answered": sum(section.answered for section in sections),
            "items": len(self.lines),
            "claims": inspecting.claims(visit, self.lines),
            "unused": inspecting.unused_statements(visit, self.lines),
            "overstated": inspecting.overstated(self.lines),
            "next": next((one for one in sections if not one.is_done), None),
            "facts": visit.facts,
            "gaps": list(gaps.of_centre(visit.centre).filter(office=self.centre).live()),
            "today": timezone.localdate(),
        }
        return self.render("centres/inspection/visit.html", context)


class VisitBegin(VisitView):
    http_method_names = ["post"]

    def post(self, request):
        visit = self.visit
        try:
            answer = once.answer_once(request, self.act)
        except HmsError as error:
            messages.error(request, str(error))
            return redirect("inspection:visit", self.centre.code, visit.code)
        return redirect(answer)

    def act(self) -> str:
        services.begin(self.visit, by=self.request.user)
        return self.url("inspection:visit", self.visit.code)


@dataclass
class Row:
    """One item as the page shows it: what stands, what was typed and refused, why."""

    line: inspecting.Shown
    typed: answers.Typed | None = None
    error: str = ""
    theirs: object = None
    is_unused: bool = False

    @property
    def value(self) -> str:
        if self.typed is not None:
            return self.typed.value
        found = self.line.finding
        if found is None:
            return ""
        return f"{found.value.normalize():f}" if found.is_applicable else answers.AWAY

    @property
    def remark(self) -> str:
        return self.typed.remark if self.typed is not None else self.line.finding.remark if self.line.finding else ""

    @property
    def seen(self) -> int:
        return self.line.finding.version if self.line.finding else 0


class Section(VisitView):
    """Up to ten items. Each is saved by itself: what is refused stays typed, the others are safe."""

    def dispatch(self, request, *args, **kwargs):
        self.number = kwargs.pop("number")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def section(self):
        sections = inspecting.sections(self.lines)
        if self.visit.status != Status.STARTED or not 1 <= self.number <= len(sections):
            raise Http404
        self.last = len(sections)
        return sections[self.number - 1]

    def get(self, request):
        return self.show([Row(line) for line in self.section.lines])

    def post(self, request):
        rows = [self.save(line) for line in self.section.lines]
        if any(row.error for row in rows):
            return self.show(rows, status=422)
        wanted = request.POST.get("photo", "")
        if wanted in {line.item.code for line in self.section.lines}:
            return redirect("inspection:item-photo", self.centre.code, self.visit.code, wanted)
        if self.number < self.last:
            return redirect("inspection:section", self.centre.code, self.visit.code, self.number + 1)
        return redirect("inspection:visit", self.centre.code, self.visit.code)

    def save(self, line) -> Row:
        boxes = answers.typed(self.request.POST, f"{line.item.code}-")
        if boxes.is_empty:
            return Row(line)
        try:
            values = answers.read(line.item, boxes)
            line.finding = services.answer(self.visit, line.item, by=self.request.user, **values)
        except services.AnsweredMeanwhile as error:
            line.finding = error.finding
            return Row(line, boxes, str(error), theirs=error.finding)
        except CentresError as error:
            return Row(line, boxes, str(error))
        return Row(line)

    def show(self, rows: list[Row], status: int = 200):
        unused = inspecting.unused(self.visit)
        for row in rows:
            row.is_unused = row.line.item.use in unused
        context = {"visit": self.visit, "section": self.section, "rows": rows, "last": self.last}
        context["problems"] = [row for row in rows if row.error]
        return self.render("centres/inspection/section.html", context, status=status)


class ItemAnswer(VisitView):
    """One answer by script: the page says saved only when this said so."""

    http_method_names = ["post"]

    def post(self, request, item):
        row = self.visit.version.items.filter(code=item).first()
        if row is None:
            raise Http404
        try:
            values = answers.read(row, answers.typed(request.POST))
            finding = services.answer(self.visit, row, by=request.user, **values)
        except services.AnsweredMeanwhile as error:
            return JsonResponse({"words": self.both(error), "seen": error.finding.version}, status=409)
        except CentresError as error:
            return JsonResponse({"words": str(error)}, status=422)
        words = _("Saved %(time)s") % {"time": format_time(finding.answered_at)}
        return JsonResponse({"words": words, "seen": finding.version})

    @staticmethod
    def both(error) -> str:
        found = error.finding
        value = f"{found.value.normalize():f}" if found.is_applicable else _("does not apply")
        theirs = {"name": found.answered_by.name, "value": value, "remark": found.remark}
        return f"{error} {_('%(name)s wrote: %(value)s %(remark)s') % theirs}"


class VisitFinish(FormMixin, VisitView):
    form_class = FinishForm
    template_name = "centres/inspection/finish.html"
    success_message = gettext_lazy("The visit is finished. Nothing in it changes any more.")

    def get(self, request):
        if self.visit.status != Status.STARTED:
            return self.back()
        return super().get(request)

    def post(self, request):
        _visit = self.visit
        return super().post(request)

    @cached_property
    def unseen(self) -> list:
        return [line for line in self.lines if line.finding is None]

    def form_kwargs(self) -> dict:
        return {"unseen": len(self.unseen)}

    def act(self, form) -> str:
        values = {"unseen_reason": "", **form.cleaned_data}
        services.finish(self.visit, by=self.request.user, **values)
        return self.url("inspection:report", self.visit.code)

    def context(self, form) -> dict:
        short = [line for line in self.lines if line.is_short]
        return {**self.page(), "visit": self.visit, "unseen": self.unseen, "short": short, "items": len(self.lines)}
