"""A child's dose, a bundle, a certificate, the pharmacy window, and a referral there and back, in both languages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from opd.models import Bundle, Certificate, Dispensing, PrescriptionItem, Referral
from tests.centres.factories import PASSWORD, CentreFactory, HospitalFactory, staff
from tests.journey import room
from tests.journey.person import Person
from tests.opd.factories import VitalsFactory
from tests.registration.factories import PatientFactory, VisitFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = pytest.mark.parametrize("language", ["hi", "en"], ids=["Hindi", "English"])
BUNDLE = {"hi": "बच्चे का बुखार", "en": "child fever"}
MEDICINE = "Medicine, or the whole line: pcm 500 1-0-1 5d pc"


def opened(doctor: Person, visit) -> None:
    doctor.open(f"/c/{visit.centre.code}/opd/visits/{visit.code}/consultation/")


def someone(chromium, town, language, name) -> Person:
    one = Person(chromium, town, language)
    one.sign_in(name)
    return one


@LANGUAGES
def test_a_childs_dose_a_bundle_and_a_certificate(chromium, town, language):
    town.speak(language)
    born = timezone.localdate() - timedelta(days=365)
    child = PatientFactory(registered_centre=town.centre, name="परी", birth_date=born)
    first = VisitFactory(centre=town.centre, patient=child)
    VitalsFactory(visit=first, weight="9.5", systolic=None, diastolic=None, pulse=None)
    doctor = someone(chromium, town, language, "doctor")
    opened(doctor, first)
    room.add(doctor, "Complaints", "fever 2d")
    room.add(doctor, "Diagnosis", "J06.9")
    doctor.tab_to(MEDICINE, box=True)
    doctor.type("pcm 120 syp 3d")
    doctor.press("Enter")
    doctor.page.locator("#notice").wait_for()
    assert "9.5 kg" in doctor.page.locator("#notice").inner_text()
    doctor.press("Enter")
    doctor.page.locator(".rx-name >> text=PARACETAMOL").wait_for()
    doctor.look("child-dose")
    keep(doctor, BUNDLE[language])
    room.review(doctor)
    room.sign(doctor)
    certify(doctor)

    second = VisitFactory(centre=town.centre, patient=PatientFactory(registered_centre=town.centre, name="रिया"))
    opened(doctor, second)
    doctor.press("F7")
    doctor.type(BUNDLE[language])
    doctor.press("Enter")
    doctor.page.locator(".rx-name >> text=PARACETAMOL").wait_for()
    doctor.look("bundle-used")
    doctor.done()

    assert PrescriptionItem.objects.get().name_en == "Paracetamol"
    assert (Bundle.objects.get().uses, Certificate.objects.get().kind) == (1, "rest")


def keep(doctor: Person, name: str) -> None:
    """Under the name in the box."""
    doctor.back_to("Bundle", box=True)
    doctor.type(name)
    doctor.tab_to("Keep what is written as a bundle")
    doctor.press("Enter")
    doctor.tab_to("For me")
    doctor.press("Enter")
    doctor.sees(doctor.say("The bundle is kept."))


def certify(doctor: Person) -> None:
    doctor.go("F7")
    doctor.look("certificates")
    doctor.fill("Days of rest", "2")
    doctor.go("Control+Enter")
    doctor.look("certificate-issued")


@LANGUAGES
def test_the_window_hands_out_and_the_hospital_writes_back(chromium, town, language):
    town.speak(language)
    hospital = HospitalFactory(name_en="Patna Hospital", name_hi="पटना अस्पताल")
    people = {
        "pharmacist": ("pharmacist", town.centre, "Vikas Gupta", "विकास गुप्ता"),
        "desk": ("clerk", hospital, "Sunil Das", "सुनील दास"),
        "surgeon": ("doctor", hospital, "Dr Nivedita Sharan", "डॉ. निवेदिता शरण"),
    }
    for name, (role, centre, english, hindi) in people.items():
        staff(role, centre, username=name, name_en=english, name_hi=hindi, password=PASSWORD, language=language)
    visit = VisitFactory(centre=town.centre, patient=PatientFactory(registered_centre=town.centre, name="सुनीता देवी"))
    doctor = someone(chromium, town, language, "doctor")
    opened(doctor, visit)
    room.add(doctor, "Diagnosis", "J06.9")
    room.add(doctor, MEDICINE, "pcm 500 1-0-1 5d pc")
    refer(doctor)
    doctor.look("referral-written")
    room.review(doctor)
    room.sign(doctor)
    doctor.look("signed-with-referral")
    doctor.done()

    hand_out(someone(chromium, town, language, "pharmacist"))
    arrive(someone(chromium, town, language, "desk"), visit)
    write_back(someone(chromium, town, language, "surgeon"), visit)
    doctor = someone(chromium, town, language, "doctor")
    doctor.open(f"/c/{visit.centre.code}/opd/referrals/")
    doctor.look("referral-back")
    doctor.sees("दवा जारी रखें")
    doctor.done()

    assert [row.quantity for row in Dispensing.objects.all()] == [10]
    assert Referral.objects.get().status == "back"


def refer(doctor: Person) -> None:
    doctor.press("F10")
    doctor.tab_to("Hospital", box=True)
    doctor.press("ArrowDown")
    doctor.fill("Why", "ऑपरेशन की सलाह", most=20)


def hand_out(pharmacist: Person) -> None:
    pharmacist.look("home-pharmacist")
    pharmacist.tab_to("Medicines to hand out")
    pharmacist.go("Enter")
    pharmacist.look("window")
    pharmacist.go("F8")
    pharmacist.look("window-open")
    pharmacist.go("Control+Enter")
    pharmacist.look("handed-out")
    pharmacist.done()


def arrive(clerk: Person, visit) -> None:
    clerk.tab_to("Referred patients expected")
    clerk.go("Enter")
    clerk.look("referral-desk")
    clerk.type(visit.code)
    clerk.go("Enter")
    clerk.look("referral-arrived")
    clerk.done()


def write_back(surgeon: Person, visit) -> None:
    hospital = Referral.objects.get().to_centre
    surgeon.open(f"/c/{hospital.code}/opd/referrals/{visit.code}/")
    surgeon.look("referral-step")
    surgeon.fill("What was found, what to continue", "दवा जारी रखें")
    surgeon.tab_to("Send the note to the home centre")
    surgeon.go("Enter")
    surgeon.look("referral-answered")
    surgeon.done()


def test_without_javascript_a_dose_by_weight_and_two_windows(chromium, town):
    """The dose is looked at once; one window gives a part, another centre's the rest, against the same slip."""
    town.speak("hi")
    other = CentreFactory(name_en="UPHC Kankarbagh", name_hi="शहरी प्रा० स्वा० केंद्र, कंकड़बाग")
    for name, centre in {"window": town.centre, "far-window": other}.items():
        staff("pharmacist", centre, username=name, name_en="Vikas", name_hi="विकास", password=PASSWORD, language="hi")
    born = timezone.localdate() - timedelta(days=365)
    child = PatientFactory(registered_centre=town.centre, name="परी", birth_date=born)
    visit = VisitFactory(centre=town.centre, patient=child)
    VitalsFactory(visit=visit, weight="9.5", systolic=None, diastolic=None, pulse=None)
    doctor = plain(chromium, town, "doctor")
    opened(doctor, visit)
    doctor.look("whole-empty")
    doctor.type("c fever 2d; d J06.9; r pcm 120 syp 3d; r zinc 20 od 14d; s")
    doctor.go("Enter")
    assert "9.5 kg" in doctor.page.locator("#notice").inner_text()
    doctor.go("Enter")
    doctor.look("whole-sign")
    doctor.go("Enter")
    doctor.done()
    zinc = PrescriptionItem.objects.get(name_en__startswith="Zinc")

    give(plain(chromium, town, "window"), visit, f"quantity-{zinc.pk}", "4")
    give(plain(chromium, town, "far-window"), visit, f"quantity-{zinc.pk}", "")

    assert [(row.centre, row.quantity) for row in zinc.dispensings.all()] == [(town.centre, 4), (other, 10)]
    assert PrescriptionItem.objects.count() == 2


def plain(chromium, town, name) -> Person:
    one = Person(chromium, town, "hi", script=False)
    one.sign_in(name)
    return one


def give(pharmacist: Person, visit, box: str, count: str) -> None:
    """The slip's code, how many where it is not all, and the button."""
    pharmacist.tab_to("Medicines to hand out")
    pharmacist.go("Enter")
    pharmacist.tab_to("Scan the slip, or type token or code", box=True)
    pharmacist.type(visit.code)
    pharmacist.go("Enter")
    if count:
        pharmacist.page.locator(f"[name={box}]").focus()
        pharmacist.press("Control+a")
        pharmacist.type(count)
    pharmacist.tab_to("Hand out")
    pharmacist.go("Enter")
    pharmacist.done()
