"""Writing a value down with the range of that day beside it. What is printed later is read from here only."""

from datetime import datetime

from labs import components, persons, ranges
from labs.flags import Flag
from labs.models import LabOrder, Result, Test
from labs.values import Value

CORRECTED = "corrected before release"  # shown translated: see labs/templatetags
REPEATED = "measured once more"
REPEATED_FIRST_COUNTS = "measured once more: the first value counts"
RANGE_CHOSEN_AGAIN = "range chosen again: pregnancy"


def next_result(order: LabOrder, value: Value, visit, rows, *, before: Result | None, reason: str, by, at: datetime):
    """The next version, not saved yet, with range, flag, unit and method as they are now."""
    test = order.test
    normal = persons.normal_for(order, visit, rows[test.pk]) if value.number is not None else None
    return Result(
        order=order,
        version=before.version + 1 if before else 1,
        value=value.number,
        text=value.words,
        parts=components.stored(value.parts),
        unit=test.unit if value.number is not None else "",
        decimals=test.decimals,
        flag=_flag(test, value, normal),
        low=normal and normal.low,
        high=normal and normal.high,
        critical_low=normal and normal.critical_low,
        critical_high=normal and normal.critical_high,
        range_text=f"< {test.reactive_from}" if test.reactive_from else ranges.words(normal, test.decimals),
        range_for=normal.who if normal else "",
        range_source=normal.source if normal else test.source if test.reactive_from else "",
        method=test.method,
        reason=reason[:200] if before else "",
        entered_at=at,
        entered_by=by,
    )


def supersede(results: list[Result]) -> None:
    """The older versions of these new ones stop being current (1 query); then the new ones are saved (1 query)."""
    Result.objects.filter(order__in=[result.order for result in results], is_current=True).update(is_current=False)
    Result.objects.bulk_create(results)


def current_results(orders) -> dict[int, Result]:
    """The newest version of each order, by order (1 query)."""
    return {result.order_id: result for result in Result.objects.filter(order__in=orders, is_current=True)}


def _flag(test, value: Value, normal) -> Flag:
    if value.number is not None:
        return ranges.flag(value.number, test.unit, normal)
    if test.result_type == Test.ResultType.MICROSCOPY:
        return Flag(components.flag_of(value.parts))
    if test.result_type == Test.ResultType.TITRE:
        return ranges.titre_flag(value.words, test.choices_en, test.reactive_from)
    return ranges.coded_flag(value.words, test.choices_en, test.choices_flag)
