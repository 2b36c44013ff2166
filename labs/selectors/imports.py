"""What the lines of an analyser's file mean here: which order each belongs to, and why some cannot be taken."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from labs import values
from labs.analyser import Reading
from labs.codes import parse_sample_code
from labs.errors import LabError
from labs.models import LabOrder, Result
from labs.services.entering import Entry

Status = LabOrder.Status


@dataclass
class Planned:
    """One line: `problem` says why it is left out, `is_known` that this very value stands there already."""

    reading: Reading
    order: LabOrder | None = None
    seen: int = 0
    problem: str = ""
    is_known: bool = False

    @property
    def is_new(self) -> bool:
        return not self.problem and not self.is_known

    @property
    def entry(self) -> Entry:
        return Entry(self.order.code, self.reading.value, self.seen)


def plan(centre, readings: list[Reading]) -> list[Planned]:
    """Every line with what would become of it; also of samples received as a hub (2 queries)."""
    planned = [Planned(reading) for reading in readings]
    codes = {id(one): _code(one) for one in planned}
    orders = {}
    for order in (
        LabOrder.objects.measured_at(centre)
        .filter(sample__code__in=[code for code in codes.values() if code])
        .exclude(status=Status.CANCELLED)
        .select_related("test", "sample", "visit__patient", "visit__centre")
    ):
        orders.setdefault(order.sample.code, {})[order.test.code.upper()] = order
        orders[order.sample.code].setdefault(order.test.name_en.upper(), order)
    found = {order.pk: order for tests in orders.values() for order in tests.values()}
    current = {result.order_id: result for result in Result.objects.filter(order__in=found, is_current=True)}
    taken: set[int] = set()
    for one in planned:
        if not one.problem:
            _match(one, orders.get(codes[id(one)]), current, taken)
    return planned


def _code(one: Planned) -> str:
    try:
        return parse_sample_code(one.reading.sample)
    except LabError as error:
        one.problem = str(error)
        return ""


def _match(one: Planned, tests: dict | None, current: dict, taken: set[int]) -> None:
    if tests is None:
        one.problem = _("No sample of this centre has this code.")
        return
    one.order = tests.get(one.reading.test.upper())
    if one.order is None:
        one.problem = _("This test was not ordered on this sample.")
        return
    before = current.get(one.order.pk)
    one.seen = before.version if before else 0
    try:
        value = values.read(one.order.test, one.reading.value)
    except LabError as error:
        one.problem = str(error)
        return
    if before and (before.value, before.text) == (value.number, value.words):
        one.is_known = True
    elif before:
        one.problem = _("Another value stands here already. Change it on the patient's page.")
    elif one.order.pk in taken:
        one.problem = _("This file has a value for this test twice.")
    taken.add(one.order.pk)
