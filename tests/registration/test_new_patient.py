"""The new patient form: what it saves, what it refuses, and that it acts once."""

import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centres import once
from hms.lib import crypto
from hms.lib.dates import years_before
from registration.models import Consent, Patient, Visit
from tests.registration.factories import OTHER_AADHAAR, TEST_AADHAAR, PatientFactory, VisitFactory

pytestmark = pytest.mark.django_db
NEW = "registration:patient-new"

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}} a",
    "{% debug %}",
    "%s%n",
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "राम\u200d\u202eकुमार",
    "'; DROP TABLE registration_patient",
    "../../etc/passwd",
    '<link rel=attachment href="file:///etc/passwd">',
    "a\x00b\r\nc",
]


def problems(response) -> list[str]:
    """The sentences of the error summary."""
    found = re.search(r'<div class="problem".*?</div>', response.content.decode(), re.DOTALL)
    return [re.sub("<.*?>", "", line).strip() for line in re.findall(r"<li>(.*?)</li>", found[0])] if found else []


def test_saving_leads_to_the_token_and_everything_is_stored_as_typed(clerk, typed):
    started = crypto.sign(f"{int(time.time()) - 41}.typed.", purpose="stopwatch", owner=clerk.user.pk)

    response = clerk.post(NEW, typed(started=started, priority="pregnancy"))

    visit = Visit.objects.select_related("patient").get()
    assert response.url == clerk.url("registration:visit", code=visit.code) + "?print"
    patient = visit.patient
    assert (patient.name, patient.name_other, patient.phone, patient.ward) == (
        "सुनीता देवी", "Sunita Devi", "9876543210", "14",
    )  # fmt: skip
    assert (patient.birth_date, patient.birth_is_estimated) == (years_before(timezone.localdate(), 46), True)
    assert (visit.is_priority, visit.priority, visit.place) == (True, "pregnancy", 0.5)
    assert (visit.seconds_at_counter in range(41, 60), visit.counter_entry) == (True, "typed")
    page = clerk.client.get(response.url).content.decode()
    assert '<h1 id="token" class="token">1</h1>' in page


@pytest.mark.django_db(transaction=True)
def test_the_whole_request_takes_at_most_twelve_statements(clerk, typed):
    form = typed(aadhaar=TEST_AADHAAR, aadhaar_absent="")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = clerk.post(NEW, form)

    statements = [
        one["sql"] for one in asked if one["sql"].split()[0] not in {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"}
    ]
    assert response.status_code == 302
    assert len(statements) <= 12, "\n".join(statements)


def test_a_double_click_a_resend_and_a_reload_make_one_visit(clerk, typed):
    key = once.new_key(clerk.user)

    answers = [clerk.post(NEW, typed(), key=key).url for _again in range(3)]

    assert len(set(answers)) == 1
    assert (Patient.objects.count(), Visit.objects.get().token) == (1, 1)


def test_the_same_form_with_other_contents_leads_to_what_was_saved(clerk, typed):
    key = once.new_key(clerk.user)
    first = clerk.post(NEW, typed(), key=key)

    second = clerk.post(NEW, typed(name="Rakesh Sahni"), key=key)

    assert second.url == first.url
    assert Patient.objects.get().name == "सुनीता देवी"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "पूरा नाम: यह भरें।"),
        ({"name": "+91 98765"}, "नाम में अक्षर होते हैं। हिंदी या अंग्रेज़ी में लिखें।"),
        ({"name": "क" * 101}, "1 अक्षर ज़्यादा है: 100 तक ही आते हैं।"),
        ({"sex": None}, "लिंग: एक चुनें।"),
        ({"ward": "76"}, "पटना में वार्ड 1 से 75 तक हैं।"),
        ({"pincode": "80000"}, "पिन कोड में 6 अंक होते हैं और वह 0 से शुरू नहीं होता, जैसे 800001।"),
        ({"phone": ""}, "मोबाइल नंबर लिखें, या “मोबाइल नहीं” चुनें।"),
        ({"phone_owner": "none"}, "नंबर लिखा है, पर “मोबाइल नहीं” चुना है। दोनों में से एक हटाएँ।"),
        ({"aadhaar_absent": ""}, "आधार नंबर लिखें, या चुनें कि क्यों नहीं है।"),
        ({"aadhaar": TEST_AADHAAR}, "नंबर भी लिखा है और कारण भी चुना है। दोनों में से एक हटाएँ।"),
        ({"consent": None}, "सूचना पढ़कर सुनाएँ और सहमति पर निशान लगाएँ।"),
    ],
)
def test_nonsense_is_refused_with_one_clear_sentence(clerk, typed, changes, sentence):
    response = clerk.post(NEW, typed(**changes))

    assert (response.status_code, problems(response)) == (422, [sentence])
    assert Patient.objects.count() == 0


@pytest.mark.parametrize("birth", ["", "130y", "12/3/2190", "31/2/1980", "kal", "1/1"])
def test_an_impossible_birth_is_refused_and_stays_in_the_box(clerk, typed, birth):
    response = clerk.post(NEW, typed(birth=birth))

    assert (response.status_code, len(problems(response))) == (422, 1)
    assert f'value="{birth}"' in response.content.decode() or not birth


@pytest.mark.parametrize("phone", ["98765abc10", "12345", "1234567890", "9999999999", "06122345678"])
def test_what_is_no_mobile_number_is_refused_and_kept(clerk, typed, phone):
    response = clerk.post(NEW, typed(phone=phone))

    assert (response.status_code, len(problems(response))) == (422, 1)
    assert f'value="{phone}"' in response.content.decode()


def test_one_wrong_digit_of_an_aadhaar_number_is_named_and_stays_for_comparing(english, clerk, typed):
    wrong = TEST_AADHAAR[:-1] + "5"

    response = clerk.post(NEW, typed(aadhaar=wrong, aadhaar_absent=""))

    assert problems(response) == ["One digit of this Aadhaar number is wrong. Compare it with the card."]


def test_a_right_aadhaar_number_never_comes_back_in_a_refused_form_and_is_not_lost(clerk, typed):
    refused = clerk.post(NEW, typed(name="", aadhaar="9999 5260 1814", aadhaar_absent="")).content.decode()
    kept = re.search(r'name="aadhaar_kept" value="(.*?)"', refused)[1]

    assert "XXXX XXXX 1814" in refused
    assert "99995260" not in refused.replace(" ", "")
    saved = clerk.post(NEW, typed(aadhaar="XXXX XXXX 1814", aadhaar_kept=kept, aadhaar_absent=""))
    assert (saved.status_code, Patient.objects.get().aadhaar_last4) == (302, "1814")


def test_a_kept_aadhaar_number_serves_only_its_clerk_and_its_own_mask(clerk, typed, in_charge):
    refused = clerk.post(NEW, typed(name="", aadhaar=TEST_AADHAAR, aadhaar_absent="")).content.decode()
    kept = re.search(r'name="aadhaar_kept" value="(.*?)"', refused)[1]

    stolen = in_charge.post(NEW, typed(aadhaar="XXXX XXXX 1814", aadhaar_kept=kept, aadhaar_absent=""))
    swapped = clerk.post(NEW, typed(aadhaar="XXXX XXXX 9999", aadhaar_kept=kept, aadhaar_absent=""))
    assert (stolen.status_code, swapped.status_code, Patient.objects.count()) == (422, 422, 0)


def test_a_second_record_for_one_aadhaar_number_offers_the_first(english, clerk, typed):
    clerk.post(NEW, typed(aadhaar=TEST_AADHAAR, aadhaar_absent=""))

    refused = clerk.post(
        NEW, typed(name="Rakesh Sahni", sex="M", phone="9812312312", aadhaar=TEST_AADHAAR, aadhaar_absent="")
    )

    page = refused.content.decode()
    assert refused.status_code == 409
    assert problems(refused) == [
        "This Aadhaar number already has a record. Open that record instead of making a second one."
    ]
    assert "सुनीता देवी" in page
    assert 'class="person-row"' in page


def test_a_record_of_another_centre_with_this_aadhaar_is_offered_without_its_facts(clerk, typed):
    from registration import services
    from tests.centres.factories import DepartmentFactory
    from tests.registration.factories import new_patient

    elsewhere = DepartmentFactory()
    known = new_patient(elsewhere, aadhaar=OTHER_AADHAAR, aadhaar_absent="", street="गुप्त गली", phone="9812345678")
    services.register(known, centre=elsewhere.centre, by=clerk.user)

    page = clerk.post(NEW, typed(aadhaar=OTHER_AADHAAR, aadhaar_absent="")).content.decode()

    assert "सुनीता दे…" in page
    assert "गुप्त गली" not in page
    assert "45678" not in page


def test_somebody_very_much_alike_must_be_answered(english, clerk, typed):
    known = PatientFactory(name="Sunita Devi", phone="9876543210", registered_centre=clerk.centre)

    asked = clerk.post(NEW, typed())
    shown = re.search(r'name="not_same_as" value="(.*?)"', asked.content.decode())[1]
    unanswered = clerk.post(NEW, typed(not_same_as=shown))
    saved = clerk.post(NEW, typed(not_same_as=shown, somebody_else="on"))

    assert (asked.status_code, unanswered.status_code, saved.status_code) == (409, 409, 302)
    assert "same phone, same name, same guardian, same area" in asked.content.decode()
    assert Patient.objects.exclude(pk=known.pk).count() == 1


def test_an_answer_cannot_be_made_up(clerk, typed):
    PatientFactory(name="Sunita Devi", phone="9876543210", registered_centre=clerk.centre)

    response = clerk.post(NEW, typed(not_same_as="AAAA", somebody_else="on"))

    assert (response.status_code, Visit.objects.count()) == (409, 0)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_stored_and_shown_harmlessly(clerk, typed, name):
    response = clerk.post(NEW, typed(name=name, guardian_name=name, street=name, phone_owner="none", phone=""))
    pages = [
        clerk.client.get(response.url).content.decode(),
        clerk.get("registration:counter").content.decode(),
        clerk.client.post(clerk.url("registration:search"), {"q": name}, follow=True).content.decode(),
    ]

    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<link rel=attachment" not in page
        assert "\u202e" not in page
        assert "49 a<" not in page


def test_fields_of_the_table_that_the_form_does_not_have_cannot_be_sent(clerk, typed):
    other = VisitFactory()
    smuggled = {
        "token": 99,
        "centre": other.centre_id,
        "fee_rupees": 500,
        "status": "done",
        "is_demo": "on",
        "registered_centre": other.centre_id,
        "uhid": "12345678901",
        "version": 7,
        "aadhaar_last4": "0000",
    }

    clerk.post(NEW, typed(**smuggled))

    visit = Visit.objects.select_related("patient").get(centre=clerk.centre)
    assert (visit.token, visit.status, visit.fee_rupees, visit.is_demo) == (1, "waiting", 0, False)
    assert (visit.patient.registered_centre, visit.patient.version, visit.patient.aadhaar_last4) == (
        clerk.centre,
        1,
        "",
    )


def test_another_centres_department_cannot_be_chosen(clerk, typed):
    elsewhere = VisitFactory().department

    response = clerk.post(NEW, typed(department=elsewhere.pk))

    assert response.status_code == 422
    assert Patient.objects.filter(registered_centre=clerk.centre).count() == 0


def test_somebody_unconscious_is_registered_without_consent(clerk, typed):
    response = clerk.post(NEW, typed(consent=None, aadhaar_absent="unconscious", phone="", phone_owner="none"))

    assert (response.status_code, Consent.objects.count()) == (302, 0)


def test_an_expired_session_keeps_the_form_but_not_the_aadhaar_number(clerk, typed):
    session = clerk.client.session
    session["opened_at"] = 0
    session.save()
    form = typed(aadhaar=TEST_AADHAAR, aadhaar_absent="", _page=clerk.url(NEW))

    sent = clerk.post(NEW, form)
    reference = re.search("held=([0-9a-f-]+)", sent.url)[1]
    from tests.centres.signing import sign_in_user

    sign_in_user(clerk.client, clerk.user)
    page = clerk.get(NEW, {"held": reference}).content.decode()

    assert Visit.objects.count() == 0
    assert 'value="रमेश कुमार यादव"' in page
    assert 'value="98765 43210"' in page
    assert "1814" not in page


def test_a_form_after_a_vain_search_begins_with_what_was_typed(clerk):
    found = clerk.client.post(clerk.url("registration:search"), {"q": "Rakesh Sahni"}, follow=True)
    link = re.search(r'href="([^"]*/counter/new/\?from=[^"]+)"', found.content.decode())[1]

    assert 'value="Rakesh Sahni"' in clerk.client.get(link).content.decode()


def test_the_last_place_is_one_key_away(clerk, typed):
    clerk.post(NEW, typed())

    page = clerk.get(NEW, {"place": "last"}).content.decode()

    assert 'value="यारपुर रोड"' in page
    assert 'value="800001"' in page


def test_while_typing_the_form_answers_with_people_age_script_and_post_offices(english, clerk, typed):
    from registration.catalogue import load

    load()
    PatientFactory(name="Sunita Devi", phone="9876543210", registered_centre=clerk.centre)

    page = clerk.client.post(clerk.url("registration:echo"), typed()).content.decode()

    assert "This is the person" in page
    assert "46 y · born about" in page
    assert '<span id="other-name" hidden hx-swap-oob="true">Sunita Devi</span>' in page
    assert '<option value="Patna GPO">' in page


def test_nurses_and_doctors_do_not_register(nurse, doctor, typed):
    for worker in (nurse, doctor):
        assert worker.get(NEW).status_code == 403
        assert worker.post(NEW, typed()).status_code == 403
    assert Patient.objects.count() == 0
