"""Gaps for the office: the list with ages, one gap, moving it on, owner and date, duplicates, photos."""

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centres.forms import gaps as forms
from centres.gap_rules import MOVES, rules
from centres.models import Gap, GapPhoto
from centres.permissions import Permission
from centres.selectors import gaps as selectors
from centres.services import gaps as services
from centres.views.inspecting.base import OfficeForm, OfficeView
from hms.lib import pictures

FULL = ("centre", "office", "owner", "found_in__round", "verified_in", "merged_into", "found_by")
PAGE = 50


class Gaps(OfficeView):
    permission = Permission.GAP_MANAGE
    tab = "gap:list"

    def get(self, request):
        form = forms.FilterForm(request.GET, office=self.centre)
        everything = selectors.of_office(self.centre)
        rows = Paginator(form.narrow(everything), PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        context = {
            "form": form,
            "rows": rows,
            "ageing": selectors.ageing(everything),
            "ages": selectors.AGES,
            "today": timezone.localdate(),
            "rules": rules().values(),
            "query": query.urlencode(),
        }
        return self.render("centres/gap/list.html", context)


class GapView(OfficeView):
    permission = Permission.GAP_MANAGE
    tab = "gap:list"

    def get(self, request, code):
        gap = self.mine(Gap.objects.select_related(*FULL), code=code)
        return self.render("centres/gap/view.html", {**about(gap), "moves": MOVES.get(gap.state, ())})


def about(gap: Gap) -> dict:
    """What both sides see of a gap (3 queries)."""
    found = gap.found_in
    photos = list(found.photos.filter(item__code=gap.item_code).values_list("pk", flat=True)) if found else []
    return {"gap": gap, "steps": selectors.history(gap), "today": timezone.localdate(), "found_photos": photos}


class GapNew(OfficeForm):
    permission = Permission.GAP_MANAGE
    tab = "gap:list"
    form_class = forms.NewGapForm
    title = _("New gap")
    success_message = _("Gap written down.")

    def form_kwargs(self) -> dict:
        files = {"files": self.request.FILES} if self.request.method == "POST" else {}
        return {"office": self.centre, **files}

    def back_url(self) -> str:
        return self.url("gap:list")

    def act(self, form) -> str:
        values = dict(form.cleaned_data)
        centre, photo = values.pop("centre"), values.pop("photo")
        gap = services.add(self.centre, centre, values, photo=photo, by=self.request.user)
        return self.url("gap:view", gap.code)


class GapPage(OfficeForm):
    """A form about one gap of this office."""

    permission = Permission.GAP_MANAGE
    tab = "gap:list"

    @cached_property
    def row(self) -> Gap:
        return self.mine(Gap.objects.select_related("centre", "owner"), code=self.parts["code"])

    def back_url(self) -> str:
        return self.url("gap:view", self.row.code)

    def more(self, form) -> dict:
        return {"beside": f"{self.row.name} · {self.row.centre.name}"}


class GapMove(GapPage):
    form_class = forms.MoveForm
    title = _("Move on")
    success_message = _("Written down.")

    def form_kwargs(self) -> dict:
        files = {"files": self.request.FILES} if self.request.method == "POST" else {}
        return {"gap": self.row, **files}

    def act(self, form) -> str:
        services.move(self.row, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class GapChange(GapPage):
    form_class = forms.GapForm
    title = _("Owner, date and quantity")
    success_message = _("Saved.")

    def form_kwargs(self) -> dict:
        gap = self.row
        names = {name: getattr(gap, name) for name in ("severity", "missing", "due_on", "version")}
        return {"gap": gap, "initial": {**names, "owner": gap.owner_id}}

    def act(self, form) -> str:
        values = dict(form.cleaned_data)
        version = values.pop("version")
        services.change(self.row, values, version=version, by=self.request.user)
        return self.back_url()


class GapMerge(GapPage):
    form_class = forms.MergeForm
    title = _("Written twice")
    button = _("Merge")
    success_message = _("Merged.")

    def form_kwargs(self) -> dict:
        return {"gap": self.row}

    def act(self, form) -> str:
        into = services.merge(self.row, form.cleaned_data["into"], by=self.request.user)
        return self.url("gap:view", into.code)


class Photo(OfficeView):
    permission = Permission.GAP_MANAGE

    def get(self, request, pk):
        photo = GapPhoto.objects.filter(gap__office=self.centre, pk=pk).first()
        if photo is None:
            raise Http404
        return pictures.answer(photo.jpeg)
