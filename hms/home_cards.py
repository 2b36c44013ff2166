"""What a centre's home shows: what waits for this person, counted now. A card appears with the right it belongs to."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import held
from centres.models import Blocker, Centre, Gap, Inspection, Membership, SetPasswordLink
from centres.permissions import Permission
from centres.selectors import proposals, statements
from centres.selectors import rollout as centre_rollout
from hms.lib.dates import days_old as format_days_old
from hms.lib.dates import format_moment
from hms.nav import address
from labs import selectors as labs
from opd.models import Consultation, Vitals
from opd.selectors import dispensing, e_consults, following, needs, referrals, stock
from registration import selectors as registration
from registration.models import Visit
from registration.selectors.doubles import waiting
from registration.selectors.pace import pace
from registration.selectors.queue import LATE_AFTER

S = Visit.Status


@dataclass(frozen=True)
class Tile:
    """One number and what it counts. `alarm` is "late", "stop" or ""; `more` says in words what it means."""

    what: str
    count: int | None = None
    more: str = ""
    url: str = ""
    alarm: str = ""
    key: str = ""

    @property
    def tone(self) -> str:
        return self.alarm or ("quiet" if self.count == 0 else "")

    @property
    def is_work(self) -> bool:
        return bool(self.url) and self.count != 0


def of(request) -> dict:
    """Everything for the template; each part costs a fixed number of queries."""
    centre, may = request.centre, request.permissions
    makers = [make for permission, make in TILES if permission in may]
    tiles = [*unsaved(request), *(tile for make in makers for tile in make(request))]
    sees_departments = may & {Permission.QUEUE_VIEW, Permission.CENTRE_BOARD} and centre.kind != Centre.Kind.ADMIN
    return {
        "tiles": tiles,
        "first": next((tile for tile in tiles if tile.is_work), None),
        "departments": registration.counts(centre, timezone.localdate()) if sees_departments else [],
        "network": network(request) if Permission.NETWORK_VIEW in may else [],
        "today": timezone.localdate(),
    }


def unsaved(request) -> list[Tile]:
    """Forms that were open when a colleague took over this computer, or when the session ended."""
    return [
        Tile(_("Typed and not saved yet"), url=f"{row.path}?held={row.reference}", more=format_moment(row.created_at))
        for row in held.waiting(request.user)
    ]


def counter(request) -> list[Tile]:
    visits = Visit.objects.for_centre(request.centre).of_day(timezone.localdate())
    seen = visits.aggregate(
        all=Count("pk", filter=~Q(status=S.CANCELLED)), new=Count("pk", filter=Q(kind="new") & ~Q(status=S.CANCELLED))
    )
    url = address("registration:counter", request.centre)
    return [
        Tile(_("Register a patient"), url=url, more=_("Scan, search, or new patient"), key="F3"),
        Tile(_("Registered today"), seen["all"], _("%(count)d of them new") % {"count": seen["new"]}),
    ]


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
    return [Tile(_("Medicines to hand out"), open_now, url=address("opd:dispense-list", request.centre), key="F3")]


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


def referral_report(request) -> list[Tile]:
    url = address("opd:referral-report", request.centre)
    return [Tile(_("Referrals in numbers"), more=_("By centre, doctor and condition"), url=url)]


def figures(request) -> list[Tile]:
    day, register = (address(f"opd:figures-{page}", request.centre) for page in ("board", "register"))
    return [
        Tile(_("The day in numbers"), more=_("Waiting, times, tests, referrals"), url=day),
        Tile(_("Registers and forms"), more=_("OPD register, HMIS, IDSP"), url=register),
    ]


def missing(request) -> list[Tile]:
    """What doctors wanted for patients and the centre did not have; nothing where nothing was missing."""
    rows = needs.unmet(request.centre)
    if not rows:
        return []
    more = _("most often: %(name)s") % {"name": rows[0].name}
    return [Tile(_("Tests and medicines that were missing"), len(rows), more, address("opd:unmet", request.centre))]


def corrections(request) -> list[Tile]:
    """Corrected reports of tests this doctor ordered."""
    mine = labs.unread_amendments(request.centre).filter(orderer=request.user).count()
    if not mine:
        return []
    url = address("labs:amendments", request.centre)
    return [Tile(_("Corrected reports to read"), mine, _("A released value was wrong"), url, "stop")]


def overdue(request) -> list[Tile]:
    """Critical values nobody was told of in time, for whoever answers for the centre."""
    if Permission.REPORT_VIEW not in request.permissions:
        return []
    count = labs.overdue(request.centre).count()
    if not count:
        return []
    more = _("Nobody was told within %(count)d minutes") % {"count": request.centre.critical_minutes}
    return [Tile(_("Critical values not told"), count, more, address("labs:critical", request.centre), "stop")]


def own_gaps(request) -> list[Tile]:
    """What inspections found missing here."""
    live = Gap.objects.for_centre(request.centre).live()
    return _gaps(live, address("gap:own-list", request.centre))


def office_gaps(request) -> list[Tile]:
    return _gaps(Gap.objects.filter(office=request.centre).live(), address("gap:list", request.centre))


def _gaps(live, url: str) -> list[Tile]:
    seen = live.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=timezone.localdate())))
    late = seen["late"]
    more = _("%(count)d past their date") % {"count": late} if late else _("None is past its date")
    return [Tile(_("Gaps to close"), seen["all"], more, url, "late" if late else "")]


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


def statement(request) -> list[Tile]:
    """Whether the centre has said today what it has; offices have nothing of the kind."""
    if request.centre.kind == Centre.Kind.ADMIN:
        return []
    on = statements.stated_on([request.centre]).get(request.centre.pk)
    more = format_days_old(on, timezone.localdate()) if on else _("Nothing has been stated yet.")
    alarm = "" if on == timezone.localdate() else "late"
    url = address("centre:statement", request.centre)
    return [Tile(_("Services and resources today"), more=more, url=url, alarm=alarm)]


def rollout(request) -> list[Tile]:
    """How far the centres within reach have come."""
    centres = centre_rollout.of_rollout(Centre.objects.reached_from(request.centre, request.reach))
    live = Count("pk", filter=Q(stage=Centre.Stage.LIVE))
    blocked = Exists(Blocker.objects.filter(centre=OuterRef("pk"), resolved_at=None))
    seen = centres.order_by().aggregate(all=Count("pk"), live=live, blocked=Count("pk", filter=blocked))
    more = _("of %(all)d live; %(blocked)d with something in the way") % seen
    url = address("centre:rollout", request.centre)
    return [Tile(_("Centres live"), seen["live"], more, url, "late" if seen["blocked"] else "")]


def doubles(request) -> list[Tile]:
    """Records that may be one person's; nothing where there are none."""
    count = waiting(request.centre).count()
    if not count:
        return []
    url = address("registration:duplicates", request.centre)
    return [Tile(_("Records to compare"), count, _("Perhaps one person with two numbers"), url)]


def network(request) -> list[Centre]:
    """Every centre within reach that sees patients on our slips, with today's visits and who works there (1 query)."""
    day = timezone.localdate()
    visits = Count("visits", filter=Q(visits__visit_on=day) & ~Q(visits__status=S.CANCELLED))
    urban = Centre.objects.reached_from(request.centre, request.reach).filter(
        kind__in=[Centre.Kind.UPHC, Centre.Kind.UHWC], is_active=True
    )
    return list(urban.annotate(visits_today=visits).order_by("phase", "code"))


def stopwatch(request) -> list[Tile]:
    """Only where somebody was registered today."""
    today = pace(request.centre, timezone.localdate())
    if not today.registered:
        return []
    shown = {"new": _seconds(today.new_seconds), "again": _seconds(today.returning_seconds)}
    more = _("at the counter: new %(new)s, returning %(again)s") % shown
    return [Tile(_("Registered today"), today.registered, more, address("registration:stopwatch", request.centre))]


def _seconds(value: int | None) -> str:
    return "–" if value is None else _("%(seconds)d s") % {"seconds": value}


TILES = (
    (Permission.CENTRE_BOARD, overdue),
    (Permission.CONSULT, corrections),
    (Permission.E_CONSULT_ANSWER, online_help),
    (Permission.CONSULT, asked_online),
    (Permission.PATIENT_REGISTER, counter),
    (Permission.QUEUE_VIEW, queue),
    (Permission.VITALS_RECORD, vitals),
    (Permission.CONSULT, drafts),
    (Permission.LAB_WORK, laboratory),
    (Permission.FOLLOW_UP, follow_ups),
    (Permission.DISPENSE, pharmacy),
    (Permission.STOCK_VIEW, shelf),
    (Permission.REFERRAL_DESK, arrivals),
    (Permission.REFERRAL_REPORT, referral_report),
    (Permission.FIGURES_VIEW, figures),
    (Permission.E_CONSULT_POOLS, pools),
    (Permission.CENTRE_BOARD, stopwatch),
    (Permission.CENTRE_BOARD, missing),
    (Permission.STATEMENT, statement),
    (Permission.NETWORK_VIEW, rollout),
    (Permission.PATIENT_MERGE, doubles),
    (Permission.INSPECT, visits_to_make),
    (Permission.GAP_MANAGE, office_gaps),
    (Permission.GAP_ANSWER, own_gaps),
    (Permission.PROPOSE, late_proposals),
    (Permission.STAFF_MANAGE, people),
)
