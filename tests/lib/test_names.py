import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.lib.names import devanagari_to_roman, name_key, name_keys, search_keys, to_devanagari
from hms.lib.names.roman import _by_sound
from hms.lib.names.tables import common_devanagari, families
from hms.lib.text import is_devanagari

PAIRS = list(csv.DictReader((Path(__file__).parent / "data/name_pairs.csv").open(encoding="utf-8")))


@pytest.mark.parametrize(
    ("hindi", "roman"),
    [
        ("सुनीता देवी", "Sunita Devi"),
        ("रमेश कुमार यादव", "Ramesh Kumar Yadav"),
        ("मो. इरफान अंसारी", "Md Irfan Ansari"),
        ("एस. के. सिंह", "S. K. Singh"),
        ("पाण्डेय", "Pandey"),
        ("ज़ीनत", "Zeenat"),
        ("माँझी", "Manjhi"),
        ("Ward 12, गर्दनीबाग", "Ward 12, Gardanibag"),
        ("", ""),
    ],
)
def test_a_name_is_written_as_people_write_it(hindi, roman):
    assert devanagari_to_roman(hindi) == roman


@pytest.mark.parametrize(
    ("hindi", "roman"),
    [
        ("कमला", "kamla"), ("कमल", "kamal"), ("रहमान", "rahman"), ("शबनम", "shabnam"), ("जगदीश", "jagdish"),
        ("भगवती", "bhagwati"), ("सरस्वती", "saraswati"), ("सोनवती", "sonwati"), ("प्रभावती", "prabhavati"),
        ("अनवर", "anwar"), ("पूर्वी", "purvi"), ("पासवान", "paswan"), ("कुशवाहा", "kushwaha"), ("संजय", "sanjay"),
        ("अंबिका", "ambika"), ("चन्दन", "chandan"), ("राजेन्द्र", "rajendra"), ("मिश्र", "mishra"), ("हर्ष", "harsh"),
        ("दत्त", "datt"), ("ज्ञान", "gyan"), ("यज्ञ", "yagya"), ("जगत्", "jagat"), ("गुड़िया", "guriya"),
        ("रऊफ़", "rauf"), ("अख़्तर", "akhtar"), ("रामप्रवेश", "rampravesh"), ("शिवम", "shivam"), ("हंसराज", "hansraj"),
        ("अच्छेलाल", "achhelal"), ("मृत्युंजय", "mrityunjay"), ("क", "ka"),
    ],
)  # fmt: skip
def test_unknown_names_are_written_by_their_sound(hindi, roman):
    assert _by_sound(hindi) == roman


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("सुनीता देवी", ["snt", "db"]),
        ("Smt. Suneeta Debi", ["snt", "db"]),
        ("S/O Late Ramesh Kr. Yadav", ["rms", "kmr", "ydb"]),
        ("डॉ. स्व. रमेश", ["rms"]),
        ("S K Singh", ["s", "k", "sng"]),
        ("एस. के. सिंह", ["s", "k", "sng"]),
        ("Ravi Das", ["rbds"]),
        ("मो0 आलम", ["mhmd", "alm"]),
        ("D’Souza", ["dsj"]),
        ("Shri", ["sr"]),
        ("李雷", ["李雷"]),
        ("  ", []),
    ],
)
def test_each_word_has_a_key(name, keys):
    assert name_keys(name) == keys


def test_singh_and_sinha_stay_two_names():
    assert name_keys("सिंह") == name_keys("Singh") == name_keys("Sinh")
    assert name_keys("सिन्हा") == name_keys("Sinha") != name_keys("Singh")


def test_a_typed_family_spelling_finds_its_family():
    assert name_keys("Md") == name_keys("Mohammad") == name_keys("मुहम्मद")
    assert name_keys("साह") == name_keys("Shah")


def test_the_stored_key_does_not_depend_on_order_or_repeats():
    assert name_key("Kumari Sunita") == name_key("सुनीता कुमारी") == "kmr snt"
    assert name_key("Ram Ram") == "rm"


def test_a_search_begins_with_the_most_telling_word():
    assert search_keys("Devi Sunita") == ["snt", "db"]
    assert search_keys("S. Md Irfan Ansari") == ["irfn", "mhmd", "ansr", "s"]


def test_labelled_pairs_agree_as_often_as_we_say():
    """Words and labels by one person, so a guide and not an independent measure."""
    same = [pair for pair in PAIRS if pair["is_same"] == "yes"]
    different = [pair for pair in PAIRS if pair["is_same"] == "no"]

    found = sum(name_key(pair["one"]) == name_key(pair["other"]) for pair in same)
    joined = sum(name_key(pair["one"]) == name_key(pair["other"]) for pair in different)

    assert (found, len(same)) == (144, 148)
    assert (joined, len(different)) == (4, 42)


def test_every_listed_name_has_one_key_in_both_scripts():
    astray = {roman for roman, hindi in common_devanagari().items() if name_keys(hindi) != name_keys(roman)}

    assert astray == set()
    assert len(common_devanagari()) > 500


@pytest.mark.parametrize(
    ("roman", "hindi"),
    [
        ("Sunita Devi", "सुनीता देवी"),
        ("laxmi KUMARI", "लक्ष्मी कुमारी"),
        ("Md. Irfan Ansari", "मो. इरफान अंसारी"),
        ("रमेश Singh", "रमेश सिंह"),
        ("Sunita Xyz", None),
        ("Sahu", "साहू"),
        ("Shah", "शाह"),
        ("S. K. Singh", None),
        ("", None),
    ],
)
def test_hindi_is_written_only_when_every_word_is_known(roman, hindi):
    assert to_devanagari(roman) == hindi


def test_the_lists_name_a_source_and_say_that_nobody_has_reviewed_them():
    for name in ("common_names.csv", "name_variants.csv"):
        rows = list(csv.DictReader((Path("hms/lib/data") / name).open(encoding="utf-8")))
        assert {(row["source"], row["reviewed"]) for row in rows} == {("naming usage in Bihar (from memory)", "no")}


def test_families_do_not_send_one_name_to_two_places():
    assert all(families().get(canonical, canonical) == canonical for canonical in families().values())


@given(st.text(alphabet=st.characters(min_codepoint=0x900, max_codepoint=0x97F)))
def test_any_devanagari_becomes_roman(text):
    assert not is_devanagari(devanagari_to_roman(text))


@given(st.text())
def test_any_text_has_keys_and_hostile_text_does_no_harm(text):
    assert all(name_keys(text))
    assert sorted(search_keys(text)) == sorted(set(name_keys(text)))
