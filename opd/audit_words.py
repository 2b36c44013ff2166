"""What the consulting room's audit actions say to a reader (see centres/audit_words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "slip.printed": _("Slip printed: copy %(copy)s, version %(version)s, %(paper)s"),
    "slip.viewed": _("Slip read on screen"),
    "slip.revoked": _("Links of lost slips ended: %(ended)s"),
    "slip.opened": _("Slip opened on a phone with the right answer"),
    "slip.read": _("Slip read on a phone"),
    "slip.refused": _("Wrong answer or wrong link at the patient's page"),
    "record.opened": _("Record opened: %(page)s"),
    "consultation.started": _("Consultation begun"),
    "consultation.joined": _("Took part in the draft of another doctor"),
    "consultation.signed": _("Consultation signed: %(diagnoses)s diagnoses, %(medicines)s medicines, %(tests)s tests"),
    "consultation.addendum": _("Addendum written"),
    "vitals.recorded": _("Vitals written down"),
    "vitals.corrected": _("Vitals corrected; the earlier ones stay visible"),
    "allergy.added": _("Allergy noted"),
    "allergy.removed": _("Allergy taken off the list, with a reason"),
    "problem.resolved": _("Long-term problem marked as over"),
    "referral.arrived": _("Referred patient arrived"),
    "referral.seen": _("Referred patient was seen"),
    "referral.back": _("Note sent back to the home centre"),
    "medicines.opened": _("Prescription opened at the pharmacy window"),
    "medicines.dispensed": _("Medicines handed out: %(given)s; not available: %(missing)s"),
    "medicines.taken_back": _("A handed out medicine taken back, with a reason"),
    "stock.received": _("Medicine put on the shelf: %(quantity)s"),
    "stock.issued": _("Medicine issued to another place: %(quantity)s"),
    "stock.adjusted": _("Stock counted anew: %(before)s was written, %(after)s is there"),
    "h1.read": _("Register of Schedule H1 read: %(month)s"),
    "h1.printed": _("Register of Schedule H1 printed: %(month)s"),
}
