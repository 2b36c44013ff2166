"""The price list, changed on screen."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError, Conflict
from centres.models import PriceItem


@transaction.atomic
def save_price(price: PriceItem | None, values: dict, *, version: int, by) -> PriceItem:
    """A new price or another one. Raises Conflict when a colleague changed it first, CentresError for a taken code."""
    if values["priced_on"] > timezone.localdate():
        raise CentresError(_("The date lies in the future."), field="priced_on")
    before = ""
    if price is None:
        price = PriceItem()
    else:
        price = PriceItem.objects.select_for_update().get(pk=price.pk)
        if price.version != version:
            raise Conflict(_("Somebody else changed this while you were typing. Compare the two, then save again."))
        before, price.version = str(price.unit_cost), price.version + 1
    for name, value in values.items():
        setattr(price, name, value)
    price.changed_at, price.changed_by = timezone.now(), by
    try:
        with transaction.atomic():
            price.save()
    except IntegrityError as error:
        raise CentresError(_("Another price has this code."), field="code") from error
    audit.record("price.saved", by=by, target=price, code=price.code, before=before, after=str(price.unit_cost))
    return price
