"""What the one box understands."""

import pytest

from hms.lib import ids
from registration import scans, search
from registration.search import Kind, Query, keys_of, read
from tests.registration.factories import TEST_AADHAAR, PatientFactory


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", Query(Kind.NOTHING)),
        ("  \u200b ", Query(Kind.NOTHING)),
        ("41", Query(Kind.TOKEN, "41")),
        ("४१", Query(Kind.TOKEN, "41")),
        ("G-41", Query(Kind.TOKEN, "41", "G")),
        ("yrp-261122-041", Query(Kind.NUMBER, "YRP-261122-041")),
        ("98765 43210", Query(Kind.PHONE, "9876543210")),
        ("+91 98765-43210", Query(Kind.PHONE, "9876543210")),
        ("098765 43210", Query(Kind.PHONE, "9876543210")),
        ("९८७६५४३२१०", Query(Kind.PHONE, "9876543210")),
        ("9999 5260 1814", Query(Kind.AADHAAR, TEST_AADHAAR)),
        ("सुनीता देवी", Query(Kind.NAME, "सुनीता देवी")),
        ("Ramesh Kr.", Query(Kind.NAME, "Ramesh Kr.")),
        ("RAMESHWA", Query(Kind.NAME, "RAMESHWA")),
        ("https://hms.example/s/abcdefghijklmnopqrstuv", Query(Kind.SLIP, "abcdefghijklmnopqrstuv")),
        ("पजजहेसाध", Query(Kind.HINDI_KEYBOARD)),
    ],
)
def test_each_kind_of_text_is_told_apart(text, meant):
    assert read(text) == meant


def test_a_code_that_ends_in_a_digit_is_no_token():
    assert read("PSJAEBV4") == (Kind.CODE, "PSJAEBV4", "")


def test_a_uhid_and_a_slip_code_are_known_by_their_check():
    uhid, code = ids.new_uhid(), ids.random_code()

    assert read(ids.format_uhid(uhid)) == Query(Kind.UHID, uhid)
    assert read(ids.format_code(code).lower()) == Query(Kind.CODE, code)
    assert read(uhid[:-1] + str((int(uhid[-1]) + 1) % 10)).kind == Kind.WRONG_NUMBER


def test_every_code_that_we_print_is_read_as_a_code():
    codes = [ids.random_code() for _number in range(2000)]

    assert [code for code in codes if search.read(code) != (search.Kind.CODE, code, "")] == []
    assert [code for code in codes if search.read(ids.format_code(code).lower()).kind != search.Kind.CODE] == []


def test_a_number_with_a_wrong_digit_says_so(english):
    assert read("9999 5260 1815").value == "One digit of this Aadhaar number is wrong. Compare it with the card."
    assert read("12345").value == "A mobile number has 10 digits; this has 5."


def test_only_a_slip_in_the_hand_proves_that_somebody_is_here():
    assert Query(Kind.SLIP).is_proof
    assert Query(Kind.CODE).is_proof
    assert not Query(Kind.UHID).is_proof


def test_keys_are_the_same_in_both_scripts_and_spellings():
    assert keys_of("सुनीता देवी") == keys_of("Sunita Devi") == keys_of("Suneeta Debi", "")
    assert keys_of("Devi Sunita") == keys_of("Sunita Devi", "सुनीता देवी")


@pytest.mark.django_db
def test_slips_are_resolved_by_whoever_registered(monkeypatch):
    monkeypatch.setattr(scans, "_resolvers", [])
    person = PatientFactory()
    scans.add_resolver(lambda token: person if token == "known-token-1234567" else None)

    assert scans.visit_of("known-token-1234567") == person
    assert scans.visit_of("unknown") is None
    assert search.read("https://x/s/known-token-1234567").value == "known-token-1234567"
