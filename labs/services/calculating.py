"""Filling in what follows from other values of the visit. Whoever types a value himself is never overruled."""

from collections import defaultdict
from decimal import Decimal

from hms.lib import dates
from labs.calculations import FORMULAS, Formula, NotComputable, Person, compute, said
from labs.models import LabOrder, Result
from labs.selectors.reference import ranges_of
from labs.services.freezing import current_results, next_result, supersede
from labs.values import Value

MARK = "Calculated: "
OPEN = (LabOrder.Status.ORDERED, LabOrder.Status.COLLECTED, LabOrder.Status.RESULTED)


def calculate(visits: dict, *, by, at) -> list[Result]:
    """New versions of calculated results of these visits (by key), stored. 1 query where none is asked for, else 6.

    Inside the caller's transaction, under the visits' locks. A result typed at the bench stays; one that does not
    follow, such as LDL with triglycerides above 400 mg/dL, says so in words.
    """
    asked = LabOrder.objects.filter(visit__in=visits, test__code__in=FORMULAS, status__in=OPEN)
    orders = list(asked.select_related("test", "sample"))
    orders = [order for order in orders if order.status != LabOrder.Status.ORDERED or not order.test.needs_sample]
    if not orders:
        return []
    known, current, rows = _known(visits), current_results(orders), ranges_of(orders)
    new = []
    for order in orders:
        before = current.get(order.pk)
        if before and not before.method.startswith(MARK):
            continue
        visit = visits[order.visit_id]
        value = _value(FORMULAS[order.test.code], order, known[visit.pk], visit)
        if value is None or (before and (before.value, before.text) == (value.number, value.words)):
            continue
        result = next_result(order, value, visit, rows, before=before, reason="values changed", by=by, at=at)
        result.method = f"{MARK}{FORMULAS[order.test.code].words}"[:120]
        new.append(result)
    if new:
        supersede(new)
        LabOrder.objects.filter(pk__in=[result.order_id for result in new]).update(
            status=LabOrder.Status.RESULTED, resulted_at=at, resulted_by=by
        )
    return new


def _known(visits) -> dict[int, dict[str, Result]]:
    """The numbers of these visits by test code (1 query)."""
    found = defaultdict(dict)
    rows = Result.objects.filter(order__visit__in=visits, is_current=True, value__isnull=False)
    for result in rows.exclude(order__status=LabOrder.Status.CANCELLED).select_related("order__test"):
        found[result.order.visit_id][result.order.test.code] = result
    return found


def _value(formula: Formula, order: LabOrder, known: dict[str, Result], visit) -> Value | None:
    """None while a value is missing, or where one of them is in another unit than the formula's."""
    used = [known.get(code) for code in formula.needs]
    if None in used or (*(result.unit for result in used), order.test.unit) != formula.units:
        return None
    try:
        number = compute(
            formula, {r.order.test.code: r.value for r in used}, _person(order, visit), order.test.decimals
        )
        _check(order.test, number)
    except NotComputable as error:
        return Value(words=said(error))
    return Value(number=number)


def _check(test, number: Decimal) -> None:
    low, high = test.possible_low, test.possible_high
    if (low is not None and number < low) or (high is not None and number > high):
        raise NotComputable("निकाला नहीं गया: अंक मेल नहीं खाते", "not computed: the values do not fit together")


def _person(order: LabOrder, visit) -> Person:
    born, on = visit.patient.birth_date, visit.visit_on
    years = dates.age_on(born, on).years if born <= on else None
    return Person(visit.patient.sex, years, order.is_pregnant)
