"""Tests without a consultation, and whom the box at the bench finds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from centres.models import AuditEvent
from centres.permissions import GRANTS, Permission, Role
from labs import services
from labs.errors import LabError
from labs.finding import visit_at_bench
from labs.models import LabOrder, OutsideRequest
from opd.slip.links import print_slip
from registration.models import Visit
from tests.centres.factories import CentreFactory, DepartmentFactory, staff
from tests.centres.signing import Worker
from tests.labs.factories import TECHNICIAN, load_catalogue, ordered, released
from tests.registration.factories import PatientFactory, VisitFactory

PAPER = {"kind": "paper", "asked_by": "Dr Jha", "place": "Kankarbagh"}


@pytest.fixture
def worker(lab):
    return Worker.at(lab, TECHNICIAN)


def walk_in(worker, q, department=None):
    return worker.post("labs:walk-in", {"q": q, "department": department.pk if department else ""})


def test_a_paper_from_outside_orders_tests_without_a_consultation(visit, worker):
    worker.post("labs:outside", {**PAPER, "asked_on": "", "tests": ["CBC", "RBS"], "urgent": "on"}, code=visit.code)

    orders = list(LabOrder.objects.filter(visit=visit).select_related("outside"))
    assert len(orders) == 14
    assert {(order.outside.who, order.is_urgent) for order in orders} == {("Dr Jha, Kankarbagh", True)}
    assert not hasattr(visit, "consultation")


def test_the_report_names_who_asked(visit, worker):
    services.order_from_outside(visit, ["RBS"], by=worker.user, **PAPER)
    released(visit, {"RBS": "110"}, by=worker.user)

    assert visit.reports.get().content["asked"] == ["Dr Jha, Kankarbagh"]


def test_our_own_doctor_stands_on_the_report_too(visit, lab):
    doctor = staff("doctor", lab)
    ordered(visit, "RBS", by=doctor)
    released(visit, {"RBS": "110"})

    assert visit.reports.get().content["asked"] == [doctor.name_hi]


def test_a_persons_own_wish_keeps_no_doctor(visit, worker):
    services.order_from_outside(visit, ["RBS"], by=worker.user, kind="self", asked_by="x", place="y")

    request = OutsideRequest.objects.get()
    assert (request.asked_by, request.place, request.who) == ("", "", "व्यक्ति की अपनी इच्छा")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"asked_by": " "}, "asked_by"),
        ({"codes": []}, "tests"),
        ({"asked_on": timezone.localdate() + timedelta(days=1)}, "asked_on"),
    ],
)
def test_a_paper_that_says_too_little_is_refused(visit, worker, change, field):
    values = {**PAPER, "codes": ["RBS"], **change}
    with pytest.raises(LabError) as refusal:
        services.order_from_outside(visit, values.pop("codes"), by=worker.user, **values)

    assert refusal.value.field == field
    assert not OutsideRequest.objects.exists()


def test_on_screen_a_missing_name_is_said_beside_its_box_and_nothing_is_lost(visit, worker):
    page = worker.post("labs:outside", {**PAPER, "asked_by": "", "tests": ["RBS"]}, code=visit.code).content.decode()

    assert "काग़ज़ पर जो नाम है, लिखें।" in page
    assert 'value="Kankarbagh"' in page
    assert page.count(" checked") >= 2  # the kind, and the test


def test_a_test_ordered_by_the_doctor_stays_the_doctors(visit, worker):
    first = ordered(visit, "RBS")["RBS"]
    services.order_from_outside(visit, ["RBS", "HB"], by=worker.user, **PAPER)
    first.refresh_from_db()

    assert first.outside is None
    assert visit.lab_orders.count() == 2


def test_somebody_known_here_gets_a_visit_now(lab, worker):
    old = VisitFactory(centre=lab, visit_on=timezone.localdate() - timedelta(days=40))
    department = old.department
    response = walk_in(worker, old.patient.uhid, department)

    visit = Visit.objects.get(patient=old.patient, visit_on=timezone.localdate())
    assert response.url == worker.url("labs:outside", code=visit.code)
    assert (visit.registered_by, visit.department) == (worker.user, department)


def test_somebody_here_today_keeps_the_visit(lab, worker, visit):
    response = walk_in(worker, visit.patient.uhid, visit.department)

    assert response.url == worker.url("labs:outside", code=visit.code)
    assert Visit.objects.count() == 1


def test_a_stranger_is_sent_to_the_counter_and_gets_no_visit(lab, worker):
    elsewhere = VisitFactory(centre=CentreFactory())
    department = DepartmentFactory(centre=lab, code="lab")
    page = walk_in(worker, elsewhere.patient.uhid, department).content.decode()
    nobody = walk_in(worker, PatientFactory(registered_centre=CentreFactory()).uhid, department).content.decode()

    sentence = "ये यहाँ पहले नहीं आए। पहले काउंटर पर रजिस्ट्रेशन होगा।"
    assert (sentence in page, sentence in nobody) == (True, True)
    assert elsewhere.patient.name not in page


def test_only_the_bench_orders_without_a_doctor():
    assert [role for role, rights in GRANTS.items() if Permission.LAB_ORDER in rights] == [Role.LAB_TECHNICIAN]


def test_a_department_of_another_centre_is_refused(lab, worker):
    old = VisitFactory(centre=lab, visit_on=timezone.localdate() - timedelta(days=40))
    walk_in(worker, old.patient.uhid, DepartmentFactory(centre=CentreFactory()))

    assert Visit.objects.count() == 1


def test_who_wrote_the_paper_down_is_in_the_audit(visit, worker):
    services.order_from_outside(visit, ["RBS"], by=worker.user, **PAPER)

    event = AuditEvent.objects.get(action="lab.outside")
    assert (event.by_id, event.patient_key) == (worker.user.pk, visit.patient_id)


# --- the box at the bench ---


def find(worker, typed):
    return worker.post("labs:find", {"q": typed})


@pytest.mark.parametrize("what", ["uhid", "spaced", "code", "number", "token", "slip"])
def test_every_scan_of_a_visit_opens_its_samples(lab, visit, worker, what):
    ordered(visit, "HB")
    uhid = visit.patient.uhid
    typed = {
        "uhid": lambda: uhid,
        "spaced": lambda: f"{uhid[:4]} {uhid[4:]}",
        "code": lambda: visit.code,
        "number": lambda: visit.number,
        "token": lambda: str(visit.token),
        "slip": lambda: (
            "https://x/s/" + print_slip(visit, key=uuid4(), paper="A5", language="hi", by=worker.user).token
        ),
    }[what]()

    assert find(worker, typed).url == worker.url("labs:collect", code=visit.code)


def test_a_uhid_leads_to_the_visit_with_tests(lab, visit, worker):
    ordered(visit, "HB")
    other = VisitFactory(centre=lab, patient=visit.patient, department=DepartmentFactory(centre=lab, code="dent"))

    assert other.registered_at >= visit.registered_at
    assert find(worker, visit.patient.uhid).url == worker.url("labs:collect", code=visit.code)


def test_somebody_without_tests_leads_to_the_paper_from_outside(lab, visit, worker):
    assert find(worker, visit.patient.uhid).url == worker.url("labs:outside", code=visit.code)


@pytest.mark.parametrize("typed", ["99999999999", "सुनीता", "ABCD", "https://x/s/AAAAAAAAAAAAAAAAAAAAAA", "999"])
def test_nothing_found_is_said_kindly(lab, worker, typed):
    response = find(worker, typed)

    assert response.status_code in {409, 422}
    assert "invalid-feedback" in response.content.decode() or "problem" in response.content.decode()


def test_another_centres_visit_is_nobody(lab, worker):
    other = CentreFactory()
    load_catalogue(other)
    visit = VisitFactory(centre=other)
    ordered(visit, "HB")

    for typed in (visit.patient.uhid, visit.code, visit.number):
        with pytest.raises(LabError):
            visit_at_bench(lab, typed)
