"""What each button of the consultation page does to the draft. Nothing is saved here."""

from collections.abc import Callable
from dataclasses import dataclass

from hms.lib.text import whole_number
from opd.entry.bundles import add_bundle, repeat_last
from opd.entry.complaints import add_complaint
from opd.entry.diagnoses import add_diagnosis
from opd.entry.entered import Entered
from opd.entry.examining import add_examination
from opd.entry.medicines import add_medicine, as_typed, checked
from opd.entry.tests import add_tests
from opd.entry.whole import enter_whole
from opd.models import DosagePhrase
from opd.selectors import kept


@dataclass(frozen=True)
class Desk:
    """Where the button was pressed, by whom and for whom; `offers` and `person` are asked for only when needed."""

    visit: object
    by: object
    offers: Callable
    person: Callable

    def use(self) -> dict[int, int]:
        return kept.diagnosis_use(self.visit.centre, self.by)


def apply(draft: dict, action: str, argument: str, desk: Desk) -> tuple[Entered, str]:
    """The draft after the button, and the box it concerns."""
    known: dict[str, Callable] = {
        "complaint": lambda: add_complaint(draft, draft["typing"]["complaint"], argument),
        "diagnosis": lambda: add_diagnosis(draft, draft["typing"]["diagnosis"], argument, use=desk.use),
        "medicine": lambda: add_medicine(draft, argument, person=desk.person),
        "test": lambda: add_tests(draft, argument or draft["typing"]["test"], desk.offers()),
        "own-diagnosis": lambda: add_diagnosis(draft, draft["typing"]["diagnosis"], as_written=True),
        "own-medicine": lambda: add_medicine(draft, as_written=True),
        "bundle": lambda: add_bundle(draft, argument, centre=desk.visit.centre, by=desk.by),
        "repeat": lambda: repeat_last(draft, desk.visit),
        "examination": lambda: add_examination(draft, argument),
        "check": lambda: checked(draft),
        "drop": lambda: _drop(draft, argument),
        "change": lambda: _change(draft, argument),
        "advice": lambda: _advise(draft, argument),
        "follow": lambda: Entered({**draft, "follow_up": argument}),
        "answer": lambda: Entered({**draft, "answered": [*draft["answered"], argument]}),
        "no-referral": lambda: Entered({**draft, "referral": dict.fromkeys(draft["referral"], "")}),
    }
    if action == "enter":
        return _enter(draft, desk)
    done = known.get(action, lambda: Entered(draft))()
    return done, "medicine" if action == "check" else action.removeprefix("own-")


def _enter(draft: dict, desk: Desk) -> tuple[Entered, str]:
    """The Enter key: take every entry box that has something in it, and stop at the first that is not clear."""
    for box in ("bundle", "complaint", "diagnosis", "medicine", "test"):
        if draft["typing"][box]:
            entered, _box = apply(draft, box, "", desk)
            if not entered.is_taken:
                return entered, box
            draft = entered.draft
    return enter_whole(draft, desk, apply) if draft["typing"]["whole"] else (Entered(draft), "")


def _drop(draft: dict, argument: str) -> Entered:
    """Take away a line: "medicines:2"; a test by its code."""
    section, _colon, which = argument.partition(":")
    if section == "tests":
        return Entered({**draft, "tests": [code for code in draft["tests"] if code != which]})
    place = whole_number(which)
    if section not in {"complaints", "diagnoses", "medicines"} or place is None:
        return Entered(draft)
    return Entered({**draft, section: [line for at, line in enumerate(draft[section]) if at != place]})


def _change(draft: dict, which: str) -> Entered:
    """Bring a medicine back into the entry box, as one would type it."""
    place = whole_number(which)
    if place is None or place >= len(draft["medicines"]):
        return Entered(draft)
    line = draft["medicines"][place]
    dropped = _drop(draft, f"medicines:{which}").draft
    return Entered({**dropped, "typing": {**draft["typing"], "medicine": as_typed(line), "note": line["note"]}})


def _advise(draft: dict, code: str) -> Entered:
    """Put a phrase under the advice, in Hindi as the patient reads it; once only (1 query)."""
    phrase = DosagePhrase.objects.filter(group__in=["adv", "fu"], code=code).first()
    if phrase is None or phrase.text_hi in draft["advice"]:
        return Entered(draft)
    return Entered({**draft, "advice": "\n".join(filter(None, [draft["advice"], phrase.text_hi]))})
