"""Worked-out results: the published formulas, their limits, and what happens at the bench."""

from decimal import Decimal

import pytest

from labs import services
from labs.calculations import FORMULAS, NotComputable, Person, compute
from labs.models import Test
from tests.labs.factories import collected, entered

WOMAN, MAN = Person("F", 40), Person("M", 40)


def worked_out(code, person=WOMAN, decimals=1, **values):
    return compute(FORMULAS[code], {name: Decimal(value) for name, value in values.items()}, person, decimals)


@pytest.mark.parametrize(
    ("code", "decimals", "values", "result"),
    [
        ("LDL", 0, {"CHOL": "200", "HDL": "50", "TG": "150"}, "120"),
        ("LDL", 0, {"CHOL": "200", "HDL": "50", "TG": "400"}, "70"),
        ("VLDL", 0, {"TG": "150"}, "30"),
        ("EAG", 0, {"HBA1C": "6"}, "126"),  # the table of Nathan 2008
        ("EAG", 0, {"HBA1C": "7"}, "154"),
        ("EAG", 0, {"HBA1C": "12"}, "298"),
        ("MCV", 1, {"PCV": "45", "RBC": "5"}, "90.0"),
        ("MCH", 1, {"HB": "15", "RBC": "5"}, "30.0"),
        ("MCHC", 1, {"HB": "15", "PCV": "45"}, "33.3"),
        ("GLOB", 1, {"TP": "7.0", "ALB": "4.2"}, "2.8"),
        ("AGR", 1, {"TP": "7.0", "ALB": "4.2"}, "1.5"),
        ("BILI", 1, {"BILT": "1.2", "BILD": "0.3"}, "0.9"),
    ],
)
def test_formulas(code, decimals, values, result):
    assert worked_out(code, decimals=decimals, **values) == Decimal(result)


@pytest.mark.parametrize(
    ("person", "creatinine", "result"),
    [
        (WOMAN, "0.7", "112"),
        (MAN, "0.9", "111"),
        (WOMAN, "1.4", "49"),
        (MAN, "1.8", "48"),
        (Person("M", 18), "0.9", "127"),
    ],
)
def test_kidney_filtration_follows_ckd_epi_2021(person, creatinine, result):
    assert worked_out("EGFR", person, 0, CREAT=creatinine) == Decimal(result)


@pytest.mark.parametrize(
    ("code", "person", "values"),
    [
        ("LDL", WOMAN, {"CHOL": "300", "HDL": "40", "TG": "401"}),
        ("VLDL", WOMAN, {"TG": "400.1"}),
        ("LDL", WOMAN, {"CHOL": "90", "HDL": "80", "TG": "100"}),
        ("EGFR", Person("F", 17), {"CREAT": "0.7"}),
        ("EGFR", Person("F", None), {"CREAT": "0.7"}),
        ("EGFR", Person("O", 40), {"CREAT": "0.7"}),
        ("EGFR", Person("F", 30, True), {"CREAT": "0.7"}),
        ("EGFR", WOMAN, {"CREAT": "0"}),
        ("MCV", WOMAN, {"PCV": "45", "RBC": "0"}),
        ("AGR", WOMAN, {"TP": "4.0", "ALB": "4.0"}),
        ("BILI", WOMAN, {"BILT": "0.2", "BILD": "0.3"}),
    ],
)
def test_where_a_formula_does_not_hold(code, person, values):
    with pytest.raises(NotComputable):
        worked_out(code, person, **values)


@pytest.mark.django_db
def test_units_of_the_catalogue_are_those_of_the_formulas(lab):
    tests = {test.code: test for test in Test.objects.all()}
    for code, formula in FORMULAS.items():
        assert (*(tests[need].unit for need in formula.needs), tests[code].unit) == formula.units


@pytest.mark.django_db
def test_typing_three_values_fills_in_the_other_two(visit, lab_technician):
    orders = collected(visit, "LIPID")
    entries = [
        services.Entry(orders[code].code, typed) for code, typed in {"CHOL": "200", "HDL": "50", "TG": "150"}.items()
    ]

    services.enter_results(visit, entries, by=lab_technician.user)

    ldl, vldl = (orders[code].results.get() for code in ("LDL", "VLDL"))
    assert (ldl.value, ldl.flag, ldl.method) == (Decimal(120), "H", "Calculated: CHOL - HDL - TG/5")
    assert (vldl.value, vldl.flag) == (Decimal(30), "N")


@pytest.mark.django_db
def test_above_400_the_report_says_so_instead_of_a_number(visit):
    orders = collected(visit, "LIPID")
    values = {"CHOL": "300", "HDL": "40", "TG": "401"}
    services.enter_results(
        visit, [services.Entry(orders[c].code, v) for c, v in values.items()], by=orders["TG"].ordered_by
    )

    result = orders["LDL"].results.get()

    assert (result.value, result.flag) == (None, "")
    assert result.text == "निकाला नहीं गया: ट्राइग्लिसराइड 400 mg/dL से ऊपर / not computed: triglycerides above 400 mg/dL"


@pytest.mark.django_db
def test_what_was_typed_is_never_overruled(visit):
    orders = entered(visit, {"CHOL": "200", "HDL": "50", "LDL": "99"})
    more = collected(visit, "TG")
    services.enter_results(visit, [services.Entry(more["TG"].code, "150")], by=more["TG"].ordered_by)

    assert orders["LDL"].results.get(is_current=True).value == Decimal(99)


@pytest.mark.django_db
def test_a_corrected_value_works_its_result_out_again(visit):
    orders = collected(visit, "CHOL", "HDL", "TG", "LDL")
    by = orders["TG"].ordered_by
    values = {"CHOL": "200", "HDL": "50", "TG": "150"}
    services.enter_results(visit, [services.Entry(orders[c].code, v) for c, v in values.items()], by=by)

    services.enter_results(visit, [services.Entry(orders["TG"].code, "100", seen=1)], by=by)

    versions = orders["LDL"].results.order_by("version")
    assert [(row.value, row.is_current) for row in versions] == [(Decimal(120), False), (Decimal(130), True)]
