"""Questions about numbers: the list, one question with its answer, the rows it counts, the rules."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centres import audit
from centres.permissions import Permission
from centres.views.base import FormMixin
from opd import services
from opd.errors import StaleQuestion
from opd.forms.honesty import ACCEPT, AnswerForm, DecisionForm
from opd.honesty import words
from opd.models import HonestyFinding, HonestyRule
from opd.reporting.periods import Period
from opd.selectors import honesty
from opd.views.reporting.base import ON_A_PAGE, FiguresView, page_number

SHOWN = 30
WAITS = {
    "centre": [HonestyFinding.State.OPEN, HonestyFinding.State.ASKED],
    "district": [HonestyFinding.State.ANSWERED],
    "closed": [HonestyFinding.State.ACCEPTED],
}


class Questions(FiguresView):
    """`?show=centre|district|closed`: what waits for whom; what waits longest stands first."""

    def get(self, request):
        show = request.GET.get("show", "")
        show = show if show in WAITS else "district" if Permission.HONESTY_DECIDE in request.permissions else "centre"
        every = honesty.of_centres(self.scope.chosen).filter(state__in=WAITS[show])
        rows = Paginator(every.order_by("-found_at") if show == "closed" else every, SHOWN)
        rows = rows.get_page(request.GET.get("page"))
        lines = [
            {"finding": row, "said": words.counted(row.rule.code, row.facts), "period": _days(row)} for row in rows
        ]
        context = self.common(lines=lines, rows=rows, show=show, counts=honesty.counts(self.scope.chosen))
        return render(request, "opd/honesty/list.html", context)


class Rules(FiguresView):
    """From when each kind is asked, what is innocent, where the limit comes from."""

    def get(self, request):
        rows = list(HonestyRule.objects.all())
        lines = [{"rule": row, "asked_from": words.asked_from(row.code, row.limits)} for row in rows]
        context = self.common(lines=lines, reviewed=sum(row.is_reviewed for row in rows))
        return render(request, "opd/honesty/rules.html", context)


class QuestionBase(FiguresView):
    """One question of a centre within the reader's scope; any other is a 404."""

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def finding(self) -> HonestyFinding:
        rows = HonestyFinding.objects.for_centres(self.scope.centres).select_related("rule", "centre")
        row = rows.filter(code=self.code).first()
        if row is None:
            raise Http404
        return row

    def about(self) -> dict:
        row = self.finding
        return self.common(finding=row, period=_days(row), said=words.counted(row.rule.code, row.facts))


class QuestionPage(FormMixin, QuestionBase):
    template_name = "opd/honesty/view.html"

    @property
    def decides(self) -> bool:
        return self.scope.is_office and Permission.HONESTY_DECIDE in self.request.permissions

    @property
    def answers(self) -> bool:
        own = self.finding.centre_id == self.centre.pk
        return own and Permission.HONESTY_ANSWER in self.request.permissions

    @property
    def form_class(self):
        return DecisionForm if self.decides else AnswerForm

    def form_kwargs(self):
        return {"initial": {"version": self.finding.version}}

    def get(self, request):
        _finding = self.finding
        return super().get(request)

    def post(self, request):
        _finding = self.finding
        if not (self.decides or self.answers):
            audit.record("denied.permission", by=request.user, centre=self.centre, target="opd:figures-question")
            raise PermissionDenied
        return super().post(request)

    def context(self, form):
        row, steps = self.finding, honesty.history(self.finding)
        may_decide = self.decides and row.state == row.State.ANSWERED
        can_type = may_decide or (self.answers and not row.is_closed)
        for step in steps:
            step.said = words.counted(row.rule.code, step.facts) if step.facts else ""
        return {
            **self.about(), "steps": steps, "answer": honesty.answer_of(steps), "decides": self.decides,
            "can_type": can_type, "expected": words.expected(row.rule.code, row.facts),
            "asked_from": words.asked_from(row.rule.code, row.facts["limits"]),
            "sees_staff": Permission.STAFF_MANAGE in self.request.permissions,
        }  # fmt: skip

    def act(self, form) -> str:
        typed, by = form.cleaned_data, self.request.user
        here = {"version": typed["version"], "by": by}
        try:
            if not self.decides:
                services.answer_question(self.finding, typed["note"], **here)
                messages.success(self.request, _("Your answer is kept; the district sees it."))
            elif typed["decision"] == ACCEPT:
                services.accept_answer(self.finding, typed["note"], **here)
                messages.success(self.request, _("The question is closed."))
            else:
                services.ask_again(self.finding, typed["note"], **here)
                messages.success(self.request, _("Asked again; the centre sees it."))
        except StaleQuestion:
            self._reread(form)
            raise
        return reverse("opd:figures-question", args=[self.centre.code, self.code])

    def _reread(self, form) -> None:
        """The page is shown again with the newest state; sending once more is meant for that."""
        del self.finding
        form.data = form.data.copy()
        form.data["version"] = self.finding.version


class QuestionRows(QuestionBase):
    """The rows a question counts: with names, values and staff only for whoever may have them."""

    def get(self, request, **kwargs):
        row = self.finding
        pages = -(-len(row.rows) // ON_A_PAGE)
        page = page_number(request.GET.get("page", ""), pages)
        audit.record(
            "figures.rows_read", by=request.user, centre=self.centre, form="honesty", line=row.rule.code,
            days=_days(row).words, of=row.centre.code,
        )  # fmt: skip
        shown = honesty.rows(row, (page - 1) * ON_A_PAGE, page * ON_A_PAGE)
        sees_staff = Permission.STAFF_MANAGE in request.permissions
        context = {**self.about(), "rows": shown, "page": page, "pages": pages, "sees_staff": sees_staff}
        return render(request, "opd/honesty/rows.html", context)


def _days(row: HonestyFinding) -> Period:
    return Period(row.first, row.last)
