"""Cards of those who see patients: measuring, calling, writing, following up, sending and asking."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hms.home_cards.tile import Tile
from hms.nav import address
from labs import selectors as labs
from opd.models import Consultation, Vitals
from opd.selectors import e_consults, following, referrals
from registration.models import Visit
from registration.selectors.queue import LATE_AFTER

S = Visit.Status


def vitals(request) -> list[Tile]:
    measured = Vitals.objects.filter(visit=OuterRef("pk"), is_current=True)
    visits = Visit.objects.for_centre(request.centre).of_day(timezone.localdate())
    count = visits.filter(~Exists(measured), status__in=[S.WAITING, S.CALLED, S.AWAY]).count()
    more = "" if count else _("Everybody is measured")
    return [Tile(_("Vitals to take"), count, more, address("opd:vitals-list", request.centre))]


def queue(request) -> list[Tile]:
    visits = Visit.objects.for_centre(request.centre).of_day(timezone.localdate())
    late = Q(status=S.WAITING, registered_at__lt=timezone.now() - LATE_AFTER)
    seen = visits.aggregate(waiting=Count("pk", filter=Q(status=S.WAITING)), late=Count("pk", filter=late))
    more = _("%(count)d for more than an hour") % {"count": seen["late"]} if seen["late"] else ""
    return [
        Tile(_("Waiting"), seen["waiting"], more, address("opd:queue", request.centre), "late" if seen["late"] else "")
    ]


def drafts(request) -> list[Tile]:
    mine = Consultation.objects.for_centre(request.centre).filter(started_by=request.user, signed_at=None)
    count = mine.exclude(visit__status=S.CANCELLED).count()
    more = _("Sign them, so that the slip is complete") if count else _("Everything is signed")
    return [Tile(_("My drafts not signed"), count, more, address("opd:queue", request.centre), "late" if count else "")]


def corrections(request) -> list[Tile]:
    """Corrected reports of tests this doctor ordered."""
    mine = labs.unread_amendments(request.centre).filter(orderer=request.user).count()
    if not mine:
        return []
    url = address("labs:amendments", request.centre)
    return [Tile(_("Corrected reports to read"), mine, _("A released value was wrong"), url, "stop")]


def follow_ups(request) -> list[Tile]:
    count = sum(following.due_counts(request.centre).values())
    more = _("Due today or overdue") if count else _("Nobody is overdue")
    return [Tile(_("Whom to call"), count, more, address("opd:follow-ups", request.centre), "late" if count else "")]


def arrivals(request) -> list[Tile]:
    """Only where patients are sent to."""
    if not request.centre.is_hospital:
        return []
    count = referrals.expected_count(request.centre)
    more = _("Scan the slip when they come") if count else _("Nobody is on the way")
    return [
        Tile(_("Referred patients expected"), count, more, address("opd:referral-desk", request.centre)),
        Tile(
            _("Treated nearer home?"), more=_("A token at a health centre"), url=address("opd:nearer", request.centre)
        ),
    ]


def asked_online(request) -> list[Tile]:
    """Only while something is being asked: answers to take over, what was asked back, what waits."""
    rows = [
        one for one in e_consults.of_centre(request.centre) if one.row.status in {"waiting", "asked_back", "answered"}
    ]
    if not rows:
        return []
    came = sum(one.row.status != "waiting" for one in rows)
    late = sum(one.is_late for one in rows)
    more = _("%(count)d still wait for an answer") % {"count": len(rows) - came}
    if late:
        more = _("%(count)d are not answered in time") % {"count": late}
    url = address("opd:e-consults", request.centre)
    return [Tile(_("Answers from specialists"), came, more, url, "stop" if came else "late" if late else "")]


def online_help(request) -> list[Tile]:
    """Only for members of a pool of specialists."""
    if not e_consults.is_member(request.user, request.centre):
        return []
    rows = e_consults.worklist(request.user, request.centre)
    late = sum(one.is_late for one in rows)
    more = _("%(count)d are late") % {"count": late} if late else _("Nothing is late")
    url = address("opd:help-list", request.centre)
    return [Tile(_("Questions from health centres"), len(rows), more, url, "late" if late else "", key="F4")]
