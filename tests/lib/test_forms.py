"""How forms read what was typed, and how they look."""

import pytest
from crispy_forms.layout import Column, Layout, Row
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils import translation

from hms.lib.forms import LayoutMixin, Segmented, problems


class PersonForm(LayoutMixin, forms.Form):
    layout = Layout(Row(Column("name"), Column("sex")), "age", "note", "agreed")

    name = forms.CharField(label="Full name", max_length=20, help_text="As on the card.")
    sex = forms.ChoiceField(label="Sex", choices=[("F", "Female"), ("M", "Male")], widget=Segmented)
    age = forms.IntegerField(label="Age", max_value=120, required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="Agreed")


def filled(**typed):
    form = PersonForm({"name": "Sunita", "sex": "F", "age": "46", "note": "", "agreed": "on", **typed})
    form.is_valid()
    return form


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_text_is_cleaned_of_what_nobody_sees():
    form = filled(name="  सुनी‮ता \x00 \u200bदेवी ", note="one\r\n\r\n\r\n\r\ntwo\u202e")

    assert form.cleaned_data["name"] == "सुनीता देवी"
    assert form.cleaned_data["note"] == "one\n\ntwo"


def test_passwords_and_raw_fields_stay_as_typed():
    class ScanForm(LayoutMixin, forms.Form):
        scan = forms.CharField(strip=False)
        password = forms.CharField(widget=forms.PasswordInput, strip=False)
        scan.raw = True

    form = ScanForm({"scan": "a\tb ", "password": " two  spaces "})

    assert form.is_valid()
    assert form.cleaned_data == {"scan": "a\tb ", "password": " two  spaces "}


def test_an_empty_box_is_named_in_the_sentence():
    form = filled(name="", sex="", agreed="")

    assert list(problems(form)) == [
        ("id_name", "Full name: fill this in."),
        ("id_sex_0", "Sex: choose one."),
        ("id_agreed", "Tick this to go on: Agreed."),
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": "a" * 21}, "Too long: at most 20 letters."),
        ({"age": "abc"}, "Type a whole number, digits only."),
        ({"age": "121"}, "Too much: at most 120."),
        ({"sex": "<script>"}, "Choose from the list."),
    ],
)
def test_nonsense_is_refused_in_our_own_words(typed, told):
    assert [sentence for _where, sentence in problems(filled(**typed))] == [told]


@pytest.mark.parametrize("typed", [{"name": ""}, {"name": "a" * 21}, {"age": "abc"}, {"age": "121"}, {"sex": "x"}])
def test_every_refusal_speaks_hindi(typed):
    with translation.override("hi"):
        [(_where, sentence)] = problems(filled(**typed))

        assert any("\u0900" <= letter <= "\u097f" for letter in sentence.partition(":")[2] or sentence)


def test_a_field_that_brings_its_own_words_keeps_them():
    class OwnForm(LayoutMixin, forms.Form):
        name = forms.CharField(error_messages={"required": "Who is it?"})

    form = OwnForm({})

    assert list(problems(form)) == [("id_name", "Who is it?")]


def test_two_forms_do_not_share_their_changes():
    with translation.override("hi"):
        filled(name="")

    assert next(problems(filled(name="")))[1] == "Full name: fill this in."
    assert forms.CharField().error_messages["required"] == "This field is required."


def test_the_browser_checks_nothing_and_remembers_nothing():
    html = render_crispy_form(PersonForm())

    assert " required" not in html
    assert "maxlength" not in html
    assert html.count('autocomplete="off"') == 6
    assert "<form" not in html
    assert "csrfmiddlewaretoken" not in html


def test_optional_boxes_are_marked_and_mandatory_ones_are_not():
    html = render_crispy_form(PersonForm())

    assert html.count("(optional)") == 2
    assert "*" not in html


def test_an_error_stands_beside_its_box_and_is_read_out_with_it():
    html = render_crispy_form(filled(name=""))

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<div id="id_name_error" class="invalid-feedback"><span>Full name: fill this in.</span></div>' in html


def test_a_choice_is_a_group_with_a_legend():
    html = render_crispy_form(PersonForm())

    assert '<fieldset id="div_id_sex" class="field">' in html
    assert '<legend class="form-label">Sex' in html
    assert '<div class="segments">' in html


def test_hostile_text_is_shown_and_does_nothing():
    html = render_crispy_form(filled(name='"><img src=x onerror=alert(1)>'))

    assert "<img" not in html
    assert "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;" in html


def test_an_aadhaar_number_in_free_words_is_masked_in_either_script_and_a_phone_is_not():
    class VisitForm(LayoutMixin, forms.Form):
        reason = forms.CharField()
        story = forms.CharField(widget=forms.Textarea)
        batch = forms.CharField()

    form = VisitForm(
        {"reason": "२३४१ २३४१ २३०५", "story": "own 9999 4105 7058\ncall 9876543210", "batch": "999941057058"}
    )

    assert form.is_valid()
    assert form.cleaned_data == {
        "reason": "XXXX XXXX 2305",
        "story": "own XXXX XXXX 7058\ncall 9876543210",
        "batch": "999941057058",
    }


class Grown(LayoutMixin, forms.Form):
    """Its boxes depend on what there is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason-12"] = forms.CharField()
        self.fields["control_reason"] = forms.CharField()
        self.fields["batch"] = forms.CharField()


def test_a_number_in_a_box_that_was_put_in_later_is_masked_too():
    form = Grown({"reason-12": "card 999952601814", "control_reason": "999952601814", "batch": " 999952601814 "})

    assert form.is_valid()
    assert "999952601814" not in form.cleaned_data["reason-12"] + form.cleaned_data["control_reason"]
    assert form.cleaned_data["batch"] == "999952601814"
