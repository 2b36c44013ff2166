"""Bundles and the last prescription: many lines with one key."""

from django.utils.translation import gettext as _

from hms.lib.text import clean
from opd import bundles
from opd.entry.entered import Entered
from opd.models import Consultation
from opd.selectors import kept


def add_bundle(draft: dict, argument: str, *, centre, by) -> Entered:
    """Put the bundle `argument` (its key), or the one meant by what is typed, into the draft (1 query)."""
    typed = clean(draft["typing"]["bundle"])
    if not argument and not typed:
        return Entered(draft)
    rows = kept.bundles(centre, by)
    fitting = [row for row in rows if str(row.pk) == argument] if argument else kept.named(rows, typed)
    if not fitting:
        return Entered(draft, problem=_("There is no bundle “%(name)s”.") % {"name": typed or argument})
    if len(fitting) > 1:
        return Entered(draft, choices=fitting)
    done = bundles.put_into(draft, fitting[0].content)
    return Entered({**done, "typing": {**done["typing"], "bundle": ""}}, used=fitting[0].pk)


def repeat_last(draft: dict, visit) -> Entered:
    """This same patient's newest signed prescription, with its diagnoses (3 queries). Never another person's: there
    is nothing to say whose."""
    earlier = Consultation.objects.filter(
        visit__patient_id=visit.patient_id, signed_at__isnull=False, prescription__isnull=False
    )
    last = earlier.exclude(visit=visit).order_by("-signed_at").first()
    if last is None:
        return Entered(draft, problem=_("This patient has no earlier prescription."))
    content = {
        "medicines": [line_of(row) for row in last.prescription.select_related("medicine")],
        "diagnoses": [
            {"code": row.code, "en": row.name_en, "hi": row.name_hi, "certainty": row.certainty}
            for row in last.diagnoses.all()
        ],
    }
    return Entered(bundles.put_into(draft, content))


def line_of(row) -> dict:
    """A signed medicine as a line of a draft."""
    return {
        "code": row.medicine.code if row.medicine else "", "en": row.name_en, "hi": row.name_hi, "form": row.form,
        "strength": row.strength, "unit": row.unit, "dose": row.dose, "food": row.food, "days": row.days,
        "quantity": "", "note": row.note,
    }  # fmt: skip
