import uuid

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from hms.lib import crypto
from hms.lib.crypto import AadhaarIndex, BadSignature, SealBroken, Sealer
from hms.lib.ids import InvalidId

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
NUMBER, OTHER_NUMBER = "234123412346", "999941057058"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_one_number_has_one_digest_however_it_is_typed():
    index = AadhaarIndex(KEY)

    assert index.digest("2341 2341 2346") == index.digest(NUMBER)
    assert index.matches("२३४१ २३४१ २३४६", index.digest(NUMBER))
    assert index.matches(NUMBER, memoryview(index.digest(NUMBER)))


def test_the_digest_never_changes_by_itself():
    assert AadhaarIndex(KEY).digest(NUMBER).hex() == "ab8ee0039f73b40e373a376f4c3d32f5cfc57e563abf6b3a8143ffd602d48656"


@pytest.mark.parametrize("other", [AadhaarIndex(OTHER_KEY), AadhaarIndex(KEY, version=2)])
def test_another_key_or_version_gives_another_digest(other):
    assert not other.matches(NUMBER, AadhaarIndex(KEY).digest(NUMBER))


def test_another_number_does_not_match():
    index = AadhaarIndex(KEY)

    assert not index.matches(OTHER_NUMBER, index.digest(NUMBER))


def test_what_cannot_be_a_number_is_never_indexed():
    with pytest.raises(InvalidId):
        AadhaarIndex(KEY).digest("234123412347")


def test_keys_of_another_length_are_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        AadhaarIndex(b"short")
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(b"short")


@given(json_values, st.text())
def test_what_is_sealed_opens_again(value, context):
    sealer = Sealer(KEY)

    assert sealer.open(sealer.seal(value, context), context) == value


def test_a_seal_shows_nothing_and_is_never_the_same_twice():
    sealer = Sealer(KEY)
    one, other = (sealer.seal({"name": "Asha Devi"}, "draft:1") for _ in range(2))

    assert b"Asha" not in one
    assert one != other


def test_a_seal_moved_to_another_row_does_not_open():
    sealer = Sealer(KEY)

    with pytest.raises(SealBroken):
        sealer.open(sealer.seal("Asha", "draft:1"), "draft:2")


def test_another_key_does_not_open_it():
    with pytest.raises(SealBroken):
        Sealer(OTHER_KEY).open(Sealer(KEY).seal("Asha", "draft:1"), "draft:1")


@given(st.data())
def test_any_changed_or_missing_byte_breaks_the_seal(data):
    sealer = Sealer(KEY)
    blob = sealer.seal("Asha", "draft:1")
    place = data.draw(st.integers(0, len(blob) - 1))
    changed = bytearray(blob)
    changed[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(SealBroken):
        sealer.open(bytes(changed), "draft:1")
    with pytest.raises(SealBroken):
        sealer.open(blob[:place], "draft:1")


def test_only_json_can_be_sealed():
    with pytest.raises(TypeError):
        Sealer(KEY).seal(uuid.uuid4(), "draft:1")


def test_keys_come_from_the_settings(settings):
    settings.HMS_INDEX_KEY, settings.HMS_SEAL_KEY = KEY, KEY

    assert crypto.aadhaar_index().digest(NUMBER) == AadhaarIndex(KEY).digest(NUMBER)
    assert Sealer(KEY).open(crypto.sealer().seal("Asha", "x"), "x") == "Asha"


@pytest.mark.parametrize("key", [None, b"short", "text"])
def test_a_wrong_key_stops_the_work(settings, key):
    settings.HMS_SEAL_KEY = key

    with pytest.raises(ImproperlyConfigured, match="HMS_SEAL_KEY"):
        crypto.sealer()


def test_a_form_key_belongs_to_one_person():
    token = crypto.sign_idempotency(7)

    assert crypto.read_idempotency(token, 7) == crypto.read_idempotency(token, 7)
    assert crypto.sign_idempotency(7) != token
    with pytest.raises(BadSignature):
        crypto.read_idempotency(token, 8)
    with pytest.raises(BadSignature):
        crypto.read_idempotency(token[:-1], 7)
    with pytest.raises(BadSignature):
        crypto.read_idempotency("", 7)


def test_a_signed_value_serves_one_purpose():
    signed = crypto.sign("visit 12", purpose="print", owner=7)

    assert crypto.read_signed(signed, purpose="print", owner=7) == "visit 12"
    with pytest.raises(BadSignature):
        crypto.read_signed(signed, purpose="idempotency", owner=7)
    with pytest.raises(ValueError, match="colon"):
        crypto.sign("x", purpose="print:7", owner="")


def test_a_signed_value_can_grow_too_old():
    with time_machine.travel("2026-11-22 09:00", tick=False) as clock:
        signed = crypto.sign("visit 12", purpose="print", owner=7)
        clock.shift(60)
        assert crypto.read_signed(signed, purpose="print", owner=7, max_age=60) == "visit 12"
        clock.shift(1)
        with pytest.raises(BadSignature):
            crypto.read_signed(signed, purpose="print", owner=7, max_age=60)
