"""A start that would fail the first patient says so in words."""

import pytest
from django.db import OperationalError, connection

from hms import checks

GOOD = "q7Jb3k0Zr5Xw9Tn2Vc8Lm4Hs6Fd1Gp+YuQeWiRoAtSyBjDk"


class Answers:
    """A connection to a database that says what a test wants."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def execute(self, statement):
        pass

    def fetchone(self):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return (answer,)


def ids(found):
    return [message.id for message in found]


def asked(monkeypatch, *answers):
    monkeypatch.setattr(checks, "connections", {"default": Answers(*answers)})
    return checks.database_is_fit(databases=["default"])


@pytest.mark.django_db
def test_our_database_is_fit():
    assert checks.database_is_fit(databases=[connection.alias]) == []


@pytest.mark.django_db
def test_it_sees_devanagari():
    with connection.cursor() as cursor:
        assert checks.sees_devanagari(cursor) is True


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["140011"], ["hms.E002"]),
        (["150000", True, True], []),
        (["180006", True, False], ["hms.E003"]),
        (["180006", False], ["hms.W003"]),
        ([OperationalError("no route")], ["hms.E001"]),
    ],
)
def test_what_a_database_can_lack(monkeypatch, answers, expected):
    assert ids(asked(monkeypatch, *answers)) == expected


def test_nothing_is_asked_of_a_database_nobody_named():
    assert checks.database_is_fit(databases=None) == []


def test_missing_fonts_are_named(settings, tmp_path):
    settings.FONTS_DIR = tmp_path
    (tmp_path / "NotoSans-Regular.ttf").touch()

    (found,) = checks.paper_has_fonts()

    assert found.id == "hms.W004"
    assert found.msg.endswith("NotoSans-Bold.ttf, NotoSansDevanagari-Regular.ttf, NotoSansDevanagari-Bold.ttf")


@pytest.fixture
def production(settings):
    settings.DEBUG, settings.DEMO = False, False
    settings.ALLOWED_HOSTS = ["hms.example.org"]
    settings.PUBLIC_URL = "https://hms.example.org"
    settings.SECRET_KEY = GOOD
    settings.HMS_INDEX_KEY, settings.HMS_SEAL_KEY = bytes(range(32)), bytes(range(40, 72))
    return settings


def test_a_good_production_has_nothing_to_say(production):
    assert checks.keys_are_keys() + checks.production_is_production() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SECRET_KEY", "short", "hms.E005"),
        ("SECRET_KEY", "a" * 60, "hms.E005"),
        ("HMS_INDEX_KEY", bytes(32), "hms.E005"),
        ("HMS_INDEX_KEY", bytes(range(40, 72)), "hms.E006"),
        ("DEBUG", True, "hms.E007"),
        ("ALLOWED_HOSTS", [], "hms.E008"),
        ("ALLOWED_HOSTS", ["*"], "hms.E008"),
        ("PUBLIC_URL", "http://hms.example.org", "hms.E009"),
        ("DEMO", True, "hms.E010"),
    ],
)
def test_what_a_production_must_not_have(production, name, value, expected):
    setattr(production, name, value)

    assert ids(checks.keys_are_keys() + checks.production_is_production()) == [expected]


def test_a_vault_without_its_master_key_stops_the_start(settings, tmp_path):
    settings.HMS_AADHAAR, settings.HMS_VAULT_PROVIDER, settings.HMS_VAULT_KEY_DIR = "vault", "file", tmp_path

    assert [one.id for one in checks.aadhaar_can_be_kept()] == ["hms.E011"]
    (tmp_path / "2026-1.key").write_text("A" * 43 + "=")
    assert checks.aadhaar_can_be_kept() == []


def test_a_file_without_a_key_among_the_card_keys_is_named(settings, tmp_path):
    settings.HMS_CARD_KEYS_DIR = tmp_path
    (tmp_path / "uidai.cer").write_text("nothing")

    assert [one.msg for one in checks.aadhaar_can_be_kept()] == ["No key in uidai.cer of HMS_CARD_KEYS_DIR."]
