"""Writing a proposal: gaps across centres become lines with quantity and cost from the price list."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError, Conflict
from centres.justifying import justification
from centres.models import Centre, Gap, PriceItem, Proposal, ProposalLine
from hms.lib import money
from hms.lib.ids import random_code

MOST_LINES = 500
MOST_QUANTITY, MOST_COST = Decimal(10_000), Decimal(10_000_000)  # a crore for one unit
TIMES = 10  # so many times the listed price needs another source
ADDRESS = "मिशन निदेशक-सह-कार्यपालक निदेशक\nराज्य स्वास्थ्य समिति, बिहार\nशेखपुरा, पटना"


@transaction.atomic
def draft(office: Centre, gaps, *, title: str, by) -> Proposal:
    """A draft with a line for each of `gaps`. Raises CentresError for none, too many, or one that is not open."""
    gaps = list(gaps)
    proposal = Proposal.objects.create(
        code=random_code(),
        office=office,
        title=title,
        addressed_to=ADDRESS,
        justification=justification(gaps),
        made_at=timezone.now(),
        made_by=by,
    )
    _add(proposal, gaps)
    audit.record("proposal.drafted", by=by, centre=office, target=proposal, count=len(gaps))
    return proposal


@transaction.atomic
def add_gaps(proposal: Proposal, gaps, *, by) -> int:
    """Further lines; those that stand there already are left alone. How many are new."""
    proposal = locked_draft(proposal)
    there = set(proposal.lines.values_list("gap", flat=True))
    new = [gap for gap in gaps if gap.pk not in there]
    _add(proposal, new)
    audit.record("proposal.changed", by=by, centre=proposal.office, target=proposal)
    return len(new)


def _add(proposal: Proposal, gaps: list[Gap]) -> None:
    if not gaps:
        raise CentresError(_("Choose at least one gap."), field="gaps")
    start = proposal.lines.count()
    if start + len(gaps) > MOST_LINES:
        raise CentresError(_("At most %(count)d lines in one proposal.") % {"count": MOST_LINES}, field="gaps")
    if any(gap.state != Gap.State.OPEN for gap in gaps):
        raise CentresError(_("Only gaps that are not mended and not proposed yet can be chosen."), field="gaps")
    prices = {price.code: price for price in PriceItem.objects.filter(is_active=True)}
    ProposalLine.objects.bulk_create(
        _line(proposal, start + place, gap, prices.get(gap.item_code)) for place, gap in enumerate(gaps, 1)
    )


def _line(proposal: Proposal, position: int, gap: Gap, price: PriceItem | None) -> ProposalLine:
    listed = {"unit_cost": price.unit_cost, "price_source": price.source, "priced_on": price.priced_on} if price else {}
    unit = price if price and not gap.unit_en else gap
    return ProposalLine(
        proposal=proposal,
        gap=gap,
        position=position,
        name_en=gap.name_en,
        name_hi=gap.name_hi,
        unit_en=unit.unit_en,
        unit_hi=unit.unit_hi,
        quantity=gap.missing,
        **listed,
    )


@transaction.atomic
def change_line(
    line: ProposalLine, *, quantity: Decimal, unit_cost: Decimal, price_source: str, by, seen: str | None = None
) -> ProposalLine:
    """Another quantity or cost in a draft. `seen` is the line's `state` as the person saw it.

    Raises Conflict when a colleague changed the line since, CentresError for absurd numbers.
    """
    proposal = locked_draft(line.proposal)
    line = proposal.lines.select_related("gap").filter(pk=line.pk).first()
    if line is None:
        raise CentresError(_("A colleague took this line out meanwhile."))
    if seen is not None and seen != line.state:
        words = _("A colleague changed this line meanwhile: %(quantity)s at %(cost)s. Open it anew, then change it.")
        raise Conflict(
            words % {"quantity": f"{line.quantity.normalize():f}", "cost": money.rupees(line.unit_cost or 0)}
        )
    if not 0 < quantity <= MOST_QUANTITY:
        raise CentresError(_("A quantity above 0 and up to 10,000."), field="quantity")
    if not 0 < unit_cost <= MOST_COST:
        raise CentresError(_("A cost above 0 and up to one crore for one unit."), field="unit_cost")
    listed = PriceItem.objects.filter(code=line.gap.item_code, is_active=True).first()
    if listed and unit_cost > listed.unit_cost * TIMES and price_source == listed.source:
        words = _("The price list says %(cost)s. For more than ten times that, say where the price is from.")
        raise CentresError(words % {"cost": money.rupees(listed.unit_cost)}, field="price_source")
    is_listed = listed and unit_cost == listed.unit_cost and price_source == listed.source
    line.quantity, line.unit_cost, line.price_source = quantity, unit_cost, price_source
    line.priced_on = listed.priced_on if is_listed else timezone.localdate()
    line.save(update_fields=["quantity", "unit_cost", "price_source", "priced_on"])
    audit.record("proposal.line", by=by, centre=proposal.office, target=line, amount=str(line.amount))
    return line


@transaction.atomic
def remove_line(line: ProposalLine, *, by) -> None:
    proposal = locked_draft(line.proposal)
    audit.record("proposal.changed", by=by, centre=proposal.office, target=proposal)
    line.delete()


@transaction.atomic
def change_letter(proposal: Proposal, values: dict, *, version: int, by) -> Proposal:
    """Subject, address and reasons of a draft. Raises Conflict when a colleague changed them first."""
    proposal = locked_draft(proposal)
    if proposal.version != version:
        raise Conflict(_("Somebody else changed this while you were typing. Compare the two, then save again."))
    for name, value in values.items():
        setattr(proposal, name, value)
    proposal.version += 1
    proposal.save(update_fields=[*values, "version"])
    audit.record("proposal.changed", by=by, centre=proposal.office, target=proposal)
    return proposal


@transaction.atomic
def throw_away(proposal: Proposal, *, by) -> None:
    """A draft that nobody needs; its gaps stay as they are."""
    proposal = locked_draft(proposal)
    audit.record("proposal.thrown_away", by=by, centre=proposal.office, target=proposal)
    proposal.lines.all().delete()
    proposal.delete()


def locked_draft(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("office")
    proposal = rows.filter(pk=proposal.pk).first()
    if proposal is None or proposal.status != Proposal.Status.DRAFT:
        raise CentresError(_("This proposal is sent and never changes."))
    return proposal
