"""Everything the consultation page shows, read in a fixed number of queries."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from centres.models import Centre
from hms.lib.dates import InvalidDate, age_on, parse_day
from labs import selectors as labs
from opd import alerts
from opd.catalogue.presentations import FORM_WORDS
from opd.dose_words import FOOD, UNITS
from opd.doses import DoseError
from opd.entry import durations
from opd.forms.draft import lines_json
from opd.limits import Person
from opd.models import Referral
from opd.prescribing import parse_line
from opd.prescription import understood
from opd.selectors import e_consults, kept, measures, reference
from opd.selectors.story import story
from opd.services.needs import colleagues

TEST_CHIPS = 8
BUNDLE_CHIPS = 8
FOLLOW_UPS = ("3d", "5d", "7d", "15d", "1m")


@dataclass(frozen=True)
class MedicineShown:
    """A medicine line as the doctor checks it; `problem` says why it cannot stand."""

    line: dict
    name: str
    form: str
    food: str
    words: str
    quantity: str
    unit: str
    problem: str


def table(visit, consultation, draft: dict, *, by, full: bool = True) -> dict:
    """Context of the page (≤ 18 queries); `full=False` leaves out the left column, for an answer to a button."""
    vitals = visit.vitals.filter(is_current=True).select_related("recorded_by").first()
    context = {"visit": visit, "patient": visit.patient, "consultation": consultation, "draft": draft, "vitals": vitals}
    offers = labs.offered(visit.centre)
    results = labs.history(visit.patient) if full else {}
    told = story(visit.patient, before=visit, results=results)
    return context | {
        "story": told,
        "measures": measures.measures(vitals, visit.patient, reference.bands()),
        "lines": lines_json(draft),
        "complaints": [complaint_shown(line) for line in draft["complaints"]],
        "diagnoses": [{**line, "name": in_language(line)} for line in draft["diagnoses"]],
        "medicines": [medicine_shown(line) for line in draft["medicines"]],
        "tests": tests_shown(draft, offers),
        "ordered": labs.slip_lines(visit),
        "alerts": alerts.alerts(
            draft["medicines"],
            [row.substance for row in told.allergies],
            draft["answered"],
            person_of(visit, vitals),
            reference.dose_rules(),
        ),
        "bundles": kept.bundles(visit.centre, by)[:BUNDLE_CHIPS],
        "usual_diagnoses": usual_diagnoses(visit.centre, by, draft),
        "examinations": [(row.code, row.text.partition(":")[0]) for row in reference.examinations()],
        "colleagues": [row for row in colleagues(visit.centre) if row.user_id != by.pk],
        "complaint_chips": reference.complaint_chips(),
        "test_chips": [*offers.panels, *offers.tests][:TEST_CHIPS],
        "phrases": reference.advice_phrases(),
        "hospitals": hospitals(visit.centre),
        "urgencies": Referral.Urgency.choices,
        "foods": foods(),
        "follow_ups": FOLLOW_UPS,
        "follow_up_day": follow_up_day(draft["follow_up"]),
        "banner_states": banner_states(told),
        "asked": e_consults.of_visit(visit),
    }


def foods() -> list[tuple[str, str]]:
    return [(code, words[1] if get_language() == "hi" else words[0]) for code, words in FOOD.items()]


def person_of(visit, vitals=...) -> Person:
    """Age today and what was measured at this visit (1 query without `vitals`)."""
    if vitals is ...:
        vitals = visit.vitals.filter(is_current=True).first()
    return Person(
        age_days=age_on(visit.patient.birth_date, visit.visit_on).total_days,
        weight=vitals.weight if vitals else None,
        is_pregnant=bool(vitals and vitals.is_pregnant),
    )


def usual_diagnoses(centre, by, draft: dict) -> list:
    """Chips of what this doctor signs most, without those that stand there (1 query)."""
    there = {line["code"] for line in draft["diagnoses"]}
    return [row for row in kept.usual_diagnoses(centre, by) if row.code not in there]


def missing_name(kind: str, typed: dict) -> str:
    """What the box names: of a prescription line only the medicine."""
    return parse_line(typed[kind]).name if kind == "medicine" else typed[kind]


def in_language(row: dict) -> str:
    first, second = ("hi", "en") if get_language() == "hi" else ("en", "hi")
    return row[first] or row[second]


def complaint_shown(line: dict) -> dict:
    lasting = line["for"] if get_language() == "hi" else durations.in_english(line["for"])
    return {**line, "name": in_language(line), "lasting": lasting}


def medicine_shown(line: dict) -> MedicineShown:
    language = 1 if get_language() == "hi" else 0
    try:
        read, problem = understood(line, reference.packs()), ""
    except DoseError as error:
        read, problem = None, str(error)
    words = (read.words_hi if language else read.words_en) if read else ""
    quantity = line["quantity"] or (f"{read.quantity:f}" if read and read.quantity is not None else "")
    unit = UNITS.get(line["unit"], UNITS["piece"])
    return MedicineShown(
        line=line,
        name=line["en"].upper(),
        form=FORM_WORDS.get(line["form"], ("", ""))[language],
        food=FOOD.get(line["food"], ("", ""))[language],
        words=words,
        quantity=quantity,
        unit=unit[2] if language else unit[0 if quantity == "1" else 1],
        problem=problem,
    )


def tests_shown(draft: dict, offers) -> list[dict]:
    """The tests of the draft with their names; one that cannot be had any more says so."""
    known = {offer.code: offer for offer in [*offers.panels, *offers.tests]}
    return [
        {
            "code": code,
            "name": known[code].name if code in known else code,
            "is_possible": code in known and known[code].is_possible,
            "mode": known[code].mode if code in known else "",
        }
        for code in draft["tests"]
    ]


def hospitals(centre):
    """Where patients may be referred (1 query)."""
    places = Centre.objects.filter(is_active=True, tier__in=["secondary", "tertiary"]).exclude(pk=centre.pk)
    return places.order_by("tier", "name_en")


def follow_up_day(typed: str):
    """The day meant; None while it is not clear."""
    try:
        return parse_day(typed, timezone.localdate()) if typed else None
    except InvalidDate:
        return None


def banner_states(told) -> list[dict]:
    """Allergies and chronic problems for the banner that never scrolls away."""
    allergies = ", ".join(row.substance for row in told.allergies)
    states = [{"words": _("Allergy: %(what)s") % {"what": allergies}, "kind": "stop"}] if allergies else []
    for problem in told.problems:
        since = f" {problem.since_year}" if problem.since_year else ""
        states.append({"words": f"{problem.diagnosis.name}{since}", "kind": "now"})
    return states
