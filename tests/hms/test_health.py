"""What a watching program sees, and what a stranger does not."""

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

from hms import health


@pytest.fixture(autouse=True)
def fonts_are_there(settings, tmp_path):
    for name in health.fonts.NAMES:
        (tmp_path / name).touch()
    settings.FONTS_DIR = tmp_path
    cache.clear()


def test_live_needs_no_database(client):
    """No django_db mark: one query would fail this test."""
    response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"ok": True})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_tells_this_machine_each_part(client):
    response = client.get("/health/ready", REMOTE_ADDR="127.0.0.1")

    parts = dict.fromkeys(["database", "devanagari", "disk", "fonts", "migrations"], "ok")
    assert (response.status_code, response.json()) == (200, {"ok": True, "checks": parts})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stranger",
    [
        {"REMOTE_ADDR": "10.1.2.3"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.1.2.3"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "10.1.2.3"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_ready_tells_a_stranger_only_yes_or_no(client, stranger):
    assert client.get("/health/ready", **stranger).json() == {"ok": True}


@pytest.mark.django_db
def test_missing_fonts_are_not_ready(client, settings, tmp_path):
    (tmp_path / "NotoSansDevanagari-Bold.ttf").unlink()

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"]["fonts"] == "1 missing"


@pytest.mark.django_db
def test_a_migration_not_applied_is_not_ready(client):
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'sessions'")

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] == "1 not applied"


@pytest.mark.django_db
def test_a_full_disk_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"]["disk"].endswith(" MB left")


def test_a_dead_database_is_asked_once_and_named_without_its_words(client, monkeypatch):
    asked = []

    def dead(*args, **kwargs):
        asked.append(1)
        raise OperationalError("connection to host secret-host failed")

    monkeypatch.setattr(health.connection, "cursor", dead)

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "OperationalError"
    assert "secret-host" not in response.content.decode()
    assert len(asked) == 1


def test_health_changes_nothing(client):
    assert [client.post(path).status_code for path in ("/health/live", "/health/ready")] == [405, 405]
