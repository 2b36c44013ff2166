"""Work by the clock, without a broker: one loop, held by a lock in the database so that two never double.

A job is a function that returns words for the log, none when there was nothing to do. It runs again when its
interval has passed since it last began; one that fails is logged with its traceback and tried again at its next turn.
"""

import logging
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from centres import audit_check, housekeeping
from centres.services import gaps
from labs import services as labs
from opd import services as opd
from opd.services import honesty
from registration.services import doubles
from registration.services import importing as registers

LOCK = 7_265_001  # any number, the same in every loop
HOUR = 3600
log = logging.getLogger("hms.jobs")


@dataclass(frozen=True)
class Job:
    name: str
    seconds: int
    run: Callable[[], str]


def forget_old() -> str:
    return ", ".join(f"{count} {name}" for name, count in housekeeping.forget_old().items() if count) or "nothing old"


def verify_audit() -> str:
    """Says so loudly; repairing is for people."""
    findings = list(audit_check.check())
    for finding in findings:
        if finding.problem:
            log.error("audit chain %s broken at event %s: %s", finding.chain, finding.number, finding.problem)
    return f"{len(findings)} chains, {sum(1 for one in findings if one.problem)} broken"


def escalate_critical() -> str:
    """Critical values nobody was told of go before the person in charge (ADR 0010)."""
    return f"{labs.escalate_overdue()} put before the person in charge"


def make_exports() -> str:
    """Files that people asked for, one after the other."""
    count = 0
    while opd.make_next() is not None:
        count += 1
    return f"{count} files made" if count else ""


def find_doubles() -> str:
    """By night: records that may be one person's, for the person in charge to compare (ADR 0018)."""
    now = timezone.now()
    if not doubles.is_due(now):
        return ""
    run = doubles.search(now)
    return f"{run.people} people looked at, {run.found} pairs to compare"


def ask_about_numbers() -> str:
    """By night: numbers of the last full week that look unlikely become questions to the centres (ADR 0022)."""
    if not honesty.is_due(timezone.now()):
        return ""
    check = honesty.look()
    return f"{check.centres} centres looked at, {check.found} questions"


def keep_day_figures() -> str:
    """Sums of closed days for boards and forms, a week of days at a time (ADR 0023)."""
    count = opd.keep_day_figures()
    return f"sums of {count} days kept" if count else ""


def escalate_questions() -> str:
    """Questions no specialist answered in time go to the whole pool, then before the person in charge."""
    count = opd.escalate_unanswered()
    return f"{count} questions moved on" if count else ""


def remind_of_gaps() -> str:
    """Gaps past their date, once a week each, in their history and on their owners' home pages."""
    count = gaps.remind()
    return f"{count} late gaps reminded of" if count else ""


def import_registers() -> str:
    """Old registers being taken over, some seconds at a time: the other jobs have their turn between."""
    count = registers.work()
    return f"{count} rows taken over" if count else ""


JOBS = [
    Job("forget_old", HOUR, forget_old),
    Job("verify_audit", 24 * HOUR, verify_audit),
    Job("escalate_critical", 60, escalate_critical),
    Job("make_exports", 3, make_exports),
    Job("import_registers", 3, import_registers),
    Job("find_doubles", HOUR, find_doubles),
    Job("ask_about_numbers", HOUR, ask_about_numbers),
    Job("keep_day_figures", 60, keep_day_figures),
    Job("escalate_questions", 60, escalate_questions),
    Job("remind_of_gaps", HOUR, remind_of_gaps),
]


@contextmanager
def only_one():
    """True inside the one loop that holds the lock; it is freed when the connection ends, however that happens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def run_due(began: dict[str, float], now: float, jobs: list[Job] = JOBS) -> int:
    """Run the jobs whose time has come; how many ran. `began` remembers when each last began."""
    due = [job for job in jobs if now - began.get(job.name, -job.seconds) >= job.seconds]
    for job in due:
        began[job.name] = now
        start = time.monotonic()
        try:
            words = job.run()
        except Exception:  # one job's failure must not stop the others; the traceback is logged
            log.exception("%s failed", job.name)
        else:
            if words:
                log.info("%s: %s (%.1f s)", job.name, words, time.monotonic() - start)
    return len(due)
