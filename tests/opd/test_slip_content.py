"""What the slip says, to whom."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from opd.models import PrescriptionItem
from opd.slip import content, gather
from opd.slip.changes import changes_since
from opd.slip.words import said_day
from registration.models import Visit
from tests.centres.factories import CentreFactory
from tests.opd import slips

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(centre):
    slips.room(centre)
    return slips.visit_of(centre)


def test_the_head_says_where_and_when(visit):
    place = content(visit, audience="paper").place

    assert place.name_hi == "शहरी प्रा० स्वा० केंद्र, यारपुर"
    assert place.address == "Yarpur, Patna 800001"
    assert (place.hours, place.department, place.room_line) == ("08:00–14:00", "सामान्य ओ.पी.डी.", "कमरा 2")


def test_the_identity_carries_the_whole_address(visit):
    person = content(visit, audience="paper").identity

    assert person.address == "12/A, यारपुर रोड, शिव मंदिर के पास, वार्ड 14, Patna GPO, Patna 800001"
    assert (person.age, person.sex) == ("40 व", "महिला")
    assert person.guardian == "रमेश कुमार यादव"


def test_paper_keeps_the_gates_answer_back(visit):
    shown = {audience: content(visit, audience=audience).identity.phone for audience in ("paper", "phone", "screen")}

    assert shown == {"paper": "98765 XXXXX", "phone": "98765 XXXXX", "screen": "…43210"}


def test_aadhaar_is_masked_and_may_be_missing(centre, visit):
    without = slips.visit_of(CentreFactory(), aadhaar_last4="", aadhaar_absent="child")

    assert content(visit, audience="paper").identity.aadhaar == "XXXX XXXX 2346"
    assert content(without, audience="paper").identity.aadhaar == ""


@pytest.mark.parametrize(("rupees", "said"), [(0, "निःशुल्क"), (2, "₹2"), ("2.50", "₹2.5")])
def test_the_fee_is_said(visit, rupees, said):
    Visit.objects.filter(pk=visit.pk).update(fee_rupees=rupees)

    assert content(gather.visits().get(), audience="paper").identity.fee == said


def test_a_slip_is_valid_for_the_centres_days(visit):
    visit.centre.slip_valid_days = 7
    visit.centre.save()

    assert content(gather.visits().get(), audience="paper").valid_until == visit.visit_on + timedelta(days=7)


def test_measurements_carry_their_flag(visit):
    slips.vitals(visit, systolic=190, note="")

    shown = {measure.label: (measure.value, measure.flag) for measure in content(visit, audience="paper").measures}

    assert shown["बी.पी."] == ("190/92", "HH")
    assert shown["ताप"] == ("101.2", "H")
    assert shown["नाड़ी"] == ("88", "")
    assert shown["वज़न"] == ("61", "")


def test_only_the_current_measurements_count(visit):
    old = slips.vitals(visit, pulse=140)
    type(old).objects.filter(pk=old.pk).update(is_current=False)
    slips.vitals(visit, pulse=88)

    shown = [measure.value for measure in content(visit, audience="paper").measures if measure.label == "नाड़ी"]

    assert shown == ["88"]


def test_nothing_measured_leaves_blanks_to_write_in(visit):
    slip = content(visit, audience="paper")

    assert slip.measures == []
    assert [blank.unit for blank in slip.blanks] == ["mmHg", "/min", "°F", "%", "kg", "mg/dL"]
    assert slip.is_fresh


def test_a_draft_never_stands_on_a_slip(visit):
    consultation = slips.signed(slips.visit_of(CentreFactory()))
    draft = slips.Consultation.objects.create(
        visit=visit,
        draft={"advice": "not yet"},
        advice="not yet",
        started_at=timezone.now(),
        started_by=consultation.signed_by,
        saved_at=timezone.now(),
        saved_by=consultation.signed_by,
    )
    slips._diagnosis(draft, 0, "B20", "HIV disease", "एच.आई.वी.", True)

    part = content(visit, audience="screen").clinical

    assert (part.is_started, part.is_signed, part.advice, part.diagnoses) == (True, False, "", [])


def test_a_signed_consultation_stands_on_the_slip(visit):
    slips.signed(visit)

    part = content(visit, audience="paper").clinical

    assert part.complaints == "बुखार (3 दिन)"
    assert part.diagnoses == ["सर्दी-बुखार (ऊपरी श्वसन संक्रमण) (J06.9)"]
    assert (part.doctor.name, part.doctor.registration) == ("डॉ. हर्ष मिश्र", "BR-12345")
    first = part.medicines[0]
    assert (first.name, first.strength, first.days, first.quantity) == ("PARACETAMOL", "500 mg गोली", "5", "15")
    assert first.how == "सुबह 1, दोपहर 1, रात 1 गोली — खाने के बाद, 5 दिन"


def test_everything_is_said_in_english_too(visit):
    slips.signed(visit)

    with translation.override("en"):
        part = content(visit, audience="paper").clinical

    assert part.complaints == "Fever (3 days)"
    assert part.diagnoses == ["Acute upper respiratory infection (J06.9)"]
    assert part.medicines[0].strength == "500 mg tablet"


def test_a_patient_reads_diagnoses_without_codes(visit):
    slips.signed(visit)

    assert content(visit, audience="phone").clinical.diagnoses == ["सर्दी-बुखार (ऊपरी श्वसन संक्रमण)"]


def test_medicines_stand_in_the_doctors_order(visit):
    slips.signed(visit)
    assert PrescriptionItem.objects.count() == 2

    assert [medicine.name for medicine in content(visit, audience="paper").clinical.medicines] == [
        "PARACETAMOL",
        "METFORMIN",
    ]


def test_removed_allergies_are_gone(visit):
    slips.allergic(visit, "Penicillin")
    gone = slips.allergic(visit, "Sulfa")
    gone.removed_at, gone.removed_by = timezone.now(), gone.noted_by
    gone.save()

    assert content(visit, audience="paper").allergies == ["Penicillin"]


def test_a_corrected_report_shows_the_old_value_too(visit):
    slips.corrected(slips.reported(visit, 0), "10.4")

    line = content(visit, audience="paper").tests.lines[0]

    assert line.result.value == "10.4"
    assert [old.value for old in line.earlier] == ["9.8"]


def test_a_value_not_released_stands_nowhere(visit):
    order = slips.ordered(visit, 0)
    slips.Result.objects.create(
        order=order, value="6.1", unit="g/dL", entered_at=timezone.now(), entered_by=visit.registered_by
    )

    tests = content(visit, audience="screen").tests

    assert (tests.lines[0].result, tests.pending) == (None, 1)


def test_sensitive_tests_are_counted_but_not_named_for_the_phone(visit):
    secret = slips.lab_test(9, code="HIV", name_hi="एच.आई.वी.", name_en="HIV", is_sensitive=True)
    slips.reported(visit, test=secret)
    slips.reported(visit, 1)

    phone, paper = content(visit, audience="phone").tests, content(visit, audience="paper").tests

    assert ([line.name for line in phone.lines], phone.withheld) == (["शुगर (RBS)"], 1)
    assert len(paper.lines) == 2
    assert paper.withheld == 0


def test_a_sensitive_diagnosis_takes_the_free_words_with_it_on_the_phone(visit):
    slips.signed(visit, sensitive=True, history="Partner has gonorrhoea", advice="कंडोम")
    slips.referred(visit, department="STI clinic", reason="Gonorrhoea")
    slips.addendum(visit, "Gonorrhoea confirmed")

    slip = content(visit, audience="phone")
    told = str(slip.clinical)

    assert slip.is_guarded
    assert slip.clinical.hidden_diagnoses == 1
    assert [word for word in ("onorrhoea", "सूजाक", "STI", "कंडोम", "A54") if word in told] == []
    assert slip.clinical.medicines
    assert slip.clinical.referrals[0].name == "न्यू गार्डिनर रोड अस्पताल"


def test_pregnancy_is_never_told_to_the_phone(visit):
    slips.vitals(visit, is_pregnant=True)

    assert "regnan" not in str(content(visit, audience="phone").measures)


def test_a_follow_up_says_its_weekday():
    with translation.override("hi"):
        hindi = said_day(date(2026, 11, 29))
    with translation.override("en"):
        english = said_day(date(2026, 11, 29))

    assert (hindi, english) == ("29 नवंबर, रविवार", "Sunday, 29-Nov-2026")


def test_what_changed_since_a_print_is_said(visit):
    slips.ordered(visit, 2)
    printed_at = timezone.now()
    slips.vitals(visit)
    slips.signed(visit)
    slips.reported(visit, 0)
    slips.corrected(slips.reported(visit, 1), "120")
    slips.referred(visit)

    changes = changes_since(content(visit, audience="screen"), printed_at)

    assert changes == [
        "माप हुई",
        "डॉक्टर ने देखा",
        "रिपोर्ट आई: हीमोग्लोबिन",
        "रिपोर्ट सुधारी गई: शुगर (RBS)",
        "रेफ़र किया गया",
    ]


def test_a_paper_printed_last_is_still_right(visit):
    slips.vitals(visit)

    assert changes_since(content(visit, audience="screen"), timezone.now()) == []


@pytest.mark.parametrize("tests", [3, 30])
def test_gathering_costs_the_same_however_much_hangs_on_a_visit(centre, tests, django_assert_num_queries):
    slips.full(centre, tests=tests, medicines=12)
    visit = Visit.objects.get()

    with django_assert_num_queries(5):
        content(visit, audience="paper")
