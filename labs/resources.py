"""What the laboratory knows to be possible at a centre today, for its statement: panels, and tests outside panels."""

from django.utils.translation import gettext_lazy as _

from centres.resources import Resource, Source
from labs.models import CentreTest
from labs.selectors import offered


def tests(centre) -> list[Resource]:
    """A panel counts as there when all its tests are (3 queries)."""
    offers = offered(centre)
    within = {test.pk for panel in offers.panels for test in [*(one.test for one in panel.tests), *panel.missing]}
    panels = [
        Resource(one.code, one.panel.name_en, one.panel.name_hi, one.is_possible and not one.missing, note=one.reason)
        for one in offers.panels
    ]
    singles = [
        Resource(one.code, one.test.name_en, one.test.name_hi, one.is_possible, note=_note(one))
        for one in offers.tests
        if one.test.pk not in within
    ]
    return panels + singles


def _note(offer) -> str:
    if offer.mode == CentreTest.Mode.SENT and offer.sent_to:
        return f"→ {offer.sent_to.short_code}"
    return offer.reason


SOURCE = Source("tests", _("Tests"), tests, 40, _("tick those a patient can have today"))
