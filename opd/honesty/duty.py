"""Work in somebody's name on a day on which, by the centre's own word or by sign-ins, they were not there.

The statement counts people of a trade, it names nobody. Where more people of a trade have work in their name than
were stated on duty, the ones with the least work are counted as too many: the smallest number that can be said.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone

from centres.models import Membership, SignIn, Statement, StatementLine
from centres.permissions import Role
from opd.honesty.found import Found, Kind, Look, found
from opd.models import Consultation, Vitals
from opd.reporting import register
from registration.models import Visit

TRADES = (Role.CLERK, Role.NURSE, Role.DOCTOR)  # whose work is written in the person's own name at a visit


def off_duty(look: Look) -> Found | None:
    """`least` entries on `times` days."""
    work = _work(look)
    people = {person for by_person in work.values() for person in by_person}
    if not people:
        return None
    roles, signed_in, stated = _roles(look, people), _signed_in(look, people), _stated(look)
    keys, days, trades = set(), set(), []
    for day, by_person in sorted(work.items()):
        absent = _absent(by_person, signed_in[day])
        for role, said in stated.get(day, {}).items():
            there = [person for person in by_person if roles[person] == {role}]
            many = sorted(there, key=lambda person: len(by_person[person]))[: max(0, len(there) - said)]
            if many:
                trades.append({"day": f"{day:%Y-%m-%d}", "role": role, "stated": said, "credited": len(there)})
            absent |= set(many)
        for person in absent:
            days.add(day)
            keys.update(by_person[person])
    if len(keys) < look.rule.least or len(days) < look.rule.times:
        return None
    of = len({key for by_person in work.values() for rows in by_person.values() for key in rows})
    return found(look, Kind.VISITS, keys, of=of, days=[f"{day:%Y-%m-%d}" for day in sorted(days)], trades=trades[:12])


def _work(look: Look) -> dict[date, dict[int, set[int]]]:
    """Visits by day and by the person in whose name something of them was done that day (3 queries)."""
    begin, end = look.week.moments
    work: dict = defaultdict(lambda: defaultdict(set))
    visits = register.visits(look.at, look.week).filter(source=Visit.Source.COUNTER).order_by()
    signed = Consultation.objects.for_centres(look.at).filter(signed_at__gte=begin, signed_at__lt=end)
    measured = Vitals.objects.for_centres(look.at).filter(recorded_at__gte=begin, recorded_at__lt=end)
    for rows in (
        visits.values_list("registered_at", "registered_by", "pk"),
        signed.values_list("signed_at", "signed_by", "visit"),
        measured.order_by().values_list("recorded_at", "recorded_by", "visit"),
    ):
        for at, person, visit in rows:
            work[timezone.localdate(at)][person].add(visit)
    return work


def _roles(look: Look, people) -> dict[int, set[str]]:
    """What each does here in the week; whoever does several things fits no single line of a statement."""
    rows = Membership.objects.for_centres(look.at).filter(user__in=people, starts_on__lte=look.week.last)
    rows = rows.exclude(ends_on__lt=look.week.first)
    roles: dict = defaultdict(set)
    for person, role in rows.values_list("user", "role"):
        roles[person].add(role)
    return roles


def _stated(look: Look) -> dict[date, dict[str, int]]:
    """People on duty by trade, of each day that has a statement (2 queries)."""
    rows = Statement.objects.for_centres(look.at).filter(on__range=(look.week.first, look.week.last))
    newest = {row.on: row for row in rows.order_by("on", "version")}
    by_statement: dict = defaultdict(dict)
    lines = StatementLine.objects.filter(statement__in={row.lines_of for row in newest.values()}, group="staff")
    for statement, code, count in lines.filter(code__in=TRADES).values_list("statement", "code", "count"):
        by_statement[statement][code] = count or 0
    return {day: by_statement[row.lines_of] for day, row in newest.items()}


def _signed_in(look: Look, people) -> dict[date, set[int]]:
    """Who had an open session on each day. Its last sign of life counts, not when it was forgotten."""
    begin, end = look.week.moments
    rows = SignIn.objects.filter(user__in=people, started_at__lt=end, seen_at__gte=begin)
    there: dict = defaultdict(set)
    for person, started, seen in rows.values_list("user", "started_at", "seen_at"):
        day = max(timezone.localdate(started), look.week.first)
        while day <= min(timezone.localdate(seen), look.week.last):
            there[day].add(person)
            day += timedelta(days=1)
    return there


def _absent(by_person: dict, there: set[int]) -> set[int]:
    """A day on which nobody's session is known says nothing."""
    return set(by_person) - there if there & set(by_person) else set()
