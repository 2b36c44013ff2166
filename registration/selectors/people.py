"""Finding people for the counter: own centre first, others only as far as the rules of access let them show."""

from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from hms.lib.names import name_key
from registration import aadhaar, scans
from registration.access import ours
from registration.asked import Asked
from registration.models import Patient, Visit
from registration.search import Kind, Query
from registration.selectors.named import ranked
from registration.selectors.records import of_uhid

OWN_SHOWN, OTHERS_SHOWN = 12, 4


@dataclass(frozen=True)
class Found:
    """People who fit. `exact`: one person, named by a number that belongs to one person only."""

    people: list[Patient] = field(default_factory=list)
    exact: Patient | None = None
    asked: Asked | None = None  # what was understood of a name
    ask: list[str] = field(default_factory=list)  # age, guardian, mohalla, phone: what to ask next


def find(query: Query, centre, *, by_name: bool = True) -> Found:
    """People for one search (1-2 queries). Each carries is_ours, is_open and last_visit_on (here).

    Without `by_name` only whom a number means: nobody, where the text is a name.
    """
    if query.kind in {Kind.NOTHING, Kind.HINDI_KEYBOARD, Kind.WRONG_NUMBER, Kind.ARRIVAL}:
        return Found()
    if query.kind == Kind.NAME:
        return _by_name(query.value, centre) if by_name else Found()
    people = list(_cards(_by_number(query, centre), centre)[: OWN_SHOWN + OTHERS_SHOWN])
    if not people and by_name and query.kind == Kind.TOKEN and len(query.prefix) > 2:
        return _by_name(f"{query.prefix} {query.value}", centre)  # "Sunita 46"
    names_one = query.is_proof_of_visit or query.kind in {Kind.UHID, Kind.AADHAAR}
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
        return patients.filter(pk__in=of_uhid(query.value))
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
    if query.kind == Kind.PAD:
        return Visit.objects.for_centre(centre).filter(pad_slips__serial=query.value).first()
    return scans.visit_of(query.value) if query.kind == Kind.SLIP else None


def visit_proved(query: Query) -> Visit | None:
    """The visit, of whatever centre, whose slip is in somebody's hand here (1 query)."""
    if query.kind == Kind.SLIP:
        return scans.visit_of(query.value)
    return Visit.objects.filter(code=query.value).first() if query.kind == Kind.CODE else None


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


def _by_name(text: str, centre) -> Found:
    keys, asked = ranked(text, centre, limit=OWN_SHOWN + OTHERS_SHOWN + 1)
    if not keys:
        return Found(asked=asked)
    place = {key: at for at, key in enumerate(keys)}
    people = sorted(_cards(Patient.objects.filter(pk__in=keys), centre), key=lambda one: place[one.pk])
    others = [one for one in people if not one.is_ours][:OTHERS_SHOWN]
    ours_found = [one for one in people if one.is_ours][:OWN_SHOWN]
    # With a second fact the best fit leads, wherever it is: being known here counts among the points.
    people = [one for one in people if one in ours_found or one in others] if asked.has_fact else ours_found + others
    return Found(people, asked=asked, ask=what_to_ask(people, asked))


def what_to_ask(people: list[Patient], asked: Asked) -> list[str]:
    """Facts that would tell apart people whose name is alike, the most telling first; [] where the name does."""
    if len(people) < 2 or len({name_key(one.name) for one in people[:6]}) > len(people[:6]) - 1:
        return []
    known = {
        "age": bool(asked.years),
        "guardian": bool(asked.guardian),
        "mohalla": False,
        "phone": bool(asked.phone_end),
    }
    values = {
        "age": {one.birth_date.year for one in people},
        "guardian": {name_key(one.guardian_name) for one in people},
        "mohalla": {name_key(one.street) for one in people},
        "phone": {one.phone for one in people},
    }
    return sorted(
        (fact for fact in values if not known[fact] and len(values[fact]) > 1), key=lambda fact: -len(values[fact])
    )


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
