"""The figures of each centre's day, many days and centres in one query: what opd.reporting.closed keeps."""

import hashlib
import json
from collections import defaultdict
from datetime import date

from django.db.models import Case, Count, F, Q, Value, When

from centres.models import Department
from opd.models import ConsultationDiagnosis, Form, ReportLine
from opd.reporting import lines as rules
from opd.reporting import register
from opd.reporting.periods import Period
from registration.models import Visit

Key = tuple[int, date]


def catalogue_seal() -> str:
    """Of the lines of all forms and the kinds of departments: what was kept by others of them is old (2 queries)."""
    rows = ReportLine.objects.order_by("form", "code").values_list("form", "code", "rule", "codes", "options")
    kinds = Department.objects.order_by("pk").values_list("pk", "kind")
    return hashlib.sha256(json.dumps([list(rows), list(kinds)], sort_keys=True).encode()).hexdigest()


def register_days(centres, period: Period) -> dict[Key, dict]:
    """The register's totals of each day (1 query)."""
    return dict(register.totals_by_day(centres, period))


def ward_days(centres, period: Period) -> dict[Key, dict]:
    """{ward: {line: cases}} of signed diagnoses; a visit counts once on a line (2 queries)."""
    lines = list(ReportLine.objects.filter(form=Form.IDSP_P, rule="diagnosis"))
    found: dict[Key, dict] = defaultdict(lambda: defaultdict(dict))
    if not lines:
        return {}
    line_of = Case(*(When(code__in=line.codes, then=Value(line.code)) for line in lines))
    rows = ConsultationDiagnosis.objects.for_centres(centres).filter(
        ~Q(consultation__visit__status=Visit.Status.CANCELLED),
        ~Q(consultation__visit__patient__ward=""),
        code__in=[code for line in lines for code in line.codes],
        consultation__signed_at__isnull=False,
        consultation__visit__visit_on__range=(period.first, period.last),
    )
    rows = rows.order_by().annotate(
        line=line_of,
        at=F("consultation__visit__centre"),
        day=F("consultation__visit__visit_on"),
        ward=F("consultation__visit__patient__ward"),
    )
    counted = rows.values_list("at", "day", "ward", "line").annotate(n=Count("consultation__visit", distinct=True))
    for centre, day, ward, line, n in counted:
        found[centre, day][ward][line] = n
    return {key: dict(wards) for key, wards in found.items()}


def form_days(centres, period: Period) -> dict[Key, dict]:
    """{form: {line: {column: n}}} of every line that counts visits (2 queries)."""
    wanted = [
        (line.form, line.code, name, column.condition)
        for line in ReportLine.objects.all()
        for name, column in rules.columns(line).items()
        if column.kind == rules.VISITS
    ]
    if not wanted:
        return {}
    made = {f"c{place}": Count("pk", filter=one[3], distinct=True) for place, one in enumerate(wanted)}
    rows = rules.visits(centres, period).order_by().values("centre", "visit_on").annotate(**made)
    found: dict[Key, dict] = {}
    for row in rows:
        content: dict = defaultdict(lambda: defaultdict(dict))
        for place, (form, code, name, _condition) in enumerate(wanted):
            if row[f"c{place}"]:
                content[form][code][name] = row[f"c{place}"]
        found[row["centre"], row["visit_on"]] = {form: dict(by_code) for form, by_code in content.items()}
    return found
