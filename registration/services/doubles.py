"""Records that may be one person's: proposed by night or by hand, and called two people."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from registration.errors import CannotMerge, NotInThisState, RecordMerged
from registration.find_keys import centres_of
from registration.likeness import ASKED_FROM, likeness
from registration.models import DuplicatePair, DuplicateSearch, Patient, PatientChange, Visit
from registration.selectors.blocks import candidates
from registration.selectors.likely import traits

BATCH = 500
MOST = 200_000  # people in one night; the next one goes on
AGAIN = 500  # records that were written while the last search was at work may lie behind its mark
NIGHT = range(1, 5)
S = DuplicatePair.State


def is_due(now: datetime) -> bool:
    """In the small hours of a day without a search; at once where there never was one, or not for 36 hours."""
    last = DuplicateSearch.objects.aggregate(at=Max("started_at"))["at"]
    if last is None or now - last > timedelta(hours=36):
        return True
    return timezone.localtime(now).hour in NIGHT and now - last > timedelta(hours=20)


def search(now: datetime) -> DuplicateSearch:
    """Compare everybody new, corrected or seen since the last search. Twice the same finds nothing new."""
    ended = DuplicateSearch.objects.filter(ended_at__isnull=False).first()
    mark = DuplicateSearch.objects.aggregate(mark=Max("upto"))["mark"] or 0
    run = DuplicateSearch.objects.create(started_at=now, upto=mark)
    again = _touched_since(ended.started_at if ended else now, mark)
    for at in range(0, len(again), BATCH):
        _look_at(run, again[at : at + BATCH], mark)
    after = max(0, mark - AGAIN)
    while run.people < MOST and (keys := _next(after)):
        after = keys[-1]
        _look_at(run, keys, max(after, run.upto))
    run.ended_at = timezone.now()
    run.save(update_fields=["ended_at"])
    return run


def _touched_since(at: datetime, mark: int) -> list[int]:
    changed = PatientChange.objects.filter(changed_at__gte=at).order_by().values_list("patient", flat=True)
    seen = Visit.objects.filter(registered_at__gte=at).order_by().values_list("patient", flat=True)
    return sorted(key for key in changed.union(seen) if key <= mark)


def _next(after: int) -> list[int]:
    return list(Patient.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _look_at(run: DuplicateSearch, keys: list[int], upto: int) -> None:
    run.people += len(keys)
    run.found += propose(keys)
    run.upto = upto
    run.save(update_fields=["people", "found", "upto"])


def propose(keys: list[int]) -> int:
    """Compare these people with who shares a block with them; how many new pairs (4-7 queries)."""
    pairs = candidates(keys)
    people = Patient.objects.in_bulk({key for pair in pairs for key in pair})
    facts = {key: traits(person) for key, person in people.items()}
    rated = {pair: likeness(facts[pair[0]], facts[pair[1]]) for pair in pairs if set(pair) <= set(facts)}
    likely = {pair: found for pair, found in rated.items() if found.points >= ASKED_FROM}
    rows = [_row(people[one], people[other], found) for (one, other), found in likely.items()]
    known = _known(likely)
    _look_again(rows, known)
    two = _called_two_people(people)
    new = [row for row in rows if (row.one_id, row.other_id) not in known and (row.one_id, row.other_id) not in two]
    return len(DuplicatePair.objects.bulk_create(new, ignore_conflicts=True)) if new else 0


def _row(one: Patient, other: Patient, found) -> DuplicatePair:
    return DuplicatePair(
        code=ids.random_code(),
        one=one,
        other=other,
        points=found.points,
        reasons=[str(why) for why in found.reasons],
        centres=sorted(int(key) for key in centres_of(one.find_keys) & centres_of(other.find_keys)),
        proposed_at=timezone.now(),
    )


def _known(likely) -> dict[tuple[int, int], DuplicatePair]:
    rows = DuplicatePair.objects.filter(one__in={pair[0] for pair in likely}, other__in={pair[1] for pair in likely})
    return {(row.one_id, row.other_id): row for row in rows}


def _look_again(rows: list[DuplicatePair], known: dict) -> None:
    """A pair that waits is shown with what is true of it now."""
    changed = []
    for row in rows:
        old = known.get((row.one_id, row.other_id))
        if old and old.state == S.PROPOSED and (old.points, old.reasons, old.centres) != (
            row.points, row.reasons, row.centres,
        ):  # fmt: skip
            old.points, old.reasons, old.centres = row.points, row.reasons, row.centres
            changed.append(old)
    DuplicatePair.objects.bulk_update(changed, ["points", "reasons", "centres"])


def _called_two_people(people) -> set[tuple[int, int]]:
    """What was said of a record that went into one of these, said of the one that goes on (1-2 queries)."""
    absorbed = dict(Patient.everyone.filter(merged_into__in=people).values_list("pk", "merged_into"))
    if not absorbed:
        return set()
    told = DuplicatePair.objects.filter(state=S.NOT_SAME, one__in={*absorbed, *people}, other__in={*absorbed, *people})
    now = ((absorbed.get(one, one), absorbed.get(other, other)) for one, other in told.values_list("one", "other"))
    return {(min(pair), max(pair)) for pair in now}


@transaction.atomic
def compare_by_hand(one: Patient, other: Patient, *, centre, by) -> DuplicatePair:
    """The pair of two records that a person thinks are one; the one that stands where there is one (≤ 4 queries).

    Raises CannotMerge for a record beside itself.
    """
    if one.pk == other.pk:
        raise CannotMerge(_("This is the same record. Give the number of the other one."), field="number")
    first, second = sorted((one, other), key=lambda person: person.pk)
    row = _row(first, second, likeness(traits(first), traits(second)))
    row.proposed_by, row.centres = by, sorted({*row.centres, centre.pk})
    DuplicatePair.objects.bulk_create([row], ignore_conflicts=True)
    pair = DuplicatePair.objects.get(one=first, other=second)
    audit.record("pair.proposed", by=by, centre=centre, target=pair, patient=first)
    return pair


@transaction.atomic
def call_two_people(pair: DuplicatePair, *, centre, by) -> DuplicatePair:
    """They are two people: no night proposes them again. Raises NotInThisState or RecordMerged."""
    pair = DuplicatePair.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=pair.pk)
    if pair.state == S.MERGED or pair.one.merged_into_id or pair.other.merged_into_id:
        raise RecordMerged(_("One of these records was put together with another one a moment ago."))
    if pair.state == S.NOT_SAME:
        raise NotInThisState(_("They were called two people already."))
    pair.state, pair.decided_at, pair.decided_by = S.NOT_SAME, timezone.now(), by
    pair.save(update_fields=["state", "decided_at", "decided_by"])
    entries = [audit.Entry("pair.not_same", audit.describe(pair), key) for key in (pair.one_id, pair.other_id)]
    audit.record_all(entries, by=by, centre=centre)
    return pair
