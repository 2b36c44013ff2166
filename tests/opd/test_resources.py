"""What the laboratory and the stock book say for a centre's statement."""

from datetime import timedelta

import pytest
from django.utils import timezone

from labs.models import CentreTest
from labs.resources import tests as lab_tests
from opd.catalogue import load
from opd.models import Medicine
from opd.resources import asked, medicines
from tests.labs.factories import load_catalogue
from tests.opd.factories import StockBatchFactory

pytestmark = pytest.mark.django_db


def test_every_medicine_asked_about_is_in_the_catalogue(centre):
    load()

    found = medicines(centre)

    assert [fact.name_en for fact in found] == list(asked())
    assert {(fact.is_available, fact.is_known) for fact in found} == {(False, False)}


def test_the_stock_book_is_known(centre):
    load()
    paracetamol = Medicine.objects.filter(name_en="Paracetamol").first()
    metformin = Medicine.objects.filter(name_en="Metformin").first()
    later = timezone.localdate() + timedelta(days=200)
    StockBatchFactory(centre=centre, medicine=paracetamol, quantity=50, expires_on=later)
    StockBatchFactory(centre=centre, medicine=metformin, quantity=0, expires_on=later)

    found = {fact.name_en: (fact.is_available, fact.is_known) for fact in medicines(centre)}

    assert (found["Paracetamol"], found["Metformin"]) == ((True, True), (False, True))


def test_a_panel_is_there_when_all_its_tests_are(centre):
    load_catalogue(centre)
    assert next(fact for fact in lab_tests(centre) if fact.code == "CBC").is_available

    row = CentreTest.objects.get(centre=centre, test__code="HB")
    CentreTest.objects.filter(pk=row.pk).update(mode=CentreTest.Mode.NOT_TODAY, cause="machine", reason="broken")

    facts = {fact.code: fact for fact in lab_tests(centre)}
    assert facts["CBC"].is_available is False
    assert "HB" not in facts  # asked about as part of the panel
