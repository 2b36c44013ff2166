"""The demonstration: believable, complete, and marked as such."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from centres.models import AuditEvent, Centre, User
from hms.demo import staff
from labs.models import LabOrder, Report
from labs.seals import is_genuine
from opd.models import Consultation, Referral
from registration.models import Identifier, Patient, Visit
from registration.selectors.doubles import waiting
from registration.services.numbers import take_numbers

pytestmark = pytest.mark.django_db


def seed(**options) -> str:
    said = StringIO()
    call_command("seed_demo", stdout=said, **options)
    return said.getvalue()


def test_a_small_demonstration_has_every_kind_of_row_and_says_that_it_is_one():
    seed(patients=90, days=6)

    assert Patient.objects.filter(is_demo=True).count() == Patient.objects.count() >= 90
    assert set(Visit.objects.values_list("is_demo", flat=True)) == {True}
    assert set(Centre.objects.filter(stage="live").values_list("code", "is_demo")) == {(c, True) for c in staff.PLACES}
    assert User.objects.filter(is_demo=False).count() == 0
    assert set(Visit.objects.values_list("status", flat=True)) >= {"done", "waiting", "called"}
    assert Consultation.objects.filter(signed_at__isnull=True).count() == 0
    assert Referral.objects.exists()
    assert set(LabOrder.objects.values_list("status", flat=True)) >= {"released", "ordered"}
    assert all(is_genuine(report) for report in Report.objects.all())


def test_the_person_in_charge_has_doubles_to_compare():
    """Three were registered twice at Yarpur; the search of the night has found them, with whom else it may."""
    seed(patients=300, days=6)

    centre = Centre.objects.get(code="UPHC-02")
    assert Patient.objects.count() == 303
    twice = Patient.objects.order_by("-pk")[:3]
    assert set(waiting(centre).filter(other__in=twice).values_list("other", flat=True)) == {one.pk for one in twice}
    assert all(one.visits.exists() for one in twice)


def test_aadhaar_numbers_stay_out_of_the_database_even_here():
    seed(patients=30, days=0)

    assert Identifier.objects.filter(kind="aadhaar").count() > 0
    assert set(Identifier.objects.values_list("value", flat=True)) == {""}


@pytest.mark.parametrize("at", ["2026-07-10T00:00:20+05:30", "2026-07-10T11:00:00+05:30", "2026-07-10T23:59:30+05:30"])
def test_nothing_happens_in_the_future(time_machine, at):
    time_machine.move_to(datetime.fromisoformat(at), tick=False)
    seed(patients=60, days=0)
    now = timezone.now()

    assert Visit.objects.filter(registered_at__gt=now).count() == 0
    assert Visit.objects.filter(done_at__gt=now).count() == 0
    assert LabOrder.objects.filter(released_at__gt=now).count() == 0


def test_the_next_real_patient_gets_the_next_token():
    seed(patients=60, days=0)
    last = Visit.objects.filter(centre__code="UPHC-02").order_by("-department", "-token").first()

    numbers = take_numbers(last.centre, last.department, last.visit_on)

    assert numbers.token == last.token + 1
    assert numbers.daily == Visit.objects.filter(centre=last.centre, visit_on=last.visit_on).count() + 1


def test_a_second_run_adds_nothing():
    seed(patients=20, days=0)

    said = seed(patients=20, days=0)

    assert "nothing was added" in said
    assert Patient.objects.count() == 20


def test_production_refuses_demonstration_data(settings):
    settings.LOCAL = False

    with pytest.raises(CommandError, match="no place on a production server"):
        seed(patients=1)
    assert AuditEvent.objects.count() == 0


def test_sign_ins_are_printed_with_roles_and_a_tour():
    seed(patients=5, days=0)
    said = StringIO()

    call_command("demo_sign_ins", stdout=said)

    lines = said.getvalue()
    assert staff.PASSWORD in lines
    assert "yarpur.clerk" in lines
    assert "Five-minute tour" in lines
