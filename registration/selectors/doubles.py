"""Pairs and merges as one centre may see them: only where both records are within its reach."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from registration.likeness import Likeness, Why, likeness
from registration.models import DuplicatePair, DuplicateSearch, Identifier, Patient, PatientMerge, Visit
from registration.selectors.likely import traits
from registration.selectors.people import cards_of, visits_of
from registration.selectors.records import goes_on

LISTED = 40
S = DuplicatePair.State


@dataclass(frozen=True)
class Side:
    """One of two records beside the other: what tells a person which is which."""

    person: Patient
    visits: list[Visit]
    elsewhere: int
    identifiers: list[Identifier]


def waiting(centre):
    """Pairs proposed to this centre, the likeliest first: it knew both when they were last looked at."""
    pairs = DuplicatePair.objects.filter(state=S.PROPOSED, centres__contains=[centre.pk])
    living = pairs.filter(one__merged_into=None, other__merged_into=None)
    return living.order_by("-points", "pk")


def listed(centre) -> list[DuplicatePair]:
    """The first of them with both people as the counter sees them, `why` in words (2 queries)."""
    pairs = list(waiting(centre)[: LISTED + 1])
    people = within_reach({key for pair in pairs for key in (pair.one_id, pair.other_id)}, centre)
    shown = [pair for pair in pairs if pair.one_id in people and pair.other_id in people]
    for pair in shown:
        pair.one, pair.other = people[pair.one_id], people[pair.other_id]
        pair.why = Likeness(pair.points, [Why(code) for code in pair.reasons if code in list(Why)])
    return shown


def within_reach(keys, centre) -> dict[int, Patient]:
    """Those of them that are this centre's own or open here today (1 query)."""
    people = cards_of(Patient.objects.filter(pk__in=keys), centre, len(keys) or 1)
    return {person.pk: person for person in people if person.is_ours or person.is_open}


def find(code: str, centre) -> DuplicatePair | None:
    """The pair with both people, when both are within reach; None like one that does not exist (2 queries)."""
    pair = DuplicatePair.objects.filter(code=code).select_related("decided_by").first()
    if pair is None:
        return None
    people = within_reach([pair.one_id, pair.other_id], centre)
    if len(people) < 2:
        return None
    pair.one, pair.other = people[pair.one_id], people[pair.other_id]
    pair.why = likeness(traits(pair.one), traits(pair.other))
    return pair


def merge_instead(code: str, centre) -> PatientMerge | None:
    """What became of a pair whose records are no longer two, where this centre may see it (≤ 4 queries)."""
    pair = DuplicatePair.objects.filter(code=code).first()
    if pair is None:
        return None
    ends = {goes_on(key) or key for key in (pair.one_id, pair.other_id)}
    if len(within_reach(ends, centre)) < len(ends):
        return None
    standing = merges_of(centre).filter(undone_at=None, merged__in=[pair.one_id, pair.other_id])
    return standing.first()


def merges_of(centre):
    """Merges made here, and those of a record that was registered or seen here before it went."""
    seen = Visit.objects.for_centre(centre).filter(came_as=OuterRef("merged"))
    mine = Q(centre=centre) | Q(merged__registered_centre=centre) | Exists(seen)
    rows = PatientMerge.objects.filter(mine)
    return rows.select_related("survivor", "merged", "centre", "merged_by", "undone_by")


def merges_listed(centre) -> list[PatientMerge]:
    """The newest: made here, or of a record within reach (2 queries)."""
    rows = list(merges_of(centre).order_by("-merged_at")[:LISTED])
    reach = within_reach({_end(merge) for merge in rows}, centre)
    return [merge for merge in rows if merge.centre_id == centre.pk or _end(merge) in reach]


def is_reached(merge: PatientMerge, centre) -> bool:
    """Whoever put them together may take them apart; others while the record is within their reach (≤ 1 query)."""
    return merge.centre_id == centre.pk or bool(within_reach([_end(merge)], centre))


def _end(merge: PatientMerge) -> int:
    return merge.survivor.merged_into_id or merge.survivor_id


def side(person: Patient, centre) -> Side:
    """3 queries."""
    visits = visits_of(person, centre, limit=6)
    elsewhere = Visit.objects.filter(patient=person).exclude(centre=centre).count()
    return Side(person, visits, elsewhere, list(person.identifiers.order_by("kind", "pk")))


def pairs_of(person: Patient, centre) -> list[DuplicatePair]:
    """Proposals that name this person, both within reach (2 queries)."""
    rows = DuplicatePair.objects.filter(Q(one=person) | Q(other=person), state=S.PROPOSED)
    pairs = list(rows.order_by("-points")[:5])
    people = within_reach({key for pair in pairs for key in (pair.one_id, pair.other_id)}, centre) if pairs else {}
    return [pair for pair in pairs if pair.one_id in people and pair.other_id in people]


def last_search() -> DuplicateSearch | None:
    return DuplicateSearch.objects.filter(ended_at__isnull=False).first()


def absorbed(person: Patient) -> list[PatientMerge]:
    """Records that went into this one, with the merge that did it (1 query)."""
    rows = PatientMerge.objects.filter(merged__merged_into=person, undone_at=None)
    return list(rows.select_related("merged", "merged_by", "centre").order_by("merged_at"))
