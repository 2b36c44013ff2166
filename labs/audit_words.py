"""What the laboratory's audit actions say to a reader (see centres/audit_words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "lab.ordered": _("Tests ordered"),
    "lab.cancelled": _("Test cancelled, with a reason"),
    "lab.collected": _("Samples taken"),
    "lab.labels_opened": _("Labels shown"),
    "lab.labels_printed": _("Labels printed: %(copies)s"),
    "lab.rejected": _("Sample rejected, with a reason"),
    "lab.opened": _("Tests of a visit opened"),
    "lab.entered": _("Results entered"),
    "lab.released": _("Results released"),
    "lab.amendment_waits": _("Correction entered, waits for release"),
    "lab.amended": _("Released result corrected"),
    "lab.critical_told": _("Somebody was told of a critical value"),
    "lab.critical_escalated": _("Nobody was told of a critical value within %(minutes)s minutes"),
    "lab.amendment_read": _("Corrected report read"),
    "lab.control_lot": _("Control lot begun: %(test)s"),
    "lab.control_run": _("Control measured: %(test)s"),
    "lab.control_action": _("Written down what was done after a control: %(test)s"),
    "lab.repeated": _("Measured once more, both values kept"),
    "lab.register_read": _("Laboratory register of %(day)s opened"),
    "lab.notifiable_read": _("Positives to report opened, week of %(day)s"),
    "lab.reagent_added": _("Kit or reagent added"),
    "lab.reagent_moved": _("Kit or reagent moved: %(quantity)s"),
    "lab.report_read": _("Report opened"),
    "lab.report_damaged": _("A stored report does not match its hash"),
    "lab.catalogue_changed": _("Test catalogue changed: %(code)s"),
    "lab.availability": _("What the laboratory does changed: %(test)s"),
}
