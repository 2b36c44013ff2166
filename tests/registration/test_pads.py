"""Pads for a power cut: numbers and QR on paper, one scan to a visit with its own time, what became of each slip."""

from datetime import datetime, timedelta

import pypdfium2
import pytest
import time_machine
import zxingcpp
from django.utils import timezone

from centres import once
from centres.models import AuditEvent
from hms.lib.dates import INDIA
from opd.models import SlipLink
from opd.slip.content import content
from registration import documents, pad_numbers, references
from registration import selectors as registration
from registration.errors import (
    AlreadyToday,
    LikelyDuplicates,
    NotInThisState,
    NotWrittenThen,
    PadSlipTaken,
    ReasonMissing,
    RegistrationError,
)
from registration.models import Counter, DowntimePad, PadSlip, Patient, Visit
from registration.search import Kind, read
from registration.selectors import pads as selectors
from registration.services import pads
from tests.centres.factories import CentreFactory, DepartmentFactory, UserFactory
from tests.centres.signing import Worker
from tests.registration.factories import PatientFactory, VisitFactory, new_patient

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=INDIA)  # a Tuesday
MORNING = datetime(2026, 11, 24, 9, 40, tzinfo=INDIA)
YESTERDAY = datetime(2026, 11, 23, 10, 5, tzinfo=INDIA)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def make(centre, size=4, at=datetime(2026, 11, 20, 18, 0, 30, tzinfo=INDIA), **changes) -> DowntimePad:
    with time_machine.travel(at, tick=False):
        words = {"place": "काउंटर 1", "size": size, "paper": "A4", "by": UserFactory(), **changes}
        return pads.print_pad(centre, **words)


@pytest.fixture
def pad(centre):
    return make(centre)


@pytest.fixture
def slip(pad):
    return pad.slips.get(place=1)


def attach(slip, patient=None, **changes):
    words = {"at": MORNING, "is_seen": False, "by": UserFactory(), **changes}
    department = words.pop("department", None) or slip.pad.centre.departments.get()
    return pads.attach_known(slip, patient or PatientFactory(registered_centre=slip.pad.centre), department, **words)


# --- Numbers --------------------------------------------------------------------------------------------------------


def test_numbers_only_grow_and_say_their_centre(centre):
    first, second = make(centre, size=3), make(centre, size=2)

    shown = [pad_numbers.show(one.serial) for one in PadSlip.objects.order_by("pad__number", "place")]
    assert [text[:-2] for text in shown] == [f"YRP-P{number:05}" for number in range(1, 6)]
    assert (first.number, second.number) == (1, 2)
    assert Counter.objects.get(centre=centre, scope="pad-slip").value == 5


@pytest.mark.parametrize("size", [0, -1, 101])
def test_a_pad_nobody_can_mean(centre, size):
    with pytest.raises(RegistrationError):
        make(centre, size=size)
    assert not Counter.objects.exists()


def test_a_typed_number_is_understood_and_a_slip_of_the_hand_is_found(slip):
    shown = pad_numbers.show(slip.serial)
    for typed in (shown, shown.lower(), shown.replace("-", ""), shown.replace("-", " "), f" {shown} "):
        assert read(typed) == (Kind.PAD, slip.serial, "")
    for place, sign in enumerate(slip.serial):
        if sign.isalpha():
            continue
        wrong = slip.serial[:place] + ("7" if sign != "7" else "3")
        assert read(wrong + slip.serial[place + 1 :]).kind == Kind.WRONG_NUMBER


@pytest.mark.parametrize(
    "text", ["K7MQ-3TXD", "9876543210", "G-41", "YRP-261122-041", "Ram Prasad 46", "234567", "P2345678", "41"]
)
def test_nothing_else_is_taken_for_a_pad(text):
    assert read(text).kind != Kind.PAD


def test_the_token_is_not_kept_and_nobody_computes_it_without_the_key(slip, settings):
    token = pads.token_of(slip)
    assert len(token) == 22
    settings.HMS_SEAL_KEY = b"another key of thirty-two bytes!"
    assert pads.token_of(slip) != token


# --- Paper ----------------------------------------------------------------------------------------------------------


def pages(paper: bytes) -> list:
    return [page.render(scale=200 / 72).to_pil() for page in pypdfium2.PdfDocument(paper)]


@pytest.mark.parametrize(("paper", "sheets"), [("A4", [2, 2, 1]), ("A5", [1, 1, 1, 1, 1])])
def test_each_slip_on_paper_carries_its_own_qr_and_number(centre, paper, sheets):
    pad = make(centre, size=5, paper=paper)
    slips = list(pad.slips.order_by("place"))

    read_back = [[code.text for code in zxingcpp.read_barcodes(page)] for page in pages(documents.pad_pdf(pad, slips))]

    assert [len(codes) for codes in read_back] == sheets
    tokens = {text.rpartition("/s/")[2] for codes in read_back for text in codes}
    assert tokens == {pads.token_of(slip) for slip in slips}


def test_the_paper_says_its_number_and_nothing_of_anybody(clerk, pad):
    paper = clerk.client.get(clerk.url("registration:pad-print", pad=pad.number))
    text = pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_range()

    assert paper["Content-Type"] == "application/pdf"
    for slip in pad.slips.filter(place__lte=2):
        assert pad_numbers.show(slip.serial) in text
    assert AuditEvent.objects.filter(action="pad.printed").get().detail == {"pad": pad.number, "slips": 4}


def test_after_the_key_changed_it_is_not_printed_with_qrs_of_nobody(clerk, pad, settings):
    settings.HMS_SEAL_KEY = b"another key of thirty-two bytes!"
    answer = clerk.client.get(clerk.url("registration:pad-print", pad=pad.number))

    assert answer.url == clerk.url("registration:pad", pad=pad.number)
    assert "नया पैड" in clerk.client.get(answer.url).content.decode()


def test_printed_again_only_what_is_blank(clerk, pad, slip):
    attach(slip)
    paper = clerk.client.get(clerk.url("registration:pad-print", pad=pad.number))

    found = [code.text for page in pages(paper.content) for code in zxingcpp.read_barcodes(page)]
    assert len(found) == 3
    assert not any(text.endswith(pads.token_of(slip)) for text in found)


# --- Attaching ------------------------------------------------------------------------------------------------------


def test_a_paper_of_this_morning_waits_with_the_next_token(centre, slip):
    VisitFactory(centre=centre, token=6)
    department = centre.departments.get()
    for scope in (f"token:{department.pk}:2026-11-24", "day:2026-11-24", "year:2026"):
        Counter.objects.create(centre=centre, scope=scope, value=6)

    visit = attach(slip)

    slip.refresh_from_db()
    assert (visit.token, visit.status, visit.source, visit.registered_at) == (7, "waiting", "downtime", MORNING)
    assert (visit.number, visit.yearly_serial) == ("YRP-261124-007", 7)
    assert (slip.visit, slip.written_at, slip.attached_at) == (visit, MORNING, NOW)
    assert visit.seconds_at_counter is None


def test_seen_on_paper_does_not_wait(centre, slip):
    visit = attach(slip, is_seen=True)

    assert (visit.status, visit.done_at) == ("done", MORNING)
    assert registration.counts(centre, timezone.localdate())[0].waiting == 0


def test_a_paper_of_yesterday_counts_yesterday_and_nobody_waits_today(centre, slip):
    VisitFactory(centre=centre, token=3)

    visit = attach(slip, at=YESTERDAY, is_seen=False)

    assert (visit.visit_on, visit.status, visit.number) == (YESTERDAY.date(), "done", "YRP-261123-001")
    [today] = registration.counts(centre, timezone.localdate())
    assert (today.registered, today.waiting) == (1, 1)
    [yesterday] = registration.counts(centre, YESTERDAY.date())
    assert (yesterday.registered, yesterday.done) == (1, 1)


def test_somebody_new_with_the_paper_in_one_transaction(centre, slip):
    data = new_patient(centre.departments.get())

    visit = pads.attach_new(slip, data, at=YESTERDAY, is_seen=True, by=UserFactory())

    patient = Patient.objects.get()
    assert (visit.patient, patient.registered_at, visit.source) == (patient, YESTERDAY, "downtime")
    assert [event.action for event in AuditEvent.objects.order_by("pk")] == [
        "pad.made", "patient.registered", "visit.opened", "pad.attached",
    ]  # fmt: skip


def test_a_refusal_leaves_nothing_behind(centre, slip):
    data = new_patient(centre.departments.get(), not_same_as=frozenset())
    pads.attach_new(slip, data, at=MORNING, is_seen=True, by=UserFactory())
    second = slip.pad.slips.get(place=2)

    with pytest.raises(LikelyDuplicates):
        pads.attach_new(second, data, at=MORNING, is_seen=True, by=UserFactory())

    second.refresh_from_db()
    assert (second.visit, Patient.objects.count(), Visit.objects.count()) == (None, 1, 1)


@pytest.mark.parametrize(
    ("at", "field"),
    [
        (NOW + timedelta(minutes=1), "clock"),
        (datetime(2026, 11, 20, 17, 59, tzinfo=INDIA), "day"),
        (datetime(2020, 1, 1, 9, 0, tzinfo=INDIA), "day"),
    ],
)
def test_a_time_that_cannot_be(slip, at, field):
    with pytest.raises(NotWrittenThen) as refused:
        attach(slip, at=at)

    assert refused.value.field == field
    assert not Visit.objects.exists()


def test_the_minute_it_was_printed_is_the_first(slip):
    assert attach(slip, at=datetime(2026, 11, 20, 18, 0, tzinfo=INDIA)).visit_on.day == 20


def test_a_paper_found_after_months_is_too_old_to_guess(centre):
    slip = make(centre, at=datetime(2026, 6, 1, 9, 0, tzinfo=INDIA)).slips.first()

    with pytest.raises(NotWrittenThen):
        attach(slip, at=NOW - timedelta(days=61))
    assert attach(slip, at=NOW - timedelta(days=59)).status == "done"


def test_twice_is_told_who_was_first(slip):
    visit = attach(slip)

    with pytest.raises(PadSlipTaken, match=f"{visit.token}"):
        attach(slip)
    assert Visit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_counters_with_one_slip_make_one_visit(centre, slip, in_threads):
    one, other = PatientFactory(registered_centre=centre), PatientFactory(registered_centre=centre)

    answers = in_threads(lambda: attach(slip, one), lambda: attach(slip, other))

    assert sorted(type(answer).__name__ for answer in answers) == ["PadSlipTaken", "Visit"]
    slip.refresh_from_db()
    assert slip.visit == Visit.objects.get()


def test_a_visit_that_stands_takes_the_paper(centre, slip):
    visit = VisitFactory(centre=centre, token=5, registered_at=MORNING - timedelta(minutes=5))

    with pytest.raises(AlreadyToday) as refused:
        attach(slip, visit.patient)
    pads.attach_to_visit(slip, refused.value.visit, at=MORNING, by=UserFactory())

    slip.refresh_from_db()
    visit.refresh_from_db()
    assert (slip.visit, visit.source, visit.slip_version, Visit.objects.count()) == (visit, "counter", 2, 1)


def test_a_visit_of_another_day_does_not_take_it(centre, slip):
    with pytest.raises(NotInThisState):
        pads.attach_to_visit(slip, VisitFactory(centre=centre), at=YESTERDAY, by=UserFactory())


# --- Afterwards -----------------------------------------------------------------------------------------------------


def scan(worker, text):
    return worker.client.post(worker.url("registration:search"), {"q": text}, follow=True)


def address(slip) -> str:
    return f"http://localhost:8000/s/{pads.token_of(slip)}"


def test_the_slip_says_that_it_was_written_by_hand(slip):
    visit = attach(slip)

    shown = content(visit, audience="paper").by_hand
    assert (shown.serial, shown.written_at, shown.attached_at) == (slip.serial, MORNING, NOW)


def test_an_ordinary_slip_does_not(centre):
    assert content(VisitFactory(centre=centre), audience="paper").by_hand is None


def test_scanned_again_it_opens_its_person_for_ever(slip, now):
    visit = attach(slip)
    now.move_to(NOW + timedelta(days=400))
    clerk = Worker.at(slip.pad.centre, "clerk")

    by_qr, by_number = scan(clerk, address(slip)), scan(clerk, pad_numbers.show(slip.serial))

    for page in (by_qr, by_number):
        assert visit.patient.name in page.content.decode()


def test_another_centre_reads_it_as_any_slip(slip):
    visit = attach(slip)
    other = Worker.at(CentreFactory(), "clerk")

    typed = scan(other, pad_numbers.show(slip.serial)).content.decode()
    assert visit.patient.name not in typed
    assert "के पैड का है" in typed

    assert visit.patient.name in scan(other, address(slip)).content.decode()  # whoever holds it is here


def test_a_blank_one_opens_the_page_that_enters_it(clerk, slip):
    for text in (address(slip), pad_numbers.show(slip.serial)):
        page = scan(clerk, text)
        assert page.redirect_chain[-1][0] == clerk.url("registration:pad-slip", serial=slip.serial)


def test_whoever_gives_no_tokens_is_sent_to_the_counter(doctor, slip):
    assert "काउंटर" in scan(doctor, address(slip)).content.decode()
    assert doctor.client.get(doctor.url("registration:pad-slip", serial=slip.serial)).status_code == 403


def test_a_number_no_pad_has(clerk):
    page = scan(clerk, pad_numbers.show(pad_numbers.make("YRP", 99999)))
    assert "किसी पैड" in page.content.decode()


def test_the_patients_phone_opens_after_it_is_attached(client, slip):
    before = client.get(f"/s/{pads.token_of(slip)}")
    visit = attach(slip)
    after = client.get(f"/s/{pads.token_of(slip)}")

    assert visit.centre.name_hi not in before.content.decode()
    assert visit.centre.name_hi in after.content.decode()
    assert SlipLink.objects.get().visit == visit


# --- Taking back, spoilt, missing -----------------------------------------------------------------------------------


def test_the_wrong_person_is_taken_off_and_the_slip_is_blank_again(slip):
    wrong = attach(slip)

    pads.release(slip, reason="दूसरी सुनीता", by=UserFactory())
    wrong.refresh_from_db()
    right = attach(slip)

    assert (wrong.status, wrong.cancel_reason, right.status) == ("cancelled", "दूसरी सुनीता", "waiting")
    assert SlipLink.objects.get().visit == right


def test_what_somebody_wrote_on_is_not_taken_away(slip):
    visit = attach(slip)
    Visit.objects.filter(pk=visit.pk).update(slip_version=2)

    with pytest.raises(NotInThisState):
        pads.release(slip, reason="दूसरी सुनीता", by=UserFactory())
    slip.refresh_from_db()
    assert slip.visit == visit


def test_a_visit_that_stood_before_stays_when_the_paper_goes(centre, slip):
    visit = VisitFactory(centre=centre, registered_at=MORNING)
    pads.attach_to_visit(slip, visit, at=MORNING, by=UserFactory())

    pads.release(slip, reason="दूसरा पर्चा", by=UserFactory())

    visit.refresh_from_db()
    assert visit.status == "waiting"


def test_a_reason_is_needed(pad, slip):
    for refused in (
        lambda: pads.release(slip, reason=" ", by=UserFactory()),
        lambda: pads.spoil(pad, slip, slip, reason="", by=UserFactory()),
    ):
        with pytest.raises(ReasonMissing):
            refused()


def test_used_spoilt_missing_and_blank(centre):
    pad = make(centre, size=6)
    one, two, three, four, five, six = pad.slips.order_by("place")
    pads.spoil(pad, two, two, reason="भीग गई", by=UserFactory())
    attach(one)
    attach(four)

    account = selectors.account(pad)

    assert [account.used, account.spoilt, account.missing, account.blank] == [[one, four], [two], [three], [five, six]]
    [listed] = selectors.pads(centre)
    assert (listed.used, listed.spoilt, listed.missing, listed.blank) == (2, 1, 1, 2)


def test_an_attached_slip_is_not_spoilt_and_a_spoilt_one_not_attached(pad):
    one, two, three, _four = pad.slips.order_by("place")
    attach(two)

    with pytest.raises(PadSlipTaken):
        pads.spoil(pad, one, three, reason="भीग गई", by=UserFactory())
    with pytest.raises(RegistrationError):
        pads.spoil(pad, three, one, reason="भीग गई", by=UserFactory())
    assert pads.spoil(pad, three, three, reason="भीग गई", by=UserFactory()) == 1
    with pytest.raises(PadSlipTaken):
        attach(three)

    pads.restore(three, by=UserFactory())
    assert attach(three).source == "downtime"


def test_restoring_what_is_not_spoilt(slip):
    with pytest.raises(NotInThisState):
        pads.restore(slip, by=UserFactory())


# --- Pages ----------------------------------------------------------------------------------------------------------


def post(worker, name, /, *args, **typed):
    url = worker.url(f"registration:{name}", **dict(zip(("serial", "reference"), args, strict=False)))
    return worker.client.post(url, {"idem": once.new_key(worker.user), **typed})


def test_the_in_charge_makes_a_pad(in_charge):
    answer = post(in_charge, "pad-new", place="काउंटर 2", size="12", paper="A5")

    pad = DowntimePad.objects.get()
    assert answer.url == in_charge.url("registration:pad", pad=pad.number)
    assert (pad.place, pad.size, pad.paper, pad.slips.count()) == ("काउंटर 2", 12, "A5", 12)
    assert "12" in in_charge.client.get(answer.url).content.decode()


@pytest.mark.parametrize("typed", [{"size": "0"}, {"size": "5000"}, {"size": "x"}, {"place": ""}, {"place": "x" * 41}])
def test_a_pad_nobody_can_print_is_refused_beside_the_box(in_charge, typed):
    answer = post(in_charge, "pad-new", **{"place": "काउंटर 2", "size": "12", "paper": "A4", **typed})

    assert answer.status_code == 422
    assert not DowntimePad.objects.exists()


def reference(worker, patient):
    return references.of_person(patient.pk, user=worker.user, centre=worker.centre)


def test_a_clerk_enters_a_paper_of_somebody_known(clerk, slip):
    patient = PatientFactory(registered_centre=clerk.centre, phone="9876500001")
    department = clerk.centre.departments.get()
    found = clerk.client.post(clerk.url("registration:pad-slip", serial=slip.serial), {"q": "9876500001"})
    link = f"/pads/slips/{slip.serial}/people/"

    assert link in found.content.decode()
    answer = post(
        clerk, "pad-person", slip.serial, reference(clerk, patient),
        day="23/11", clock="९:४०", is_seen="", department=department.pk,
    )  # fmt: skip

    visit = Visit.objects.get()
    assert answer.url == clerk.url("registration:visit", code=visit.code)
    assert timezone.localtime(visit.registered_at) == datetime(2026, 11, 23, 9, 40, tzinfo=INDIA)


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ({"clock": ""}, "clock"), ({"clock": "25:10"}, "clock"), ({"clock": "15:01"}, "clock"), ({"day": "x"}, "day"),
        ({"day": "25/11/2026"}, "day"), ({"day": "19/11"}, "day"), ({"is_seen": ""}, "is_seen"),
        ({"department": "999999"}, "department"), ({"clock": "9" * 4000}, "clock"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_box(clerk, slip, typed, box):
    patient = PatientFactory(registered_centre=clerk.centre)
    good = {"day": "24/11", "clock": "9:40", "is_seen": "no", "department": clerk.centre.departments.get().pk}

    answer = post(clerk, "pad-person", slip.serial, reference(clerk, patient), **{**good, **typed})

    assert answer.status_code in {409, 422}
    assert box in answer.context["form"].errors
    assert not Visit.objects.exists()


def test_the_page_offers_the_visit_that_stands(clerk, slip):
    visit = VisitFactory(centre=clerk.centre, registered_at=MORNING)
    typed = {"day": "24/11", "clock": "9:40", "is_seen": "no", "department": visit.department_id}
    where = ("pad-person", slip.serial, reference(clerk, visit.patient))

    asked = post(clerk, *where, **typed)
    answer = post(clerk, *where, **typed, to_visit=visit.code)

    assert (asked.status_code, f'value="{visit.code}"' in asked.content.decode()) == (409, True)
    assert answer.url == clerk.url("registration:visit", code=visit.code)
    slip.refresh_from_db()
    assert slip.visit == visit


def test_somebody_new_is_registered_from_the_paper(clerk, slip, typed):
    answer = post(clerk, "pad-new-person", slip.serial, **typed(day="24-11-2026", clock="9.40", is_seen="yes"))

    visit = Visit.objects.get()
    assert answer.url == clerk.url("registration:visit", code=visit.code)
    assert (visit.status, visit.registered_at, visit.patient.name) == ("done", MORNING, "सुनीता देवी")


def test_the_same_form_twice_leads_to_the_same_visit(clerk, slip, typed):
    form = typed(day="24/11", clock="9:40", is_seen="yes")
    url, key = clerk.url("registration:pad-new-person", serial=slip.serial), once.new_key(clerk.user)
    first, second = (clerk.client.post(url, {"idem": key, **form}) for _time in range(2))

    assert first.url == second.url
    assert Visit.objects.count() == 1


def test_a_colleague_who_was_slower_is_told(clerk, slip, typed):
    visit = attach(slip)

    answer = post(clerk, "pad-new-person", slip.serial, **typed(day="24/11", clock="9:40", is_seen="yes"))
    page = clerk.client.get(answer.url).content.decode()

    assert answer.url == clerk.url("registration:pad-slip", serial=slip.serial)
    assert visit.patient.name in page
    assert Visit.objects.count() == 1


def test_the_next_paper_begins_with_the_day_of_the_last(clerk, pad):
    one, two, *_rest = pad.slips.order_by("place")
    attach(one, at=YESTERDAY)
    patient = PatientFactory(registered_centre=clerk.centre)

    page = clerk.client.get(
        clerk.url("registration:pad-person", serial=two.serial, reference=reference(clerk, patient))
    )

    assert page.context["form"]["day"].value() == "23-Nov-2026"


def test_another_centres_pad_is_not_there(clerk):
    centre = CentreFactory(short_code="ALG")
    DepartmentFactory(centre=centre)
    slip = make(centre).slips.first()

    for name in ("pad-slip", "pad-new-person"):
        assert clerk.client.get(clerk.url(f"registration:{name}", serial=slip.serial)).status_code == 404
    for name in ("pad", "pad-print", "pad-account", "pad-spoil"):
        assert clerk.client.get(clerk.url(f"registration:{name}", pad=1)).status_code == 404


def test_the_list_costs_the_same_however_many_pads(clerk, django_assert_max_num_queries):
    for _pad in range(6):
        attach(make(clerk.centre, size=3).slips.get(place=2))
    url = clerk.url("registration:pads")
    clerk.client.get(url)

    with django_assert_max_num_queries(14):
        clerk.client.get(url)


def test_the_list_of_a_pad_goes_on_paper(clerk, pad):
    attach(pad.slips.get(place=2))
    paper = clerk.client.get(clerk.url("registration:pad-account", pad=pad.number))
    text = pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_range()

    assert pad_numbers.show(pad.slips.get(place=1).serial) in text
