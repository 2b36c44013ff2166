"""What boards, registers and forms cost on the demonstration district: `python -m tests.bench.reports --rounds 20`.

Give the database that `manage.py demo_district` filled in DATABASE_URL. Pages are asked for in this process, through
every middleware and template, without a web server and without the network.
"""

import argparse
import os
import statistics
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hms.settings")
AIM = {"page": 300, "report": 5000}  # milliseconds at p95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--centre", default="UPHC-09")
    options = parser.parse_args()
    django.setup()

    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from centres.models import User
    from hms.gunicorn_conf import keep_the_program
    from registration.models import Visit
    from tests.centres.signing import sign_in_user

    settings.ALLOWED_HOSTS = ["*"]
    clients = {}
    place = {"UPHC-09": "alamganj", "UPHC-02": "yarpur", "UPHC-06": "chitkohra"}[options.centre]
    for name in ("district", f"{place}.incharge"):
        clients[name] = Client()
        sign_in_user(clients[name], User.objects.get(username=name), verified=name == "district")
    print(f"{Visit.objects.count():,} visits; {options.rounds} rounds; milliseconds")
    print(f"{'':<42}{'p50':>8}{'p95':>8}{'queries':>9}  aim")
    late = 0
    today = timezone.localdate()
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    for kind, words, who, path in pages(options.centre, place, today, month):
        times = []
        keep_the_program()  # as the server does before its first request
        for _ in range(options.rounds if kind == "page" else max(3, options.rounds // 4)):
            began = time.perf_counter()
            response = clients[who].get(path)
            times.append((time.perf_counter() - began) * 1000)
            assert response.status_code == 200, (path, response.status_code)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            clients[who].get(path)
        p95 = sorted(times)[max(0, round(len(times) * 0.95) - 1)]
        is_late = p95 > AIM[kind]
        late += is_late
        print(
            f"{words:<42}{statistics.median(times):>8.0f}{p95:>8.0f}{len(queries):>9}"
            f"  {AIM[kind]}{' MISSED' if is_late else ''}"
        )
    sys.exit(bool(late))


def pages(centre, place, today, month):
    """What is asked for: kind of aim, words, who asks, address."""
    office, own, person = "/c/CSO/opd/figures", f"/c/{centre}/opd/figures", f"{place}.incharge"
    full, week = today - timedelta(days=3), today - timedelta(days=10)
    return [
        ("page", "board of the district, today", "district", f"{office}/day/"),
        ("page", "board of the district, a full day", "district", f"{office}/day/?day={full}"),
        ("page", "board of a centre, today", person, f"{own}/day/"),
        (
            "page",
            "rows behind a number of the district",
            "district",
            f"{office}/day/rows/?what=registered&day={full}",
        ),
        ("page", "wards of the district, a week", "district", f"{office}/wards/?day={today - timedelta(days=7)}"),
        ("page", "register of a centre, a day", person, f"{own}/register/?day={full}"),
        ("page", "register of the district, a month", "district", f"{office}/register/?from={month}&to={today}"),
        ("report", "HMIS of a centre, a month", person, f"{own}/forms/hmis/?day={month}"),
        ("report", "HMIS of the district, a month", "district", f"{office}/forms/hmis/?day={month}"),
        (
            "report",
            "IDSP P of the district, a week",
            "district",
            f"{office}/forms/idsp_p/?day={week}",
        ),
        (
            "report",
            "IDSP S of the district, a week",
            "district",
            f"{office}/forms/idsp_s/?day={week}",
        ),
        ("report", "HMIS of a centre as PDF", person, f"{own}/forms/hmis/file/?format=pdf&day={month}"),
        ("report", "register of a centre, a day, as PDF", person, f"{own}/register/print/?day={full}"),
    ]


if __name__ == "__main__":
    main()
