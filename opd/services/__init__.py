"""Every change in the consulting room: one function, one transaction."""

from opd.services.answering import answer, ask_back, open_record, save_reply
from opd.services.asking import add_picture, remove_picture, reply, save_question, send_question, withdraw
from opd.services.bundles import count_use, keep_bundle, remove_bundle
from opd.services.care_levels import change_care_level
from opd.services.certifying import issue_certificate
from opd.services.day_figures import keep_day_figures
from opd.services.dispensing import Line, dispense, take_back
from opd.services.drafting import Page, save_draft
from opd.services.exporting import ask_for_export, empty_expired, make_next, take_export
from opd.services.following import plan_from_results, plan_from_signature
from opd.services.honesty import accept_answer, answer_question, ask_again
from opd.services.honesty import look as look_at_numbers
from opd.services.house import change_house_number
from opd.services.needs import colleagues, hand_over, note_unmet
from opd.services.pools import save_pool, specialists
from opd.services.problems import add_allergy, remove_allergy, resolve_problem
from opd.services.redirecting import offer, send_known, send_new, stop_for_red_flag
from opd.services.referrals import mark_arrived, mark_seen, send_back, write_contact
from opd.services.reminding import escalate_unanswered
from opd.services.signing import add_addendum, send_tests, sign
from opd.services.stock import adjust, issue, receive
from opd.services.submitting import submit_form
from opd.services.taking_over import accept, decline
from opd.services.vitals import record_vitals

__all__ = [
    "Line",
    "Page",
    "accept",
    "accept_answer",
    "add_addendum",
    "add_allergy",
    "add_picture",
    "adjust",
    "answer",
    "answer_question",
    "ask_again",
    "ask_back",
    "ask_for_export",
    "change_care_level",
    "change_house_number",
    "colleagues",
    "count_use",
    "decline",
    "dispense",
    "empty_expired",
    "escalate_unanswered",
    "hand_over",
    "issue",
    "issue_certificate",
    "keep_bundle",
    "keep_day_figures",
    "look_at_numbers",
    "make_next",
    "mark_arrived",
    "mark_seen",
    "note_unmet",
    "offer",
    "open_record",
    "plan_from_results",
    "plan_from_signature",
    "receive",
    "record_vitals",
    "remove_allergy",
    "remove_bundle",
    "remove_picture",
    "reply",
    "resolve_problem",
    "save_draft",
    "save_pool",
    "save_question",
    "save_reply",
    "send_back",
    "send_known",
    "send_new",
    "send_question",
    "send_tests",
    "sign",
    "specialists",
    "stop_for_red_flag",
    "submit_form",
    "take_back",
    "take_export",
    "withdraw",
    "write_contact",
]
