"""The person in charge finds a double, puts it together, opens it by the old number and undoes it."""

from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from hms.lib import ids
from registration.models import Patient, PatientMerge
from registration.services import doubles
from tests.journey import office
from tests.journey.person import Person
from tests.registration.factories import PatientFactory, VisitFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FACTS = {"name": "सुनीता देवी", "name_other": "", "guardian_name": "रमेश यादव"}


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_double_is_put_together_and_taken_apart(chromium, town, script):
    town.speak("hi")
    first, second = (
        PatientFactory(registered_centre=town.centre, phone=phone, aadhaar_absent="not_brought", **FACTS)
        for phone in ("9835012041", "9122233344")
    )
    for person in (first, second):
        VisitFactory(centre=town.centre, patient=person)
    doubles.search(timezone.now())

    chief = Person(chromium, town, "hi", script=script)
    chief.sign_in("chief")
    office.compare(chief)
    office.put_together(chief, "उसने खुद बताया")
    address = urlsplit(chief.page.url).path
    office.open_by(chief, second.uhid, sees=ids.format_uhid(first.uhid))

    merge = PatientMerge.objects.get()
    assert (merge.survivor, merge.merged) == (first, second)
    assert Patient.objects.get(pk=first.pk).phone == "9122233344"

    office.take_apart(chief, address, "दो औरतें हैं")
    chief.done()
    assert {person.phone for person in Patient.objects.all()} == {"9835012041", "9122233344"}
