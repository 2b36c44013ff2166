"""What a slip says: one object for paper, staff screen and phone, in one order, in the language now active."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import get_language

from hms.lib.dates import Age, age_on
from opd.slip import gather, people
from opd.slip.by_hand import ByHand, by_hand
from opd.slip.clinical import Clinical, clinical
from opd.slip.measures import Measure, blanks, measured
from opd.slip.people import Identity, Place
from opd.slip.reports import Reports, reports
from opd.slip.words import moment


class Audience(StrEnum):
    PAPER = "paper"
    SCREEN = "screen"
    PHONE = "phone"  # the phone's page and its PDF: sensitive findings stay at the counter


@dataclass(frozen=True)
class Slip:
    """`is_guarded` says that a sensitive diagnosis stands on the slip and free words are left out with it."""

    visit: object
    audience: Audience
    language: str
    place: Place
    identity: Identity
    age: Age
    valid_until: date
    measures: list[Measure]
    measured_at: datetime | None
    allergies: list[str]
    clinical: Clinical
    tests: Reports
    is_guarded: bool
    by_hand: ByHand | None

    @property
    def is_fresh(self) -> bool:
        """Nobody has written or asked for anything yet: the clinical part is left for handwriting."""
        is_written = self.clinical.is_signed or self.clinical.online
        return not is_written and not self.tests.groups and not self.tests.withheld

    @property
    def letterhead_mm(self) -> int:
        """Height of what the paper in the printer carries already; 0 on plain paper and on every screen."""
        return self.visit.centre.letterhead_mm if self.audience is Audience.PAPER else 0

    @property
    def blanks(self) -> list[Measure]:
        return blanks()

    @property
    def is_cancelled(self) -> bool:
        return self.visit.cancelled_at is not None


def content(visit, *, audience: Audience | str) -> Slip:
    """Everything the slip of `visit` shows to `audience`.

    4 queries however much hangs on it, 3 with a visit from gather.visits(); 1 more while no vital range is in memory.
    """
    audience = Audience(audience)
    visit = gather.whole(visit)
    age = age_on(visit.patient.birth_date, visit.visit_on)
    is_guarded = audience is Audience.PHONE and any(row["is_sensitive"] for row in visit.slip_diagnoses)
    vitals = visit.slip_vitals[0] if visit.slip_vitals else None
    return Slip(
        visit=visit,
        audience=audience,
        language=get_language(),
        place=people.place(visit),
        identity=people.identity(visit, age, is_staff=audience is Audience.SCREEN),
        age=age,
        valid_until=visit.visit_on + timedelta(days=visit.centre.slip_valid_days),
        measures=measured(vitals, visit.patient) if vitals else [],
        measured_at=moment(vitals["recorded_at"]) if vitals else None,
        allergies=[_allergy(row) for row in visit.slip_allergies],
        clinical=clinical(visit, is_guarded=is_guarded, is_phone=audience is Audience.PHONE),
        tests=reports(visit, leave_out_sensitive=audience is Audience.PHONE),
        is_guarded=is_guarded,
        by_hand=by_hand(visit),
    )


def _allergy(row: dict) -> str:
    return f"{row['substance']} ({row['reaction']})" if row["reaction"] else row["substance"]
