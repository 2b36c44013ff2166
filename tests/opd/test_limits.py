"""Doses by weight, and what a line of a prescription is asked about."""

from decimal import Decimal

import pytest

from opd.alerts import alerts
from opd.catalogue.loading import _rule, rows_of
from opd.doses import parse_dose
from opd.limits import Person, Rule, amounts, for_weight, mg_in, rule_of

pytestmark = pytest.mark.usefixtures("english")
RULES = [
    Rule(*[{**_rule(row), "source": row["source"], "is_reviewed": False}[name] for name in Rule._fields])
    for row in rows_of("dose_rules.csv")
]
INFANT = Person(age_days=400, weight=Decimal(11))
ADULT = Person(age_days=12000, weight=Decimal(61))


def a_line(en, strength, dose, form="tablet", days=5, **more):
    unit = {"syrup": "bottle"}.get(form, form)
    line = {"code": "", "en": en, "hi": "", "form": form, "strength": strength, "unit": unit, "dose": dose}
    return {**line, "food": "", "days": days, "quantity": "", "note": "", **more}


def said(lines, person=ADULT, substances=(), answered=()):
    return [one.words for one in alerts(lines, list(substances), answered, person, RULES)]


@pytest.mark.parametrize(
    ("strength", "form", "mg"),
    [
        ("500 mg", "tablet", 500),
        ("125 mg/5 mL", "syrup", 25),
        ("1 mg/mL", "syrup", 1),
        ("200 mg + 28.5 mg/5 mL", "syrup", 40),
        ("25 mcg", "tablet", Decimal("0.025")),
        ("1 g", "tablet", 1000),
        ("60000 IU", "capsule", None),
        ("2%", "ointment", None),
        ("100 mcg/dose", "inhaler", None),
    ],
)
def test_a_strength_says_how_much_is_in_one_piece_or_one_ml(strength, form, mg):
    found = mg_in(strength, form)

    assert (None if found is None else Decimal(found.numerator) / found.denominator) == mg


@pytest.mark.parametrize(
    ("name", "strength", "form", "person", "dose"),
    [
        ("Paracetamol", "120 mg/5 mL", "syrup", INFANT, "6.5 ml Q6H"),  # 165 mg; 6.875 ml rounded down
        ("Amoxicillin", "250 mg/5 mL", "syrup", INFANT, "8.5 ml BD"),
        ("Azithromycin", "200 mg/5 mL", "syrup", INFANT, "2.5 ml OD"),
        ("Paracetamol", "500 mg", "tablet", Person(2900, Decimal(24)), "½ Q6H"),
        ("Paracetamol", "500 mg", "tablet", INFANT, None),  # a third of a tablet is no dose
        ("Paracetamol", "120 mg/5 mL", "syrup", Person(400, None), None),
        ("Paracetamol", "500 mg", "tablet", ADULT, None),
        ("Cetirizine", "5 mg/5 mL", "syrup", INFANT, None),  # nothing by weight is stated
    ],
)
def test_the_dose_for_the_weight_is_rounded_down_to_what_can_be_measured(name, strength, form, person, dose):
    found = for_weight(rule_of(name, RULES), strength, form, person)

    assert (str(found) if found else None) == dose


def test_the_longest_substance_in_the_name_decides():
    assert rule_of("Amoxicillin + Clavulanic acid", RULES).substance == "clavulanic acid"
    assert rule_of("Calamine", RULES) is None


@pytest.mark.parametrize(
    ("line", "person", "words"),
    [
        (a_line("Paracetamol", "500 mg", "1-1-1"), ADULT, []),
        (a_line("Paracetamol", "500 mg", "3 tds"), ADULT, ["1500 mg at once; stated: at most 1000 mg."]),
        (a_line("Paracetamol", "500 mg", "2-2-2-4"), ADULT, ["2000 mg at once; stated: at most 1000 mg."]),
        (a_line("Metformin", "1000 mg", "1-1-1"), ADULT, ["3000 mg a day; stated: at most 2550 mg."]),
        (a_line("Paracetamol", "120 mg/5 mL", "10 ml qid", "syrup"), INFANT, ["87.3 mg/kg a day; stated: ≤ 60 mg/kg."]),
        (a_line("Amoxicillin", "125 mg/5 mL", "2.5 ml bd", "syrup"), INFANT,
         ["11.4 mg/kg a day; stated: 25–90 mg/kg."]),
        (a_line("Amoxicillin", "250 mg/5 mL", "8.5 ml bd", "syrup"), INFANT, []),
        (a_line("Paracetamol", "500 mg", "sos"), ADULT, []),
        (a_line("Paracetamol", "500 mg", "1-0-1"), Person(1770),
         ["the child was not weighed; stated: at most 60 mg/kg a day."]),
        (a_line("Paracetamol", "500 mg", "sos"), Person(1770),
         ["the child was not weighed; stated: at most 60 mg/kg a day."]),
        (a_line("Cetirizine", "5 mg/5 mL", "5 ml od", "syrup"), Person(1770), []),  # nothing by weight is stated
        (a_line("Doxycycline", "100 mg", "bd", "capsule"), INFANT, ["not stated for this age: from 8 years."]),
        (a_line("Mefenamic acid", "100 mg/5 mL", "5 ml bd", "syrup"), Person(100),
         ["not stated for this age: from 6 months."]),
        (a_line("Enalapril", "5 mg", "od"), Person(10000, is_pregnant=True), ["the patient is pregnant: avoid."]),
        (a_line("Albendazole", "400 mg", "stat"), Person(10000, is_pregnant=True), ["the patient is pregnant."]),
        (a_line("Ciprofloxacin ear/eye", "0.3%", "2 drops tds", "drops"), INFANT, []),
        (a_line("own mixture", "", "od"), INFANT, []),
    ],
)  # fmt: skip
def test_what_the_catalogue_states_is_asked_about(line, person, words):
    assert said([line], person) == words


def test_the_same_medicine_and_the_same_class_twice_are_asked_about():
    twice = [a_line("Paracetamol", "500 mg", "1-1-1"), a_line("Paracetamol", "650 mg", "sos")]
    rivals = [a_line("Ibuprofen", "400 mg", "1-0-1"), a_line("Diclofenac", "50 mg", "1-0-1")]
    fine = [a_line("Amlodipine", "5 mg", "od"), a_line("Losartan", "50 mg", "od")]

    assert said(twice) == ["stands twice on this prescription."]
    assert said(rivals) == ["IBUPROFEN is of the same class (nsaid)."]
    assert said(fine) == []


def test_an_answer_counts_for_this_dose_and_not_for_another():
    high = a_line("Paracetamol", "500 mg", "3 tds")
    code = alerts([high], [], (), ADULT, RULES)[0].code

    assert [one.is_answered for one in alerts([high], [], [code], ADULT, RULES)] == [True]
    assert [one.is_answered for one in alerts([{**high, "dose": "4 tds"}], [], [code], ADULT, RULES)] == [False]
    assert len(code) <= 12


def test_a_rule_names_its_source_and_that_nobody_reviewed_it():
    one = alerts([a_line("Doxycycline", "100 mg", "bd", "capsule")], [], (), INFANT, RULES)[0]

    assert one.source == "BNF for Children: not under 8 years (from memory) – not reviewed"


def test_a_spoon_of_syrup_is_counted_in_mg():
    assert amounts(parse_dose("1 tsp tds"), "120 mg/5 mL", "syrup").day == 360
