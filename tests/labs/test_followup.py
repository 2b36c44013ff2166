"""What must not be forgotten, and what proves a paper genuine."""

import re
from datetime import timedelta

import pgtrigger
import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone

from centres.models import AuditEvent
from hms import jobs
from labs import checks, services
from labs.errors import LabError
from labs.models import AmendmentNotice, CheckCount, CriticalEscalation, LabOrder, Report, Result
from labs.services import Call
from tests.centres.factories import staff
from tests.labs.factories import entered, ordered, released

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def make_late(minutes=31):
    with pgtrigger.ignore("labs.Result:never_rewritten"):
        Result.objects.update(released_at=timezone.now() - timedelta(minutes=minutes))


@pytest.fixture
def critical(visit):
    return released(visit, {"HB": "3.9"})["HB"]


def test_a_critical_value_escalates_once_after_the_centres_time(critical):
    make_late(29)
    assert services.escalate_overdue() == 0

    make_late(31)

    assert (services.escalate_overdue(), services.escalate_overdue()) == (1, 0)
    assert CriticalEscalation.objects.get().after_minutes == 30
    assert AuditEvent.objects.filter(action="lab.critical_escalated").count() == 1


def test_the_centre_sets_the_time(critical, lab):
    lab.critical_minutes = 60
    lab.save()
    make_late(31)

    assert services.escalate_overdue() == 0


def test_a_value_that_was_told_does_not_escalate(critical, lab_technician):
    services.record_call(critical.results.get(), Call("डॉ. मिश्रा", timezone.now(), True), by=lab_technician.user)
    make_late()

    assert services.escalate_overdue() == 0


def test_a_call_without_read_back_does_not_stop_it(critical, lab_technician):
    services.record_call(critical.results.get(), Call("डॉ. मिश्रा", timezone.now()), by=lab_technician.user)
    make_late()

    assert services.escalate_overdue() == 1


def test_the_job_loop_does_it(critical):
    make_late()
    job = next(job for job in jobs.JOBS if job.name == "escalate_critical")

    assert (job.seconds, job.run()) == (60, "1 put before the person in charge")


def test_the_person_in_charge_sees_it_on_the_home_page_and_can_write_the_call(critical, in_charge):
    make_late()

    home = text(in_charge.client.get(f"/c/{in_charge.centre.code}/"))
    page = text(in_charge.get("labs:critical"))
    response = in_charge.post(
        "labs:call", {"told_to": "डॉ. मिश्रा", "told_at": "", "read_back": "on"} | clock(), code=critical.code
    )

    assert "30 मिनट में किसी को नहीं बताया गया" in home
    assert ("सुनीता देवी" in page, "बहुत देर" in page) == (True, True)
    assert response.url == in_charge.url("labs:critical")
    assert "सुनीता देवी" not in text(in_charge.client.get(response.url))


def clock() -> dict:
    return {"told_at": timezone.localtime().strftime("%H:%M")}


def test_releasing_ones_own_values_needs_a_reason_that_stays(visit, lab_technician):
    order = entered(visit, {"HB": "9.8"}, by=lab_technician.user)["HB"]
    with pytest.raises(LabError) as refusal:
        services.release(visit, {order.code: 1}, by=lab_technician.user)

    lab_technician.post(
        "labs:release",
        {f"release-{order.code}": "on", f"seen-{order.code}": "1", "paper": "A5", "self_reason": "away"},
        code=visit.code,
    )

    assert refusal.value.field == "self_reason"
    assert LabOrder.objects.get(pk=order.pk).release_reason == "away"


def test_a_colleagues_values_need_no_reason(visit, lab):
    order = entered(visit, {"HB": "9.8"})["HB"]

    services.release(visit, {order.code: 1}, by=staff("lab_technician", lab))

    assert LabOrder.objects.get(pk=order.pk).release_reason == ""


def test_a_correction_waits_until_a_doctor_has_read_it(visit, doctor, lab_technician):
    order = ordered(visit, "HB", by=doctor.user)["HB"]
    services.collect(visit, [order.code], by=lab_technician.user)
    services.enter_results(visit, [services.Entry(order.code, "9.8")], by=lab_technician.user)
    services.release(visit, {order.code: 1}, by=lab_technician.user, reason="alone")
    assert "सुधारी हुई रिपोर्ट" not in text(doctor.client.get(f"/c/{doctor.centre.code}/"))

    services.amend(order, "8.9", reason="दूसरी ट्यूब", seen=1, by=lab_technician.user)

    notice = AmendmentNotice.objects.get()
    assert "सुधारी हुई रिपोर्ट पढ़नी हैं" in text(doctor.client.get(f"/c/{doctor.centre.code}/"))
    page = text(doctor.get("labs:amendments"))
    assert all(words in page for words in ("सुनीता देवी", "9.8 g/dL", "8.9 g/dL", "दूसरी ट्यूब"))
    doctor.post("labs:amendments", {"notice": notice.pk})
    notice.refresh_from_db()
    assert notice.acknowledged_by == doctor.user
    assert "हर सुधारी हुई रिपोर्ट पढ़ ली गई है।" in text(doctor.get("labs:amendments"))


def test_reading_twice_changes_nothing(visit, doctor, lab):
    services.amend(released(visit, {"HB": "9.8"})["HB"], "8.9", reason="दूसरी ट्यूब", seen=1, by=doctor.user)
    first = services.acknowledge(AmendmentNotice.objects.get(), by=doctor.user)

    again = services.acknowledge(AmendmentNotice.objects.get(), by=staff("doctor", lab))

    assert (again.acknowledged_by, again.acknowledged_at) == (doctor.user, first.acknowledged_at)


def qr_of(report) -> str:
    page = pypdfium2.PdfDocument(bytes(report.pdf))[0]
    [code] = zxingcpp.read_barcodes(page.render(scale=4).to_pil())
    return code.text


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_the_papers_qr_proves_it_and_shows_nothing_of_the_patient(visit, client, paper):
    order = entered(visit, {"HB": "9.8"})["HB"]
    report = services.release(visit, {order.code: 1}, by=order.resulted_by, paper=paper, reason="alone")

    address = qr_of(report)
    response = client.get(re.sub(r"https?://[^/]+", "", address))
    page = text(response)

    assert response.status_code == 200
    assert ("असली है, और सबसे नई है।" in page, f"{visit.number}/1" in page) == (True, True)
    for secret in ("सुनीता", "Sunita", visit.patient.uhid, visit.patient.phone, "9.8", "हीमोग्लोबिन"):
        assert secret not in page
    assert len(response.content) < 3000
    assert "<script" not in page


def test_an_older_paper_says_that_there_is_a_newer_one(visit, client, lab_technician):
    order = released(visit, {"HB": "9.8"})["HB"]
    old = qr_of(visit.reports.get())
    services.amend(order, "8.9", reason="दूसरी ट्यूब", seen=1, by=lab_technician.user)

    page = text(client.get(re.sub(r"https?://[^/]+", "", old) + "?lang=en"))

    assert "Genuine, but there is a newer one: version 2. Ask the centre for it." in page


def test_a_report_that_was_tampered_with_is_not_called_genuine(visit, client):
    released(visit, {"HB": "9.8"})
    report = visit.reports.get()
    address = re.sub(r"https?://[^/]+", "", qr_of(report))
    with pgtrigger.ignore("labs.Report:append_only"):
        Report.objects.update(pdf=bytes(report.pdf).replace(b"%PDF-1.7", b"%PDF-1.6"))

    page = text(client.get(address + "?lang=en"))

    assert "This report is not as it was stored." in page


@pytest.mark.parametrize("change", ["pdf", "content", "size", "sha256", "content_sha256"])
def test_every_kind_of_tampering_is_found(visit, change):
    released(visit, {"HB": "9.8"})
    report = visit.reports.get()
    assert services.is_genuine(report)
    content = {**report.content, "version": 7}
    changed = {"pdf": b"x", "content": content, "size": 1, "sha256": "0" * 64, "content_sha256": "0" * 64}
    setattr(report, change, changed[change])

    assert not services.is_genuine(report)


def test_unknown_codes_are_counted_and_then_refused(client):
    for _number in range(checks.UNKNOWN_PER_HOUR):
        assert client.get("/r/" + "x" * 22).status_code == 404

    assert client.get("/r/" + "x" * 22).status_code == 429
    assert CheckCount.objects.get().asked == checks.UNKNOWN_PER_HOUR
