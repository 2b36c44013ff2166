"""Every change in the consulting room: one function, one transaction."""

from opd.services.bundles import count_use, keep_bundle, remove_bundle
from opd.services.care_levels import change_care_level
from opd.services.certifying import issue_certificate
from opd.services.dispensing import Line, dispense, take_back
from opd.services.drafting import Page, save_draft
from opd.services.exporting import ask_for_export, empty_expired, make_next, take_export
from opd.services.following import plan_from_results, plan_from_signature
from opd.services.needs import colleagues, hand_over, note_unmet
from opd.services.problems import add_allergy, remove_allergy, resolve_problem
from opd.services.referrals import mark_arrived, mark_seen, send_back, write_contact
from opd.services.signing import add_addendum, send_tests, sign
from opd.services.stock import adjust, issue, receive
from opd.services.vitals import record_vitals

__all__ = [
    "Line",
    "Page",
    "add_addendum",
    "add_allergy",
    "adjust",
    "ask_for_export",
    "change_care_level",
    "colleagues",
    "count_use",
    "dispense",
    "empty_expired",
    "hand_over",
    "issue",
    "issue_certificate",
    "keep_bundle",
    "make_next",
    "mark_arrived",
    "mark_seen",
    "note_unmet",
    "plan_from_results",
    "plan_from_signature",
    "receive",
    "record_vitals",
    "remove_allergy",
    "remove_bundle",
    "resolve_problem",
    "save_draft",
    "send_back",
    "send_tests",
    "sign",
    "take_back",
    "take_export",
    "write_contact",
]
