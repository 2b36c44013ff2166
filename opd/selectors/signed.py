"""A signed consultation as it is read afterwards."""

from labs import selectors as labs
from opd.selectors import e_consults, measures, reference
from opd.selectors.room import banner_states, complaint_shown
from opd.selectors.story import story


def signed(visit, consultation) -> dict:
    """Context of the page (≤ 14 queries)."""
    vitals = visit.vitals.filter(is_current=True).select_related("recorded_by").first()
    told = story(visit.patient, before=visit, results=labs.history(visit.patient))
    return {
        "visit": visit,
        "patient": visit.patient,
        "consultation": consultation,
        "vitals": vitals,
        "story": told,
        "measures": measures.measures(vitals, visit.patient, reference.bands()),
        "complaints": [complaint_shown({"code": "", **line}) for line in consultation.complaints],
        "diagnoses": consultation.diagnoses.all(),
        "prescription": consultation.prescription.all(),
        "ordered": labs.slip_lines(visit),
        "referrals": visit.referrals.select_related("to_centre"),
        "addenda": consultation.addenda.select_related("written_by"),
        "banner_states": banner_states(told),
        "asked": e_consults.of_visit(visit),
    }
