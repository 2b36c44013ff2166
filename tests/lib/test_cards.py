"""Cards people carry: what is read out of them, what is refused, and that nothing makes the reader fall over."""

import gzip
import json
import random
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from hms.lib import cards
from hms.lib.cards import facts
from hms.lib.cards.abha import passes_luhn
from hms.lib.cards.keys import read_key
from hms.lib.cards.secure import MOST_DIGITS, decode

FILE = json.loads((Path(__file__).parent / "data" / "cards.json").read_text())
VECTORS = {one["id"]: one for one in FILE["vectors"]}
KEY = read_key(FILE["certificate_pem"].encode(), "test.cer")
SECURE = ["v1_mobile_email", "v1_none", "v2", "v3", "v5_zlib", "wrong_key"]
FIELDS = ["2", "123420260115103015123", "Ramesh Kumar Yadav", "05-03-1986", "M", "S/O Shivnath Yadav", "Patna",
          "Near Shiv Mandir", "12/A", "Yarpur", "800001", "Patna GPO", "Bihar", "Yarpur Road", "Patna Sadar", "Patna",
          "3210"]  # fmt: skip


def qr(name: str) -> str:
    return VECTORS[name]["qr"]


@pytest.fixture(scope="module")
def private():
    return rsa.generate_private_key(65537, 2048)


def made(private, fields=FIELDS, version="V2", photo=b"", pack=gzip.compress) -> str:
    """A card of our own making, as a scanner types it."""
    marks = [version] if version else []
    body = b"\xff".join(part.encode("iso-8859-1") for part in [*marks, *fields]) + b"\xff" + photo
    signature = private.sign(body, padding.PKCS1v15(), hashes.SHA256())
    return digits(pack(body + signature))


def digits(packed: bytes) -> str:
    """Decimal text of any length: str() stops at 4,300 digits."""
    number, parts = int.from_bytes(packed, "big"), []
    while number:
        number, part = divmod(number, 10**4000)
        parts.append(str(part).zfill(4000))
    return "".join(reversed(parts)).lstrip("0")


def key_of(private) -> cards.TrustedKey:
    pem = private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return read_key(pem, "ours.pem")


@pytest.mark.parametrize("name", SECURE)
def test_every_version_gives_the_same_person(name):
    card = cards.read_card(qr(name), [KEY])

    assert (card.name, card.birth, card.sex) == ("Ramesh Kumar Yadav", "05-03-1986", "M")
    assert (card.relation, card.guardian) == ("F", "Shivnath Yadav")
    assert (card.house, card.street) == ("12/A", "Yarpur Road, Near Shiv Mandir, Yarpur, Patna")
    assert (card.pincode, card.post_office, card.district, card.state) == ("800001", "Patna GPO", "Patna", "Bihar")
    assert len(card.last4) == 4
    assert card.number == ""
    assert bool(card.signed_by) is VECTORS[name]["expect"]["sig"]


@pytest.mark.parametrize("name", ["v1_mobile_email", "v1_none", "v2", "v3", "v5_zlib"])
def test_the_version_and_the_fields_are_those_of_the_vector(name):
    expected = VECTORS[name]["expect"]
    block = decode(qr(name))

    assert block.version == expected["version"]
    assert block.fields["flag"] == str(expected.get("flag", block.fields["flag"]))
    assert block.fields.get("mobile", "")[-4:] == expected.get("mobile_last4", block.fields.get("mobile", "")[-4:])


def test_the_key_that_verified_is_named_although_it_has_expired():
    assert KEY.until.year == 2035
    assert cards.read_card(qr("v2"), [KEY]).signed_by == "TEST ONLY - not UIDAI (2035)"


def test_without_the_key_the_signature_could_not_be_checked_and_the_card_is_read():
    card = cards.read_card(qr("v2"))

    assert (card.signed_by, card.name) == (None, "Ramesh Kumar Yadav")


def test_each_key_is_tried_in_turn(private):
    assert cards.read_card(made(private), [KEY, key_of(private)]).signed_by == "ours"


def test_one_changed_field_and_the_signature_fits_no_more(private):
    packed = gzip.decompress(int(made(private)).to_bytes(2000, "big").lstrip(b"\0"))
    forged = digits(gzip.compress(packed.replace(b"Ramesh", b"Rajesh")))

    card = cards.read_card(forged, [key_of(private)])

    assert (card.name, card.signed_by) == ("Rajesh Kumar Yadav", None)


def test_more_than_4300_digits_are_read(private):
    noise = random.Random(7).randbytes(1500)  # as little to press as a photo has
    long = made(private, photo=b"\xff\x4f\xff\x51" + noise)

    assert len(long) > 4300
    assert cards.read_card(long, [key_of(private)]).signed_by == "ours"


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_gzip_and_zlib_are_read(private, pack):
    assert cards.read_card(made(private, pack=pack)).name == "Ramesh Kumar Yadav"


@pytest.mark.parametrize(("version", "is_new"), [("V2", False), ("V4", True), ("V17", True)])
def test_a_younger_layout_is_read_like_v2_and_says_so(private, version, is_new):
    card = cards.read_card(made(private, version=version))

    assert (card.version, card.is_new_version, card.name) == (version, is_new, "Ramesh Kumar Yadav")


def test_a_photo_with_separators_in_it_stays_whole(private):
    photo = b"\xff\x4f\xff\x51" + b"\xff" * 40 + b"end"

    assert cards.read_card(made(private, photo=photo)).photo == photo


@pytest.mark.parametrize("name", ["truncated"])
def test_a_cut_scan_says_to_scan_again(name):
    with pytest.raises(cards.CardDamaged):
        cards.read_card(qr(name))


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(b"0" * 2_000_000), gzip.compress(b"\xff" * 17_000), zlib.compress(b"V2\xff" * 6_000)],
    ids=["two megabytes", "a little too much", "many versions"],
)
def test_what_grows_without_end_is_not_unpacked(packed):
    with pytest.raises(cards.CardTooLong):
        decode(digits(packed))


def test_more_digits_than_a_qr_code_holds_are_refused_at_once():
    with pytest.raises(cards.CardTooLong):
        cards.read_card("1" * (MOST_DIGITS + 1))


def test_devanagari_digits_are_digits():
    typed = qr("v2").translate(str.maketrans("0123456789", "०१२३४५६७८९"))

    assert cards.read_card(typed, [KEY]).name == "Ramesh Kumar Yadav"


@given(st.integers(200, 7089), st.integers(1))
@settings(max_examples=60, deadline=None)
def test_any_digits_are_read_or_refused_in_words(count, seed):
    typed = "".join(random.Random(seed).choices("0123456789", k=count))
    with pytest.raises(cards.CardUnknown):
        cards.read_card(typed)


@given(st.binary(max_size=600))
@settings(max_examples=150, deadline=None)
def test_any_block_is_read_or_refused_in_words(plain):
    typed = digits(zlib.compress(b"V2\xff" + plain))
    with suppress(cards.CardUnknown):
        assert cards.read_card(typed.zfill(200), [KEY]).signed_by is None


@given(st.binary(max_size=400), st.sampled_from([b"", b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0cjP  \r\n\x87\n"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_picture_or_none(noise, start):
    assert cards.as_png(start + noise)[:4] in {b"", b"\x89PNG"}


def test_a_real_photo_is_shown_and_a_wall_sized_one_is_not():
    import io

    from PIL import Image

    def picture(side):
        out = io.BytesIO()
        Image.new("RGB", (side, side), "teal").save(out, "JPEG2000", no_jp2=True)
        return out.getvalue()

    assert picture(60)[:4] == b"\xff\x4f\xff\x51"
    assert cards.as_png(picture(60))[:4] == b"\x89PNG"
    assert cards.as_png(picture(800)) == b""


# --- the old XML QR -----------------------------------------------------------------------------------------------
def test_the_old_qr_gives_the_number_and_no_signature():
    card = cards.read_card(qr("old_xml"), [KEY])

    assert (card.source, card.signed_by) == ("old_xml", None)
    assert (card.number, card.last4) == ("234123412346", "2346")
    assert (card.name, card.birth, card.sex, card.relation, card.guardian) == (
        "Ramesh Kumar Yadav", "05-03-1986", "M", "F", "Shivnath Yadav",
    )  # fmt: skip
    assert "234123412346" not in repr(card)


@pytest.mark.parametrize(
    "text",
    [
        '<PrintLetterBarcodeData uid="234123412346" name="Ramesh Kumar Yadav" yob="1986"',
        "</?xml version='1.0'?><PrintLetterBarcodeData name='Ramesh Kumar Yadav' yob='1986' uid='234123412346' />x\x00",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><PrintLetterBarcodeData uid="234123412346" '
        'name="Ramesh Kumar Yadav" yob="1986" co="&b;"/>',
    ],
    ids=["no end", "stray bytes", "entities"],
)
def test_an_old_qr_that_is_not_well_formed_is_read_all_the_same(text):
    card = cards.read_card(text)

    assert (card.name, card.birth, card.number) == ("Ramesh Kumar Yadav", "1986", "234123412346")
    assert "root" not in card.guardian


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_xml_is_read_or_refused_in_words(inside):
    with suppress(cards.CardUnknown):
        assert cards.read_card(f"<PrintLetterBarcodeData {inside}/>").name


# --- ABHA ---------------------------------------------------------------------------------------------------------
def test_the_abha_qr_gives_identifiers_and_facts():
    card = cards.read_card(qr("abha_qr"))

    assert (card.abha_number, card.abha_address) == ("91-1234-5678-9015", "ramesh1986@abdm")
    assert (card.name, card.birth, card.sex, card.mobile) == ("Ramesh Kumar Yadav", "05-03-1986", "M", "9876543210")
    assert (card.relation, card.guardian, card.street) == ("F", "Shivnath Yadav", "Yarpur, Patna")
    assert (card.district, card.state, card.abha_check_fails) == ("Patna", "Bihar", False)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"hid": None, "phr": "Ramesh@ABDM"}, {"abha_address": "ramesh@abdm"}),
        ({"hidn": ""}, {"abha_number": ""}),
        ({"hidn": "91-1234-5678-9016"}, {"abha_number": "91-1234-5678-9016", "abha_check_fails": True}),
        ({"state name": None, "state_name": "Bihar"}, {"state": "Bihar"}),
        ({"district_name": None, "dist name": "GAYA"}, {"district": "Gaya"}),
        ({"district_name": "-"}, {"district": ""}),
        ({"dob": "5-3-1986"}, {"birth": "05-03-1986"}),
        ({"dob": 1986}, {"birth": "1986"}),
        ({"gender": "D"}, {"sex": ""}),
        ({"gender": "O"}, {"sex": "O"}),
        ({"mobile": "98XXXXXX10"}, {"mobile": ""}),
        ({"mobile": None}, {"mobile": ""}),
    ],
)
def test_every_spelling_of_the_abha_keys_is_read(changes, expected):
    said = {**json.loads(qr("abha_qr")), **changes}

    card = cards.read_card(json.dumps({key: value for key, value in said.items() if value is not None}))

    assert {name: getattr(card, name) for name in expected} == expected


@pytest.mark.parametrize("text", ['{"a": 1}', '{"hidn": "91', '{"hid":' + "[" * 3000, '{"hid": {"x": 1}, "name": 3.5}'])
def test_other_json_is_refused_in_words(text):
    with pytest.raises(cards.CardUnknown):
        cards.read_card(text)


def test_sample_abha_numbers_pass_luhn_and_invented_ones_do_not():
    assert passes_luhn("91-1234-5678-9015")
    assert not passes_luhn("12-3456-7890-1234")


# --- pieces -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S/O Shivnath Yadav", ("F", "Shivnath Yadav")),
        ("D/O: Shivnath Yadav", ("F", "Shivnath Yadav")),
        ("w/o - Ramesh", ("W", "Ramesh")),
        ("C/O Ram Sevak, ", ("C", "Ram Sevak")),
        ("S/O. Soo Lal", ("F", "Soo Lal")),
        ("Soo Lal", ("C", "Soo Lal")),
        ("पति: रमेश कुमार", ("W", "रमेश कुमार")),
        ("S/O", ("", "")),
        ("", ("", "")),
    ],
)
def test_the_guardian_is_understood(text, expected):
    assert facts.guardian(text) == expected


def test_keys_are_loaded_from_a_folder_and_the_rest_is_named(tmp_path):
    (tmp_path / "uidai_2026.cer").write_text(FILE["certificate_pem"])
    (tmp_path / "broken.pem").write_text("-----BEGIN CERTIFICATE-----\nno")
    (tmp_path / "readme.txt").write_text("not a key")

    keys, unreadable = cards.load_keys(tmp_path)

    assert ([key.file for key in keys], unreadable) == (["uidai_2026.cer"], ["broken.pem"])
    assert cards.load_keys(tmp_path / "nowhere") == ([], [])
