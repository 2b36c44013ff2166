"""No line of form P or L counts nothing for ever: its codes are in the catalogue, and each of them counts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from labs.models import Test
from opd import catalogue
from opd.models import Diagnosis, Form, ReportLine
from opd.reporting import by_centre, counting, periods
from tests.centres.factories import CentreFactory
from tests.labs.factories import load_catalogue, released
from tests.opd.reporting.days import came, diagnosed

pytestmark = pytest.mark.django_db


def test_every_condition_of_form_p_counts_each_of_its_codes(centre):
    catalogue.load()
    monday = periods.week_of(timezone.localdate() - timedelta(days=9)).first
    lines = ReportLine.objects.filter(form=Form.IDSP_P, rule="diagnosis")
    for line in lines:
        for code in line.codes:
            assert Diagnosis.objects.filter(code=code).exists(), code
            diagnosed(came(centre, monday, years=8), code)

    found = counting.count(Form.IDSP_P, [centre], periods.week_of(monday))

    counted = {one.line.code: one.cells["n"].n for one in found if "n" in one.cells}
    assert {line.code: len(line.codes) for line in lines} == {line.code: counted[line.code] for line in lines}
    assert {"P09", "P18"} <= set(counted)


def test_every_line_that_wants_codes_has_one_the_catalogue_knows(centre):
    load_catalogue(centre)
    catalogue.load()
    wanted = {
        row["code"]: row["codes"].split()
        for row in catalogue.loading.rows_of("idsp_rows.csv")
        if row["form"] in {"idsp_p", "idsp_l"} and row["codes"]
    }
    known = {*Diagnosis.objects.values_list("code", flat=True), *Test.objects.values_list("code", flat=True)}

    assert {code: codes for code, codes in wanted.items() if not known & set(codes)} == {}


@pytest.mark.parametrize("form", [Form.HMIS, Form.IDSP_P, Form.IDSP_L, Form.IDSP_S])
def test_line_by_line_each_centre_says_what_its_own_form_says(centre, district_officer, form):
    load_catalogue(centre)
    catalogue.load()
    other, monday = CentreFactory(), periods.week_of(timezone.localdate() - timedelta(days=9)).first
    loose = [{"en": "loose motions", "hi": "दस्त", "for": "2 दिन"}]
    for place, at in enumerate((centre, other)):
        for _ in range(place + 2):
            diagnosed(came(at, monday), "A09", complaints=loose)
    released(came(centre, monday), {"DNS1": "Positive"})
    period = counting.period_of(form, timezone.localdate() if form == Form.IDSP_L else monday)  # released just now
    lines = by_centre.counted_lines(form)

    found = by_centre.counts(form, lines, [centre, other], period)

    for at in (centre, other):
        own = {one.line.code: one.cells for one in counting.count(form, [at], period)}
        shown = {line.code: own[line.code][by_centre.SHOWN[form]].n for line in lines}
        assert {line.code: found[at.pk][line.code] for line in lines} == shown
    url = reverse("opd:figures-form-centres", args=[district_officer.centre.code, form])
    page = district_officer.client.get(url, {"day": f"{period.first}"}).content.decode()
    assert centre.name_hi in page
    assert f"at={other.code}" in page or form == Form.IDSP_L
