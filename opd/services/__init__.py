"""Every change in the consulting room: one function, one transaction."""

from opd.services.care_levels import change_care_level
from opd.services.dispensing import Line, dispense, take_back
from opd.services.drafting import Page, save_draft
from opd.services.following import plan_from_results, plan_from_signature
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
    "change_care_level",
    "dispense",
    "issue",
    "mark_arrived",
    "mark_seen",
    "plan_from_results",
    "plan_from_signature",
    "receive",
    "record_vitals",
    "remove_allergy",
    "resolve_problem",
    "save_draft",
    "send_back",
    "send_tests",
    "sign",
    "take_back",
    "write_contact",
]
