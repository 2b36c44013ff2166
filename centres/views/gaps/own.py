"""A centre's own gaps, for whoever answers for it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centres.forms.gaps import AnswerForm
from centres.gap_rules import MAY_COME
from centres.models import Gap, GapPhoto
from centres.permissions import Permission
from centres.selectors import gaps as selectors
from centres.services import gaps as services
from centres.views.base import CentreView, FormMixin
from centres.views.gaps.office import FULL, about
from hms.lib import pictures


class OwnGaps(CentreView):
    permission = Permission.GAP_ANSWER

    def get(self, request):
        everything = selectors.of_centre(self.centre)
        shows_closed = request.GET.get("show") == "closed"
        rows = everything.filter(state=Gap.State.VERIFIED) if shows_closed else everything.live()
        context = {"rows": rows[:200], "ageing": selectors.ageing(everything), "ages": selectors.AGES}
        context |= {"today": timezone.localdate(), "shows_closed": shows_closed}
        return render(request, "centres/gap/own_list.html", context)


class OwnGap(FormMixin, CentreView):
    """One gap with its history, and the box for an answer."""

    permission = Permission.GAP_ANSWER
    form_class = AnswerForm
    template_name = "centres/gap/own.html"
    success_message = _("Your answer is kept; the district sees it.")

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def gap(self) -> Gap:
        return self.get_or_404(Gap.objects.select_related(*FULL), code=self.code)

    def get(self, request):
        _gap = self.gap
        return super().get(request)

    def post(self, request):
        _gap = self.gap
        return super().post(request)

    def form_kwargs(self) -> dict:
        return {"files": self.request.FILES} if self.request.method == "POST" else {}

    def act(self, form) -> str:
        services.answer(self.gap, by=self.request.user, **form.cleaned_data)
        return reverse("gap:own", args=[self.centre.code, self.code])

    def context(self, form) -> dict:
        return {**about(self.gap), "may_come": self.gap.state in MAY_COME}


class OwnPhoto(CentreView):
    permission = Permission.GAP_ANSWER

    def get(self, request, pk):
        return pictures.answer(self.get_or_404(GapPhoto.objects, pk=pk).jpeg)
