"""Photos of one item."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centres.forms.inspecting.rounds import NothingForm, PhotoForm
from centres.models import Inspection, InspectionPhoto
from centres.permissions import Permission
from centres.selectors import inspecting
from centres.services import inspecting as services
from centres.views.base import CentreView
from centres.views.inspecting.base import FULL, OfficeForm, OfficeView
from hms.lib import pictures


class ItemPhoto(OfficeForm):
    permission = Permission.INSPECT
    tab = "inspection:rounds"
    form_class = PhotoForm
    template_name = "centres/inspection/photo.html"
    title = _("Photo")
    success_message = _("Photo kept.")

    @cached_property
    def row(self):
        visit = self.mine(Inspection.objects.select_related(*FULL), code=self.parts["code"])
        self.line = next((one for one in inspecting.lines(visit) if one.item.code == self.parts["item"]), None)
        if self.line is None or visit.status != Inspection.Status.STARTED:
            raise Http404
        return visit

    def form_kwargs(self) -> dict:
        return {"files": self.request.FILES} if self.request.method == "POST" else {}

    def back_url(self) -> str:
        sections = inspecting.sections(inspecting.lines(self.row))
        number = next(one.number for one in sections if any(row.item == self.line.item for row in one.lines))
        return f"{self.url('inspection:section', self.row.code, number)}#item-{self.line.item.code}"

    def act(self, form) -> str:
        services.add_photo(self.row, self.line.item, form.cleaned_data["photo"], by=self.request.user)
        return self.url("inspection:item-photo", self.row.code, self.line.item.code)

    def more(self, form) -> dict:
        return {"visit": self.row, "line": self.line, "most": services.photos.MOST}


class PhotoRemove(OfficeForm):
    permission = Permission.INSPECT
    tab = "inspection:rounds"
    form_class = NothingForm
    title = _("Take the photo away")
    button = _("Take away")
    success_message = _("Photo taken away.")

    @cached_property
    def row(self) -> InspectionPhoto:
        photos = InspectionPhoto.objects.filter(inspection__office=self.centre, pk=self.parts["pk"]).defer("jpeg")
        photo = photos.select_related("inspection", "item").first()
        if photo is None:
            raise Http404
        return photo

    def back_url(self) -> str:
        return self.url("inspection:item-photo", self.row.inspection.code, self.row.item.code)

    def act(self, form) -> str:
        services.remove_photo(self.row, by=self.request.user)
        return self.back_url()

    def more(self, form) -> dict:
        return {"beside": f"{self.row.item.code} {self.row.item.name}"}


class Photo(OfficeView):
    permission = Permission.INSPECT

    def get(self, request, pk):
        photo = InspectionPhoto.objects.filter(inspection__office=self.centre, pk=pk).first()
        if photo is None:
            raise Http404
        return pictures.answer(photo.jpeg)


class OwnPhoto(CentreView):
    """A photo of a finished visit, for the centre that was visited."""

    permission = Permission.GAP_ANSWER

    def get(self, request, pk):
        finished = InspectionPhoto.objects.filter(inspection__status=Inspection.Status.FINISHED)
        return pictures.answer(self.get_or_404(finished, pk=pk).jpeg)
