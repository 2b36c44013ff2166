"""Internal quality control: lots, daily runs, and what was done after a run out of control."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs import values, westgard
from labs.errors import LabError, NotPossible, WrongState
from labs.models import ControlLot, ControlRun, ControlValue, Test
from labs.selectors.control import active_lots, z_runs

SHORTEST_ACTION = 5  # letters


@transaction.atomic
def add_lot(centre, test: Test, *, by, level, name, lot_number, expires_on: date, mean, sd, source) -> ControlLot:
    """Begin a new lot; the one of the same level before it ends. Raises LabError for an expired lot, an SD of nothing
    or a number the test cannot have, or when the lot is here already.
    """
    if expires_on < timezone.localdate():
        raise LabError(_("This lot has expired."), field="expires_on")
    if sd <= 0:
        raise LabError(_("The SD must be more than 0."), field="sd")
    lots = ControlLot.objects.for_centre(centre).select_for_update()
    lots.filter(test=test, level=level, is_active=True).update(is_active=False)
    try:
        with transaction.atomic():
            lot = ControlLot.objects.create(
                centre=centre, test=test, level=level, name=name, lot_number=lot_number, expires_on=expires_on,
                mean=mean, sd=sd, source=source, added_at=timezone.now(), added_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise LabError(_("This lot is here already."), field="lot_number") from error
    audit.record("lab.control_lot", by=by, centre=centre, target=lot, test=test.code, level=str(level))
    return lot


@transaction.atomic
def record_run(centre, test: Test, typed: dict[str, str], *, by) -> ControlRun:
    """Write down what each level gave and judge it with the runs before. `typed` maps level to what was typed.

    Raises NotPossible with `field` `level-N` for a number that cannot be, LabError without any value or for an
    expired lot.
    """
    lots = {lot.level: lot for lot in active_lots(centre, test).select_for_update(of=("self",))}
    numbers = {level: _read(test, level, words) for level, words in typed.items() if words.strip()}
    if not numbers or set(numbers) - set(lots):
        raise LabError(_("Type the value of at least one level."))
    for level in numbers:
        if lots[level].is_expired:
            raise LabError(_("This lot has expired."), field=f"level-{level}")
    now = {level: westgard.z(number, lots[level].mean, lots[level].sd) for level, number in numbers.items()}
    judged = westgard.judge([*z_runs(lots.values()), now])
    run = ControlRun.objects.create(
        centre=centre,
        test=test,
        run_at=timezone.now(),
        run_by=by,
        rules=" ".join(judged.rules),
        verdict=judged.verdict.value,
    )
    ControlValue.objects.bulk_create(
        ControlValue(run=run, lot=lots[level], value=number) for level, number in numbers.items()
    )
    audit.record("lab.control_run", by=by, centre=centre, target=run, test=test.code, verdict=judged.verdict.value)
    return run


@transaction.atomic
def note_action(run: ControlRun, words: str, *, by) -> ControlRun:
    """Say what was done after a run out of control. Raises WrongState for another run or a second time."""
    run = ControlRun.objects.select_for_update(of=("self",)).select_related("centre", "test").get(pk=run.pk)
    if run.verdict == ControlRun.Verdict.ACCEPT or run.acted_at:
        raise WrongState(_("Nothing waits to be written about this control."))
    if len(words.strip()) < SHORTEST_ACTION:
        raise LabError(_("Say in a few words what was done."), field="action_text")
    run.action_text, run.acted_at, run.acted_by = words.strip()[:200], timezone.now(), by
    run.save(update_fields=["action_text", "acted_at", "acted_by"])
    audit.record("lab.control_action", by=by, centre=run.centre, target=run, test=run.test.code)
    return run


def _read(test: Test, level: str, typed: str) -> Decimal:
    try:
        return values.read(test, typed).number
    except NotPossible as error:
        error.field = f"level-{level}"
        raise
