"""The doctor's, nurse's and pharmacist's pages among many patients with full histories.

    createdb histories; DATABASE_URL=… manage.py migrate; DATABASE_URL=… manage.py load_catalogues
    DATABASE_URL=… python -m tests.bench.histories --patients 100000

Fills an empty database (tests/bench/histories.sql), then opens a visit for people picked at random, and for the ones
with the longest histories, and asks for every page in this process, through every middleware and template, without web
server and network. "own" is the processor time of this process, which other work on the machine does not lengthen
much; PostgreSQL's is not in it. The aim is issue 4's: p95 at most 100 ms, at most 25 statements.
"""

import argparse
import os
import random
import statistics
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hms.settings")
AIM_MS, AIM_QUERIES = 100, 25
BOUNDS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")  # of transactions: no statement of ours
CENTRE = "UPHC-02"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=40, help="whose pages are asked for")
    parser.add_argument("--only", default="", help="pages whose name has this word")
    options = parser.parse_args()
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    team = people_at_work()
    fill(options.patients, team)
    visits = arrivals(options.people, team)
    print(f"{'':<34}{'p50':>7}{'p95':>7}{'most':>7}{'own p50':>9}{'statements':>12}")
    asked = [page for page in pages() if options.only in page[0]]
    missed = [name for name, who, page, posted in asked if ask(name, team[who], page, posted, visits)]
    sys.exit(bool(missed))


def people_at_work() -> dict:
    from centres.models import Centre, User
    from tests.centres.signing import Worker

    centre = Centre.objects.get(code=CENTRE)
    team = {}
    for role in ("clerk", "doctor", "nurse", "pharmacist"):
        known = User.objects.filter(username=f"histories.{role}").first()
        team[role] = Worker.at(centre, role, user=known or person(role, centre))
    return team


def person(role: str, centre):
    from tests.centres.factories import DepartmentFactory, staff

    DepartmentFactory._meta.model.objects.for_centre(centre).exists() or DepartmentFactory(centre=centre)
    return staff(role, centre, username=f"histories.{role}", name_en=f"Bench {role}")


def fill(count: int, team: dict) -> None:
    from django.db import connection

    from centres.models import Centre
    from registration.models import Patient

    if Patient.objects.exists():
        return
    named = {
        ":people": count, ":centres": Centre.objects.filter(kind=Centre.Kind.UPHC).count(),
        ":clerk": team["clerk"].user.pk, ":doctor": team["doctor"].user.pk,
        ":hospital": Centre.objects.get(code="PMCH").pk,
    }  # fmt: skip
    text = Path(__file__).with_suffix(".sql").read_text()
    for name, value in named.items():
        text = text.replace(name, str(value))
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET synchronous_commit = off")
        for statement in filter(str.strip, text.split(";\n")):
            cursor.execute(statement)
            print(f"{statement.strip()[:60]} … {cursor.rowcount:,}, {time.perf_counter() - began:.0f} s", flush=True)
        cursor.execute("ANALYZE")


def arrivals(count: int, team: dict) -> list:
    """Visits of today: half of them of people with sixty earlier ones."""
    from django.utils import timezone

    from centres.models import Department
    from registration.models import Patient, Visit
    from registration.services import open_visit
    from tests.opd.factories import VitalsFactory

    centre, clerk = team["clerk"].centre, team["clerk"].user
    keys = list(Patient.objects.filter(registered_centre=centre).values_list("pk", flat=True))
    long = list(Patient.objects.filter(pk__in=range(7, max(keys, default=0), 1000)).values_list("pk", flat=True))
    rng = random.Random(4)
    chosen = rng.sample(keys, count // 2) + rng.sample(long, min(len(long), count - count // 2))
    department = Department.objects.for_centre(centre).order_by("pk").first()
    visits = []
    for patient in Patient.objects.filter(pk__in=chosen):
        today = Visit.objects.for_centre(centre).of_day(timezone.localdate()).filter(patient=patient).first()
        visit = today or open_visit(patient, department, by=clerk)
        if not today:
            VitalsFactory(visit=visit, recorded_by=clerk)
        visits.append(visit)
    return visits


def pages() -> list[tuple[str, str, str, dict | None]]:
    """Name, who asks, view, and what is posted where the page answers to a POST."""
    return [
        ("queue", "doctor", "opd:queue", None),
        ("consultation", "doctor", "opd:consultation", None),
        ("history", "doctor", "opd:history", None),
        ("history, a word looked for", "doctor", "opd:history", {"find": "paracetamol"}),
        ("vitals", "nurse", "opd:vitals", None),
        ("slip on screen", "doctor", "opd:slip", None),
        ("pharmacy list", "pharmacist", "opd:dispense-list", None),
        ("pharmacy, one slip", "pharmacist", "opd:dispense", None),
        ("medicine shelf", "pharmacist", "opd:stock", None),
        ("whom to call", "doctor", "opd:follow-ups", None),
        ("referrals", "doctor", "opd:referrals", None),
        ("questions to specialists", "doctor", "opd:e-consults", None),
    ]


def ask(name: str, worker, page: str, posted: dict | None, visits: list) -> bool:
    """Print one line; whether the aim was missed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import NoReverseMatch

    from hms.gunicorn_conf import keep_the_program

    def address(visit):
        try:
            return worker.url(page, code=visit.code)
        except NoReverseMatch:
            return worker.url(page)

    def once(visit):
        return worker.client.post(address(visit), posted) if posted else worker.client.get(address(visit))

    once(visits[0])  # warms what a process keeps
    keep_the_program()  # as the server does before its first request
    times, own = [], []
    for visit in visits:
        began, worked = time.perf_counter(), time.process_time()
        answer = once(visit)
        own.append((time.process_time() - worked) * 1000)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (name, answer.status_code)
    times.sort()
    with CaptureQueriesContext(connection) as queries:
        once(visits[-1])
    statements = sum(not query["sql"].startswith(BOUNDS) for query in queries.captured_queries)
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    is_missed = p95 > AIM_MS or statements > AIM_QUERIES
    print(
        f"{name:<34}{statistics.median(times):>7.0f}{p95:>7.0f}{times[-1]:>7.0f}{statistics.median(own):>9.0f}{statements:>12}"
        f"{'  MISSED' if is_missed else ''}",
        flush=True,
    )
    return is_missed


if __name__ == "__main__":
    main()
