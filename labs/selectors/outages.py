"""What is out at a centre, and what could be: its machines and its kits with the tests they serve."""

from collections import defaultdict
from dataclasses import dataclass

from labs.models import CentreTest, Outage, Reagent


@dataclass(frozen=True)
class Suspect:
    """A machine or a reagent that this centre knows, with its tests. `key` chooses it in an address."""

    key: str
    name: str
    cause: str
    tests: tuple


@dataclass(frozen=True)
class AtHub:
    """What a hub cannot measure today of the tests that are sent to it: one reason and the tests it takes."""

    hub: object
    why: str
    tests: tuple


def out_of_order(centres) -> dict[tuple[int, int], Outage]:
    """The open outage of each test that is out, by centre and test (1 query); the newest where there are several."""
    rows = Outage.tests.through.objects.filter(outage__centre__in=centres, outage__ended_at=None)
    rows = rows.select_related("outage").order_by("outage__began_at")
    return {(row.outage.centre_id, row.test_id): row.outage for row in rows}


def hub_outages(centre) -> list[AtHub]:
    """What this centre sends out and its hub cannot measure today (3 queries)."""
    mode = CentreTest.Mode
    sent = centre.tests.filter(mode=mode.SENT, sent_to__isnull=False, test__is_active=True)
    sent = {(row.sent_to_id, row.test_id): row for row in sent.select_related("test", "sent_to")}
    hubs = {hub for hub, _test in sent}
    why = {key: outage.why for key, outage in out_of_order(hubs).items()}
    for row in CentreTest.objects.filter(centre__in=hubs, mode=mode.NOT_TODAY):
        why.setdefault((row.centre_id, row.test_id), row.why)
    found = defaultdict(list)
    for key, row in sent.items():
        if key in why:
            found[row.sent_to, why[key]].append(row.test)
    return [AtHub(hub, reason, tuple(tests)) for (hub, reason), tests in found.items()]


def outages(centre) -> list[Outage]:
    """What is out now, newest first (2 queries)."""
    rows = Outage.objects.for_centre(centre).open().select_related("began_by")
    return list(rows.prefetch_related("tests"))


def suspects(centre) -> list[Suspect]:
    """Machines named for tests here, then the kits on the shelf; what is out already is left out (4 queries)."""
    out = set(Outage.objects.for_centre(centre).open().values_list("what", flat=True))
    machines = {}
    for row in centre.tests.exclude(analyser="").select_related("test").order_by("analyser", "test__position"):
        machines.setdefault(row.analyser, []).append(row.test)
    cause = CentreTest.Cause
    found = [Suspect(f"machine:{name}", name, cause.MACHINE, tuple(tests)) for name, tests in machines.items()]
    kits = Reagent.objects.for_centre(centre).filter(is_active=True).prefetch_related("tests")
    found += [Suspect(f"kit:{kit.pk}", kit.name, cause.REAGENT, tuple(kit.tests.all())) for kit in kits]
    return [one for one in found if one.name not in out and one.tests]
