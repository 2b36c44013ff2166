"""What a patient reads on the phone."""

import re

import pytest
from django.urls import reverse

from centres.models import AuditEvent
from centres.views import phone as views
from hms.lib import ids
from tests.opd import slips
from tests.opd.test_slip_paper import codes_in, picture

pytestmark = pytest.mark.django_db
MARK = "डेमो: अभ्यास का डेटा, कोई असली मरीज़ नहीं"


@pytest.fixture
def visit(centre):
    slips.room(centre)
    return slips.full(centre)


@pytest.fixture
def read(client):
    """The page behind the gate, after the right answer."""

    def read(visit, query="", answer=None):
        address = reverse("patient:page", args=[slips.printed(visit).token])
        client.post(address, {"answer": answer or visit.patient.phone[-4:]})
        return client.get(address + query)

    return read


def plain(response) -> str:
    """The words as a person reads them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", response.content.decode())))


def test_the_page_says_who_when_where_and_what(read, visit):
    words = plain(read(visit))

    for said in (
        "सुनीता देवी 40 व / महिला",
        "शहरी प्रा० स्वा० केंद्र, यारपुर",
        "बीमारी: सर्दी-बुखार (ऊपरी श्वसन संक्रमण)",
        "डॉक्टर: डॉ. हर्ष मिश्र",
        "पैरासिटामोल 500 mg गोली Paracetamol",
        "सुबह 1, दोपहर 1, रात 1 गोली — खाने के बाद, 5 दिन",
        "हीमोग्लोबिन Haemoglobin होना चाहिए 12.0–15.5 g/dL खून की कमी हो सकती है। 9.8 कम",
        "210000 ठीक",
        "HbA1c रिपोर्ट अभी बाकी",
        "यहाँ जाइए: न्यू गार्डिनर रोड अस्पताल , Gardiner Road",
        "को फिर आइए।",
        "गुनगुना पानी",
    ):
        assert said in words, said


def test_the_page_is_whole_in_english(read, visit):
    words = plain(read(visit, "?lang=en"))

    for said in (
        "UPHC Yarpur",
        "Illness: Acute upper respiratory infection",
        "Paracetamol 500 mg tablet 1-1-1 tablet — after food, for 5 days",
        "Haemoglobin should be 12.0–15.5 g/dL There may be too little blood. 9.8 low",
        "HbA1c report still to come",
        "Go to: New Gardiner Road Hospital",
        "Come again on",
    ):
        assert said in words, said


def test_sensitive_findings_are_not_in_a_single_byte(read, client, visit):
    slips.reported(
        visit,
        test=slips.lab_test(9, code="HIV", name_hi="एच.आई.वी.", name_en="HIV antibody", is_sensitive=True),
        text="Reactive",
    )
    page = read(visit)
    english = client.get(page.wsgi_request.path + "?lang=en")

    for response in (page, english):
        html = response.content.decode()
        assert [word for word in ("HIV", "एच.आई.वी.", "Reactive") if word in html] == []
    assert "एक और रिपोर्ट काउंटर से लें" in plain(page)
    assert "One more report collect at the counter" in plain(english)


def test_a_sensitive_diagnosis_is_a_matter_to_ask_about(read, centre):
    visit = slips.visit_of(centre)
    slips.signed(visit, sensitive=True, history="Discharge", advice="कंडोम")

    html = read(visit).content.decode()

    assert "एक और बात है: केंद्र पर पूछिए।" in html
    assert [word for word in ("सूजाक", "Gono", "A54", "Discharge", "कंडोम") if word in html] == []


def test_a_correction_stands_first_with_old_and_new(read, visit):
    slips.corrected(visit.lab_orders.first(), "10.4")

    words = plain(read(visit))

    assert "एक रिपोर्ट सुधारी गई है: हीमोग्लोबिन पहले 9.8 g/dL , अब 10.4 g/dL" in words


def test_an_old_print_opens_the_newest_state(client, centre):
    visit = slips.visit_of(centre)
    address = reverse("patient:page", args=[slips.printed(visit).token])
    slips.reported(visit, 0)
    client.post(address, {"answer": "3210"})

    assert "9.8 कम" in plain(client.get(address))


def test_a_critical_value_says_what_to_do(read, centre):
    visit = slips.visit_of(centre)
    slips.reported(visit, 0, value="4.1", flag="LL")

    assert "इसे तुरंत डॉक्टर को दिखाइए।" in plain(read(visit))


def test_before_the_doctor_the_page_says_where_to_wait(read, centre):
    slips.room(centre)
    visit = slips.visit_of(centre)

    assert "अभी डॉक्टर ने नहीं देखा है। टोकन 41 , सामान्य ओ.पी.डी., कमरा 2" in plain(read(visit))


def test_whoever_opened_the_record_is_listed(read, doctor, visit):
    doctor.get("opd:slip", code=visit.code)

    words = plain(read(visit))

    assert f"{doctor.user.name_hi}, डॉक्टर –" in words
    assert "फ़ोन पर यही पेज –" in words


def test_reading_is_recorded_each_time(read, client, visit):
    page = read(visit)
    client.get(page.wsgi_request.path)

    events = AuditEvent.objects.filter(action="slip.read")
    assert [(event.by, event.patient_key) for event in events] == [(None, visit.patient_id)] * 2


def test_neither_token_nor_whole_phone_nor_aadhaar_is_on_the_page(read, visit):
    page = read(visit)

    html = page.content.decode()
    assert page.wsgi_request.path.rpartition("/")[2] not in html
    assert visit.patient.phone not in html
    assert "2346" not in html


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_a_long_slip_stays_within_thirty_kilobytes(read, centre, query):
    visit = slips.full(centre, tests=25, medicines=12)

    page = read(visit, query)

    assert len(page.content) <= 30_000
    assert page.content.count(b"<tr>") == 26


def test_the_page_is_one_request(read, visit):
    html = read(visit).content.decode()

    assert not re.search(r"\bsrc=|<link|url\(|@import|<script|<img|<svg|style=", html)


def test_the_style_is_the_one_the_policy_names(read, visit):
    import base64
    import hashlib

    page = read(visit)

    style = re.search(r"<style>(.*?)</style>", page.content.decode(), re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page["Content-Security-Policy"]


def test_the_style_is_for_old_phones():
    """KaiOS 2.5 is Gecko 48: no grid, no custom properties, no :has, no gap."""
    style = views.render_to_string(views.STYLE)

    assert not re.search(r"grid|var\(|:has|gap:|aspect-ratio|:focus-visible|clamp\(|inset", style)
    assert "letter-spacing" not in style


def test_the_pdf_leaves_the_same_out_and_its_qr_opens_the_same_link(read, client, paper_fonts, visit):
    slips.reported(visit, test=slips.lab_test(9, code="HIV", name_hi="एच.आई.वी.", name_en="HIV", is_sensitive=True))
    page = read(visit)

    pdf = client.get(page.wsgi_request.path + "?pdf")

    assert (pdf["Content-Type"], pdf["Content-Disposition"]) == ("application/pdf", 'inline; filename="parcha.pdf"')
    assert codes_in(picture(pdf.content))[0].endswith(page.wsgi_request.path)


def test_the_pdf_stays_behind_the_gate(client, visit):
    answer = client.get(reverse("patient:page", args=[slips.printed(visit).token]) + "?pdf")

    assert "text/html" in answer["Content-Type"]
    assert ids.format_uhid(visit.patient.uhid) not in answer.content.decode()


def test_languages_switch_both_ways(read, client, visit):
    hindi = read(visit)
    english = client.get(hindi.wsgi_request.path + "?lang=en")

    assert (hindi["Content-Language"], english["Content-Language"]) == ("hi", "en")
    assert '<html lang="hi">' in hindi.content.decode()
    assert 'href="?lang=en"' in hindi.content.decode()
    assert '<html lang="en">' in english.content.decode()
    assert 'href="?"' in english.content.decode()


def test_a_cancelled_visit_says_so(read, visit):
    visit.cancelled_at, visit.cancelled_by, visit.status = visit.registered_at, visit.registered_by, "cancelled"
    visit.save()

    assert "यह पर्ची रद्द हो चुकी है।" in plain(read(visit))


def test_a_page_of_a_practice_centre_says_so_before_and_after_the_gate(client, centre):
    centre.is_demo = True
    centre.save(update_fields=["is_demo"])
    token = slips.printed(slips.full(centre)).token
    address = reverse("patient:page", args=[token])

    before = client.get(address).content.decode()
    refused = client.post(address, {"answer": "0000"}).content.decode()
    after = client.post(address, {"answer": "3210"}, follow=True).content.decode()

    assert [MARK in page for page in (before, refused, after)] == [True, False, True]
