"""Questions about numbers, as cards of the centre and of the district."""

from django.utils.translation import gettext as _

from centres.models import Centre
from hms.home_cards.tile import Tile
from hms.nav import address
from opd.selectors import honesty


def asked(request) -> list[Tile]:
    """For whoever answers for the centre; nothing where nothing is asked."""
    count = honesty.counts([request.centre])["centre"]
    url = address("opd:figures-questions", request.centre)
    more = _("A question, not a reproach: answer in a few words")
    return [Tile(_("Questions about the numbers"), count, more, url)] if count else []


def answers(request) -> list[Tile]:
    """For the district: answers to read, and what still waits at the centres."""
    seen = honesty.counts(Centre.objects.reached_from(request.centre, request.reach))
    if not seen["centre"] + seen["district"]:
        return []
    url = address("opd:figures-questions", request.centre)
    more = _("%(count)d still wait for an answer") % {"count": seen["centre"]}
    return [Tile(_("Answers about numbers to read"), seen["district"], more, url)]
