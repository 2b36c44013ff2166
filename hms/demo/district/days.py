"""The visits of one centre over all days: who comes, when, how long they wait, what is found, what is sent on."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from centres.models import Centre, Department
from hms.demo.district.seasons import ILLNESSES, Illness, load
from hms.demo.visits import _arrival
from hms.lib import ids
from hms.lib.dates import INDIA
from labs.models import LabOrder, Result, Sample, Test
from opd.models import (
    Complaint,
    Consultation,
    ConsultationDiagnosis,
    Diagnosis,
    Medicine,
    PrescriptionItem,
    Referral,
    Vitals,
)
from registration.models import Visit

OPENS = time(8, 0)
OUTBREAK = "A09"  # diarrhoea in one ward, in the last full week
NEEDLESS = {"J06.9", "I10", "K29.7"}


class Book(NamedTuple):
    """Catalogue rows by code."""

    diagnoses: dict[str, Diagnosis]
    complaints: dict[str, Complaint]
    tests: dict[str, Test]
    paracetamol: Medicine
    college: Centre
    hospital: Centre
    used: set[str]


@dataclass
class Made:
    """Rows of one centre, unsaved, in the order in which they are inserted."""

    visits: list[Visit] = field(default_factory=list)
    vitals: list[Vitals] = field(default_factory=list)
    consultations: list[Consultation] = field(default_factory=list)
    diagnoses: list[ConsultationDiagnosis] = field(default_factory=list)
    medicines: list[PrescriptionItem] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    orders: list[LabOrder] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)


@dataclass
class CentreDays:
    centre: Centre
    team: dict
    people: list
    book: Book
    rng: random.Random
    now: datetime
    usual: int  # visits of an ordinary day
    rounds: bool = False  # a nurse who writes 120/80 for everybody
    outbreak_ward: str = ""

    def make(self, days: list[date]) -> Made:
        made, yearly = Made(), self.rng.randint(9000, 16000)
        departments = {row.kind: row for row in Department.objects.for_centre(self.centre).select_related("room")}
        for on in days:
            count = round(self.usual * load(on) * self.rng.uniform(0.85, 1.15))
            came = self.rng.sample(self.people, min(count, len(self.people))) if count else []
            self._day(on, came, departments, yearly, made)
            yearly += len(came)
        made.counters[f"year:{days[-1].year}"] = yearly
        return made

    def _day(self, on, came, departments, yearly, made) -> None:
        is_today, tokens, free = on == self.now.astimezone(INDIA).date(), {}, {}
        mixes = {key: self._mix(on, key) for key in ("child", "adult", "old")}
        for place, patient in enumerate(came):
            illness = self._illness(on, patient, mixes)
            department = departments.get(illness.department) or departments["general"]
            tokens[department.pk] = tokens.get(department.pk, 0) + 1
            at = self._moment(on, _arrival(self.rng, place, len(came)) + self.rng.uniform(0, 2), is_today)
            visit = self._visit(on, patient, department, at, tokens[department.pk], place + 1, yearly + place + 1)
            visit.kind = Visit.Kind.FOLLOW_UP if illness.returns or self.rng.random() < 0.12 else Visit.Kind.NEW
            made.visits.append(visit)
            if self.rng.random() < 0.006:
                self._cancel(visit)
                continue
            made.vitals.append(self._vitals(visit, illness, on))
            room = "doctor2" if len(came) > 85 and place % 2 else "doctor"
            begins = max(free.get(room, at), at + timedelta(minutes=self.rng.uniform(3, 9)))
            ends = begins + timedelta(minutes=self.rng.gauss(3.1, 0.7) if place % 9 else self.rng.uniform(5, 9))
            if is_today and ends > self.now:
                continue
            free[room] = ends
            self._seen(visit, illness, room, begins, ends, made, is_today)
        made.counters[f"day:{on}"] = len(came)
        made.counters |= {f"token:{pk}:{on}": value for pk, value in tokens.items()}

    def _moment(self, on, minutes, is_today) -> datetime:
        """Minutes after opening. Today is squeezed into the last three hours, whenever it is tried."""
        start = datetime.combine(on, OPENS, INDIA)
        if not is_today:
            return start + timedelta(minutes=minutes)
        midnight = datetime.combine(on, time(0, 1), INDIA)
        start = max(midnight, self.now - timedelta(hours=3))
        return start + (self.now - start) * (minutes / 320)

    def _mix(self, on, who) -> tuple[list[Illness], list[float]]:
        fits = {"child": {"any", "child"}, "adult": {"any", "adult", "woman"}, "old": {"any", "adult", "old", "woman"}}
        possible = [one for one in ILLNESSES if one.who in fits[who]]
        return possible, [one.weight(on) for one in possible]

    def _illness(self, on, patient, mixes) -> Illness:
        if (
            patient.ward == self.outbreak_ward
            and on > self.now.date() - timedelta(days=12)
            and self.rng.random() < 0.55
        ):
            return next(one for one in ILLNESSES if one.code == OUTBREAK)
        years = (on - patient.birth_date).days / 365.25
        possible, weights = mixes["child" if years < 14 else "adult" if years < 42 else "old"]
        for _ in range(4):
            chosen = self.rng.choices(possible, weights)[0]
            if chosen.who != "woman" or (patient.sex == "F" and 17 <= years <= 45):
                return chosen
        return ILLNESSES[0]

    def _visit(self, on, patient, department, at, token, daily, yearly) -> Visit:
        return Visit(
            code=self._code(),
            patient=patient,
            centre=self.centre,
            department=department,
            room=department.room,
            number=f"{self.centre.short_code}-{on:%y%m%d}-{daily:03}",
            visit_on=on,
            token=token,
            daily_serial=daily,
            yearly_serial=yearly,
            registered_at=at,
            registered_by=self.team["clerk"],
            seconds_at_counter=self.rng.randint(9, 18) if self.rng.random() < 0.6 else self.rng.randint(25, 75),
            is_demo=True,
        )

    def _code(self) -> str:
        """A code that no row has; of 200,000 random ones two are likely the same."""
        while (code := ids.random_code(choose=self.rng.choice)) in self.book.used:
            pass
        self.book.used.add(code)
        return code

    def _cancel(self, visit) -> None:
        visit.status, visit.cancelled_by = Visit.Status.CANCELLED, self.team["clerk"]
        visit.cancelled_at, visit.cancel_reason = visit.registered_at + timedelta(minutes=2), "registered twice"

    def _vitals(self, visit, illness, on) -> Vitals:
        child, rng = (on - visit.patient.birth_date).days < 12 * 365, self.rng
        high, fever = illness.code == "I10", any("fever" in words for words, _ in illness.complaints)
        systolic, diastolic = rng.randint(138, 170) if high else rng.randint(102, 136), rng.randint(64, 92)
        if self.rounds and rng.random() < 0.8:
            systolic, diastolic = 120, 80
        return Vitals(
            visit=visit,
            systolic=None if child else systolic,
            diastolic=None if child else diastolic,
            pulse=rng.randint(68, 104),
            temperature=Decimal(rng.randint(1000, 1024) if fever else rng.randint(972, 988)) / 10,
            spo2=rng.randint(94, 99),
            weight=Decimal(rng.randint(80, 300) if child else rng.randint(420, 820)) / 10,
            recorded_at=visit.registered_at + timedelta(minutes=2),
            recorded_by=self.team["nurse"],
        )

    def _seen(self, visit, illness, room, begins, ends, made, is_today) -> None:
        doctor, found = self.team[room], self.book.diagnoses[illness.code]
        visit.status, visit.called_at, visit.called_by = Visit.Status.DONE, begins, doctor
        visit.done_at, visit.done_by, visit.slip_version = ends, doctor, 3
        consultation = Consultation(
            visit=visit,
            complaints=[
                {"en": words, "hi": self.book.complaints[words].name_hi, "for": lasting}
                for words, lasting in illness.complaints
            ],
            started_at=begins, started_by=doctor, saved_at=ends, saved_by=doctor, signed_at=ends, signed_by=doctor,
        )  # fmt: skip
        made.consultations.append(consultation)
        made.diagnoses.append(
            ConsultationDiagnosis(
                consultation=consultation,
                diagnosis=found,
                code=found.code,
                name_en=found.name_en,
                name_hi=found.name_hi,
            )
        )
        made.medicines.append(self._medicine(consultation))
        if self.rng.random() < illness.refers:
            made.referrals.append(self._referral(visit, doctor, ends, illness))
        elif illness.code in NEEDLESS and self.rng.random() < 0.006:
            made.referrals.append(self._needless(visit, doctor, ends, illness))
        for test in illness.tests:
            if self.rng.random() < 0.55:
                self._test(visit, self.book.tests[test], doctor, ends, illness, made, is_today)

    def _medicine(self, consultation) -> PrescriptionItem:
        drug = self.book.paracetamol
        return PrescriptionItem(
            consultation=consultation, medicine=drug, name_en=drug.name_en, name_hi=drug.name_hi, form=drug.form,
            strength=drug.strength, dose="1-1-1", food="PC", days=3, quantity=9, unit=drug.unit,
            words_en="1 tablet in the morning, afternoon and night, after food, for 3 days",
            words_hi="1 गोली सुबह, दोपहर, रात, खाने के बाद, 3 दिन",
        )  # fmt: skip

    def _referral(self, visit, doctor, at, illness) -> Referral:
        row = Referral(
            visit=visit, to_centre=self.book.hospital, reason="Needs care that the centre does not have",
            urgency=Referral.Urgency.EMERGENCY if illness.code == "I20.9" else Referral.Urgency.SOON,
            referred_at=at, referred_by=doctor,
        )  # fmt: skip
        return self._followed(row, at)

    def _needless(self, visit, doctor, at, illness) -> Referral:
        row = Referral(
            visit=visit, to_centre=self.book.college, reason="The patient asks for the college", referred_at=at,
            referred_by=doctor, treatable_codes=illness.code, up_reason=Referral.UpReason.PATIENT_WISH,
        )  # fmt: skip
        return self._followed(row, at)

    def _followed(self, row: Referral, at) -> Referral:
        luck, age = self.rng.random(), self.now - at
        if luck < 0.6 and age > timedelta(days=1):
            row.status, row.arrived_way = Referral.Status.ARRIVED, Referral.Way.DESK
            row.arrived_at, row.arrived_by = at + timedelta(hours=20), row.referred_by
        if luck < 0.3 and age > timedelta(days=6):
            row.status, row.back_note = Referral.Status.BACK, "Seen and treated; go on at the centre."
            row.seen_at, row.seen_by = at + timedelta(hours=26), row.referred_by
            row.closed_at, row.closed_by = at + timedelta(days=5), row.referred_by
        return row

    def _test(self, visit, test, doctor, at, illness, made, is_today) -> None:
        lab = self.team["lab"]
        taken, ready = at + timedelta(minutes=12), at + timedelta(minutes=self.rng.randint(45, 150))
        order = LabOrder(code=self._code(), visit=visit, test=test, ordered_at=at, ordered_by=doctor)
        made.orders.append(order)
        if is_today and ready > self.now:
            return
        order.sample = Sample(
            visit=visit, code=f"{self.rng.randrange(10**11, 10**12)}", specimen=test.specimen[:80],
            container=test.container or "plain", collected_at=taken, collected_by=lab, labels_printed=1,
        )  # fmt: skip
        made.samples.append(order.sample)
        order.status, order.resulted_at, order.resulted_by = LabOrder.Status.RELEASED, ready, lab
        order.released_at, order.released_by = ready, lab
        made.results.append(self._result(order, test, illness, ready, lab))

    def _result(self, order, test, illness, at, by) -> Result:
        result = Result(
            order=order, unit=test.unit, decimals=test.decimals, method=test.method, entered_at=at, entered_by=by,
            released_at=at, released_by=by,
        )  # fmt: skip
        if test.result_type == Test.ResultType.NUMERIC:
            middle, spread, decimals = (10.6, 1.9, 1) if test.code == "HB" else (150, 40, 0)
            result.value = Decimal(f"{max(self.rng.gauss(middle, spread), 3):.{decimals}f}")
            return result
        likely = 0.4 if illness.code[0] in "AB" else 0.06
        bad = [place for place, flag in enumerate(test.choices_flag) if flag == "A"]
        is_bad = bool(bad) and self.rng.random() < likely
        result.text = test.choices_en[bad[0] if is_bad else 0] if test.choices_en else "Negative"
        result.flag = "A" if is_bad else "N"
        return result
