"""How gaps come to be: out of an inspection, or written by hand."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit, gap_rules
from centres.errors import CentresError
from centres.models import Centre, Gap, GapStep, Inspection, Membership, User
from centres.permissions import Role
from centres.services.gaps.steps import Kind, keep, keep_photo, set_state
from hms.lib.ids import random_code

State = Gap.State
COPIED = ("domain_en", "domain_hi", "name_en", "name_hi", "unit_en", "unit_hi", "norm")


def from_inspection(visit: Inspection, lines, *, by) -> dict[str, int]:
    """Every shortfall becomes a gap, or is noted on the one there is; what is there now is verified by this visit.

    Runs inside the transaction that ends the visit. How many are new, seen again and verified.
    """
    checklist = visit.version.checklist
    there = {
        gap.item_code: gap
        for gap in Gap.objects.select_for_update().filter(centre=visit.centre, checklist=checklist).live()
    }
    owner, done = in_charge_of(visit.centre), {"new": 0, "again": 0, "verified": 0}
    new, rules = [], gap_rules.rules()
    for line in lines:
        gap = there.get(line.item.code)
        if line.is_short and gap is None:
            new.append(_of(visit, line, owner, by, rules))
        elif line.is_short:
            _seen_again(gap, line, by)
            done["again"] += 1
        elif line.state == "met" and gap is not None:
            set_state(gap, State.VERIFIED, by=by, verified_in=visit)
            done["verified"] += 1
    Gap.objects.bulk_create(new)
    GapStep.objects.bulk_create(_found(gap, line) for gap, line in _with_lines(new, lines))
    done["new"] = len(new)
    if any(done.values()):
        audit.record("gap.inspected", by=by, centre=visit.centre, target=visit, **done)
    return done


@transaction.atomic
def add(office: Centre, centre: Centre, values: dict, *, photo, by) -> Gap:
    """A gap seen without an inspection. `values` as in forms.gaps.NewGapForm. Raises CentresError for a wrong date."""
    check_due(values["due_on"])
    now = timezone.now()
    gap = Gap.objects.create(
        code=random_code(),
        office=office,
        centre=centre,
        found_at=now,
        found_by=by,
        owner=in_charge_of(centre),
        **values,
    )
    keep(gap, Kind.FOUND, by=by, photo=keep_photo(gap, photo, by=by))
    audit.record("gap.added", by=by, centre=centre, target=gap)
    return gap


def check_due(day) -> None:
    today = timezone.localdate()
    if day < today:
        raise CentresError(_("The date lies in the past."), field="due_on")
    if day > today + timedelta(days=3 * 365):
        raise CentresError(_("That is more than three years ahead. Is the year right?"), field="due_on")


def in_charge_of(centre: Centre) -> User | None:
    """Whoever answers for the centre today (1 query)."""
    rows = Membership.objects.for_centre(centre).on(timezone.localdate()).filter(role=Role.IN_CHARGE)
    first = rows.select_related("user").order_by("starts_on", "pk").first()
    return first.user if first else None


def _of(visit: Inspection, line, owner: User | None, by, rules) -> Gap:
    item, found = line.item, line.finding
    severity = gap_rules.severity(is_essential=item.is_essential, value=found.value)
    return Gap(
        code=random_code(),
        office=visit.office,
        centre=visit.centre,
        checklist=visit.version.checklist,
        item_code=item.code,
        there=found.value,
        missing=_missing(item, found.value),
        severity=severity,
        owner=owner,
        due_on=timezone.localdate() + timedelta(days=rules[severity].days),
        found_in=visit,
        found_at=visit.finished_at,
        found_by=by,
        **{name: getattr(item, name) for name in COPIED},
    )


def _missing(item, value: Decimal) -> Decimal:
    """What to get: the rest of a quantity, one of anything that is only partly there."""
    return item.norm - value if item.answer == item.Answer.QUANTITY else Decimal(1)


def _seen_again(gap: Gap, line, by) -> None:
    """Still short. What was said to have come goes back to open."""
    state = State.OPEN if gap.state == State.RECEIVED else gap.state
    now = {"there": line.finding.value, "missing": _missing(line.item, line.finding.value)}
    set_state(gap, state, by=by, kind=Kind.SEEN_AGAIN, note=line.finding.remark, **now)


def _with_lines(gaps: list[Gap], lines):
    by_code = {line.item.code: line for line in lines}
    return [(gap, by_code[gap.item_code]) for gap in gaps]


def _found(gap: Gap, line) -> GapStep:
    return GapStep(gap=gap, kind=Kind.FOUND, note=line.finding.remark, at=gap.found_at, by=gap.found_by)
