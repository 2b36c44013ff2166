"""The patient's story at a glance: earlier visits at every centre, with what was found, given and measured."""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from labs.flags import say
from labs.models import Result
from opd.models import Addendum, Allergy, ConsultationDiagnosis, FollowUp, PrescriptionItem, Problem, Referral, Vitals
from opd.selectors.following import planned
from opd.trends import Trend, trend
from registration.models import Visit

MOST_TRENDS = 4


@dataclass(frozen=True)
class Episode:
    """One earlier visit. Lists hold words in the reader's language; results carry their flag."""

    visit: Visit
    diagnoses: list[str]
    medicines: list[str]
    results: list[dict]
    referrals: list[dict]
    addenda: list[dict]
    vitals: dict | None

    @property
    def is_empty(self) -> bool:
        return not (self.diagnoses or self.medicines or self.results or self.referrals)


@dataclass(frozen=True)
class Story:
    episodes: list[Episode] = field(default_factory=list)
    allergies: list[Allergy] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    open_referrals: list[Referral] = field(default_factory=list)
    trends: list[Trend] = field(default_factory=list)
    planned: list[FollowUp] = field(default_factory=list)


def story(patient, *, before: Visit | None = None, limit: int = 4, results=None) -> Story:
    """What a doctor wants to know first (5 queries). `results` is labs.selectors.history(patient) for the lines."""
    recent = episodes(patient, before=before, limit=limit)
    return Story(
        episodes=recent,
        allergies=list(patient.allergies.filter(removed_at=None)),
        problems=list(patient.problems.filter(resolved_at=None).select_related("diagnosis")),
        open_referrals=list(open_referrals(patient)),
        trends=[*_vital_trends(recent), *_result_trends(results or {})][:MOST_TRENDS],
        planned=planned(patient, before=before) if before else [],
    )


def open_referrals(patient):
    referrals = Referral.objects.filter(visit__patient=patient).exclude(status=Referral.Status.BACK)
    return referrals.select_related("to_centre")


def episodes(patient, *, before: Visit | None = None, limit: int | None = None, text: str = "") -> list[Episode]:
    """Visits that left something behind, newest first (1 query). `text` keeps those where it stands somewhere."""
    visits = Visit.objects.filter(patient=patient).exclude(status=Visit.Status.CANCELLED)
    if before is not None:
        visits = visits.exclude(pk=before.pk).filter(registered_at__lt=before.registered_at)
    if text:
        visits = visits.filter(_about(text)).distinct()
    visits = visits.select_related("centre", "department", "consultation__signed_by").order_by("-registered_at")
    return [_episode(visit) for visit in _whole(visits)[:limit]]


def _about(text: str) -> Q:
    signed = Q(consultation__signed_at__isnull=False)
    return (
        signed
        & (
            Q(consultation__diagnoses__name_en__icontains=text)
            | Q(consultation__diagnoses__name_hi__icontains=text)
            | Q(consultation__diagnoses__code__istartswith=text)
            | Q(consultation__prescription__name_en__icontains=text)
            | Q(consultation__prescription__name_hi__icontains=text)
        )
        | Q(lab_orders__test__name_en__icontains=text)
        | Q(lab_orders__test__name_hi__icontains=text)
        | Q(lab_orders__test__code__iexact=text)
        | Q(centre__name_en__icontains=text)
        | Q(centre__name_hi__icontains=text)
    )


def _whole(visits):
    consulted = {"consultation__visit": OuterRef("pk")}
    return visits.annotate(
        all_diagnoses=_rows(
            ConsultationDiagnosis.objects.filter(**consulted), "position", "code name_en name_hi certainty"
        ),
        all_medicines=_rows(
            PrescriptionItem.objects.filter(**consulted),
            "position",
            "name_en name_hi strength dose days words_en words_hi",
        ),
        all_addenda=_rows(Addendum.objects.filter(**consulted), "written_at", "text written_at"),
        all_referrals=_rows(
            Referral.objects.filter(visit=OuterRef("pk")),
            "referred_at",
            "status back_note reason",
            en="to_centre__name_en",
            hi="to_centre__name_hi",
        ),
        all_results=_rows(
            Result.objects.filter(order__visit=OuterRef("pk"), is_current=True, released_at__isnull=False),
            "order__test__position",
            "value text unit flag decimals",
            choices_en="order__test__choices_en",
            choices_hi="order__test__choices_hi",
            en="order__test__name_en",
            hi="order__test__name_hi",
            code="order__test__code",
        ),
        all_vitals=_rows(
            Vitals.objects.filter(visit=OuterRef("pk"), is_current=True), "pk", "systolic diastolic weight glucose"
        ),
    )


def _rows(queryset, order: str, names: str, **renamed) -> ArraySubquery:
    fields = {name: F(name) for name in names.split()} | {name: F(source) for name, source in renamed.items()}
    return ArraySubquery(queryset.order_by(order).values(row=JSONObject(**fields)))


def _episode(visit: Visit) -> Episode:
    name = "name_hi" if get_language() == "hi" else "name_en"
    return Episode(
        visit=visit,
        diagnoses=[row[name] for row in visit.all_diagnoses],
        medicines=[" ".join(filter(None, [row[name], row["strength"]])) for row in visit.all_medicines],
        results=[_result(row) for row in visit.all_results],
        referrals=[{**row, "to": row[name[-2:]]} for row in visit.all_referrals],
        addenda=visit.all_addenda,
        vitals=visit.all_vitals[0] if visit.all_vitals else None,
    )


def _result(row: dict) -> dict:
    said = say(row["flag"])
    value = _choice(row) if row["value"] is None else f"{row['value']:.{row['decimals']}f}"
    return {
        "name": row[get_language() if get_language() == "hi" else "en"],
        "code": row["code"],
        "value": value,
        "unit": row["unit"],
        "letter": said.letter,
        "css": said.css,
        "word": said.word,
        "is_abnormal": said.is_abnormal,
    }


def _choice(row: dict) -> str:
    """A coded answer in the reader's language; any other words as they were written."""
    english, hindi = row["choices_en"], row["choices_hi"]
    if get_language() == "hi" and row["text"] in english and len(hindi) == len(english):
        return hindi[english.index(row["text"])]
    return row["text"]


def _vital_trends(recent: list[Episode]) -> list[Trend]:
    taken = [episode.vitals for episode in reversed(recent) if episode.vitals]
    pressure = [row["systolic"] for row in taken if row["systolic"]]
    weight = [row["weight"] for row in taken if row["weight"]]
    lines = [trend(_("BP upper"), pressure, unit="mmHg"), trend(_("Weight"), weight, unit="kg")]
    return [line for line in lines if line]


def _result_trends(results: dict) -> list[Trend]:
    lines = []
    for points in results.values():
        numbers = [point for point in reversed(points) if point.number is not None]
        if len(numbers) < 2:
            continue
        last = numbers[-1]
        name = last.name_hi if get_language() == "hi" else last.name_en
        lines.append(
            trend(
                name,
                [point.number for point in numbers[-6:]],
                unit=last.shown.unit,
                flag_css=last.shown.flag_css,
                flag_letter=last.shown.flag_letter,
            )
        )
    return lines
