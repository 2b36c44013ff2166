"""HMIS and IDSP: a form as page, paper and file; sent and frozen by whoever answers for the centre."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from centres import audit
from centres.permissions import Permission
from centres.views.base import FormMixin
from hms.lib import sheets
from opd import services
from opd.forms.reporting import SubmitForm
from opd.models import Form
from opd.reporting import by_centre, counting, papers, periods, positives, sent
from opd.views.reporting.base import FiguresView, file_answer


class FormList(FiguresView):
    """Every form with its last full week or month: who has sent it, who has not."""

    def get(self, request):
        today, scope, lines = timezone.localdate(), self.scope, []
        for value, label in Form.choices:
            now = counting.period_of(value, today)
            full = counting.period_of(value, now.first - timedelta(days=1))
            found = sent.last_sent(value, scope.chosen, full)
            one = found.get(scope.at.pk) if scope.at else None
            lines.append({"form": value, "label": label, "period": full, "sent": len(found), "submission": one})
        context = self.common(lines=lines, all=len(scope.chosen))
        return render(request, "opd/reporting/form_list.html", context)


class FormBase(FiguresView):
    """`?day=` chooses the week or month around it."""

    def dispatch(self, request, *args, **kwargs):
        self.kind = kwargs.pop("form")
        return super().dispatch(request, *args, **kwargs)

    def form_period(self) -> periods.Period:
        if self.kind not in Form.values:
            raise Http404
        typed = self.request.GET.get("day", "")
        asked, _problem = periods.asked({"day": typed})
        return counting.period_of(self.kind, asked.first)

    def figures(self) -> dict:
        """What page, paper and file are made from."""
        period, scope = self.form_period(), self.scope
        found = sent.last_sent(self.kind, scope.chosen, period)
        submission = found.get(scope.at.pk) if scope.at else None
        page = sent.page(self.kind, scope.chosen, period, submission)
        columns = [(name, papers.COLUMN_WORDS[name]) for name in counting.COLUMNS[self.kind]]
        line_list = positives.of(scope, period) if self.kind == Form.IDSP_L and scope.at else []
        return self.common(
            kind=self.kind, label=Form(self.kind).label, period=period, page=page, columns=columns, found=found,
            submission=submission, positives=line_list, printed_at=timezone.now(),
        )  # fmt: skip


class FormPage(FormMixin, FormBase):
    form_class = SubmitForm
    template_name = "opd/reporting/form.html"
    permission_to_post = Permission.FIGURES_SUBMIT

    def form_kwargs(self):
        return {"form_kind": self.kind}

    def get(self, request, **kwargs):
        self.form_period()
        audit.record(
            "form.read", by=request.user, centre=self.centre, form=self.kind, days=self.form_period().words,
            of=self.scope.codes,
        )  # fmt: skip
        return super().get(request, **kwargs)

    def post(self, request, **kwargs):
        self.form_period()
        return super().post(request, **kwargs)

    def context(self, form):
        context = self.figures()
        period = context["period"]
        may_send = (
            Permission.FIGURES_SUBMIT in self.request.permissions
            and period.is_over
            and (context["submission"] is None or context["submission"].sha256 != context["page"].seal)
        )
        later = period.last + timedelta(days=1)
        centres = [(centre, context["found"].get(centre.pk)) for centre in self.scope.centres]
        return {
            **context, "may_send": may_send, "earlier": period.first - timedelta(days=1),
            "later": later if later <= timezone.localdate() else None,
            "centres": centres if self.scope.is_office and not self.scope.at else [],
        }  # fmt: skip

    def act(self, form) -> str:
        period = self.form_period()
        services.submit_form(
            self.centre, self.kind, period, seen=form.cleaned_data["seen"],
            remark=form.cleaned_data.get("remark", ""), by=self.request.user,
        )  # fmt: skip
        messages.success(self.request, _("Sent. These numbers stay as they are; later changes are shown beside them."))
        path = reverse("opd:figures-form", args=[self.centre.code, self.kind])
        return f"{path}?day={period.first:%Y-%m-%d}"


class FormByCentre(FormBase):
    """Every line beside every centre of the reader's scope; each number opens its rows."""

    def get(self, request):
        period, scope = self.form_period(), self.scope
        lines = by_centre.counted_lines(self.kind)
        found = by_centre.counts(self.kind, lines, scope.centres, period)
        centres = [centre for centre in scope.centres if found.get(centre.pk)]
        rows = [_of_line(line, [(centre, found[centre.pk][line.code]) for centre in centres]) for line in lines]
        audit.record(
            "form.read", by=request.user, centre=self.centre, form=self.kind, days=period.words, of=scope.codes
        )
        context = self.common(
            kind=self.kind, label=Form(self.kind).label, period=period, centres=centres, rows=rows,
            column=by_centre.SHOWN[self.kind], empty=len(scope.centres) - len(centres),
        )  # fmt: skip
        return render(request, "opd/reporting/form_centres.html", context)


def _of_line(line, numbers) -> tuple:
    """A line, its number at each centre, and their sum."""
    return line, numbers, sum(n for _centre, n in numbers)


class FormFile(FormBase):
    """`?format=pdf|csv|xlsx`; at most some sixty numbers, so at once."""

    def get(self, request):
        context, wanted = self.figures(), request.GET.get("format", "")
        wanted = wanted if wanted in {"pdf", "csv", "xlsx"} else "pdf"
        period, scope = context["period"], self.scope
        audit.record(
            "form.printed", by=request.user, centre=self.centre, form=self.kind, days=period.words, format=wanted,
            of=scope.codes,
        )  # fmt: skip
        name = papers.file_name(self.kind.replace("_", "-"), scope, period)
        if wanted == "pdf":
            context["centre"] = self.centre  # whose district stands on a form of several centres
            return file_answer(papers.form_pdf(context, is_demo=scope.is_demo), "pdf", name)
        head, rows = papers.form_table(self.kind, context["page"])
        if wanted == "csv":
            return file_answer(sheets.to_csv(head, rows), "csv", name)
        place = scope.at.name if scope.at else _("All centres")
        notes = [f"{context['label']} · {place} · {period.words}"]
        return file_answer(sheets.to_xlsx(f"{self.kind} {get_language()}", head, rows, notes=notes), "xlsx", name)
