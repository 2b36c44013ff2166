"""Reads of proposals: lines, the letter's content, sums of money, what is late."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Round
from django.utils import timezone

from centres.models import Centre, Gap, Proposal, ProposalLine, ProposalRelease, ProposalSpending
from hms.lib import money
from hms.lib.dates import format_day

MONEY = DecimalField(max_digits=18, decimal_places=2)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Sums:
    """Rupees asked for, sanctioned, released and spent."""

    asked: Decimal
    sanctioned: Decimal
    released: Decimal
    spent: Decimal

    @property
    def to_come(self) -> Decimal:
        return self.sanctioned - self.released

    @property
    def unspent(self) -> Decimal:
        return self.released - self.spent


def lines(proposal: Proposal) -> list[ProposalLine]:
    """By centre, as the annexure prints them (1 query)."""
    rows = ProposalLine.objects.filter(proposal=proposal).select_related("gap__centre")
    return list(rows.order_by("gap__centre__code", "position"))


def total(shown: list[ProposalLine]) -> Decimal:
    """Rupees of the lines that have a cost."""
    return sum((line.amount for line in shown if line.amount is not None), ZERO)


def proposals(office: Centre):
    """Every proposal with its sums (1 query)."""
    amount = ExpressionWrapper(Round(F("quantity") * F("unit_cost"), 2), output_field=MONEY)
    return (
        Proposal.objects.for_centre(office)
        .defer("content", "justification")
        .annotate(
            asked=_sum(ProposalLine, amount),
            sanctioned=_sum(ProposalLine, F("sanctioned")),
            released=_sum(ProposalRelease, F("amount")),
            spent=_sum(ProposalSpending, F("amount")),
        )
        .order_by("-made_at")
    )


def _sum(model, expression):
    rows = model.objects.filter(proposal=OuterRef("pk")).order_by().values("proposal")
    return Coalesce(
        Subquery(rows.annotate(sum=Sum(expression)).values("sum"), output_field=MONEY), ZERO, output_field=MONEY
    )


def sums(proposal: Proposal) -> Sums:
    row = proposals(proposal.office).get(pk=proposal.pk)
    return Sums(row.asked, row.sanctioned, row.released, row.spent)


def of_all(rows) -> Sums:
    """Of proposals that were sent: a draft asks for nothing yet."""
    sent = [row for row in rows if row.status != Proposal.Status.DRAFT]
    return Sums(
        *(sum((getattr(row, name) for row in sent), ZERO) for name in ("asked", "sanctioned", "released", "spent"))
    )


@dataclass(frozen=True)
class Late:
    """One thing that should have happened: which proposal, what, since when."""

    proposal: Proposal
    kind: str  # answer, money
    since: object


def late(rows) -> list[Late]:
    """Answers and money past their day, the oldest first, of what `proposals` gave."""
    today = timezone.localdate()
    found = [Late(row, "answer", row.answer_by) for row in rows if row.is_late]
    found += [
        Late(row, "money", row.money_by)
        for row in rows
        if row.money_by and row.money_by < today and row.released < row.sanctioned
    ]
    return sorted(found, key=lambda one: one.since)


def choosable(office: Centre):
    """Gaps that a proposal may take: open ones (1 query)."""
    rows = Gap.objects.filter(office=office, state=Gap.State.OPEN).select_related("centre")
    return rows.order_by("centre__code", "severity", "item_code", "pk")


def late_deliveries(proposal: Proposal):
    """Lines whose gap was approved or ordered and is past its date."""
    waiting = Q(gap__state__in=[Gap.State.APPROVED, Gap.State.ORDERED], gap__due_on__lt=timezone.localdate())
    return proposal.lines.filter(waiting).select_related("gap__centre")


def content(proposal: Proposal, shown: list[ProposalLine]) -> dict:
    """Everything the letter says, as text, to be frozen. Money is text with two places."""
    asked = total(shown)
    return {
        "number": proposal.number,
        "date": format_day(proposal.sent_at),
        "office": {"hi": proposal.office.name_hi, "en": proposal.office.name_en},
        "to": proposal.addressed_to.splitlines(),
        "subject": proposal.title,
        "why": proposal.justification.splitlines(),
        "answer_by": format_day(proposal.answer_by),
        "signed_by": {"hi": proposal.sent_by.name_hi, "designation": proposal.sent_by.designation},
        "lines": [_line(place, line) for place, line in enumerate(shown, 1)],
        "centres": _by_centre(shown),
        "total": money.grouped(asked),
        "words": money.words(asked),
    }


def preview(proposal: Proposal, shown: list[ProposalLine]) -> dict:
    """A draft as it would be sent: no number, day or signature; lines without a cost are left out."""
    priced = [line for line in shown if line.unit_cost is not None]
    today = timezone.now()
    now = Proposal(
        office=proposal.office, number="", sent_at=today, sent_by=proposal.made_by, answer_by=timezone.localdate(today),
        addressed_to=proposal.addressed_to, title=proposal.title, justification=proposal.justification,
    )  # fmt: skip
    return {**content(now, priced), "number": "", "date": "", "answer_by": "", "is_draft": True}


def _line(place: int, line: ProposalLine) -> dict:
    return {
        "serial": place,
        "centre": line.gap.centre.name_hi,
        "code": line.gap.item_code,
        "gap": line.gap.code,
        "name": line.name_hi,
        "severity": line.gap.severity,
        "quantity": f"{line.quantity.normalize():f}",
        "unit": line.unit_hi,
        "unit_cost": money.grouped(line.unit_cost),
        "amount": money.grouped(line.amount),
        "source": line.price_source,
        "priced_on": format_day(line.priced_on) if line.priced_on else "",
    }


def _by_centre(shown: list[ProposalLine]) -> list[dict]:
    found: dict[str, list[ProposalLine]] = {}
    for line in shown:
        found.setdefault(line.gap.centre.name_hi, []).append(line)
    return [{"name": name, "count": len(own), "amount": money.grouped(total(own))} for name, own in found.items()]
