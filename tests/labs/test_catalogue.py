"""Keeping the catalogue: with a source, a reason and a history; what went out is never touched."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from centres.permissions import GRANTS, Permission, Role
from labs import catalogue, loinc, services
from labs.errors import LabError, ValuesChanged
from labs.forms.catalogue import TestForm
from labs.models import CatalogueChange, CentreTest, Panel, Test
from labs.seals import is_genuine
from tests.centres.factories import OfficeFactory, staff
from tests.centres.signing import Worker
from tests.labs.factories import entered, released

pytestmark = pytest.mark.django_db
WOMEN = {"sex": "F", "pregnancy": False}


@pytest.fixture
def office(db):
    return OfficeFactory()


@pytest.fixture
def keeper(office):
    return staff(Role.ADMINISTRATOR, office)


@pytest.fixture
def change(lab, office, keeper):
    """Change the range of women from 15 years on for haemoglobin."""

    def act(**values):
        test = Test.objects.get(code="HB")
        row = test.ranges.get(**WOMEN, age_min_days=5475)
        seen, reason = values.pop("seen", test.version), values.pop("reason", "new kit insert")
        return services.save_range(test, values, pk=row.pk, seen=seen, reason=reason, office=office, by=keeper)

    return act


def test_a_changed_range_never_changes_an_old_report(visit, change):
    old = released(visit, {"HB": "12.2"})["HB"].results.get()
    report = visit.reports.get()
    content, pdf = report.content, bytes(report.pdf)

    change(low=Decimal("12.5"))

    old.refresh_from_db()
    report.refresh_from_db()
    assert (old.low, old.flag, old.range_text) == (Decimal("12.0000"), "N", "12.0–15.5")
    assert (report.content, bytes(report.pdf), is_genuine(report)) == (content, pdf, True)


def test_the_next_value_is_judged_by_the_new_range(visit, change):
    change(low=Decimal("12.5"))

    result = entered(visit, {"HB": "12.2"})["HB"].results.get()

    assert (result.flag, result.range_text) == ("L", "12.5–15.5")


def test_the_history_says_who_what_and_why(change, keeper):
    change(low=Decimal("12.5"), reason="kit insert 2026")

    kept = CatalogueChange.objects.get()

    assert (kept.before, kept.after) == ({"low": "12"}, {"low": "12.5"})
    assert (kept.reason, kept.changed_by, kept.subject) == ("kit insert 2026", keeper, "F 5475-43800")


def test_nobody_rewrites_the_history(change):
    change(low=Decimal("12.5"))

    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE labs_cataloguechange SET reason = 'another'")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source": " "}, "source"),
        ({"low": Decimal(20)}, "low"),
        ({"critical_high": Decimal(99)}, "low"),
        ({"age_min_days": 5474}, None),
        ({"reason": "why"}, "reason"),
        ({"low": None, "high": None, "critical_low": None, "critical_high": None}, "low"),
    ],
)
def test_what_a_range_must_be(change, values, field):
    if field is None:
        change(**values)
        return
    with pytest.raises(LabError) as refused:
        change(**values)

    assert refused.value.field == field
    assert CatalogueChange.objects.count() == 0


@pytest.mark.parametrize(("first", "overlaps"), [(43799, True), (43800, True), (43801, False)])
def test_two_ranges_never_speak_of_the_same_person(lab, office, keeper, first, overlaps):
    test = Test.objects.get(code="HB")
    new = {**WOMEN, "analyser": "", "age_min_days": first, "age_max_days": 50000, "low": Decimal(11), "source": "book"}

    def add():
        services.save_range(test, new, pk=None, seen=1, reason="very old women", office=office, by=keeper)

    if overlaps:
        with pytest.raises(LabError):
            add()
    else:
        add()
        assert test.ranges.filter(age_min_days=first).exists()


def test_two_people_at_once_are_told(change):
    change(low=Decimal("12.5"))

    with pytest.raises(ValuesChanged):
        change(low=Decimal("12.4"), seen=1)


def test_a_review_has_a_name_and_a_day_and_ends_with_the_next_change(change, office, keeper):
    test, on = Test.objects.get(code="HB"), timezone.localdate()
    written = {"name": "Dr. Sinha", "on": on, "seen": 1, "reason": "yearly review", "office": office, "by": keeper}

    services.review_test(test, **written)
    test.refresh_from_db()
    reviewed = (test.is_reviewed, test.reviewed_by_name, test.reviewed_on, set(test.ranges.values_list("is_reviewed")))
    change(low=Decimal("12.5"))
    test.refresh_from_db()

    assert reviewed == (True, "Dr. Sinha", on, {(True,)})
    assert (test.is_reviewed, test.reviewed_by_name, test.reviewed_on) == (False, "", None)


def test_nobody_reviews_tomorrow(lab, office, keeper):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(LabError):
        services.review_test(
            Test.objects.get(code="HB"), name="Dr. X", on=tomorrow, seen=1, reason="review", office=office, by=keeper
        )


def test_a_unit_cannot_change_under_values_on_record(visit, office, keeper):
    released(visit, {"HB": "12.2"})
    values = {"unit": "g/L", "source": "book"}

    with pytest.raises(LabError) as refused:
        services.save_test("HB", values, seen=1, reason="another unit", office=office, by=keeper)

    assert refused.value.field == "unit"


def test_loading_the_files_again_leaves_what_was_edited(change):
    change(low=Decimal("12.5"))

    catalogue.load()

    lows = list(Test.objects.get(code="HB").ranges.filter(**WOMEN, age_min_days=5475).values_list("low", flat=True))
    assert lows == [Decimal("12.5000")]


def test_a_removed_range_stays_in_the_history_and_on_results(visit, office, keeper):
    old = released(visit, {"HB": "12.2"})["HB"].results.get()
    row = Test.objects.get(code="HB").ranges.get(**WOMEN, age_min_days=5475)

    services.remove_range(row, seen=1, reason="wrong people", office=office, by=keeper)

    old.refresh_from_db()
    assert CatalogueChange.objects.get().before["low"] == "12"
    assert old.range_text == "12.0–15.5"


def test_the_analyser_named_at_the_centre_chooses_its_range(visit, office, keeper):
    test = Test.objects.get(code="HB")
    new = {**WOMEN, "analyser": "Cell-3", "age_min_days": 0, "age_max_days": 50000, "low": Decimal(13), "source": "kit"}
    services.save_range(test, new, pk=None, seen=1, reason="our analyser", office=office, by=keeper)
    before = entered(visit, {"HB": "12.2"})["HB"].results.get()
    CentreTest.objects.filter(centre=visit.centre, test=test).update(analyser="Cell-3")

    services.enter_results(visit, [services.Entry(before.order.code, "12.3", seen=1)], by=keeper)

    after = before.order.results.get(is_current=True)
    assert (before.range_text, after.range_text, after.flag) == ("12.0–15.5", "≥ 13.0", "L")


def test_a_panel_keeps_its_order_and_its_history(lab, office, keeper):
    tests = [Test.objects.get(code=code) for code in ("PLT", "HB")]

    services.save_panel(
        "FEVER", {"name_en": "Fever", "name_hi": "बुखार"}, tests, seen=None, reason="season", office=office, by=keeper
    )

    panel = Panel.objects.get(code="FEVER")
    assert [row.test.code for row in panel.paneltest_set.order_by("position")] == ["PLT", "HB"]
    assert panel.changes.get().after["tests"] == "PLT HB"


@pytest.mark.parametrize(("code", "fits"), [("718-7", True), ("718-8", False), ("4548-4", True), ("x", False)])
def test_loinc_check_digits(code, fits):
    assert loinc.is_loinc(code) is fits


def test_every_loinc_number_of_the_catalogue_has_its_check_digit(lab):
    assert [test.code for test in Test.objects.exclude(loinc="") if not loinc.is_loinc(test.loinc)] == []


def test_only_the_administrator_changes_the_catalogue():
    assert {role for role in Role if Permission.LAB_CATALOGUE_EDIT in GRANTS[role]} == {Role.ADMINISTRATOR}


def test_the_screen_changes_a_range_and_shows_the_old_value(lab, office):
    keeper = Worker.at(office, Role.ADMINISTRATOR)
    row = Test.objects.get(code="HB").ranges.get(**WOMEN, age_min_days=5475)
    typed = {
        "seen": "1",
        "sex": "F",
        "age_min_days": "15y",
        "age_max_days": "120y",
        "critical_low": "7",
        "low": "12.5",
        "high": "15.5",
        "critical_high": "20",
        "source": "Kit insert 2026",
        "reason": "new analyser kit",
    }

    response = keeper.post("labs:range-edit", typed, pk=row.pk)
    page = keeper.get("labs:test", code="HB").content.decode()

    assert response.url == keeper.url("labs:test", code="HB")
    assert '<del lang="hi">12</del>' in page.replace('lang="en"', 'lang="hi"')
    assert "new analyser kit" in page


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(lab, office):
    keeper = Worker.at(office, Role.ADMINISTRATOR)

    response = keeper.post("labs:test-new", {"code": "bad code", "loinc": "718-8", "name_hi": "नई", "source": ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert "ऐसा कोई LOINC नंबर नहीं होता: आख़िरी अंक मेल नहीं खाता।" in page
    assert 'value="नई"' in page


def test_choices_are_typed_one_a_line():
    form = TestForm(data={"choices": "Negative | नहीं मिला\nPositive | मिला | A"})
    form.is_valid()

    assert form.cleaned_data["choices_flag"] == ["", "A"]
    assert form.cleaned_data["choices_hi"] == ["नहीं मिला", "मिला"]


def test_a_day_of_review_is_read_as_indians_write_it(lab, office):
    keeper = Worker.at(office, Role.ADMINISTRATOR)

    keeper.post(
        "labs:test-review", {"seen": "1", "name": "Dr. Sinha", "on": "02-Jan-2026", "reason": "review"}, code="HB"
    )

    assert Test.objects.get(code="HB").reviewed_on == date(2026, 1, 2)
