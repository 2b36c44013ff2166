"""Orders, samples, values and reports of the demonstration, in every state an order can be in."""

import random
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from hms.demo.visits import Row
from hms.lib import ids
from labs import components, persons, values
from labs.codes import new_sample_code
from labs.models import LabOrder, Report, Result, Sample, Test
from labs.selectors import offered
from labs.selectors.reference import ranges_of
from labs.services.freezing import next_result
from labs.services.reporting import next_report
from labs.values import Value

Status = LabOrder.Status


def order(
    rows: list[Row], offers: dict, rng: random.Random, *, reached: tuple[str, ...], keep: float = 1
) -> list[LabOrder]:
    """Orders for the share `keep` of those whose story asks for tests; each visit stops at one of `reached`."""
    orders = []
    for row in rows:
        if row.consultation is None or not row.story.tests or rng.random() > keep:
            continue
        known = offers[row.day.centre.pk]
        wanted = [code for code in row.story.tests if code in known.codes]
        state = rng.choice(reached)
        for offer in known.resolve(wanted):
            orders.append(_order(row, offer, state))
    LabOrder.objects.bulk_create(orders)
    return orders


class Offered:
    """What one centre offers, asked once."""

    def __init__(self, centre):
        offers = offered(centre)
        self.resolve = offers.resolve
        self.codes = {offer.code for offer in [*offers.tests, *offers.panels] if offer.is_possible}


def _order(row: Row, offer, state: str) -> LabOrder:
    new = LabOrder(
        code=ids.random_code(),
        visit=row.visit,
        test=offer.test,
        panel=offer.panel,
        is_pregnant=True if row.story.diagnosis == "Z34.9" else None,
        is_sent=offer.mode == "sent",
        sent_to_id=offer.sent_to_id,
        status=Status.ORDERED if offer.mode == "sent" or not offer.test.needs_sample else state,
        ordered_at=row.visit.done_at,
        ordered_by=row.day.staff["doctor"],
    )
    new.staff, new.past = row.day.staff, row.day.past
    return new


def collect(orders: list[LabOrder], rng: random.Random) -> None:
    """One sample for each container of a visit, for every order that has got that far."""
    taken = [order for order in orders if order.status != Status.ORDERED]
    taken.sort(key=lambda order: (order.visit.pk, order.test.container))
    samples = []
    for (_visit, container), group in groupby(taken, key=lambda order: (order.visit.pk, order.test.container)):
        group = list(group)
        sample = Sample(
            visit=group[0].visit,
            code=new_sample_code(),
            specimen=group[0].test.specimen[:80],
            container=container,
            collected_at=group[0].past(group[0].ordered_at + timedelta(minutes=rng.randint(4, 15))),
            collected_by=group[0].staff["lab"],
            labels_printed=1,
        )
        for member in group:
            member.sample = sample
        samples.append(sample)
    Sample.objects.bulk_create(samples)
    LabOrder.objects.bulk_update(taken, ["sample"])


def enter(orders: list[LabOrder], rng: random.Random) -> None:
    """Values for every order that has a result, with the range of that day frozen beside them."""
    filled = [order for order in orders if order.status in {Status.RESULTED, Status.RELEASED}]
    rows, results, measured = ranges_of(filled), [], {}
    for order in filled:
        value = _value(order, rows, rng)
        took = measured.setdefault(order.sample_id, timedelta(minutes=rng.randint(20, 90)))
        at = order.past(order.sample.collected_at + took)
        by = order.staff["lab"]
        order.resulted_at, order.resulted_by = at, by
        result = next_result(order, value, order.visit, rows, before=None, reason="", by=by, at=at)
        if order.status == Status.RELEASED:
            order.released_at, order.released_by = order.past(at + timedelta(minutes=10)), order.staff["lab2"]
            result.released_at, result.released_by = order.released_at, order.released_by
        results.append(result)
    Result.objects.bulk_create(results)
    LabOrder.objects.bulk_update(
        orders, ["status", "resulted_at", "resulted_by", "released_at", "released_by"], batch_size=500
    )


def _value(order: LabOrder, rows, rng) -> Value:
    test = order.test
    if test.result_type == Test.ResultType.CODED:
        normal = [i for i, flag in enumerate(test.choices_flag) if not flag] or list(range(len(test.choices_en)))
        pick = rng.choice(normal) if rng.random() < 0.92 else rng.randrange(len(test.choices_en))
        return Value(words=test.choices_en[pick])
    if test.result_type == Test.ResultType.TITRE:
        return values.read(test, rng.choices(test.choices_en, (6, 3, 3, 2, 1, 0.5, 0.2))[0])
    if test.result_type == Test.ResultType.MICROSCOPY:
        return values.read(test, "\n".join(_part(one, rng) for one in components.of(test)))
    if test.result_type == Test.ResultType.TEXT:
        return Value(words="Nothing abnormal seen")
    limits = persons.normal_for(order, order.visit, rows[test.pk])
    low, high = (float(limits.low or 0), float(limits.high or 0)) if limits else (0, 0)
    if not high:
        low, high = (low, low * 2) if low else (1, 10)
    middle, spread = (low + high) / 2, (high - low) / 2
    number = max(rng.gauss(middle, spread * 0.62), float(test.possible_low or 0), 0)
    if test.possible_high is not None:
        number = min(number, float(test.possible_high))
    return Value(number=round(Decimal(number), test.decimals))


def _part(one: components.Component, rng) -> str:
    """Mostly as usual, and sometimes something to see."""
    is_usual = rng.random() < 0.85
    if one.kind == "count":
        first = rng.randint(0, 2) if is_usual else rng.randint(6, 12)
        return f"{one.code}={first}-{first + 2}" if one.high is not None else f"{one.code}="
    if one.kind == "choice" and any(one.choices_flag):
        return f"{one.code}={one.choices_en[0] if is_usual else rng.choice(one.choices_en)}"
    return f"{one.code}="


def report(orders: list[LabOrder]) -> int:
    """Store a report for every visit with released results; the number stored."""
    released = defaultdict(list)
    for order in orders:
        if order.status == Status.RELEASED:
            released[order.visit_id].append(order)
    for group in released.values():
        first = group[0]
        next_report(
            first.visit, [], by=first.staff["lab2"], at=max(o.released_at for o in group), paper=Report.Paper.A5
        )
    return len(released)
