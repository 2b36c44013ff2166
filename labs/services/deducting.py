"""What the tests done took from the shelf. The bench is never stopped by a count: what is not there is not taken."""

from collections import Counter

from django.utils import timezone

from labs.models import Reagent, ReagentLot, ReagentMove


def deduct(centre, test_ids, *, by) -> None:
    """Take what these results needed, one for each time a test stands in `test_ids` (1 query, or 4 with a kit).

    From the lot that expires first and has not expired; a result needs `per_test` of each kit of its test. Inside the
    caller's transaction. Lots are locked in one order, so two benches never wait for each other.
    """
    times = Counter(test_ids)
    kits = Reagent.objects.for_centre(centre).filter(is_active=True, per_test__gt=0, tests__in=times)
    needed = Counter()
    for kit, per_test, test in kits.values_list("pk", "per_test", "tests"):
        needed[kit] += per_test * times[test]
    if not needed:
        return
    lots = ReagentLot.objects.select_for_update().filter(
        reagent__in=needed, quantity__gt=0, expires_on__gte=timezone.localdate()
    )
    moves, now = [], timezone.now()
    lots = list(lots.order_by("reagent_id", "expires_on", "pk"))
    for lot in lots:
        taken = min(lot.quantity, needed[lot.reagent_id])
        if not taken:
            continue
        lot.quantity -= taken
        needed[lot.reagent_id] -= taken
        moves.append(ReagentMove(lot=lot, kind=ReagentMove.Kind.TESTED, quantity=-taken, moved_at=now, moved_by=by))
    ReagentLot.objects.bulk_update([move.lot for move in moves], ["quantity"])
    ReagentMove.objects.bulk_create(moves)
