"""A prescription line: read in one go or from its boxes, matched with the formulary, understood before it is taken."""

from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opd.doses import DoseError, check_day, check_days, parse_dose
from opd.entry.entered import Entered, with_line
from opd.limits import Person, for_weight, rule_of
from opd.models import Medicine
from opd.prescribing import Line, parse_line
from opd.prescription import understood
from opd.selectors import reference, search
from opd.selectors.search import Wanted

SOLID = frozenset({"tablet", "capsule", "sachet", "dose", "lozenge"})
BOXES = ("medicine", "dose", "food", "days", "note")


def add_medicine(draft: dict, code: str = "", *, as_written: bool = False, person=Person) -> Entered:
    """Take what stands in the entry boxes into the prescription (≤ 3 queries).

    `code` says which presentation was chosen; without it several that fit come back as choices. `as_written` takes
    a medicine that is not on the list. A dose or days that cannot stand come back as the problem. Without a dose, a
    child gets the one for the weight, shown with its source before it is taken; `person` is called only then.
    """
    typed = draft["typing"]
    try:
        line = read_boxes(typed)
    except DoseError as error:
        return Entered(draft, problem=str(error))
    if not line.name and not code:
        return Entered(draft)
    if as_written:
        return _take(draft, None, line)
    found = list(Medicine.objects.filter(code=code)) if code else candidates(line)
    if not found:
        return Entered(draft, problem=_("“%(name)s” is not in the list of medicines.") % {"name": line.name})
    if len(found) > 1:
        return Entered(draft, choices=found)
    line = counted(line, found[0])
    if not line.dose and (weighed := _weighed(draft, found[0], line, person())):
        return weighed
    return _take(draft, found[0], line)


def _weighed(draft: dict, row: Medicine, line: Line, person: Person) -> Entered | None:
    """The dose for the weight, written into the dose box for one more look."""
    rule = rule_of(row.name_en, reference.dose_rules())
    dose = for_weight(rule, row.strength, row.form, person)
    if dose is None:
        return None
    typed = {**draft["typing"], "medicine": as_typed(as_line(row, line)), "dose": str(dose).lower()}
    said = _("%(name)s for %(weight)s kg: %(dose)s (%(per_kg)s mg/kg each time). Source: %(source)s. Enter takes it.")
    source = rule.source if rule.is_reviewed else f"{rule.source} – {_('not reviewed')}"
    notice = said % {
        "name": f"{row.name_en.upper()} {row.strength}", "weight": f"{person.weight.normalize():f}", "dose": dose,
        "per_kg": f"{rule.mg_kg_dose.normalize():f}", "source": source,
    }  # fmt: skip
    return Entered({**draft, "typing": typed}, notice=notice)


def checked(draft: dict) -> Entered:
    """How the boxes would be understood, for a browser that shows nothing while one types (≤ 2 queries)."""
    done = add_medicine(draft)
    if not done.is_taken or len(done.draft["medicines"]) == len(draft["medicines"]):
        return done
    line = done.draft["medicines"][-1]
    read = understood(line)
    words = read.words_hi if get_language() == "hi" else read.words_en
    return Entered(draft, notice=f"= {line['en'].upper()} {line['strength']}: {words}")


def read_boxes(typed: dict) -> Line:
    """The first box may say everything; the others complete it. Raises DoseError for impossible days."""
    line = parse_line(typed["medicine"])
    days = line.days
    if typed["days"]:
        days = parse_line(f"x {typed['days']}").days or _number(typed["days"])
    return replace(line, dose=typed["dose"] or line.dose, food=typed["food"] or line.food, days=check_days(days))


def candidates(line: Line) -> list[Medicine]:
    """The presentations that fit; a dose in ml means a liquid, 1-0-1 something counted."""
    return search.medicines(Wanted(line.name, line.strength, _forms(line)))


def counted(line: Line, row: Medicine) -> Line:
    """ "pcm 2 tds" means two tablets when no tablet of 2 mg exists."""
    if line.strength.isdigit() and int(line.strength) <= 10 and not search.has_strength(row, line.strength):
        return replace(line, dose=f"{line.strength} {line.dose}" if line.dose else line.dose, strength="")
    return line


def _forms(line: Line) -> frozenset:
    if line.form:
        return frozenset({line.form})
    try:
        dose = parse_dose(line.dose)
    except DoseError:
        return frozenset()
    return {"ml": frozenset({"syrup"}), "": SOLID}.get(dose.measure, frozenset())


def _take(draft: dict, row: Medicine | None, line: Line) -> Entered:
    taken = as_line(row, line, note=draft["typing"]["note"])
    if not taken["dose"]:
        return Entered(
            draft, problem=_("Write the dose of %(name)s: 1-0-1, od, bd, 5 ml tds …") % {"name": taken["en"]}
        )
    try:
        check_day(understood(taken).dose)
    except DoseError as error:
        return Entered(draft, problem=f"{taken['en']}: {error}")
    added = with_line(draft, "medicines", taken, "medicine").draft
    return Entered({**added, "typing": {**added["typing"], **dict.fromkeys(BOXES, "")}})


def as_line(row: Medicine | None, line: Line, note: str = "") -> dict:
    """A medicine line of the draft, without a row in the doctor's own words."""
    return {
        "code": row.code if row else "",
        "en": row.name_en if row else line.name,
        "hi": row.name_hi if row else line.name,
        "form": row.form if row else line.form,
        "strength": row.strength if row else line.strength,
        "unit": row.unit if row else {"syrup": "bottle", "capsule": "capsule"}.get(line.form, "tablet"),
        "dose": line.dose,
        "food": line.food,
        "days": line.days,
        "quantity": "",
        "note": note,
    }


def as_typed(line: dict) -> str:
    """The line as one would type it again, to change it."""
    days = f"{line['days']}d" if line["days"] else ""
    strength = line["strength"].partition(" ")[0] if line["strength"][:1].isdigit() else ""
    form = {"syrup": "syp", "drops": "drops"}.get(line["form"], "")
    return " ".join(
        filter(None, [line["en"].partition(" (")[0].lower(), strength, form, line["dose"], days, line["food"].lower()])
    )


def _number(text: str) -> int:
    if not text.strip().isdecimal() or len(text.strip()) > 4:
        raise DoseError(_("Write the days as a number: 5, 2w or 1m."))
    return int(text)
