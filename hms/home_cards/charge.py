"""Cards of whoever answers for a centre: figures, what was missing, what it has today, who works there."""

from django.utils import timezone
from django.utils.translation import gettext as _

from centres.models import Centre, Gap, Membership, SetPasswordLink
from centres.permissions import Permission
from centres.selectors import statements
from hms.home_cards.gaps import of_gaps
from hms.home_cards.tile import Tile
from hms.lib.dates import days_old as format_days_old
from hms.nav import address
from labs import selectors as labs
from opd.selectors import e_consults, needs
from registration.models import Visit

S = Visit.Status


def figures(request) -> list[Tile]:
    day, register = (address(f"opd:figures-{page}", request.centre) for page in ("board", "register"))
    return [
        Tile(_("The day in numbers"), more=_("Waiting, times, tests, referrals"), url=day),
        Tile(_("Registers and forms"), more=_("OPD register, HMIS, IDSP"), url=register),
    ]


def referral_report(request) -> list[Tile]:
    url = address("opd:referral-report", request.centre)
    return [Tile(_("Referrals in numbers"), more=_("By centre, doctor and condition"), url=url)]


def pools(request) -> list[Tile]:
    """For whoever answers for a hospital, and for the network's office."""
    centre = request.centre
    is_office = centre.kind == Centre.Kind.ADMIN
    if not (centre.is_hospital or is_office):
        return []
    count = len(e_consults.late(None if is_office else centre))
    more = _("Nobody answered in time") if count else _("Every question is answered in time")
    url = address("opd:pools", centre)
    return [Tile(_("Questions to specialists, late"), count, more, url, "stop" if count else "")]


def missing(request) -> list[Tile]:
    """What doctors wanted for patients and the centre did not have; nothing where nothing was missing."""
    rows = needs.unmet(request.centre)
    if not rows:
        return []
    more = _("most often: %(name)s") % {"name": rows[0].name}
    return [Tile(_("Tests and medicines that were missing"), len(rows), more, address("opd:unmet", request.centre))]


def overdue(request) -> list[Tile]:
    """Critical values nobody was told of in time, for whoever answers for the centre."""
    if Permission.REPORT_VIEW not in request.permissions:
        return []
    count = labs.overdue(request.centre).count()
    if not count:
        return []
    more = _("Nobody was told within %(count)d minutes") % {"count": request.centre.critical_minutes}
    return [Tile(_("Critical values not told"), count, more, address("labs:critical", request.centre), "stop")]


def statement(request) -> list[Tile]:
    """Whether the centre has said today what it has; offices have nothing of the kind."""
    if request.centre.kind == Centre.Kind.ADMIN:
        return []
    on = statements.stated_on([request.centre]).get(request.centre.pk)
    more = format_days_old(on, timezone.localdate()) if on else _("Nothing has been stated yet.")
    alarm = "" if on == timezone.localdate() else "late"
    url = address("centre:statement", request.centre)
    return [Tile(_("Services and resources today"), more=more, url=url, alarm=alarm)]


def own_gaps(request) -> list[Tile]:
    """What inspections found missing here."""
    live = Gap.objects.for_centre(request.centre).live()
    return of_gaps(live, address("gap:own-list", request.centre))


def people(request) -> list[Tile]:
    here = Membership.objects.for_centre(request.centre).on(timezone.localdate())
    links = SetPasswordLink.objects.filter(used_at=None, expires_at__gt=timezone.now())
    if Permission.NETWORK_MANAGE not in request.permissions:
        links = links.filter(user__in=here.values("user"))
    url = address("centre:staff", request.centre)
    return [
        Tile(_("People at work here"), here.values("user").distinct().count(), url=url),
        Tile(_("Password links not used yet"), links.count(), _("A link works for 24 hours"), url),
    ]
