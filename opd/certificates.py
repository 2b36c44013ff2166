"""Serial number, token and wording of a certificate, and finding one by its QR."""

import base64
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac

from hms.lib import ids, pdf, qr
from hms.lib.dates import age_on, format_day
from opd.models import Certificate
from opd.slip import gate

LETTERS = {Certificate.Kind.REST: "R", Certificate.Kind.FITNESS: "F", Certificate.Kind.REFERRAL: "L"}
MARK = "c~"  # a sign that no slip's token can begin with


class AskedTooOften(Exception):
    """Too many unknown codes from one address within the hour."""


def number(centre, kind: str, day: date, value: int) -> str:
    """As "YRP-R26-0007": one row of numbers for each kind and year of a centre."""
    return f"{centre.short_code}-{LETTERS[kind]}{day:%y}-{value:04}"


def token_of(code: str) -> str:
    """22 letters, 128 bits that nobody can compute without the key outside the database."""
    sealed = salted_hmac("opd certificate v1", code, secret=settings.HMS_SEAL_KEY, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(sealed[:16]).decode().rstrip("=")


def address(code: str) -> str:
    return f"{settings.PUBLIC_URL}/s/{MARK}{token_of(code)}"


def digest(token: str) -> bytes:
    return bytes.fromhex(ids.token_hash(token))


def find(token: str, *, address: str | None) -> Certificate | None:
    """The certificate behind a QR (1 query). Unknown ones are counted; raises AskedTooOften when there were too many.

    A right code always opens: a whole village may stand behind one address of the phone network.
    """
    found = Certificate.objects.filter(token_hash=digest(token)).select_related("centre", "issued_by").first()
    if found is None:
        if gate.is_closed(address):
            raise AskedTooOften
        gate.count_wrong(address)
    return found


def facts(visit, consultation) -> dict:
    """Who it is about and what was found, in both languages, frozen when it is issued."""
    person = visit.patient
    age = age_on(person.birth_date, visit.visit_on)
    return {
        "name": person.name,
        "name_other": person.name_other,
        "guardian": person.guardian_name,
        "uhid": ids.format_uhid(person.uhid),
        "age": _both(lambda: age.label),
        "sex": _both(lambda: str(person.get_sex_display())),
        "relation": _both(lambda: str(person.get_guardian_relation_display() or "")),
        "seen_on": format_day(visit.visit_on),
        "visit": visit.number,
        "doctor": _pair(consultation.signed_by),
        "title": consultation.signed_by.designation,
        "registration": consultation.signed_by.registration_number,
        "centre": _pair(visit.centre),
        "diagnoses": [{"hi": row.name_hi, "en": row.name_en, "code": row.code} for row in consultation.diagnoses.all()],
    }


def letter(visit, consultation, referral) -> dict:
    """What a hospital wants to read first."""
    return {
        "to": _pair(referral.to_centre),
        "department": referral.department,
        "reason": referral.reason,
        "urgency": _both(lambda: str(referral.get_urgency_display())),
        "complaints": [
            {"hi": row["hi"], "en": row["en"], "for": row.get("for", "")} for row in consultation.complaints
        ],
        "examination": consultation.examination,
        "medicines": [
            f"{row.name_en.upper()} {row.strength} {row.dose}".strip() for row in consultation.prescription.all()
        ],
    }


def _pair(row) -> dict:
    return {"hi": row.name_hi, "en": row.name_en}


def _both(say) -> dict:
    said = {}
    for language in ("hi", "en"):
        with translation.override(language):
            said[language] = say()
    return said


def certificate_pdf(row: Certificate) -> bytes:
    """On A5, Hindi first and the same in English below, with the QR that proves it. No queries."""
    context = {"certificate": row, "about": row.content, "days": days_of(row)}
    bodies = {}
    for language in ("hi", "en"):
        with translation.override(language):
            said = {**context, "said": _in(row, language), "language_of": language}
            bodies[language] = render_to_string("opd/certificate/_body.html", said)
    with translation.override("hi"):
        code = qr.qr_svg(address(row.code), label=str(row.get_kind_display()))
        html = render_to_string("opd/certificate/paper.html", {**context, "bodies": bodies, "qr": code})
    return pdf.render(html, css_name=("certificate",))


def days_of(row: Certificate) -> int | None:
    return (row.ends_on - row.starts_on).days + 1 if row.starts_on and row.ends_on else None


def _in(row: Certificate, language: str) -> dict:
    """The frozen facts in one language."""

    def pick(value):
        if isinstance(value, dict) and {"hi", "en"} <= value.keys():
            return value[language] or value["en"]
        return [pick(item) for item in value] if isinstance(value, list) else value

    return {name: pick(value) for name, value in row.content.items()}
