"""A slip handed to another centre's pharmacy window: who may open it, whose shelf gives, what can be given twice."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from centres.models import AuditEvent
from hms.lib import ids
from opd import services
from opd.errors import DispensingError
from opd.models import Dispensing, SlipLink
from opd.selectors import dispensing, needs, stock
from opd.services import Line
from opd.slip import content, links
from registration import access
from registration.models import PatientAccess
from tests.centres.factories import CentreFactory, DepartmentFactory, UserFactory
from tests.centres.signing import Worker
from tests.opd.factories import StockBatchFactory
from tests.opd.prescriptions import prescribed
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def visit(centre):
    """Written at Yarpur."""
    return VisitFactory(centre=centre, token=41, patient__name="Sunita Devi")


@pytest.fixture
def there():
    centre = CentreFactory(
        code="UPHC-09", short_code="KKB", name_en="UPHC Kankarbagh", name_hi="शहरी प्रा० स्वा० केंद्र, कंकड़बाग"
    )
    DepartmentFactory(centre=centre)
    return centre


@pytest.fixture
def window(there):
    """The pharmacist of Kankarbagh."""
    return Worker.at(there, "pharmacist")


def qr_of(visit) -> str:
    paper = {"paper": SlipLink.Paper.A5, "language": "hi"}
    printed = links.print_slip(visit, key=uuid.uuid4(), by=UserFactory(name_en="Clerk"), **paper)
    return links.address(printed.token)


def give(item, quantity: int, **more) -> dict:
    return {f"do-{item.pk}": "given", f"quantity-{item.pk}": str(quantity), f"seen-{item.pk}": "0", **more}


def test_a_scanned_slip_opens_at_another_window_and_gives_from_its_own_shelf(visit, window, there):
    item = prescribed(visit, 15)[0]
    ours = StockBatchFactory(centre=visit.centre, medicine=item.medicine, batch="YARPUR1")
    theirs = StockBatchFactory(centre=there, medicine=item.medicine, batch="KANKAR1", quantity=40)

    answer = window.post("opd:dispense-find", {"q": qr_of(visit)})
    page = window.client.get(answer.url).content.decode()

    assert answer.url == window.url("opd:dispense", code=visit.code)
    assert "Written at UPHC Yarpur." in page
    assert "KANKAR1" in page
    assert "YARPUR1" not in page

    window.post("opd:dispense", give(item, 15, **{f"do-{item.pk}": f"batch-{theirs.pk}"}), code=visit.code)

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.quantity, theirs.quantity) == (100, 25)
    assert Dispensing.objects.get().centre == there
    assert PatientAccess.objects.get(centre=there).basis == "scan"
    assert AuditEvent.objects.get(action="medicines.dispensed").centre == there


@pytest.mark.parametrize("kind", ["slip", "code"])
def test_the_box_on_top_of_every_page_leads_to_the_window_too(visit, window, kind):
    prescribed(visit, 15)
    text = qr_of(visit) if kind == "slip" else ids.format_code(visit.code)

    answer = window.client.post(window.url("registration:search"), {"q": text})

    assert answer.url == window.url("opd:dispense", code=visit.code)
    assert window.client.get(answer.url).status_code == 200


def test_at_home_the_box_leads_to_the_window_once_it_is_signed(visit, pharmacist):
    prescribed(visit, 15)

    answer = pharmacist.client.post(pharmacist.url("registration:search"), {"q": ids.format_code(visit.code)})

    assert answer.url == pharmacist.url("opd:dispense", code=visit.code)


def test_without_the_slip_nothing_opens_there(visit, window):
    prescribed(visit, 15)

    assert window.get("opd:dispense", code=visit.code).status_code == 404
    assert window.post("opd:dispense", {}, code=visit.code).status_code == 404
    for typed in (visit.number, "41", visit.patient.uhid):
        refused = window.post("opd:dispense-find", {"q": typed})
        assert refused.status_code == 409
        assert "A slip of another centre is scanned" in refused.content.decode()
    assert not PatientAccess.objects.filter(centre=window.centre).exists()


def test_leave_ends_with_the_day(visit, window, there):
    prescribed(visit, 15)
    access.grant(visit.patient, there, PatientAccess.Basis.SCAN, by=window.user)
    assert window.get("opd:dispense", code=visit.code).status_code == 200

    PatientAccess.objects.filter(centre=there).update(day=timezone.localdate() - timedelta(days=1))

    assert window.get("opd:dispense", code=visit.code).status_code == 404


def test_a_paper_that_was_made_useless_opens_nothing(visit, window):
    prescribed(visit, 15)
    address = qr_of(visit)
    links.revoke(visit, by=UserFactory())

    assert window.post("opd:dispense-find", {"q": address}).status_code == 409
    assert not PatientAccess.objects.filter(centre=window.centre).exists()


@pytest.mark.parametrize("role", ["clerk", "nurse", "doctor", "lab_technician", "in_charge"])
def test_only_the_pharmacist_hands_out(visit, there, role):
    item = prescribed(visit, 15)[0]
    someone = Worker.at(there, role)
    access.grant(visit.patient, there, PatientAccess.Basis.SCAN, by=someone.user)

    assert someone.post("opd:dispense", give(item, 15), code=visit.code).status_code == 403
    assert not Dispensing.objects.exists()


def test_in_parts_at_two_centres_and_together_never_more(visit, there):
    item = prescribed(visit, 15)[0]
    here, away = {"centre": visit.centre, "by": UserFactory()}, {"centre": there, "by": UserFactory()}
    services.dispense(visit, [Line(item.pk, "given", 10)], **here)

    with pytest.raises(DispensingError, match="Only 5 more are prescribed"):
        services.dispense(visit, [Line(item.pk, "given", 6, seen=10)], **away)
    services.dispense(visit, [Line(item.pk, "given", 5, seen=10)], **away)

    assert dispensing.lines(visit, visit.centre)[0].state == "given"
    for audience in ("paper", "screen", "phone"):
        [medicine] = content(visit, audience=audience).clinical.medicines
        assert medicine.given == "given: 10; given: 5 (UPHC Kankarbagh)"


def test_in_hindi_the_slip_says_where(visit, there):
    item = prescribed(visit, 15)[0]
    services.dispense(visit, [Line(item.pk, "not_available")], centre=there, by=UserFactory())

    with translation.override("hi"):
        [medicine] = content(visit, audience="phone").clinical.medicines

    assert medicine.given == "शहरी प्रा० स्वा० केंद्र, कंकड़बाग में नहीं मिली"


def test_what_one_centre_lacks_another_may_have(visit, window, there):
    item = prescribed(visit, 15)[0]
    services.dispense(visit, [Line(item.pk, "not_available")], centre=visit.centre, by=UserFactory())
    access.grant(visit.patient, there, PatientAccess.Basis.SCAN, by=window.user)

    page = window.get("opd:dispense", code=visit.code).content.decode()

    assert re.search(r'<option value="given" selected>', page)
    assert "UPHC Yarpur" in page
    window.post("opd:dispense", give(item, 15), code=visit.code)
    assert content(visit, audience="phone").clinical.medicines[0].given == "given: 15 (UPHC Kankarbagh)"


def test_what_was_not_to_be_had_is_counted_where_it_was_asked_for(visit, there):
    item = prescribed(visit, 15)[0]
    services.dispense(visit, [Line(item.pk, "not_available")], centre=there, by=UserFactory())
    since = timezone.now() - timedelta(days=1)

    assert [row.not_there for row in stock.shelf(there)] == [1]
    assert stock.shelf(visit.centre) == []
    assert [row.times for row in needs._window(there, since)] == [1]
    assert needs._window(visit.centre, since) == []


def test_both_lists_show_it_each_with_what_it_knows_the_visit_by(visit, window, there, pharmacist):
    item = prescribed(visit, 15)[0]
    services.dispense(visit, [Line(item.pk, "given", 5)], centre=there, by=window.user)

    away, home = (one.get("opd:dispense-list").content.decode() for one in (window, pharmacist))

    assert "UPHC Yarpur" in away
    assert "YRP" in away
    assert "partly" in away
    assert "partly" in home


def test_only_the_window_that_gave_takes_back(visit, window, there, pharmacist):
    item = prescribed(visit, 15)[0]
    batch = StockBatchFactory(centre=there, medicine=item.medicine, quantity=20)
    [row] = services.dispense(visit, [Line(item.pk, "given", 15, batch=batch.pk)], centre=there, by=window.user)

    home = pharmacist.get("opd:dispense", code=visit.code).content.decode()
    assert "UPHC Kankarbagh" in home
    assert "Take back" not in home
    assert pharmacist.get("opd:dispense-back", code=row.code).status_code == 404

    answer = window.post("opd:dispense-back", {"reason": "wrong strength"}, code=row.code)

    batch.refresh_from_db()
    assert (answer.url, batch.quantity) == (window.url("opd:dispense-list"), 20)
    assert dispensing.lines(visit, visit.centre)[0].state == "open"


def test_the_h1_register_is_the_one_of_the_centre_that_gave_and_names_the_prescribers(visit, window, there):
    item = prescribed(visit, 10)[0]
    item.medicine.schedule = "H1"
    item.medicine.save()
    services.dispense(visit, [Line(item.pk, "given", 10)], centre=there, by=window.user)
    today = timezone.localdate()

    assert stock.h1_register(visit.centre, today, today).count() == 0
    assert "UPHC Yarpur" in window.get("opd:stock-h1").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_centres_at_the_same_moment_give_it_once(in_threads):
    """Ten windows of two centres, each with the whole slip on its screen."""
    home, away, by = CentreFactory(), CentreFactory(), UserFactory()
    visit = VisitFactory(centre=home)
    item = prescribed(visit, 10)[0]
    shelves = [StockBatchFactory(centre=centre, medicine=item.medicine, quantity=100) for centre in (home, away)]

    answers = in_threads(
        *(
            lambda batch=batch: services.dispense(
                visit, [Line(item.pk, "given", 10, batch=batch.pk)], centre=batch.centre, by=by
            )
            for batch in shelves * 5
        )
    )

    for batch in shelves:
        batch.refresh_from_db()
    assert sorted(type(answer).__name__ for answer in answers) == ["DispensingError"] * 9 + ["list"]
    assert sum(batch.quantity for batch in shelves) == 190
    assert sum(row.quantity for row in Dispensing.objects.all()) == 10


@pytest.mark.django_db(transaction=True)
def test_two_centres_giving_parts_at_the_same_moment_stay_within_the_slip(in_threads):
    home, away, by = CentreFactory(), CentreFactory(), UserFactory()
    visit = VisitFactory(centre=home)
    item = prescribed(visit, 10)[0]

    answers = in_threads(
        *(
            lambda centre=centre: services.dispense(visit, [Line(item.pk, "given", 6)], centre=centre, by=by)
            for centre in (home, away)
        )
    )

    refused = next(answer for answer in answers if isinstance(answer, DispensingError))
    assert "Meanwhile 6" in str(refused)
    assert sum(row.quantity for row in Dispensing.objects.all()) == 6
