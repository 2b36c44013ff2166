"""Values of an analyser's file, written down together: the centre's own, and those of samples received as a hub."""

from labs.models import Result
from labs.services.running import enter_run


def enter_from_analyser(centre, planned: list, *, by) -> list[Result]:
    """Write these lines down, all or none. What follows from them is worked out, as at the bench.

    Raises what enter_run raises.
    """
    return enter_run(centre, [one.entry for one in planned], by=by) if planned else []
