"""Limits and lists of the house: changed with a reason, kept when the catalogue is loaded, used at once."""

import pytest

from centres import gap_rules, resources
from centres.catalogue import load_equipment, load_gap_rules
from centres.catalogue import readiness as points
from centres.models import AskedItem, AuditEvent, Gap, ReadinessItem, RuleChange
from centres.selectors import readiness
from opd import catalogue as clinical
from opd.models import HonestyRule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAYS = {"days": 45, "source": "Order 12 of the Civil Surgeon", "is_reviewed": "on"}


@pytest.fixture(autouse=True)
def _loaded(db):
    load_gap_rules()
    load_equipment()
    points.load()


def change(worker, kind, code, seen=0, reason="Decided in the monthly meeting", **typed):
    return worker.post("centre:house-list-row", {"seen": seen, "reason": reason, **typed}, kind=kind, code=code)


def test_other_days_count_at_once_stay_when_the_catalogue_is_loaded_and_keep_their_history(administrator):
    assert change(administrator, "gaps", "high", **DAYS).status_code == 302
    load_gap_rules()

    rule = gap_rules.rules()[Gap.Severity.HIGH]
    assert (rule.days, rule.is_reviewed) == (45, True)
    page = administrator.get("centre:house-list-row", kind="gaps", code="high").content.decode()
    assert "<s>30</s> → <b>45</b>" in page
    assert "Decided in the monthly meeting" in page
    assert AuditEvent.objects.get(action="house_list.changed").detail == {"list": "gaps", "code": "high"}


def test_a_new_wording_of_the_readiness_list_is_asked_again(administrator):
    item = ReadinessItem.objects.get(code="POWER")
    typed = {"text_hi": item.text_hi, "source": item.source, "is_active": "on"}
    change(administrator, "readiness", "POWER", text_en="Two power points with earthing", **typed)
    change(
        administrator, "readiness", "POWER", 1, text_en="Two power points with earthing", **typed | {"source": "Plan"}
    )

    item.refresh_from_db()
    assert (item.version, item.source) == (2, "Plan")
    assert points.load()["changed"] == 0


def test_a_point_can_leave_the_list(administrator, centre):
    item = ReadinessItem.objects.get(code="HELP")
    change(administrator, "readiness", "HELP", text_en=item.text_en, text_hi=item.text_hi, source=item.source)

    assert "HELP" not in {point.item.code for point in readiness.points(centre)}


def test_equipment_that_is_no_longer_asked_leaves_the_statement(administrator, centre):
    item = AskedItem.objects.get(code="EQ36")
    change(administrator, "equipment", "EQ36", name_en=item.name_en, name_hi=item.name_hi, source=item.source)

    asked = next(found for source, found in resources.of(centre) if source.group == "equipment")
    assert "EQ36" not in {one.code for one in asked}


def test_a_limit_of_a_question_has_only_the_boxes_that_it_counts_by(administrator):
    clinical.load()
    rule = HonestyRule.objects.get(code="round_vitals")
    page = administrator.get("centre:house-list-row", kind="questions", code="round_vitals").content.decode()
    assert 'name="share"' in page
    assert 'name="within"' not in page

    typed = {name: getattr(rule, name) for name in ("every_days", "least", "innocent_en", "innocent_hi", "source")}
    assert change(administrator, "questions", "round_vitals", share=90, **typed).status_code == 302
    clinical.load()
    rule.refresh_from_db()
    assert (rule.share, rule.version) == (90, 2)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"days": 0}, "Too little: at least 1."),
        ({"days": 5000}, "Too much: at most 365."),
        ({"reason": ""}, "Why it is changed: fill this in."),
        ({"seen": 3}, "Somebody changed this meanwhile."),
        ({"days": 30, "source": "", "is_reviewed": ""}, "Source: fill this in."),
    ],
)
def test_what_cannot_be_is_refused_kindly(administrator, typed, words):
    page = change(administrator, "gaps", "high", **{**DAYS, **typed})

    assert page.status_code in {409, 422}
    assert words in page.content.decode()
    assert not RuleChange.objects.exists()


def test_an_officer_reads_the_review_state_and_does_not_change(district_officer):
    page = district_officer.get("centre:house-list", kind="gaps").content.decode()

    assert "0 of 3 rows have been reviewed by those who answer for them." in page
    assert 'name="days"' not in district_officer.get("centre:house-list-row", kind="gaps", code="high").content.decode()
    assert change(district_officer, "gaps", "high", **DAYS).status_code == 403


def test_a_statement_says_which_of_its_lists_nobody_reviewed(administrator, in_charge):
    AskedItem.objects.filter(group="equipment").update(is_reviewed=True)
    clinical.load()

    page = in_charge.get("centre:statement-new").content.decode()
    assert page.count("list not reviewed") == 1
