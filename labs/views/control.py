"""Internal quality control at the bench."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import services, westgard
from labs.forms import ActionForm, ControlForm, LotForm
from labs.models import ControlRun, Test
from labs.selectors import control
from labs.views.base import LabView

RULES = (
    (westgard.Rule.WARNING_12S, gettext_lazy("one beyond 2 SD: look")),
    (westgard.Rule.REJECT_13S, gettext_lazy("one beyond 3 SD: stop")),
    (westgard.Rule.REJECT_22S, gettext_lazy("two in a row beyond 2 SD on one side: stop")),
    (westgard.Rule.REJECT_R4S, gettext_lazy("one above 2 SD and one below in the same run: stop")),
    (westgard.Rule.REJECT_41S, gettext_lazy("four in a row beyond 1 SD on one side: stop")),
    (westgard.Rule.REJECT_10X, gettext_lazy("ten in a row on one side of the mean: stop")),
)


class Controls(LabView):
    permission = Permission.LAB_WORK

    def get(self, request):
        known = control.tests_with_controls(self.centre)
        here = {"centres__centre": self.centre, "centres__mode": "here"}  # one centre's row, so in one filter
        others = Test.objects.filter(is_active=True, result_type=Test.ResultType.NUMERIC, **here)
        others = others.exclude(pk__in=[entry["test"].pk for entry in known])
        context = {"bench_pages": self.bench_pages(), "known": known, "others": others}
        return render(request, "labs/control_list.html", context)


class TestPage(LabView):
    """One test that gives a number."""

    permission = Permission.LAB_WORK

    def dispatch(self, request, *args, **kwargs):
        self.test_code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def test(self) -> Test:
        test = Test.objects.filter(code=self.test_code, result_type=Test.ResultType.NUMERIC, is_active=True).first()
        if test is None:
            raise Http404
        return test


class Control(FormMixin, TestPage):
    """The charts of one test, today's boxes, and the runs before."""

    form_class = ControlForm
    template_name = "labs/control_test.html"

    @cached_property
    def lots(self):
        return list(control.active_lots(self.centre, self.test))

    def form_kwargs(self) -> dict:
        return {"lots": self.lots, "test": self.test}

    def act(self, form) -> str:
        run = services.record_run(self.centre, self.test, form.typed(), by=self.request.user)
        words = f"{self.test.name}: {run.get_verdict_display()} {run.rules}".strip()
        (messages.success if run.verdict == ControlRun.Verdict.ACCEPT else messages.warning)(self.request, words)
        return self.url("control", self.test.code)

    def context(self, form) -> dict:
        runs = control.runs_of(self.centre, self.test)
        charts = control.charts(self.lots, runs, self.test)
        rules = {"rules": RULES, "rules_source": westgard.SOURCE}
        return {"bench_pages": self.bench_pages(), "test": self.test, "runs": runs, "charts": charts, **rules}


class ControlLotNew(FormMixin, TestPage):
    form_class = LotForm
    template_name = "labs/control_lot.html"

    def form_kwargs(self) -> dict:
        return {"initial": {"level": self.request.GET.get("level", "1")}}

    def act(self, form) -> str:
        services.add_lot(self.centre, self.test, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("The new lot counts from now."))
        return self.url("control", self.test.code)

    def context(self, form) -> dict:
        return {"test": self.test}


class ControlAction(FormMixin, LabView):
    permission = Permission.LAB_WORK
    form_class = ActionForm
    template_name = "labs/control_action.html"

    def dispatch(self, request, *args, **kwargs):
        self.pk = kwargs.pop("pk")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def run(self) -> ControlRun:
        return self.get_or_404(ControlRun.objects.select_related("test", "run_by"), pk=self.pk)

    def act(self, form) -> str:
        services.note_action(self.run, form.cleaned_data["action_text"], by=self.request.user)
        messages.success(self.request, _("Written down."))
        return self.url("control", self.run.test.code)

    def context(self, form) -> dict:
        return {"run": self.run}
