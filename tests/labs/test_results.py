"""Values at the bench, their release, critical calls, and corrections afterwards."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from centres.models import AuditEvent
from labs import selectors, services
from labs.errors import LabError, NotPossible, SamePerson, ValuesChanged, WrongState
from labs.models import Report, Result
from labs.services import Call, Entry
from tests.centres.factories import staff
from tests.labs.factories import collected, entered, ordered, released

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(lab):
    return staff("lab_technician", lab, name_hi="पूजा कुमारी")


def line_of(visit, code):
    return next(line for group in selectors.slip_lines(visit) for line in group.lines if line.test_code == code)


def test_a_value_is_frozen_with_the_range_of_its_day(visit):
    order = entered(visit, {"HB": "9.8"})["HB"]
    order.test.ranges.update(low=1, high=2)

    result = order.results.get()

    assert (result.flag, result.range_text, result.range_for) == ("L", "12.0–15.5", "F 5475-43800")
    assert result.method == "Sahli/digital Hb meter/cell counter"


def test_a_pregnant_woman_is_measured_as_one(visit):
    orders = entered(visit, {"HB": "11.4"}, pregnant=True)

    assert orders["HB"].results.get().flag == "N"


def test_saying_she_is_pregnant_chooses_the_range_again(visit, lab_technician):
    order = entered(visit, {"HB": "11.4", "RBS": "90"})["HB"]

    new = services.enter_results(visit, [], by=lab_technician.user, pregnant=True)

    assert [(result.order, result.version, result.flag) for result in new] == [(order, 2, "N")]


def test_nothing_leaves_before_the_release(visit):
    entered(visit, {"HB": "9.8"})

    line = line_of(visit, "HB")

    assert (line.result, line.status_word) == (None, "परिणाम भरा गया")


def test_a_value_without_a_sample_is_refused(visit, lab_technician):
    order = ordered(visit, "HB")["HB"]

    with pytest.raises(WrongState) as refusal:
        services.enter_results(visit, [Entry(order.code, "9.8")], by=lab_technician.user)

    assert (str(refusal.value), refusal.value.field) == ("हीमोग्लोबिन: पहले सैंपल लें।", f"value-{order.code}")


def test_what_needs_no_tube_is_entered_at_once(visit, lab_technician):
    order = ordered(visit, "ECG")["ECG"]

    [result] = services.enter_results(visit, [Entry(order.code, "Normal sinus rhythm")], by=lab_technician.user)

    assert result.text == "Normal sinus rhythm"


def test_one_impossible_value_stops_the_whole_grid(visit, lab_technician):
    orders = collected(visit, "HB", "RBS")

    with pytest.raises(NotPossible):
        services.enter_results(
            visit, [Entry(orders["RBS"].code, "110"), Entry(orders["HB"].code, "98")], by=lab_technician.user
        )

    assert Result.objects.count() == 0


def test_saving_the_same_values_again_changes_nothing(visit, lab_technician):
    order = entered(visit, {"HB": "9.8"})["HB"]

    assert services.enter_results(visit, [Entry(order.code, "9.80", 1)], by=lab_technician.user) == []


def test_a_correction_before_release_keeps_both_values_and_shows_only_the_last(visit, lab_technician):
    order = entered(visit, {"HB": "8.9"})["HB"]
    services.enter_results(visit, [Entry(order.code, "9.8", 1)], by=lab_technician.user)
    services.release(visit, {order.code: 2}, by=lab_technician.user, reason="alone")

    assert [str(result.value) for result in order.results.all()] == ["8.9000", "9.8000"]
    assert (line_of(visit, "HB").result.value, line_of(visit, "HB").earlier) == ("9.8", [])


def test_a_value_is_never_emptied(visit, lab_technician):
    order = entered(visit, {"HB": "8.9"})["HB"]

    with pytest.raises(LabError):
        services.enter_results(visit, [Entry(order.code, "", 1)], by=lab_technician.user)


def test_a_colleagues_value_is_not_written_over_unseen(visit, lab_technician, other):
    order = collected(visit, "HB")["HB"]
    services.enter_results(visit, [Entry(order.code, "7.8")], by=other)

    with pytest.raises(ValuesChanged) as refusal:
        services.enter_results(visit, [Entry(order.code, "8.7")], by=lab_technician.user)

    assert refusal.value.orders == [order.code]
    assert str(order.results.get().value) == "7.8000"


def test_the_page_shows_both_values_and_saving_again_keeps_both(lab_technician, visit, other):
    order = collected(visit, "HB")["HB"]
    services.enter_results(visit, [Entry(order.code, "7.8")], by=other)

    response = lab_technician.post(
        "labs:results", {f"value-{order.code}": "8.7", f"seen-{order.code}": "0"}, code=visit.code
    )
    again = lab_technician.post(
        "labs:results", {f"value-{order.code}": "8.7", f"seen-{order.code}": "1"}, code=visit.code
    )

    assert response.status_code == 409
    assert "पूजा कुमारी ने" in response.content.decode()
    assert 'value="8.7"' in response.content.decode()
    assert again.status_code == 302
    assert [str(result.value) for result in order.results.all()] == ["7.8000", "8.7000"]


def test_with_two_people_nobody_releases_what_they_entered(visit, lab_technician, other):
    type(visit.centre).objects.update(two_person_release=True)
    order = entered(visit, {"HB": "9.8"}, by=lab_technician.user)["HB"]

    with pytest.raises(SamePerson) as refusal:
        services.release(visit, {order.code: 1}, by=lab_technician.user, reason="alone")
    services.release(visit, {order.code: 1}, by=other, reason="alone")

    assert str(refusal.value) == "हीमोग्लोबिन आपने भरी है। इस केंद्र पर इसे कोई दूसरा जारी करता है।"
    assert line_of(visit, "HB").result.value == "9.8"


def test_the_two_person_rule_cannot_be_posted_around(visit, lab_technician):
    type(visit.centre).objects.update(two_person_release=True)
    order = entered(visit, {"HB": "9.8"}, by=lab_technician.user)["HB"]

    lab_technician.post(
        "labs:release", {f"release-{order.code}": "on", f"seen-{order.code}": "1", "paper": "A5"}, code=visit.code
    )

    assert Report.objects.count() == 0


def test_somebody_who_was_slower_is_told(lab_technician, visit):
    order = released(visit, {"HB": "9.8"})["HB"]

    response = lab_technician.post(
        "labs:release", {f"release-{order.code}": "on", f"seen-{order.code}": "1", "paper": "A5"}, code=visit.code
    )

    assert response.status_code == 409
    assert "हीमोग्लोबिन को कोई और पहले ही जारी कर चुका है।" in response.content.decode()


def test_only_the_value_that_was_looked_at_is_released(visit, lab_technician):
    order = entered(visit, {"HB": "9.8"})["HB"]
    services.enter_results(visit, [Entry(order.code, "8.8", 1)], by=lab_technician.user)

    with pytest.raises(ValuesChanged):
        services.release(visit, {order.code: 1}, by=lab_technician.user, reason="alone")


def test_a_part_can_go_out_first_and_the_rest_is_a_further_report(visit, lab_technician):
    orders = entered(visit, {"HB": "12.8", "RBS": "110"})

    first = services.release(visit, {orders["HB"].code: 1}, by=lab_technician.user, reason="alone")
    further = services.release(visit, {orders["RBS"].code: 1}, by=lab_technician.user, reason="alone")

    assert [test["hi"] for test in first.content["waiting"]] == ["शुगर (रैंडम)"]
    assert (first.kind, further.kind, further.version) == ("first", "further", 2)


@pytest.mark.parametrize("codes", [[], ["ZZZZ2222"]])
def test_releasing_nothing_or_somebody_elses_is_refused(visit, lab_technician, codes):
    with pytest.raises(LabError):
        services.release(visit, dict.fromkeys(codes, 1), by=lab_technician.user, reason="alone")


def test_an_order_without_a_value_is_not_released(visit, lab_technician):
    order = collected(visit, "HB")["HB"]

    with pytest.raises(WrongState):
        services.release(visit, {order.code: 0}, by=lab_technician.user, reason="alone")


def test_a_critical_value_goes_out_at_once_and_waits_to_be_told(visit, lab):
    order = released(visit, {"HB": "6.1"})["HB"]

    [waiting] = selectors.critical_not_told(lab)

    assert waiting.order == order
    assert line_of(visit, "HB").result.flag_word == "ख़तरनाक कम"


def test_read_back_closes_the_call_and_nothing_less_does(visit, lab, lab_technician):
    result = released(visit, {"HB": "6.1"})["HB"].results.get()
    now = timezone.now()

    services.record_call(result, Call("डॉ. हर्ष", now), by=lab_technician.user)
    still = selectors.critical_not_told(lab).count()
    services.record_call(result, Call("डॉ. हर्ष", now, read_back=True), by=lab_technician.user)

    assert (still, selectors.critical_not_told(lab).count()) == (1, 0)


def test_the_call_can_be_written_with_the_release(lab_technician, visit, lab):
    order = entered(visit, {"HB": "6.1"})["HB"]
    call = {"told_to": "डॉ. हर्ष", "told_at": f"{timezone.localtime():%H:%M}", "read_back": "on"}
    data = {f"{name}-{order.code}": value for name, value in call.items()}

    lab_technician.post(
        "labs:release",
        {f"release-{order.code}": "on", f"seen-{order.code}": "1", "paper": "A5", **data},
        code=visit.code,
    )

    assert order.results.get().calls.get().told_to == "डॉ. हर्ष"
    assert selectors.critical_not_told(lab).count() == 0


@pytest.mark.parametrize(
    "call",
    [
        Call("", timezone.now(), True),
        Call("डॉ. हर्ष", timezone.now() + timedelta(hours=1), True),
        Call("डॉ. हर्ष", timezone.now() - timedelta(days=2), True),
    ],
)
def test_a_call_needs_a_name_and_a_time_that_can_be(visit, lab_technician, call):
    result = released(visit, {"HB": "6.1"})["HB"].results.get()

    with pytest.raises(LabError):
        services.record_call(result, call, by=lab_technician.user)


def test_no_call_for_a_value_that_is_not_critical(visit, lab_technician):
    result = released(visit, {"HB": "9.8"})["HB"].results.get()

    with pytest.raises(WrongState):
        services.record_call(result, Call("डॉ. हर्ष", timezone.now(), True), by=lab_technician.user)


def test_an_amendment_keeps_the_old_value_visible_and_names_what_changed(visit, lab_technician):
    order = released(visit, {"HB": "6.8"})["HB"]

    report = services.amend(order, "8.6", reason="दूसरी ट्यूब से जाँच", seen=1, by=lab_technician.user)

    line = line_of(visit, "HB")
    assert (line.result.value, [old.value for old in line.earlier]) == ("8.6", ["6.8"])
    assert (report.version, report.kind, report.amendment_reason) == (2, "amended", "दूसरी ट्यूब से जाँच")
    [change] = report.content["amended"]
    assert (change["before"]["hi"], change["after"]["hi"]) == ("6.8", "8.6")


def test_with_two_people_an_amendment_waits_and_the_slip_says_so(visit, lab_technician, other):
    type(visit.centre).objects.update(two_person_release=True)
    order = entered(visit, {"HB": "6.8"}, by=lab_technician.user)["HB"]
    services.release(visit, {order.code: 1}, by=other, reason="alone")

    answer = services.amend(order, "8.6", reason="दूसरी ट्यूब से", seen=1, by=lab_technician.user)
    waiting = line_of(visit, "HB")
    services.release(visit, {order.code: 2}, by=other, reason="alone")

    assert answer is None
    assert (waiting.result.value, waiting.is_being_corrected) == ("6.8", True)
    assert line_of(visit, "HB").result.value == "8.6"
    assert visit.reports.get(version=2).kind == "amended"


@pytest.mark.parametrize(
    ("typed", "reason", "seen", "error"),
    [
        ("6.8", "दूसरी ट्यूब", 1, LabError),
        ("98", "दूसरी ट्यूब", 1, NotPossible),
        ("8.6", "अब", 1, LabError),
        ("8.6", "दूसरी ट्यूब", 0, ValuesChanged),
    ],
)
def test_an_amendment_needs_a_change_a_reason_and_fresh_eyes(visit, lab_technician, typed, reason, seen, error):
    order = released(visit, {"HB": "6.8"})["HB"]

    with pytest.raises(error):
        services.amend(order, typed, reason=reason, seen=seen, by=lab_technician.user)

    assert visit.reports.count() == 1


def test_a_value_still_in_the_laboratory_is_corrected_not_amended(visit, lab_technician):
    order = entered(visit, {"HB": "6.8"})["HB"]

    with pytest.raises(WrongState):
        services.amend(order, "8.6", reason="दूसरी ट्यूब", seen=1, by=lab_technician.user)


def test_a_released_value_is_not_changed_through_the_grid(visit, lab_technician):
    order = released(visit, {"HB": "6.8"})["HB"]

    with pytest.raises(WrongState):
        services.enter_results(visit, [Entry(order.code, "8.6", 1)], by=lab_technician.user)


@pytest.mark.parametrize("change", [{"value": 1}, {"released_at": timezone.now()}, {"flag": "N"}])
def test_the_database_itself_refuses_to_rewrite_a_result(visit, change):
    released(visit, {"HB": "6.8"})

    with pytest.raises(DatabaseError), transaction.atomic():
        Result.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Result.objects.all()._raw_delete("default")


def test_a_report_is_never_touched_and_proves_itself(visit):
    released(visit, {"HB": "6.8"})
    report = visit.reports.get()

    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.update(sha256="0" * 64)
    genuine = services.is_genuine(report)
    report.pdf = bytes(report.pdf) + b" "

    assert (genuine, services.is_genuine(report)) == (True, False)


@pytest.mark.parametrize("field", ["content", "sha256", "content_sha256", "size"])
def test_any_change_of_a_stored_report_is_noticed(visit, field):
    released(visit, {"HB": "6.8"})
    report = visit.reports.get()

    setattr(report, field, {**report.content, "version": 9} if field == "content" else 1)

    assert not services.is_genuine(report)


def test_every_step_is_in_the_audit_without_a_value_or_a_name(visit):
    released(visit, {"HB": "6.8"})

    events = list(AuditEvent.objects.filter(action__startswith="lab.").order_by("number"))

    assert [event.action for event in events] == ["lab.ordered", "lab.collected", "lab.entered", "lab.released"]
    assert "6.8" not in str([event.detail for event in events])


def test_the_slip_costs_two_queries_however_many_tests(visit, django_assert_num_queries):
    released(visit, {"HB": "9.8", "RBS": "110", "CREAT": "0.9"})
    ordered(visit, "URE", "LFT", "LIPID")

    with django_assert_num_queries(2):
        groups = selectors.slip_lines(visit)

    assert sum(len(group.lines) for group in groups) == 3 + 12 + 10 + 5


def test_history_follows_the_person_and_shows_what_was_released(visit):
    released(visit, {"HB": "6.8"})
    entered(visit, {"RBS": "110"})

    points = selectors.history(visit.patient)

    assert {code: [point.shown.value for point in found] for code, found in points.items()} == {"HB": ["6.8"]}


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}} {% debug %}",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE labs_result; --",
    '<link rel=attachment href="file:///etc/passwd">',
    "क्ष" * 160,
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_print_as_words(lab_technician, visit, words):
    released(visit, {"GRAM": words})

    page = lab_technician.get("labs:reports", code=visit.code).content.decode()

    assert line_of(visit, "GRAM").result.value == words
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert bytes(visit.reports.get().pdf)[:5] == b"%PDF-"


def test_an_aadhaar_number_in_the_reason_of_an_amendment_is_masked(visit, lab_technician):
    order = released(visit, {"HB": "9.8"})["HB"]
    posted = {"value": "8.8", "reason": "दूसरी ट्यूब 2345 6789 0124", "seen": "1"}
    lab_technician.post("labs:amend", posted, code=order.code)

    reason = order.results.get(is_current=True).reason
    assert reason.startswith("दूसरी ट्यूब")
    assert "2345" not in reason


def test_an_amendment_without_a_reason_says_so_in_our_words(visit, lab_technician):
    order = released(visit, {"HB": "9.8"})["HB"]

    response = lab_technician.post("labs:amend", {"value": "8.8", "reason": "", "seen": "1"}, code=order.code)

    assert response.status_code == 422
    assert "क्यों बदल रहा है?: यह भरें।" in response.content.decode()
