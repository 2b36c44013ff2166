"""A visit with everything small that hangs on it, in one query however much that is.

Each annotation is a list of plain dictionaries. Decimals come as text, moments as ISO text with their zone.
"""

import json
from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, ExtractIsoWeekDay, JSONObject

from centres.models import OpdSession
from opd.models import (
    Addendum,
    Allergy,
    ConsultationDiagnosis,
    Dispensing,
    EConsult,
    EConsultEntry,
    PrescriptionItem,
    Referral,
    Vitals,
)
from registration.models import PadSlip, Visit

VITALS = ["systolic", "diastolic", "pulse", "respiration", "spo2", "glucose", "is_pregnant", "note"]
VITALS_DECIMAL = ["temperature", "weight", "height", "muac"]
MEDICINE = ["name_en", "name_hi", "form", "strength", "dose", "food", "days", "unit", "words_en", "words_hi", "note"]
ANY_VISIT = -1  # stands in the prepared statement for the visit asked for
GIVEN = ["outcome", "quantity", "name_en", "name_hi", "strength", "given_at"]


def visits() -> QuerySet:
    """Visits with patient, place and consultation: 1 query. The lists come with whole()."""
    rows = Visit.objects.select_related("patient", "centre", "department", "room", "consultation__signed_by")
    return rows.annotate(slip_is_new=Value(True))


def whole(visit: Visit) -> Visit:
    """`visit` with its lists (1 query, 2 unless it came from visits()); nothing when it has them already."""
    if hasattr(visit, "slip_vitals"):
        return visit
    if not hasattr(visit, "slip_is_new"):
        visit = visits().get(pk=visit.pk)
    statement, parameters, names = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [visit.pk if one == ANY_VISIT else one for one in parameters])
        for name, rows in zip(names, cursor.fetchone(), strict=True):
            setattr(visit, name, [json.loads(row) if isinstance(row, str) else row for row in rows])
    return visit


@cache
def _statement() -> tuple[str, tuple, tuple[str, ...]]:
    """The SQL of the lists, put together once in a process: that is a third of the work of a slip page."""
    lists = _lists()
    names = tuple(lists)
    query = Visit.objects.filter(pk=ANY_VISIT).annotate(**lists).values_list(*names).query
    return *query.sql_with_params(), names


def _lists() -> dict[str, ArraySubquery]:
    return {
        "slip_hours": _rows(
            OpdSession.objects.filter(
                centre=OuterRef("centre"), weekday=ExtractIsoWeekDay(OuterRef("visit_on")) - 1
            ).order_by("starts_at"),
            starts=Cast("starts_at", TextField()),
            ends=Cast("ends_at", TextField()),
        ),
        "slip_by_hand": _rows(
            PadSlip.objects.filter(visit=OuterRef("pk")).order_by("written_at", "pk"),
            serial="serial",
            written_at="written_at",
            attached_at="attached_at",
        ),
        "slip_vitals": _rows(
            Vitals.objects.filter(visit=OuterRef("pk"), is_current=True),
            recorded_at="recorded_at",
            **{name: name for name in VITALS},
            **{name: Cast(name, TextField()) for name in VITALS_DECIMAL},
        ),
        "slip_allergies": _rows(
            Allergy.objects.filter(patient=OuterRef("patient"), removed_at=None).order_by("substance"),
            substance="substance",
            reaction="reaction",
        ),
        "slip_diagnoses": _rows(
            ConsultationDiagnosis.objects.filter(consultation__visit=OuterRef("pk")).order_by("position"),
            code="code",
            name_en="name_en",
            name_hi="name_hi",
            certainty="certainty",
            is_sensitive="diagnosis__is_sensitive",
        ),
        "slip_medicines": _rows(
            PrescriptionItem.objects.filter(consultation__visit=OuterRef("pk")).order_by("position"),
            quantity=Cast("quantity", TextField()),
            given=_rows(
                Dispensing.objects.filter(item=OuterRef("pk"), taken_back_at=None).order_by("given_at", "pk"),
                centre="centre_id",
                at_en="centre__name_en",
                at_hi="centre__name_hi",
                **{name: name for name in GIVEN},
            ),
            **{name: name for name in MEDICINE},
        ),
        "slip_addenda": _rows(
            Addendum.objects.filter(consultation__visit=OuterRef("pk")).order_by("written_at"),
            text="text",
            written_at="written_at",
            by_en="written_by__name_en",
            by_hi="written_by__name_hi",
        ),
        "slip_e_consults": _rows(
            EConsult.objects.filter(visit=OuterRef("pk"), asked_at__isnull=False)
            .exclude(status__in=[EConsult.Status.WITHDRAWN, EConsult.Status.DECLINED])
            .order_by("asked_at"),
            pool_en="pool__name_en",
            pool_hi="pool__name_hi",
            at_en="pool__centre__name_en",
            at_hi="pool__centre__name_hi",
            by_en="answered_by__name_en",
            by_hi="answered_by__name_hi",
            status="status",
            asked_at="asked_at",
            due_at="due_at",
            answered_at="answered_at",
            decided_at="decided_at",
            at_once=_rows(EConsultEntry.objects.filter(e_consult=OuterRef("pk"), is_send_at_once=True), text="text"),
        ),
        "slip_referrals": _rows(
            Referral.objects.filter(visit=OuterRef("pk")).order_by("referred_at"),
            to_en="to_centre__name_en",
            to_hi="to_centre__name_hi",
            place="to_centre__locality",
            department="department",
            reason="reason",
            urgency="urgency",
            status="status",
            back_note="back_note",
            done_before="done_before",
            up_reason="up_reason",
            referred_at="referred_at",
        ),
    }


def _rows(queryset: QuerySet, **fields) -> ArraySubquery:
    named = {name: F(value) if isinstance(value, str) else value for name, value in fields.items()}
    return ArraySubquery(queryset.values(row=JSONObject(**named)))
