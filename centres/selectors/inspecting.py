"""Reads of rounds and visits: sections, lines, claims against use, and how centres compare."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from centres import stated
from centres.models import Centre, ChecklistItem, Finding, Inspection, InspectionPhoto, InspectionRound, User
from centres.permissions import GRANTS, Permission, Reach
from centres.scoring import Line, change

Status = Inspection.Status
SECTION_SIZE = 10
INSPECTED = {Centre.Kind.UHWC, Centre.Kind.UPHC, Centre.Kind.PHC, Centre.Kind.CHC}


@dataclass
class Shown:
    """One item with what was found; `.scored` is the same for the points."""

    item: ChecklistItem
    finding: Finding | None = None
    photos: list[int] = field(default_factory=list)
    stated: bool | int | None = None  # by the centre itself, frozen when the visit began

    @property
    def scored(self) -> Line:
        item, found = self.item, self.finding
        return Line(
            item.domain_en,
            item.domain_hi,
            item.norm,
            item.is_essential,
            found.value if found else None,
            found.is_applicable if found else True,
        )

    @property
    def state(self) -> str:
        """unseen, away (does not apply), met, partly or missing."""
        if self.finding is None:
            return "unseen"
        if not self.finding.is_applicable:
            return "away"
        if self.scored.is_met:
            return "met"
        return "partly" if self.finding.value else "missing"

    @property
    def said(self) -> str:
        """What was found in words: yes, in part, no; a quantity with its unit; a grade."""
        return "" if self.finding is None else self._words(self.finding.value)

    @property
    def norm_said(self) -> str:
        return self._words(self.item.norm)

    def _words(self, value: Decimal | None) -> str:
        if value is None:
            return ""
        text = f"{value.normalize():f}"
        if self.item.answer == ChecklistItem.Answer.YES_NO:
            return str(dict(self.item.choices).get(text, text))
        return f"{text} {self.item.unit}".strip()

    @property
    def stated_said(self) -> str:
        """What the centre had stated, in words; "" where it said nothing of this."""
        if isinstance(self.stated, bool):
            return pgettext("statement", "there") if self.stated else _("not there")
        return "" if self.stated is None else f"{self.stated} {self.item.unit}".strip()

    @property
    def is_overstated(self) -> bool:
        """The centre had said more than was found."""
        found = self.finding.value if self.finding and self.finding.is_applicable else None
        if self.stated is None or found is None:
            return False
        return self.stated is True and not found if isinstance(self.stated, bool) else self.stated > found

    @property
    def is_short(self) -> bool:
        return self.state in {"partly", "missing"}


@dataclass(frozen=True)
class Section:
    """Up to ten items of one domain, as one page of the phone."""

    number: int
    name: str
    part: str  # "1/2" where a domain needs several pages
    lines: list[Shown]

    @property
    def answered(self) -> int:
        return sum(line.finding is not None for line in self.lines)

    @property
    def is_done(self) -> bool:
        return self.answered == len(self.lines)


def centres_of(office: Centre):
    """Where this office inspects: the primary centres of its district."""
    district = Centre.objects.reached_from(office, Reach.DISTRICT)
    return district.filter(kind__in=INSPECTED, is_active=True).order_by("code")


def inspectors_of(office: Centre, day):
    """Who may inspect for this office on `day`."""
    roles = [role for role, rights in GRANTS.items() if Permission.INSPECT in rights]
    here = Q(memberships__centre=office, memberships__role__in=roles, memberships__starts_on__lte=day)
    open_end = Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=day)
    return User.objects.filter(here & open_end, is_active=True).distinct().order_by("name_en")


def rounds(office: Centre):
    """Rounds with how many visits are planned, going on and finished (1 query)."""
    return (
        InspectionRound.objects.for_centre(office)
        .select_related("version__checklist")
        .annotate(
            visits=Count("inspections", filter=~Q(inspections__status=Status.CANCELLED)),
            going_on=Count("inspections", filter=Q(inspections__status=Status.STARTED)),
            finished=Count("inspections", filter=Q(inspections__status=Status.FINISHED)),
        )
    )


def lines(visit: Inspection) -> list[Shown]:
    """Every item of the visit's version in order, with what was found (3 queries)."""
    found = {one.item_id: one for one in visit.findings.select_related("answered_by")}
    photos: dict[int, list[int]] = {}
    for item, photo in InspectionPhoto.objects.filter(inspection=visit).values_list("item", "pk"):
        photos.setdefault(item, []).append(photo)
    items = ChecklistItem.objects.filter(version=visit.version_id)
    own = visit.facts.get("stated", {})
    return [Shown(item, found.get(item.pk), photos.get(item.pk, []), stated.of_item(own, item)) for item in items]


def sections(shown: list[Shown]) -> list[Section]:
    pages = []
    for name in dict.fromkeys(line.item.domain for line in shown):
        own = [line for line in shown if line.item.domain == name]
        parts = range(0, len(own), SECTION_SIZE)
        for place, start in enumerate(parts, 1):
            part = f"{place}/{len(parts)}" if len(parts) > 1 else ""
            pages.append(Section(len(pages) + 1, name, part, own[start : start + SECTION_SIZE]))
    return pages


def claims(visit: Inspection, shown: list[Shown]) -> list[Shown]:
    """What is said to be there although the records show no use in 30 days."""
    uses = visit.facts.get("uses", {})
    return [line for line in shown if uses.get(line.item.use) == 0 and line.finding and line.finding.value]


def overstated(shown: list[Shown]) -> list[Shown]:
    """Where the centre had stated more than the visit found."""
    return [line for line in shown if line.is_overstated]


def unused_statements(visit: Inspection, shown: list[Shown]) -> list[stated.Claim]:
    """What the centre stated to have, not used in 30 days and not pointed out by an item of the checklist already."""
    told = {name for line in claims(visit, shown) for name in line.item.use.partition(":")[2].split("|")}
    return [one for one in stated.unused(visit.facts) if one.code not in told]


def unused(visit: Inspection) -> set[str]:
    """The uses that were counted and came to nothing."""
    return {use for use, count in visit.facts.get("uses", {}).items() if count == 0}


def progress(visits) -> dict[int, int]:
    """How many answers each visit has (1 query)."""
    return Counter(Finding.objects.filter(inspection__in=visits).values_list("inspection", flat=True))


def previous(visit: Inspection) -> Inspection | None:
    """The last finished visit to the same centre with the same checklist before this one (1 query)."""
    earlier = Inspection.objects.filter(
        centre=visit.centre_id, version__checklist=visit.version.checklist_id, status=Status.FINISHED
    ).exclude(pk=visit.pk)
    if visit.finished_at:
        earlier = earlier.filter(finished_at__lt=visit.finished_at)
    return earlier.order_by("-finished_at").first()


@dataclass(frozen=True)
class DomainChange:
    """One domain's points now and before; "" where there are none."""

    name: str
    points: str
    before: str
    change: str
    met: int
    counted: int
    essential_met: int
    essential: int

    @property
    def width(self) -> Decimal:
        return Decimal(self.points or 0)


def by_domain(visit: Inspection, before: Inspection | None, language: str) -> list[DomainChange]:
    old = {one["en"]: one["points"] for one in before.score["domains"]} if before else {}
    return [
        DomainChange(
            one[language],
            one["points"],
            old.get(one["en"], ""),
            change(one["points"], old.get(one["en"], "")),
            one["met"],
            one["counted"],
            one["essential_met"],
            one["essential"],
        )
        for one in visit.score["domains"]
    ]
