"""Slips in every state for tests. All invented."""

import uuid
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from hms.lib import ids
from labs.models import LabOrder, Result, Test
from opd.models import (
    Addendum,
    Allergy,
    Consultation,
    ConsultationDiagnosis,
    Diagnosis,
    PrescriptionItem,
    Referral,
    VitalRange,
    Vitals,
)
from opd.slip import links
from registration.models import Visit
from tests.centres.factories import HospitalFactory, RoomFactory, SessionFactory, UserFactory
from tests.registration.factories import PatientFactory, VisitFactory, general_of

MEDICINES = [
    ("Paracetamol", "पैरासिटामोल", "500 mg", "1-1-1", "सुबह 1, दोपहर 1, रात 1 गोली — खाने के बाद, 5 दिन", 5, 15),
    ("Metformin", "मेटफॉर्मिन", "500 mg", "1-0-1", "सुबह 1, रात 1 गोली — खाने के साथ, 30 दिन", 30, 60),
]
TESTS = [
    ("हीमोग्लोबिन", "Haemoglobin", "9.8", "g/dL", "L", "12.0", "15.5"),
    ("शुगर (RBS)", "Random blood sugar", "174", "mg/dL", "H", "70", "140"),
    ("प्लेटलेट्स", "Platelet count", "210000", "/µL", "N", "150000", "450000"),
]


def visit_of(centre, **patient) -> Visit:
    """Sunita Devi, waiting with token 41 since this morning."""
    sunita = {
        "name": "सुनीता देवी",
        "name_other": "Sunita Devi",
        "phone": "9876543210",
        "street": "यारपुर रोड, शिव मंदिर के पास",
        "aadhaar_last4": "2346",
        "aadhaar_absent": "",
    }
    person = PatientFactory(registered_centre=centre, **{**sunita, **patient})
    SessionFactory(centre=centre, weekday=timezone.localdate().weekday())
    return VisitFactory(centre=centre, patient=person, token=41)


def vitals(visit, **changes) -> Vitals:
    for parameter, low, high, alarm in [
        ("systolic BP", 90, 139, 180),
        ("diastolic BP", 60, 89, 120),
        ("temperature", 97, 99, 104),
    ]:
        VitalRange.objects.get_or_create(
            parameter=parameter,
            age_group="adult",
            defaults={
                "unit": "",
                "age_min_days": 6570,
                "age_max_days": 43800,
                "low": low,
                "high": high,
                "critical_high": alarm,
                "source": "test",
            },
        )
    measured = {"systolic": 148, "diastolic": 92, "pulse": 88, "temperature": "101.2", "spo2": 97, "weight": "61"}
    return Vitals.objects.create(
        visit=visit, recorded_at=timezone.now(), recorded_by=visit.registered_by, **{**measured, **changes}
    )


def signed(visit, *, medicines=MEDICINES, sensitive=False, **changes) -> Consultation:
    """A signed consultation with two diagnoses; the second sensitive where asked."""
    doctor = UserFactory(
        name_hi="डॉ. हर्ष मिश्र", name_en="Dr Harsh Mishra", designation="MBBS", registration_number="BR-12345"
    )
    now = timezone.now()
    written = {
        "complaints": [{"en": "Fever", "hi": "बुखार", "for": "3 दिन"}],
        "history": "Diabetic for 6 years",
        "examination": "Throat red",
        "advice": "गुनगुना पानी; बुखार 3 दिन से ज़्यादा हो तो आएँ।",
        "follow_up_on": timezone.localdate() + timedelta(days=7),
    }
    consultation = Consultation.objects.create(
        visit=visit, started_at=now, started_by=doctor, saved_at=now, saved_by=doctor, **{**written, **changes}
    )
    _diagnosis(consultation, 0, "J06.9", "Acute upper respiratory infection", "सर्दी-बुखार (ऊपरी श्वसन संक्रमण)", False)
    if sensitive:
        _diagnosis(consultation, 1, "A54.9", "Gonococcal infection", "सूजाक", True)
    for position, (name_en, name_hi, strength, dose, words, days, quantity) in enumerate(medicines):
        PrescriptionItem.objects.create(
            consultation=consultation,
            name_en=name_en,
            name_hi=name_hi,
            form="tablet",
            strength=strength,
            dose=dose,
            days=days,
            quantity=quantity,
            unit="tablet",
            words_en=f"{dose} tablet — after food, for {days} days",
            words_hi=words,
            position=position,
        )
    Consultation.objects.filter(pk=consultation.pk).update(signed_at=now, signed_by=doctor)
    consultation.refresh_from_db()
    return consultation


def _diagnosis(consultation, position, code, name_en, name_hi, is_sensitive):
    known, _made = Diagnosis.objects.get_or_create(
        code=code,
        defaults={"name_en": name_en, "name_hi": name_hi, "category": "x", "source": "x", "is_sensitive": is_sensitive},
    )
    ConsultationDiagnosis.objects.create(
        consultation=consultation,
        diagnosis=known,
        code=code,
        name_en=name_en,
        name_hi=name_hi,
        certainty="final",
        position=position,
    )


def lab_test(number=0, **changes) -> Test:
    name_hi, name_en, _value, unit, _flag, _low, _high = TESTS[number % len(TESTS)]
    round_again = f" {number // len(TESTS) + 1}" if number >= len(TESTS) else ""
    facts = {
        "name_hi": name_hi + round_again,
        "name_en": name_en + round_again,
        "unit": unit,
        "decimals": 1 if number % len(TESTS) == 0 else 0,
        "category": "Haematology",
        "specimen": "Blood",
        "result_type": Test.ResultType.NUMERIC,
        "source": "test",
        "meaning_low_hi": "खून की कमी हो सकती है।",
        "meaning_low_en": "There may be too little blood.",
        "meaning_high_hi": "शुगर बढ़ी हुई है।",
        "meaning_high_en": "Sugar is raised.",
    }
    return Test.objects.get_or_create(code=changes.pop("code", f"T{number}"), defaults={**facts, **changes})[0]


def ordered(visit, number=0, test=None, **changes) -> LabOrder:
    return LabOrder.objects.create(
        code=ids.random_code(),
        visit=visit,
        test=test or lab_test(number),
        ordered_at=timezone.now(),
        ordered_by=visit.registered_by,
        **changes,
    )


def reported(visit, number=0, test=None, **changes) -> LabOrder:
    """A test with its released result."""
    order = ordered(visit, number, test)
    now = timezone.now()
    _hi, _en, value, unit, flag, low, high = TESTS[number % len(TESTS)]
    facts = {
        "value": Decimal(value),
        "unit": unit,
        "decimals": order.test.decimals,
        "flag": flag,
        "low": low,
        "high": high,
        "range_text": f"{low}–{high}",
    }
    Result.objects.create(
        order=order,
        entered_at=now,
        entered_by=visit.registered_by,
        released_at=now,
        released_by=visit.registered_by,
        **{**facts, **changes},
    )
    by = visit.registered_by
    LabOrder.objects.filter(pk=order.pk).update(
        status=LabOrder.Status.RELEASED, resulted_at=now, resulted_by=by, released_at=now, released_by=by
    )
    return order


def corrected(order: LabOrder, value: str) -> Result:
    """The released result of `order` was wrong; this is the right one, released too."""
    old = order.results.get(is_current=True)
    Result.objects.filter(pk=old.pk).update(is_current=False)
    now, by = timezone.now(), order.ordered_by
    return Result.objects.create(
        order=order,
        version=2,
        value=Decimal(value),
        unit=old.unit,
        decimals=old.decimals,
        flag="N",
        range_text=old.range_text,
        reason="नमूने अदल-बदल गए थे",
        entered_at=now,
        entered_by=by,
        released_at=now,
        released_by=by,
    )


def referred(visit, **changes) -> Referral:
    hospital = HospitalFactory(
        code="NGRH", name_en="New Gardiner Road Hospital", name_hi="न्यू गार्डिनर रोड अस्पताल", locality="Gardiner Road"
    )
    facts = {"department": "Endocrinology", "reason": "Sugar out of control", "urgency": Referral.Urgency.SOON}
    return Referral.objects.create(
        visit=visit,
        to_centre=hospital,
        referred_at=timezone.now(),
        referred_by=visit.registered_by,
        **{**facts, **changes},
    )


def allergic(visit, substance="सल्फा") -> Allergy:
    return Allergy.objects.create(
        patient=visit.patient, substance=substance, noted_at=timezone.now(), noted_by=visit.registered_by
    )


def addendum(visit, text="रिपोर्ट देखी, दवा वही रहेगी।") -> Addendum:
    return Addendum.objects.create(
        consultation=visit.consultation, text=text, written_at=timezone.now(), written_by=visit.registered_by
    )


def full(centre, *, tests=3, medicines=2, **patient) -> Visit:
    """Measured, seen, referred, with reports, one of them still to come."""
    visit = visit_of(centre, **patient)
    vitals(visit)
    allergic(visit)
    signed(visit, medicines=(MEDICINES * 6)[:medicines])
    for number in range(tests):
        reported(visit, number)
    ordered(visit, test=lab_test(900, code="HBA1C", name_hi="HbA1c", name_en="HbA1c"), is_sent=True)
    referred(visit)
    addendum(visit)
    return visit


def room(centre, number="2"):
    department = general_of(centre)
    department.room = RoomFactory(centre=centre, number=number)
    department.save()


def printed(visit, *, by=None, paper="A5", language="hi", key=None) -> links.Print:
    return links.print_slip(
        visit, key=key or uuid.uuid4(), paper=paper, language=language, by=by or visit.registered_by
    )
