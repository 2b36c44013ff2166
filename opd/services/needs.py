"""What could not be had is counted; a draft goes to a colleague; what is signed teaches the list."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.models import Membership
from centres.permissions import GRANTS, Permission
from hms.lib.text import clean
from opd.errors import AlreadySigned, NothingWritten, WrongStep
from opd.models import Consultation, UnmetNeed
from opd.services.locking import lock_consultation, lock_visit

_COUNT = """
    INSERT INTO opd_diagnosisuse AS u (centre_id, doctor_id, diagnosis_id, uses)
    SELECT %s, %s, diagnosis, 1 FROM unnest(%s::bigint[]) AS diagnosis
    ON CONFLICT (centre_id, doctor_id, diagnosis_id) DO UPDATE SET uses = u.uses + 1
"""


@transaction.atomic
def note_unmet(visit, kind: str, name: str, *, by) -> UnmetNeed:
    """Count a test or medicine that could not be had, once for each visit. Raises NothingWritten without a name."""
    name = clean(name)[:80]
    if not name:
        raise NothingWritten(_("Write what is missing."), field=kind)
    row, is_new = UnmetNeed.objects.get_or_create(
        visit=visit, kind=kind, name=name, defaults={"centre": visit.centre, "noted_at": timezone.now(), "noted_by": by}
    )
    if is_new:
        audit.record("need.unmet", by=by, centre=visit.centre, target=row, patient=visit.patient_id)
    return row


@transaction.atomic
def hand_over(visit, to, *, by) -> Consultation:
    """Ask another doctor of this centre to go on with the draft; everything written stays.

    Raises NothingWritten without a draft, AlreadySigned, WrongStep when `to` does not consult here today.
    """
    visit = lock_visit(visit)
    consultation = lock_consultation(visit)
    if consultation is None:
        raise NothingWritten(_("There is no draft yet to hand over."))
    if consultation.signed_at:
        raise AlreadySigned(_("This consultation is signed. Write an addendum."))
    if to is None or to == by or not colleagues(visit.centre).filter(user=to).exists():
        raise WrongStep(_("Choose a doctor who works here today."))
    consultation.handed_at, consultation.handed_by, consultation.handed_to = timezone.now(), by, to
    consultation.save(update_fields=["handed_at", "handed_by", "handed_to"])
    audit.record(
        "consultation.handed_over", by=by, centre=visit.centre, target=consultation, patient=visit.patient_id, to=to.pk
    )
    return consultation


def colleagues(centre):
    """Memberships of today that may consult at `centre`."""
    roles = [role for role, rights in GRANTS.items() if Permission.CONSULT in rights]
    rows = Membership.objects.on(timezone.localdate()).filter(centre=centre, role__in=roles, user__is_active=True)
    return rows.select_related("user").order_by("user__name_en")


def count_diagnoses(visit, diagnoses, *, by) -> None:
    """After a signature: these are used here (1 query)."""
    keys = sorted({row.diagnosis_id for row in diagnoses if row.diagnosis_id})
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [visit.centre_id, by.pk, keys])
