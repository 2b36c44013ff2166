"""Moving a gap on by hand, the centre's answer, other dates and owners, duplicates."""

from django.db import transaction
from django.utils.translation import gettext as _

from centres import audit
from centres.errors import CentresError, Conflict
from centres.gap_rules import MAY_COME, MOVES
from centres.models import Gap
from centres.services.gaps.finding import check_due
from centres.services.gaps.steps import Kind, keep, keep_photo, locked, set_state

State = Gap.State
WORDS = 3  # letters that say something


@transaction.atomic
def move(gap: Gap, to: str, *, note: str, photo, by) -> Gap:
    """Move on by the office. Verifying needs a photo, going back to open a reason. Raises CentresError."""
    gap = locked(gap)
    if to == gap.state:
        return gap
    if to not in MOVES.get(gap.state, ()):
        raise CentresError(_("From “%(state)s” it cannot go there.") % {"state": gap.get_state_display()}, field="to")
    if to == State.VERIFIED and photo is None:
        raise CentresError(
            _("Nothing is closed without evidence: add a photo, or let the next inspection verify it."), field="photo"
        )
    if to == State.OPEN and len(note) < WORDS:
        raise CentresError(_("Say why it is open again."), field="note")
    set_state(gap, to, by=by, note=note, photo=keep_photo(gap, photo, by=by))
    audit.record("gap.moved", by=by, centre=gap.centre, target=gap, state=str(to))
    return gap


@transaction.atomic
def answer(gap: Gap, *, note: str, photo, has_come: bool, by) -> Gap:
    """What the centre says about its own gap; `has_come` makes it received. Raises CentresError for nothing said."""
    gap = locked(gap)
    if len(note) < WORDS and photo is None:
        raise CentresError(_("Write a few words or add a photo."), field="note")
    if has_come and gap.state not in MAY_COME:
        raise CentresError(_("From “%(state)s” it cannot go there.") % {"state": gap.get_state_display()})
    kept = keep_photo(gap, photo, by=by)
    if has_come:
        set_state(gap, State.RECEIVED, by=by, kind=Kind.ANSWERED, note=note, photo=kept)
    else:
        keep(gap, Kind.ANSWERED, by=by, note=note, photo=kept)
    audit.record("gap.answered", by=by, centre=gap.centre, target=gap, state=gap.state)
    return gap


@transaction.atomic
def change(gap: Gap, values: dict, *, version: int, by) -> Gap:
    """Another owner, severity, date or quantity. Raises Conflict when somebody else changed it first."""
    gap = locked(gap)
    if gap.version != version:
        raise Conflict(_("Somebody else changed this while you were typing. Compare the two, then save again."))
    changed = [name for name, value in values.items() if getattr(gap, name) != value]
    if not changed:
        return gap
    if "due_on" in changed:
        check_due(values["due_on"])
    before, after = (", ".join(str(one) for one in side) for side in _sides(gap, values, changed))
    set_state(gap, gap.state, by=by, kind=Kind.CHANGED, note=f"{before} → {after}", **{n: values[n] for n in changed})
    audit.record("gap.changed", by=by, centre=gap.centre, target=gap, fields=sorted(changed))
    return gap


def _sides(gap: Gap, values: dict, changed: list[str]) -> tuple[list, list]:
    return [getattr(gap, name) for name in changed], [values[name] for name in changed]


@transaction.atomic
def merge(gap: Gap, into: Gap, *, by) -> Gap:
    """The same thing was written twice: `gap` closes, `into` goes on and keeps both histories. Raises CentresError."""
    if gap.pk == into.pk or gap.centre_id != into.centre_id:
        raise CentresError(_("Choose another gap of the same centre."), field="into")
    pair = {one.pk: locked(one) for one in sorted((gap, into), key=lambda one: one.pk)}
    gap, into = pair[gap.pk], pair[into.pk]
    if gap.state not in (State.OPEN, State.RECEIVED):
        raise CentresError(_("It stands in a proposal already; merge the other one into it."), field="into")
    set_state(gap, State.MERGED, by=by, kind=Kind.MERGED, note=into.code, merged_into=into)
    keep(into, Kind.MERGED, by=by, note=gap.code)
    audit.record("gap.merged", by=by, centre=gap.centre, target=gap, into=into.code)
    return into
