"""What a centre's home shows: what waits for this person, counted now. A card appears with the right it belongs to."""

from django.utils import timezone
from django.utils.translation import gettext as _

from centres import held
from centres.models import Centre
from centres.permissions import Permission
from hms.home_cards import bench, care, charge, counter, numbers, office
from hms.home_cards.tile import Tile
from hms.lib.dates import format_moment
from registration import selectors as registration


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
        "network": office.network(request) if Permission.NETWORK_VIEW in may else [],
        "today": timezone.localdate(),
    }


def unsaved(request) -> list[Tile]:
    """Forms that were open when a colleague took over this computer, or when the session ended."""
    return [
        Tile(_("Typed and not saved yet"), url=f"{row.path}?held={row.reference}", more=format_moment(row.created_at))
        for row in held.waiting(request.user)
    ]


TILES = (
    (Permission.CENTRE_BOARD, charge.overdue),
    (Permission.CONSULT, care.corrections),
    (Permission.E_CONSULT_ANSWER, care.online_help),
    (Permission.CONSULT, care.asked_online),
    (Permission.PATIENT_REGISTER, counter.counter),
    (Permission.QUEUE_VIEW, care.queue),
    (Permission.VITALS_RECORD, care.vitals),
    (Permission.CONSULT, care.drafts),
    (Permission.LAB_WORK, bench.laboratory),
    (Permission.FOLLOW_UP, care.follow_ups),
    (Permission.DISPENSE, bench.pharmacy),
    (Permission.STOCK_VIEW, bench.shelf),
    (Permission.REFERRAL_DESK, care.arrivals),
    (Permission.REFERRAL_REPORT, charge.referral_report),
    (Permission.FIGURES_VIEW, charge.figures),
    (Permission.HONESTY_ANSWER, numbers.asked),
    (Permission.HONESTY_DECIDE, numbers.answers),
    (Permission.E_CONSULT_POOLS, charge.pools),
    (Permission.CENTRE_BOARD, counter.stopwatch),
    (Permission.CENTRE_BOARD, charge.missing),
    (Permission.STATEMENT, charge.statement),
    (Permission.NETWORK_VIEW, office.rollout),
    (Permission.PATIENT_MERGE, counter.doubles),
    (Permission.INSPECT, office.visits_to_make),
    (Permission.GAP_MANAGE, office.office_gaps),
    (Permission.GAP_ANSWER, charge.own_gaps),
    (Permission.PROPOSE, office.late_proposals),
    (Permission.STAFF_MANAGE, charge.people),
)
