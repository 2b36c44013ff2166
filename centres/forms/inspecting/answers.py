"""Reading one answer of a checklist out of what was posted."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from centres.errors import CentresError
from centres.models import ChecklistItem
from hms.lib.ids import redact
from hms.lib.text import clean, latin_digits, whole_number

AWAY = "na"  # does not apply here
BOTH = "both"  # a number and "does not apply"
REMARK_LETTERS = 300
SURELY = 100  # a quantity up to here is believed; beyond, up to twenty times the norm
CHOICES = {ChecklistItem.Answer.YES_NO: ("1", "0.5", "0"), ChecklistItem.Answer.GRADE: ("2", "1", "0")}


@dataclass(frozen=True)
class Typed:
    """One item's boxes as they came; `seen` is the version the page was made with."""

    value: str
    remark: str
    seen: int

    @property
    def is_empty(self) -> bool:
        return not self.value and not self.remark


def typed(data, prefix: str = "") -> Typed:
    values = [text for text in data.getlist(f"{prefix}value") if text.strip()]
    return Typed(
        BOTH if len(values) > 1 else latin_digits(values[0]).strip()[:20] if values else "",
        redact(clean(data.get(f"{prefix}remark", ""))),
        whole_number(data.get(f"{prefix}seen", "")) or 0,
    )


def read(item: ChecklistItem, boxes: Typed) -> dict:
    """`value`, `applies`, `remark`, `seen` for services.inspecting.answer. Raises CentresError in words to show."""
    if len(boxes.remark) > REMARK_LETTERS:
        raise CentresError(_("The remark is too long: at most %(count)d letters.") % {"count": REMARK_LETTERS})
    if boxes.value == AWAY:
        return {"value": None, "applies": False, "remark": boxes.remark, "seen": boxes.seen}
    return {"value": _value(item, boxes.value), "applies": True, "remark": boxes.remark, "seen": boxes.seen}


def _value(item: ChecklistItem, text: str) -> Decimal:
    if not text:
        raise CentresError(_("Answer first; the remark is saved together with it."))
    if text == BOTH:
        raise CentresError(_("A number or “does not apply”, not both."))
    if item.answer in CHOICES:
        if text not in CHOICES[item.answer]:
            raise CentresError(_("Choose from the list."))
        return Decimal(text)
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise CentresError(_("Type a number.")) from None
    if not value.is_finite():
        raise CentresError(_("Type a number."))
    if value < 0:
        raise CentresError(_("It cannot be less than 0."))
    if value > max(SURELY, item.norm * 20):
        raise CentresError(_("So many? The norm is %(norm)s.") % {"norm": f"{item.norm.normalize():f}"})
    if value != round(value, 2):
        raise CentresError(_("At most two digits after the point."))
    return value
