"""The way around: which pages a person finds in the top bar. One table, the same rights that the views obey."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from centres.permissions import Permission


@dataclass(frozen=True)
class Place:
    """A page of one centre by its URL name; every page whose URL name begins with `part` belongs to it."""

    permission: Permission
    name: str
    label: str
    part: str


PLACES = (
    Place(Permission.SIGNED_IN, "centre-home", _("Home"), "centre-home"),
    Place(Permission.PATIENT_REGISTER, "registration:counter", _("Counter"), "registration:"),
    Place(Permission.QUEUE_VIEW, "opd:queue", _("Queue"), "opd:"),
    Place(Permission.LAB_WORK, "labs:worklist", _("Laboratory"), "labs:"),
    Place(Permission.LAB_CATALOGUE_EDIT, "labs:catalogue", _("Tests"), "labs:"),
    Place(Permission.DISPENSE, "opd:dispense-list", _("Medicines"), "opd:dispense"),
    Place(Permission.STOCK_VIEW, "opd:stock", _("Stock"), "opd:stock"),
    Place(Permission.NETWORK_VIEW, "centre:network", _("All centres"), "centre:network"),
    Place(Permission.FIGURES_VIEW, "opd:figures-board", _("Figures"), "opd:figures"),
    Place(Permission.NETWORK_VIEW, "centre:rollout", _("Rollout"), "centre:rollout"),
    Place(Permission.INSPECT, "inspection:rounds", _("Inspections"), "inspection:"),
    Place(Permission.GAP_MANAGE, "gap:list", _("Gaps"), "gap:"),
    Place(Permission.PROPOSE, "proposal:list", _("Proposals"), "proposal:"),
    Place(Permission.GAP_ANSWER, "gap:own-list", _("Gaps"), "gap:own"),
    Place(Permission.GAP_ANSWER, "inspection:own", _("Inspections"), "inspection:own"),
    Place(Permission.NETWORK_VIEW, "opd:care-levels", _("Where it is treated"), "opd:care"),
    Place(Permission.REFERENCE_VIEW, "opd:reference", _("Reference lists"), "opd:reference"),
    Place(Permission.STAFF_MANAGE, "centre:staff", _("Staff"), "centre:staff"),
    Place(Permission.CENTRE_MANAGE, "centre:settings", _("This centre"), "centre:settings"),
    Place(Permission.AUDIT_VIEW, "centre:audit", _("Audit"), "centre:audit"),
)


IN_THE_BAR = 7  # links that stand side by side at 1366 px; of more, the last ones go below "More"


@dataclass(frozen=True)
class Link:
    url: str
    label: str
    is_current: bool


def links(request) -> list[Link]:
    """The places this person may go at this centre; the one they are in is marked."""
    centre = getattr(request, "centre", None)
    if centre is None:
        return []
    match = request.resolver_match
    here = "" if match is None else match.view_name
    if match is not None and "at" in match.kwargs and not here.startswith("centre:rollout"):
        here = "centre:network"
    places = [
        (place, url)
        for place in PLACES
        if place.permission in request.permissions and (url := address(place.name, centre))
    ]
    matching = [place for place, _url in places if here.startswith(place.part)]
    current = max(matching, key=lambda place: len(place.part), default=None)
    return [Link(url, place.label, place is current) for place, url in places]


@dataclass(frozen=True)
class Bar:
    """The links that stand in the bar, and those in its menu. The order of PLACES is the order of importance."""

    shown: list[Link]
    more: list[Link]

    @property
    def is_below(self) -> bool:
        """Whether the page one is on is in the menu."""
        return any(link.is_current for link in self.more)


def bar(request) -> Bar:
    every = links(request)
    if len(every) <= IN_THE_BAR:
        return Bar(every, [])
    return Bar(every[: IN_THE_BAR - 1], every[IN_THE_BAR - 1 :])


def address(name: str, centre, *args) -> str:
    """The path of a page, or "" where this installation does not have it."""
    try:
        return reverse(name, args=[centre.code, *args])
    except NoReverseMatch:
        return ""
