"""Values of an analyser's file, written down together: the centre's own, and those of samples received as a hub."""

from itertools import groupby

from django.db import transaction

from labs.models import Result
from labs.services.dispatching import enter_at_hub
from labs.services.running import enter_run


@transaction.atomic
def enter_from_analyser(centre, planned: list, *, by) -> list[Result]:
    """Write these lines down, all or none. What follows from them is worked out, as at the bench.

    Raises what enter_run and enter_at_hub raise.
    """
    ours = [one.entry for one in planned if one.order.visit.centre_id == centre.pk]
    theirs = sorted(
        (one for one in planned if one.order.visit.centre_id != centre.pk), key=lambda one: one.order.sample_id
    )
    new = enter_run(centre, ours, by=by) if ours else []
    for _key, lines in groupby(theirs, key=lambda one: one.order.sample_id):
        lines = list(lines)
        new += enter_at_hub(centre, lines[0].order.sample, [one.entry for one in lines], by=by)
    return new
