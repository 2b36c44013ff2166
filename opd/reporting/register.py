"""The OPD register: every visit in the order of its serial numbers, cancelled ones struck through, with totals."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Func, IntegerField, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hms.lib.dates import age_on, format_day, format_time
from opd.models import ConsultationDiagnosis, Referral
from opd.reporting.periods import Period
from registration.models import Visit

COUNTED = ~Q(status=Visit.Status.CANCELLED)
ON_A_PAGE = 14  # rows of the printed book, so that every page has the same height and its own total


class YearsOld(Func):
    """Completed years between two days: YearsOld("visit_on", "patient__birth_date")."""

    function = "AGE"
    template = "EXTRACT(YEAR FROM %(function)s(%(expressions)s))::integer"
    output_field = IntegerField()


@dataclass(frozen=True)
class Totals:
    """Of the visits that count; `cancelled` stand beside them. new + follow_up = female + male + other = registered."""

    registered: int = 0
    new: int = 0
    follow_up: int = 0
    female: int = 0
    male: int = 0
    other: int = 0
    children: int = 0  # under 5 completed years on the day
    seniors: int = 0  # 60 and older, as HMIS 14.1.21 counts
    referred: int = 0
    cancelled: int = 0

    def __add__(self, more: "Totals") -> "Totals":
        return Totals(**{name: getattr(self, name) + getattr(more, name) for name in self.__dataclass_fields__})


def visits(centres, period: Period) -> QuerySet[Visit]:
    """Every row of the register, the cancelled ones too: their serial numbers are used up."""
    rows = Visit.objects.for_centres(centres).filter(visit_on__range=(period.first, period.last))
    return rows.order_by("visit_on", "centre__code", "daily_serial")


def with_everything(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """For showing rows: patient, department, doctor, signed diagnoses, referrals (3 queries)."""
    diagnoses = ConsultationDiagnosis.objects.select_related("diagnosis").order_by("position")
    referrals = Referral.objects.select_related("to_centre").order_by("referred_at")
    return rows.select_related("patient", "department", "centre", "consultation__signed_by").prefetch_related(
        Prefetch("consultation__diagnoses", queryset=diagnoses), Prefetch("referrals", queryset=referrals)
    )


def part(rows: QuerySet[Visit], of: slice) -> list[Visit]:
    """Some rows of many for showing, in the order of `rows`: keys are sorted, not all they show (4 queries)."""
    keys = list(rows.values_list("pk", flat=True)[of])
    found = {visit.pk: visit for visit in with_everything(Visit.objects.filter(pk__in=keys).order_by())}
    return [found[key] for key in keys if key in found]


def totals(rows: QuerySet[Visit]) -> Totals:
    """1 query."""
    return Totals(**_aged(rows).aggregate(**_sums()))


def totals_by_day(centres, period: Period) -> Iterator[tuple[tuple[int, date], dict]]:
    """(centre, day) and its totals as a dict without zeros, for each with visits (1 query)."""
    rows = _aged(visits(centres, period)).values("centre", "visit_on").annotate(**_sums())
    for row in rows:
        yield (row.pop("centre"), row.pop("visit_on")), {name: n for name, n in row.items() if n}


def _aged(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    years = YearsOld("visit_on", "patient__birth_date")
    sent = Exists(Referral.objects.filter(visit=OuterRef("pk")))
    return rows.order_by().annotate(years=years, is_sent=sent)


def _sums() -> dict[str, Count]:
    return {
        "registered": Count("pk", filter=COUNTED),
        "new": Count("pk", filter=COUNTED & Q(kind=Visit.Kind.NEW)),
        "follow_up": Count("pk", filter=COUNTED & Q(kind=Visit.Kind.FOLLOW_UP)),
        "female": Count("pk", filter=COUNTED & Q(patient__sex="F")),
        "male": Count("pk", filter=COUNTED & Q(patient__sex="M")),
        "other": Count("pk", filter=COUNTED & Q(patient__sex="O")),
        "children": Count("pk", filter=COUNTED & Q(years__lt=5)),
        "seniors": Count("pk", filter=COUNTED & Q(years__gte=60)),
        "referred": Count("pk", filter=COUNTED & Q(is_sent=True)),
        "cancelled": Count("pk", filter=~COUNTED),
    }


def totals_of(rows: Iterable[Visit]) -> Totals:
    """The same over rows already read (with_everything); no query."""
    return sum((_one(visit) for visit in rows), Totals())


def _one(visit: Visit) -> Totals:
    if visit.status == Visit.Status.CANCELLED:
        return Totals(cancelled=1)
    years = years_of(visit)
    return Totals(
        registered=1,
        new=visit.kind == Visit.Kind.NEW,
        follow_up=visit.kind == Visit.Kind.FOLLOW_UP,
        female=visit.patient.sex == "F",
        male=visit.patient.sex == "M",
        other=visit.patient.sex == "O",
        children=years < 5,
        seniors=years >= 60,
        referred=bool(visit.referrals.all()),
    )


def years_of(visit: Visit) -> int:
    """Completed years as the database counts them (YearsOld): born on 29 February, a year is full on 1 March."""
    on, born = visit.visit_on, visit.patient.birth_date
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_of(visit: Visit) -> str:
    born = visit.patient.birth_date
    return age_on(born, visit.visit_on).label if born <= visit.visit_on else ""


def diagnoses_of(visit: Visit) -> list[str]:
    """As signed. What stigma follows (HIV, STI …) stands in the doctor's own record, not in a register."""
    consultation = getattr(visit, "consultation", None)
    if consultation is None or consultation.signed_at is None:
        return []
    one = "name_hi" if get_language() == "hi" else "name_en"
    return [
        gettext("confidential") if row.diagnosis and row.diagnosis.is_sensitive else getattr(row, one)
        for row in consultation.diagnoses.all()
    ]


def pages(rows: list[Visit]) -> list[dict]:
    """The book, page by page: its rows, its own total and the total up to here."""
    so_far, book = Totals(), []
    for start in range(0, len(rows), ON_A_PAGE):
        here = rows[start : start + ON_A_PAGE]
        total = totals_of(here)
        so_far += total
        book.append({"rows": here, "total": total, "so_far": so_far})
    return book


@dataclass(frozen=True)
class Column:
    head: str
    value: Callable[[Visit], object]
    is_personal: bool = False


COLUMNS = (
    Column(_("Day"), lambda visit: format_day(visit.visit_on)),
    Column(_("Centre"), lambda visit: visit.centre.code),
    Column(_("Yearly no."), lambda visit: visit.yearly_serial),
    Column(_("Daily no."), lambda visit: visit.daily_serial),
    Column(_("Slip no."), lambda visit: visit.number),
    Column(_("Time"), lambda visit: format_time(visit.registered_at)),
    Column("UHID", lambda visit: visit.patient.uhid, is_personal=True),
    Column(_("Name"), lambda visit: visit.patient.name, is_personal=True),
    Column(_("Guardian"), lambda visit: visit.patient.guardian_name, is_personal=True),
    Column(_("Age"), age_of),
    Column(_("Sex"), lambda visit: visit.patient.get_sex_display()),
    Column(_("Mohalla"), lambda visit: visit.patient.street, is_personal=True),
    Column(_("Ward"), lambda visit: visit.patient.ward),
    Column(_("Department"), lambda visit: visit.department.name),
    Column(_("New or follow-up"), lambda visit: visit.get_kind_display()),
    Column(_("Diagnosis"), lambda visit: "; ".join(diagnoses_of(visit))),
    Column(_("Referred to"), lambda visit: "; ".join(row.to_centre.name for row in visit.referrals.all())),
    Column(_("State"), lambda visit: visit.get_status_display()),
)


def table(has_names: bool) -> tuple[list[str], Callable[[Visit], list]]:
    """Head and a row's cells for a spreadsheet; never an Aadhaar number, and without names where none are due."""
    columns = [column for column in COLUMNS if has_names or not column.is_personal]
    return [str(column.head) for column in columns], lambda visit: [column.value(visit) for column in columns]
