"""The demonstration of the whole district: small here, the same shape."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from centres.models import Centre
from hms.demo.district import build
from opd.models import ConsultationDiagnosis
from opd.reporting import periods, register
from registration.models import Counter, Patient, Visit
from tests.registration.factories import PatientFactory

pytestmark = pytest.mark.django_db


def test_a_small_district_is_made_whole():
    call_command("load_catalogues", verbosity=0)
    said = []

    total = build.build(days=6, visits=600, seed=1, say=said.append)

    assert len(said) - 1 == Centre.objects.filter(kind="UPHC").count() == 26
    assert total["visits"] == Visit.objects.count()
    assert total["patients"] == Patient.objects.count()
    assert 300 < total["visits"] < 1200
    assert ConsultationDiagnosis.objects.count() == total["consultations"]
    days = periods.Period(min(Visit.objects.values_list("visit_on", flat=True)), timezone.localdate())
    whole = register.totals(register.visits(list(Centre.objects.all()), days))
    assert whole.registered + whole.cancelled == total["visits"]
    for counter in Counter.objects.filter(scope__startswith="day:")[:20]:
        last = Visit.objects.filter(centre=counter.centre, visit_on=counter.scope[4:]).order_by("daily_serial").last()
        assert counter.value == (last.daily_serial if last else 0)


def test_it_never_mixes_with_patients():
    PatientFactory()

    with pytest.raises(CommandError, match="empty database"):
        call_command("demo_district", visits=1, days=1)
