"""Two weeks at three centres, from staff to reports."""

import random
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from centres.models import Centre
from hms.demo import (
    asked,
    coming_again,
    doubles,
    inspections,
    laboratory,
    nearer,
    online_help,
    pads,
    patients,
    pharmacy,
    quality,
    resources,
    rollout,
    staff,
    visits,
)
from labs.models import LabOrder

Status = LabOrder.Status
TWICE = 5  # days ago, everybody who was registered a second time came
JOBS = ("clerk", "nurse", "doctor", "lab", "lab2", "pharmacy")


@transaction.atomic
def build(*, people: int = 1000, days: int = 14, say: Callable[[str], None] = print, seed: int = 26) -> None:
    """Fill an empty database. `people` patients; visits of the last `days` days and of this morning."""
    with connection.cursor() as cursor:  # making up names takes longer than a person may keep a transaction open
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    rng = random.Random(seed)  # noqa: S311 (made-up people, no secrets)
    users = staff.make()
    centres = _open_centres()
    rollout.fill(rng)
    teams = {code: {job: users[f"{place}.{job}"] for job in JOBS} for code, place in staff.PLACES.items()}
    clerks = {centre.pk: teams[centre.code]["clerk"] for centre in centres}
    say(f"{people} patients")
    everybody = patients.make(people, rng, centres=centres, clerks=clerks)
    everybody += doubles.make([one for one in everybody if one.registered_centre.code == "UPHC-02"], rng)
    homes = {centre.pk: [p for p in everybody if p.registered_centre_id == centre.pk] for centre in centres}
    book, offers = visits.Book(), {centre.pk: laboratory.Offered(centre) for centre in centres}
    today, yearly = timezone.localdate(), dict.fromkeys(homes, 1)
    for back in range(days, -1, -1):
        on = today - timedelta(days=back)
        if on.weekday() == 6 and back:
            continue
        for centre in centres:
            day = visits.Day(centre, on, teams[centre.code])
            came = rng.sample(homes[centre.pk], min(rng.randint(24, 44), len(homes[centre.pk])))
            twice = [one for one in homes[centre.pk][-3:] if back == TWICE and one not in came]
            came += twice if centre.code == "UPHC-02" else []
            _one_day(day, came, rng, book, offers, is_today=back == 0, yearly=yearly)
        say(f"{on:%d-%b}: visits, prescriptions and results")
    for centre in centres:
        quality.shelf(centre, teams[centre.code])
        quality.control(centre, teams[centre.code], rng, days=days)
        pads.power_cut(centre, teams[centre.code])
        pharmacy.stock_and_hand_out(centre, teams[centre.code]["pharmacy"], rng)
    resources.state()
    online_help.ask(users)
    doubles.look_for()
    nearer.ask(users, rng)
    inspections.make(users, rng)
    say("inspections, gaps and proposals")
    asked.make(users)
    say("forms, a file and questions about numbers")


def _open_centres() -> list[Centre]:
    rows = list(Centre.objects.filter(code__in=staff.PLACES).order_by("code"))
    for row in rows:
        row.stage, row.is_demo, row.two_person_release = Centre.Stage.LIVE, True, row.code == "UPHC-02"
        row.save(update_fields=["stage", "is_demo", "two_person_release"])
    return rows


def _one_day(day, came, rng, book, offers, *, is_today, yearly) -> None:
    rows = visits.fill(day, came, rng, seen=0.55 if is_today else 1, yearly_from=yearly[day.centre.pk])
    yearly[day.centre.pk] += len(rows)
    visits.measure(rows, rng)
    visits.write(rows, book)
    coming_again.plan(rows)
    reached = tuple(Status.values[:4]) if is_today else (Status.RELEASED,)
    orders = laboratory.order(rows, offers, rng, reached=reached, keep=0.9 if is_today else 0.25)
    laboratory.collect(orders, rng)
    laboratory.enter(orders, rng)
    laboratory.report(orders)
