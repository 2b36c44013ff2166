"""Questions about numbers from the night to the district's word: asked once, answered, accepted; who sees what."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from centres.models import AuditEvent
from centres.permissions import Role
from hms import jobs
from opd import catalogue, services
from opd.errors import HonestyError, StaleQuestion
from opd.models import HonestyCheck, HonestyFinding, HonestyStep
from registration.models import Visit
from tests import loaded
from tests.centres.factories import CentreFactory, DepartmentFactory, OfficeFactory, staff
from tests.centres.signing import Worker
from tests.labs.factories import load_catalogue
from tests.opd.reporting.honesty import colleague, measured, people, results, week

pytestmark = pytest.mark.django_db
ANSWER = "कैंप की काग़ज़ वाली पर्चियाँ एक साथ दर्ज की गईं।"


@pytest.fixture(autouse=True)
def _rules(db):
    loaded.opd_catalogue()


@pytest.fixture
def question(centre) -> HonestyFinding:
    people(centre, 16, gap=10, patient__name="सुनीता देवी", registered_by=colleague(centre, Role.CLERK))
    services.look_at_numbers()
    return HonestyFinding.objects.get()


def page(worker, question, name="figures-question", **query):
    return worker.client.get(reverse(f"opd:{name}", args=[worker.centre.code, question.code]), query)


def say(worker, question, *, version=None, **typed):
    url = reverse("opd:figures-question", args=[worker.centre.code, question.code])
    shown = worker.client.get(url)
    idem = shown.context["idem"] if shown.status_code == 200 else ""
    version = version or HonestyFinding.objects.get(pk=question.pk).version
    return worker.client.post(url, {"version": version, "idem": idem, **typed})


def state(question) -> str:
    question.refresh_from_db()
    return question.state


def test_the_night_asks_once_however_often_it_looks(centre):
    people(centre, 16, gap=10)

    first, second = services.look_at_numbers(), services.look_at_numbers()

    assert (first.centres, first.found, second.found) == (1, 1, 0)
    question = HonestyFinding.objects.get()
    assert (question.first, question.last) == (week().first, week().last)
    assert [step.kind for step in question.steps.all()] == ["found"]
    event = AuditEvent.objects.get(action="honesty.asked")
    assert (event.by, event.detail["rule"]) == (None, "burst")


def test_while_a_question_is_open_the_next_week_is_a_line_in_its_history(centre, question):
    earlier = week()
    monday = earlier.first - timedelta(weeks=1)
    people(centre, 16, gap=10, on=monday)
    HonestyFinding.objects.filter(pk=question.pk).update(first=monday, last=monday + timedelta(days=6))

    services.look_at_numbers()
    services.look_at_numbers()

    assert HonestyFinding.objects.count() == 1
    again = HonestyStep.objects.get(kind="again")
    assert (again.first, again.facts["counted"]) == (earlier.first, 16)


@pytest.mark.parametrize(("weeks_ago", "is_asked"), [(3, False), (4, True)])
def test_the_same_is_asked_at_most_once_in_its_time(centre, weeks_ago, is_asked):
    measured(people(centre, 60), [(120, 80)] * 60)
    services.look_at_numbers()
    old = HonestyFinding.objects.get()
    first = old.first - timedelta(weeks=weeks_ago)
    HonestyFinding.objects.filter(pk=old.pk).update(first=first, last=first + timedelta(days=6), state="accepted")

    services.look_at_numbers()

    assert HonestyFinding.objects.filter(first=week().first).exists() is is_asked


def test_it_asks_answers_and_closes(centre, question, in_charge, district_officer):
    assert say(in_charge, question, note=ANSWER).status_code == 302
    assert state(question) == "answered"

    shown = page(district_officer, question).content.decode()
    assert ANSWER in shown
    assert say(district_officer, question, decision="ask", note="किस दिन का कैंप था? काग़ज़ कहाँ हैं?").status_code == 302
    assert state(question) == "asked"
    assert "किस दिन का कैंप था" in page(in_charge, question).content.decode()

    say(in_charge, question, note="सोमवार का कैंप, काग़ज़ फ़ाइल में हैं।")
    assert say(district_officer, question, decision="accept", note="").status_code == 302
    assert state(question) == "accepted"

    history = page(in_charge, question).content.decode()
    assert ANSWER in history
    assert "सोमवार का कैंप" in history
    kinds = ["found", "answered", "asked", "answered", "accepted"]
    assert [step.kind for step in question.steps.all()] == kinds
    assert [step.number for step in question.steps.filter(kind="answered")] == [1, 2]
    said = set(AuditEvent.objects.filter(action__startswith="honesty.").values_list("action", flat=True))
    assert said == {"honesty.asked", "honesty.answered", "honesty.asked_again", "honesty.accepted"}


def test_an_answer_can_be_added_to_until_the_district_decides(centre, question, in_charge, district_officer):
    say(in_charge, question, note=ANSWER)
    say(in_charge, question, note="और: उस दिन दो लोग एक कंप्यूटर पर थे।")

    shown = page(district_officer, question)
    assert shown.context["answer"].number == 2
    assert ANSWER in shown.content.decode()

    say(district_officer, question, decision="accept")
    with pytest.raises(HonestyError):
        services.answer_question(question, ANSWER, version=question.version + 3, by=in_charge.user)


def test_too_few_words_change_nothing(centre, question, in_charge, district_officer):
    assert say(in_charge, question, note="ठीक").status_code == 409
    assert state(question) == "open"
    say(in_charge, question, note=ANSWER)
    assert say(district_officer, question, decision="ask", note="").status_code == 409
    assert state(question) == "answered"


def test_whoever_read_an_older_state_sees_the_newer_and_keeps_the_words(centre, question, in_charge):
    say(in_charge, question, note=ANSWER)

    answer = say(in_charge, question, version=1, note="कुछ और लिखा था मैंने।")

    assert answer.status_code == 409
    shown = answer.content.decode()
    assert ANSWER in shown
    assert "कुछ और लिखा था मैंने।" in shown
    assert question.steps.filter(kind="answered").count() == 1
    assert 'name="version" value="2"' in shown


def test_the_same_form_sent_twice_answers_once(centre, question, in_charge):
    url = reverse("opd:figures-question", args=[centre.code, question.code])
    typed = {"version": 1, "idem": in_charge.client.get(url).context["idem"], "note": ANSWER}

    answers = [in_charge.client.post(url, typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert question.steps.filter(kind="answered").count() == 1


def test_nobody_decides_without_an_answer(centre, question, district_officer):
    assert say(district_officer, question, decision="accept").status_code == 409
    assert state(question) == "open"


def test_each_side_says_only_its_own_part(centre, question, in_charge, district_officer):
    say(in_charge, question, note=ANSWER)
    assert 'name="decision"' not in page(in_charge, question).content.decode()

    say(in_charge, question, decision="accept", note=ANSWER)

    assert state(question) == "answered"


@pytest.mark.parametrize("role", [Role.CLERK, Role.NURSE, Role.DOCTOR, Role.LAB_TECHNICIAN, Role.PHARMACIST])
def test_others_at_the_centre_do_not_see_questions(centre, question, role):
    worker = Worker.at(centre, role)
    for name in ("figures-question", "figures-question-rows"):
        assert page(worker, question, name).status_code == 403


def test_another_centre_and_another_district_find_nothing(centre, question):
    other = Worker.at(CentreFactory(), Role.IN_CHARGE)
    office = OfficeFactory(code="CSO-GAYA", short_code="CSG", district="Gaya")
    far = Worker.at(office, Role.DISTRICT_OFFICER)
    for worker in (other, far):
        assert page(worker, question).status_code == 404
        assert page(worker, question, "figures-question-rows").status_code == 404
        assert say(worker, question, note=ANSWER, decision="accept").status_code == 404
        listed = worker.client.get(reverse("opd:figures-questions", args=[worker.centre.code])).content.decode()
        assert question.code not in listed
    assert state(question) == "open"


def test_the_district_sees_slip_numbers_and_the_centre_names(centre, question, in_charge, district_officer):
    visit = Visit.objects.first()
    clerk = visit.registered_by

    own = page(in_charge, question, "figures-question-rows").content.decode()
    office = page(district_officer, question, "figures-question-rows").content.decode()

    assert own.count(visit.patient.name) == 16
    assert clerk.name in own
    assert office.count(f"{centre.short_code}-") == 16
    assert visit.patient.name not in office
    assert clerk.name not in office
    assert visit.patient.uhid not in office
    assert AuditEvent.objects.filter(action="figures.rows_read", detail__form="honesty").count() == 2


def test_answers_carry_no_staff_name_to_the_district(centre, question, in_charge, district_officer):
    say(in_charge, question, note=ANSWER)

    assert in_charge.user.name not in page(district_officer, question).content.decode()
    assert in_charge.user.name in page(in_charge, question).content.decode()


def test_values_stay_with_the_centre(centre, in_charge, district_officer):
    load_catalogue(centre)
    results(people(centre, 7), ["11.2"] * 7)
    services.look_at_numbers()
    question = HonestyFinding.objects.get()

    own = page(in_charge, question, "figures-question-rows").content.decode()
    office = page(district_officer, question, "figures-question-rows").content.decode()

    assert own.count("11.2 g/dL") == 7
    assert "11.2 g/dL" not in office


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Many registrations in a few minutes", "16 of 16 registrations", "not a reproach", "two people typed"]),
        ("hi", ["एक काउंटर पर कुछ ही मिनट में", "16 में से 16 पंजीकरण", "आरोप नहीं", "दो लोग बैठे थे", "house rule"]),
    ],
)
def test_a_question_explains_itself_in_both_languages(centre, question, settings, language, sentences):
    settings.LANGUAGE_CODE = language
    shown = page(Worker.at(centre, Role.IN_CHARGE), question).content.decode()

    for sentence in sentences:
        assert sentence in shown


def test_lists_say_what_waits_for_whom(centre, question, in_charge, district_officer):
    home = in_charge.client.get(reverse("centre-home", args=[centre.code])).content.decode()
    assert "आँकड़ों पर सवाल" in home

    listed = reverse("opd:figures-questions", args=[district_officer.centre.code])
    assert question.code not in district_officer.client.get(listed).content.decode()
    assert question.code in district_officer.client.get(listed, {"show": "centre"}).content.decode()
    say(in_charge, question, note=ANSWER)
    assert question.code in district_officer.client.get(listed).content.decode()
    home = district_officer.client.get(reverse("centre-home", args=[district_officer.centre.code])).content.decode()
    assert "आँकड़ों पर आए जवाब पढ़ने हैं" in home
    say(district_officer, question, decision="accept")
    assert question.code in district_officer.client.get(listed, {"show": "closed"}).content.decode()
    home = in_charge.client.get(reverse("centre-home", args=[centre.code])).content.decode()
    assert "आँकड़ों पर सवाल" not in home


def test_the_list_costs_the_same_however_many(centre, district_officer, django_assert_max_num_queries):
    people(centre, 16, gap=10)
    for _ in range(3):
        people(CentreFactory(), 16, gap=10)
    services.look_at_numbers()
    listed = reverse("opd:figures-questions", args=[district_officer.centre.code])

    with django_assert_max_num_queries(12):
        shown = district_officer.client.get(listed, {"show": "centre"}).content.decode()

    assert shown.count("एक काउंटर पर कुछ ही मिनट में बहुत पंजीकरण") == 4


def test_limits_are_shown_with_source_and_review(in_charge):
    shown = in_charge.client.get(reverse("opd:figures-question-rules", args=[in_charge.centre.code])).content.decode()

    assert "7 में से 0 सीमाएँ" in shown
    assert "terminal digit preference" in shown
    assert shown.count("जाँचा नहीं गया") >= 7


def test_nothing_is_taken_from_anybody(centre, question, in_charge):
    """A question leaves rights, visits and people as they were."""
    visit = Visit.objects.first()
    assert visit.registered_by.is_active
    assert visit.registered_by.memberships.get().ends_on is None
    assert Visit.objects.exclude(status="waiting").count() == 0


def test_by_hand_for_one_week_and_one_centre(centre):
    monday = week().first - timedelta(weeks=2)
    people(centre, 16, gap=10, on=monday)
    people(CentreFactory(), 16, gap=10, on=monday)
    out = io.StringIO()

    call_command("ask_about_numbers", "--day", f"{monday}", "--centre", centre.code, stdout=out)

    assert "1 centres, 1 new questions" in out.getvalue()
    assert HonestyFinding.objects.get().centre == centre
    with pytest.raises(CommandError):
        call_command("ask_about_numbers", "--day", f"{timezone.localdate()}")
    with pytest.raises(CommandError):
        call_command("ask_about_numbers", "--day", "yesterday")


def test_the_job_loop_looks_once_a_night(centre, monkeypatch):
    people(centre, 16, gap=10)

    assert jobs.ask_about_numbers() == "1 centres looked at, 1 questions"
    assert jobs.ask_about_numbers() == ""
    assert HonestyCheck.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_looks_at_the_same_moment_ask_once(in_threads):
    catalogue.load()
    centre = CentreFactory()
    DepartmentFactory(centre=centre)
    people(centre, 16, gap=10)

    answers = in_threads(*[services.look_at_numbers] * 3)

    assert sum(check.found for check in answers) == 1
    assert HonestyFinding.objects.count() == HonestyStep.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_answer_at_the_same_moment(in_threads):
    catalogue.load()
    centre = CentreFactory()
    DepartmentFactory(centre=centre)
    people(centre, 16, gap=10)
    services.look_at_numbers()
    question = HonestyFinding.objects.get()
    person = staff(Role.IN_CHARGE, centre)

    def answer():
        return services.answer_question(question, ANSWER, version=1, by=person)

    answers = in_threads(answer, answer)

    assert sum(isinstance(one, StaleQuestion) for one in answers) == 1
    assert question.steps.filter(kind="answered").count() == 1
