"""A slip of a pad before the scanner that is not attached to anybody yet."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from centres.permissions import Permission
from registration import pad_numbers
from registration.search import Query
from registration.selectors.pads import slip_of


class ScannedPad:
    """Part of the search, asked when nobody was found. One that is attached was found like any slip."""

    def read_pad(self, query: Query):
        """The page that enters the slip, or a sentence; None when it is no slip of any pad (1 query)."""
        slip = slip_of(query)
        if slip is None:
            return None
        said = {"serial": pad_numbers.show(slip.serial), "centre": slip.pad.centre.name}
        if slip.pad.centre_id != self.centre.pk:
            sentence = _("Slip %(serial)s is from a power-cut pad of %(centre)s, and is entered there. Search by name.")
        elif Permission.VISIT_OPEN not in self.request.permissions:
            sentence = _("Slip %(serial)s of a power-cut pad is not entered yet. The counter enters it.")
        else:
            return redirect(self.url("pad-slip", slip.serial))
        messages.warning(self.request, sentence % said)
        return redirect(self.url("counter"))
