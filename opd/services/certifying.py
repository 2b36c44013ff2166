"""Certificates: numbered without gaps, frozen as issued."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from hms.lib.text import clean
from opd import certificates
from opd.errors import CertificateError, NotSigned
from opd.models import Certificate
from opd.services.locking import lock_consultation, lock_visit

MOST_DAYS = 30
Kind = Certificate.Kind
_TAKE = """
    INSERT INTO registration_counter AS c (centre_id, scope, value) VALUES (%s, %s, 1)
    ON CONFLICT (centre_id, scope) DO UPDATE SET value = c.value + 1 RETURNING value
"""


@transaction.atomic
def issue_certificate(
    visit, kind: str, *, by, starts_on=None, days=None, purpose="", names_illness=True
) -> Certificate:
    """Issue from what was signed. Raises NotSigned, or CertificateError with the field that is wrong.

    Rest wants `starts_on` and `days` (1 to MOST_DAYS), not before the visit and not over a week after it; fitness
    wants `starts_on` and `purpose`; the letter wants a referral of this visit.
    """
    visit = lock_visit(visit)
    consultation = lock_consultation(visit)
    if consultation is None or consultation.signed_at is None:
        raise NotSigned(_("Sign the consultation first: a certificate says what was signed."))
    content = certificates.facts(visit, consultation) | {"purpose": clean(purpose)[:80]}
    if not names_illness:
        content["diagnoses"] = []
    ends_on = None
    if kind == Kind.REFERRAL:
        starts_on = None
        content |= certificates.letter(visit, consultation, _referral(visit))
    else:
        ends_on = _checked(visit, kind, starts_on, days, content["purpose"])
    return _write(visit, kind, content, starts_on, ends_on, by)


def _checked(visit, kind, starts_on, days, purpose):
    """The last day of rest, None for fitness."""
    if kind not in {Kind.REST, Kind.FITNESS}:
        raise CertificateError(_("Choose what kind of certificate."), field="kind")
    if starts_on is None or not visit.visit_on <= starts_on <= visit.visit_on + timedelta(days=7):
        raise CertificateError(_("From the day of the visit to a week after it."), field="starts_on")
    if kind == Kind.FITNESS:
        if not purpose:
            raise CertificateError(_("Write what the patient is fit for: work, school, travel."), field="purpose")
        return None
    if days is None or not 1 <= days <= MOST_DAYS:
        raise CertificateError(_("Rest can be from 1 to %(most)d days.") % {"most": MOST_DAYS}, field="days")
    return starts_on + timedelta(days=days - 1)


def _referral(visit):
    row = visit.referrals.select_related("to_centre").order_by("-referred_at").first()
    if row is None:
        raise CertificateError(_("This visit was not referred anywhere."), field="kind")
    return row


def _write(visit, kind, content, starts_on, ends_on, by) -> Certificate:
    now, code = timezone.now(), ids.random_code()
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [visit.centre_id, f"certificate:{kind}:{today.year}"])
        value = cursor.fetchone()[0]
    row = Certificate.objects.create(
        code=code,
        token_hash=certificates.digest(certificates.token_of(code)),
        centre=visit.centre,
        visit=visit,
        kind=kind,
        number=certificates.number(visit.centre, kind, today, value),
        starts_on=starts_on,
        ends_on=ends_on,
        content=content,
        issued_at=now,
        issued_by=by,
    )
    audit.record("certificate.issued", by=by, centre=visit.centre, target=row, patient=visit.patient_id, kind=kind)
    return row
