"""Two records become one. Nothing is deleted: the one that goes keeps its facts and says where it went (ADR 0018)."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import Conflict
from hms.lib import ids
from registration import merging as facts
from registration.access import ours
from registration.errors import CannotMerge, NotChosen, ReasonMissing, RecordMerged
from registration.find_keys import CENTRE
from registration.models import DuplicatePair, Identifier, Patient, PatientMerge, Visit
from registration.search import keys_of
from registration.services.corrections import changes_of
from registration.services.locking import lock_both, merging
from registration.services.moving import move_all


def merge_records(pair: DuplicatePair, *, keep: str, chosen: dict, reason: str, versions, centre, by) -> PatientMerge:
    """Put both records of `pair` together under the UHID of `keep` ("one" or "other").

    `chosen` names for every conflict whose facts stand; `versions` are those of one and other as they were compared.
    Raises ReasonMissing, NotChosen, CannotMerge, RecordMerged (somebody was faster), Conflict (corrected meanwhile),
    RecordBusy. Queries: about 20, and two for each model whose rows follow.
    """
    reason = ids.redact(reason.strip())[:200]
    if not reason:
        raise ReasonMissing(_("Say how you know that they are one person."), field="reason")
    with merging():
        pair = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
        people = lock_both(pair.one_id, pair.other_id)
        one, other = people[pair.one_id], people[pair.other_id]
        check_living(one, other)
        if (one.version, other.version) != tuple(versions):
            raise Conflict(_("Somebody corrected one of these records meanwhile. Compare them again."))
        check_pair(one, other, centre)
        whose = _settle(one, other, chosen)
        survivor, merged = (one, other) if keep == facts.ONE else (other, one)
        merge = _put_together(pair, survivor, merged, whose, {facts.ONE: one, facts.OTHER: other}, centre, by, reason)
        _decide(pair, DuplicatePair.State.MERGED, by)
        _record(merge, centre, by)
    return merge


def check_living(one: Patient, other: Patient) -> None:
    if one.merged_into_id or other.merged_into_id:
        raise RecordMerged(_("One of these records was put together with another one a moment ago."))


def check_pair(one: Patient, other: Patient, centre) -> None:
    """Raises CannotMerge. Whoever has two Aadhaar numbers is two people; both must be within the centre's reach."""
    reach = ours(Patient.objects.filter(pk__in=[one.pk, other.pk]), centre)
    if reach.filter(Q(is_ours=True) | Q(is_open=True)).count() != 2:
        raise CannotMerge(_("Only records of your own centre, or opened here today, are put together."))
    numbers = Identifier.objects.filter(patient__in=[one, other], kind=Identifier.Kind.AADHAAR)
    if numbers.values("patient").distinct().count() == 2:
        raise CannotMerge(
            _(
                "Each record has an Aadhaar number of its own, so these are two people. "
                "If one number was typed wrongly, take the consent back in that record first."
            )
        )
    if one.is_demo != other.is_demo:
        raise CannotMerge(_("A practice record is not put together with a real one."))


def number_of(one: Patient, other: Patient) -> str:
    """Whose Aadhaar number is indexed: "one", "other" or "" (1 query)."""
    kept = Identifier.objects.filter(patient__in=[one, other], kind=Identifier.Kind.AADHAAR).first()
    return "" if kept is None else facts.ONE if kept.patient_id == one.pk else facts.OTHER


def _settle(one: Patient, other: Patient, chosen: dict) -> dict[str, str]:
    number = number_of(one, other)
    for group in facts.conflicts(one, other, number):
        if chosen.get(group) not in {facts.ONE, facts.OTHER}:
            raise NotChosen(
                _("%(label)s: choose which of the two is right.") % {"label": facts.LABELS[group]},
                field=f"take_{group}",
            )
    return facts.settled(one, other, chosen, number)


def _put_together(pair, survivor, merged, whose, people, centre, by, reason) -> PatientMerge:
    now = timezone.now()
    before = {"survivor": written(survivor), "merged": written(merged)}
    last4 = survivor.aadhaar_last4
    new = {column: value for group, who in whose.items() for column, value in facts.values(people[who], group).items()}
    changed = {column: value for column, value in new.items() if getattr(survivor, column) != value}
    changes_of(
        survivor, changed, _("put together with UHID %(uhid)s") % {"uhid": ids.format_uhid(merged.uhid)}, centre, by
    )
    for column, value in changed.items():
        setattr(survivor, column, value)
    moved = move_all(merged, survivor)
    save(merged, merged_into=survivor)
    save(survivor, *changed)
    return PatientMerge.objects.create(
        code=ids.random_code(),
        pair=pair,
        survivor=survivor,
        merged=merged,
        centre=centre,
        reason=reason,
        facts={**before, "after": written(survivor)},
        chosen={group: "survivor" if people[who] is survivor else "merged" for group, who in whose.items()},
        moved=moved,
        survivor_aadhaar_last4=last4,
        merged_at=now,
        merged_by=by,
    )


def written(patient: Patient) -> dict[str, str]:
    """The facts as text, column by column, without what an Aadhaar consent taken back must be able to clear."""
    return {column: str(getattr(patient, column)) for column in facts.COLUMNS if column != facts.NOT_KEPT_IN_TEXT}


def save(patient: Patient, *columns: str, **more) -> None:
    """Write the row as its next version, found under its names at every centre where it has visits now."""
    for column, value in more.items():
        setattr(patient, column, value)
    centres = Visit.objects.filter(patient=patient).order_by().values_list("centre", flat=True).distinct()
    patient.find_keys = [f"{CENTRE}{key}" for key in centres]
    patient.name_keys = keys_of(patient.name, patient.name_other)
    patient.version += 1
    patient.save(update_fields=[*columns, *more, "name_keys", "find_keys", "version"])


def _decide(pair: DuplicatePair, state: str, by) -> None:
    pair.state, pair.decided_at, pair.decided_by = state, timezone.now(), by
    pair.save(update_fields=["state", "decided_at", "decided_by"])


def _record(merge: PatientMerge, centre, by) -> None:
    """Once in the story of each record."""
    rows = sum(len(keys) for keys in merge.moved.values())
    into = audit.Entry("patient.merged", audit.describe(merge), merge.survivor_id, {"rows": rows})
    away = audit.Entry("patient.merged_away", audit.describe(merge), merge.merged_id, {"rows": rows})
    audit.record_all([into, away], by=by, centre=centre)
