"""What both sides of a question see beside it, in a fixed number of queries."""

from dataclasses import dataclass

from labs import selectors as labs
from opd import alerts
from opd.alerts import Alert
from opd.entry.bundles import line_of
from opd.forms.draft import lines_json
from opd.models import Consultation, EConsult, EConsultEntry
from opd.selectors import measures, reference, room
from opd.selectors.story import story
from opd.services.drafting import plain
from opd.slip.content import Audience, content


@dataclass(frozen=True)
class Answer:
    """A specialist's answer as the treating doctor reads it before taking it over."""

    entry: EConsultEntry
    medicines: list[room.MedicineShown]
    alerts: list[Alert]
    is_signed: bool

    @property
    def names(self) -> list[str]:
        return [f"{row.name} {row.line['strength']} · {row.words or row.line['dose']}" for row in self.medicines]

    @property
    def open_alerts(self) -> list[Alert]:
        """What wants a tick now: in a draft the signature asks."""
        return self.alerts if self.is_signed else []


def beside(visit) -> dict:
    """The banner of the treating doctor's pages (3 queries)."""
    told = story(visit.patient, before=visit, limit=0)
    return {"visit": visit, "banner_states": room.banner_states(told)}


def answer(row: EConsult, consultation: Consultation | None) -> Answer | None:
    """None while there is nothing to take over (≤ 6 queries)."""
    if row.status != EConsult.Status.ANSWERED:
        return None
    entry = row.entries.filter(kind=EConsultEntry.Kind.ANSWER).select_related("written_by").last()
    shown = [room.medicine_shown(line) for line in entry.medicines]
    is_signed = bool(consultation and consultation.signed_at)
    return Answer(entry, shown, new_alerts(row.visit, consultation, entry.medicines), is_signed)


def new_alerts(visit, consultation, lines: list[dict]) -> list[Alert]:
    """What these lines are asked about beside what stands on the slip already; not what was asked there before."""
    before = _standing(consultation)
    substances = list(visit.patient.allergies.filter(removed_at=None).values_list("substance", flat=True))
    facts = (substances, (), room.person_of(visit), reference.dose_rules())
    known = {one.code for one in alerts.alerts(before, *facts)}
    return [one for one in alerts.alerts([*before, *lines], *facts) if one.code not in known]


def _standing(consultation: Consultation | None) -> list[dict]:
    if consultation is None:
        return []
    if consultation.signed_at is None:
        return plain(consultation)["medicines"]
    return [line_of(item) for item in consultation.prescription.select_related("medicine")]


def writing(row: EConsult, draft: dict) -> dict:
    """The specialist's boxes (≤ 8 queries)."""
    consultation = Consultation.objects.filter(visit=row.visit).first()
    return {
        "draft": draft,
        "lines": lines_json(draft),
        "medicines": [room.medicine_shown(line) for line in draft["medicines"]],
        "alerts": _answered(new_alerts(row.visit, consultation, draft["medicines"]), draft["answered"]),
        "foods": room.foods(),
    }


def _answered(found: list[Alert], answered) -> list[Alert]:
    return [Alert(one.code, one.medicine, one.words, one.code in answered, one.source) for one in found]


def reading(row: EConsult) -> dict:
    """The slip asked about, and the story behind it (≤ 14 queries)."""
    visit = row.visit
    vitals = visit.vitals.filter(is_current=True).select_related("recorded_by").first()
    told = story(visit.patient, before=visit, results=labs.history(visit.patient))
    return {
        "slip": content(visit, audience=Audience.SCREEN),
        "visit": visit,
        "vitals": vitals,
        "measures": measures.measures(vitals, visit.patient, reference.bands()),
        "story": told,
        "banner_states": room.banner_states(told),
    }
