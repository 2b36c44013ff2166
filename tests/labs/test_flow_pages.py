"""Turn-around, the register and the surveillance list."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from labs import services
from labs.bars import bars
from labs.models import LabOrder, Sample
from labs.selectors import flow
from labs.selectors.notifiable import notifiable, week_of
from tests.labs.factories import collected, released

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def timed(order, *, ordered=90, taken=60, released_before=0):
    """Move the order's moments to so many minutes ago."""
    now = timezone.now()
    LabOrder.objects.filter(pk=order.pk).update(
        ordered_at=now - timedelta(minutes=ordered), released_at=now - timedelta(minutes=released_before)
    )
    Sample.objects.filter(pk=order.sample_id).update(collected_at=now - timedelta(minutes=taken))


def test_turnaround_is_counted_from_order_to_sample_to_report(visit, lab):
    orders = released(visit, {"HB": "9.8", "RBS": "110"})
    timed(orders["HB"])
    timed(orders["RBS"], ordered=30, taken=20)

    found = {row.test.code: row for row in flow.turnaround(lab, flow.days_back(2))}

    assert (found["HB"].to_collect, found["HB"].to_release, found["HB"].whole) == (30, 60, 90)
    assert (found["RBS"].count, found["RBS"].whole) == (1, 30)


def test_what_waited_is_counted_at_each_moment(visit, lab):
    order = released(visit, {"HB": "9.8"})["HB"]
    timed(order, ordered=90, released_before=10)
    now = timezone.now()

    assert flow.pending(lab, [now - timedelta(minutes=m) for m in (100, 50, 5)]) == [0, 1, 0]


def test_rejected_samples_are_counted_by_reason(visit, lab, lab_technician):
    order = collected(visit, "HB")["HB"]
    services.reject_sample(order.sample, by=lab_technician.user, reason="खून जम गया")

    assert flow.rejected(lab, flow.days_back(1)) == (1, 1, [("खून जम गया", 1)])


def test_samples_no_good_are_named_by_their_cause(visit, lab, lab_technician):
    order = collected(visit, "HB")["HB"]
    services.reject_sample(order.sample, by=lab_technician.user, cause="clotted")

    assert flow.rejected(lab, flow.days_back(1)) == (1, 1, [("जम गया (क्लॉट)", 1)])


@pytest.mark.parametrize("days", ["1", "7", "30", "999", "x"])
def test_the_page_opens_for_any_span(lab_technician, visit, days):
    timed(released(visit, {"HB": "9.8"})["HB"])

    page = text(lab_technician.client.get(lab_technician.url("labs:flow") + f"?days={days}"))

    assert ("<svg" in page, "हीमोग्लोबिन" in page, "सुनीता" in page) == (True, True, False)


def test_bars_stand_on_one_line_and_nothing_is_no_picture():
    drawn = bars([("8", 10, "10"), ("9", 20, "20")])

    assert {round(bar.y + bar.height, 1) for bar in drawn.bars} == {148}
    assert bars([("8", 0, "0")]) is None


def test_the_register_lists_the_day_and_prints(visit, lab_technician):
    released(visit, {"HB": "9.8"})

    page = text(lab_technician.get("labs:register"))
    paper = lab_technician.client.get(lab_technician.url("labs:register") + "?paper=yes")
    before = text(lab_technician.client.get(lab_technician.url("labs:register") + "?day=2020-01-01"))

    assert ("सुनीता देवी" in page, "9.8 g/dL" in page) == (True, True)
    assert paper.content.startswith(b"%PDF")
    assert "सुनीता देवी" not in before


def test_a_value_not_released_is_not_in_the_register(visit, lab_technician):
    order = collected(visit, "HB")["HB"]
    services.enter_results(visit, [services.Entry(order.code, "9.8")], by=lab_technician.user)

    page = text(lab_technician.get("labs:register"))

    assert ("सुनीता देवी" in page, "9.8" in page) == (True, False)


def test_positives_are_counted_and_listed(visit, lab, lab_technician):
    released(visit, {"MRDT": "Pf positive", "DNS1": "Negative", "CHIK": "Invalid"})

    today = timezone.localdate()
    weeks = {week.condition.code: week for week in notifiable(lab, *week_of(today))}
    page = text(lab_technician.get("labs:notifiable"))
    paper = lab_technician.client.get(lab_technician.url("labs:notifiable") + "?paper=yes")

    assert (weeks["L12"].tested, len(weeks["L12"].positives)) == (1, 1)
    assert (weeks["L01"].tested, len(weeks["L01"].positives), weeks["L02"].tested) == (1, 0, 0)
    assert "सुनीता देवी" in page
    assert paper.content.startswith(b"%PDF")


def test_hiv_is_counted_without_a_name(visit, lab_technician):
    released(visit, {"HIV": "Reactive (confirm at ICTC)"})

    page = text(lab_technician.get("labs:notifiable"))

    assert (visit.number in page, "सुनीता" in page) == (True, False)


def test_the_reporting_week_is_monday_to_sunday():
    assert week_of(date(2026, 11, 24)) == (date(2026, 11, 23), date(2026, 11, 29))
    assert week_of(date(2026, 11, 29)) == (date(2026, 11, 23), date(2026, 11, 29))
