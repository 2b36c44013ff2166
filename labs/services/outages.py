"""A machine or a reagent that is out: one switch for all its tests, and one to bring them back."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from labs.errors import LabError, WrongState
from labs.models import Outage


@transaction.atomic
def begin_outage(centre, *, what: str, cause: str, tests, by, reason: str = "", until=None) -> Outage:
    """None of `tests` is done at `centre` from now on; doctors see it, with the reason, on their next page.

    `until` is the day it is expected back. Raises LabError without a name or a test, for a day that is not to come,
    and when the same thing is out already. What was ordered before stays.
    """
    tests, what = list(tests), what.strip()[:80]
    if not what:
        raise LabError(_("Say which machine or reagent is out."), field="what")
    if not tests:
        raise LabError(_("Tick at least one test."), field="tests")
    if until is not None and until <= timezone.localdate():
        raise LabError(_("The day it is back must be after today."), field="until")
    begun = {"cause": cause, "reason": reason.strip()[:120], "until": until, "began_by": by}
    try:
        with transaction.atomic():
            outage = Outage.objects.create(centre=centre, what=what, began_at=timezone.now(), **begun)
    except IntegrityError as error:
        raise LabError(_("%(what)s is out already.") % {"what": what}, field="what") from error
    outage.tests.set(tests)
    audit.record("lab.outage_began", by=by, centre=centre, target=outage, tests=[test.code for test in tests])
    return outage


@transaction.atomic
def end_outage(outage: Outage, *, by) -> Outage:
    """It is back: each of its tests is again what it was. Raises WrongState when somebody said so before."""
    outage = Outage.objects.select_for_update(of=("self",)).get(pk=outage.pk)
    if outage.ended_at:
        raise WrongState(_("%(what)s is back already.") % {"what": outage.what})
    outage.ended_at, outage.ended_by = timezone.now(), by
    outage.save(update_fields=["ended_at", "ended_by"])
    audit.record("lab.outage_ended", by=by, centre=outage.centre, target=outage)
    return outage
