"""The medicine shelf, its book, and the register of Schedule H1."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import Error, transaction
from django.utils import timezone

from centres.models import AuditEvent
from opd import services
from opd.errors import StockError
from opd.models import StockBatch, StockMove
from opd.selectors import stock
from opd.services import Line
from tests.centres.factories import UserFactory
from tests.opd.factories import MedicineFactory, StockBatchFactory
from tests.opd.prescriptions import prescribed
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NEXT_YEAR = timezone.localdate().year + 1


@pytest.fixture
def by():
    return UserFactory()


def receive(centre, by, **changes):
    facts = {"batch": "pc1", "expires_on": date(NEXT_YEAR, 11, 30), "quantity": 100, "source": "BMSICL 114"}
    return services.receive(centre, MedicineFactory(), by=by, **{**facts, **changes})


def test_what_comes_is_added_to_its_batch(centre, by):
    receive(centre, by)
    row = receive(centre, by, batch=" PC1 ", quantity=50)

    assert (row.batch, row.quantity, StockBatch.objects.count()) == ("PC1", 150, 1)
    assert list(row.moves.values_list("change", "balance")) == [(50, 150), (100, 100)]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"quantity": 0}, "quantity", "from 1 to 100000"),
        ({"quantity": 100_001}, "quantity", "from 1 to 100000"),
        ({"expires_on": timezone.localdate() - timedelta(days=1)}, "expires", "expired already"),
        ({"expires_on": date(timezone.localdate().year + 11, 1, 31)}, "expires", "Check the year"),
    ],
)
def test_what_cannot_come_on_the_shelf(centre, by, changes, field, sentence):
    with pytest.raises(StockError, match=sentence) as refused:
        receive(centre, by, **changes)

    assert (refused.value.field, StockBatch.objects.count()) == (field, 0)


def test_one_batch_has_one_expiry(centre, by):
    receive(centre, by)

    with pytest.raises(StockError, match="another expiry date: 11/"):
        receive(centre, by, expires_on=date(NEXT_YEAR, 12, 31))


def test_a_count_that_differs_needs_a_reason_and_stays_in_the_book(centre, by):
    row = receive(centre, by)
    with pytest.raises(StockError, match="why the count differs"):
        services.adjust(row, 96, seen=100, reason=" ", by=by)
    with pytest.raises(StockError, match="agrees with the book"):
        services.adjust(row, 100, seen=100, reason="counted", by=by)
    with pytest.raises(StockError, match="Meanwhile the book says 100, not 90"):
        services.adjust(row, 96, seen=90, reason="broken", by=by)

    row = services.adjust(row, 96, seen=100, reason="four broken", by=by)

    assert (row.quantity, row.moves.first().reason, row.moves.first().change) == (96, "four broken", -4)
    assert AuditEvent.objects.filter(action="stock.adjusted").count() == 1


def test_no_more_goes_out_than_is_there(centre, by):
    row = receive(centre, by)
    with pytest.raises(StockError, match="only 100 left"):
        services.issue(row, 101, to="UPHC Chitkohra", by=by)
    with pytest.raises(StockError, match="Say where"):
        services.issue(row, 10, to="", by=by)

    assert services.issue(row, 40, to="UPHC Chitkohra", by=by).quantity == 60


def test_the_database_keeps_the_book_and_never_goes_below_zero(centre, by):
    row = receive(centre, by)

    with pytest.raises(Error), transaction.atomic():
        StockMove.objects.update(change=1)
    with pytest.raises(Error), transaction.atomic():
        StockBatch.objects.filter(pk=row.pk).update(quantity=-1)


def test_the_shelf_says_how_long_it_lasts(centre, by):
    row = receive(centre, by, quantity=90)
    visit = VisitFactory(centre=centre)
    item = prescribed(visit, 30, medicine=row.medicine)[0]
    services.dispense(visit, [Line(item.pk, "given", 30, batch=row.pk)], centre=visit.centre, by=by)

    [shelf] = stock.shelf(centre)

    assert (shelf.on_hand, shelf.used, shelf.days_left, shelf.state) == (60, 30, 60, "ok")


def test_days_without_stock_are_counted_from_real_moves(centre, by):
    today = timezone.localdate()
    with time_machine.travel(timezone.now() - timedelta(days=10), tick=False):
        row = receive(centre, by, quantity=10)
    with time_machine.travel(timezone.now() - timedelta(days=4), tick=False):
        services.issue(row, 10, to="ward", by=by)

    [shelf] = stock.shelf(centre)

    assert (shelf.out_days, shelf.state) == (5, "out")  # the day it ran out, three between, and today
    assert today == timezone.localdate()


def test_what_the_window_could_not_give_is_counted(centre, by):
    visit = VisitFactory(centre=centre)
    item = prescribed(visit, 15)[0]
    services.dispense(visit, [Line(item.pk, "not_available")], centre=visit.centre, by=by)

    [shelf] = stock.shelf(centre)

    assert (shelf.medicine, shelf.not_there, shelf.state) == (item.medicine, 1, "out")


def test_expiry_comes_before_it_happens(centre):
    StockBatchFactory(centre=centre, expires_on=timezone.localdate() + timedelta(days=30))

    assert stock.shelf(centre)[0].state == "soon"


@pytest.mark.parametrize("count", [1, 7])
def test_the_shelf_costs_the_same_however_long(centre, count, django_assert_num_queries):
    for number in range(count):
        StockBatchFactory(centre=centre, medicine=MedicineFactory(code=f"M{number}"))

    with django_assert_num_queries(3):
        assert len(stock.shelf(centre)) == count


# --- pages --------------------------------------------------------------------------------------------------------
TYPED = {"medicine": "paracetamol 500", "batch": "pc1", "expires": f"11/{NEXT_YEAR}", "quantity": "500", "source": "x"}


def test_a_pharmacist_receives_by_typing(pharmacist):
    MedicineFactory()

    answer = pharmacist.post("opd:stock-receive", TYPED)

    row = StockBatch.objects.get()
    assert (row.batch, row.expires_on, row.quantity) == ("PC1", date(NEXT_YEAR, 11, 30), 500)
    assert "batch PC1: 500 on the shelf now." in pharmacist.client.get(answer.url).content.decode()


def test_several_that_fit_come_back_as_choices(pharmacist):
    MedicineFactory()
    other = MedicineFactory(code="MED0009", presentation="Oral liquid 500 mg", form="syrup")

    asked = pharmacist.post("opd:stock-receive", TYPED)
    assert "Several fit: choose one." in asked.content.decode()

    pharmacist.post("opd:stock-receive", {**TYPED, "chosen": other.code})
    assert StockBatch.objects.get().medicine == other


@pytest.mark.parametrize(
    ("box", "typed", "sentence"),
    [
        ("medicine", "unobtainium", "is not in the list of medicines"),
        ("expires", "soon", "Write the expiry as on the strip"),
        ("expires", "13/2027", "Write the expiry as on the strip"),
        ("expires", "11/2001", "expired already"),
        ("quantity", "-5", "from 1 to 100000"),
        ("quantity", "ten", "Type a whole number"),
        ("batch", "", "Batch: fill this in."),
    ],
)
def test_bad_input_is_explained_and_kept(pharmacist, box, typed, sentence):
    MedicineFactory()

    refused = pharmacist.post("opd:stock-receive", {**TYPED, box: typed})

    assert sentence in refused.content.decode()
    assert f'value="{typed}"' in refused.content.decode() or not typed
    assert not StockBatch.objects.exists()


def test_the_in_charge_reads_the_shelf_but_does_not_move_it(in_charge):
    batch = StockBatchFactory(centre=in_charge.centre)

    assert "Stock book" in in_charge.get("opd:stock-batch", pk=batch.pk).content.decode()
    assert in_charge.post("opd:stock-issue", {"quantity": "5", "to": "x"}, pk=batch.pk).status_code == 403


def test_the_register_of_h1_names_patient_doctor_medicine_and_quantity(pharmacist, centre, by, paper_fonts):
    cefixime = MedicineFactory(code="MED0044", name_en="Cefixime", strength="200 mg", schedule="H1")
    visit = VisitFactory(centre=centre, patient__name="सुनीता देवी", patient__street="यारपुर रोड")
    item = prescribed(visit, 10, medicine=cefixime)[0]
    plain = VisitFactory(centre=centre, patient__name="Ramesh Yadav")
    services.dispense(visit, [Line(item.pk, "given", 10)], centre=visit.centre, by=by)
    services.dispense(plain, [Line(prescribed(plain, 5)[0].pk, "given", 5)], centre=plain.centre, by=by)

    shown = pharmacist.get("opd:stock-h1").content.decode()
    for words in ("सुनीता देवी", "यारपुर रोड", "Dr Harsh Mishra", "BCMR 41", "Cefixime"):
        assert words in shown
    assert "Ramesh Yadav" not in shown

    paper = pharmacist.client.get(pharmacist.url("opd:stock-h1") + "?pdf=1")
    assert paper.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="h1.printed").count() == 1


@pytest.mark.parametrize("month", ["2026-13", "x", "1800-01", "9999-12", ""])
def test_a_month_that_cannot_be_is_this_month(month):
    from opd.views.stock import month as read

    assert read(month)[0] == timezone.localdate().replace(day=1)
