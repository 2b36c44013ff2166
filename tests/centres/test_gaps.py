"""Gaps: out of inspections, answered, moved on, merged, reminded of, verified with evidence."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from centres.errors import CentresError, Conflict
from centres.models import Gap, GapStep
from centres.permissions import Role
from centres.services import gaps
from hms.lib.dates import format_day
from tests.centres.factories import CentreFactory, OfficeFactory, staff
from tests.centres.inspecting import GapFactory, finished_inspection, jpeg, picture

pytestmark = pytest.mark.django_db
State = Gap.State


@pytest.fixture
def gap(centre, office):
    return GapFactory(centre=centre, office=office)


@pytest.fixture
def officer(office):
    return staff(Role.DISTRICT_OFFICER, office)


def states(gap):
    return [(one.before, one.after) for one in gap.steps.all() if one.before]


def test_every_shortfall_becomes_a_gap_with_owner_severity_and_date(centre, office):
    owner = staff(Role.IN_CHARGE, centre)

    visit = finished_inspection(centre, office, HR01="0", EQ01="1", EQ02="0", QA01="1", DX02="0.5")

    found = {gap.item_code: gap for gap in Gap.objects.all()}
    assert {code: (gap.severity, gap.missing, gap.there) for code, gap in found.items()} == {
        "HR01": ("high", Decimal(1), Decimal(0)),
        "EQ01": ("medium", Decimal(2), Decimal(1)),
        "EQ02": ("low", Decimal(2), Decimal(0)),
        "QA01": ("low", Decimal(1), Decimal(1)),
        "DX02": ("medium", Decimal(1), Decimal("0.5")),
    }
    today = timezone.localdate()
    assert {gap.due_on - today for gap in found.values()} == {timedelta(days=days) for days in (30, 60, 90)}
    assert {gap.owner for gap in found.values()} == {owner}
    assert {gap.found_in for gap in found.values()} == {visit}


def test_the_next_inspection_verifies_what_is_there_and_duplicates_nothing(centre, office):
    finished_inspection(centre, office, EQ01="1", EQ02="0")

    second = finished_inspection(centre, office, EQ01="3", EQ02="1")

    now = {gap.item_code: gap for gap in Gap.objects.all()}
    assert len(now) == 2
    assert (now["EQ01"].state, now["EQ01"].verified_in) == (State.VERIFIED, second)
    assert (now["EQ02"].state, now["EQ02"].missing) == (State.OPEN, Decimal(1))
    assert [step.kind for step in now["EQ02"].steps.all()] == ["found", "again"]


def test_what_was_said_to_have_come_and_is_not_there_is_open_again(centre, office, in_charge):
    finished_inspection(centre, office, EQ02="0")
    gaps.answer(Gap.objects.get(), note="आ गया", photo=None, has_come=True, by=in_charge.user)

    finished_inspection(centre, office, EQ02="0")

    assert Gap.objects.get().state == State.OPEN
    assert states(Gap.objects.get()) == [("open", "received"), ("received", "open")]


def test_a_verified_gap_that_comes_back_is_a_new_one(centre, office):
    for there in ("0", "2", "0"):
        finished_inspection(centre, office, EQ02=there)

    assert list(Gap.objects.order_by("pk").values_list("state", flat=True)) == [State.VERIFIED, State.OPEN]


def test_nothing_is_closed_without_evidence(gap, officer):
    gaps.move(gap, State.RECEIVED, note="", photo=None, by=officer)
    with pytest.raises(CentresError) as caught:
        gaps.move(gap, State.VERIFIED, note="देखा", photo=None, by=officer)
    assert caught.value.field == "photo"

    gaps.move(gap, State.VERIFIED, note="", photo=picture(), by=officer)

    assert states(gap) == [("open", "received"), ("received", "verified")]
    assert gap.steps.last().photo.jpeg[:2] == b"\xff\xd8"


@pytest.mark.parametrize(
    ("start", "to", "note"),
    [
        (State.OPEN, State.VERIFIED, "x"),
        (State.OPEN, State.APPROVED, ""),
        (State.PROPOSED, State.ORDERED, ""),
        (State.ORDERED, State.VERIFIED, ""),
        (State.ORDERED, State.OPEN, ""),
        (State.RECEIVED, State.OPEN, ""),
    ],
)
def test_steps_that_skip_or_say_nothing_are_refused(gap, officer, start, to, note):
    Gap.objects.update(state=start)

    with pytest.raises(CentresError):
        gaps.move(gap, to, note=note, photo=picture() if to == State.VERIFIED else None, by=officer)

    assert Gap.objects.get().state == start
    assert not gap.steps.exists()


def test_history_is_never_rewritten_and_gaps_never_deleted(gap, officer):
    gaps.move(gap, State.ORDERED, note="", photo=None, by=officer)

    for change in (lambda: GapStep.objects.update(note="x"), lambda: Gap.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_centre_answers_with_words_or_a_photo(english, in_charge, gap):
    empty = in_charge.post("gap:own", {"note": ""}, code=gap.code)
    assert "Write a few words or add a photo." in empty.content.decode()

    photo = SimpleUploadedFile("a.jpg", jpeg())
    in_charge.post("gap:own", {"note": "मशीन आई", "photo": photo, "has_come": "on"}, code=gap.code)

    gap.refresh_from_db()
    assert gap.state == State.RECEIVED
    page = in_charge.get("gap:own", code=gap.code).content.decode()
    assert "Not mended yet → Has come" in page
    assert "मशीन आई" in page
    assert in_charge.get("gap:own-photo", pk=gap.photos.get().pk)["Content-Type"] == "image/jpeg"


def test_the_centre_cannot_close_or_skip(in_charge, gap):
    Gap.objects.update(state=State.PROPOSED)

    response = in_charge.post("gap:own", {"note": "आ गया", "has_come": "on"}, code=gap.code)

    assert response.status_code == 409
    assert Gap.objects.get().state == State.PROPOSED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due_on": "01-01-2020"}, "The date lies in the past."),
        ({"due_on": "01-01-2099"}, "more than three years ahead"),
        ({"due_on": "31-02-2027"}, "Write a day such as 14-07-2026."),
        ({"missing": "-3"}, "Too little: at least 0.01."),
        ({"missing": "1e12"}, "Too"),
        ({"missing": "NaN"}, "Type a number."),
        ({"centre": "NOPE"}, "Choose from the list."),
        ({"name_hi": ""}, "fill this in"),
    ],
)
def test_a_wrong_gap_is_refused_in_words(english, district_officer, centre, changes, sentence):
    day = format_day(timezone.localdate() + timedelta(days=9))
    typed = {
        "centre": centre.code,
        "name_en": "Fan",
        "name_hi": "पंखा",
        "missing": "2",
        "severity": "low",
        "due_on": day,
    }

    response = district_officer.post("gap:new", {**typed, **changes})

    assert sentence in response.content.decode()
    assert not Gap.objects.exists()
    assert district_officer.post("gap:new", typed).status_code == 302
    assert Gap.objects.get().missing == 2


def test_two_people_changing_a_gap_see_each_other(gap, officer):
    values = {"owner": None, "severity": "low", "missing": Decimal(2), "due_on": gap.due_on}
    gaps.change(gap, values, version=1, by=officer)

    with pytest.raises(Conflict):
        gaps.change(gap, {**values, "missing": Decimal(5)}, version=1, by=officer)

    assert Gap.objects.get().missing == 2


def test_duplicates_are_merged_and_both_histories_stay(english, district_officer, gap, officer):
    other = GapFactory(centre=gap.centre, office=gap.office, name_en="Centrifuge machine")
    gaps.answer(gap, note="दो बार लिखा है", photo=None, has_come=False, by=officer)

    district_officer.post("gap:merge", {"into": other.code}, code=gap.code)

    gap.refresh_from_db()
    assert (gap.state, gap.merged_into) == (State.MERGED, other)
    page = district_officer.get("gap:view", code=other.code).content.decode()
    assert "दो बार लिखा है" in page
    with pytest.raises(CentresError):
        gaps.merge(other, gap, by=officer)


def test_another_centres_gap_is_no_duplicate(gap, officer):
    with pytest.raises(CentresError):
        gaps.merge(gap, GapFactory(centre=CentreFactory(), office=gap.office), by=officer)


def test_late_gaps_are_reminded_of_once_a_week(gap):
    late = timezone.localdate() - timedelta(days=1)
    Gap.objects.update(due_on=late)
    GapFactory(centre=gap.centre, office=gap.office)

    assert (gaps.remind(), gaps.remind()) == (1, 0)
    Gap.objects.filter(pk=gap.pk).update(reminded_on=timezone.localdate() - timedelta(days=7))
    assert gaps.remind() == 1
    assert [step.kind for step in gap.steps.all()] == ["reminded", "reminded"]


def test_the_list_tells_ages_as_sql_counts_them(english, district_officer, centre, django_assert_max_num_queries):
    now, office = timezone.now(), district_officer.centre
    for days, state in ((1, State.OPEN), (30, State.OPEN), (31, State.OPEN), (95, State.ORDERED), (95, State.VERIFIED)):
        GapFactory(centre=centre, office=office, found_at=now - timedelta(days=days), state=state)
    GapFactory(centre=centre, office=OfficeFactory(code="OTHER", short_code="OTH"))

    with django_assert_max_num_queries(15):
        page = district_officer.get("gap:list")

    rows = {row.state: row.counts for row in page.context["ageing"]}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, count(*) FROM centres_gap WHERE office_id = %s AND state NOT IN ('verified', 'merged') "
            "GROUP BY state",
            [office.pk],
        )
        assert {state: sum(counts) for state, counts in rows.items()} == dict(cursor.fetchall())
    assert rows == {"open": [2, 1, 0, 0], "ordered": [0, 0, 0, 1]}
    assert page.context["rows"].paginator.count == 4


def test_the_list_is_narrowed_by_centre_state_and_date(district_officer, centre):
    office, other = district_officer.centre, CentreFactory()
    late = GapFactory(centre=centre, office=office, due_on=timezone.localdate() - timedelta(days=3))
    GapFactory(centre=other, office=office)

    for query, codes in (
        ({"centre": centre.code}, {late.code}),
        ({"late": "yes"}, {late.code}),
        ({"state": "verified"}, set()),
        ({"centre": "nonsense", "page": "99"}, {gap.code for gap in Gap.objects.all()}),
    ):
        rows = district_officer.get("gap:list", query).context["rows"]
        assert {row.code for row in rows} == codes


@pytest.mark.django_db(transaction=True)
def test_a_double_verification_is_one(gap, officer, in_threads):
    Gap.objects.update(state=State.RECEIVED)

    in_threads(*(lambda: gaps.move(gap, State.VERIFIED, note="", photo=picture(), by=officer) for _twice in range(2)))

    assert states(gap) == [("received", "verified")]
