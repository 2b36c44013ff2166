"""How each line of a form is counted: the rows of one kind, and the condition that picks a line's own among them.

Visits count on the day of the visit, results on the day they were released; cancelled visits never. So every line is a
part of the OPD register (register.py) or of what the laboratory released, and can be opened to its rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractHour

from centres.models import Department
from hms.lib.dates import INDIA
from labs.models import Result
from labs.models.results import Flag
from labs.notifiable import NO_ANSWER
from opd.models import Referral, ReportLine
from opd.reporting import register
from opd.reporting.periods import Period
from registration.models import Visit

VISITS, RESULTS = "visits", "results"
DAY = (8, 20)  # HMIS: night is 8 PM to 8 AM
AYUSH = Q(department__kind=Department.Kind.AYUSH)


@dataclass(frozen=True)
class Column:
    """One number of a line: which kind of rows, and which of them."""

    kind: str
    condition: Q


def visits(centres, period: Period) -> QuerySet[Visit]:
    """The register without cancelled rows, with what lines ask: `years` on the day, hour of the first referral."""
    first = Referral.objects.filter(visit=OuterRef("pk")).order_by("referred_at", "pk")
    rows = register.visits(centres, period).filter(register.COUNTED)
    return rows.annotate(
        years=register.YearsOld("visit_on", "patient__birth_date"),
        sent_hour=Subquery(first.annotate(hour=ExtractHour("referred_at", tzinfo=INDIA)).values("hour")[:1]),
    )


def results(centres, period: Period) -> QuerySet[Result]:
    """What the laboratories released; the newest version of each, kits that tested nobody left out."""
    begin, end = period.moments
    rows = Result.objects.for_centres(centres).filter(is_current=True, released_at__gte=begin, released_at__lt=end)
    return rows.exclude(text__in=NO_ANSWER).order_by("released_at", "pk")


ROWS: dict[str, Callable] = {VISITS: visits, RESULTS: results}
CENTRE = {VISITS: "centre", RESULTS: "order__visit__centre"}


def columns(line: ReportLine) -> dict[str, Column]:
    """The numbers of a line by name; none for lines counted otherwise (stock, syndromes, words) or not known here."""
    maker = RULES.get(line.rule)
    return maker(line) if maker else {}


def _diagnosis(line):
    signed = Q(consultation__signed_at__isnull=False, consultation__diagnoses__code__in=line.codes)
    if under := line.options.get("under"):
        signed &= Q(years__lt=int(under))
    return {"n": Column(VISITS, signed)}


def _attendance(line):
    return {"n": Column(VISITS, AYUSH if line.options.get("only") == "ayush" else ~AYUSH)}


def _new_attendance(line):
    return {"n": Column(VISITS, Q(kind=Visit.Kind.NEW))}


def _age(line):
    return {"n": Column(VISITS, Q(years__gte=int(line.options["from"])))}


def _referred(line):
    by_day = Q(sent_hour__gte=DAY[0], sent_hour__lt=DAY[1])
    by_night = Q(sent_hour__lt=DAY[0]) | Q(sent_hour__gte=DAY[1])
    return {"n": Column(VISITS, by_day if line.options["time"] == "day" else by_night)}


def _test(line):
    wanted, options = Q(order__test__code__in=line.codes) if line.codes else Q(), line.options
    if "sent" in options:
        wanted &= Q(order__is_sent=options["sent"] == "yes")
    if "sex" in options:
        wanted &= Q(order__visit__patient__sex=options["sex"])
    if options.get("pregnant") == "yes":
        wanted &= Q(order__is_pregnant=True)
    elif options.get("pregnant") == "no":
        wanted &= Q(order__is_pregnant=False) | Q(order__is_pregnant__isnull=True)
    if "below" in options:
        wanted &= Q(value__lt=options["below"])
    if "positive" in options:
        wanted &= Q(flag=Flag.ABNORMAL)
    return {"n": Column(RESULTS, wanted or ~Q(pk=None))}


def _lab(line):
    of_these = Q(order__test__code__in=line.codes)
    return {"tested": Column(RESULTS, of_these), "positive": Column(RESULTS, of_these & Q(flag=Flag.ABNORMAL))}


RULES: dict[str, Callable[[ReportLine], dict[str, Column]]] = {
    "diagnosis": _diagnosis,
    "attendance": _attendance,
    "new_attendance": _new_attendance,
    "age": _age,
    "referred": _referred,
    "test": _test,
    "lab": _lab,
}
