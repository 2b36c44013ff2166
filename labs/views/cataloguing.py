"""One test with its ranges, sources, review and history; and changing them. For the whole network."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import FormMixin
from labs import delta, ranges, services
from labs.calculations import FORMULAS
from labs.forms.catalogue import DeltaForm, PanelForm, RangeForm, RemoveForm, ReviewForm, TestForm
from labs.models import CatalogueChange, DeltaLimit, Panel, ReferenceRange, Test
from labs.views.base import LabView

OLDEST = 43799  # days; a range that ends at 120 years covers everybody


class TestPage(LabView):
    """A page about one test of the catalogue."""

    __test__ = False
    permission = Permission.LAB_CATALOGUE_EDIT

    def dispatch(self, request, *args, **kwargs):
        self.test_code = kwargs.pop("code", None)
        self.pk = kwargs.pop("pk", None)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def test(self) -> Test | None:
        return get_object_or_404(Test, code=self.test_code) if self.test_code else None

    def done(self) -> str:
        return self.url("test", self.test.code)


class TestView(TestPage):
    permission = Permission.LAB_CATALOGUE_VIEW

    def get(self, request):
        rows = list(self.test.ranges.order_by("analyser", "pregnancy", "sex", "age_min_days"))
        is_numeric = self.test.result_type == Test.ResultType.NUMERIC
        context = {
            "test": self.test,
            "delta": DeltaLimit.objects.filter(test=self.test).first() if is_numeric else None,
            "is_numeric": is_numeric,
            "usual": delta.USUAL,
            "formula": FORMULAS.get(self.test.code),
            "ranges": [(row, ranges.words(row, self.test.decimals)) for row in rows],
            "gaps": [f"{sex} {first}-{last}" for sex, first, last in ranges.uncovered(rows, until=OLDEST)]
            if rows and is_numeric
            else [],
            "changes": CatalogueChange.objects.filter(test=self.test).select_related("changed_by")[:50],
            "panels": self.test.panels.filter(is_active=True),
        }
        return render(request, "labs/test_view.html", context)


class CatalogueForm(FormMixin, TestPage):
    """What these forms share: the title, where they lead, and the version looked at."""

    template_name = "labs/catalogue_form.html"
    warning = ""

    def form_kwargs(self) -> dict:
        return {"seen": self.test.version if self.test else None}

    def written(self, form) -> dict:
        return {"reason": form.cleaned_data["reason"], "office": self.centre, "by": self.request.user}

    def context(self, form) -> dict:
        back = self.done() if self.test else self.url("catalogue")
        return {"title": self.title(), "test": self.test, "back": back, "warning": self.warning}


class TestEdit(CatalogueForm):
    form_class = TestForm

    def title(self) -> str:
        return _("Change %(test)s") % {"test": self.test.name} if self.test else _("New test")

    def form_kwargs(self) -> dict:
        return {**super().form_kwargs(), "test": self.test}

    def act(self, form) -> str:
        typed = form.cleaned_data
        test = services.save_test(typed["code"], form.values, seen=typed["seen"], **self.written(form))
        messages.success(self.request, _("%(test)s is saved.") % {"test": test.name})
        return self.url("test", test.code)


class RangeEdit(CatalogueForm):
    form_class = RangeForm

    @cached_property
    def row(self) -> ReferenceRange | None:
        return get_object_or_404(ReferenceRange.objects.select_related("test"), pk=self.pk) if self.pk else None

    @cached_property
    def test(self) -> Test:
        return self.row.test if self.row else get_object_or_404(Test, code=self.test_code)

    def title(self) -> str:
        words = _("Change a range: %(test)s") if self.row else _("New range: %(test)s")
        return words % {"test": self.test.name}

    def form_kwargs(self) -> dict:
        return {**super().form_kwargs(), "row": self.row}

    def act(self, form) -> str:
        seen = form.cleaned_data["seen"]
        services.save_range(self.test, form.values, pk=self.pk, seen=seen, **self.written(form))
        messages.success(self.request, _("Saved. Reports that went out keep their old range."))
        return self.done()


class RangeRemove(RangeEdit):
    form_class = RemoveForm

    @property
    def warning(self) -> str:
        return _("Results keep the range they were judged by; new ones of these people have none.")

    def title(self) -> str:
        return _("Remove a range: %(test)s") % {"test": self.test.name}

    def form_kwargs(self) -> dict:
        return {"seen": self.test.version}

    def act(self, form) -> str:
        services.remove_range(self.row, seen=form.cleaned_data["seen"], **self.written(form))
        return self.done()


class DeltaEdit(CatalogueForm):
    form_class = DeltaForm

    def title(self) -> str:
        return _("Delta check: %(test)s") % {"test": self.test.name}

    def form_kwargs(self) -> dict:
        return {**super().form_kwargs(), "row": DeltaLimit.objects.filter(test=self.test).first()}

    def act(self, form) -> str:
        services.save_delta(self.test, form.limit, seen=form.cleaned_data["seen"], **self.written(form))
        messages.success(self.request, _("%(test)s is saved.") % {"test": self.test.name})
        return self.done()


class TestReview(CatalogueForm):
    form_class = ReviewForm

    def title(self) -> str:
        return _("Mark as reviewed: %(test)s") % {"test": self.test.name}

    def act(self, form) -> str:
        typed = form.cleaned_data
        services.review_test(self.test, name=typed["name"], on=typed["on"], seen=typed["seen"], **self.written(form))
        return self.done()


class PanelEdit(CatalogueForm):
    form_class = PanelForm
    test = None

    @cached_property
    def panel(self) -> Panel | None:
        if self.test_code is None:
            return None
        panel = Panel.objects.filter(code=self.test_code).first()
        if panel is None:
            raise Http404
        return panel

    def title(self) -> str:
        return _("Change %(test)s") % {"test": self.panel.name} if self.panel else _("New panel")

    def form_kwargs(self) -> dict:
        return {"seen": self.panel.version if self.panel else None, "panel": self.panel}

    def context(self, form) -> dict:
        history = self.panel.changes.select_related("changed_by")[:50] if self.panel else []
        return {**super().context(form), "changes": history}

    def act(self, form) -> str:
        typed = form.cleaned_data
        services.save_panel(typed["code"], form.values, typed["tests"], seen=typed["seen"], **self.written(form))
        return self.url("catalogue")
