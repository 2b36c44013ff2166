"""Rounds and visits: planned, begun, answered by one or two people, finished."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from centres import presence, stated
from centres.catalogue import load_equipment
from centres.errors import CentresError
from centres.models import AuditEvent, Finding, FindingVersion, Inspection
from centres.permissions import Role
from centres.services import inspecting, statements
from hms.lib.dates import format_day
from tests.centres.factories import CentreFactory, staff
from tests.centres.inspecting import FULL, answered, checklist, finished_inspection, jpeg, photo_of, started_inspection

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(centre, office):
    return started_inspection(centre, office)


def item(visit, code):
    return visit.version.items.get(code=code)


def days(plus):
    return format_day(timezone.localdate() + timedelta(days=plus))


def plan(district_officer, centre, **changes):
    typed = {
        "name": "जाड़े का दौर",
        "version": checklist().pk,
        "starts_on": days(1),
        "ends_on": days(10),
        "inspector": district_officer.user.pk,
        "centres": [centre.code],
    }
    return district_officer.post("inspection:round-new", {**typed, **changes})


def test_a_round_has_a_visit_for_each_centre_spread_over_its_days(district_officer, centre):
    other = CentreFactory()

    response = plan(district_officer, centre, centres=[centre.code, other.code])

    assert response.status_code == 302
    visits = Inspection.objects.order_by("planned_on")
    assert {visit.centre for visit in visits} == {centre, other}
    today = timezone.localdate()
    assert [visit.planned_on - today for visit in visits] == [timedelta(days=1), timedelta(days=5)]
    assert {visit.office for visit in visits} == {district_officer.centre}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": days(-1)}, "The round cannot begin before today."),
        ({"starts_on": days(400), "ends_on": days(410)}, "That is more than a year ahead. Is the year right?"),
        ({"ends_on": days(0)}, "It cannot end before it begins."),
        ({"ends_on": days(200)}, "A round lasts three months at most."),
        ({"starts_on": "31-02-2027"}, "Write a day such as 14-07-2026."),
        ({"centres": []}, "choose one"),
        ({"centres": ["NOPE"]}, "Choose from the list."),
    ],
    ids=["past", "far", "backwards", "long", "no-day", "nowhere", "unknown"],
)
def test_a_wrong_plan_is_refused_in_words(english, district_officer, centre, changes, sentence):
    response = plan(district_officer, centre, **changes)

    assert response.status_code in {409, 422}
    assert sentence in response.content.decode()
    assert not Inspection.objects.exists()


def test_the_same_form_twice_plans_one_round(district_officer, centre):
    from centres import once

    key, typed = once.new_key(district_officer.user), {"name": "A", "version": checklist().pk, "starts_on": days(1)}
    typed |= {"ends_on": days(2), "inspector": district_officer.user.pk, "centres": [centre.code]}

    answers = [district_officer.post("inspection:round-new", typed, key=key) for _twice in range(2)]

    assert answers[0].url == answers[1].url
    assert Inspection.objects.count() == 1


def test_a_visit_keeps_the_version_it_was_made_with(district_officer, centre):
    from centres.services import checklists

    plan(district_officer, centre)
    old = checklist()
    draft = checklists.draft_of(old.checklist, by=district_officer.user)
    checklists.save_item(draft, draft.items.get(code="EQ01"), {"norm": Decimal(9)}, by=district_officer.user)
    checklists.publish(draft, source="test 2", is_reviewed=False, by=district_officer.user)

    visit = inspecting.begin(Inspection.objects.get(), by=district_officer.user)

    assert visit.version == old
    assert item(visit, "EQ01").norm == 3
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        old.items.update(norm=1)


def test_an_answer_is_saved_once_and_again_without_harm(visit):
    for _again in range(2):
        inspecting.answer(visit, item(visit, "EQ01"), value=Decimal(2), remark="एक टूटा", seen=0, by=visit.inspector)

    found = Finding.objects.get()
    assert (found.value, found.remark, found.version) == (Decimal(2), "एक टूटा", 1)
    assert FindingVersion.objects.count() == 1


def test_ones_own_second_device_goes_on_and_a_colleague_is_asked(visit, office):
    colleague = staff(Role.DISTRICT_OFFICER, office)
    eq = item(visit, "EQ01")
    inspecting.answer(visit, eq, value=Decimal(2), remark="", seen=0, by=visit.inspector)

    inspecting.answer(visit, eq, value=Decimal(3), remark="", seen=0, by=visit.inspector)
    with pytest.raises(inspecting.AnsweredMeanwhile) as caught:
        inspecting.answer(visit, eq, value=Decimal(1), remark="", seen=1, by=colleague)
    assert caught.value.finding.value == Decimal(3)
    inspecting.answer(visit, eq, value=Decimal(1), remark="", seen=2, by=colleague)

    assert [(one.value, one.answered_by) for one in FindingVersion.objects.order_by("version")] == [
        (Decimal(2), visit.inspector),
        (Decimal(3), visit.inspector),
        (Decimal(1), colleague),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_inspectors_at_once_lose_nothing(centre, office, in_threads):
    visit = started_inspection(centre, office)
    colleague = staff(Role.DISTRICT_OFFICER, office)
    eq = item(visit, "EQ01")

    answers = in_threads(
        lambda: inspecting.answer(visit, eq, value=Decimal(1), remark="", seen=0, by=visit.inspector),
        lambda: inspecting.answer(visit, eq, value=Decimal(2), remark="", seen=0, by=colleague),
    )

    assert sum(isinstance(one, inspecting.AnsweredMeanwhile) for one in answers) == 1
    assert FindingVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "typed", "sentence"),
    [
        ("EQ01", "-1", "It cannot be less than 0."),
        ("EQ01", "five", "Type a number."),
        ("EQ01", "NaN", "Type a number."),
        ("EQ01", "1e9999", "So many? The norm is 3."),
        ("EQ01", "101", "So many? The norm is 3."),
        ("EQ01", "1.234", "At most two digits after the point."),
        ("DX02", "7", "Choose from the list."),
        ("EQ01", "", "Answer first; the remark is saved together with it."),
    ],
)
def test_an_absurd_answer_is_refused_and_stays_typed(english, district_officer, visit, code, typed, sentence):
    page = {f"{code}-value": typed, f"{code}-remark": "वजह", f"{code}-seen": "0"}
    number = {"DX02": 2, "EQ01": 3}[code]

    by_script = district_officer.post(
        "inspection:item", {"value": typed, "remark": "x", "seen": "0"}, code=visit.code, item=code
    )
    by_page = district_officer.post("inspection:section", page, code=visit.code, number=number)

    assert (by_script.status_code, by_script.json()) == (422, {"words": sentence})
    assert by_page.status_code == 422
    text = by_page.content.decode()
    assert sentence in text
    assert 'value="वजह"' in text
    assert not Finding.objects.exists()


def test_a_section_saves_what_is_right_and_shows_what_is_not(english, district_officer, visit):
    page = {"EQ01-value": "३", "EQ01-seen": "0", "EQ02-value": "-2", "EQ02-seen": "0"}

    response = district_officer.post("inspection:section", page, code=visit.code, number=3)

    assert response.status_code == 422
    assert {one.item.code: one.value for one in Finding.objects.all()} == {"EQ01": Decimal(3)}
    assert response.content.decode().count("It cannot be less than 0.") == 2


def test_by_script_the_answer_says_when_it_was_saved_and_the_next_version(english, district_officer, visit):
    response = district_officer.post(
        "inspection:item", {"value": "na", "remark": "", "seen": "0"}, code=visit.code, item="EQ01"
    )

    assert response.json()["seen"] == 1
    assert response.json()["words"].startswith("Saved ")
    assert Finding.objects.get().is_applicable is False


def test_a_conflict_by_script_says_what_the_colleague_wrote(english, district_officer, visit):
    answered(visit, EQ01="2")

    response = district_officer.post(
        "inspection:item", {"value": "1", "remark": "", "seen": "0"}, code=visit.code, item="EQ01"
    )

    assert response.status_code == 409
    assert response.json() == {
        "words": f"A colleague answered this meanwhile. Compare, then save again. {visit.inspector.name_en} wrote: 2 ",
        "seen": 1,
    }


def test_finishing_freezes_points_and_everything_else(visit):
    answered(visit, **{**FULL, "EQ01": "2", "QA01": None})

    done = inspecting.finish(visit, remark="अच्छा", unseen_reason="", by=visit.inspector)

    # HR01 2 + DX02 2 + EQ01 2×2/3 + EQ02 1 = 6.333 of 7
    assert done.score["points"] == "90.5"
    assert inspecting.finish(visit, remark="anders", unseen_reason="", by=visit.inspector).remark == "अच्छा"
    with pytest.raises(CentresError):
        inspecting.answer(done, item(visit, "EQ01"), value=Decimal(3), remark="", seen=1, by=visit.inspector)
    for change in (
        lambda: Finding.objects.update(value=0),
        lambda: Inspection.objects.update(remark="x"),
        lambda: FindingVersion.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_unanswered_items_need_a_reason(visit):
    with pytest.raises(CentresError):
        inspecting.finish(visit, remark="", unseen_reason="", by=visit.inspector)
    answered(visit, EQ01="3")
    with pytest.raises(CentresError) as caught:
        inspecting.finish(visit, remark="", unseen_reason="", by=visit.inspector)
    assert caught.value.field == "unseen_reason"

    done = inspecting.finish(visit, remark="", unseen_reason="भंडार बंद था", by=visit.inspector)

    assert (done.score["counted"], done.score["items"]) == (1, 5)


def test_what_the_records_say_is_frozen_when_the_visit_begins(centre, office):
    visit = started_inspection(centre, office)
    keys = [fact["key"] for fact in visit.facts["facts"]]

    assert keys == [
        "centres.printers", "labs.undone", "opd.no_doctor", "opd.printed_again", "opd.stock_outs",
        "registration.waiting",
    ]  # fmt: skip
    assert {fact["state"] for fact in visit.facts["facts"]} == {"unknown"}
    assert visit.facts["uses"] == {}
    assert visit.facts["stated"] == {}


def test_what_the_centre_stated_is_frozen_and_laid_beside_what_is_found(english, district_officer, centre):
    """Three machines stated and one found; CBC and a technician stated, neither used; a later word changes nothing."""
    from tests.labs.factories import load_catalogue, released
    from tests.registration.factories import VisitFactory

    load_equipment()
    load_catalogue(centre)
    released(VisitFactory(centre=centre), {"HB": "11.2"})
    officer = staff(Role.IN_CHARGE, centre)
    state = {("equipment", "EQ01"): 3, ("tests", "CBC"): True, ("tests", "HB"): True}
    statements.state(centre, state, remark="", by=officer)
    visit = started_inspection(centre, district_officer.centre)
    statements.state(centre, {**state, ("equipment", "EQ01"): 0}, remark="", by=officer)
    answered(visit, EQ01="1")

    page = district_officer.get("inspection:visit", code=visit.code).content.decode()
    assert "Item EQ01: stated <b>3 units</b>, found <b>1 units</b>" in page
    assert "<b>Stated by the centre (1):</b>" in page
    assert [(one.code, one.value) for one in stated.unused(visit.facts)] == [("CBC", True)]
    section = district_officer.get("inspection:section", code=visit.code, number=3).content.decode()
    assert "The centre stated: <b>3 units</b>" in section


def test_printers_speak_by_what_was_counted_and_by_what_was_printed_again(centre):
    from opd.live_facts import printed_again
    from opd.models import SlipLink
    from tests.centres.rollout import count
    from tests.registration.factories import VisitFactory

    now, visit, by = timezone.now(), VisitFactory(centre=centre), staff(Role.CLERK, centre)
    for copy, (minutes, version) in enumerate([(0, 1), (3, 1), (5, 2), (50, 2)], 1):
        SlipLink.objects.create(
            visit=visit, token_hash=bytes([copy] * 32), slip_version=version, copy=copy, issued_by=by,
            issued_at=now + timedelta(minutes=minutes), expires_at=now + timedelta(days=9),
        )  # fmt: skip
    count(centre, by, printer=(2, 1))

    today = timezone.localdate()
    assert printed_again(centre, today, today + timedelta(days=1)).value["en"] == "1 of 4"
    assert presence.printers(centre, today, today).value["en"].startswith("1 of 2, counted on")


def test_a_claim_without_use_is_pointed_out(english, district_officer, centre):
    from tests.labs.factories import load_catalogue, released
    from tests.registration.factories import VisitFactory

    load_catalogue(centre)
    released(VisitFactory(centre=centre), {"HB": "11.2"})
    visit = started_inspection(centre, district_officer.centre)
    answered(visit, DX02="1")

    page = district_officer.get("inspection:visit", code=visit.code).content.decode()

    assert visit.facts["uses"]["lab:CBC"] == 0
    assert '<span class="label">DX02</span> Item DX02: <b>Yes</b>' in page


def test_the_pages_cost_the_same_however_much_is_answered(district_officer, centre, django_assert_max_num_queries):
    visit = started_inspection(centre, district_officer.centre)
    answered(visit, **FULL)
    photo_of(visit)

    for name, parts in (("inspection:visit", {}), ("inspection:section", {"number": 3}), ("inspection:rounds", None)):
        with django_assert_max_num_queries(15):
            response = district_officer.get(name, **({} if parts is None else {"code": visit.code, **parts}))
        assert response.status_code == 200


def test_the_photo_page_keeps_photos_and_takes_them_away(english, district_officer, centre):
    from django.core.files.uploadedfile import SimpleUploadedFile

    visit = started_inspection(centre, district_officer.centre)
    parts = {"code": visit.code, "item": "EQ01"}
    for colour in ("red", "green", "blue", "black"):
        photo = SimpleUploadedFile("IMG_1.jpg", jpeg(colour))
        assert district_officer.post("inspection:item-photo", {"photo": photo}, **parts).status_code == 302
    refused = district_officer.post(
        "inspection:item-photo", {"photo": SimpleUploadedFile("5.jpg", jpeg("white"))}, **parts
    )
    assert "Four photos of one item are enough." in refused.content.decode()

    photo = visit.photos.first()
    picture = district_officer.get("inspection:photo", pk=photo.pk)
    assert (picture["Content-Type"], picture.content[:2]) == ("image/jpeg", b"\xff\xd8")
    district_officer.post("inspection:photo-remove", pk=photo.pk)
    assert visit.photos.count() == 3


def test_the_centre_in_charge_reads_her_own_finished_visits_only(english, in_charge, centre, office):
    mine, other = finished_inspection(centre, office, EQ01="1"), finished_inspection(CentreFactory(), office)
    open_one = started_inspection(centre, office)

    page = in_charge.get("inspection:own-report", code=mine.code).content.decode()

    assert "Item EQ01" in page
    assert in_charge.get("inspection:own-report", code=other.code).status_code == 404
    assert in_charge.get("inspection:own-report", code=open_one.code).status_code == 404
    assert mine.code in in_charge.get("inspection:own").content.decode()


def test_change_since_last_time_is_told(english, district_officer, centre):
    finished_inspection(centre, district_officer.centre, EQ01="0")
    now = finished_inspection(centre, district_officer.centre, EQ01="3")

    page = district_officer.get("inspection:report", code=now.code).content.decode()

    assert "last time 75.0" in page
    assert "+66.7" in page


def test_a_planned_visit_may_move_and_be_taken_out(english, district_officer, centre):
    plan(district_officer, centre)
    visit = Inspection.objects.get()
    moved = district_officer.post(
        "inspection:visit-move", {"inspector": district_officer.user.pk, "on": days(20)}, code=visit.code
    )
    assert "The round runs from" in moved.content.decode()
    district_officer.post(
        "inspection:visit-move", {"inspector": district_officer.user.pk, "on": days(3)}, code=visit.code
    )
    district_officer.post("inspection:visit-cancel", code=visit.code)

    visit.refresh_from_db()
    assert (format_day(visit.planned_on), visit.status) == (days(3), "cancelled")
    again = district_officer.post("inspection:visit-begin", code=visit.code)
    assert again.status_code == 302
    assert Inspection.objects.get().status == "cancelled"
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {"inspection.moved", "inspection.cancelled"}
