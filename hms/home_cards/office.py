"""Cards of the district's and the network's office: rollout, inspections, gaps, proposals, the centres themselves."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.models import Blocker, Centre, Gap, Inspection
from centres.selectors import proposals
from centres.selectors import rollout as centre_rollout
from hms.home_cards.gaps import of_gaps
from hms.home_cards.tile import Tile
from hms.nav import address
from registration.models import Visit

S = Visit.Status


def office_gaps(request) -> list[Tile]:
    return of_gaps(Gap.objects.filter(office=request.centre).live(), address("gap:list", request.centre))


def late_proposals(request) -> list[Tile]:
    """Only where something is late: answers and money past the day that was asked for or promised."""
    count = len(proposals.late(list(proposals.proposals(request.centre)[:200])))
    if not count:
        return []
    more = _("Answers or money past their date")
    return [Tile(_("Proposals to ask about"), count, more, address("proposal:list", request.centre), "late")]


def visits_to_make(request) -> list[Tile]:
    """Inspections that are mine and not finished."""
    mine = Inspection.objects.filter(office=request.centre, inspector=request.user)
    seen = mine.aggregate(
        planned=Count("pk", filter=Q(status=Inspection.Status.PLANNED)),
        started=Count("pk", filter=Q(status=Inspection.Status.STARTED)),
    )
    more = _("%(count)d begun and not finished") % {"count": seen["started"]} if seen["started"] else ""
    url = address("inspection:rounds", request.centre)
    return [Tile(_("My inspections"), seen["planned"] + seen["started"], more, url, "late" if seen["started"] else "")]


def rollout(request) -> list[Tile]:
    """How far the centres within reach have come."""
    centres = centre_rollout.of_rollout(Centre.objects.reached_from(request.centre, request.reach))
    live = Count("pk", filter=Q(stage=Centre.Stage.LIVE))
    blocked = Exists(Blocker.objects.filter(centre=OuterRef("pk"), resolved_at=None))
    seen = centres.order_by().aggregate(all=Count("pk"), live=live, blocked=Count("pk", filter=blocked))
    more = _("of %(all)d live; %(blocked)d with something in the way") % seen
    url = address("centre:rollout", request.centre)
    return [Tile(_("Centres live"), seen["live"], more, url, "late" if seen["blocked"] else "")]


def network(request) -> list[Centre]:
    """Every centre within reach that sees patients on our slips, with today's visits and who works there (1 query)."""
    day = timezone.localdate()
    visits = Count("visits", filter=Q(visits__visit_on=day) & ~Q(visits__status=S.CANCELLED))
    urban = Centre.objects.reached_from(request.centre, request.reach).filter(
        kind__in=[Centre.Kind.UPHC, Centre.Kind.UHWC], is_active=True
    )
    return list(urban.annotate(visits_today=visits).order_by("phase", "code"))
