"""Tests asked for, measured and released, for tests. Values and people are invented."""

from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from hms.lib import ids
from labs import catalogue, services
from labs.models import CentreTest, LabOrder, Result, Test
from tests import loaded
from tests.centres.factories import UserFactory, staff
from tests.registration.factories import VisitFactory

TECHNICIAN = "lab_technician"


def load_catalogue(*centres) -> None:
    """The real catalogue, offered at these centres as on their first day."""
    loaded.lab_catalogue()
    for centre in centres:
        catalogue.offer_defaults(centre)


class TestFactory(DjangoModelFactory):
    """Haemoglobin-like: a number in g/dL out of an EDTA tube."""

    __test__ = False

    class Meta:
        model = Test
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda n: f"T{n + 1}")
    name_en = factory.LazyAttribute(lambda test: f"Test {test.code}")
    name_hi = factory.LazyAttribute(lambda test: f"जाँच {test.code}")
    category = "Haematology"
    specimen = "EDTA blood"
    specimen_hi = "खून"
    container = Test.Container.EDTA
    method = "Cell counter"
    result_type = Test.ResultType.NUMERIC
    unit = "g/dL"
    decimals = 1
    possible_low = Decimal(1)
    possible_high = Decimal(30)
    source = "test"


class CentreTestFactory(DjangoModelFactory):
    class Meta:
        model = CentreTest

    test = factory.SubFactory(TestFactory)
    mode = CentreTest.Mode.HERE
    changed_at = factory.LazyFunction(timezone.now)


class LabOrderFactory(DjangoModelFactory):
    """Ordered a moment ago, nothing taken yet."""

    class Meta:
        model = LabOrder

    code = factory.LazyFunction(ids.random_code)
    visit = factory.SubFactory(VisitFactory)
    test = factory.SubFactory(TestFactory)
    ordered_at = factory.LazyFunction(timezone.now)
    ordered_by = factory.SubFactory(UserFactory)


class ResultFactory(DjangoModelFactory):
    """A value as entered, not released."""

    class Meta:
        model = Result

    order = factory.SubFactory(LabOrderFactory, status=LabOrder.Status.RESULTED)
    value = Decimal("9.8")
    unit = "g/dL"
    entered_at = factory.LazyFunction(timezone.now)
    entered_by = factory.SubFactory(UserFactory)


def ordered(visit, *codes, by=None, **kwargs) -> dict[str, LabOrder]:
    """Order these tests and panels; the orders by test code."""
    by = by or staff("doctor", visit.centre)
    return {order.test.code: order for order in services.order_tests(visit, codes, by=by, **kwargs)}


def collected(visit, *codes, by=None, **kwargs) -> dict[str, LabOrder]:
    """Order them and take every sample."""
    by = by or staff(TECHNICIAN, visit.centre)
    orders = ordered(visit, *codes, **kwargs)
    tubes = [order.code for order in orders.values() if order.test.needs_sample]
    if tubes:
        services.collect(visit, tubes, by=by)
    return fresh(orders)


def entered(visit, values: dict[str, str], *, by=None, **kwargs) -> dict[str, LabOrder]:
    """Order, collect and enter these values, by test code."""
    by = by or staff(TECHNICIAN, visit.centre)
    orders = collected(visit, *values, by=by, **kwargs)
    entries = [services.Entry(orders[code].code, typed) for code, typed in values.items()]
    services.enter_results(visit, entries, by=by)
    return fresh(orders)


def released(visit, values: dict[str, str], *, by=None, **kwargs) -> dict[str, LabOrder]:
    """The whole way to the slip."""
    by = by or staff(TECHNICIAN, visit.centre)
    orders = entered(visit, values, by=by, **kwargs)
    services.release(visit, {order.code: 1 for order in orders.values()}, by=by, reason="alone")
    return fresh(orders)


def packed(centre, hub, code: str = "HBA1C"):
    """A box from `centre` to `hub` with one sample of a new patient, for one test that `hub` does for `centre`."""
    load_catalogue(centre)
    by = staff(TECHNICIAN, centre)
    services.set_availability(centre, Test.objects.get(code=code), CentreTest.Mode.SENT, by=by, sent_to=hub)
    visit = VisitFactory(centre=centre, patient__name="मीना देवी", patient__name_other="Meena Devi")
    order = collected(visit, code, by=by)[code]
    return services.send_samples(centre, hub, [order.sample.code], by=by)


def fresh(orders: dict[str, LabOrder]) -> dict[str, LabOrder]:
    for order in orders.values():
        order.refresh_from_db()
    return orders
