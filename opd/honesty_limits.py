"""From when a centre is asked about its numbers: one of the lists that an administrator may change."""

from django.utils.translation import gettext_lazy as _

from centres.house_lists import HouseList
from opd.forms.honesty import LimitForm
from opd.honesty import words
from opd.models import HonestyRule

LIST = HouseList(
    "questions", _("Questions about numbers"),
    _("From when a centre is asked. Questions already asked keep the limits they were asked with."),
    HonestyRule.objects.all, LimitForm, lambda row: row.name, lambda row: words.asked_from(row.code, row.limits),
    bumps=lambda _before, _after: True,
)  # fmt: skip
