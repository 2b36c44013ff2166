"""Tests: by code or name, several with commas; only what this centre offers today."""

import re

from django.utils.translation import gettext as _

from hms.lib.text import clean
from opd.entry.entered import Entered


def add_tests(draft: dict, typed: str, offers) -> Entered:
    """Add the tests and panels named in `typed` out of `offers` (labs.selectors.offered). No query.

    One that cannot be had is named with the reason; several that fit a name come back as choices.
    """
    for word in filter(None, map(clean, re.split(r"[,;+]", typed))):
        fitting = _fitting(word, offers)
        if not fitting:
            return Entered(draft, problem=_("“%(test)s” is not done or sent by this centre.") % {"test": word})
        possible = [offer for offer in fitting if offer.is_possible]
        if not possible:
            return Entered(draft, problem=_cannot(fitting[0]))
        if len(possible) > 1:
            return Entered(draft, choices=possible[:8])
        draft = {**draft, "tests": list(dict.fromkeys([*draft["tests"], possible[0].code]))}
    return Entered({**draft, "typing": {**draft["typing"], "test": ""}})


def _fitting(word: str, offers) -> list:
    wanted = word.lower()
    everything = [*offers.panels, *offers.tests]
    exact = [offer for offer in everything if wanted in {offer.code.lower(), *_names(offer)}]
    return exact[:1] or [offer for offer in everything if any(wanted in name for name in _names(offer))]


def _names(offer) -> tuple[str, str]:
    row = getattr(offer, "panel", None) if not hasattr(offer, "test") else offer.test
    return row.name_en.lower(), row.name_hi


def _cannot(offer) -> str:
    return _("%(test)s is not possible here today. %(reason)s") % {"test": offer.name, "reason": offer.reason}
