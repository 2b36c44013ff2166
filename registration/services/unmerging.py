"""Two records that were put together come apart again, as they were; what was new since then stays or goes as asked."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from registration import merging as facts
from registration.access import access_row
from registration.errors import CannotMerge, LaterMerge, NotInThisState, ReasonMissing
from registration.models import DuplicatePair, Patient, PatientAccess, PatientMerge, Visit
from registration.services.corrections import changes_of
from registration.services.locking import lock_both, merging
from registration.services.merging import save, written
from registration.services.moving import give_back, move_visits


def undo_merge(merge: PatientMerge, *, reason: str, visits=(), are_two_people: bool, centre, by) -> PatientMerge:
    """Restore both records. `visits` are keys of visits opened since, which go along with the restored record.

    Facts corrected since the merge keep the correction. Raises ReasonMissing, NotInThisState (undone already),
    LaterMerge (another merge of these records comes first), CannotMerge (a visit that cannot go along), RecordBusy.
    """
    reason = ids.redact(reason.strip())[:200]
    if not reason:
        raise ReasonMissing(_("Say why they are taken apart again."), field="reason")
    with merging():
        merge = PatientMerge.objects.select_for_update(of=("self",)).select_related("pair").get(pk=merge.pk)
        people = lock_both(merge.survivor_id, merge.merged_id)
        survivor, merged = people[merge.survivor_id], people[merge.merged_id]
        _check(merge, survivor)
        missing = give_back(merge.moved, merged, survivor)
        went = _take_along(merge, survivor, merged, visits, by)
        kept = _restore(merge, survivor, merged, centre, by)
        merge.returned = {"missing": missing, "visits": went, "kept": kept}
        merge.undone_at, merge.undone_by, merge.undo_reason = timezone.now(), by, reason
        merge.save(update_fields=["returned", "undone_at", "undone_by", "undo_reason"])
        _decide(merge.pair, are_two_people, by)
        _record(merge, centre, by)
    return merge


def later(merge: PatientMerge) -> PatientMerge | None:
    """The newest merge that stands on this one and must be undone first (1 query)."""
    standing = PatientMerge.objects.filter(undone_at=None, pk__gt=merge.pk)
    mine = Q(survivor=merge.survivor_id) | Q(merged=merge.survivor_id)
    return standing.filter(mine).select_related("merged", "survivor").order_by("-pk").first()


def new_visits(merge: PatientMerge):
    """Visits opened since the merge under the number that went on."""
    rows = Visit.objects.filter(patient=merge.survivor_id, came_as=None, registered_at__gte=merge.merged_at)
    return rows.select_related("department", "centre").order_by("registered_at")


def _check(merge: PatientMerge, survivor: Patient) -> None:
    if merge.undone_at:
        raise NotInThisState(_("These two records were taken apart already."))
    if first := later(merge):
        raise LaterMerge(
            _("These records were put together with another one later (UHID %(uhid)s). Take that one apart first.")
            % {"uhid": ids.format_uhid(first.merged.uhid if first.survivor_id == survivor.pk else first.survivor.uhid)},
            merge=first,
        )


def _take_along(merge, survivor: Patient, merged: Patient, keys, by) -> list[int]:
    """Visits since the merge that belong to the restored record, with what hangs on them."""
    rows = [visit for visit in new_visits(merge) if visit.pk in set(keys)]
    for visit in rows:
        same = Visit.objects.filter(patient=merged, department=visit.department, visit_on=visit.visit_on)
        if visit.status != Visit.Status.CANCELLED and same.exclude(status=Visit.Status.CANCELLED).exists():
            raise CannotMerge(
                _("Token %(token)d cannot go along: that record has a visit in the same department on that day.")
                % {"token": visit.token},
                field="visits",
            )
        move_visits([visit.pk], survivor, merged)
        leave = access_row(merged, visit.centre, PatientAccess.Basis.VISIT, by=by, at=visit.registered_at)
        PatientAccess.objects.bulk_create([leave], ignore_conflicts=True)
    return [visit.pk for visit in rows]


def _restore(merge: PatientMerge, survivor: Patient, merged: Patient, centre, by) -> list[str]:
    """The facts before, group by group; returns the groups that keep a correction made since."""
    now, kept, back = written(survivor), [], {}
    for group, columns in facts.GROUPS.items():
        texts = [column for column in columns if column != facts.NOT_KEPT_IN_TEXT]
        if any(now[column] != merge.facts["after"][column] for column in texts):
            kept.append(group)
        else:
            back |= {column: _value(column, merge.facts["survivor"][column]) for column in texts}
    if "aadhaar" not in kept and merge.chosen["aadhaar"] == "merged":
        back["aadhaar_last4"] = merge.survivor_aadhaar_last4
    changed = {column: value for column, value in back.items() if getattr(survivor, column) != value}
    changes_of(
        survivor, changed, _("taken apart from UHID %(uhid)s") % {"uhid": ids.format_uhid(merged.uhid)}, centre, by
    )
    for column, value in changed.items():
        setattr(survivor, column, value)
    save(merged, merged_into=None)
    save(survivor, *changed)
    return kept


def _value(column: str, text: str):
    """What stood in the column, out of its text."""
    field = Patient._meta.get_field(column)
    return text == "True" if field.get_internal_type() == "BooleanField" else field.to_python(text)


def _decide(pair: DuplicatePair, are_two_people: bool, by) -> None:
    """Not asked about again, or compared again as before."""
    state = DuplicatePair.State.NOT_SAME if are_two_people else DuplicatePair.State.PROPOSED
    pair.state, pair.decided_at, pair.decided_by = state, timezone.now(), by
    pair.save(update_fields=["state", "decided_at", "decided_by"])


def _record(merge: PatientMerge, centre, by) -> None:
    detail = {"visits": len(merge.returned["visits"]), "missing": merge.returned["missing"]}
    entries = [
        audit.Entry("patient.unmerged", audit.describe(merge), key, detail)
        for key in (merge.survivor_id, merge.merged_id)
    ]
    audit.record_all(entries, by=by, centre=centre)
