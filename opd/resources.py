"""What the stock book knows to be on the shelf of a centre today, for its statement."""

from django.utils.translation import gettext_lazy as _

from centres.models import AskedItem
from centres.resources import Resource, Source
from opd.models import Medicine
from opd.selectors import stock


def asked() -> list[str]:
    """The medicines every centre is asked about, by generic name (1 query)."""
    return list(AskedItem.objects.filter(group="medicines", is_active=True).values_list("code", flat=True))


def medicines(centre) -> list[Resource]:
    """What every centre is asked about, and what else its stock book holds (5 queries).

    One is there when any presentation of it is on hand. Where the book does not know it, nobody has said yet.
    """
    shelf: dict[str, bool] = {}
    for row in stock.shelf(centre):
        shelf[row.medicine.name_en] = shelf.get(row.medicine.name_en, False) or row.on_hand > 0
    names = list(dict.fromkeys([*asked(), *sorted(shelf)]))
    known: dict[str, Medicine] = {}
    for medicine in Medicine.objects.filter(name_en__in=names).order_by("code"):
        known.setdefault(medicine.name_en, medicine)
    return [
        Resource(known[name].code, name, known[name].name_hi, shelf.get(name, False), is_known=name in shelf)
        for name in names
        if name in known
    ]


SOURCE = Source("medicines", _("Medicines"), medicines, 50, _("tick those that can be handed out today"))
