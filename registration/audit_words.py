"""What the counter's audit actions say to a reader (see centres/audit_words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "patient.registered": _("New patient registered"),
    "family.registered": _("Family registered together: %(people)s people"),
    "patient.searched": _("Searched for a patient: %(found)s found"),
    "patient.opened": _("Patient opened at the counter"),
    "patient.facts": _("Patient's facts read"),
    "patient.corrected": _("Patient's facts corrected: %(fields)s"),
    "patient.merged": _("Another record put together with this one: %(rows)s rows followed"),
    "patient.merged_away": _("Record put together with another one, which goes on"),
    "patient.unmerged": _("Two records taken apart again"),
    "pair.proposed": _("Two records named as perhaps one person"),
    "pair.not_same": _("Two records called two people"),
    "patient.access": _("Record opened to this centre for today"),
    "denied.access": _("Refused: the answer that opens the record was wrong"),
    "consent.withdrawn": _("Consent to Aadhaar withdrawn; number cleared"),
    "aadhaar.revealed": _("Aadhaar number shown. Reason: %(reason)s"),
    "exceptions.read": _("Exception register read: %(month)s"),
    "exceptions.printed": _("Exception register printed: %(month)s"),
    "own_phone.claimed": _("Details from the patient's own phone taken over"),
    "board.renewed": _("New address for the waiting room's screen; the old one shows nothing"),
    "visit.opened": _("Visit opened: token %(token)s"),
    "visit.transferred": _("Sent to another department: %(before)s, now %(after)s"),
    "token.printed": _("Token strip printed: %(token)s"),
    "visit.called": _("Token %(token)s called in"),
    "visit.away": _("Token %(token)s was not there"),
    "visit.recalled": _("Token %(token)s back in the queue"),
    "visit.finished": _("Token %(token)s done"),
    "visit.cancelled": _("Visit cancelled: token %(token)s"),
}
