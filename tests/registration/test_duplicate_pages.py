"""The pages: the list, two records side by side, the merge and its undo; who may, and for which records."""

import re

import pytest
from django.utils import timezone

from centres.models import AuditEvent
from centres.permissions import Role
from registration import services
from registration.models import DuplicatePair, Patient, PatientAccess, PatientMerge, Visit
from registration.services.visiting import open_visit
from tests.centres.factories import CentreFactory, DepartmentFactory
from tests.centres.signing import Worker
from tests.registration.doubles import Doubles
from tests.registration.factories import PatientFactory, VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubles(in_charge):
    return Doubles.at(in_charge, None, {"phone": "9122233344", "guardian_name": "राजू"})


@pytest.fixture
def form(doubles):
    """What the in-charge's browser sends; None leaves a box out."""

    def filled(**changes):
        said = {
            "keep": "one", "take_phone": "other", "take_guardian": "one", "reason": "उसने खुद बताया",
            "version_one": doubles.one.version, "version_other": doubles.other.version, **changes,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value is not None}

    return filled


def page_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_list_shows_both_with_the_reasons(english, doubles, in_charge):
    page = page_of(in_charge.get("registration:duplicates"))

    assert page.count("सुनीता देवी") >= 2
    assert "same name" in page
    assert in_charge.url("registration:duplicate", code=doubles.pair.code) in page


def test_differences_are_said_in_words(english, doubles, in_charge):
    page = page_of(in_charge.get("registration:duplicate", code=doubles.pair.code))

    assert "<b>different</b>" in page
    assert ">the same<" in page
    assert page.count('type="radio"') == 6  # phone, guardian and the number, two each
    assert "9122233344" not in page


def test_merging_by_the_form(english, doubles, in_charge, form):
    answer = in_charge.post("registration:duplicate", form(), code=doubles.pair.code)

    merge = PatientMerge.objects.get()
    page = page_of(in_charge.client.get(answer.url))
    assert answer.url == in_charge.url("registration:merge", code=merge.code)
    assert "One record now. Both numbers open it." in page
    assert "1 visit with its slip, tests and medicines" in page
    doubles.one.refresh_from_db()
    assert (doubles.one.phone, doubles.one.guardian_name) == ("9122233344", "रमेश कुमार यादव")


@pytest.mark.parametrize("missing", ["keep", "take_phone", "reason"])
def test_what_is_missing_is_said_beside_the_box_and_nothing_typed_is_lost(english, doubles, in_charge, form, missing):
    refused = in_charge.post("registration:duplicate", form(**{missing: None}), code=doubles.pair.code)

    page = page_of(refused)
    assert (refused.status_code, PatientMerge.objects.count()) == (422, 0)
    assert {
        "keep": "The number that goes on: choose one.",
        "take_phone": "Mobile: choose which of the two is right.",
        "reason": "How do you know that this is one person?: fill this in.",
    }[missing] in page
    if missing != "reason":
        assert "उसने खुद बताया" in page
    if missing != "take_phone":
        assert re.search(r'name="take_phone"[^>]*value="other" checked', page)


@pytest.mark.parametrize(
    ("box", "text"),
    [
        ("keep", "third"), ("take_phone", "both"), ("version_one", "9" * 5000), ("version_one", "²"),
        ("version_other", "-1"), ("reason", "\x00"), ("reason", "क" * 5000),
    ],
)  # fmt: skip
def test_absurd_input_is_refused_kindly(doubles, in_charge, form, box, text):
    refused = in_charge.post("registration:duplicate", form(**{box: text}), code=doubles.pair.code)

    assert refused.status_code in {409, 422}
    assert PatientMerge.objects.count() == 0


def test_markup_in_a_name_stays_text(in_charge):
    doubles = Doubles.at(in_charge, {"name": "<script>alert(1)</script>"}, {"name": "<b>सुनीता</b>"})

    page = in_charge.get("registration:duplicate", code=doubles.pair.code).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;सुनीता" in page


def test_a_record_corrected_meanwhile_is_shown_again_with_what_was_typed(english, doubles, in_charge, form):
    sent = form()
    now = Patient.objects.get(pk=doubles.one.pk)
    services.correct_facts(
        now, {"sex": "O"}, reason="said so", version=now.version, centre=in_charge.centre, by=in_charge.user
    )

    refused = in_charge.post("registration:duplicate", sent, code=doubles.pair.code)

    page = page_of(refused)
    assert refused.status_code == 409
    assert 'name="take_sex"' in page
    assert "उसने खुद बताया" in page
    version = re.search(r'name="version_one" value="(\d+)"', page)[1]
    again = in_charge.post(
        "registration:duplicate", {**sent, "take_sex": "one", "version_one": version}, code=doubles.pair.code
    )
    assert again.status_code == 302


def test_a_double_click_merges_once(doubles, in_charge, form):
    from centres import once

    key = once.new_key(in_charge.user)
    answers = [in_charge.post("registration:duplicate", form(), key=key, code=doubles.pair.code) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    assert PatientMerge.objects.count() == 1


def test_an_old_page_of_a_merged_pair_leads_to_the_merge(doubles, in_charge, form):
    in_charge.post("registration:duplicate", form(), code=doubles.pair.code)

    answer = in_charge.get("registration:duplicate", code=doubles.pair.code)

    assert answer.url == in_charge.url("registration:merge", code=PatientMerge.objects.get().code)


def test_two_people_leave_the_list(doubles, in_charge):
    answer = in_charge.post("registration:duplicate-two", code=doubles.pair.code)

    assert answer.url == in_charge.url("registration:duplicates")
    assert DuplicatePair.objects.get().state == "not_same"
    assert "सुनीता" not in in_charge.get("registration:duplicates").content.decode()


class TestReach:
    """Both records within the reach of the person's centre, or the pair does not exist."""

    @pytest.fixture
    def stranger(self):
        centre = CentreFactory()
        DepartmentFactory(centre=centre)
        return Worker.at(centre, Role.IN_CHARGE)

    def test_a_stranger_sees_nothing(self, doubles, stranger):
        assert stranger.get("registration:duplicate", code=doubles.pair.code).status_code == 404
        assert stranger.post("registration:duplicate", {}, code=doubles.pair.code).status_code == 404
        assert stranger.post("registration:duplicate-two", code=doubles.pair.code).status_code == 404

    def test_nor_does_whoever_reaches_one_of_them(self, doubles, stranger):
        VisitFactory(patient=doubles.one, centre=stranger.centre)

        assert stranger.get("registration:duplicate", code=doubles.pair.code).status_code == 404

    def test_leave_for_today_is_reach(self, doubles, stranger):
        VisitFactory(patient=doubles.one, centre=stranger.centre)
        PatientAccess.objects.create(
            patient=doubles.other, centre=stranger.centre, day=timezone.localdate(), basis="scan",
            granted_at=timezone.now(), granted_by=stranger.user,
        )  # fmt: skip

        assert stranger.get("registration:duplicate", code=doubles.pair.code).status_code == 200

    def test_a_pair_with_one_stranger_is_not_listed(self, doubles, in_charge):
        DuplicatePair.objects.update(centres=[in_charge.centre.pk])
        far = PatientFactory(registered_centre=CentreFactory(), name="मीना", name_other="")
        Patient.objects.filter(pk=doubles.other.pk).update(registered_centre=far.registered_centre)
        PatientAccess.objects.filter(patient=doubles.other).delete()
        Visit.objects.filter(patient=doubles.other).update(patient=far)

        assert "सुनीता" not in in_charge.get("registration:duplicates").content.decode()

    def test_the_merge_of_others_is_not_there(self, doubles, stranger):
        merge = doubles.merge(phone="one", guardian="one")

        assert stranger.get("registration:merge", code=merge.code).status_code == 404
        assert stranger.post("registration:merge", {"reason": "x"}, code=merge.code).status_code == 404
        assert PatientMerge.objects.get().undone_at is None

    def test_a_centre_that_knew_the_other_record_may_take_them_apart(self, doubles, stranger):
        VisitFactory(patient=doubles.other, centre=stranger.centre)
        merge = doubles.merge(phone="one", guardian="one")

        assert stranger.post("registration:merge", {"reason": "दो औरतें"}, code=merge.code).status_code == 302
        assert PatientMerge.objects.get().undone_by == stranger.user

    @pytest.mark.parametrize("role", [Role.CLERK, Role.DOCTOR, Role.NURSE])
    def test_others_may_not(self, doubles, role):
        person = Worker.at(doubles.worker.centre, role)
        for name, parts in (("duplicates", {}), ("duplicate", {"code": doubles.pair.code})):
            assert person.get(f"registration:{name}", **parts).status_code == 403


class TestUndo:
    @pytest.fixture
    def merge(self, doubles):
        return doubles.merge(phone="other", guardian="one")

    def test_by_the_form_with_a_visit_that_goes_along(self, english, doubles, merge, in_charge):
        ward = DepartmentFactory(centre=in_charge.centre, code="anc")
        visit = open_visit(doubles.one, ward, by=in_charge.user)
        page = page_of(in_charge.get("registration:merge", code=merge.code))
        assert f'value="{visit.code}"' in page
        assert "New visits since then stay with" in page

        sent = {"reason": "दो औरतें", "visits": [visit.code], "are_two_people": "on"}
        in_charge.post("registration:merge", sent, code=merge.code)

        visit.refresh_from_db()
        assert visit.patient_id == doubles.other.pk
        assert DuplicatePair.objects.get().state == "not_same"
        assert "taken apart again" in page_of(in_charge.get("registration:merge", code=merge.code))

    def test_a_visit_that_is_not_on_the_page_is_refused(self, doubles, merge, in_charge):
        old = Visit.objects.filter(patient=doubles.one).first()

        refused = in_charge.post("registration:merge", {"reason": "x", "visits": [old.code]}, code=merge.code)

        assert (refused.status_code, PatientMerge.objects.get().undone_at) == (422, None)

    def test_the_wrong_order_is_refused_with_the_way_to_the_right_one(self, english, doubles, merge, in_charge):
        third = PatientFactory(registered_centre=in_charge.centre, name="सुनीता देवी", name_other="Sunita Devi")
        later = Doubles.of(in_charge, doubles.one, third).merge(phone="one")

        page = page_of(in_charge.get("registration:merge", code=merge.code))
        refused = in_charge.post("registration:merge", {"reason": "x"}, code=merge.code)

        assert in_charge.url("registration:merge", code=later.code) in page
        assert "Take them apart again" not in page
        assert refused.status_code == 409


class TestOneRecord:
    """After a merge: every way in leads to the record that goes on."""

    @pytest.fixture
    def merged(self, doubles):
        doubles.merge(phone="other", guardian="one")
        return doubles

    def test_the_scan_box_opens_it_by_the_old_number(self, merged, clerk):
        answer = clerk.client.post(clerk.url("registration:search"), {"q": merged.other.uhid}, follow=True)

        assert merged.one.uhid[:4] in answer.content.decode()
        assert answer.request["PATH_INFO"].startswith(clerk.url("registration:counter") + "people/")

    def test_a_page_of_the_old_record_leads_on_and_says_so(self, english, merged, clerk):
        from registration import references

        where = references.of_person(merged.other.pk, user=clerk.user, centre=clerk.centre)
        for name in ("person", "facts", "facts-edit"):
            answer = clerk.client.get(clerk.url(f"registration:{name}", reference=where), follow=True)
            assert "This record was put together with another one." in answer.content.decode(), name
        posted = clerk.post("registration:facts-edit", {"name": "X"}, reference=where)
        assert posted.status_code == 302
        assert Patient.everyone.get(pk=merged.other.pk).name == "सुनीता देवी"

    def test_the_facts_page_names_the_other_number(self, english, merged, in_charge):
        from registration import references

        where = references.of_person(merged.one.pk, user=in_charge.user, centre=in_charge.centre)
        page = page_of(in_charge.get("registration:facts", reference=where))

        assert f"UHID {merged.other.uhid[:4]} {merged.other.uhid[4:8]} {merged.other.uhid[8:]}" in page
        assert in_charge.url("registration:merge", code=PatientMerge.objects.get().code) in page

    def test_it_is_proposed_to_nobody_who_registers(self, merged, clerk):
        from registration.selectors.likely import likely_people
        from tests.registration.factories import new_patient

        data = new_patient(clerk.centre.departments.get(), name_other="Sunita Devi", phone="9122233344")
        assert [found.patient.pk for found in likely_people(data)] == [merged.one.pk]


class TestByHand:
    def where(self, worker, patient):
        from registration import references

        return references.of_person(patient.pk, user=worker.user, centre=worker.centre)

    def test_a_known_number_leads_to_the_comparison(self, in_charge):
        people = [PatientFactory(registered_centre=in_charge.centre) for _ in range(2)]

        answer = in_charge.post(
            "registration:duplicate-by-hand", {"number": people[1].uhid}, reference=self.where(in_charge, people[0])
        )

        assert answer.url == in_charge.url("registration:duplicate", code=DuplicatePair.objects.get().code)

    @pytest.mark.parametrize("number", ["", "12345", "abc", "20468135779", "\x00", "9" * 5000])
    def test_no_number_of_ours_says_what_to_do(self, in_charge, number):
        person = PatientFactory(registered_centre=in_charge.centre)

        refused = in_charge.post(
            "registration:duplicate-by-hand", {"number": number}, reference=self.where(in_charge, person)
        )

        assert refused.status_code in {409, 422}
        assert DuplicatePair.objects.count() == 0

    def test_a_record_of_another_centre_is_not_found_by_its_number(self, in_charge):
        person = PatientFactory(registered_centre=in_charge.centre)
        far = PatientFactory(registered_centre=CentreFactory())

        refused = in_charge.post(
            "registration:duplicate-by-hand", {"number": far.uhid}, reference=self.where(in_charge, person)
        )

        assert (refused.status_code, DuplicatePair.objects.count()) == (409, 0)


def test_what_is_looked_at_is_in_the_audit(doubles, in_charge):
    in_charge.get("registration:duplicates")
    in_charge.get("registration:duplicate", code=doubles.pair.code)

    said = AuditEvent.objects.filter(by=in_charge.user).values_list("action", "patient_key")
    assert ("pairs.listed", None) in said
    assert {("patient.compared", doubles.one.pk), ("patient.compared", doubles.other.pk)} <= set(said)


@pytest.mark.parametrize("pairs", [1, 12])
def test_the_list_costs_the_same_however_long(in_charge, pairs, django_assert_max_num_queries):
    for _ in range(pairs):
        Doubles.at(in_charge)

    with django_assert_max_num_queries(20):
        in_charge.get("registration:duplicates")


def test_the_comparison_costs_little(doubles, in_charge, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        in_charge.get("registration:duplicate", code=doubles.pair.code)
