"""What the consulting room's audit actions say to a reader (see centres/audit_words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "slip.printed": _("Slip printed: copy %(copy)s, version %(version)s, %(paper)s"),
    "slip.viewed": _("Slip read on screen"),
    "slip.revoked": _("Links of lost slips ended: %(ended)s"),
    "slip.opened": _("Slip opened on a phone with the right answer"),
    "slip.read": _("Slip read on a phone"),
    "slip.refused": _("Wrong answer or wrong link at the patient's page"),
}
