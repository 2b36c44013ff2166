"""Ward early warning: how many cases of each condition live in each ward this week, against the weeks before.

A list to look at, not a verdict: whole cases, whole weeks, two plain rules, each with its source. No probabilities.

Sources of the rules, from memory, to be reviewed by the District Surveillance Unit:
- any case: IDSP medical officers' manual (2005), trigger level 1 for diseases of which one case is looked into at once.
- twice the usual: IDSP trigger for diarrhoea and fever, "a cluster or twice the usual number"; here the median of the
  eight weeks before, at least five cases, so that two instead of one is no alarm.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Min, OuterRef, Subquery

from centres.models import Centre
from opd.models import ConsultationDiagnosis, Form, ReportLine
from opd.reporting import closed
from opd.reporting.periods import Period
from registration.models import Visit

WEEKS_BEFORE = 8
AT_LEAST = 5
ENOUGH_WEEKS = 4  # with fewer full weeks before it, nothing is called unusual
TIMES = 2
ANY_CASE = {"P08", "P10", "P11", "P18"}  # AES, measles, diphtheria, acute flaccid paralysis


@dataclass(frozen=True)
class WardCount:
    """One condition in one ward: this week, the weeks before (oldest first) and which rule it meets, or ""."""

    ward: str
    line: ReportLine
    now: int
    before: tuple[int, ...]
    rule: str

    @property
    def usual(self) -> int:
        return round(median(self.before)) if self.before else 0


def counts(centres, week: Period) -> list[WardCount]:
    """Every ward and condition with a case in the week or an alert, alerts first, the largest first (6 queries)."""
    lines = list(ReportLine.objects.filter(form=Form.IDSP_P, rule="diagnosis"))
    weekly = _weekly(centres, week, lines) if lines else {}
    mondays = _mondays(centres, week)
    found = []
    for (ward, line), by_week in weekly.items():
        now, before = by_week.get(week.first, 0), tuple(by_week.get(monday, 0) for monday in mondays)
        if now:
            found.append(WardCount(ward, line, now, before, rule(line.code, now, before)))
    return sorted(found, key=lambda one: (not one.rule, -one.now, one.line.code, _ward_order(one.ward)))


def _mondays(centres, week: Period) -> list:
    """Of the full weeks before, at most WEEKS_BEFORE, that these centres have worked with the system (1 query)."""
    first = Visit.objects.filter(centre=OuterRef("pk")).order_by("visit_on").values("visit_on")[:1]
    own = Centre.objects.filter(pk__in=[centre.pk for centre in centres]).annotate(first=Subquery(first))
    began = own.aggregate(day=Min("first"))["day"] or week.first
    every = [week.first - timedelta(weeks=back) for back in range(WEEKS_BEFORE, 0, -1)]
    return [monday for monday in every if monday >= began]


def rule(code: str, now: int, before: tuple[int, ...]) -> str:
    """ "any" for a disease of which one case counts, "double" for twice the usual and at least five, else ""."""
    if code in ANY_CASE and now:
        return "any"
    if len(before) < ENOUGH_WEEKS:
        return ""
    return "double" if now >= AT_LEAST and now >= TIMES * max(median(before), 1) else ""


def _weekly(centres, week: Period, lines) -> dict:
    """Cases of (ward, line) by Monday: a visit counts once on a line, whatever codes it has of it."""
    by_code = {line.code: line for line in lines}
    first = week.first - timedelta(weeks=WEEKS_BEFORE)
    found: dict = defaultdict(lambda: defaultdict(int))
    for (_centre, day), wards in closed.figures("wards", centres, Period(first, week.last)).items():
        monday = day - timedelta(days=day.weekday())
        for ward, counts_of in wards.items():
            for line, n in counts_of.items():
                found[ward, by_code[line]][monday] += n
    return found


def cases(centres, week: Period, ward: str, line: ReportLine):
    """The visits behind one count."""
    keys = ConsultationDiagnosis.objects.for_centres(centres).filter(
        code__in=line.codes, consultation__signed_at__isnull=False
    )
    rows = Visit.objects.for_centres(centres).filter(
        visit_on__range=(week.first, week.last), patient__ward=ward, pk__in=keys.values("consultation__visit")
    )
    return rows.exclude(status=Visit.Status.CANCELLED).order_by("visit_on", "daily_serial")


def _ward_order(ward: str) -> tuple:
    return (0, int(ward), "") if ward.isascii() and ward.isdigit() else (1, 0, ward)
