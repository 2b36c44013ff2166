"""Suggestions under an entry box, as buttons of the same form. Reference content only: nothing about a patient."""

from django.http import Http404
from django.shortcuts import render

from centres.permissions import Permission
from centres.views.base import CentreView
from hms.lib.text import clean
from labs import selectors as labs
from opd.doses import DoseError
from opd.entry import durations
from opd.entry.medicines import as_line, candidates, counted, read_boxes
from opd.prescribing import Line
from opd.selectors import kept, room, search

LONGEST = 100
MOST_TESTS = 10


class Suggest(CentreView):
    permission = Permission.CONSULT
    is_background = False

    def get(self, request, kind):
        kinds = ("complaint", "diagnosis", "medicine", "test", "bundle")
        find = {name: getattr(self, name) for name in kinds}
        if kind not in find:
            raise Http404
        return render(request, f"opd/_suggest_{kind}.html", find[kind](clean(request.GET.get("q", ""))[:LONGEST]))

    def complaint(self, text):
        words, lasting = durations.split(text)
        return {"found": search.complaints(words) if words else [], "lasting": lasting}

    def diagnosis(self, text):
        use = kept.diagnosis_use(self.centre, self.request.user)
        return {"found": search.diagnoses(text, use=use), "typed": text.strip()}

    def bundle(self, text):
        typed = text.strip()
        return {"found": kept.named(kept.bundles(self.centre, self.request.user), typed)[:8] if typed else []}

    def medicine(self, text):
        boxes = {name: self.request.GET.get(name, "")[:40] for name in ("dose", "food", "days")}
        try:
            line = read_boxes({"medicine": text, **boxes})
        except DoseError as error:
            return {"problem": str(error)}
        if not line.name:
            return {}
        found = candidates(line)
        return {"typed": line.name, "found": found, "understood": self.understood(found, line)}

    def understood(self, found, line: Line):
        """The line as it would be taken, when only one medicine is meant and a dose stands there."""
        if len(found) != 1 or not counted(line, found[0]).dose:
            return None
        return room.medicine_shown(as_line(found[0], counted(line, found[0])))

    def test(self, text):
        wanted = text.rpartition(",")[2].strip().lower()
        if not wanted:
            return {}
        offers = labs.offered(self.centre)
        fitting = [
            offer
            for offer in [*offers.panels, *offers.tests]
            if wanted in offer.code.lower() or any(wanted in name for name in names(offer))
        ]
        return {"found": fitting[:MOST_TESTS], "typed": wanted}


def names(offer) -> tuple[str, str]:
    row = offer.test if hasattr(offer, "test") else offer.panel
    return row.name_en.lower(), row.name_hi
