"""The form for measurements: what it reads, refuses, flags and keeps."""

import pytest

from centres.models import AuditEvent
from opd.models import Vitals
from tests import loaded
from tests.opd.factories import VitalsFactory
from tests.registration.factories import PatientFactory, VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def visit(centre):
    loaded.opd_catalogue()
    return VisitFactory(centre=centre)


def send(worker, visit, **typed):
    return worker.post("opd:vitals", typed, code=visit.code)


def test_a_nurse_types_what_the_instruments_say(nurse, visit):
    answer = send(nurse, visit, bp="148/92", pulse="88", temperature="101.2", spo2="97", weight="61.5", height="152")

    row = Vitals.objects.get(visit=visit)
    assert (row.systolic, row.diastolic, row.pulse, str(row.temperature)) == (148, 92, 88, "101.2")
    assert answer.url == nurse.url("opd:vitals-list")
    told = nurse.client.get(answer.url).content.decode()
    assert "BP 148/92 mmHg H (high)" in told


@pytest.mark.parametrize(
    ("typed", "degrees"), [("38c", "100.4"), ("38.5 °C", "101.3"), ("१०१", "101.0"), ("99.1f", "99.1")]
)
def test_temperature_is_fahrenheit_unless_a_c_is_written(nurse, visit, typed, degrees):
    send(nurse, visit, temperature=typed)

    assert str(Vitals.objects.get(visit=visit).temperature) == degrees


def test_what_was_understood_of_celsius_is_shown(nurse, visit):
    answer = send(nurse, visit, temperature="38c")

    assert "38 °C = 100.4 °F" in nurse.client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("box", "typed", "sentence"),
    [
        ("bp", "148", "148/92"),
        ("bp", "92/148", "upper number must be larger"),
        ("bp", "400/92", "BP upper can be from 40 to 300 mmHg."),
        ("bp", "120/5", "BP lower can be from 10 to 200 mmHg."),
        ("pulse", "700", "Pulse can be from 20 to 300 /min."),
        ("pulse", "72.5", "whole number"),
        ("pulse", "-4", "Write a number, like 72."),
        ("pulse", "normal", "Write a number, like 72."),
        ("temperature", "38", "For Celsius write 38c."),
        ("temperature", "150", "Temperature can be from 80 to 113 °F."),
        ("spo2", "101", "SpO₂ can be from 30 to 100 %."),
        ("weight", "0.1", "Weight can be from 0.5 to 200 kg."),
        ("height", "9999", "Height can be from 25 to 230 cm."),
        ("glucose", "5", "can be from 10 to 1000 mg/dL."),
    ],
)
def test_what_cannot_be_is_refused_with_the_limits_and_kept_in_its_box(nurse, visit, box, typed, sentence):
    refused = send(nurse, visit, **{box: typed})

    shown = refused.content.decode()
    assert refused.status_code == 422
    assert sentence in shown
    assert f'value="{typed}"' in shown
    assert not Vitals.objects.exists()


def test_empty_boxes_are_refused(nurse, visit):
    assert "Write at least one value." in send(nurse, visit).content.decode()


def test_a_correction_starts_from_what_stands_and_keeps_it(nurse, visit):
    VitalsFactory(visit=visit, systolic=148, diastolic=92)
    assert 'value="148/92"' in nurse.get("opd:vitals", code=visit.code).content.decode()

    send(nurse, visit, bp="138/92", pulse="72")

    assert list(Vitals.objects.filter(visit=visit).order_by("pk").values_list("systolic", "is_current")) == [
        (148, False),
        (138, True),
    ]


def test_a_man_is_not_asked_whether_he_is_pregnant(nurse, centre):
    man = VisitFactory(centre=centre, patient=PatientFactory(sex="M"))

    assert "Pregnant?" not in nurse.get("opd:vitals", code=man.code).content.decode()


def test_in_pregnancy_her_own_limits_flag(nurse, visit):
    answer = send(nurse, visit, bp="162/100", is_pregnant="yes")

    assert "BP 162/100 mmHg HH" in nurse.client.get(answer.url).content.decode()


def test_the_doctor_measures_and_comes_back_to_the_consultation(doctor, visit):
    assert send(doctor, visit, pulse="72").url == doctor.url("opd:consultation", code=visit.code)


def test_a_double_press_measures_once(nurse, visit):
    from centres import once

    key = once.new_key(nurse.user)
    for _press in range(2):
        nurse.post("opd:vitals", {"pulse": "72"}, key=key, code=visit.code)

    assert AuditEvent.objects.filter(action="vitals.recorded").count() == 1


def test_a_clerk_measures_nobody(clerk, visit):
    assert send(clerk, visit, pulse="72").status_code == 403
