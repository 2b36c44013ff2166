"""The pharmacy window: what is handed out, what is refused, what slip and phone then say."""

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.utils import timezone

from centres.models import AuditEvent
from opd import services
from opd.errors import DispensingError, NothingWritten
from opd.models import Dispensing, StockMove
from opd.selectors import dispensing
from opd.services import Line
from opd.slip import content
from tests.centres.factories import CentreFactory, UserFactory
from tests.opd.factories import MedicineFactory, StockBatchFactory
from tests.opd.prescriptions import given, prescribed
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def visit(centre):
    return VisitFactory(centre=centre, token=41)


@pytest.fixture
def by():
    return UserFactory(name_en="Rakesh Sah")


def test_a_batch_gives_and_the_book_says_so(visit, by):
    item = prescribed(visit, 15)[0]
    batch = StockBatchFactory(centre=visit.centre, medicine=item.medicine, quantity=100)

    [row] = services.dispense(visit, [Line(item.pk, "given", 15, batch=batch.pk)], centre=visit.centre, by=by)

    batch.refresh_from_db()
    move = StockMove.objects.get(dispensing=row)
    assert (row.outcome, row.quantity, batch.quantity) == ("given", 15, 85)
    assert (move.kind, move.change, move.balance, move.moved_by) == ("dispensed", -15, 85, by)
    assert AuditEvent.objects.get(action="medicines.dispensed").detail == {"given": 1, "missing": 0}


def test_a_half_tablet_is_handed_out_whole(visit, by):
    item = prescribed(visit, "7.5")[0]

    [row] = services.dispense(visit, [Line(item.pk, "given", 8)], centre=visit.centre, by=by)

    assert row.quantity == 8


def test_in_parts_until_it_is_complete_and_never_more(visit, by):
    item = prescribed(visit, 15)[0]
    services.dispense(visit, [Line(item.pk, "given", 10)], centre=visit.centre, by=by)
    assert dispensing.lines(visit, visit.centre)[0].state == "part"

    services.dispense(visit, [Line(item.pk, "given", 5, seen=10)], centre=visit.centre, by=by)

    assert dispensing.lines(visit, visit.centre)[0].state == "given"
    with pytest.raises(DispensingError, match="Only 0 more are prescribed"):
        services.dispense(visit, [Line(item.pk, "given", 1, seen=15)], centre=visit.centre, by=by)


@pytest.mark.parametrize(
    ("quantity", "sentence"), [(16, "15 are prescribed"), (0, "from 1 to 1000"), (-3, "from 1 to 1000")]
)
def test_what_cannot_be_handed_out_is_refused(visit, by, quantity, sentence):
    item = prescribed(visit, 15)[0]

    with pytest.raises(DispensingError, match=sentence) as refused:
        services.dispense(visit, [Line(item.pk, "given", quantity)], centre=visit.centre, by=by)

    assert refused.value.field == f"quantity-{item.pk}"
    assert not Dispensing.objects.exists()


def test_an_open_quantity_has_a_sane_end(visit, by):
    item = prescribed(visit, None)[0]

    with pytest.raises(DispensingError, match="from 1 to 1000"):
        services.dispense(visit, [Line(item.pk, "given", 1001)], centre=visit.centre, by=by)


def test_nothing_of_a_draft_is_handed_out(visit, by):
    with pytest.raises(DispensingError, match="does not stand on the signed slip"):
        services.dispense(visit, [Line(1, "given", 1)], centre=visit.centre, by=by)


def test_nothing_chosen_is_refused(visit, by):
    prescribed(visit, 15)

    with pytest.raises(NothingWritten):
        services.dispense(visit, [], centre=visit.centre, by=by)


def test_a_second_window_is_told_what_was_given_meanwhile(visit, by):
    item = prescribed(visit, 15)[0]
    services.dispense(visit, [Line(item.pk, "given", 15)], centre=visit.centre, by=by)

    with pytest.raises(DispensingError, match="Meanwhile 15 of Paracetamol have been given"):
        services.dispense(visit, [Line(item.pk, "given", 15, seen=0)], centre=visit.centre, by=by)


def test_an_expired_or_short_batch_gives_nothing(visit, by):
    item = prescribed(visit, 15)[0]
    yesterday = timezone.localdate() - timedelta(days=1)
    old = StockBatchFactory(centre=visit.centre, medicine=item.medicine, expires_on=yesterday)
    short = StockBatchFactory(centre=visit.centre, medicine=item.medicine, quantity=4)

    with pytest.raises(DispensingError, match="has expired"):
        services.dispense(visit, [Line(item.pk, "given", 5, batch=old.pk)], centre=visit.centre, by=by)
    with pytest.raises(DispensingError, match="only 4 left"):
        services.dispense(visit, [Line(item.pk, "given", 5, batch=short.pk)], centre=visit.centre, by=by)


def test_another_centres_shelf_is_out_of_reach(visit, by):
    item = prescribed(visit, 15)[0]
    theirs = StockBatchFactory(centre=CentreFactory(), medicine=item.medicine)

    with pytest.raises(DispensingError, match="Choose a batch"):
        services.dispense(visit, [Line(item.pk, "given", 5, batch=theirs.pk)], centre=visit.centre, by=by)


def test_a_substitute_says_why(visit, by):
    item = prescribed(visit, 15)[0]
    other = MedicineFactory(code="MED0002", presentation="Tablet 650 mg", strength="650 mg")
    batch = StockBatchFactory(centre=visit.centre, medicine=other)
    line = {"batch": batch.pk, "medicine": other.code}

    with pytest.raises(DispensingError, match="Say why another medicine"):
        services.dispense(visit, [Line(item.pk, "substituted", 10, **line)], centre=visit.centre, by=by)
    services.dispense(
        visit, [Line(item.pk, "substituted", 10, reason="500 mg is out", **line)], centre=visit.centre, by=by
    )

    assert content(visit, audience="paper").clinical.medicines[0].given == "instead: Paracetamol 650 mg, 10"


def test_one_bad_line_leaves_every_line_undone(visit, by):
    first, second = prescribed(visit, 15, 10)
    batch = StockBatchFactory(centre=visit.centre, medicine=first.medicine)

    with pytest.raises(DispensingError):
        services.dispense(
            visit,
            [Line(first.pk, "given", 15, batch=batch.pk), Line(second.pk, "given", 99)],
            centre=visit.centre,
            by=by,
        )

    batch.refresh_from_db()
    assert (Dispensing.objects.count(), batch.quantity) == (0, 100)


def test_taking_back_returns_the_stock_and_opens_the_line_again(visit, by):
    item = prescribed(visit, 15)[0]
    batch = StockBatchFactory(centre=visit.centre, medicine=item.medicine)
    [row] = services.dispense(visit, [Line(item.pk, "given", 15, batch=batch.pk)], centre=visit.centre, by=by)

    services.take_back(row, "wrong person", by=by)

    batch.refresh_from_db()
    assert (batch.quantity, dispensing.lines(visit, visit.centre)[0].state) == (100, "open")
    with pytest.raises(DispensingError, match="already"):
        services.take_back(row, "again", by=by)
    with pytest.raises(NothingWritten):
        services.take_back(given(VisitFactory(centre=visit.centre)), " ", by=by)


def test_the_database_keeps_what_was_handed_out(visit):
    row = given(visit)

    with pytest.raises(Error), transaction.atomic():
        Dispensing.objects.filter(pk=row.pk).update(quantity=1)
    with pytest.raises(Error), transaction.atomic():
        row.delete()


@pytest.mark.django_db(transaction=True)
def test_two_windows_cannot_give_the_same_last_strip(in_threads):
    centre, by = CentreFactory(), UserFactory()
    visits = [VisitFactory(centre=centre) for _ in range(2)]
    items = [prescribed(visit, 10)[0] for visit in visits]
    batch = StockBatchFactory(centre=centre, medicine=items[0].medicine, quantity=10)

    answers = in_threads(
        *(
            lambda visit=visit, item=item: services.dispense(
                visit, [Line(item.pk, "given", 10, batch=batch.pk)], centre=visit.centre, by=by
            )
            for visit, item in zip(visits, items, strict=True)
        )
    )

    batch.refresh_from_db()
    assert sorted(type(answer).__name__ for answer in answers) == ["DispensingError", "list"]
    assert (batch.quantity, StockMove.objects.filter(batch=batch).count()) == (0, 1)


# --- the pages ----------------------------------------------------------------------------------------------------
def test_the_list_shows_who_still_waits_first(pharmacist, visit):
    done = VisitFactory(centre=visit.centre, token=40, patient__name="Ramesh Yadav")
    given(done, 15)
    prescribed(visit, 15)

    shown = pharmacist.get("opd:dispense-list").content.decode()

    assert shown.index(visit.patient.name) < shown.index("Ramesh Yadav")
    assert "to hand out" in shown


def test_the_page_offers_the_batch_that_expires_first(pharmacist, visit):
    item = prescribed(visit, 15)[0]
    soon = timezone.localdate() + timedelta(days=20)
    StockBatchFactory(centre=visit.centre, medicine=item.medicine, batch="LATE")
    first = StockBatchFactory(centre=visit.centre, medicine=item.medicine, batch="SOON", expires_on=soon)

    shown = pharmacist.get("opd:dispense", code=visit.code).content.decode()

    assert f'<option value="batch-{first.pk}" selected>SOON' in shown
    assert shown.index("SOON") < shown.index("LATE")


def test_two_keys_hand_out_what_was_prescribed(pharmacist, visit):
    item = prescribed(visit, 15)[0]
    batch = StockBatchFactory(centre=visit.centre, medicine=item.medicine)

    answer = pharmacist.post(
        "opd:dispense",
        {f"do-{item.pk}": f"batch-{batch.pk}", f"quantity-{item.pk}": "15", f"seen-{item.pk}": "0"},
        code=visit.code,
    )

    assert answer.url == pharmacist.url("opd:dispense-list")
    assert "Token 41: 1 medicine handed out." in pharmacist.client.get(answer.url).content.decode()


@pytest.mark.parametrize("typed", ["", "many", "1e9", "-4", "99999999999999999999"])
def test_nonsense_is_kept_and_explained(pharmacist, visit, typed):
    item = prescribed(visit, 15)[0]

    refused = pharmacist.post("opd:dispense", {f"do-{item.pk}": "given", f"quantity-{item.pk}": typed}, code=visit.code)

    assert refused.status_code in {409, 422}
    assert f'name="quantity-{item.pk}"' in refused.content.decode()
    assert f'value="{typed}"' in refused.content.decode() or not typed
    assert not Dispensing.objects.exists()


def test_a_token_a_code_and_a_number_open_the_prescription(pharmacist, visit):
    prescribed(visit, 15)

    for typed in ("41", visit.code, visit.number):
        answer = pharmacist.post("opd:dispense-find", {"q": typed})
        assert answer.url == pharmacist.url("opd:dispense", code=visit.code)


def test_what_is_not_found_says_what_to_do(pharmacist, visit):
    refused = pharmacist.post("opd:dispense-find", {"q": "77"})

    assert refused.status_code == 409
    assert "No prescription found." in refused.content.decode()
    assert 'value="77"' in refused.content.decode()


def test_an_old_slip_and_an_allergy_are_said_aloud(pharmacist, visit):
    from tests.opd.factories import AllergyFactory

    prescribed(visit, 15)
    AllergyFactory(patient=visit.patient, substance="Sulfa")
    visit.visit_on = timezone.localdate() - timedelta(days=60)
    visit.save()

    shown = pharmacist.get("opd:dispense", code=visit.code).content.decode()

    assert "Old slip" in shown
    assert "Sulfa" in shown


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_costs_the_same_however_long(visit, count, django_assert_num_queries):
    prescribed(visit, *[5] * count)

    with django_assert_num_queries(3):
        assert len(dispensing.lines(visit, visit.centre)) == count


# --- slip and phone -----------------------------------------------------------------------------------------------
def test_slip_and_phone_say_what_was_given(visit, by):
    first, second = prescribed(visit, 15, 10)
    services.dispense(
        visit, [Line(first.pk, "given", 15), Line(second.pk, "not_available")], centre=visit.centre, by=by
    )

    for audience in ("paper", "screen", "phone"):
        medicines = content(visit, audience=audience).clinical.medicines
        assert [one.given for one in medicines] == ["given: 15", "not available here"]


def test_a_paper_printed_before_knows_it_is_behind(visit, by):
    from opd.slip.changes import changes_since

    printed_at = timezone.now()
    given(visit)

    assert "medicines handed out" in changes_since(content(visit, audience="screen"), printed_at)
