"""Sums of closed days: used while nothing changed, counted anew after any change, never another number."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hms import jobs
from opd import services
from opd.models import DayFigures, Form, ReportLine
from opd.reporting import book, closed, counting, days, register, wards
from opd.reporting.periods import Period, month_of, week_of
from registration.models import DayChange, Visit
from tests import loaded
from tests.centres.factories import CentreFactory, UserFactory
from tests.opd.reporting.days import came, diagnosed, sent

pytestmark = pytest.mark.django_db
BACK = 20  # days ago, long closed


@pytest.fixture(autouse=True)
def _lines(db):
    loaded.opd_catalogue()


@pytest.fixture
def centres(centre):
    return [centre, CentreFactory()]


@pytest.fixture
def day():
    return timezone.localdate() - timedelta(days=BACK)


@pytest.fixture
def period(day):
    return Period(day - timedelta(days=1), timezone.localdate())


@pytest.fixture
def busy(centres, day):
    """Two closed days and today at two centres."""
    for on in (day - timedelta(days=1), day, timezone.localdate()):
        for place, centre in enumerate(centres):
            for _ in range(2 + place):
                diagnosed(came(centre, on, patient__ward="14"), "A09")
            came(centre, on, sex="M", years=3, kind="follow_up")
            came(centre, on, cancelled=True)
    return centres


def total(centres, period) -> register.Totals:
    return sum(
        (register.Totals(**one) for one in closed.figures("register", centres, period).values()), register.Totals()
    )


def live(part, centres, period):
    return {key: content for key, content in closed.PARTS[part].count(centres, period).items() if content}


def is_used(part, centres, period) -> bool:
    """Whether the closed days come out of what is kept, without reading a visit."""
    last = timezone.localdate() - timedelta(days=closed.OPEN_DAYS)
    with CaptureQueriesContext(connection) as queries:
        closed.figures(part, centres, Period(period.first, last))
    return not any('FROM "registration_visit"' in one["sql"] or '"opd_consultationd' in one["sql"] for one in queries)


def keep():
    services.keep_day_figures(at_most=200)


@pytest.mark.parametrize("part", list(closed.PARTS))
def test_kept_and_counted_are_the_same(busy, period, part):
    before = closed.figures(part, busy, period)
    keep()

    assert closed.figures(part, busy, period) == before == live(part, busy, period)
    assert before
    assert is_used(part, busy, period)


def test_the_sum_of_the_days_is_the_register(busy, period):
    keep()

    assert total(busy, period) == register.totals(register.visits(busy, period))
    assert total(busy, period).registered == 3 * (3 + 4)


CHANGES = {
    "somebody is entered late": lambda visit, centre, day: came(centre, day),
    "a visit is cancelled": lambda visit, centre, day: Visit.objects.filter(pk=visit.pk).update(
        status="cancelled", cancelled_at=timezone.now(), cancelled_by=UserFactory()
    ),
    "a sex is corrected": lambda visit, centre, day: set_of(visit.patient, sex="O"),
    "a birth date is corrected": lambda visit, centre, day: set_of(
        visit.patient, birth_date=day - timedelta(days=70 * 366)
    ),
    "a ward is corrected": lambda visit, centre, day: set_of(visit.patient, ward="40"),
    "a diagnosis is signed late": lambda visit, centre, day: diagnosed(visit, "J06.9"),
    "a referral is written late": lambda visit, centre, day: sent(visit),
    "two records become one": lambda visit, centre, day: Visit.objects.filter(pk=visit.pk).update(
        patient=came(centre, timezone.localdate(), sex="M", years=80).patient
    ),
}


def set_of(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


@pytest.mark.parametrize("what", list(CHANGES))
def test_any_change_of_a_closed_day_is_counted_at_once(busy, centre, period, day, what):
    visit = came(centre, day, patient__ward="14")
    keep()
    before = {part: closed.figures(part, busy, period) for part in closed.PARTS}

    CHANGES[what](visit, centre, day)

    after = {part: closed.figures(part, busy, period) for part in closed.PARTS}
    assert after == {part: live(part, busy, period) for part in closed.PARTS}
    assert what in {"a ward is corrected"} or after != before
    keep()
    assert is_used("register", busy, period)


def test_today_is_never_marked_and_never_kept(busy, centre):
    keep()

    assert not DayChange.objects.filter(day=timezone.localdate()).exists()
    assert DayFigures.objects.filter(day__gte=timezone.localdate() - timedelta(days=1)).count() == 0
    came(centre, timezone.localdate())
    today = Period(timezone.localdate(), timezone.localdate())
    assert total(busy, today) == register.totals(register.visits(busy, today))


def test_another_catalogue_is_another_count(busy, period):
    keep()
    line = ReportLine.objects.get(form=Form.IDSP_P, code="P01")
    line.codes = ["J06.9"]
    line.save()

    assert closed.figures("wards", busy, period) == live("wards", busy, period)
    assert not is_used("wards", busy, period)


def test_a_change_while_it_is_counted_leaves_no_old_sum(busy, centre, period, day, monkeypatch):
    """Somebody commits between the reading of the changes and the counting, or right after it."""
    plain = days.register_days

    def interrupted(centres, stretch):
        found = plain(centres, stretch)
        came(centre, day)
        return found

    monkeypatch.setitem(closed.PARTS, "register", closed.Part(interrupted, lambda: ""))
    keep()
    monkeypatch.setitem(closed.PARTS, "register", closed.Part(plain, lambda: ""))

    assert total(busy, period) == register.totals(register.visits(busy, period))


def test_forms_and_wards_of_the_district_say_the_same_as_before(busy, day):
    month, week = month_of(day), week_of(day)
    plain = {form: cells(form, busy, month if form == Form.HMIS else week) for form in Form.values}
    alike = wards.counts(busy, week)
    keep()

    assert {form: cells(form, busy, month if form == Form.HMIS else week) for form in Form.values} == plain
    assert wards.counts(busy, week) == alike


def cells(form, centres, period):
    return {
        one.line.code: {name: cell.n for name, cell in one.cells.items()}
        for one in counting.count(form, centres, period)
    }


def test_many_centres_and_each_of_them_count_alike(busy, day):
    keep()
    month = month_of(day)

    whole = cells(Form.HMIS, busy, month)

    each = [cells(Form.HMIS, [centre], month) for centre in busy]
    for code, columns in whole.items():
        for name, n in columns.items():
            if isinstance(n, int) and not code.startswith("19"):
                assert n == sum(one.get(code, {}).get(name, 0) for one in each), code


@pytest.mark.parametrize("size", [3, 5, 100])
def test_the_pages_of_a_book_are_the_register_in_its_order(busy, period, size):
    keep()
    every = list(register.visits(busy, period).values_list("pk", flat=True))
    first = book.page_of(busy, period, lambda pages: 1, size)

    read = [
        row.pk
        for number in range(1, first.pages + 1)
        for row in book.page_of(busy, period, lambda pages, n=number: n, size).rows
    ]

    assert read == every
    assert first.pages == -(-len(every) // size)


def test_the_job_keeps_a_few_days_at_a_time(busy, period):
    assert jobs.keep_day_figures() == f"sums of {7 * len(closed.PARTS)} days kept"
    keep()
    assert jobs.keep_day_figures() == ""
