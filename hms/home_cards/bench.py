"""Cards of the laboratory and of the medicine window."""

from django.utils.translation import gettext as _

from hms.home_cards.tile import Tile
from hms.nav import address
from labs import selectors as labs
from opd.selectors import dispensing, stock
from registration.models import Visit

S = Visit.Status


def laboratory(request) -> list[Tile]:
    counts, url = labs.counts(request.centre), address("labs:worklist", request.centre)
    critical = counts["critical"]
    steps = [(_("Samples to take"), "collect"), (_("Results to enter"), "enter"), (_("Results to release"), "release")]
    told = _("Tell the doctor now") if critical else _("Nobody waits for a call")
    return [
        Tile(_("Critical values to tell"), critical, told, f"{url}?show=critical", "stop" if critical else ""),
        *(Tile(what, counts[show], url=f"{url}?show={show}") for what, show in steps),
    ]


def pharmacy(request) -> list[Tile]:
    rows = dispensing.window(request.centre)
    open_now = sum(row.state != "done" for row in rows)
    return [Tile(_("Medicines to hand out"), open_now, url=address("opd:dispense-list", request.centre), key="F2")]


def shelf(request) -> list[Tile]:
    """Only where a stock is kept: what ran out, and what soon will or expires."""
    rows = stock.shelf(request.centre)
    if not rows:
        return []
    gone = sum(row.state in {"out", "expired"} for row in rows)
    near = sum(row.state in {"low", "soon"} for row in rows)
    more = _("%(count)d more are low or expire soon") % {"count": near} if near else _("Nothing is low")
    url = address("opd:stock", request.centre)
    return [Tile(_("Medicines out of stock"), gone, more, url, "stop" if gone else "late" if near else "")]
