"""Blood pressure that ends in 0 far more often than an instrument gives it: terminal digit preference."""

from collections import Counter

from opd.honesty.found import Found, Kind, Look, found
from opd.models import Vitals

BY_CHANCE = 20  # per cent: an instrument read to 2 mmHg ends in 0 in every fifth reading


def round_vitals(look: Look) -> Found | None:
    """At least `share` per cent of `least` readings of the upper number."""
    rows = Vitals.objects.for_centres(look.at).filter(
        is_current=True, systolic__isnull=False, visit__visit_on__range=(look.week.first, look.week.last)
    )
    readings = list(rows.order_by().values_list("pk", "systolic", "diastolic"))
    ends = [key for key, systolic, _diastolic in readings if systolic % 10 == 0]
    if len(readings) < look.rule.least or len(ends) * 100 < look.rule.share * len(readings):
        return None
    (systolic, diastolic), times = Counter((upper, lower) for _key, upper, lower in readings).most_common(1)[0]
    pair = {"pair": f"{systolic}/{diastolic if diastolic is not None else '–'}", "pair_times": times}
    return found(look, Kind.VITALS, ends, of=len(readings), expected=len(readings) * BY_CHANCE // 100, **pair)
