"""The access log keeps nothing that opens a door or names a patient."""

import gc
from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from hms import gunicorn_conf


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/s/8tFq0Zb1Yx", "/s/…"),
        ("/s/8tFq0Zb1Yx/slip.pdf", "/s/…/slip.pdf"),
        ("/set-password/MQ-abc", "/set-password/…"),
        ("/c/kankarbagh/counter/", "/c/kankarbagh/counter/"),
        ("/static/s/a.css", "/static/s/…"),
        ("/a\nforged line", "/a\\nforged line"),
        ("/a\x00\x1b[31m\u2028b", "/a\\x00\\x1b[31m\\u2028b"),
    ],
)
def test_tokens_and_line_breaks_are_taken_out(path, logged):
    assert gunicorn_conf.redacted(path) == logged


def test_a_line_has_no_query_no_referrer_and_no_browser(monkeypatch):
    config = Config()
    config.set("accesslog", "-")
    config.set("access_log_format", gunicorn_conf.access_log_format)
    logger, lines = gunicorn_conf.QuietLogger(config), []
    monkeypatch.setattr(logger.access_log, "info", lambda form, atoms: lines.append(form % atoms))
    environ = {
        "REMOTE_ADDR": "10.0.0.9",
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/s/SECRET?phone=9876500001",
        "PATH_INFO": "/s/SECRET",
        "QUERY_STRING": "phone=9876500001",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": "http://x/?name=Asha",
        "HTTP_USER_AGENT": "Nokia 8110",
    }
    answer = SimpleNamespace(status="200 OK", headers=[], sent=12)
    asked = SimpleNamespace(headers=[])

    logger.access(answer, asked, environ, timedelta(milliseconds=35))

    (line,) = lines
    assert line.split("] ")[1] == "10.0.0.9 GET /s/… 200 12 35ms"


def test_the_program_itself_is_not_looked_through_for_garbage():
    before = gc.get_freeze_count()
    gunicorn_conf.keep_the_program()

    assert gc.get_freeze_count() > before
    gc.unfreeze()
