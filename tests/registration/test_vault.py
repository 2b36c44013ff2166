"""What is kept of an Aadhaar number in each mode, how keys change while people register, and who sees a number."""

import base64
import os
import secrets
import shutil
import subprocess
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from centres.models import AuditEvent
from hms.lib import crypto, vault_keys
from hms.lib.vault_keys import software
from hms.lib.vault_keys.hardware import HardwareKeys
from registration import aadhaar, consent, references, rotation, services, vault
from registration.errors import AadhaarTaken, NothingToReveal, ReasonMissing
from registration.models import Identifier, Patient
from registration.vault import data_keys
from tests.registration.factories import TEST_AADHAAR, general_of, new_patient
from tests.registration.factories import aadhaar as number_of

pytestmark = pytest.mark.django_db
MODULE = "/usr/lib/softhsm/libsofthsm2.so"
REASON = "Asked for by the scholarship office"


def key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@pytest.fixture
def vault_mode(settings):
    settings.HMS_AADHAAR, settings.HMS_VAULT_PROVIDER = "vault", "environment"
    settings.HMS_VAULT_KEY, settings.HMS_VAULT_KEYS_OLD = key(), []
    return settings


def registered(clerk, number=TEST_AADHAAR, **changes) -> Patient:
    person = new_patient(general_of(clerk.centre), aadhaar=number, aadhaar_absent="", **changes)
    return services.register(person, centre=clerk.centre, by=clerk.user).patient


def rows() -> list:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference, data_key_id, sealed FROM vault.aadhaar ORDER BY reference")
        return cursor.fetchall()


# --- modes --------------------------------------------------------------------------------------------------------
def test_none_keeps_the_last_four_digits_alone(clerk, settings):
    settings.HMS_AADHAAR = "none"

    patient = registered(clerk)

    assert (patient.aadhaar_last4, patient.identifiers.count(), rows()) == (TEST_AADHAAR[-4:], 0, [])


def test_index_keeps_a_keyed_index_and_no_number(clerk):
    patient = registered(clerk)

    kept = patient.identifiers.get()
    assert (bytes(kept.index), kept.vault_reference, rows()) == (
        crypto.aadhaar_index().digest(TEST_AADHAAR), None, [],
    )  # fmt: skip


def test_vault_keeps_the_number_sealed_behind_a_random_reference(clerk, vault_mode):
    patient = registered(clerk)

    kept = patient.identifiers.get()
    ((reference, _key, sealed),) = rows()
    assert kept.vault_reference == reference
    assert TEST_AADHAAR.encode() not in bytes(sealed)
    assert vault.read(reference) == TEST_AADHAAR


@pytest.mark.parametrize("mode", ["index", "vault"])
def test_one_number_makes_one_record(clerk, vault_mode, mode):
    vault_mode.HMS_AADHAAR = mode
    registered(clerk)

    with pytest.raises(AadhaarTaken):
        registered(clerk, name="Asha", phone="9876500000")
    assert len(rows()) == (1 if mode == "vault" else 0)


def test_a_refused_registration_leaves_nothing_in_the_vault(clerk, vault_mode):
    with pytest.raises(IntegrityError), transaction.atomic():
        registered(clerk, phone="1")

    assert rows() == []


def test_the_notice_says_what_this_installation_keeps(settings):
    told = {}
    for mode in ("none", "index", "vault"):
        settings.HMS_AADHAAR = mode
        told[mode] = (consent.notice("en").version, "The number itself is not kept" in consent.notice("en").text)

    assert told == {"none": ("2026-1", True), "index": ("2026-1", True), "vault": ("2026-1v", False)}


def test_consent_taken_back_clears_digits_index_and_vault_and_keeps_the_record(clerk, vault_mode):
    patient = registered(clerk)

    services.withdraw_consent(patient, centre=clerk.centre, by=clerk.user)

    patient.refresh_from_db()
    assert (patient.aadhaar_last4, patient.identifiers.count(), rows()) == ("", 0, [])
    assert patient.consents.get().withdrawn_by == clerk.user
    assert Patient.objects.filter(uhid=patient.uhid).exists()


# --- the vault's rows ---------------------------------------------------------------------------------------------
def test_two_exchanged_rows_open_no_more(clerk, vault_mode):
    one, two = vault.put(number_of(1)), vault.put(number_of(2))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE vault.aadhaar a SET sealed = b.sealed FROM vault.aadhaar b WHERE a.reference <> b.reference"
        )

    for reference in (one, two):
        with pytest.raises(vault.NotInVault):
            vault.read(reference)


def test_the_same_number_twice_is_not_seen_to_be_the_same(vault_mode):
    one, two = vault.put(TEST_AADHAAR), vault.put(TEST_AADHAAR)

    assert one != two
    assert len({bytes(sealed) for _reference, _key, sealed in rows()}) == 2


# --- keys change --------------------------------------------------------------------------------------------------
def rotate(what, **options) -> str:
    out = StringIO()
    call_command("rotate_keys", what, stdout=out, **options)
    return out.getvalue()


def test_the_vault_is_sealed_anew_under_a_new_data_key_and_master_key(vault_mode):
    references = {vault.put(number_of(n)): number_of(n) for n in range(25)}
    before = rows()
    vault_mode.HMS_VAULT_KEYS_OLD, vault_mode.HMS_VAULT_KEY = [vault_mode.HMS_VAULT_KEY], key()

    said = rotate("vault", batch=10)

    assert said.splitlines() == [
        "vault: 1 data keys wrapped by the current master key",
        "vault: 10 of 25", "vault: 20 of 25", "vault: 25 of 25", "vault: done, 25 rows",
        "vault: 1 old data keys deleted",
    ]  # fmt: skip
    assert {row[1] for row in before} & {row[1] for row in rows()} == set()
    vault_mode.HMS_VAULT_KEYS_OLD = []  # the old master key may go
    data_keys._unwrapped.cache_clear()
    assert {reference: vault.read(reference) for reference in references} == references


def test_a_rotation_that_was_stopped_goes_on_where_it_stood(vault_mode):
    references = {vault.put(number_of(n)): number_of(n) for n in range(12)}
    vault.start_rotation()
    assert (vault.rotate_some(5), vault.left()) == (5, 7)

    assert "vault: 7 of 7" in rotate("vault", batch=50)
    assert {reference: vault.read(reference) for reference in references} == references


def test_the_index_is_raised_and_everybody_is_found_before_while_and_after(clerk, settings):
    people = {number_of(n): registered(clerk, number_of(n), phone=f"98765{n:05d}", name=f"Asha {n}") for n in range(9)}
    new = secrets.token_bytes(32)

    def found():
        return {n: aadhaar.identifiers_of(n).get().patient for n in people}

    settings.HMS_INDEX_KEY_NEXT = new  # every process knows it, nobody writes with it
    assert found() == people
    settings.HMS_INDEX_KEYS_OLD, settings.HMS_INDEX_KEY, settings.HMS_INDEX_KEY_NEXT = (
        [settings.HMS_INDEX_KEY],
        new,
        None,
    )
    assert found() == people
    assert (rotation.rotate_some(4), rotation.left()) == (4, 5)
    assert found() == people
    with pytest.raises(AadhaarTaken):
        registered(clerk, number_of(8), phone="9876500100", name="Somebody")
    assert rotate("index", batch=2).splitlines()[-1] == "index: done, 5 rows"
    assert found() == people
    assert set(Identifier.objects.values_list("key_version", flat=True)) == {2}


@pytest.mark.django_db(transaction=True)
def test_keys_change_while_a_counter_registers_and_nobody_is_missed(clerk, vault_mode, in_threads):
    people = {number_of(n): registered(clerk, number_of(n), phone=f"98765{n:05d}", name=f"Asha {n}") for n in range(20)}
    vault_mode.HMS_INDEX_KEYS_OLD, vault_mode.HMS_INDEX_KEY = [vault_mode.HMS_INDEX_KEY], secrets.token_bytes(32)

    def search():
        missed = 0
        for _round in range(15):
            missed += sum(not aadhaar.identifiers_of(number).exists() for number in people)
        return missed

    def register():
        return [registered(clerk, number_of(n), phone=f"98764{n:05d}", name=f"Usha {n}") for n in range(100, 108)]

    missed, new, index, sealed = in_threads(
        search, register, lambda: rotate("index", batch=3, pause=0.01), lambda: rotate("vault", batch=3, pause=0.01)
    )

    assert (missed, len(new)) == (0, 8)
    assert "done" in index
    assert "done" in sealed
    kept = Identifier.objects.values_list("patient", "vault_reference", "last4")
    assert all(vault.read(reference).endswith(last4) for _patient, reference, last4 in kept)


def test_status_says_what_is_left(vault_mode):
    vault.put(TEST_AADHAAR)
    vault.start_rotation()
    out = StringIO()

    call_command("rotate_keys", status=True, stdout=out)

    assert out.getvalue().splitlines() == ["index: 0 rows under an older key", "vault: 1 rows under an older key"]


# --- where the master key is --------------------------------------------------------------------------------------
def test_a_folder_of_key_files_uses_the_last_by_name_and_opens_with_the_older(tmp_path):
    (tmp_path / "2026-1.key").write_text(key())
    wrapped = software.from_folder(tmp_path).wrap(b"d" * 32)
    (tmp_path / "2027-1.key").write_text(key())

    provider = software.from_folder(tmp_path)

    assert (wrapped.label, provider.current, provider.unwrap(wrapped)) == ("2026-1", "2027-1", b"d" * 32)


@pytest.mark.parametrize("text", ["", "short", base64.b64encode(b"x" * 31).decode(), "ख"])
def test_what_is_no_master_key_is_refused(text):
    with pytest.raises(vault_keys.KeyMissing):
        software.from_texts(text, [])


def test_a_missing_or_wrong_master_key_opens_nothing():
    one, other = software.from_texts(key(), []), software.from_texts(key(), [])
    wrapped = one.wrap(b"d" * 32)

    with pytest.raises(vault_keys.KeyMissing):
        other.unwrap(wrapped)
    with pytest.raises(vault_keys.KeyMissing):
        one.unwrap(wrapped._replace(blob=wrapped.blob[:-1] + b"\0"))


@pytest.fixture(scope="module")
def softhsm(tmp_path_factory):
    """A token of its own, in a folder of its own."""
    pytest.importorskip("pkcs11", reason="left out: python-pkcs11 is not installed")
    if not (os.path.exists(MODULE) and shutil.which("softhsm2-util")):
        pytest.skip("left out: softhsm2 is not installed")
    folder = tmp_path_factory.mktemp("hsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "hms", "--pin", "1234", "--so-pin", "12345678"],
        check=True, capture_output=True,
    )  # fmt: skip
    yield
    del os.environ["SOFTHSM2_CONF"]


def test_the_master_key_in_a_hardware_module_wraps_and_changes(softhsm, vault_mode):
    HardwareKeys(MODULE, "hms", "1234", "2026").make("2026")
    HardwareKeys(MODULE, "hms", "1234", "2027").make("2027")
    vault_mode.HMS_VAULT_PROVIDER, vault_mode.HMS_HSM_MODULE = "pkcs11", MODULE
    vault_mode.HMS_HSM_TOKEN, vault_mode.HMS_HSM_PIN, vault_mode.HMS_HSM_KEY = "hms", "1234", "2026"
    reference = vault.put(TEST_AADHAAR)
    vault_mode.HMS_HSM_KEY = "2027"

    assert "1 data keys wrapped" in rotate("vault")
    data_keys._unwrapped.cache_clear()
    assert vault.read(reference) == TEST_AADHAAR
    with pytest.raises(vault_keys.KeyMissing):
        HardwareKeys(MODULE, "hms", "9999", "2026").wrap(b"d" * 32)
    with pytest.raises(vault_keys.KeyMissing):
        HardwareKeys(MODULE, "hms", "1234", "1999").wrap(b"d" * 32)


# --- seeing a number ----------------------------------------------------------------------------------------------
def test_a_number_is_shown_once_with_right_reason_and_audit(english, clerk, in_charge, vault_mode):
    patient = registered(clerk)

    number = services.reveal_aadhaar(patient, reason=REASON, centre=clerk.centre, by=in_charge.user)

    assert number == TEST_AADHAAR
    event = AuditEvent.objects.get(action="aadhaar.revealed")
    assert (event.by, event.patient_key, event.detail) == (in_charge.user, patient.pk, {"reason": REASON})


def test_no_reason_and_no_number_are_refused_in_words(clerk, vault_mode):
    patient = registered(clerk)

    with pytest.raises(ReasonMissing):
        services.reveal_aadhaar(patient, reason=" why ", centre=clerk.centre, by=clerk.user)
    vault_mode.HMS_AADHAAR = "index"
    with pytest.raises(NothingToReveal):
        services.reveal_aadhaar(patient, reason=REASON, centre=clerk.centre, by=clerk.user)
    assert not AuditEvent.objects.filter(action="aadhaar.revealed").exists()


def test_a_reason_that_holds_a_number_is_masked_in_the_audit(clerk, vault_mode):
    patient = registered(clerk)

    services.reveal_aadhaar(patient, reason=f"is it {TEST_AADHAAR}?", centre=clerk.centre, by=clerk.user)

    assert AuditEvent.objects.get(action="aadhaar.revealed").detail["reason"] == "is it XXXX XXXX 1814?"


def test_the_page_shows_it_to_the_centre_in_charge_alone_and_is_not_kept(english, clerk, in_charge, vault_mode):
    patient = registered(clerk)
    shown = "9999 5260 1814"

    def page(worker, **form):
        reference = references.of_person(patient.pk, user=worker.user, centre=worker.centre)
        return worker.post("registration:aadhaar-reveal", form, reference=reference)

    asked, answer, refused = page(in_charge, reason=""), page(in_charge, reason=REASON), page(clerk, reason=REASON)

    assert (asked.status_code, shown in asked.content.decode()) == (422, False)
    assert (answer.headers["Cache-Control"], shown in answer.content.decode()) == ("no-store", True)
    assert (refused.status_code, shown in refused.content.decode()) == (403, False)


# --- the exception register ---------------------------------------------------------------------------------------
def test_the_register_lists_who_came_without_and_why(english, clerk, in_charge):
    registered(clerk)
    for n, reason in enumerate(["child", "child", "refused"]):
        person = new_patient(general_of(clerk.centre), name=f"Asha {n}", phone=f"98764{n:05d}", aadhaar_absent=reason)
        services.register(person, centre=clerk.centre, by=clerk.user)

    page = in_charge.client.get(in_charge.url("registration:exceptions")).content.decode()

    assert "3 of 4 new people came without Aadhaar." in page
    assert page.count("Asha ") == 3
    assert "<dt>Child</dt><dd>2</dd>" in page
    assert clerk.client.get(clerk.url("registration:exceptions")).status_code == 403


def test_the_register_is_printed(english, in_charge, paper_fonts):
    answer = in_charge.client.get(in_charge.url("registration:exceptions-print"), {"month": "nonsense"})

    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
