"""Two weeks of visits, each with its vitals and what the doctor wrote, inserted together."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from centres.models import Centre, Department, Workstation
from hms.demo.stories import STORIES, Story
from hms.lib import ids
from opd import doses
from opd.dose_words import instruction
from opd.entry import durations
from opd.models import (
    Allergy,
    Complaint,
    Consultation,
    ConsultationDiagnosis,
    Diagnosis,
    Medicine,
    PrescriptionItem,
    Problem,
    Referral,
    Vitals,
)
from registration import priority
from registration.models import Counter, PatientAccess, Visit

OPENS = time(8, 5)
MORNING = 300  # minutes from the first arrival to the last


@dataclass
class Day:
    """One centre's day: who works there and what has been counted so far."""

    centre: Centre
    on: date
    staff: dict
    tokens: dict = field(default_factory=dict)
    first: dict = field(default_factory=dict)  # furthest place given before a token, by department
    daily: int = 0
    now: datetime = field(default_factory=timezone.now)

    def moment(self, minutes: float) -> datetime:
        """That many minutes after opening. Today is squeezed into the last three hours, whenever it is tried."""
        start = datetime.combine(self.on, OPENS, tzinfo=timezone.get_current_timezone())
        if self.on < timezone.localdate():
            return start + timedelta(minutes=minutes)
        midnight = datetime.combine(self.on, time(0, 1), tzinfo=timezone.get_current_timezone())
        start = min(self.now, max(midnight, self.now - timedelta(hours=3)))
        return start + (self.now - start) * (minutes / (MORNING + 10))

    def past(self, moment: datetime) -> datetime:
        return min(moment, self.now)


@dataclass
class Row:
    """One visit with its story; the lab and the slip read on from here."""

    visit: Visit
    story: Story
    day: Day
    consultation: Consultation | None = None


class Book:
    """Catalogue rows by the words the stories use. Raises KeyError for a word the catalogue does not have."""

    def __init__(self):
        self.complaints = {row.name_en: row for row in Complaint.objects.all()}
        self.diagnoses = {row.code: row for row in Diagnosis.objects.all()}
        self.medicines = list(Medicine.objects.all())
        self.hospitals = {row.code: row for row in Centre.objects.exclude(kind=Centre.Kind.UPHC)}

    def medicine(self, name: str, presentation: str) -> Medicine:
        for row in self.medicines:
            if row.name_en == name and row.presentation.startswith(presentation):
                return row
        raise KeyError(f"{name} {presentation}")


def fits(story: Story, patient, on: date) -> bool:
    years = (on - patient.birth_date).days / 365.25
    ages = {"child": years < 12, "adult": years >= 15, "old": years >= 45, "any": years >= 1}
    if story.who == "woman":
        return patient.sex == "F" and years >= 15
    if story.who == "young woman":
        return patient.sex == "F" and 18 <= years <= 38
    return ages[story.who]


def choose(rng: random.Random, patient, on: date) -> Story:
    possible = [story for story in STORIES if fits(story, patient, on)] or [STORIES[2]]
    return rng.choices(possible, weights=[story.weight for story in possible])[0]


def fill(day: Day, patients: list, rng: random.Random, *, seen: float, yearly_from: int) -> list[Row]:
    """Insert one visit for each patient in order of arrival; the share `seen` has been to the doctor."""
    departments = {row.kind: row for row in Department.objects.for_centre(day.centre).select_related("room")}
    counters = list(Workstation.objects.for_centre(day.centre).filter(name__startswith="काउंटर"))
    rows = []
    for number, patient in enumerate(patients):
        story = choose(rng, patient, day.on)
        department = departments.get(story.department) or departments["general"]
        minutes = _arrival(rng, number, len(patients))
        visit = _visit(day, patient, department, minutes, yearly_from + number, rng)
        visit.workstation = rng.choice(counters) if counters and visit.counter_entry else None
        rows.append(Row(visit, story, day))
    done = int(len(rows) * seen)
    for place, row in enumerate(rows):
        _settle(row.visit, day, rng, is_done=place < done, is_last=place >= len(rows) - 1)
    if done < len(rows):
        first = rows[done].visit
        first.status, first.called_at, first.called_by = Visit.Status.CALLED, day.now, day.staff["doctor"]
    Visit.objects.bulk_create(row.visit for row in rows)
    PatientAccess.objects.bulk_create(
        (
            PatientAccess(
                patient=row.visit.patient,
                centre=day.centre,
                day=day.on,
                basis=PatientAccess.Basis.VISIT,
                granted_at=row.visit.registered_at,
                granted_by=row.visit.registered_by,
            )
            for row in rows
        ),
        ignore_conflicts=True,
    )
    _count(day, yearly_from + len(rows) - 1)
    return rows


def _arrival(rng, number: int, total: int) -> float:
    """Minutes after opening: four in five come in the first two and a half hours (clinical.md C3)."""
    share = number / max(total, 1)
    return share / 0.8 * 150 if share < 0.8 else 150 + (share - 0.8) / 0.2 * 150


def _visit(day, patient, department, minutes, yearly, rng) -> Visit:
    day.daily += 1
    day.tokens[department.pk] = day.tokens.get(department.pk, 0) + 1
    return Visit(
        code=ids.random_code(),
        patient=patient,
        centre=day.centre,
        department=department,
        room=department.room,
        number=f"{day.centre.short_code}-{day.on:%y%m%d}-{day.daily:03}",
        visit_on=day.on,
        token=day.tokens[department.pk],
        daily_serial=day.daily,
        yearly_serial=yearly,
        kind=rng.choices([Visit.Kind.NEW, Visit.Kind.FOLLOW_UP], (3, 1))[0],
        registered_at=day.moment(minutes),
        registered_by=day.staff["clerk"],
        **_timed(rng),
        **_first(patient, day, department, day.tokens[department.pk]),
        is_demo=True,
    )


def _timed(rng) -> dict:
    """Two in five come again, most of them with their slip; a few forms have no honest time."""
    if rng.random() < 0.05:
        return {}
    is_scanned = rng.random() < 0.5
    again, new = (rng.randint(6, 13), rng.randint(14, 24)) if is_scanned else (rng.randint(9, 18), rng.randint(28, 70))
    entry = Visit.Entry.SCANNED if is_scanned else Visit.Entry.TYPED
    return {"seconds_at_counter": again if rng.random() < 0.4 else new, "counter_entry": entry}


def _first(patient, day, department, token: int) -> dict:
    """By age, as at the counter."""
    why = priority.reason("", (day.on - patient.birth_date).days // 365)
    last = day.first.get(department.pk)
    place = priority.place(why, token, last=last)
    if why:
        day.first[department.pk] = place
    return {"is_priority": bool(why), "priority": why, "place": place}


def _settle(visit: Visit, day: Day, rng, *, is_done: bool, is_last: bool) -> None:
    """Put the visit into the state it has reached."""
    if not is_done:
        visit.status = Visit.Status.AWAY if is_last and visit.token > 3 else Visit.Status.WAITING
        return
    called = day.past(visit.registered_at + timedelta(minutes=rng.randint(6, 38)))
    visit.status = Visit.Status.DONE
    visit.called_at, visit.called_by = called, day.staff["doctor"]
    visit.done_at, visit.done_by = day.past(called + timedelta(minutes=rng.randint(3, 7))), day.staff["doctor"]
    visit.slip_version = 4


def _count(day: Day, yearly: int) -> None:
    """Leave the counters where the next real registration goes on."""
    values = {f"token:{pk}:{day.on}": value for pk, value in day.tokens.items()}
    values |= {f"day:{day.on}": day.daily, f"year:{day.on.year}": yearly}
    for scope, value in values.items():
        Counter.objects.update_or_create(centre=day.centre, scope=scope, defaults={"value": value})


def measure(rows: list[Row], rng: random.Random) -> None:
    """Vitals for everybody who has been seen and most who wait."""
    Vitals.objects.bulk_create(
        _vitals(row, rng) for row in rows if row.visit.status == Visit.Status.DONE or rng.random() < 0.6
    )


def _vitals(row: Row, rng) -> Vitals:
    days = (row.day.on - row.visit.patient.birth_date).days
    child = days < 12 * 365
    fever = any("fever" in complaint for complaint, _ in row.story.complaints)
    years = days / 365.25
    high = row.story.diagnosis == "I10"
    return Vitals(
        visit=row.visit,
        systolic=None if child else rng.randint(138, 168) if high else rng.randint(104, 136),
        diastolic=None if child else rng.randint(88, 102) if high else rng.randint(66, 86),
        pulse=rng.randint(100, 130) if years < 3 else rng.randint(68, 98),
        temperature=Decimal(rng.randint(1002, 1025) if fever else rng.randint(972, 988)) / 10,
        respiration=rng.randint(26, 38) if years < 3 else rng.randint(15, 20),
        spo2=rng.randint(95, 99),
        weight=_weight(row.visit.patient_id, years, rng),
        height=None if years < 18 else Decimal(1460 + row.visit.patient_id * 7 % 260) / 10,
        glucose=rng.randint(150, 260) if row.story.diagnosis == "E11.9" else None,
        is_pregnant=True if row.story.diagnosis == "Z34.9" else None,
        recorded_at=row.day.past(row.visit.registered_at + timedelta(minutes=3)),
        recorded_by=row.day.staff["nurse"],
    )


def _weight(patient: int, years: float, rng) -> Decimal:
    """One person weighs about the same from visit to visit, and a child what its age lets expect."""
    grown = 46 + patient * 11 % 30
    kg = grown if years >= 18 else min(3.5 + years * 2.4, grown)
    return (Decimal(kg) * Decimal(rng.randint(985, 1015)) / 1000).quantize(Decimal("0.1"))


def write(rows: list[Row], book: Book) -> None:
    """What the doctor signed for everybody who has been seen."""
    seen = [row for row in rows if row.visit.status == Visit.Status.DONE]
    for row in seen:
        row.consultation = _consultation(row, book)
    Consultation.objects.bulk_create(row.consultation for row in seen)
    ConsultationDiagnosis.objects.bulk_create(_diagnosis(row, book) for row in seen)
    PrescriptionItem.objects.bulk_create(item for row in seen for item in _items(row, book))
    Referral.objects.bulk_create(referral for row in seen for referral in _referral(row, book))
    _remember(seen, book)


def _remember(seen: list[Row], book: Book) -> None:
    """Chronic diagnoses go on the person's list; a few people are allergic."""
    chronic = {
        (row.visit.patient_id, book.diagnoses[row.story.diagnosis].pk): row
        for row in seen
        if book.diagnoses[row.story.diagnosis].is_chronic
    }
    Problem.objects.bulk_create(
        (
            Problem(
                patient_id=patient,
                diagnosis_id=diagnosis,
                since_year=row.day.on.year - patient % 6,
                noted_at=row.visit.done_at,
                noted_by=row.visit.done_by,
            )
            for (patient, diagnosis), row in chronic.items()
        ),
        ignore_conflicts=True,
    )
    for row in seen:
        if row.visit.patient_id % 31 == 0 and not row.visit.patient.allergies.exists():
            Allergy.objects.create(
                patient=row.visit.patient,
                substance="Sulfa",
                reaction="rash",
                noted_at=row.visit.done_at,
                noted_by=row.visit.done_by,
            )


def _consultation(row: Row, book: Book) -> Consultation:
    visit, story, doctor = row.visit, row.story, row.day.staff["doctor"]
    follow_up = row.day.on + timedelta(days=story.follow_up_days) if story.follow_up_days else None
    return Consultation(
        visit=visit,
        complaints=[
            {"en": complaint, "hi": book.complaints[complaint].name_hi, "for": durations.split(duration)[1]}
            for complaint, duration in story.complaints
        ],
        advice=story.advice,
        follow_up_on=follow_up,
        started_at=visit.called_at,
        started_by=doctor,
        saved_at=visit.done_at,
        saved_by=doctor,
        signed_at=visit.done_at,
        signed_by=doctor,
    )


def _diagnosis(row: Row, book: Book) -> ConsultationDiagnosis:
    found = book.diagnoses[row.story.diagnosis]
    return ConsultationDiagnosis(
        consultation=row.consultation, diagnosis=found, code=found.code, name_en=found.name_en, name_hi=found.name_hi
    )


def _items(row: Row, book: Book):
    for place, (name, presentation, typed, food, length) in enumerate(row.story.medicines):
        medicine, days = book.medicine(name, presentation), length or None
        dose = doses.for_form(doses.parse_dose(typed), medicine.form)
        words_en, words_hi = instruction(dose, medicine.unit, food, days)
        yield PrescriptionItem(
            consultation=row.consultation,
            medicine=medicine,
            name_en=medicine.name_en,
            name_hi=medicine.name_hi,
            form=medicine.form,
            strength=medicine.strength,
            dose=str(dose),
            food=food,
            days=days,
            quantity=doses.quantity(dose, days, medicine.unit),
            unit=medicine.unit,
            words_en=words_en,
            words_hi=words_hi,
            position=place,
        )


def _referral(row: Row, book: Book):
    if not row.story.refer_to:
        return
    emergency = row.story.diagnosis == "R07.4"
    sent = row.visit.done_at
    back = not emergency and not row.story.up_reason and timezone.now() - sent > timedelta(days=5)
    doctor = row.day.staff["doctor"]
    yield Referral(
        visit=row.visit,
        to_centre=book.hospitals[row.story.refer_to],
        reason=row.story.refer_reason,
        done_before=row.story.done_before,
        treatable_codes=row.story.diagnosis if row.story.up_reason else "",
        up_reason=row.story.up_reason,
        urgency=Referral.Urgency.EMERGENCY if emergency else Referral.Urgency.ROUTINE,
        status=Referral.Status.BACK if back else Referral.Status.SENT,
        referred_at=sent,
        referred_by=doctor,
        recall_on=timezone.localdate(sent) + timedelta(days=18) if back else None,
        back_note="Operated, drops for four weeks, review here in two weeks." if back else "",
        closed_at=sent + timedelta(days=4) if back else None,
        closed_by=doctor if back else None,
    )
