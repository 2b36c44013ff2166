"""The job loop: who runs, when, and what happens when one fails."""

import logging
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from hms import jobs

pytestmark = pytest.mark.django_db


def job(name, seconds, ran, fails=False):
    def run():
        ran.append(name)
        if fails:
            raise ValueError("broken")
        return "fine"

    return jobs.Job(name, seconds, run)


def test_each_job_runs_at_its_own_pace():
    ran, began = [], {}
    two = [job("often", 10, ran), job("seldom", 100, ran)]

    for now in (0, 5, 10, 99, 100):
        jobs.run_due(began, now, two)

    assert ran == ["often", "seldom", "often", "often", "seldom"]


def test_one_that_fails_does_not_stop_the_others(caplog):
    ran = []

    with caplog.at_level(logging.INFO, "hms.jobs"):
        jobs.run_due({}, 0, [job("broken", 10, ran, fails=True), job("whole", 10, ran)])

    assert ran == ["broken", "whole"]
    assert [record.message.partition(" (")[0] for record in caplog.records] == ["broken failed", "whole: fine"]


def test_a_second_loop_does_nothing():
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [jobs.LOCK])
    out = StringIO()

    call_command("jobs", once=True, stdout=out)
    with other.cursor() as cursor:  # the server frees it some time after a close, which the next test would meet
        cursor.execute("SELECT pg_advisory_unlock_all()")
    other.close()

    assert out.getvalue() == "another loop is at work\n"


def test_the_housekeeping_runs(caplog):
    with caplog.at_level(logging.INFO, "hms.jobs"):
        call_command("jobs", once=True)

    assert [record.message.partition(" (")[0] for record in caplog.records] == [
        "forget_old: nothing old",
        "verify_audit: 0 chains, 0 broken",
        "escalate_critical: 0 put before the person in charge",
        "find_doubles: 0 people looked at, 0 pairs to compare",
        "ask_about_numbers: 0 centres looked at, 0 questions",
    ]
