"""The level-of-care gate: what a centre can treat does not go to a medical college without a reason (ADR 0013).

It asks, it never forbids: any coded reason passes, an emergency passes by itself.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.models import Centre
from labs import selectors as labs
from opd.errors import NeedsReason
from opd.models import CareLevel, EConsultEntry, Referral, StockBatch
from opd.models.care import Level

Kind = Centre.Kind
TERTIARY = frozenset({Kind.MEDICAL_COLLEGE, Kind.AUTONOMOUS, Kind.CENTRAL})
EMERGENCY = Referral.UpReason.EMERGENCY
OF_ITSELF = {EMERGENCY, Referral.UpReason.E_CONSULT}  # what nobody is asked: it is known
UP_REASONS = [(value, label) for value, label in Referral.UpReason.choices if value not in OF_ITSELF]


@dataclass(frozen=True)
class Gate:
    """Every diagnosis of this referral is one that the centre treats today."""

    rows: list[CareLevel]

    @property
    def names(self) -> str:
        return ", ".join(row.diagnosis.name for row in self.rows)

    @property
    def codes(self) -> str:
        return " ".join(row.diagnosis.code for row in self.rows)


def of_draft(visit, draft: dict) -> Gate | None:
    """The gate that signing this draft would meet; None when it passes at once (at most 7 queries)."""
    wanted = draft["referral"]
    if not wanted["to"] or wanted["urgency"] == Referral.Urgency.EMERGENCY or online_help(visit):
        return None
    hospital = Centre.objects.filter(code=wanted["to"]).first()
    return gate(visit.centre, hospital, [line["code"] for line in draft["diagnoses"]]) if hospital else None


def online_help(visit) -> str:
    """The reason that a specialist's answer about this person is, while the slip is valid; "" without one (1 query)."""
    since = timezone.now() - timedelta(days=visit.centre.slip_valid_days)
    answers = EConsultEntry.objects.filter(
        kind=EConsultEntry.Kind.ANSWER, e_consult__visit__patient=visit.patient_id,
        e_consult__visit__centre=visit.centre_id, written_at__gte=since,
    )  # fmt: skip
    wants_them = list(answers.values_list("is_send_at_once", flat=True))
    if not wants_them:
        return ""
    return Referral.UpReason.ADVISED if any(wants_them) else Referral.UpReason.E_CONSULT


def passed(visit, referrals: list[Referral], diagnoses, up_reason: str) -> list[Referral]:
    """The rows with the gate's answer on them. Raises NeedsReason where it asks and no coded reason is given.

    A specialist who was asked online first is an answer too: then nothing is asked.
    """
    for row in referrals:
        found = gate(visit.centre, row.to_centre, [line.code for line in diagnoses])
        if found is None:
            continue
        reason = EMERGENCY if row.urgency == Referral.Urgency.EMERGENCY else online_help(visit) or up_reason
        if reason not in Referral.UpReason.values:
            raise NeedsReason(
                _("This centre treats this itself: %(names)s. Say why the patient must go to a medical college.")
                % {"names": found.names},
                field="up_reason",
            )
        row.treatable_codes, row.up_reason = found.codes, reason
    return referrals


def gate(centre, hospital, codes: list[str]) -> Gate | None:
    """None for a hospital below the medical colleges, without a diagnosis, or when one of them is not treated here."""
    if hospital.kind not in TERTIARY or centre.is_hospital or not codes or not all(codes):
        return None
    rows = list(CareLevel.objects.filter(diagnosis__code__in=codes).select_related("diagnosis"))
    if len(rows) < len(set(codes)) or any(row.level != Level.CENTRE for row in rows):
        return None
    return Gate(rows) if _has_tests(centre, rows) and _has_medicines(centre, rows) else None


def _has_tests(centre, rows: list[CareLevel]) -> bool:
    """Whether every test these conditions need can be had at the centre today, there or sent out."""
    needed = {code for row in rows for code in row.tests}
    return not needed or needed <= {offer.code for offer in labs.offered(centre).tests if offer.is_possible}


def _has_medicines(centre, rows: list[CareLevel]) -> bool:
    """A medicine whose stock the centre keeps and which has run out cannot be counted on (1 query)."""
    needed = {name for row in rows for name in row.medicines}
    if not needed:
        return True
    fresh = Sum("quantity", filter=Q(expires_on__gte=timezone.localdate()), default=0)
    kept = StockBatch.objects.for_centre(centre).filter(medicine__name_en__in=needed)
    return all(left for _name, left in kept.order_by().values_list("medicine__name_en").annotate(left=fresh))
