"""The price list."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centres.forms.proposals import PriceForm
from centres.models import PriceItem
from centres.permissions import Permission
from centres.services import proposals as services
from centres.views.inspecting.base import OfficeForm, OfficeView

NAMES = ("code", "name_en", "name_hi", "unit_cost", "unit_en", "unit_hi", "source", "priced_on", "is_reviewed")


class Prices(OfficeView):
    permission = Permission.PROPOSE
    tab = "proposal:list"

    def get(self, request):
        return self.render("centres/proposal/prices.html", {"rows": PriceItem.objects.select_related("changed_by")})


class PriceNew(OfficeForm):
    permission = Permission.PROPOSE
    tab = "proposal:list"
    form_class = PriceForm
    title = _("New price")
    success_message = _("Saved.")

    def back_url(self) -> str:
        return self.url("proposal:prices")

    def act(self, form) -> str:
        values = dict(form.cleaned_data)
        services.save_price(self.row, values, version=values.pop("version") or 0, by=self.request.user)
        return self.back_url()


class PriceEdit(PriceNew):
    title = _("Change a price")

    @cached_property
    def row(self) -> PriceItem:
        price = PriceItem.objects.filter(code=self.parts["item"]).first()
        if price is None:
            raise Http404
        return price

    def form_kwargs(self) -> dict:
        initial = {name: getattr(self.row, name) for name in (*NAMES, "is_active", "version")}
        return {"price": self.row, "initial": initial}
