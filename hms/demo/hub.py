"""What goes to a hub and comes back, a paper from outside, and a machine that is down."""

from datetime import timedelta

from django.utils import timezone

from centres.models import Centre, User
from labs import services
from labs.models import CentreTest, LabOrder, Test
from registration.models import Visit

SENT = ("HBA1C", "TSH")  # what the laboratory of PMCH does for the centre
COUNTER = ("HB", "TLC", "NEUT", "LYMPH", "MONO", "EOS", "BASO", "RBC", "PCV", "PLT")
OUT = ("NA", "K", "CL")


def fill(centre, team: dict) -> None:
    """A box on its way, one received with a result back and a sample refused, for one centre of the demonstration."""
    hub = Centre.objects.get(code="PMCH")
    users = {user.username: user for user in User.objects.filter(username__in=("pmch.lab", "pmch.lab2"))}
    tests = list(Test.objects.filter(code__in=SENT))
    for test in tests:
        services.set_availability(centre, test, CentreTest.Mode.SENT, by=team["lab"], sent_to=hub)
    CentreTest.objects.filter(centre=centre, test__code__in=COUNTER).update(analyser="Cell counter")
    CentreTest.objects.filter(centre=centre, test__code__in=OUT).update(
        mode=CentreTest.Mode.HERE, analyser="ISE analyser"
    )
    visits = list(
        Visit.objects.filter(centre=centre, visit_on=timezone.localdate())
        .exclude(lab_orders__test__in=tests)
        .exclude(status=Visit.Status.CANCELLED)
        .select_related("patient", "centre", "department")
        .order_by("token")[:5]
    )
    if len(visits) < 5:
        return
    first = [_sample(visit, SENT[:1], team) for visit in visits[:3]]
    services.send_samples(centre, hub, [sample.code for sample in first], by=team["lab"])
    for sample in first:
        services.receive_sample(hub, sample.code, by=users["pmch.lab"])
    _measured(hub, first[0], "6.8", users)
    services.reject_at_hub(hub, first[1], by=users["pmch.lab"], cause="haemolysed")
    second = [_sample(visit, SENT, team) for visit in visits[3:]]
    services.send_samples(centre, hub, [sample.code for sample in second], by=team["lab"])
    _from_outside(visits[4], team)
    until = timezone.localdate() + timedelta(days=3)
    services.begin_outage(
        centre, what="ISE analyser", cause="machine", tests=Test.objects.filter(code__in=OUT), by=team["lab"],
        reason="इलेक्ट्रोड ख़राब, इंजीनियर आएगा", until=until,
    )  # fmt: skip


def _sample(visit, codes, team):
    orders = services.order_tests(visit, codes, by=team["doctor"])
    (sample,) = services.collect(visit, [order.code for order in orders], by=team["lab"])[:1]
    return sample


def _measured(hub, sample, value: str, users) -> None:
    order = LabOrder.objects.get(sample=sample)
    services.enter_at_hub(hub, sample, [services.Entry(order.code, value)], by=users["pmch.lab"])
    services.release_at_hub(hub, sample, {order.code: 1}, by=users["pmch.lab2"])


def _from_outside(visit, team) -> None:
    paper = {"kind": "paper", "asked_by": "Dr S. K. Jha", "place": "Kankarbagh", "asked_on": timezone.localdate()}
    services.order_from_outside(visit, ["WID", "STOOL"], by=team["lab"], **paper)
