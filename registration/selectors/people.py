"""Finding people for the counter: own centre first, others only as far as the rules of access let them show."""

from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from hms.lib import names
from registration import aadhaar, scans
from registration.access import ours
from registration.models import Patient, Visit
from registration.search import Kind, Query

OWN_SHOWN, OTHERS_SHOWN = 12, 4


@dataclass(frozen=True)
class Found:
    """People who fit. `exact`: one person, named by a number that belongs to one person only."""

    people: list[Patient] = field(default_factory=list)
    exact: Patient | None = None


def find(query: Query, centre) -> Found:
    """People for one search (1-2 queries). Each carries is_ours, is_open and last_visit_on (here)."""
    if query.kind in {Kind.NOTHING, Kind.HINDI_KEYBOARD, Kind.WRONG_NUMBER}:
        return Found()
    if query.kind == Kind.NAME:
        return Found(_by_name(query.value, centre))
    people = list(_cards(_by_number(query, centre), centre)[: OWN_SHOWN + OTHERS_SHOWN])
    names_one = query.kind in {Kind.SLIP, Kind.CODE, Kind.UHID, Kind.AADHAAR, Kind.NUMBER, Kind.SAMPLE, Kind.TOKEN}
    return Found(people, people[0] if len(people) == 1 and names_one else None)


def cards_of(patients, centre, limit: int) -> list[Patient]:
    """Those people with the same annotations (1 query)."""
    return list(_cards(patients, centre)[:limit])


def card(patient_key: int, centre) -> Patient | None:
    """One person with the same annotations (1 query)."""
    return _cards(Patient.objects.filter(pk=patient_key), centre).first()


def _by_number(query: Query, centre):
    patients, today = Patient.objects.all(), timezone.localdate()
    here = Visit.objects.for_centre(centre)
    if query.kind == Kind.UHID:
        return patients.filter(uhid=query.value)
    if query.kind == Kind.PHONE:
        return patients.filter(phone=query.value)
    if query.kind == Kind.AADHAAR:
        return patients.filter(pk__in=aadhaar.identifiers_of(query.value).values("patient"))
    if query.kind == Kind.CODE:
        return patients.filter(pk__in=Visit.objects.filter(code=query.value).values("patient"))
    if query.kind == Kind.NUMBER:
        return patients.filter(pk__in=here.filter(number=query.value).values("patient"))
    if query.kind == Kind.TOKEN:
        tokens = here.of_day(today).filter(token=int(query.value), department__code__istartswith=query.prefix)
        return patients.filter(pk__in=tokens.values("patient"))
    visit = named_visit(query, centre)
    return patients.filter(pk=visit.patient_id) if visit else patients.none()


def named_visit(query: Query, centre) -> Visit | None:
    """The visit that a slip's QR or a specimen's label names (1-2 queries)."""
    if query.kind == Kind.SAMPLE:
        return scans.visit_of_label(query.value, centre)
    return scans.visit_of(query.value) if query.kind == Kind.SLIP else None


def visit_meant(query: Query, patient: Patient, centre) -> Visit | None:
    """The visit at this centre that the scan is about: the one it names, else today's newest (1-2 queries)."""
    here = Visit.objects.for_centre(centre).filter(patient=patient).exclude(status=Visit.Status.CANCELLED)
    if visit := named_visit(query, centre):
        return here.filter(pk=visit.pk).first()
    if query.kind in {Kind.CODE, Kind.NUMBER}:
        return here.filter(**{query.kind.value: query.value}).first()
    today = here.of_day(timezone.localdate()).order_by("-registered_at")
    if query.kind == Kind.TOKEN:
        today = today.filter(token=int(query.value), department__code__istartswith=query.prefix)
    return today.first()


def _by_name(text: str, centre) -> list[Patient]:
    """All words; when nobody fits, the most telling word alone."""
    keys = names.search_keys(text)
    if not keys:
        return []
    people = _named(keys, centre)
    return people or (_named(keys[:1], centre) if len(keys) > 1 else [])


def _named(keys: list[str], centre) -> list[Patient]:
    cards = _cards(Patient.objects.filter(name_keys__contains=keys), centre)
    return list(cards.filter(is_ours=True)[:OWN_SHOWN]) + list(cards.filter(is_ours=False)[:OTHERS_SHOWN])


def _cards(patients, centre):
    here = Visit.objects.for_centre(centre).filter(patient=OuterRef("pk"))
    last = here.exclude(status=Visit.Status.CANCELLED).order_by("-registered_at")
    return (
        ours(patients, centre)
        .annotate(last_visit_on=Subquery(last.values("visit_on")[:1]))
        .select_related("registered_centre")
        .order_by("-is_ours", "-registered_at", "pk")
    )


def visits_of(patient: Patient, centre, limit: int = 20) -> list[Visit]:
    """Visits at this centre, newest first (1 query). What other centres wrote is not the counter's business."""
    visits = Visit.objects.for_centre(centre).filter(patient=patient)
    return list(visits.select_related("department", "room", "registered_by").order_by("-registered_at")[:limit])


def visits_elsewhere(patient: Patient, centre) -> int:
    return Visit.objects.filter(patient=patient).exclude(centre=centre).aggregate(n=Count("pk"))["n"]


def registered_today(centre, *, by=None, limit: int = 12) -> list[Visit]:
    """The newest registrations of today, by one clerk or by all (1 query)."""
    mine = Q(registered_by=by) if by else Q()
    visits = Visit.objects.for_centre(centre).of_day(timezone.localdate()).filter(mine)
    return list(visits.select_related("patient", "department").order_by("-registered_at")[:limit])
