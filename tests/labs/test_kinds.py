"""Titres and looks through the microscope: how they are typed, judged, and what paper, screen and phone say of them."""

import re

import pytest

from labs import components, services, values
from labs.errors import NotPossible
from labs.forms.catalogue import TestForm
from labs.models import Result, Test
from labs.selectors import slip_lines
from tests.centres.factories import staff
from tests.centres.signing import Worker
from tests.labs.factories import TECHNICIAN, TestFactory, collected, entered, released

DILUTIONS = ["Not reactive", "1:20", "1:40", "1:80", "1:160"]
WIDAL = {"result_type": "titre", "unit": "", "choices_en": DILUTIONS, "reactive_from": "1:80"}
SEDIMENT = (
    "PUS | Pus cells | मवाद कोशिका | /HPF 0-5\nEPI | Epithelial cells | एपिथीलियल | /HPF\n"
    "CAST | Casts | कास्ट | Nil = नहीं; Hyaline = हायलिन; Granular = ग्रैन्युलर !\nNOTE | Other | और"
)


def microscopy(typed=SEDIMENT) -> Test:
    return TestFactory.build(result_type="microscopy", unit="", components=components.parse(typed))


def line_of(visit, code):
    return next(line for group in slip_lines(visit) for line in group.lines if line.test_code == code)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("80", "1:80"), ("1:80", "1:80"), ("1/80", "1:80"), ("१६०", "1:160"), ("0", "Not reactive"),
     ("<20", "Not reactive"), ("neg", "Not reactive"), ("not reactive", "Not reactive")],
)  # fmt: skip
def test_a_titre_is_typed_on_the_numeric_pad(typed, meant):
    assert values.read(TestFactory.build(**WIDAL), typed).words == meant


@pytest.mark.parametrize("typed", ["90", "1:90", "eighty", "1:8", "-80", "1:80;DROP"])
def test_a_dilution_nobody_makes_is_refused_with_those_that_are(typed):
    with pytest.raises(NotPossible) as refusal:
        values.read(TestFactory.build(**WIDAL), typed)

    assert str(refusal.value) == "इनमें से एक लिखें: 20, 40, 80, 160। 0 यानी रिएक्टिव नहीं।"


@pytest.mark.parametrize(
    ("typed", "flag"), [("0", "N"), ("20", "N"), ("40", "N"), ("80", "A"), ("160", "A"), ("640", "A")]
)
def test_a_titre_is_reactive_from_its_stated_dilution_on(visit, typed, flag):
    entered(visit, {"WIDO": typed})
    result = Result.objects.get()

    assert (result.flag, result.range_text) == (flag, "< 1:80")
    assert result.range_source == Test.objects.get(code="WIDO").source


def test_a_new_limit_never_changes_an_old_report(visit):
    released(visit, {"WIDO": "80"})
    Test.objects.filter(code="WIDO").update(reactive_from="1:160")

    shown = line_of(visit, "WIDO").result
    assert (shown.value_en, shown.range_text, shown.said.flag) == ("1:80", "< 1:80", "A")


@pytest.mark.parametrize(
    ("typed", "flags"),
    [
        ("PUS=0", {"PUS": "N"}),
        ("PUS=3-5", {"PUS": "N"}),
        ("PUS=4-6", {"PUS": "H"}),
        ("PUS=plenty", {"PUS": "H"}),
        ("PUS=nil", {"PUS": "N"}),
        ("PUS=२-४", {"PUS": "N"}),
        ("EPI=20", {"EPI": ""}),
        ("CAST=Hyaline", {"CAST": "N"}),
        ("CAST=Granular", {"CAST": "A"}),
        ("NOTE=sperm seen", {"NOTE": ""}),
        ("PUS=1;CAST=Nil", {"PUS": "N", "CAST": "N"}),
    ],
)
def test_each_part_is_judged_by_its_own_limits(typed, flags):
    assert {part.code: part.flag for part in components.read(microscopy(), typed)} == flags


@pytest.mark.parametrize("typed", ["", "PUS=", "PUS=5-2", "PUS=many cells", "CAST=Broken", "XX=1", "NOTE=" + "क" * 61])
def test_a_look_that_cannot_be_is_refused(typed):
    with pytest.raises(NotPossible):
        components.read(microscopy(), typed)


def test_what_was_typed_stands_in_the_boxes_again():
    parts = components.read(microscopy(), "CAST=Granular\nPUS=8-10")

    assert components.spelled(parts) == "PUS=8-10\nCAST=Granular"
    assert components.from_stored(components.stored(parts)) == parts
    assert [part.words_en for part in parts] == ["Pus cells: 8–10 /HPF H (0–5)", "Casts: Granular !"]


def test_the_catalogues_own_way_of_writing_parts_is_read_again(lab):
    for test in Test.objects.exclude(components=[]):
        assert components.parse(components.written(test)) == test.components


@pytest.mark.parametrize(
    "line",
    ["PUS", "pus | a | b", "PUS | Pus", "PUS | Pus | मवाद | 0-5-9 x y", "C | A | B | Nil = ", "PUS|a|b\nPUS|c|d"],
)
def test_parts_written_wrongly_are_refused(line):
    with pytest.raises(NotPossible):
        components.parse(line)


def test_a_smear_says_species_stage_and_density_everywhere(visit):
    released(visit, {"MPS": "SP=P. falciparum\nSTAGE=Ring forms\nPER=840"})

    shown, result = line_of(visit, "MPS").result, Result.objects.get()
    assert result.flag == "A"
    assert shown.value_en == "Species: P. falciparum !; Stage: Ring forms; Parasites: 840 /uL"
    assert shown.value_hi == "प्रजाति: पी. फाल्सीपेरम !; अवस्था: रिंग (छल्ला); परजीवी: 840 /uL"
    assert shown.short == "प्रजाति: पी. फाल्सीपेरम !"


def test_the_report_keeps_every_part_with_its_range(visit):
    released(visit, {"UMIC": "PUS=8-10\nCAST=Nil"})
    parts = visit.reports.get().content["groups"][0]["lines"][0]["result"]["parts"]

    assert [(part["en"], part["value"]["hi"], part["unit"], part["range"], part["letter"]) for part in parts] == [
        ("Pus cells", "8–10", "/HPF", "0–5", "H"),
        ("Casts", "नहीं", "", "", ""),
    ]


def test_an_old_smear_in_one_word_is_still_read_in_hindi(visit):
    order = collected(visit, "MPS")["MPS"]
    Result.objects.create(
        order=order, text="P. vivax", flag="A", entered_at=order.ordered_at, entered_by=order.ordered_by
    )
    Result.objects.update(released_at=order.ordered_at, released_by=order.ordered_by)

    assert line_of(visit, "MPS").result.value_hi == "पी. विवैक्स"


def test_parts_are_typed_box_by_box_and_shown_again(visit, lab):
    order = collected(visit, "UMIC")["UMIC"]
    worker = Worker.at(lab, TECHNICIAN)
    boxes = {f"value-{order.code}_PUS": "6-8", f"value-{order.code}_CAST": "Granular", f"seen-{order.code}": "0"}
    worker.post("labs:results", boxes, code=visit.code)
    page = worker.get("labs:results", code=visit.code).content.decode()

    assert Result.objects.get().text == "Pus cells: 6–8 /HPF H (0–5)\nCasts: Granular !"
    assert re.search(rf'name="value-{order.code}_PUS" value="6-8"', page)
    assert '<option value="Granular" selected>ग्रैन्युलर</option>' in page


def test_a_wrong_part_is_named_beside_its_boxes_and_nothing_typed_is_lost(visit, lab):
    order = collected(visit, "UMIC")["UMIC"]
    worker = Worker.at(lab, TECHNICIAN)
    boxes = {f"value-{order.code}_PUS": "abc", f"value-{order.code}_NOTE": "शुक्राणु", f"seen-{order.code}": "0"}
    page = worker.post("labs:results", boxes, code=visit.code).content.decode()

    assert "मवाद कोशिका: एक या दो संख्या लिखें, जैसे 2-4; 0 यानी नहीं, P यानी बहुत।" in page
    assert 'value="abc"' in page
    assert "शुक्राणु" in page
    assert not Result.objects.exists()


def test_a_repeat_whose_first_look_counts_keeps_its_parts(visit):
    by = staff(TECHNICIAN, visit.centre)
    order = entered(visit, {"UMIC": "PUS=1-2"}, by=by)["UMIC"]
    services.repeat_result(order, "PUS=9", counts="first", seen=1, by=by)

    assert [result.text.split(":")[1].split(" /")[0].strip() for result in order.results.order_by("version")] == [
        "1–2",
        "9",
        "1–2",
    ]
    assert order.results.get(is_current=True).parts[0]["typed"] == "1-2"


def test_a_microscopy_is_amended_part_by_part(visit, lab):
    order = released(visit, {"STOOL": "OVA=Hookworm"})["STOOL"]
    worker = Worker.at(lab, TECHNICIAN)
    posted = {"value_OVA": "Taenia", "reason": "स्लाइड दोबारा देखी", "seen": "1"}
    worker.post("labs:amend", posted, code=order.code)

    line = line_of(visit, "STOOL")
    assert (line.result.value_en, line.earlier[0].value_en) == ("Ova: Taenia !", "Ova: Hookworm !")


@pytest.mark.parametrize("code", ["WIDO", "UMIC", "MPS"])
def test_the_catalogues_form_reads_what_it_shows(lab, code):
    test = Test.objects.get(code=code)
    shown = TestForm(test=test, seen=test.version)
    typed = {name: shown.initial.get(name, "") for name in shown.fields} | {"reason": "kit insert"}
    form = TestForm({name: "" if value is None else value for name, value in typed.items()}, test=test, seen=1)

    assert form.is_valid(), form.errors
    assert (form.values["components"], form.values["reactive_from"]) == (test.components, test.reactive_from)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"reactive_from": "1:90"}, "reactive_from", "इनमें से एक पतलापन लिखें, जैसे 1:80।"),
        ({"reactive_from": ""}, "reactive_from", "इनमें से एक पतलापन लिखें, जैसे 1:80।"),
        ({"result_type": "microscopy", "reactive_from": ""}, "parts", "कम से कम एक हिस्सा लिखें।"),
        ({"parts": "PUS"}, "parts", "“PUS”: CODE | English | Hindi | जवाब लिखें।"),
    ],
)
def test_a_titre_without_its_limit_is_refused(lab, change, field, sentence):
    test = Test.objects.get(code="WIDO")
    shown = TestForm(test=test, seen=test.version)
    typed = {name: shown.initial.get(name, "") for name in shown.fields} | {"reason": "kit insert"} | change
    form = TestForm({name: "" if value is None else value for name, value in typed.items()}, test=test, seen=1)

    assert form.errors[field] == [sentence]


def test_widal_in_words_gave_way_to_four_titres(lab):
    codes = Test.objects.filter(panels__code="WID").values_list("code", flat=True)

    assert set(codes) == {"WIDO", "WIDH", "WIDAH", "WIDBH"}
    assert not Test.objects.get(code="WIDAL").is_active
