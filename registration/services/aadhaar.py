"""What is kept of an Aadhaar number, by the mode of this installation (ADR 0012), and the only way to see one again."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import crypto, ids
from registration import vault
from registration.errors import NothingToReveal, ReasonMissing
from registration.models import Identifier, Patient

SHORTEST_REASON = 8  # letters
NONE, INDEX, VAULT = "none", "index", "vault"


def keeps_index() -> bool:
    return settings.HMS_AADHAAR in {INDEX, VAULT}


def keeps_number() -> bool:
    return settings.HMS_AADHAAR == VAULT


def identifier(patient: Patient, number: str, *, by) -> Identifier | None:
    """The row for `number`, not saved yet; None in the mode NONE. In VAULT the number goes into the vault now.

    Call it inside the transaction that saves the row.
    """
    if not keeps_index():
        return None
    index = crypto.aadhaar_index()
    return Identifier(
        patient=patient,
        kind=Identifier.Kind.AADHAAR,
        index=index.digest(number),
        key_version=index.version,
        last4=number[-4:],
        vault_reference=vault.put(number) if keeps_number() else None,
        added_by=by,
    )


def forget_number(patient: Patient) -> None:
    """Index and vault row of this person, whatever the mode is now (2-3 queries)."""
    rows = Identifier.objects.filter(patient=patient, kind=Identifier.Kind.AADHAAR)
    references = list(rows.filter(vault_reference__isnull=False).values_list("vault_reference", flat=True))
    if references:
        vault.forget(references)
    rows.delete()


@transaction.atomic
def reveal_aadhaar(patient: Patient, *, reason: str, centre, by) -> str:
    """The twelve digits, for this one answer, after the reason stands in the audit.

    Raises ReasonMissing, or NothingToReveal where no number of this person is kept.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing(_("Say in a few words what the number is needed for."), field="reason")
    row = Identifier.objects.filter(patient=patient, kind=Identifier.Kind.AADHAAR, vault_reference__isnull=False)
    kept = row.first()
    if kept is None or not keeps_number():
        raise NothingToReveal(_("No Aadhaar number of this person is kept here."))
    try:
        number = vault.read(kept.vault_reference)
    except vault.NotInVault:
        raise NothingToReveal(_("No Aadhaar number of this person is kept here.")) from None
    audit.record(
        "aadhaar.revealed", by=by, centre=centre, target=patient, patient=patient, reason=ids.redact(reason)[:200]
    )
    return number
