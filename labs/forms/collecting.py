"""Which samples are taken now: one tick for each kind of container."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext as _

from hms.lib.forms import LayoutMixin
from labs.forms.dressed import dress
from labs.models import LabOrder


class CollectForm(LayoutMixin, forms.Form):
    """`orders` are those without a sample yet. Ticking a container takes all its tests."""

    def __init__(self, *args, orders: list[LabOrder], **kwargs):
        super().__init__(*args, **kwargs)
        by_container = sorted(orders, key=lambda order: order.test.container)
        self.tubes = {
            container: list(group) for container, group in groupby(by_container, key=lambda order: order.test.container)
        }
        for container, group in self.tubes.items():
            label = group[0].test.get_container_display()
            self.fields[f"tube-{container}"] = forms.BooleanField(label=label, required=False)
            self.initial.setdefault(f"tube-{container}", True)
        dress(self)

    def lines(self):
        for container, orders in self.tubes.items():
            again = next((order.rejected_sample for order in orders if order.needs_new_sample), None)
            is_urgent = any(order.is_urgent for order in orders)
            yield {"box": self[f"tube-{container}"], "orders": orders, "is_urgent": is_urgent, "again": again}

    def clean(self):
        if self.tubes and not self.codes():
            self.add_error(None, _("Tick at least one sample."))

    def codes(self) -> list[str]:
        return [
            order.code
            for container, orders in self.tubes.items()
            if self.cleaned_data.get(f"tube-{container}")
            for order in orders
        ]
