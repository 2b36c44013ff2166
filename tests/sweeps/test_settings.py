"""What every answer carries, and what production insists on."""

import base64
import json
import os
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import clear_url_caches, path, reverse

from hms import urls
from tests.sweeps import source

PRODUCTION = {
    "HMS_ENV": "production",
    "SECRET_KEY": "k" * 30 + "0123456789abcdefghij",
    "HMS_INDEX_KEY": base64.b64encode(bytes(range(32))).decode(),
    "HMS_SEAL_KEY": base64.b64encode(bytes(range(32, 64))).decode(),
    "ALLOWED_HOSTS": "hms.example.org",
    "PUBLIC_URL": "https://hms.example.org",
    "DATABASE_URL": "postgresql://somebody@localhost/nothing",
}
ASK = """
import json, django
from django.conf import settings
names = '''%s'''.split()
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


def production(names, **changes):
    """Settings as a fresh process reads them in production."""
    environment = {**os.environ, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "hms.settings", **changes}
    environment = {name: value for name, value in environment.items() if value is not None}
    for name in ("DEBUG", "HMS_DEMO", "HMS_PLAIN_STATIC"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, "-c", ASK % names],
        capture_output=True,
        text=True,
        cwd=source.ROOT,
        env=environment,
        check=False,
    )


def test_production_is_strict():
    answer = production(
        "DEBUG SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE SESSION_COOKIE_NAME "
        "CSRF_COOKIE_SECURE CSRF_COOKIE_HTTPONLY CSRF_COOKIE_SAMESITE CSRF_COOKIE_NAME SECURE_SSL_REDIRECT "
        "SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS X_FRAME_OPTIONS SECURE_REFERRER_POLICY SESSION_COOKIE_AGE"
    )

    assert json.loads(answer.stdout) == {
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "X_FRAME_OPTIONS": "DENY",
        "SECURE_REFERRER_POLICY": "same-origin",
        "SESSION_COOKIE_AGE": 12 * 3600,
    }


@pytest.mark.parametrize("name", ["SECRET_KEY", "HMS_INDEX_KEY", "HMS_SEAL_KEY", "PUBLIC_URL"])
def test_a_missing_secret_stops_the_start(name, tmp_path):
    answer = production("DEBUG", HMS_VAR_DIR=str(tmp_path), **{name: None})

    assert answer.returncode != 0
    assert f"{name} is not set" in answer.stderr


def test_no_patient_address_may_be_guessed():
    answer = production("PUBLIC_URL SLIP_LINK_DAYS")

    assert json.loads(answer.stdout) == {"PUBLIC_URL": "https://hms.example.org", "SLIP_LINK_DAYS": 30}


POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}


def policy(response):
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";") if part.strip())
    return {name: value for name, _space, value in parts}


@pytest.fixture
def answers(db, clerk):
    """One of each kind: a page, a redirect, refused, not there, broken."""

    def explode(request):
        raise ZeroDivisionError("Sunita Devi 9876543210")

    explode.permission = "public"
    urls.urlpatterns.append(path("explode-for-the-test", explode))
    anybody = Client(raise_request_exception=False)
    try:
        clear_url_caches()
        yield {
            200: anybody.get(reverse("centres:sign-in")),
            302: anybody.get(reverse("centres:home")),
            403: clerk.get("centre:audit"),
            404: anybody.get("/nothing-here"),
            405: clerk.client.put(reverse("centres:home")),
            500: anybody.get("/explode-for-the-test"),
        }
    finally:
        urls.urlpatterns.pop()
        clear_url_caches()


def test_every_answer_has_its_own_status(answers):
    assert {status: response.status_code for status, response in answers.items()} == {one: one for one in answers}


@pytest.mark.parametrize("status", [200, 302, 403, 404, 405, 500])
def test_every_answer_is_guarded(answers, status):
    response = answers[status]

    assert policy(response) == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert len(response["X-Request-Id"]) == 16


def test_a_broken_page_tells_nothing(answers):
    text = answers[500].content.decode()

    assert "Sunita" not in text
    assert "ZeroDivision" not in text
    assert answers[500]["X-Request-Id"] in text


@pytest.mark.parametrize("method", ["put", "delete", "trace", "options", "patch"])
def test_other_methods_are_refused(clerk, method):
    assert getattr(clerk.client, method)(clerk.url("centre-home")).status_code == 405
