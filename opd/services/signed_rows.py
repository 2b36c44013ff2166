"""The rows a signature writes, made from the draft. Names come from the catalogue again, not from the browser."""

from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext as _

from centres.models import Centre
from opd.dose_words import UNITS
from opd.doses import DoseError
from opd.errors import NotClear
from opd.models import ConsultationDiagnosis, Diagnosis, Medicine, PrescriptionItem, Referral
from opd.prescription import understood
from opd.selectors import reference

MOST_PIECES = Decimal(9999)


def diagnosis_rows(consultation, draft: dict) -> list[ConsultationDiagnosis]:
    """1 query. A line without a code keeps the doctor's own words in both languages."""
    known = Diagnosis.objects.in_bulk([line["code"] for line in draft["diagnoses"] if line["code"]], field_name="code")
    rows = []
    for position, line in enumerate(draft["diagnoses"]):
        found = known.get(line["code"])
        rows.append(
            ConsultationDiagnosis(
                consultation=consultation,
                diagnosis=found,
                code=found.code if found else "",
                name_en=found.name_en if found else (line["en"] or line["hi"])[:160],
                name_hi=found.name_hi if found else (line["hi"] or line["en"])[:160],
                certainty="final" if line["certainty"] == "final" else "provisional",
                position=position,
            )
        )
    return rows


def prescription_rows(consultation, draft: dict) -> list[PrescriptionItem]:
    """1 query. Raises NotClear naming the medicine whose dose, days or quantity cannot stand."""
    codes = [line["code"] for line in draft["medicines"] if line["code"]]
    known = Medicine.objects.in_bulk(codes, field_name="code")
    return [
        _item(consultation, line, known.get(line["code"]), position) for position, line in enumerate(draft["medicines"])
    ]


def _item(consultation, line: dict, medicine: Medicine | None, position: int) -> PrescriptionItem:
    names = medicine or _Typed(line)
    try:
        read = understood({**line, "form": names.form, "unit": names.unit}, reference.packs())
    except DoseError as error:
        raise NotClear(
            _("%(medicine)s: %(problem)s") % {"medicine": names.name_en.upper(), "problem": error}, field="medicine"
        ) from None
    return PrescriptionItem(
        consultation=consultation,
        medicine=medicine,
        name_en=names.name_en[:120],
        name_hi=names.name_hi[:120],
        form=names.form,
        strength=names.strength[:60],
        dose=str(read.dose),
        food=line["food"],
        days=line["days"],
        quantity=_quantity(line, read.quantity, names),
        unit=names.unit,
        words_en=read.words_en,
        words_hi=read.words_hi,
        note=line["note"][:120],
        position=position,
    )


class _Typed:
    """A medicine that is not in the list, as the doctor wrote it."""

    def __init__(self, line: dict):
        self.name_en = line["en"] or line["hi"]
        self.name_hi = line["hi"] or line["en"]
        self.form, self.strength = line["form"][:20], line["strength"]
        self.unit = line["unit"] if line["unit"] in UNITS else "piece"


def _quantity(line: dict, computed: Decimal | None, names) -> Decimal | None:
    if not line["quantity"]:
        return computed
    try:
        typed = Decimal(line["quantity"])
    except InvalidOperation:
        typed = Decimal(-1)
    if not 0 < typed <= MOST_PIECES or typed.as_tuple().exponent < -1:
        raise NotClear(
            _("%(medicine)s: the quantity is a number from 1 to 9999.") % {"medicine": names.name_en.upper()},
            field="medicine",
        )
    return typed


def referral_rows(visit, draft: dict, *, by) -> list[Referral]:
    """At most one (1 query when there is one). Raises NotClear without a hospital or a reason."""
    wanted = draft["referral"]
    if not wanted["to"] and not wanted["reason"]:
        return []
    hospital = Centre.objects.filter(code=wanted["to"], is_active=True).exclude(pk=visit.centre_id).first()
    if hospital is None:
        raise NotClear(_("Choose the hospital to refer to."), field="ref_to")
    if not wanted["reason"]:
        raise NotClear(_("Say why the patient is referred."), field="ref_reason")
    urgency = wanted["urgency"] if wanted["urgency"] in Referral.Urgency.values else Referral.Urgency.ROUTINE
    return [
        Referral(
            visit=visit,
            to_centre=hospital,
            department=wanted["department"][:60],
            reason=wanted["reason"][:300],
            done_before=wanted["done"][:500],
            urgency=urgency,
            referred_at=timezone.now(),
            referred_by=by,
        )
    ]
