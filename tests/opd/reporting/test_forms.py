"""HMIS and IDSP: every number against SQL of its own, rows behind it, freezing, late entries as amendments."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from centres.models import AuditEvent
from centres.permissions import Role
from opd.errors import SubmissionRefused
from opd.models import Form, ReportLine, Submission
from opd.reporting import counting, periods, register, sent, syndromes
from opd.reporting.periods import Period
from opd.services import submit_form
from tests import loaded
from tests.centres.factories import CentreFactory, DepartmentFactory
from tests.centres.signing import Worker
from tests.labs.factories import load_catalogue, released
from tests.opd.factories import StockBatchFactory
from tests.opd.reporting.days import came, diagnosed
from tests.opd.reporting.days import sent as referred
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(centre):
    load_catalogue(centre)
    loaded.opd_catalogue()


@pytest.fixture
def month():
    """The last full month."""
    return periods.month_of(timezone.localdate().replace(day=1) - timedelta(days=1))


@pytest.fixture
def monday(month):
    return periods.week_of(month.first + timedelta(days=9)).first


@pytest.fixture
def busy(centre, catalogue, monday):
    """A week of the last month: colds, fevers, a dog bite, someone referred at night, someone cancelled."""
    for _ in range(3):
        diagnosed(came(centre, monday), "J06.9", complaints=[{"en": "fever", "hi": "बुखार", "for": "3 दिन"}])
    diagnosed(
        came(centre, monday, sex="M", years=3), "A09", "E86", complaints=[{"en": "loose motions", "for": "2 दिन"}]
    )
    diagnosed(came(centre, monday, sex="M", years=61, kind="follow_up"), "I10", "E11.9")
    diagnosed(came(centre, monday + timedelta(days=6)), "W54")
    referred(came(centre, monday), hour=21)
    referred(came(centre, monday), hour=10)
    diagnosed(came(centre, monday, cancelled=True), "J06.9")
    ayush = DepartmentFactory(centre=centre, code="ayush", kind="ayush")
    came(centre, monday, department=ayush)
    diagnosed(came(CentreFactory(), monday), "J06.9")
    return centre


def numbers(form, centre, period, column="n"):
    found = counting.count(form, [centre], period)
    return {one.line.code: one.cells[column].n for one in found if column in one.cells}


def by_hand(centre, period, condition):
    """Distinct visits of the register that fit, without our querysets."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT count(DISTINCT v.id) FROM registration_visit v
                JOIN registration_patient p ON p.id = v.patient_id
                JOIN centres_department d ON d.id = v.department_id
                LEFT JOIN opd_consultation c ON c.visit_id = v.id AND c.signed_at IS NOT NULL
                LEFT JOIN opd_consultationdiagnosis x ON x.consultation_id = c.id
                LEFT JOIN opd_referral r ON r.visit_id = v.id
                WHERE v.status <> 'cancelled' AND v.centre_id = %s AND v.visit_on BETWEEN %s AND %s
                AND ({condition})""",
            [centre.pk, period.first, period.last],
        )
        return cursor.fetchone()[0]


HMIS_BY_HAND = {
    "14.1.1": "x.code IN ('E10.9', 'E11.9', 'E16.2')",
    "14.1.2": "x.code = 'I10'",
    "14.1.21": "p.birth_date <= v.visit_on - interval '60 years'",
    "14.2.1": "d.kind <> 'ayush'",
    "14.2.2": "d.kind = 'ayush'",
    "14.3.5.a": "extract(hour FROM r.referred_at AT TIME ZONE 'Asia/Kolkata') BETWEEN 8 AND 19",
    "14.3.5.b": "extract(hour FROM r.referred_at AT TIME ZONE 'Asia/Kolkata') NOT BETWEEN 8 AND 19",
}


@pytest.mark.parametrize("code", HMIS_BY_HAND)
def test_hmis_is_what_sql_says(busy, month, code):
    assert numbers(Form.HMIS, busy, month)[code] == by_hand(busy, month, HMIS_BY_HAND[code]) > 0


def test_attendance_and_referrals_equal_the_register(busy, month):
    total = register.totals(register.visits([busy], month))
    hmis = numbers(Form.HMIS, busy, month)

    assert hmis["14.2.1"] + hmis["14.2.2"] == total.registered == 9
    assert hmis["14.3.5.a"] + hmis["14.3.5.b"] == total.referred == 2
    assert hmis["14.1.21"] == total.seniors == 1


def test_form_p_is_what_sql_says(busy, monday):
    week = periods.week_of(monday)
    form = numbers(Form.IDSP_P, busy, week)

    assert (form["P01"], form["P15"], form["P19"]) == (1, 3, 1)
    assert form["P15"] == by_hand(busy, week, "x.code IN ('J06.9')")
    assert form["P98"] == by_hand(busy, week, "v.kind = 'new'") == 8


def test_the_week_ends_on_sunday(busy, monday):
    before = periods.week_of(monday - timedelta(days=1))

    assert before.last.weekday() == 6
    assert set(numbers(Form.IDSP_P, busy, before).values()) == {0}


def test_form_s_by_age_and_sex(busy, monday):
    counted = {one.line.code: one.cells for one in counting.count(Form.IDSP_S, [busy], periods.week_of(monday))}
    shown = {code: tuple(cells[name].n for name in syndromes.COLUMNS) for code, cells in counted.items() if cells}

    assert shown["S01"] == (0, 0, 0, 3, 3)
    assert shown["S08"] == (1, 0, 0, 0, 1)
    assert shown["S09"] == (0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("complaints", "codes", "lines"),
    [
        ([("fever", "6 दिन")], (), {"S01"}),
        ([("fever", "7 दिन")], (), {"S05"}),
        ([("fever", "")], (), {"S01"}),
        ([("fever", "2 दिन"), ("rash", "")], (), {"S02"}),
        ([("fever", "2 दिन"), ("rash", ""), ("nose bleed", "")], (), {"S02", "S03"}),
        ([("cough", "3 हफ्ते")], (), {"S07"}),
        ([("cough", "20 दिन"), ("fever", "1 हफ्ते")], (), {"S06", "S05"}),
        ([("loose motions", "1 दिन"), ("blood in stool", "")], (), {"S10"}),
        ([("loose motions", "3 हफ्ते")], (), set()),
        ([("yellow eyes / jaundice", "2 हफ्ते")], (), {"S11"}),
        ([("something of their own", "² दिन")], (), set()),
    ],
)
def test_a_syndrome_is_read_from_what_was_written(complaints, codes, lines):
    assert syndromes.syndromes([{"en": en, "for": lasting} for en, lasting in complaints], set(codes)) == lines


def test_form_l_counts_what_was_released_and_lists_the_positives(in_charge, district_officer, catalogue):
    visit = VisitFactory(centre=in_charge.centre, patient__name="सुनीता देवी")
    released(visit, {"TYPH": "IgM positive"})
    released(VisitFactory(centre=in_charge.centre), {"TYPH": "Negative"})
    week = periods.week_of(timezone.localdate())

    assert numbers(Form.IDSP_L, in_charge.centre, week, "tested")["L05"] == 2
    assert numbers(Form.IDSP_L, in_charge.centre, week, "positive")["L05"] == 1
    assert "सुनीता देवी" in in_charge.get("opd:figures-form", form="idsp_l").content.decode()
    theirs = district_officer.get("opd:figures-form", {"at": in_charge.centre.code}, form="idsp_l").content.decode()
    assert visit.number in theirs
    assert "सुनीता देवी" not in theirs


def test_laboratory_lines_of_hmis(centre, catalogue):
    released(VisitFactory(centre=centre, patient__sex="M"), {"HB": "6.9", "HIV": "Reactive (confirm at ICTC)"})
    released(VisitFactory(centre=centre, patient__sex="F"), {"HB": "7.0"})
    hmis = numbers(Form.HMIS, centre, periods.month_of(timezone.localdate()))

    assert (hmis["15.2.1"], hmis["15.2.2"], hmis["15.3.1.a"], hmis["15.3.1.b"], hmis["15.3.2.a"]) == (2, 1, 1, 1, 0)
    assert (hmis["15.1.1"], hmis["15.1.2"]) == (3, 0)


def test_stock_lines_need_a_stock_book(centre, catalogue):
    month = periods.month_of(timezone.localdate())
    assert "14.19.b" not in numbers(Form.HMIS, centre, month)

    kept = StockBatchFactory(centre=centre, quantity=10)
    type(kept.medicine).objects.filter(pk=kept.medicine_id).update(is_primary_level=True)
    gone = StockBatchFactory(centre=centre, quantity=0, medicine__code="MED9999")
    type(gone.medicine).objects.filter(pk=gone.medicine_id).update(is_primary_level=True)

    hmis = numbers(Form.HMIS, centre, month)
    assert (hmis["14.19.b"], hmis["14.19.a"]) == (1, "50.0 %")


def test_what_cannot_be_known_is_said_and_never_zero(in_charge, busy, month):
    page = in_charge.get("opd:figures-form", {"day": f"{month.first}"}, form="hmis").content.decode()
    unknown = [one for one in counting.count(Form.HMIS, [busy], month) if not one.cells]

    assert {"14.3.8", "14.15.2", "14.22", "15.5.2", "17.1.5"} <= {one.line.code for one in unknown}
    assert all(one.why for one in unknown)
    assert page.count("यहाँ दर्ज नहीं होता") == len(unknown)


def test_every_number_opens_the_rows_it_counts(in_charge, busy, month):
    for form in Form.values:
        period = month if form == Form.HMIS else periods.week_of(month.first + timedelta(days=9))
        for one in counting.count(form, [busy], period):
            for column, cell in one.cells.items():
                query = {"line": one.line.code, "column": column, "day": f"{period.first}"}
                response = in_charge.get("opd:figures-rows", query, form=form)
                assert response.context["total"] == len(cell.rows), (one.line.code, column)


def test_rows_say_names_only_where_they_are_due(in_charge, district_officer, busy, month):
    visit = register.visits([busy], month).filter(patient__name="सुनीता देवी").first()
    visit.patient.name = "अकेला नाम"
    visit.patient.save()
    query = {"line": "14.2.1", "day": f"{month.first}", "at": busy.code}

    assert "अकेला नाम" in in_charge.get("opd:figures-rows", query, form="hmis").content.decode()
    theirs = district_officer.get("opd:figures-rows", query, form="hmis").content.decode()
    assert "अकेला नाम" not in theirs
    assert visit.number in theirs


def send(worker, form, day, **more):
    page = worker.get("opd:figures-form", {"day": f"{day}"}, form=form)
    return worker.client.post(
        f"{worker.url('opd:figures-form', form=form)}?day={day}",
        {"idem": page.context["idem"], "seen": page.context["page"].seal, **more},
    )


def test_a_form_is_sent_frozen_and_sealed(in_charge, busy, monday):
    send(in_charge, "idsp_p", monday, remark="क्लोरीन की गोली बाँटी")

    submission = Submission.objects.get()
    assert (submission.version, submission.remark) == (1, "क्लोरीन की गोली बाँटी")
    assert submission.content["P15"]["n"]["n"] == 3
    assert submission.sha256 == counting.seal_of(submission.content)
    assert AuditEvent.objects.filter(action="form.submitted").count() == 1
    page = in_charge.get("opd:figures-form", {"day": f"{monday}"}, form="idsp_p").content.decode()
    assert submission.sha256[:12] in page


def test_what_came_late_is_an_amendment(in_charge, busy, monday):
    send(in_charge, "idsp_p", monday)
    late = diagnosed(came(busy, monday), "J06.9")
    gone = register.visits([busy], periods.week_of(monday)).filter(consultation__diagnoses__code="W54").get()
    type(gone).objects.filter(pk=gone.pk).update(
        status="cancelled", cancelled_at=timezone.now(), cancelled_by=in_charge.user
    )

    page = in_charge.get("opd:figures-form", {"day": f"{monday}"}, form="idsp_p").context["page"]
    cells = {row.line.code: row.cells[0] for row in page.rows if row.cells}
    assert (cells["P15"].n, cells["P15"].sent, cells["P15"].now) == (3, 3, 4)
    assert cells["P15"].added == {late.pk}
    assert cells["P19"].removed == {gone.pk}

    query = {"line": "P15", "column": "n", "day": f"{monday}", "part": "added"}
    assert in_charge.get("opd:figures-rows", query, form="idsp_p").context["total"] == 1
    assert in_charge.get("opd:figures-rows", {**query, "part": "sent"}, form="idsp_p").context["total"] == 3

    send(in_charge, "idsp_p", monday)
    assert list(Submission.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    again = in_charge.get("opd:figures-form", {"day": f"{monday}"}, form="idsp_p").context
    assert (again["page"].is_amended, again["may_send"]) == (False, False)


def test_numbers_that_moved_since_they_were_read_are_not_sent(in_charge, busy, monday):
    week = periods.week_of(monday)
    seen = sent.page(Form.IDSP_P, [busy], week).seal
    came(busy, monday)

    with pytest.raises(SubmissionRefused, match="बदल गई"):
        submit_form(busy, Form.IDSP_P, week, seen=seen, by=in_charge.user)


def test_a_week_that_runs_is_not_sent(in_charge, busy):
    week = periods.week_of(timezone.localdate())
    seen = sent.page(Form.IDSP_P, [busy], week).seal

    with pytest.raises(SubmissionRefused, match="पूरा नहीं"):
        submit_form(busy, Form.IDSP_P, week, seen=seen, by=in_charge.user)


def test_the_same_numbers_are_sent_once(in_charge, busy, monday):
    week = periods.week_of(monday)
    seen = sent.page(Form.IDSP_P, [busy], week).seal
    submit_form(busy, Form.IDSP_P, week, seen=seen, by=in_charge.user)

    with pytest.raises(SubmissionRefused, match="पहले ही"):
        submit_form(busy, Form.IDSP_P, week, seen=seen, by=in_charge.user)


def test_the_district_reads_sums_and_sends_nothing(district_officer, in_charge, busy, monday):
    url = district_officer.url("opd:figures-form", form="idsp_p")
    send(in_charge, "idsp_p", monday)

    page = district_officer.client.get(url, {"day": f"{monday}"})
    cells = {row.line.code: row.cells[0].n for row in page.context["page"].rows if row.cells}
    assert cells["P15"] == 4
    assert len(page.context["found"]) == 1
    answer = district_officer.post("opd:figures-form", {"seen": "0" * 64}, form="idsp_p")
    assert answer.status_code == 403


def test_files_hold_the_pages_numbers(in_charge, busy, monday, paper_fonts):
    query = {"day": f"{monday}"}
    text = in_charge.get("opd:figures-form-file", {**query, "format": "csv"}, form="idsp_p").content.decode("utf-8-sig")
    rows = {row[0]: row for row in csv.reader(io.StringIO(text))}
    assert (rows["P15"][2], rows["P22"][2]) == ("3", "यहाँ दर्ज नहीं होता: हाथ से भरा जाता है")

    book = in_charge.get("opd:figures-form-file", {**query, "format": "xlsx"}, form="idsp_p").content
    cells = {row[0].value: row[2].value for row in load_workbook(io.BytesIO(book)).active.rows if row[0].value}
    assert cells["P15"] == 3
    paper = in_charge.get("opd:figures-form-file", {**query, "format": "pdf"}, form="idsp_p")
    assert paper.content[:4] == b"%PDF"


def test_loading_the_lines_again_changes_nothing(catalogue):
    before = list(ReportLine.objects.values())
    call_command("load_catalogues", verbosity=0)

    assert list(ReportLine.objects.values()) == before
    assert ReportLine.objects.filter(form="hmis").count() == 60
    assert ReportLine.objects.exclude(form="hmis").count() == 51


def test_a_form_costs_the_same_however_many_rows(in_charge, busy, month, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        in_charge.get("opd:figures-form", {"day": f"{month.first}"}, form="hmis")


@pytest.mark.parametrize("role", [Role.CLERK, Role.DOCTOR, Role.PHARMACIST])
def test_others_have_no_forms(centre, role):
    assert Worker.at(centre, role).get("opd:figures-form", form="hmis").status_code == 403


def test_a_month_that_has_its_29th_of_february():
    assert periods.month_of(date(2028, 2, 3)) == Period(date(2028, 2, 1), date(2028, 2, 29))
