"""What may be ordered at a centre today. Read it once for each request; it is never kept longer."""

from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from labs.errors import NotOffered
from labs.models import CentreTest, Panel, PanelTest, Test
from labs.selectors.outages import out_of_order

Mode = CentreTest.Mode


@dataclass(frozen=True)
class Offer:
    """One test at one centre. `reason` says why not today; `sent_to` is the centre it goes to, or None."""

    test: Test
    mode: str
    reason: str = ""
    sent_to: object = None
    panel: Panel | None = None

    @property
    def code(self) -> str:
        return self.test.code

    @property
    def name(self) -> str:
        return self.test.name

    @property
    def is_possible(self) -> bool:
        return self.mode != Mode.NOT_TODAY

    @property
    def sent_to_id(self):
        return self.sent_to.pk if self.sent_to else None


@dataclass(frozen=True)
class PanelOffer:
    """A panel at one centre: `tests` will be ordered, `missing` are its tests that cannot be had today."""

    panel: Panel
    tests: list[Offer] = field(default_factory=list)
    missing: list[Test] = field(default_factory=list)
    reason: str = ""

    @property
    def code(self) -> str:
        return self.panel.code

    @property
    def name(self) -> str:
        return self.panel.name

    @property
    def is_possible(self) -> bool:
        return bool(self.tests)

    @property
    def mode(self) -> str:
        if not self.tests:
            return Mode.NOT_TODAY
        return Mode.HERE if any(offer.mode == Mode.HERE for offer in self.tests) else Mode.SENT


class Offers:
    """Everything a centre offers, in four queries."""

    def __init__(self, centre):
        rows, refused = _rows(centre)
        hubs = {row.sent_to_id for row in rows if row.mode == Mode.SENT and row.sent_to_id}
        out = {key: outage.why for key, outage in out_of_order({centre.pk, *hubs}).items()}
        self.tests = [_offer(row, {**refused, **out}) for row in rows]
        self._by_test = {offer.test.pk: offer for offer in self.tests}
        self.panels = [panel for panel in map(self._panel, self._panels()) if panel is not None]
        self._by_code = {offer.code: offer for offer in [*self.panels, *self.tests]}

    def resolve(self, codes: list[str]) -> list[Offer]:
        """One Offer for each test meant, panels taken apart. Raises NotOffered naming what cannot be had."""
        wanted = {}
        for code in codes:
            for offer in self._meant(code):
                wanted.setdefault(offer.test.pk, offer)
        return list(wanted.values())

    def _meant(self, code: str) -> list[Offer]:
        offer = self._by_code.get(code)
        if offer is None:
            raise NotOffered(_("%(code)s is not done or sent by this centre.") % {"code": code}, field="tests")
        if not offer.is_possible:
            raise NotOffered(
                _("%(test)s cannot be done today. %(reason)s") % {"test": offer.name, "reason": offer.reason},
                field="tests",
            )
        return offer.tests if isinstance(offer, PanelOffer) else [offer]

    def _panels(self):
        members = {}
        for row in PanelTest.objects.filter(test__is_active=True).order_by("panel", "position").select_related("test"):
            members.setdefault(row.panel_id, []).append(row.test)
        return [(panel, members.get(panel.pk, [])) for panel in Panel.objects.filter(is_active=True)]

    def _panel(self, pair) -> PanelOffer | None:
        panel, tests = pair
        known = [self._by_test[test.pk] for test in tests if test.pk in self._by_test]
        if not known:
            return None
        possible = [replace(offer, panel=panel) for offer in known if offer.is_possible]
        missing = [test for test in tests if test.pk not in {offer.test.pk for offer in possible}]
        reasons = dict.fromkeys(offer.reason for offer in known if not offer.is_possible and offer.reason)
        return PanelOffer(panel, possible, missing, "; ".join(reasons))


def _rows(centre) -> tuple[list[CentreTest], dict]:
    """The centre's own rows, and why its hubs cannot do a test today, by hub and test (1 query)."""
    hubs = centre.tests.filter(mode=Mode.SENT, sent_to__isnull=False).values("sent_to")
    wanted = Q(centre=centre) | Q(centre__in=hubs, mode=Mode.NOT_TODAY)
    rows = CentreTest.objects.filter(wanted, test__is_active=True).select_related("test", "sent_to")
    rows = list(rows.order_by("test__position"))
    refused = {(row.centre_id, row.test_id): row.why for row in rows if row.centre_id != centre.pk}
    return [row for row in rows if row.centre_id == centre.pk], refused


def _offer(row: CentreTest, out: dict) -> Offer:
    """As its own switch says. What is done here stops with its machine or reagent, what is sent with the hub's."""
    if row.mode == Mode.HERE and (why := out.get((row.centre_id, row.test_id))):
        return Offer(row.test, Mode.NOT_TODAY, why)
    if row.mode == Mode.SENT and (why := out.get((row.sent_to_id, row.test_id))):
        return Offer(row.test, Mode.NOT_TODAY, _at_hub(row.sent_to, why), row.sent_to)
    return Offer(row.test, row.mode, row.why, row.sent_to)


def _at_hub(hub, why: str) -> str:
    return _("At %(centre)s: %(reason)s") % {"centre": hub.name, "reason": why}


def offered(centre) -> Offers:
    """What may be ordered here today: `.panels` and `.tests`, each with mode, reason and is_possible (4 queries)."""
    return Offers(centre)
