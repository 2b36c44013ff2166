"""What is out at a centre, and what could be: its machines and its kits with the tests they serve."""

from dataclasses import dataclass

from labs.models import CentreTest, Outage, Reagent


@dataclass(frozen=True)
class Suspect:
    """A machine or a reagent that this centre knows, with its tests. `key` chooses it in an address."""

    key: str
    name: str
    cause: str
    tests: tuple


def out_of_order(centre) -> dict[int, Outage]:
    """The open outage of each test that is out here, by test (1 query); the newest where there are several."""
    rows = Outage.tests.through.objects.filter(outage__centre=centre, outage__ended_at=None)
    return {row.test_id: row.outage for row in rows.select_related("outage").order_by("outage__began_at")}


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
