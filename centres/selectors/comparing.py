"""How centres stand beside each other: the newest finished visit of each, by domain, and the one before."""

from dataclasses import dataclass

from centres.models import Centre, Checklist, Inspection
from centres.scoring import change


@dataclass(frozen=True)
class Standing:
    """One centre's newest finished visit with one checklist."""

    centre: Centre
    visit: Inspection
    points: str
    before: str
    change: str
    cells: list[str]  # points of each domain, "" for none


def checklists(office: Centre) -> list[Checklist]:
    """Those with a finished visit (1 query)."""
    done = Inspection.objects.filter(office=office, status=Inspection.Status.FINISHED)
    return list(Checklist.objects.filter(pk__in=done.values("version__checklist")))


def standings(office: Centre, checklist: Checklist, language: str) -> tuple[list[tuple[str, str]], list[Standing]]:
    """The domains as (key, name), and every centre that was visited, the best first (1 query)."""
    done = Inspection.objects.filter(
        office=office, version__checklist=checklist, status=Inspection.Status.FINISHED
    ).defer("facts")
    visits: dict[int, list[Inspection]] = {}
    for visit in done.select_related("centre").order_by("-finished_at"):
        visits.setdefault(visit.centre_id, []).append(visit)
    domains = {one["en"]: one[language] for own in visits.values() for one in own[0].score["domains"]}
    rows = [_standing(own, domains) for own in visits.values()]
    return list(domains.items()), sorted(rows, key=lambda row: (-float(row.points or 0), row.centre.code))


def _standing(visits: list[Inspection], domains) -> Standing:
    now, before = visits[0], visits[1].score["points"] if len(visits) > 1 else ""
    points = {one["en"]: one["points"] for one in now.score["domains"]}
    cells = [points.get(key, "") for key in domains]
    total = now.score["points"]
    return Standing(now.centre, now, total, before, change(total, before), cells)
